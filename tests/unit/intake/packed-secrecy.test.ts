/** Marks of secrecy in what a packed letter brings with it, wherever it lists or nests them. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { reportError } from '../../../shared/errors.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import { readContents } from '../../../main/archive/intake/package/packed-contents.ts';
import type { LaidLetter } from '../../../main/archive/intake/package/packed-letters.ts';
import type { OpenPackage } from '../../../main/archive/intake/package/source.ts';

const TEXT = Buffer.from('关于供水的答复\n正文');
const sha256 = createHash('sha256').update(TEXT).digest('hex');
const source = { name: '包', files: [], read: () => [TEXT], sizeOf: () => TEXT.length } as unknown as OpenPackage;

/** Reads a letter of one version that lists the same bytes under these names. */
async function outcome(names: readonly string[], more: object = {}): Promise<string> {
  const attachments = names.map((name, at) => ({
    ...{ id: `0000000000000000000000000${at}`, role: 'OTHER', mime: 'text/plain' },
    ...{ name, sha256, size: TEXT.length },
  }));
  const version = {
    ...{ letter_id: '0'.repeat(26), version: 1, text_sha256: sha256 },
    elements: JSON.stringify({ ...emptyElements(), ...more }),
    attachments: JSON.stringify(attachments),
  };
  const packed = {
    source: { file_name: '答复.txt', format: 'txt', raw_text_sha256: sha256, evidence: '{}', warnings: '[]' },
    versions: [version],
    branches: [],
    contents: { [sha256]: '正文.txt' },
  };
  try {
    await readContents(source, { folder: '件', packed } as unknown as LaidLetter, false);
    return 'read';
  } catch (thrown) {
    return reportError(thrown).code;
  }
}

test('each name of the same bytes is asked', async () => {
  expect(await outcome(['甲.txt', '会议纪要.txt'])).toBe('read');
  expect(await outcome(['甲.txt', '秘密★10年 会议纪要.txt'])).toBe('SECRET_REFUSED');
});

test.each([
  ['an element', { title: '秘密★10年' }],
  ['an element that nobody knows', { note: { list: [{ deep: '秘密★10年' }] } }],
  ['the name of an element', { note: { '秘密★10年': 1 } }],
])('a mark in %s is found', async (_what, more) => {
  expect(await outcome(['甲.txt'], more)).toBe('SECRET_REFUSED');
});

test('words about secrecy are no mark', async () => {
  expect(await outcome(['保密工作.txt'], { title: '关于保密工作的答复', note: ['不涉及国家秘密'] })).toBe('read');
});
