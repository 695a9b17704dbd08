/** Held-out letters: how they are written down. A batch is committed before anything is read with it (docs/spec/reading.md). */
import { emptyElements, type Elements } from '../../../../shared/model/elements.ts';
import type { GeneratedLetter, Paragraph } from '../generator.ts';

/** One letter of a batch: a paragraph a line, each led by the letter of its role and a blank. */
export interface HeldOut {
  /** The form of the letter, for the table. */
  form: string;
  page: string;
  truth: Partial<Elements>;
}

const ROLES: Readonly<Record<string, Paragraph['role']>> = {
  H: 'letterhead',
  M: 'mark',
  N: 'number',
  T: 'title',
  A: 'addressee',
  B: 'body',
  S: 'sign',
  C: 'note',
  I: 'imprint',
};

/** @throws Error where a line has no role: a slip in the batch */
export function toLetter({ form, page, truth }: HeldOut): GeneratedLetter {
  const paragraphs = page
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): Paragraph => {
      const role = ROLES[line.charAt(0)];
      if (role === undefined || line.charAt(1) !== ' ') throw new Error(`no role: ${line}`);
      return { role, text: line.slice(2) };
    });
  return { paragraphs, truth: { ...emptyElements(), ...truth }, forms: { form } };
}
