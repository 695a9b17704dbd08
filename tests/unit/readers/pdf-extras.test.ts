import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { LETTER_LINES, pagedPdf, pdfStream, pdfString, pdfText, rawPdf } from './make.ts';

const TITLE = LETTER_LINES[3];

async function read(bytes: Uint8Array<ArrayBuffer>): Promise<Awaited<ReturnType<typeof readRaw>>['raw']> {
  return (await readRaw({ name: '复函.pdf', bytes }, { ocr: false })).raw;
}
const codes = ({ warnings }: { warnings: readonly { code: string }[] }): string[] => warnings.map(({ code }) => code);
const squeeze = (text: string): string => text.replaceAll(/[^\S\n]/g, '').trim();

describe('bold type made by printing twice stands once in the text', () => {
  test.each([
    ['as a whole', [pdfText(TITLE, 72, 760), pdfText(TITLE, 72.4, 760)]],
    ['three times', [pdfText(TITLE, 72, 760), pdfText(TITLE, 72.4, 760), pdfText(TITLE, 72.8, 760.4)]],
    [
      'a character at a time',
      [...TITLE].flatMap((char, at) => [pdfText(char, 72 + at * 16, 760), pdfText(char, 72.4 + at * 16, 760)]),
    ],
  ])('%s', async (_what, drawn) => {
    expect(squeeze((await read(pagedPdf([drawn.join('\n')]))).text)).toBe(TITLE);
  });

  test('characters that come twice in the words stay', async () => {
    const words = '回回谢谢了了';
    expect(squeeze((await read(pagedPdf([pdfText(words, 72, 760)]))).text)).toBe(words);
  });

  test('lines that stand close are no second printing', async () => {
    const raw = await read(pagedPdf([`${pdfText('12:35开会', 72, 760)}\n${pdfText('12:40开会', 72, 754)}`]));
    expect(squeeze(raw.text)).toContain('12:35');
    expect(squeeze(raw.text)).toContain('12:40');
  });
});

describe('what lies over the pages', () => {
  const body = [pdfText('姓名：', 72, 700)];

  test('what was filled into a form stands at its place, a ticked box as ☑', async () => {
    const field = (more: string, rect: string): string => `<</Type/Annot/Subtype/Widget/Rect[${rect}]/F 4${more}>>`;
    const raw = await read(
      pagedPdf(body, {
        page: '/Annots[6 0 R 7 0 R 8 0 R 9 0 R]',
        catalog: '/AcroForm<</Fields[6 0 R 7 0 R 8 0 R 9 0 R]>>',
        objects: [
          field(`/FT/Tx/T(a)/V${pdfString('柳青')}/DA(/F1 14 Tf)`, '130 695 300 715'),
          field('/FT/Btn/T(b)/V/Yes/AS/Yes/AP<</N<</Yes 10 0 R/Off 10 0 R>>>>', '72 660 86 674'),
          field(`/FT/Tx/T(c)/V${pdfString('隐藏值')}`, '72 600 300 620').replace('/F 4', '/F 2'),
          field('/FT/Btn/T(d)/V/Off/AS/Off/AP<</N<</Yes 10 0 R/Off 10 0 R>>>>', '172 660 186 674'),
          pdfStream('', '/Type/XObject/Subtype/Form/BBox[0 0 9 9]'),
        ],
      }),
    );
    expect(raw.text.trimEnd().split('\n').map(squeeze)).toEqual(['姓名：柳青', '☑']);
    expect(codes(raw)).toEqual(['HIDDEN_TEXT']);
  });

  test('free text and notes are told with their words', async () => {
    const raw = await read(
      pagedPdf(body, {
        page: '/Annots[6 0 R 7 0 R]',
        objects: [
          `<</Type/Annot/Subtype/FreeText/Rect[72 600 272 624]/F 4/Contents${pdfString('收文编号〇三号')}/DA(/F1 14 Tf)>>`,
          `<</Type/Annot/Subtype/Text/Rect[72 500 90 520]/Contents${pdfString('请核对')}>>`,
        ],
      }),
    );
    expect(squeeze(raw.text)).toBe('姓名：');
    expect(raw.warnings).toEqual([
      { code: 'ANNOTATIONS_NOT_READ', message: '页面上另加的批注或图章文字未列入正文：收文编号〇三号；请核对' },
    ]);
  });

  test('words that a stamp only draws are told too', async () => {
    const raw = await read(
      pagedPdf(body, {
        page: '/Annots[6 0 R]',
        objects: [
          '<</Type/Annot/Subtype/Stamp/Rect[72 600 272 624]/F 4/AP<</N 7 0 R>>>>',
          pdfStream(
            pdfText('已归档', 2, 4),
            '/Type/XObject/Subtype/Form/BBox[0 0 200 24]/Resources<</Font<</F1 3 0 R>>>>',
          ),
        ],
      }),
    );
    expect(raw.warnings[0]?.message).toContain('已归档');
  });
});

