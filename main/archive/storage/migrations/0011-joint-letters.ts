/**
 * Several numbers, several signers, who drafted (`case_numbers`, `signers`, `draft_unit`): stored letters stay as they are; a program that
 * does not know these elements must not open them.
 */
import type { Migration } from './types.ts';

export const jointLetters: Migration = {
  number: 11,
  name: 'joint-letters',
  up: '',
};
