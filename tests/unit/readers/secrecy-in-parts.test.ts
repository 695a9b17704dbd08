/** Parts of files that no reader takes, and what lies beside and behind the parts, are asked for marks of secrecy too. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readLetter } from '../../../main/archive/reading/read-letter.ts';
import { textsOfBytes } from '../../../main/archive/reading/readers/bytes-unseen.ts';
import { reportError } from '../../../shared/errors.ts';
import { encode, pagedPdf, paragraph, pdfText, rawDocx, zip } from './make.ts';

type Bytes = Uint8Array<ArrayBuffer>;

async function outcome(name: string, bytes: Bytes): Promise<string> {
  try {
    const { raw } = await readLetter({ name, bytes }, { ocr: false });
    return raw.warnings.some(({ code }) => code === 'PARTS_UNCHECKED') ? 'PARTS_UNCHECKED' : 'read';
  } catch (thrown) {
    return reportError(thrown).code;
  }
}

const utf16 = (words: string, swapped = false): Buffer => {
  const bytes = Buffer.from(words, 'utf16le');
  return swapped ? bytes.swap16() : bytes;
};
/** 机密★5年 and 不涉密★5 in GBK, which Node does not write. */
const GBK: Readonly<Record<string, string>> = {
  机: 'bbfa',
  密: 'c3dc',
  '★': 'a1ef',
  年: 'c4ea',
  保: 'b1a3',
  工: 'b9a4',
  作: 'd7f7',
};
const gbk = (words: string): Buffer =>
  Buffer.concat(
    [...words].map((char) => (GBK[char] === undefined ? Buffer.from(char, 'latin1') : Buffer.from(GBK[char], 'hex'))),
  );
const joined = (...parts: readonly (Uint8Array | string)[]): Bytes =>
  Uint8Array.from(Buffer.concat(parts.map((part) => Buffer.from(part))));
const withPart = (name: string, part: string | Bytes): Bytes => rawDocx(paragraph('正文'), { [name]: part });
const noise = Buffer.from([1, 0, 2, 255, 254, 0, 7, 9, 0]);

/** With a comment of the whole behind the end of a zip. */
function commented(bytes: Bytes, comment: Buffer): Bytes {
  const out = Buffer.concat([bytes, comment]);
  out.writeUInt16LE(comment.length, bytes.length - 2);
  return Uint8Array.from(out);
}

/** The comment of the first entry, as long as its name: the name is written twice. */
function entryCommented(bytes: Bytes, comment: Buffer): Bytes {
  const file = Buffer.from(bytes);
  const at = file.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const place = at + 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30);
  const out = Buffer.concat([file.subarray(0, place), comment, file.subarray(place)]);
  out.writeUInt16LE(comment.length, at + 32);
  const end = out.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  out.writeUInt32LE(out.readUInt32LE(end + 12) + comment.length, end + 12);
  return Uint8Array.from(out);
}