describe('what lies beside the pages', () => {
  const file = (name: string): string => `<</Type/Filespec/F(${name})/UF${pdfString(name)}/EF<</F 7 0 R>>>>`;

  test('attached files are handed on', async () => {
    const raw = await read(
      pagedPdf([pdfText(TITLE, 72, 700)], {
        catalog: '/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>',
        objects: [file('附表.txt'), pdfStream('附表内容')],
      }),
    );
    expect(raw.embedded.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)])).toEqual([
      ['附表.txt', '附表内容'],
    ]);
  });

  test('a portfolio says that its files are the letter', async () => {
    const raw = await read(
      pagedPdf([pdfText('封面', 72, 700)], {
        catalog: '/Collection<</Type/Collection>>/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>',
        objects: [file('复函.txt'), pdfStream('正文')],
      }),
    );
    expect(raw.embedded.map(({ name }) => name)).toEqual(['复函.txt']);
    expect(codes(raw)).toEqual(['PORTFOLIO']);
  });

  test('a form that is xfa and nothing else gives its words, with a word about it', async () => {
    const xdp = `<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><config xmlns="http://www.xfa.org/schema/xci/3.0/"/><template xmlns="http://www.xfa.org/schema/xfa-template/3.0/"><subform name="f" layout="tb"><pageSet><pageArea name="p"><contentArea w="200mm" h="200mm"/><medium stock="a4"/></pageArea></pageSet><draw w="100mm" h="10mm"><ui><textEdit/></ui><value><text>${TITLE}</text></value></draw><field name="n" w="100mm" h="10mm"><ui><textEdit/></ui><value><text>柳青</text></value></field></subform></template><xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data/></xfa:datasets></xdp:xdp>`;
    const raw = await read(
      pagedPdf([pdfText('请用专用软件打开', 72, 700)], {
        catalog: '/NeedsRendering true/AcroForm<</Fields[]/XFA 6 0 R>>',
        objects: [pdfStream(xdp)],
      }),
    );
    expect(raw.text.split('\n')).toEqual(expect.arrayContaining([TITLE, '柳青']));
    expect(codes(raw)).toContain('XFA_FORM');
  });
});

test('text in a code of the font’s own is told', async () => {
  const raw = await read(pagedPdf([pdfText('关于\uE101\uE102\uE103\uE104\uE105的答复', 72, 700)]));
  expect(codes(raw)).toEqual(['CHARACTERS_UNKNOWN']);
});

describe('a pdf whose first line is damaged', () => {
  test('is known by its objects, its source is never taken for text', async () => {
    const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[]/Count 0>>'];
    const outcome = await readRaw({ name: 'a.pdf', bytes: rawPdf(objects, '%XXX-1.7') }).then(
      ({ raw }) => raw.text,
      (thrown: unknown) => String(thrown),
    );
    expect(outcome).not.toContain('endobj');
    const bytes = pagedPdf([pdfText(TITLE, 72, 700)]);
    bytes.set(Buffer.from('%XXX'), 0);
    expect(squeeze((await read(bytes)).text)).toBe(TITLE);
  });
});
