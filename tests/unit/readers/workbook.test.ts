import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { rawXlsx } from './make.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const STYLES = {
  'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="165" formatCode="000000"/><numFmt numFmtId="166" formatCode="0&quot;万元&quot;"/><numFmt numFmtId="167" formatCode=";;;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="4"/></cellXfs></styleSheet>`,
};
const inline = (text: string, place = ''): string => `<c${place} t="inlineStr"><is><t>${text}</t></is></c>`;
const rows = (...cells: string[]): string => `<sheetData><row>${cells.join('')}</row></sheetData>`;

async function read(bytes: Uint8Array<ArrayBuffer>): Promise<{ text: string; codes: string[] }> {
  const { raw } = await readRaw({ name: '名册.xlsx', bytes }, { ocr: false });
  return { text: raw.text, codes: raw.warnings.map(({ code }) => code) };
}

describe('cells are read as they are shown', () => {
  test('percent, leading zeros, units and thousands', async () => {
    const cells = [
      [2, 0.985],
      [3, 215],
      [4, 12],
      [6, 2480.75],
      [0, 0.1],
    ].map(([style, value]) => `<c s="${style}"><v>${value}</v></c>`);
    expect((await read(rawXlsx(rows(...cells), { parts: STYLES }))).text).toBe('99%\t000215\t12万元\t2,480.75\t0.1');
  });

  test('days that are counted from 1904', async () => {
    const cell = rows('<c s="1"><v>43276</v></c>');
    expect((await read(rawXlsx(cell, { parts: STYLES }))).text).toBe('2018-06-25');
    expect((await read(rawXlsx(cell, { parts: STYLES, book: '<workbookPr date1904="1"/>' }))).text).toBe('2022-06-26');
  });

  test('a format that shows nothing hides its value, and that is told', async () => {
    const { text, codes } = await read(rawXlsx(rows(inline('甲'), '<c s="5"><v>7</v></c>'), { parts: STYLES }));
    expect([text, codes]).toEqual(['甲', ['HIDDEN_TEXT']]);
  });
});

describe('nothing of a workbook is lost without a word', () => {
  test('cells far to the right close up behind the others', async () => {
    expect((await read(rawXlsx(rows(inline('远', ' r="APA1"'), inline('近', ' r="B1"'))))).text).toBe('\t近\t远');
  });

  test('parts may lie at other places', async () => {
    const bytes = rawXlsx('', {
      sheets: '<sheet name="一" r:id="rId7"/>',
      parts: {
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="rId7" Type="x/worksheet" Target="../data/table.xml"/></Relationships>',
        'data/table.xml': `<worksheet xmlns="${MAIN}">${rows(inline('别处'))}</worksheet>`,
      },
    });
    expect((await read(bytes)).text).toBe('别处');
  });

  test('a text box on the sheet is read', async () => {
    const bytes = rawXlsx(rows(inline('甲')), {
      relations: [['drawing', '../drawings/drawing1.xml']],
      parts: {
        'xl/drawings/drawing1.xml':
          '<d xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>框中</a:t></a:r><a:r><a:t>说明</a:t></a:r></a:p></d>',
      },
    });
    expect(await read(bytes)).toEqual({ text: '甲\n框中说明', codes: [] });
  });

  test('page headers and footers stand round the rows, page numbers do not', async () => {
    const bytes = rawXlsx(
      `${rows(inline('甲'))}<headerFooter><oddHeader>&amp;C&amp;"黑体,常规"&amp;14办理情况统计表</oddHeader><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>`,
    );
    expect((await read(bytes)).text).toBe('办理情况统计表\n甲');
  });

  test('comments are told', async () => {
    const bytes = rawXlsx(rows(inline('甲')), {
      parts: { 'xl/comments1.xml': `<comments xmlns="${MAIN}"><comment><text><t>批注</t></text></comment></comments>` },
    });
    expect(await read(bytes)).toEqual({ text: '甲', codes: ['COMMENTS_NOT_READ'] });
  });

  test('hidden sheets are left out and named, hidden rows are read and told', async () => {
    const bytes = rawXlsx(`<sheetData><row hidden="1">${inline('甲')}</row></sheetData>`, {
      sheets: '<sheet name="表一" r:id="rId1"/><sheet name="底稿" state="veryHidden" r:id="rId2"/>',
      parts: { 'xl/worksheets/sheet2.xml': `<worksheet xmlns="${MAIN}">${rows(inline('乙'))}</worksheet>` },
    });
    const { raw } = await readRaw({ name: 'a.xlsx', bytes });
    expect(raw.text).toBe('甲');
    expect(raw.warnings.map(({ code }) => code)).toEqual(['HIDDEN_SHEETS', 'HIDDEN_ROWS']);
    expect(raw.warnings[0]?.message).toContain('底稿');
  });

  test('charts, embedded files and pictures are told', async () => {
    const bytes = rawXlsx(rows(inline('甲')), {
      parts: { 'xl/charts/chart1.xml': '<c/>', 'xl/embeddings/o.bin': 'x', 'xl/media/image1.png': 'x' },
    });
    expect((await read(bytes)).codes).toEqual(['CHARTS_NOT_READ', 'PICTURES_NOT_READ', 'EMBEDDED_NOT_READ']);
  });

  test('a workbook in binary parts is a format that is not read, not a damaged file', async () => {
    const bytes = rawXlsx('', {
      parts: {
        '_rels/.rels':
          '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>',
      },
    });
    await expect(read(bytes)).rejects.toMatchObject({ code: 'UNSUPPORTED_FORMAT' });
  });
});
