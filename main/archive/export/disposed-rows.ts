/** Rows of a register for letters that were disposed of: what stays of them, with the remark that says so. */
import { emptyElements } from '../../../shared/model/elements.ts';
import type { Retention } from '../../../shared/model/settings.ts';
import { RETENTIONS } from '../../../shared/model/settings.ts';
import { beijingDay } from '../../../shared/text/dates.ts';
import { expiryDate } from '../letters/ref-code.ts';
import type { ReadableDb } from '../storage/types.ts';
import { allStubs, readStubRecord, type StubRow } from '../trust/disposed/records.ts';
import type { RowSource } from './file-catalogue.ts';

const retentionOf = ({ retention }: StubRow): Retention => RETENTIONS.find((one) => one === retention) ?? 'D10';

function rowOf(stub: StubRow): RowSource {
  const { letter_id: id, title, doc_number, issuer, issued_on, archive_year: year, item_no: item } = stub;
  const retention = retentionOf(stub);
  const versions = readStubRecord(stub).versions.length;
  return {
    letter: {
      id,
      versions,
      version: versions,
      ref_code: stub.ref_code,
      retention,
      filed_at: stub.filed_at,
      ...{
        expires: expiryDate(year, retention),
        final: false,
        name: title ?? '（已销毁函件）',
        text: '',
        attachments: [],
      },
      elements: { ...emptyElements(), title, doc_number, issuer, issued_on },
    },
    number: 0,
    year,
    item,
    pages: 0,
    published: null,
    remark: `已销毁（${beijingDay(stub.disposed_at).replaceAll('-', '')}）`,
  };
}

/** By archive numbers, as the catalogue goes: year, retention with the longest first, item. */
const byArchiveNumber = (a: RowSource, b: RowSource): number =>
  a.year - b.year || RETENTIONS.indexOf(a.letter.retention) - RETENTIONS.indexOf(b.letter.retention) || a.item - b.item;

/** The rows of all letters, those that were disposed of at their places, numbered anew. */
export function withDisposed(db: ReadableDb, rows: readonly RowSource[]): RowSource[] {
  return [...rows, ...allStubs(db).map(rowOf)].toSorted(byArchiveNumber).map((row, at) => ({ ...row, number: at + 1 }));
}
