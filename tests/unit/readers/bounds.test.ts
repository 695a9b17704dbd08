/** One bomb a format: some kilobytes that would become gigabytes are refused with a code, before they do. */
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { reportError } from '../../../shared/errors.ts';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { encode, ofdText, pagedPdf, pdfStream, pdfText, rawOfd, rawXlsx, zip } from './make.ts';

async function outcome(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return readRaw({ name, bytes }, { ocr: false }).then(
    ({ raw }) => raw.warnings.map(({ code }) => code).join(),
    (thrown: unknown) => reportError(thrown).code,
  );
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const SEVERAL_SECONDS = { timeout: 120_000 };

describe('what is named often is not made often', () => {
  test('a workbook whose cells share one long string', async () => {
    const cell = '<c t="s"><v>0</v></c>';
    const bytes = rawXlsx(`<sheetData>${`<row>${cell}${cell}</row>`.repeat(8000)}</sheetData>`, {
      parts: { 'xl/sharedStrings.xml': `<sst xmlns="${MAIN}"><si><t>${'甲'.repeat(400_000)}</t></si></sst>` },
    });
    expect(await outcome('a.xlsx', bytes)).toBe('FILE_TOO_LARGE');
  });

  test('a workbook of rows that begin far to the right', SEVERAL_SECONDS, async () => {
    const bytes = rawXlsx(`<sheetData>${'<row><c r="ALM1"><v>1</v></c></row>'.repeat(3000)}</sheetData>`);
    expect(await outcome('a.xlsx', bytes)).toBe('FILE_TOO_LARGE');
  });

  test('an ofd whose graphic units hold ten of one another', SEVERAL_SECONDS, async () => {
    const units = Array.from({ length: 12 }, (_, at) => {
      const inside = at === 0 ? ofdText('甲', 0, 0) : `<ofd:CompositeObject ResourceID="${99 + at}"/>`.repeat(10);
      return `<ofd:CompositeGraphicUnit ID="${100 + at}">${inside}</ofd:CompositeGraphicUnit>`;
    });
    const bytes = rawOfd('<ofd:CompositeObject ResourceID="111"/>', {
      common: '<ofd:DocumentRes>Res.xml</ofd:DocumentRes>',
      parts: { 'Res.xml': `<ofd:Res>${units.join('')}</ofd:Res>` },
    });
    expect(await outcome('a.ofd', bytes)).toBe('FILE_TOO_LARGE');
  });

  test('an ofd unit that holds itself', async () => {
    const bytes = rawOfd('<ofd:CompositeObject ResourceID="1"/>', {
      common: '<ofd:DocumentRes>Res.xml</ofd:DocumentRes>',
      parts: {
        'Res.xml':
          '<ofd:Res><ofd:CompositeGraphicUnit ID="1"><ofd:CompositeObject ResourceID="1"/></ofd:CompositeGraphicUnit></ofd:Res>',
      },
    });
    expect(await outcome('a.ofd', bytes)).toBe('BAD_FILE');
  });

  test('a page of a pdf that draws its text without end', SEVERAL_SECONDS, async () => {
    const form = (inside: string, next: number | null): Buffer =>
      pdfStream(
        inside,
        `/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>${next === null ? '' : `/XObject<</X ${next} 0 R>>`}>>`,
      );
    const draw = '/X Do\n'.repeat(30);
    const bytes = pagedPdf([draw], {
      page: '/Resources<</Font<</F1 3 0 R>>/XObject<</X 6 0 R>>>>',
      objects: [form(draw, 7), form(draw, 8), form(draw, 9), form(pdfText('甲', 9, 9), null)],
    });
    expect(await outcome('a.pdf', bytes)).toBe('FILE_TOO_LARGE');
  });

  test('a page of a pdf that still draws long after it was stopped', SEVERAL_SECONDS, async () => {
    const bytes = pagedPdf(['BT /F1 12 Tf (x) Tj ET '.repeat(1_300_000)]);
    expect(await outcome('a.pdf', bytes)).toBe('FILE_TOO_LARGE');
  });

  test('a stream of a pdf that is packed twice and unpacks to gigabytes; a file that lies in it may be large', async () => {
    const packed = deflateSync(deflateSync(Buffer.alloc(257 * 1024 * 1024, ' 0 0 m 1 1 l S')));
    const holding = (dictionary: string): Uint8Array<ArrayBuffer> =>
      pagedPdf([pdfText('甲', 9, 9)], {
        objects: [pdfStream(packed, `${dictionary}/Filter[/FlateDecode/FlateDecode]`)],
      });
    expect(await outcome('a.pdf', holding(''))).toBe('FILE_TOO_LARGE');
    expect(await outcome('a.pdf', holding('/Type/EmbeddedFile'))).toBe('PARTS_UNCHECKED');
  });

  test('a web page of millions of elements', SEVERAL_SECONDS, async () => {
    expect(await outcome('a.html', encode(`<html><body>${'<b>x</b>'.repeat(1_100_000)}`, 'utf-8'))).toBe(
      'FILE_TOO_LARGE',
    );
  });

  test('a web page of a million elements inside one another gives what lies not too deep, and says so', async () => {
    expect(await outcome('a.html', encode(`<html><body><p>甲</p>${'<div>'.repeat(1_000_000)}乙`, 'utf-8'))).toBe(
      'NESTED_TOO_DEEPLY',
    );
  });

  test('a mail of ten thousand parts inside one another', async () => {
    const open = Array.from(
      { length: 10_000 },
      (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
    ).join('');
    const bytes = encode(`From: a@example.invalid\r\nSubject: x\r\n${open}Content-Type: text/plain\r\n\r\n甲`, 'utf-8');
    expect(await outcome('a.eml', bytes)).toBe('BAD_FILE');
  });

  test('zips in zips in zips stay closed', async () => {
    let bytes = zip({ 'a.txt': new Uint8Array(1024 * 1024) });
    for (let depth = 0; depth < 3; depth++)
      bytes = zip(Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`${at}.zip`, bytes])));
    expect(await outcome('a.zip', bytes)).toBe('NESTED_NOT_OPENED');
  });
});
