/** Rich text and OpenDocument text: what is written by hand here, and the same letter through LibreOffice where it is installed. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { RICH_LINES, bytesOf, convertWithOffice, encode, findOffice, ownFolder, richDocx, zip } from './make.ts';

const rtf = async (source: string | Uint8Array<ArrayBuffer>): Promise<string> => {
  const bytes = typeof source === 'string' ? encode(source, 'latin1') : source;
  const { raw } = await readRaw({ name: 'a.rtf', bytes });
  expect(raw.format).toBe('rtf');
  return raw.text.trim();
};
const hexed = (text: string, encoding: string): string =>
  [...iconv.encode(text, encoding)].map((byte) => `\\'${byte.toString(16).padStart(2, '0')}`).join('');

describe('rtf', () => {
  test('characters of the code page, of Unicode with stand-ins behind them, and raw bytes come out the same', async () => {
    expect(await rtf(`{\\rtf1\\ansi\\ansicpg936 ${hexed('提案答复', 'gbk')}\\par}`)).toBe('提案答复');
    expect(await rtf(`{\\rtf1\\ansi\\uc1\\u25552?\\u26696?\\par}`)).toBe('提案');
    expect(
      await rtf(
        bytesOf(
          Buffer.concat([Buffer.from('{\\rtf1\\ansi\\ansicpg936 '), iconv.encode('复函', 'gbk'), Buffer.from('}')]),
        ),
      ),
    ).toBe('复函');
  });

  test('the font says the code page: Big5 beside GBK', async () => {
    const fonts = '{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}{\\f1\\fnil\\fcharset136 MingLiU;}}';
    expect(await rtf(`{\\rtf1\\ansi${fonts}\\f0 ${hexed('复函', 'gbk')}{\\f1 ${hexed('答覆', 'big5')}}\\par}`)).toBe(
      '复函答覆',
    );
  });

  test('paragraphs, breaks, cells and shown numbers stay; fonts, pictures, hidden and deleted words go', async () => {
    expect(
      await rtf(
        '{\\rtf1\\ansi{\\info{\\title T}}{\\pict 0102ff}{\\*\\generator G;}{\\listtext 1.\\tab}A\\par {\\v no}{\\deleted no}B\\line C\\par D\\cell E\\row}',
      ),
    ).toBe('1.\tA\nB\nC\nD\tE');
  });

  test('groups that do not close are damage', async () => {
    await expect(readRaw({ name: 'a.rtf', bytes: encode('{\\rtf1 abc', 'latin1') })).rejects.toMatchObject({
      code: 'BAD_FILE',
    });
  });
});

const odt = (body: string, more: Record<string, string> = {}): Uint8Array<ArrayBuffer> =>
  zip({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    ...more,
  });

describe('odt', () => {
  test('paragraphs, blanks and rows come as shown; deletions of tracked changes do not', async () => {
    const { raw } = await readRaw({
      name: 'a.odt',
      bytes: odt(
        '<text:tracked-changes><text:p>旧</text:p></text:tracked-changes><text:h>标题</text:h><text:p>甲<text:s text:c="2"/>乙<text:line-break/>丙</text:p>' +
          '<table:table><table:table-row><table:table-cell><text:p>一</text:p></table:table-cell><table:table-cell><text:p>二</text:p></table:table-cell></table:table-row></table:table>',
      ),
    });
    expect(raw).toMatchObject({ format: 'odt', text: '标题\n甲  乙\n丙\n一\t二', warnings: [] });
  });

  test('a locked one is refused as such', async () => {
    const manifest =
      '<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>';
    await expect(
      readRaw({ name: 'a.odt', bytes: odt('<text:p>x</text:p>', { 'META-INF/manifest.xml': manifest }) }),
    ).rejects.toMatchObject({ code: 'PASSWORD_PROTECTED' });
  });

  test('numbers that the program makes are missed with a word', async () => {
    const { raw } = await readRaw({
      name: 'a.odt',
      bytes: odt('<text:list><text:list-item><text:p>甲</text:p></text:list-item></text:list>'),
    });
    expect(raw.warnings.map(({ code }) => code)).toEqual(['NUMBERS_LOST']);
  });
});

test('half of a surrogate pair becomes the sign for what cannot be read, in its place', async () => {
  const odd = String.raw`{\rtf1 \u22797?\u-10240?\u20989?}`;
  expect(await rtf(odd)).toBe('复\ufffd函');
});

const office = findOffice();
if (office === null)
  process.stdout.write('LibreOffice Writer is not installed: rtf and odt written on the spot are not tested\n');

test.skipIf(office === null).each(['rtf', 'odt'])(
  'the letter that LibreOffice writes as %s has its words',
  async (format) => {
    const docx = path.join(ownFolder(), 'rich.docx');
    writeFileSync(docx, richDocx());
    const { raw } = await readRaw({ path: convertWithOffice(office ?? '', docx, format) });
    expect(raw.format).toBe(format);
    const plain = (text: string): string => text.replaceAll(/\s+/g, '');
    // The automatic numbers are not in an odt's text.
    const shown = RICH_LINES.map((line) =>
      plain(format === 'odt' ? line.replace(/^(?:[一二三]、|（[一二三]）|\d\.)/, '') : line),
    );
    for (const line of shown) expect(plain(raw.text)).toContain(line);
  },
  240_000,
);
