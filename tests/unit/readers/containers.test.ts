import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { readSheets } from '../../../main/archive/reading/readers/xlsx.ts';
import { safeName } from '../../../main/archive/reading/readers/zip.ts';
import { LETTER_LINES, bytesOf, encode, zip } from './make.ts';

const codes = (warnings: readonly { code: string }[]): string[] => warnings.map((warning) => warning.code);

/** Rewrites names of a zip made with ASCII names of the same length, as programs without the UTF-8 flag write them. */
function rename(bytes: Uint8Array<ArrayBuffer>, from: string, to: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = Buffer.from(bytes);
  const old = Buffer.from(from);
  expect(old.length).toBe(to.length);
  for (let at = out.indexOf(old); at >= 0; at = out.indexOf(old, at + 1)) out.set(to, at);
  return bytesOf(out);
}

describe('a zip gives its files', () => {
  test('with names in UTF-8, folders kept in the name, what systems leave behind left out', async () => {
    const bytes = zip({
      '2023/复函.txt': '甲',
      '2023/': '',
      '__MACOSX/._复函.txt': 'x',
      '2023/Thumbs.db': 'x',
      '~$复函.docx': 'x',
    });
    const { raw } = await readRaw({ name: 'a.zip', bytes });
    expect(raw).toMatchObject({ format: 'zip', text: '', warnings: [] });
    // Office programs' aids come too: the import names them as unfinished.
    expect(raw.embedded.map(({ name, bytes: content }) => [name, new TextDecoder().decode(content)])).toEqual([
      ['2023/复函.txt', '甲'],
      ['~$复函.docx', 'x'],
    ]);
  });

  test('with names in GBK', async () => {
    const name = encode('提案答复.txt', 'gbk');
    const bytes = rename(zip({ 'abcdefgh.txt': '甲' }), 'abcdefgh.txt', name);
    const { raw } = await readRaw({ name: 'a.zip', bytes });
    expect(raw.embedded.map((file) => file.name)).toEqual(['提案答复.txt']);
  });

  test('a zip inside is opened, one inside that is kept closed and named', async () => {
    const third = zip({ 'c.txt': '丙' });
    const second = zip({ 'b.txt': '乙', 'third.zip': third });
    const { raw } = await readRaw({ name: 'a.zip', bytes: zip({ 'a.txt': '甲', 'second.zip': second }) });
    expect(raw.embedded.map((file) => file.name)).toEqual(['a.txt', 'second.zip/b.txt']);
    expect(codes(raw.warnings)).toEqual(['NESTED_NOT_OPENED']);
  });

  test('names that lead out of the folder lose that part', async () => {
    const { raw } = await readRaw({ name: 'a.zip', bytes: zip({ '../../etc/x.txt': '甲', '/abs/y.txt': '乙' }) });
    expect(raw.embedded.map((file) => file.name)).toEqual(['etc/x.txt', 'abs/y.txt']);
    expect(codes(raw.warnings)).toEqual(['UNSAFE_NAMES']);
    expect(safeName('C:\\Windows\\..\\a.txt')).toBe('Windows/a.txt');
    expect(safeName('../..')).toBe('未命名');
  });

  test('one damaged entry does not cost the others', async () => {
    const bytes = zip({ 'a.txt': '甲'.repeat(500), 'b.txt': '乙' });
    const start = 30 + 'a.txt'.length;
    bytes[start] = (bytes[start] ?? 0) ^ 0xff;
    const { raw } = await readRaw({ name: 'a.zip', bytes });
    expect(raw.embedded.map((file) => file.name)).toEqual(['b.txt']);
    expect(codes(raw.warnings)).toEqual(['ENTRIES_DAMAGED']);
  });
});

describe('files packed in a way that is not unpacked', () => {
  test.each([
    [9, 'Deflate64'],
    [14, 'LZMA'],
    [93, 'Zstandard'],
    [77, '77 号'],
  ])('method %i is named, the file is not called damaged, the others are read', async (method, name) => {
    const bytes = zip({ 'a.docx': '甲'.repeat(99), 'b.txt': '乙' });
    const view = new DataView(bytes.buffer);
    const at = Buffer.from(bytes).indexOf('PK\x01\x02', 0, 'latin1');
    view.setUint16(at + 10, method, true);
    const { raw } = await readRaw({ name: 'a.zip', bytes });
    expect(raw.embedded.map((file) => file.name)).toEqual(['b.txt']);
    expect(codes(raw.warnings)).toEqual(['METHOD_UNKNOWN']);
    expect(raw.warnings[0]?.message).toContain(name);
    expect(raw.warnings[0]?.message).toContain('a.docx');
  });
});

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function workbook(sheet: string): Uint8Array<ArrayBuffer> {
  return zip({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${REL}"><sheets><sheet name="著录表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}"><si><t>题名</t></si><si><r><t>关于</t></r><r><t>提案</t></r><rPh><t>yin</t></rPh></si></sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData>${sheet}</sheetData></worksheet>`,
  });
}

