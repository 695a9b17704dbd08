/** One whole file a format, small and rich, from which damaged ones are made. */
import { unzipSync } from 'fflate';
import { packed } from './mutate.ts';
import {
  LETTER,
  encode,
  ofdText,
  pagedPdf,
  paragraph,
  pdfText,
  rawOfd,
  rawXlsx,
  richDocx,
  zip,
} from '../unit/readers/make.ts';
import { makeDoc, makeOldDoc, paragraphOf } from '../unit/readers/make-doc.ts';

export interface Seed {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

const ODF = ['office', 'text', 'table', 'style']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ');
const W2003 = 'http://schemas.microsoft.com/office/word/2003/wordml';
const lines = LETTER.split('\n');
const docBody = lines.map((line) => paragraphOf(`${line}\r`));
const html = `<html><head><meta charset="utf-8"><title>复函</title></head><body><table><tr><td>案号</td><td>12</td></tr></table>${lines.map((line) => `<p>${line}</p>`).join('')}</body></html>`;
const boundary = '----=_Part';
const mail = `From: a@example.invalid\r\nSubject: =?UTF-8?B?5aSN5Ye9?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${LETTER}\r\n--${boundary}\r\nContent-Type: application/octet-stream; name="a.txt"\r\nContent-Disposition: attachment; filename="a.txt"\r\nContent-Transfer-Encoding: base64\r\n\r\n5Zac\r\n--${boundary}--\r\n`;
const rtf = `{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}{\\header\\pard x\\par}${lines.map((line) => `\\pard ${[...line].map((character) => `\\u${character.charCodeAt(0)}?`).join('')}\\par`).join('')}\\trowd\\cellx100\\intbl a\\cell\\row{\\*\\shptxt b}}`;

const MADE: readonly Seed[] = [
  { name: 'a.docx', bytes: richDocx() },
  { name: 'a.doc', bytes: makeDoc({ body: docBody, comments: [paragraphOf('批注\r')] }) },
  { name: 'old.doc', bytes: makeOldDoc({ body: docBody, header: '页眉' }) },
  { name: 'a.rtf', bytes: encode(rtf, 'ascii') },
  {
    name: 'a.odt',
    bytes: zip({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'content.xml': `<office:document-content ${ODF}><office:body><office:text>${lines.map((line) => `<text:p>${line}</text:p>`).join('')}<table:table><table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>`,
    }),
  },
  { name: 'a.ofd', bytes: rawOfd(lines.map((line, at) => ofdText(line, 20, 20 + at * 9)).join('')) },
  {
    name: 'a.pdf',
    bytes: pagedPdf([lines.map((line, at) => pdfText(line, 70, 780 - at * 20)).join('\n'), pdfText('附件', 70, 780)]),
  },
  {
    name: 'a.xlsx',
    bytes: rawXlsx(
      `<sheetData>${lines.map((line, at) => `<row r="${at + 1}"><c r="A${at + 1}" t="inlineStr"><is><t>${line}</t></is></c><c r="C${at + 1}"><v>${at}</v></c></row>`).join('')}</sheetData>`,
    ),
  },
  { name: 'a.eml', bytes: encode(mail, 'utf-8') },
  { name: 'a.html', bytes: encode(html, 'utf-8') },
  {
    name: 'a.mht',
    bytes: encode(`MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`, 'utf-8'),
  },
  {
    name: 'a.xml',
    bytes: encode(
      `<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="${W2003}"><w:body>${lines.map(paragraph).join('')}</w:body></w:wordDocument>`,
      'utf-8',
    ),
  },
  { name: 'a.zip', bytes: zip({ '甲.txt': LETTER, '乙.html': html }) },
  { name: 'a.txt', bytes: encode(LETTER, 'gbk') },
  { name: 'b.txt', bytes: encode(LETTER, 'utf-16le', true) },
  { name: 'a.csv', bytes: encode(lines.map((line) => `"${line}",1`).join('\r\n'), 'utf-8') },
];

/** The same bytes in every run: a zip holds the time at which it was packed. */
export const SEEDS: readonly Seed[] = MADE.map(({ name, bytes }) => {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  return { name, bytes: isZip ? packed(unzipSync(bytes)) : bytes };
});
