/** The order of archive numbers, and what stands in the columns of registers (DA/T 22-2015), one row a letter. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { ElementName } from '../../../shared/model/elements.ts';
import { isOriginal, type Letter } from '../../../shared/model/letter.ts';
import type { ColumnKey } from '../../../shared/model/registers.ts';
import { RETENTION_LABELS } from '../../../shared/model/settings.ts';
import type { RegisterValue } from '../print/register.ts';
import { proposeTitle } from '../../../shared/model/letter-name.ts';
import type { ReadableDb } from '../storage/types.ts';

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

/** What a row is made from. */
export interface RowSource {
  letter: Letter;
  /** From 1. */
  number: number;
  year: number;
  item: number;
  /** 0 where nobody counted them. */
  pages: number;
  /** When its public version was published; null where it was not, or was withdrawn. */
  published: string | null;
  /** What stands in 备注 before all else: that it was disposed of. */
  remark?: string;
}

/** A letter without a title has one made by the cataloguer in [ ]. */
export function cataloguedTitle({ elements }: Pick<Letter, 'elements'>): string {
  return elements.title ?? `[${(proposeTitle(elements) ?? '〔无题名〕').slice(1, -1)}]`;
}

/** The year and item of a letter's archive number. */
export function placeOf(db: ReadableDb, id: string): { year: number; item: number } {
  return (
    db.get<{ year: number; item: number }>('SELECT archive_year AS year, item_no AS item FROM letter WHERE id = ?', [
      id,
    ]) ?? { year: 0, item: 0 }
  );
}

/** Attachments without the original. */
const annexesOf = ({ attachments }: Letter): number => attachments.filter((file) => !isOriginal(file)).length;

/** One cell. 密级 stays empty, since nothing secret may be in the archive; days of a catalogue have eight digits. */
export function columnValue(key: ColumnKey, source: RowSource): RegisterValue {
  const { letter, number, year, item, pages } = source;
  switch (key) {
    case 'number':
      return number;
    case 'ref_code':
      return letter.ref_code;
    case 'title':
      return cataloguedTitle(letter);
    case 'day8': {
      const digits = letter.elements.issued_on?.replaceAll('-', '') ?? '';
      return digits === '' ? null : /^\d{8}$/.test(digits) ? Number(digits) : digits;
    }
    case 'secrecy':
      return null;
    case 'pages':
      return pages === 0 ? null : pages;
    case 'note':
      if (source.remark !== undefined) return source.remark;
      return annexesOf(letter) === 0 ? null : `附件 ${annexesOf(letter)} 个`;
    case 'retention':
      return RETENTION_LABELS[letter.retention];
    case 'year':
      return year;
    case 'item':
      return item;
    case 'version':
      return letter.version;
    case 'filed_on':
      return letter.filed_at.slice(0, 10);
    case 'published_on':
      return source.published;
    case 'attachments':
      return annexesOf(letter);
    case 'id':
      return letter.id;
    default:
      return elementText(letter, key);
  }
}

function elementText(letter: Letter, key: ElementName): string | null {
  const value = key === 'case_number' ? caseNumbers(letter) : letter.elements[key];
  if (Array.isArray(value)) return value.length === 0 ? null : value.join('、');
  return value;
}

/** Of 并案 all that are answered at once, the first in front. */
export function caseNumbers({ elements }: Pick<Letter, 'elements'>): string[] {
  const { case_number: first, case_numbers: all } = elements;
  return [...new Set([...(first === null ? [] : [first]), ...all])];
}
