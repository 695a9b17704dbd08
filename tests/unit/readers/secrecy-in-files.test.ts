/** A mark that is set anywhere in a file refuses it; words about secrecy at the same places do not. */
import { describe, expect, test } from 'vitest';
import { reportError } from '../../../shared/errors.ts';
import { readLetter } from '../../../main/archive/reading/read-letter.ts';
import {
  encode,
  ofdText,
  pagedPdf,
  paragraph,
  pdfString,
  pdfText,
  rawDocx,
  rawOfd,
  rawXlsx,
  scan,
  typstPdf,
  zip,
} from './make.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

async function outcome(name: string, bytes: Uint8Array<ArrayBuffer>, ocr = false): Promise<string> {
  try {
    await readLetter({ name, bytes }, { ocr });
    return 'read';
  } catch (thrown) {
    return reportError(thrown).code;
  }
}

const core = (element: string, words: string): string =>
  `<cp:coreProperties xmlns:cp="cp" xmlns:dc="dc"><${element}>${words}</${element}></cp:coreProperties>`;
const row = '<sheetData><row><c t="inlineStr"><is><t>正文</t></is></c></row></sheetData>';
const mail = (subject: string, body: string): Uint8Array<ArrayBuffer> =>
  encode(`From: a@example.invalid\r\nTo: b@example.invalid\r\nSubject: ${subject}\r\n\r\n${body}`, 'utf-8');
const annotated = (annotation: string): Uint8Array<ArrayBuffer> =>
  pagedPdf([pdfText('正文', 72, 700)], { page: '/Annots[6 0 R]', objects: [annotation] });

/** Where a mark may stand: the file with these words there. */
const PLACES: readonly (readonly [string, string, (words: string) => Uint8Array<ArrayBuffer>])[] = [
  ['a text', 'a.txt', (words) => encode(`${words}\n正文`, 'utf-8')],
  ['a later page of a pdf', 'a.pdf', (words) => pagedPdf([pdfText('正文。', 72, 700), pdfText(words, 72, 760)])],
  [
    'free text on a pdf',
    'a.pdf',
    (words) =>
      annotated(`<</Type/Annot/Subtype/FreeText/Rect[72 800 272 824]/F 4/Contents${pdfString(words)}/DA(/F1 14 Tf)>>`),
  ],
  [
    'a hidden field of a pdf',
    'a.pdf',
    (words) =>
      annotated(
        `<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V${pdfString(words)}/Rect[72 800 272 824]/F 2/DA(/F1 14 Tf)>>`,
      ),
  ],
  [
    'a mark set across the page of a pdf, a character at a time',
    'a.pdf',
    (words) =>
      pagedPdf([
        [
          pdfText('正文', 72, 700),
          ...[...words].map(
            (char, at) => `q 0.7 0.7 -0.7 0.7 ${200 + at * 30} ${300 + at * 30} cm ${pdfText(char, 0, 0)} Q`,
          ),
        ].join('\n'),
      ]),
  ],
  [
    'the name of a file attached to a pdf',
    'a.pdf',
    (words) =>
      pagedPdf([pdfText('正文', 72, 700)], {
        catalog: '/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>',
        objects: [
          `<</Type/Filespec/UF${pdfString(`${words} 附表.txt`)}/EF<</F 7 0 R>>>>`,
          '<</Length 1>>\nstream\nx\nendstream',
        ],
      }),
  ],
  [
    'a stamp on an ofd',
    'a.ofd',
    (words) =>
      rawOfd(ofdText('正文', 20, 40), {
        document: '<ofd:Annotations>An.xml</ofd:Annotations>',
        parts: {
          'An.xml':
            '<ofd:Annotations><ofd:Page PageID="1"><ofd:FileLoc>A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
          'A.xml': `<ofd:PageAnnot><ofd:Annot><ofd:Appearance>${ofdText(words, 0, 0)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>`,
        },
      }),
  ],
  [
    'hidden text of an ofd',
    'a.ofd',
    (words) => rawOfd(ofdText('正文', 20, 40) + ofdText(words, 20, 9, ' Visible="false"')),
  ],
  [
    'a page header of a sheet',
    'a.xlsx',
    (words) => rawXlsx(`${row}<headerFooter><firstHeader>&amp;L${words}</firstHeader></headerFooter>`),
  ],
  [
    'a comment of a sheet, in two runs',
    'a.xlsx',
    (words) =>
      rawXlsx(row, {
        parts: {
          'xl/comments1.xml': `<comments xmlns="${MAIN}"><comment><text><r><t>${words.slice(0, 2)}</t></r><r><t>${words.slice(2)}</t></r></text></comment></comments>`,
        },
      }),
  ],
  [
    'a hidden sheet',
    'a.xlsx',
    (words) =>
      rawXlsx(row, {
        sheets: '<sheet name="a" r:id="rId1"/><sheet name="b" state="hidden" r:id="rId2"/>',
        parts: { 'xl/worksheets/sheet2.xml': `<worksheet xmlns="${MAIN}">${row.replace('正文', words)}</worksheet>` },
      }),
  ],
  [
    'a property of a workbook',
    'a.xlsx',
    (words) => rawXlsx(row, { parts: { 'docProps/core.xml': core('cp:category', words) } }),
  ],
  [
    'a property that somebody made',
    'a.docx',
    (words) =>
      rawDocx(paragraph('正文'), {
        'docProps/custom.xml': `<Properties xmlns:vt="vt"><property name="密级"><vt:lpwstr>${words}</vt:lpwstr></property></Properties>`,
      }),
  ],
  [
    'a header that no page of a Word file shows, in two runs',
    'a.docx',
    (words) =>
      rawDocx(paragraph('正文'), {
        'word/header9.xml': `<w:hdr xmlns:w="${W}"><w:p><w:r><w:t>${words.slice(0, 2)}</w:t></w:r><w:r><w:t>${words.slice(2)}</w:t></w:r></w:p></w:hdr>`,
      }),
  ],
  ['the name of a part', 'a.docx', (words) => rawDocx(paragraph('正文'), { [`word/media/${words} 扫描.png`]: 'x' })],
  ['the subject of a mail', 'a.eml', (words) => mail(`【${words}】关于供水的答复`, '正文')],
  [
    'a comment in a web page',
    'a.html',
    (words) => encode(`<html><body><p>正文</p><!-- ${words} --></body></html>`, 'utf-8'),
  ],
  [
    'hidden words of a web page',
    'a.html',
    (words) => encode(`<html><body><div style="display:none">${words}</div><p>正文</p></body></html>`, 'utf-8'),
  ],
];