describe('a workbook gives its rows', () => {
  const sheet =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>成文日期</t></is></c></row>' +
    '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>0.30000000000000004</v></c><c r="C2" s="1"><v>44739</v></c><c r="D2" s="2"><v>44739.5</v></c></row>' +
    '<row r="3"><c r="A3" t="str"><f>A1</f><v>算出</v></c><c r="B3" t="b"><v>1</v></c></row><row r="4"/>';

  test('with shared and inline strings, numbers, dates and formulas as shown', async () => {
    const bytes = workbook(sheet);
    expect(readSheets({ name: 'a.xlsx', bytes })).toEqual([
      {
        name: '著录表',
        rows: [
          ['题名', '', '成文日期'],
          ['关于提案', '0.3', '2022-06-27', '2022-06-27 12:00'],
          ['算出', 'TRUE'],
        ],
      },
    ]);
    const { raw } = await readRaw({ name: 'a.xlsx', bytes });
    expect(raw.text.split('\n')[0]).toBe('题名\t\t成文日期');
  });

  test('a csv stays as it is', async () => {
    const { raw } = await readRaw({ name: '目录.csv', bytes: encode('题名,日期\n"甲,乙",2022-06-27\n', 'gbk') });
    expect(raw).toMatchObject({ format: 'csv', text: '题名,日期\n"甲,乙",2022-06-27\n' });
  });
});

/** An ofd with one text object a line. */
function ofd(pages: readonly (readonly string[])[], extra: Record<string, string> = {}): Uint8Array<ArrayBuffer> {
  const NS = 'xmlns:ofd="http://www.ofdspec.org/2016"';
  const files: Record<string, string> = {
    'OFD.xml': `<?xml version="1.0" encoding="UTF-8"?><ofd:OFD ${NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    'Doc_0/Document.xml': `<ofd:Document ${NS}><ofd:CommonData><ofd:TemplatePage ID="2" BaseLoc="Tpls/t.xml"/></ofd:CommonData><ofd:Pages>${pages.map((_, at) => `<ofd:Page ID="${at + 10}" BaseLoc="Pages/Page_${at}/Content.xml"/>`).join('')}</ofd:Pages></ofd:Document>`,
    'Doc_0/Tpls/t.xml': `<ofd:Page ${NS}><ofd:Content><ofd:Layer><ofd:TextObject Boundary="60 10 80 8" Size="8"><ofd:TextCode X="0" Y="7" DeltaX="g 8 8">青禾市白鹭区水务局</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>`,
    ...extra,
  };
  pages.forEach((lines, at) => {
    const objects = lines.map(
      (text, line) =>
        `<ofd:TextObject ID="${line}" Boundary="20 ${30 + line * 9} 170 6" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g ${[...text].length - 1} 5">${text}</ofd:TextCode></ofd:TextObject>`,
    );
    const template = at === 0 ? '<ofd:Template TemplateID="2"/>' : '';
    // Out of order on purpose: reading order comes from the places.
    files[`Doc_0/Pages/Page_${at}/Content.xml`] =
      `<ofd:Page ${NS}>${template}<ofd:Content><ofd:Layer>${objects.reverse().join('')}</ofd:Layer></ofd:Content></ofd:Page>`;
  });
  return zip(files);
}

describe('an ofd gives its pages', () => {
  test('in reading order, with the head from the template page', async () => {
    const lines = LETTER_LINES.slice(1).map((line) => line.replaceAll(' ', ''));
    const { raw } = await readRaw({ name: 'a.ofd', bytes: ofd([lines, ['第二页']]) });
    expect(raw).toMatchObject({ format: 'ofd', layout: 'wrapped', warnings: [] });
    expect(raw.text.trimEnd().split('\n')).toEqual(['青禾市白鹭区水务局', ...lines, '第二页']);
    expect(raw.pages.map(({ start, end }) => raw.text.slice(start, end).trim()).at(1)).toBe('第二页');
  });

  test('a damaged page is named, the others are read', async () => {
    const bytes = ofd([['甲'], ['乙']], {
      'Doc_0/Tpls/t.xml': '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content>',
    });
    const { raw } = await readRaw({ name: 'a.ofd', bytes });
    expect(raw.text).toBe('乙\n');
    expect(raw.warnings).toEqual([{ code: 'PAGES_DAMAGED', message: '第 1 页已损坏，未能读出。' }]);
  });

  test('an encrypted one asks for the password to be taken off', async () => {
    await expect(readRaw({ name: 'a.ofd', bytes: ofd([['甲']], { 'Encryptions.xml': '<x/>' }) })).rejects.toMatchObject(
      { code: 'PASSWORD_PROTECTED' },
    );
  });
});
