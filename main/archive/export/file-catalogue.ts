/** 归档文件目录 (DA/T 22-2015): one row a letter in the order of its archive number, with the columns of the standard. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { proposeTitle } from '../../../shared/model/letter-name.ts';
import type { ReadableDb } from '../storage/types.ts';

export const CATALOGUE_HEADING: readonly string[] = [
  '序号',
  '档号',
  '文号',
  '责任者',
  '题名',
  '日期',
  '密级',
  '页数',
  '备注',
];

/**
 * Ids in the order of archive numbers: year, retention with the longest first, item.
 * @param among only these; all where left out
 * @throws ArchiveError NOT_FOUND for one that is not there
 */
export function catalogueOrder(db: ReadableDb, among?: readonly string[]): string[] {
  const wanted = among === undefined ? null : new Set(among);
  const ids = db
    .all<{ id: string }>(
      `SELECT id FROM letter ORDER BY archive_year,
         CASE retention WHEN 'Y' THEN 0 WHEN 'D30' THEN 1 ELSE 2 END, item_no`,
    )
    .map(({ id }) => id)
    .filter((id) => wanted?.delete(id) ?? true);
  const [missing] = wanted ?? [];
  if (missing !== undefined) throw new ArchiveError('NOT_FOUND', missing);
  return ids;
}

/** Pages of the file as it came, where its format has pages; 0 where it has none. */
function pagesOf(db: ReadableDb, id: string): number {
  return (
    db.get<{ n: number }>('SELECT json_array_length(pages) AS n FROM letter_source WHERE letter_id = ?', [id])?.n ?? 0
  );
}

/**
 * One row. A letter without a title has one made by the cataloguer in [ ]; dates have eight digits; 密级 stays empty, since nothing
 * secret may be in the archive.
 */
export function catalogueRow(db: ReadableDb, letter: Letter, number: number): string[] {
  const { elements, attachments } = letter;
  const pages = pagesOf(db, letter.id);
  const annexes = attachments.filter(({ role }) => role !== 'ORIGINAL').length;
  return [
    String(number),
    letter.ref_code ?? '',
    elements.doc_number ?? '',
    elements.issuer ?? '',
    elements.title ?? `[${(proposeTitle(elements) ?? '〔无题名〕').slice(1, -1)}]`,
    elements.issued_on?.replaceAll('-', '') ?? '',
    '',
    pages === 0 ? '' : String(pages),
    annexes === 0 ? '' : `附件 ${annexes} 个`,
  ];
}
