import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { LETTER, bytesOf, encode, paragraph, rawDocx } from './make.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
const word = (text: string, charset: string): string =>
  `=?${charset}?B?${Buffer.from(encode(text, charset)).toString('base64')}?=`;

function mail(parts: readonly string[], subject = word('第030215号提案答复', 'gbk')): Uint8Array<ArrayBuffer> {
  const head = `From: ${word('水务局', 'utf-8')} <a@example.invalid>\r\nTo: b@example.invalid\r\nSubject: ${subject}\r\nDate: Thu, 18 May 2023 08:00:00 +0800\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b1"\r\n\r\n`;
  return bytesOf(Buffer.from(`${head}${parts.map((part) => `--b1\r\n${part}\r\n`).join('')}--b1--\r\n`));
}
const plain = (text: string): string =>
  `Content-Type: text/plain; charset=gbk\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(encode(text, 'gbk'))}`;
const attached = (name: string, bytes: Uint8Array): string =>
  `Content-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(bytes)}`;

describe('a mail gives its subject (where the body does not say it), its body and its attachments', () => {
  test('plain body in GBK, attachment with a Chinese name, byte for byte', async () => {
    const docx = rawDocx(paragraph('附件正文'));
    const { raw } = await readRaw({
      name: 'a.eml',
      bytes: mail([plain(LETTER), attached(word('复函.docx', 'gbk'), docx)]),
    });
    expect(raw.format).toBe('eml');
    expect(raw.text.replaceAll('\r\n', '\n')).toBe(LETTER);
    expect(raw.embedded.map(({ name }) => name)).toEqual(['复函.docx']);
    expect(raw.embedded[0]?.bytes).toEqual(docx);
  });

  test('an html body is read as a page', async () => {
    const html = `<html><body><div>您好</div><div>请查收附件</div></body></html>`;
    const part = `Content-Type: text/html; charset=utf-8\r\n\r\n${html}`;
    const { raw } = await readRaw({ name: 'a.eml', bytes: mail([part]) });
    expect(raw.text.split('\n')).toEqual(['第030215号提案答复', '您好', '请查收附件']);
  });

  test('a body that is only its subject is not doubled', async () => {
    const { raw } = await readRaw({ name: 'a.eml', bytes: mail([plain('第030215号提案答复')]) });
    expect(raw.text).toBe('第030215号提案答复');
  });

  test('a mail under the name of a text file is known by its content', async () => {
    const { raw } = await readRaw({ name: 'a.txt', bytes: mail([plain(LETTER)]) });
    expect(raw.format).toBe('eml');
    expect(raw.warnings.map((warning) => warning.code)).toContain('EXTENSION_MISMATCH');
  });

  test('a letter whose lines begin with a word and a colon is no mail', async () => {
    const { raw } = await readRaw({
      name: 'a.txt',
      bytes: encode('主题:供水\n日期:2023年\nA: b\nSubject: c\n正文', 'utf-8'),
    });
    expect(raw.format).toBe('txt');
  });
});

describe('a mail that does not say its charset, or the wrong one', () => {
  const raw8 = (head: string, body: string, charset = 'gbk'): Uint8Array<ArrayBuffer> =>
    bytesOf(Buffer.concat([encode(head, charset), Buffer.from('\r\n\r\n'), encode(body, charset)]));
  const HEAD = 'From: a@example.invalid\r\nTo: b@example.invalid\r\nMIME-Version: 1.0\r\n';

  test.each([
    ['none', 'Content-Type: text/plain'],
    ['ascii', 'Content-Type: text/plain; charset=us-ascii'],
    ['latin', 'Content-Type: text/plain; charset="iso-8859-1"'],
    ['utf-8, which it is not', 'Content-Type: text/plain; charset=utf-8'],
  ])('raw GBK in head and body, declared: %s', async (_what, type) => {
    const bytes = raw8(`${HEAD}Subject: 关于供水的答复\r\n${type}`, LETTER);
    const { raw } = await readRaw({ name: 'a.eml', bytes });
    expect(raw.text).toBe(`关于供水的答复\n${LETTER}`);
  });

  test('UTF-8 that says it is GB2312', async () => {
    const bytes = raw8(`${HEAD}Subject: x\r\nContent-Type: text/plain; charset=gb2312`, LETTER, 'utf-8');
    expect((await readRaw({ name: 'a.eml', bytes })).raw.text).toBe(`x\n${LETTER}`);
  });

  test('HZ, in seven bits', async () => {
    const bits = [...encode('关于供水', 'gb2312')].map((byte) => String.fromCharCode(byte & 0x7f)).join('');
    const bytes = raw8(`${HEAD}Subject: x\r\nContent-Type: text/plain; charset=hz-gb-2312`, `~{${bits}~} ok`);
    expect((await readRaw({ name: 'a.eml', bytes })).raw.text).toBe('x\n关于供水 ok');
  });

  test('French stays French', async () => {
    const words = 'Les œuvres réalisées à Genève sont présentées à l’été';
    const bytes = raw8(`${HEAD}Subject: x\r\nContent-Type: text/plain; charset=iso-8859-1`, words, 'windows-1252');
    expect((await readRaw({ name: 'a.eml', bytes })).raw.text).toBe(`x\n${words}`);
  });

  test('an attachment named in raw GBK keeps its name, and its bytes', async () => {
    const file = encode('附件内容', 'gbk');
    const part = Buffer.concat([
      encode('Content-Type: text/plain\r\nContent-Disposition: attachment; filename="答复函.txt"\r\n\r\n', 'gbk'),
      file,
    ]);
    const bytes = bytesOf(
      Buffer.concat([
        Buffer.from(`${HEAD}Subject: x\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n`),
        part,
        Buffer.from('\r\n--B--\r\n'),
      ]),
    );
    const { raw } = await readRaw({ name: 'a.eml', bytes });
    expect(raw.embedded.map(({ name, bytes: kept }) => [name, kept])).toEqual([['答复函.txt', file]]);
  });
});

describe('a mail without its head', () => {
  const part = plain(LETTER);

  test.each([
    ['one field', `Content-Type: multipart/mixed; boundary="b1"\r\n\r\n--b1\r\n${part}\r\n--b1--\r\n`],
    ['parts alone', `--b1\r\n${part}\r\n--b1--\r\n`],
    ['blank lines before it', `\r\n\r\nFrom: a@example.invalid\r\nSubject: x\r\n${part}`],
  ])('%s', async (_what, source) => {
    const { raw } = await readRaw({ name: 'a.eml', bytes: encode(source, 'utf-8') });
    expect(raw.format).toBe('eml');
    expect(raw.text.replaceAll('\r\n', '\n')).toContain(LETTER);
  });
});

describe('what a mail keeps closed is kept and told', () => {
  test.each([
    ['winmail.dat', 'application/ms-tnef', 'TNEF_NOT_OPENED'],
    ['smime.p7m', 'application/pkcs7-mime', 'MAIL_ENCRYPTED'],
  ])('%s', async (name, type, code) => {
    const closed = attached(name, encode('x', 'utf-8')).replace('application/octet-stream', type);
    const { raw } = await readRaw({ name: 'a.eml', bytes: mail([plain('见附件'), closed]) });
    expect(raw.embedded.map((file) => file.name)).toEqual([name]);
    expect(raw.warnings.map((warning) => warning.code)).toEqual([code]);
  });
});
