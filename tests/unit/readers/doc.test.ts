import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { RICH_LINES, bytesOf, compoundFile } from './make.ts';

/** Written by LibreOffice 7.4 from `richDocx()`. */
const FIXTURE = bytesOf(readFileSync(new URL('fixtures/rich.doc', import.meta.url)));

const codes = (warnings: readonly { code: string }[]): string[] => warnings.map((warning) => warning.code);

describe('a binary Word file', () => {
  test('gives numbers, tables, header and accepted changes as the page shows them', async () => {
    const { raw } = await readRaw({ name: '复函.doc', bytes: FIXTURE });
    expect(raw.text.split('\n')).toEqual([...RICH_LINES]);
    expect(raw).toMatchObject({ format: 'doc', layout: 'paragraphs' });
    expect(codes(raw.warnings)).toEqual(['TRACKED_CHANGES', 'HIDDEN_TEXT']);
  });

  test('is the same under the name that WPS gives it', async () => {
    const { raw } = await readRaw({ name: '复函.wps', bytes: FIXTURE });
    expect(raw.text.split('\n')).toEqual([...RICH_LINES]);
    expect(codes(raw.warnings)).not.toContain('EXTENSION_MISMATCH');
  });

  test('with the mark of encryption in its header asks for the password to be taken off', async () => {
    const word = FIXTURE.indexOf(0xec, 512);
    const locked = FIXTURE.slice();
    expect([locked[word], locked[word + 1]]).toEqual([0xec, 0xa5]);
    locked[word + 0x0b] = (locked[word + 0x0b] ?? 0) | 0x01;
    await expect(readRaw({ name: 'a.doc', bytes: locked })).rejects.toMatchObject({ code: 'PASSWORD_PROTECTED' });
  });

  test('of Word 95 is named as not readable', async () => {
    const old = FIXTURE.slice();
    const word = old.indexOf(0xec, 512);
    old.set([0x65, 0], word + 2);
    await expect(readRaw({ name: 'a.doc', bytes: old })).rejects.toMatchObject({ code: 'UNSUPPORTED_FORMAT' });
  });
});

test('a compound file that holds an encrypted package is a locked office file', async () => {
  const bytes = compoundFile({ EncryptionInfo: new Uint8Array(200), EncryptedPackage: new Uint8Array(5000) });
  await expect(readRaw({ name: 'a.docx', bytes })).rejects.toMatchObject({ code: 'PASSWORD_PROTECTED' });
});

test('a compound file of another program is named as not readable', async () => {
  const bytes = compoundFile({ PowerPoint: new Uint8Array(5000) });
  await expect(readRaw({ name: 'a.ppt', bytes })).rejects.toMatchObject({ code: 'UNSUPPORTED_FORMAT' });
});
