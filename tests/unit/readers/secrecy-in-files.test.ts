/** A mark that is set anywhere in a file refuses it; words about secrecy at the same places do not. */
import { deflateSync } from 'node:zlib';
import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, test } from 'vitest';
import { reportError } from '../../../shared/errors.ts';
import { readLetter } from '../../../main/archive/reading/read-letter.ts';
import {
  encode,
  ofdText,
  pagedPdf,
  paragraph,
  pdfStream,
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

const word = (body: string, parts: Record<string, string | Uint8Array> = {}): Uint8Array<ArrayBuffer> =>
  rawDocx(paragraph('正文') + body, parts);
const outline = (words: string, more = ''): Uint8Array<ArrayBuffer> =>
  pagedPdf([pdfText('正文', 72, 700)], {
    catalog: '/Outlines 6 0 R',
    objects: [`<</Title${pdfString(words)}${more}>>`],
  });
/** A catalog that says this. */
const said = (catalog: string): Uint8Array<ArrayBuffer> => pagedPdf([pdfText('正文', 72, 700)], { catalog });
const packed = (
  content: string,
  filter: string,
  bytes: (plain: Buffer) => Buffer = (plain) => deflateSync(plain),
): Uint8Array<ArrayBuffer> =>
  pagedPdf([pdfText('正文', 72, 700)], {
    objects: [
      Buffer.concat([
        Buffer.from(`<</Type/ObjStm/N 1/First 4/Filter${filter}/Length 1>>\nstream\n`),
        bytes(Buffer.from(content, 'latin1')),
        Buffer.from('\nendstream'),
      ]),
    ],
  });
const head = (line: string): Uint8Array<ArrayBuffer> =>
  encode(`From: a@example.invalid\r\n${line}\r\n\r\n正文`, 'utf-8');
const encoded = (words: string): string => `=?utf-8?B?${Buffer.from(words).toString('base64')}?=`;
const page = (inner: string): Uint8Array<ArrayBuffer> =>
  encode(`<html><body><p>正文</p>${inner}</body></html>`, 'utf-8');

/** Where nobody looks. */
const DEEP_PLACES: typeof PLACES = [
  [
    'the label of a list',
    'a.docx',
    (words) => word('', { 'word/numbering.xml': `<w:n xmlns:w="${W}"><w:lvlText w:val="${words}"/></w:n>` }),
  ],
  [
    'small words over others',
    'a.docx',
    (words) =>
      word(
        `<w:p><w:r><w:ruby><w:rt><w:r><w:t>${words}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>注</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>`,
      ),
  ],
  [
    'a choice of a list',
    'a.docx',
    (words) =>
      word(
        `<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="${words}" w:value="1"/></w:dropDownList></w:sdtPr></w:sdt>`,
      ),
  ],
  ['the name of a field', 'a.docx', (words) => word(`<w:sdt><w:sdtPr><w:alias w:val="${words}"/></w:sdtPr></w:sdt>`)],
  ['the name of a bookmark', 'a.docx', (words) => word(`<w:bookmarkStart w:id="0" w:name="${words}"/>`)],
  [
    'the tip of a link',
    'a.docx',
    (words) => word(`<w:p><w:hyperlink w:tooltip="${words}"><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:p>`),
  ],
  [
    'the tip of a link as a code',
    'a.docx',
    (words) => word(`<w:p><w:r><w:instrText> HYPERLINK "a" \\o "${words}" </w:instrText></w:r></w:p>`),
  ],
  [
    'what old programs show instead',
    'a.docx',
    (words) =>
      word(
        `<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice><w:t>甲</w:t></mc:Choice><mc:Fallback><w:t>${words}</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>`,
      ),
  ],
  ['a comment of the XML', 'a.docx', (words) => word(`<!-- ${words} -->`)],
  [
    'a numbered character',
    'a.docx',
    (words) => word(`<w:bookmarkStart w:name="${words.replace('密', '&#x05BC6;')}"/>`),
  ],
  ['a text embedded', 'a.docx', (words) => word('', { 'word/embeddings/a.txt': `${words}\n` })],
  [
    'a Word file embedded',
    'a.docx',
    (words) =>
      word('', {
        'word/embeddings/a.docx': zip({
          'word/document.xml': `<w:document xmlns:w="${W}"><w:body>${paragraph(words)}</w:body></w:document>`,
        }),
      }),
  ],
  ['a damaged part', 'a.docx', (words) => word('', { 'word/other.xml': `<a><b>${words}</b>` })],
  [
    'a name in a workbook',
    'a.xlsx',
    (words) =>
      rawXlsx(row, { parts: { 'xl/names.xml': `<definedNames><definedName>"${words}"</definedName></definedNames>` } }),
  ],
  [
    'a formula',
    'a.xlsx',
    (words) => rawXlsx(`<sheetData><row><c t="str"><f>IF(A1=1,"${words}","")</f><v>正文</v></c></row></sheetData>`),
  ],
  [
    'the prompt of a cell',
    'a.xlsx',
    (words) => rawXlsx(`${row}<dataValidations><dataValidation prompt="${words}"/></dataValidations>`),
  ],
  ['a head of a mail that no program knows', 'a.eml', (words) => head(`X-Level: ${encoded(words)}`)],
  ['the keywords of a mail', 'a.eml', (words) => head(`Keywords: ${encoded(words)}`)],
  [
    'the name of who is answered',
    'a.eml',
    (words) => head(`Reply-To: "${words}" <a-very-long-address-of-an-office@example.invalid>`),
  ],
  [
    'before the parts of a mail',
    'a.eml',
    (words) => head(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${words}\r\n--b\r\n\r\n正文\r\n--b--`),
  ],
  [
    'behind the parts of a mail',
    'a.eml',
    (words) => head(`Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n正文\r\n--b--\r\n${words}\r\n`),
  ],
  [
    'the head of a part of a mail',
    'a.eml',
    (words) =>
      head(
        `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Description: ${encoded(words)}\r\n\r\n正文\r\n--b--`,
      ),
  ],
  ['a style sheet', 'a.html', (words) => page(`<style>p::before{content:"${words}"}</style>`)],
  [
    'a style sheet, numbered',
    'a.html',
    (words) =>
      page(
        `<style>p::before{content:"${words.replaceAll(/[机密]/g, (char) => `\\${char.charCodeAt(0).toString(16)} `)}"}</style>`,
      ),
  ],
  ['a script', 'a.html', (words) => page(`<script>const a=1,b='${words}'</script>`)],
  ['an outline', 'a.pdf', (words) => outline(words)],
  [
    'an outline, as a literal with escapes',
    'a.pdf',
    (words) =>
      outline(
        '甲',
        `/Alt(\\376\\377${[...Buffer.from(words, 'utf16le').swap16()].map((one) => `\\${one.toString(8).padStart(3, '0')}`).join('')})`,
      ),
  ],
  ['an outline, in UTF-8', 'a.pdf', (words) => outline('甲', `/Alt<EFBBBF${Buffer.from(words).toString('hex')}>`)],
  ['a field without a place', 'a.pdf', (words) => said(`/AcroForm<</Fields[<</FT/Tx/T(a)/V${pdfString(words)}>>]>>`)],
  ['the tip of a field', 'a.pdf', (words) => said(`/AcroForm<</Fields[<</FT/Tx/T(a)/TU${pdfString(words)}>>]>>`)],
  [
    'the caption of a button',
    'a.pdf',
    (words) =>
      annotated(
        `<</Type/Annot/Subtype/Widget/FT/Btn/Ff 65536/T(a)/MK<</CA${pdfString(words)}>>/Rect[72 800 272 824]>>`,
      ),
  ],
  [
    'a choice shown by its number',
    'a.pdf',
    (words) =>
      annotated(
        `<</Type/Annot/Subtype/Widget/FT/Ch/T(a)/Opt[${pdfString('甲')}${pdfString(words)}]/I[1]/Rect[72 800 272 824]>>`,
      ),
  ],
  [
    'who wrote a hidden note',
    'a.pdf',
    (words) => annotated(`<</Type/Annot/Subtype/Text/F 2/Contents(x)/T${pdfString(words)}/Rect[72 800 272 824]>>`),
  ],
  ['the name of a layer', 'a.pdf', (words) => said(`/OCProperties<</OCGs[<</Type/OCG/Name${pdfString(words)}>>]>>`)],
  ['other words for a picture', 'a.pdf', (words) => said(`/StructTreeRoot<</K<</S/Figure/Alt${pdfString(words)}>>>>`)],
  [
    'other words for what is drawn',
    'a.pdf',
    (words) => pagedPdf([`/Span<</ActualText${pdfString(words)}>>BDC ${pdfText('正文', 72, 700)} EMC`]),
  ],
  ['the label of a page', 'a.pdf', (words) => said(`/PageLabels<</Nums[0<</P${pdfString(words)}>>]>>`)],
  [
    'a script of a pdf',
    'a.pdf',
    (words) => said(`/OpenAction<</S/JavaScript/JS${pdfString(`app.alert("${words}")`)}>>`),
  ],
  [
    'a packed object',
    'a.pdf',
    (words) => packed(`9 0 <</Title${pdfString(words)}>>`, '/FlateDecode', (plain) => deflateSync(plain)),
  ],
  [
    'a packed object with a numbered name',
    'a.pdf',
    (words) => packed(`9 0 <</Title${pdfString(words)}>>`, '/Flate#44ecode', (plain) => deflateSync(plain)),
  ],
  [
    'an object packed twice',
    'a.pdf',
    (words) =>
      packed(`9 0 <</Title${pdfString(words)}>>`, '[/ASCIIHexDecode/FlateDecode]', (plain) =>
        Buffer.from(`${deflateSync(plain).toString('hex')}>`),
      ),
  ],
];

describe.each([...PLACES, ...DEEP_PLACES])('%s', (_place, name, make) => {
  test('a set mark refuses the file', async () => {
    expect(await outcome(name, make('机密★10年'))).toBe('SECRET_REFUSED');
  });

  test('words about secrecy do not', async () => {
    expect(await outcome(name, make('不涉及国家秘密'))).toBe('read');
  });
});

describe('what only offers or cites levels', () => {
  const LEVELS = ['公开', '秘密', '机密', '绝密'];
  test.each([
    [
      'choices of a Word field',
      'a.docx',
      word(
        `<w:sdt><w:sdtPr><w:dropDownList>${LEVELS.map((level) => `<w:listItem w:displayText="${level}" w:value="${level}"/>`).join('')}</w:dropDownList></w:sdtPr></w:sdt>`,
      ),
    ],
    [
      'choices of a cell',
      'a.xlsx',
      rawXlsx(
        `${row}<dataValidations><dataValidation><formula1>"${LEVELS.join(',')}"</formula1></dataValidation></dataValidations>`,
      ),
    ],
    [
      'choices of a pdf field',
      'a.pdf',
      annotated(
        `<</Type/Annot/Subtype/Widget/FT/Ch/T(a)/Opt[${LEVELS.map(pdfString).join(' ')}]/Rect[72 800 272 824]>>`,
      ),
    ],
    [
      'a word of a sentence as other words for what is drawn',
      'a.pdf',
      pagedPdf([`/Span<</ActualText${pdfString('秘密')}>>BDC ${pdfText('正文', 72, 700)} EMC`]),
    ],
    ['a sentence about a mark in a script', 'a.html', page('<script>alert("标注“秘密★10年”字样的不得上网")</script>')],
    [
      'levels below the head of a Word file',
      'a.docx',
      word(paragraph('正文。').repeat(20) + ['绝密', '机密', '秘密'].map((level) => paragraph(level)).join('')),
    ],
  ])('%s are no mark', async (_what, name, bytes) => {
    expect(await outcome(name, bytes)).toBe('read');
  });
});

test('a pdf that only its owner may change is asked as others are', async () => {
  const locked = async (words: string): Promise<Uint8Array<ArrayBuffer>> => {
    const document = await PDFDocument.load(outline(words));
    document.encrypt({ userPassword: '', ownerPassword: 'owner' });
    return Uint8Array.from(await document.save());
  };
  expect(await outcome('a.pdf', await locked('机密★10年'))).toBe('SECRET_REFUSED');
  expect(await outcome('a.pdf', await locked('不涉及国家秘密'))).toBe('read');
});

describe('what cannot be asked is told', () => {
  const codes = async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string[]> =>
    (await readLetter({ name, bytes }, { ocr: false })).warnings.map(({ code }) => code);

  test('a Word file inside that does not open', async () => {
    expect(await codes('a.docx', word('', { 'word/embeddings/a.docx': 'damaged' }))).toContain('PARTS_UNCHECKED');
  });

  test.each([8 * 2 ** 20 - 40, 8 * 2 ** 20 + 40, 20 * 2 ** 20])(
    'a mark among %i bytes of pixels of a pdf',
    async (at) => {
      const asked = (words: string): Promise<string> => {
        const pixels = Buffer.concat([
          Buffer.alloc(at, 1),
          Buffer.from(pdfString(words)),
          Buffer.alloc(9 * 2 ** 20, 1),
        ]);
        const image = pdfStream(pixels, '/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8');
        return outcome('a.pdf', pagedPdf([pdfText('正文', 72, 700)], { objects: [image] }));
      };
      expect(await asked('机密★10年')).toBe('SECRET_REFUSED');
      expect(await asked('保密工作的通知')).toBe('read');
    },
  );

  test('pixels in which a sign of secrecy stands by chance are none, one among words is', async () => {
    const asked = (words: string): Promise<string> => {
      const pixels = Buffer.concat([Buffer.alloc(99), Buffer.from(words, 'utf16le'), Buffer.alloc(99)]);
      const image = pdfStream(pixels, '/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8');
      return outcome('a.pdf', pagedPdf([pdfText('正文', 72, 700)], { objects: [image] }));
    };
    expect(await asked('偲㑪机䠖殢齭놀綅㊙ग仾頸杬㶜聳厯ퟣ恂ㅫ')).toBe('read');
    expect(await asked('途鰀﫴쵮∬聲ử﨩젲뚣书㊙ꮹ获駄슆큭宻﷓퐹㖱镧唂국')).toBe('read');
    expect(await asked('机密★10年')).toBe('SECRET_REFUSED');
  });

  test('a stream of a pdf that unpacks to more than any letter holds', async () => {
    const bomb = (plain: Buffer): Buffer => deflateSync(Buffer.concat([plain, Buffer.alloc(33 * 1024 * 1024)]));
    expect(await codes('a.pdf', packed('9 0 <<>>', '/FlateDecode', bomb))).toContain('PARTS_UNCHECKED');
    expect(
      await codes(
        'a.pdf',
        packed('9 0 <<>>', '/FlateDecode', (plain) => deflateSync(plain)),
      ),
    ).not.toContain('PARTS_UNCHECKED');
  });
});

describe('names and pictures', () => {
  test('a file’s name that bears a mark refuses it, that of a zip’s entry not the zip', async () => {
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