describe.each(PLACES)('%s', (_place, name, make) => {
  test('a set mark refuses the file', async () => {
    expect(await outcome(name, make('机密★10年'))).toBe('SECRET_REFUSED');
  });

  test('words about secrecy do not', async () => {
    expect(await outcome(name, make('不涉及国家秘密'))).toBe('read');
  });
});

describe('names and pictures', () => {
  test('a folder inside a zip that bears a mark refuses what lies in it, not its neighbours', async () => {
    const bytes = zip({ '机密/关于供水.txt': '甲', '公开/关于供水.txt': '乙' });
    expect(await outcome('a.zip', bytes)).toBe('read');
    expect(await outcome('机密★关于供水.txt', encode('正文', 'utf-8'))).toBe('SECRET_REFUSED');
  });

  const picture = (words: string): Promise<Uint8Array<ArrayBuffer>> =>
    scan(typstPdf(`#set page(width: 80mm, height: 30mm, margin: 5mm)\n#set text(size: 22pt)\n${words}`));

  test('a mark in a picture refuses the file, other pictures do not', { timeout: 120_000 }, async () => {
    const withPicture = async (words: string): Promise<Uint8Array<ArrayBuffer>> =>
      zip({
        '[Content_Types].xml': '<T/>',
        'word/document.xml': `<w:document xmlns:w="${W}"><w:body>${paragraph('正文')}</w:body></w:document>`,
        'word/media/image1.png': await picture(words),
      });
    expect(await outcome('a.docx', await withPicture('机密★10年'), true)).toBe('SECRET_REFUSED');
    expect(await outcome('a.docx', await withPicture('青禾市水务局'), true)).toBe('read');
    const unread = await readLetter({ name: 'a.docx', bytes: await withPicture('青禾市水务局') }, { ocr: false });
    expect(unread.warnings.map(({ code }) => code)).toContain('PICTURES_UNCHECKED');
  });
});