const docx = (): Bytes => rawDocx(paragraph('正文'));
const pdf = (): Bytes => pagedPdf([pdfText('正文', 72, 700)]);
const svg = (words: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg"><text>${words.slice(0, 2)}<tspan>${words.slice(2)}</tspan></text></svg>`;
const base64 = (words: string): string =>
  Buffer.from(`<html><body><p>${words}</p></body></html>`)
    .toString('base64')
    .replaceAll(/(.{76})/g, '$1\r\n');
const letter = (words: string): Bytes => zip({ '答复函.txt': `${words}\n正文` });

const PLACES: readonly (readonly [string, string, (words: string) => Bytes])[] = [
  ['the comment of a zip', 'a.docx', (words) => commented(docx(), Buffer.from(words))],
  ['the comment of a zip, in GBK', 'a.docx', (words) => commented(docx(), gbk(words))],
  ['the comment of an entry', 'a.docx', (words) => entryCommented(docx(), Buffer.from(words))],
  ['bytes behind a zip', 'a.docx', (words) => joined(docx(), noise, words, noise)],
  ['the comment of a zip of letters', 'a.zip', (words) => commented(letter('来函收悉'), Buffer.from(words))],
  ['a drawing', 'a.docx', (words) => withPart('word/media/a.svg', svg(words))],
  ['a packed drawing', 'a.docx', (words) => withPart('word/media/a.svgz', Uint8Array.from(gzipSync(svg(words))))],
  [
    'a page in base64 that nothing refers to',
    'a.docx',
    (words) =>
      withPart(
        'word/afchunk.mht',
        `MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(words)}`,
      ),
  ],
  [
    'a page that nothing refers to',
    'a.docx',
    (words) => withPart('word/old.htm', `<html><body><b>正文</b><p>${words}</p></body></html>`),
  ],
  ['a binary part in UTF-8', 'a.docx', (words) => withPart('word/vbaData.bin', joined(noise, words, noise))],
  ['a binary part in UTF-16LE', 'a.docx', (words) => withPart('word/vbaData.bin', joined(noise, utf16(words), noise))],
  [
    'a binary part in UTF-16BE',
    'a.docx',
    (words) => withPart('customXml/x.dat', joined(noise, utf16(words, true), noise)),
  ],
  ['a binary part in GBK', 'a.docx', (words) => withPart('word/x', joined(noise, gbk(words), noise))],
  ['a metafile', 'a.docx', (words) => withPart('word/media/a.emf', joined(noise, utf16(words), noise))],
  [
    'what a picture says of itself',
    'a.docx',
    (words) => withPart('word/media/a.jpg', joined(Buffer.from('ffd8ffe1', 'hex'), words, noise)),
  ],
  [
    'rich text that nothing refers to',
    'a.docx',
    (words) => withPart('word/x.rtf', `{\\rtf1 ${[...words].map((char) => `\\u${char.charCodeAt(0)}?`).join('')}}`),
  ],
  ['a zip inside', 'a.docx', (words) => withPart('word/embeddings/a.zip', zip({ 'a.txt': words }))],
  ['a comment of a pdf', 'a.pdf', (words) => joined(pdf().subarray(0, 9), `%${words}\n`, pdf().subarray(9))],
  ['bytes behind a pdf', 'a.pdf', (words) => joined(pdf(), `\n${words}\n`)],
  ['bytes behind a pdf, in UTF-16', 'a.pdf', (words) => joined(pdf(), '\n', utf16(words, true), '\n')],
  ['bytes behind a pdf, in GBK', 'a.pdf', (words) => joined(pdf(), '\n', gbk(words), '\n')],
  [
    'an unknown group of rich text',
    'a.rtf',
    (words) =>
      encode(
        `{\\rtf1 {\\*\\nobody ${[...words].map((char) => `\\u${char.charCodeAt(0)}?`).join('')}}abc\\par}`,
        'utf-8',
      ),
  ],
  [
    'a bookmark of rich text',
    'a.rtf',
    (words) =>
      encode(
        `{\\rtf1 {\\*\\bkmkstart ${[...words].map((char) => `\\u${char.charCodeAt(0)}?`).join('')}}abc\\par}`,
        'utf-8',
      ),
  ],
  [
    'a file in rich text',
    'a.rtf',
    (words) =>
      encode(
        `{\\rtf1 {\\object{\\*\\objdata ${joined(noise, utf16(words)).reduce((hex, byte) => hex + byte.toString(16).padStart(2, '0'), '')}}}abc\\par}`,
        'utf-8',
      ),
  ],
  ['bytes behind rich text', 'a.rtf', (words) => joined('{\\rtf1 abc\\par}', words)],
  [
    'a drawing in an address of a page',
    'a.html',
    (words) =>
      encode(`<p>正文</p><img src="data:image/svg+xml;base64,${Buffer.from(svg(words)).toString('base64')}">`, 'utf-8'),
  ],
  [
    'a text in an address of a page',
    'a.html',
    (words) => encode(`<p>正文</p><a href="data:text/html,${encodeURIComponent(`<p>${words}</p>`)}">a</a>`, 'utf-8'),
  ],
  [
    'a drawing in an address of a style',
    'a.html',
    (words) =>
      encode(
        `<style>p{background:url("data:image/svg+xml;base64,${Buffer.from(svg(words)).toString('base64')}")}</style><p>正文</p>`,
        'utf-8',
      ),
  ],
  [
    'a drawing of a mail',
    'a.eml',
    (words) =>
      encode(
        `From: a@example.invalid\r\nSubject: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>abc</p>\r\n--b\r\nContent-Type: image/svg+xml\r\nContent-ID: <a>\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(svg(words)).toString('base64')}\r\n--b--\r\n`,
        'utf-8',
      ),
  ],
];

describe.each(PLACES)('%s', (_what, name, make) => {
  test('with a mark it is refused, with words about secrecy it is not', async () => {
    expect(await outcome(name, make('机密★5年'))).toBe('SECRET_REFUSED');
    expect(await outcome(name, make('保密工作5年'))).toBe('read');
  });
});

test('a long run of base64 is gone through as it is', () => {
  const long = `${'QUJD'.repeat(1_000_000)}\r\n\r\n${base64('机密★5年')}`;
  expect(textsOfBytes(Buffer.from(long))).toContain('机密★5年');
});

test('what cannot be asked is told', async () => {
  const within = zip({ 'a.txt': '正文', 'b.zip': zip({ 'c.txt': '机密★5年' }) });
  expect(await outcome('a.docx', withPart('word/embeddings/a.zip', within))).toBe('PARTS_UNCHECKED');
  const macros = joined(Buffer.from('d0cf11e0a1b11ae1', 'hex'), noise);
  expect(await outcome('a.docx', withPart('word/vbaProject.bin', macros))).toBe('PARTS_UNCHECKED');
  expect(await outcome('a.docx', withPart('word/embeddings/oleObject1.bin', macros))).toBe('read');
});
