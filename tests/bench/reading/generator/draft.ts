/** A generated letter while it is made, and what several of its parts need. */
import type { Elements } from '../../../../shared/model/elements.ts';
import type { Paragraph } from '../letter.ts';
import type { Random } from '../../random.ts';
import * as words from './words.ts';

export interface Draft {
  random: Random;
  truth: Elements;
  forms: Record<string, string>;
  head: Paragraph[];
  body: Paragraph[];
  tail: Paragraph[];
}

export type Family = 'case' | 'co-opinion' | 'foi' | 'petition';

export interface Mark {
  place: 'head' | 'number' | 'title' | 'end';
  text: string;
}

export interface Case {
  cppcc: boolean;
  noun: string;
  session: string;
  number: string;
  /** 第101037号（医疗卫生类173号）. */
  written: string;
  body: string;
}

/** A day; month and day from 1. */
export interface Day {
  year: number;
  month: number;
  day: number;
}

/** An invented name: surname and one or two characters. */
export function name(random: Random): string {
  const family = random.chance(0.04)
    ? random.pick(words.COMPOUND)
    : words.SURNAMES.charAt(random.int(0, words.SURNAMES.length - 1));
  const count = random.chance(0.65) ? 2 : 1;
  let given = '';
  for (let i = 0; i < count; i += 1) given += words.GIVEN_NAMES.charAt(random.int(0, words.GIVEN_NAMES.length - 1));
  return family + given;
}

/** 2022-06-27 */
export function iso(date: Day): string {
  return `${date.year}-${String(date.month).padStart(2, '0')}-${String(date.day).padStart(2, '0')}`;
}
