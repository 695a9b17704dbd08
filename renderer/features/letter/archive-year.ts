/** The year that a letter's archive number stands in: given at filing, it does not follow a change of the letter's date. Pure. */
import type { Letter } from '../../../shared/model/letter.ts';

type Kept = Pick<Letter, 'ref_code' | 'retention' | 'expires'> & { elements: Pick<Letter['elements'], 'issued_on'> };

/** The year of filing, as retention counts from it; of what is kept for ever as the number tells it. */
function archiveYear({ ref_code, retention, expires }: Omit<Kept, 'elements'>): number | null {
  if (expires !== null) return Number(expires.split('-')[0]) - Number(retention.slice(1));
  const year = /(?:19|20)\d{2}(?=\D|$)/.exec(ref_code ?? '')?.[0];
  return year === undefined ? null : Number(year);
}

/** The number and its year, where a new date lies in another year; null where nothing is to be said. */
export function yearStays(letter: Kept, issuedOn: string | null): { refCode: string; year: number } | null {
  if (letter.ref_code === null || issuedOn === letter.elements.issued_on) return null;
  const year = archiveYear(letter);
  if (year === null || issuedOn === null || !/^\d{4}-\d{2}-\d{2}$/.test(issuedOn)) return null;
  return Number(issuedOn.slice(0, 4)) === year ? null : { refCode: letter.ref_code, year };
}
