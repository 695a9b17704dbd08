/**
 * Several numbers, several signers, who drafted (`case_numbers`, `signers`, `draft_unit`), and the settings of reading: stored letters
 * stay as they are; a program that does not know these must not open them.
 */
import type { Migration } from './types.ts';

export const jointLetters: Migration = {
  number: 11,
  name: 'joint-letters',
  definitionsSha256: '403effcc7b8d8297b9186fe39062ddffaed82487084892ca516ec66a8f2aa64d',
  up: `
-- Corrections made in the review: what the archive learns from. The reason is the one that it writes (intake/vocabulary.ts).
CREATE INDEX archive.version_corrected ON version (letter_id, version) WHERE reason = '核对时更正';
`,
};
