import { describe, expect, test } from 'vitest';
import * as docx from 'docx';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { LETTER, LETTER_LINES, bytesOf, paragraph, rawDocx } from './make.ts';

async function write(
  children: docx.FileChild[],
  options: Partial<docx.IPropertiesOptions> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const document = new docx.Document({ sections: [{ children }], ...options });
  return bytesOf(await docx.Packer.toBuffer(document));
}

async function linesOf(bytes: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const { raw } = await readRaw({ name: '复函.docx', bytes });
  expect(raw.layout).toBe('paragraphs');
  return raw.text.split('\n');
}

describe('a Word file gives every paragraph as a line', () => {
  test('the letter, word for word', async () => {
    const bytes = await write(LETTER_LINES.map((text) => new docx.Paragraph({ text })));
    const file = await readRaw({ name: '复函.docx', bytes });
    expect(file.raw).toMatchObject({ format: 'docx', text: LETTER, layout: 'paragraphs', warnings: [], pages: [] });
  });

  test('runs of different type make one line', async () => {
    const line = new docx.Paragraph({
      children: ['关于', '政协', '提案'].map((text, at) => new docx.TextRun({ text, bold: at === 1 })),
    });
    expect(await linesOf(await write([line]))).toEqual(['关于政协提案']);
  });

  test('automatic numbers stand in front of their paragraphs and count on', async () => {
    const level = (
      depth: number,
      format: (typeof docx.LevelFormat)[keyof typeof docx.LevelFormat],
      text: string,
    ): docx.ILevelsOptions => ({
      level: depth,
      format,
      text,
      alignment: docx.AlignmentType.START,
    });
    const numbered = (text: string, depth: number): docx.Paragraph =>
      new docx.Paragraph({ text, numbering: { reference: 'heads', level: depth } });
    const bytes = await write(
      [
        numbered('基本情况', 0),
        numbered('管网', 1),
        numbered('水厂', 1),
        numbered('材料', 2),
        numbered('下一步', 0),
        numbered('监管', 1),
      ],
      {
        numbering: {
          config: [
            {
              reference: 'heads',
              levels: [
                level(0, docx.LevelFormat.CHINESE_COUNTING, '%1、'),
                level(1, docx.LevelFormat.CHINESE_COUNTING, '（%2）'),
                level(2, docx.LevelFormat.DECIMAL, '%3.'),
              ],
            },
          ],
        },
      },
    );
    expect(await linesOf(bytes)).toEqual([
      '一、基本情况',
      '（一）管网',
      '（二）水厂',
      '1. 材料',
      '二、下一步',
      '（一）监管',
    ]);
  });

  test('a table is read row by row, its cells apart', async () => {
    const row = (...cells: string[]): docx.TableRow =>
      new docx.TableRow({
        children: cells.map((text) => new docx.TableCell({ children: [new docx.Paragraph({ text })] })),
      });
    const table = new docx.Table({
      rows: [row('抄送：青禾市政协提案委。', ''), row('水务局办公室', '2023年5月18日印发')],
    });
    expect(await linesOf(await write([new docx.Paragraph('正文'), table]))).toEqual([
      '正文',
      '抄送：青禾市政协提案委。\t',
      '水务局办公室\t2023年5月18日印发',
    ]);
  });

  test('a letter laid out inside one table cell keeps its paragraphs', async () => {
    const cell = new docx.TableCell({ children: LETTER_LINES.map((text) => new docx.Paragraph({ text })) });
    expect(await linesOf(await write([new docx.Table({ rows: [new docx.TableRow({ children: [cell] })] })]))).toEqual([
      ...LETTER_LINES,
    ]);
  });

  test('the head in a page header comes first, the print line in a footer last, page numbers not at all', async () => {
    const document = new docx.Document({
      sections: [
        {
          headers: { default: new docx.Header({ children: [new docx.Paragraph('青禾市白鹭区水务局')] }) },
          footers: { default: new docx.Footer({ children: [new docx.Paragraph('— 1 —')] }) },
          children: [new docx.Paragraph('正文')],
        },
      ],
    });
    expect(await linesOf(bytesOf(await docx.Packer.toBuffer(document)))).toEqual(['青禾市白鹭区水务局', '正文']);
  });
});

describe('what Word hides from plain readers', () => {
  test('a text box stands before the paragraph that it hangs on, once', async () => {
    const box = `<w:txbxContent>${paragraph('青禾市白鹭区水务局')}</w:txbxContent>`;
    const body = `<w:p><w:r><mc:AlternateContent><mc:Choice>${box}</mc:Choice><mc:Fallback>${box}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>正文</w:t></w:r></w:p>`;
    expect(await linesOf(rawDocx(body))).toEqual(['青禾市白鹭区水务局', '正文']);
  });

  test('WordArt is text', async () => {
    const body = `<w:p><w:r><w:pict><v:shape><v:textpath string="白鹭区水务局"/></v:shape></w:pict></w:r></w:p>${paragraph('正文')}`;
    expect(await linesOf(rawDocx(body))).toEqual(['白鹭区水务局', '', '正文']);
  });

  test('deleted text is gone, inserted text is there, and the reader says so', async () => {
    const body =
      '<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>';
    const { raw } = await readRaw({ name: 'a.docx', bytes: rawDocx(body) });
    expect(raw.text).toBe('新');
    expect(raw.warnings.map((warning) => warning.code)).toEqual(['TRACKED_CHANGES']);
  });

  test('hidden text, field codes and phonetic guides are left out', async () => {
    const body =
      '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:ruby><w:rt><w:r><w:t>shuǐ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>水</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>';
    const { raw } = await readRaw({ name: 'a.docx', bytes: rawDocx(body) });
    expect(raw.text).toBe('水');
    expect(raw.warnings.map((warning) => warning.code)).toEqual(['HIDDEN_TEXT']);
  });

  test('ticked boxes of symbol fonts, tabs and forced line ends', async () => {
    const body =
      '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>主动公开</w:t><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>';
    expect(await linesOf(rawDocx(body))).toEqual(['☑主动公开\t甲', '乙']);
  });

  test('a file that writes its namespaces with other prefixes', async () => {
    const bytes = rawDocx('', {
      'word/document.xml':
        '<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>严格格式</x:t></x:r></x:p></x:body></x:document>',
    });
    expect(await linesOf(bytes)).toEqual(['严格格式']);
  });
});
