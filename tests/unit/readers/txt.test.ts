import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { LETTER, bytesOf, encode } from './make.ts';

const TRADITIONAL = '關於加強社區建設的提案答覆\n感謝您對我們工作的關心與支持，現將有關情況說明如下。';

async function textOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return (await readRaw({ name: '复函.txt', bytes })).raw.text;
}

describe('plain text is read in whatever encoding it was written', () => {
  test.each([
    ['utf-8', false],
    ['utf-8', true],
    ['utf-16le', false],
    ['utf-16le', true],
    ['utf-16be', false],
    ['utf-16be', true],
    ['gb18030', false],
    ['gbk', false],
  ] as const)('%s, byte order mark: %s', async (encoding, mark) => {
    expect(await textOf(encode(LETTER, encoding, mark))).toBe(LETTER);
  });

  test.each(['utf-32le', 'utf-32be'] as const)('%s, with a byte order mark and without', async (encoding) => {
    expect(await textOf(encode(LETTER, encoding, true))).toBe(LETTER);
    expect(await textOf(encode(LETTER, encoding))).toBe(LETTER);
  });

  test('Big5 is told from GB18030 by what the characters are', async () => {
    expect(await textOf(encode(TRADITIONAL, 'big5'))).toBe(TRADITIONAL);
  });

  test('traditional characters in GB18030 are not taken for Big5', async () => {
    expect(await textOf(encode(TRADITIONAL, 'gb18030'))).toBe(TRADITIONAL);
  });

  test('one line of GBK without any ASCII', async () => {
    expect(await textOf(encode('关于政协提案答复的函', 'gbk'))).toBe('关于政协提案答复的函');
  });

  test('UTF-16 of Han characters only, without a mark and without a line end', async () => {
    expect(await textOf(encode('关于政协提案答复的函', 'utf-16le'))).toBe('关于政协提案答复的函');
  });

  test('characters that only GB18030 can write in four bytes', async () => {
    const rare = '\u{20000}的委员说：㛃、䶮、㑇，感谢您的关心。';
    const fourBytes = bytesOf(new Uint8Array([0x95, 0x32, 0x82, 0x36]));
    const rest = encode(rare.slice(2), 'gb18030');
    expect(await textOf(bytesOf(new Uint8Array([...fourBytes, ...rest])))).toBe(rare);
  });

  test('line ends and blanks stay as they were', async () => {
    const text = '  甲\r\n\r\n乙\r丙\t丁 \n';
    expect(await textOf(encode(text, 'utf-8'))).toBe(text);
  });

  test('a few damaged bytes are shown and warned about, the rest is read', async () => {
    const bytes = encode(LETTER, 'utf-8');
    bytes[60] = 0xff;
    const { raw } = await readRaw({ name: 'a.txt', bytes });
    expect(raw.warnings.map((warning) => warning.code)).toContain('TEXT_DAMAGED');
    expect(raw.text).toContain('感谢您对水务工作的关心和支持');
  });
});
