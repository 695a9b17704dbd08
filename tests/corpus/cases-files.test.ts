/**
 * Small files of odd makes kept beside the project (../shared/cases/reading): what each must give stands in cases.jsonl.
 * Skipped with a line where they are missing.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readLetter, type LetterFile } from '../../main/archive/reading/read-letter.ts';
import { stopOcr } from '../../main/archive/reading/readers/ocr.ts';
import { reportError } from '../../shared/errors.ts';

const CASES = path.resolve(import.meta.dirname, '../../../shared/cases');
const present = existsSync(path.join(CASES, 'reading', 'cases.jsonl'));
if (!present) process.stdout.write('corpus: ../shared/cases/reading is not here, skipped\n');

/** Formats that this test looks at, by the first letters of a case's name. */
const OURS = /^(?:pd|of|xl|em|ht|zi|tx)-/;

interface Case {
  file: string;
  what: string;
  expected: string;
}

const cases = present
  ? readFileSync(path.join(CASES, 'reading', 'cases.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Case)
      .filter(({ file }) => OURS.test(file))
  : [];

async function outcome(file: string): Promise<{ code: string; letter: null } | { code: null; letter: LetterFile }> {
  try {
    return { code: null, letter: await readLetter({ path: path.join(CASES, file) }) };
  } catch (thrown) {
    return { code: reportError(thrown).code, letter: null };
  }
}

/** Of each kind of words in `expected`, whether the letter does as they say. */
function fits({ expected }: Case, letter: LetterFile): boolean {
  const { text } = letter.clean;
  const codes = letter.warnings.map(({ code }) => code);
  const said = letter.warnings.map(({ message }) => message).join('\n');
  if (/or a warning \(\*\)/.test(expected) && codes.some((code) => /NOT_READ|NOT_OPENED/.test(code))) return true;
  if (expected.startsWith('the attachment is handed on')) return letter.raw.embedded.length > 0;
  if (expected.startsWith('a warning that winmail.dat')) return said.includes('winmail.dat');
  if (expected.startsWith('a warning COMMENTS_NOT_READ')) return codes.includes('COMMENTS_NOT_READ');
  if (expected.startsWith('a warning that the packing method'))
    return codes.includes('METHOD_UNKNOWN') && !codes.includes('ENTRIES_DAMAGED');
  if (expected.startsWith('read as html')) return letter.raw.format === 'html' && !/<\/?[a-z]+/.test(text);
  const parts = expected.split('; ').filter((part) => /^text (has|lacks): /.test(part));
  return (
    parts.length > 0 &&
    parts.every((part) => text.includes(part.slice(part.indexOf(': ') + 2)) === part.startsWith('text has'))
  );
}

afterAll(stopOcr);

describe.skipIf(!present)('files of odd makes', () => {
  test.each(cases)('$file: $what', { timeout: 120_000 }, async (known) => {
    const { code, letter } = await outcome(path.join('reading', known.file));
    const wanted = /^error ([A-Z_]+)/.exec(known.expected)?.[1];
    if (wanted !== undefined) expect(code).toBe(wanted);
    else if (known.expected.includes('refused or read') || known.file === 'pd-nohead.pdf')
      expect(letter?.clean.text ?? '').not.toContain('endobj');
    else
      expect(
        letter !== null && fits(known, letter),
        `${code ?? ''} ${letter?.clean.text.slice(0, 300) ?? ''} ${JSON.stringify(letter?.warnings)}`,
      ).toBe(true);
  });

  test('a mail whose attachment has its name in raw GBK', async () => {
    const { letter } = await outcome(path.join('acts', 'eml', '2.eml'));
    expect(letter?.raw.embedded.map(({ name }) => name)).toContain('答复函裸名.txt');
  });
});
