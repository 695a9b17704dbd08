/** Word files in XML beyond the body: documents inside, charts, sections' margins, tracked ends, styles that hide, notes, fields. */
import { describe, expect, test } from 'vitest';
import { readLetter } from '../../../main/archive/reading/read-letter.ts';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { LETTER, LETTER_LINES, encode, paragraph, rawDocx } from './make.ts';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const A = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const C = 'http://schemas.openxmlformats.org/drawingml/2006/chart';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Relations of the document, `id: [kind, target]`. */
const relations = (all: Record<string, [string, string]>): Record<string, string> => ({
  'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${Object.entries(
    all,
  )
    .map(([id, [kind, target]]) => `<Relationship Id="${id}" Type="${REL}/${kind}" Target="${target}"/>`)
    .join('')}</Relationships>`,
});
const part = (root: string, content: string): string =>
  `<w:${root} xmlns:w="${W}" xmlns:r="${REL}">${content}</w:${root}>`;
const run = (text: string, properties = ''): string =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const p = (content: string, properties = ''): string => `<w:p><w:pPr>${properties}</w:pPr>${content}</w:p>`;

async function read(
  body: string,
  parts: Record<string, string | Uint8Array> = {},
): Promise<{ lines: string[]; codes: string[] }> {
  const { raw } = await readRaw({ name: '复函.docx', bytes: rawDocx(body, parts) }, { ocr: false });
  return { lines: raw.text.split('\n'), codes: raw.warnings.map(({ code }) => code) };
}
const codeOf = async (body: string, parts: Record<string, string> = {}): Promise<unknown> =>
  readRaw({ name: '复函.docx', bytes: rawDocx(body, parts) }, { ocr: false }).then(
    () => null,
    (thrown: unknown) => (thrown as { code?: string }).code,
  );

describe('a document inside the document is read where it stands', () => {
  const body = `${paragraph('前文')}<w:altChunk r:id="c1"/>${paragraph('后文')}`;
  const html = '<html><body><p>网页段一</p><table><tr><td>甲</td><td>乙</td></tr></table></body></html>';
  const mht = `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(html).toString('base64')}\r\n--b--\r\n`;
  test.each([
    ['a web page', 'chunk.html', html, ['网页段一', '甲\t乙']],
    ['a piece of a web page', 'chunk.htm', '网页片段<br>又一行', ['网页片段', '又一行']],
    ['a saved page', 'chunk.mht', mht, ['网页段一', '甲\t乙']],
    ['plain text', 'chunk.txt', encode('文本段一\n文本段二', 'gb18030'), ['文本段一', '文本段二']],
    ['rich text', 'chunk.rtf', String.raw`{\rtf1\ansi \u23500?\u25991?\par}`, ['富文']],
    ['a Word file', 'chunk.docx', rawDocx(paragraph('内层文件')), ['内层文件']],
  ])('%s', async (_what, name, content, lines) => {
    const found = await read(body, { ...relations({ c1: ['aFChunk', name] }), [`word/${name}`]: content });
    expect(found).toEqual({ lines: ['前文', ...lines, '后文'], codes: [] });
  });

  test('the whole letter in a web page has its elements', async () => {
    const page = `<html><body>${LETTER_LINES.map((text) => `<p>${text}</p>`).join('')}</body></html>`;
    const bytes = rawDocx('<w:altChunk r:id="c1"/>', {
      ...relations({ c1: ['aFChunk', '/word/page.html'] }),
      'word/page.html': page,
    });
    const { elements, raw } = await readLetter({ name: '复函.docx', bytes });
    expect(raw.text).toBe(LETTER);
    expect(elements.doc_number).toBe('白水函〔2023〕17号');
  });

  test('what cannot be read is named, and the rest of the letter is read', async () => {
    const found = await read(body, { ...relations({ c1: ['aFChunk', 'chunk.rtf'] }), 'word/chunk.rtf': '{\\rtf1 {' });
    expect(found).toEqual({ lines: ['前文', '后文'], codes: ['PARTS_NOT_READ', 'PARTS_UNCHECKED'] });
  });

  test('one that is named a hundred thousand times is refused, not multiplied', async () => {
    const many = '<w:altChunk r:id="c1"/>'.repeat(100_000);
    const parts = { ...relations({ c1: ['aFChunk', 'a.txt'] }), 'word/a.txt': '甲'.repeat(10_000) };
    expect(await codeOf(many, parts)).toBe('FILE_TOO_LARGE');
  });
});

describe('charts and diagrams', () => {
  const graphic = (content: string): string =>
    `<w:p><w:r><w:drawing><a:graphic xmlns:a="${A}"><a:graphicData>${content}</a:graphicData></a:graphic></w:drawing></w:r></w:p>`;
  const points = (kind: string, values: string[]): string =>
    `<c:${kind}><c:strRef><c:strCache>${values.map((value, at) => `<c:pt idx="${at}"><c:v>${value}</c:v></c:pt>`).join('')}</c:strCache></c:strRef></c:${kind}>`;

  test('a chart gives its title, and its figures as a table', async () => {
    const series = (name: string, values: string[]): string =>
      `<c:ser>${points('tx', [name])}${points('cat', ['一季度', '二季度'])}${points('val', values)}</c:ser>`;
    const chart = `<c:chartSpace xmlns:c="${C}" xmlns:a="${A}"><c:chart><c:title><a:p><a:r><a:t>改造</a:t></a:r><a:r><a:t>进度</a:t></a:r></a:p></c:title><c:plotArea>${series('计划', ['12', '4.2999999999999998'])}${series('完成', ['5', '3'])}</c:plotArea></c:chart></c:chartSpace>`;
    const found = await read(paragraph('正文') + graphic(`<c:chart xmlns:c="${C}" r:id="c1"/>`), {
      ...relations({ c1: ['chart', 'charts/chart1.xml'] }),
      'word/charts/chart1.xml': chart,
    });
    expect(found.lines.slice(0, 5)).toEqual(['正文', '改造进度', '\t计划\t完成', '一季度\t12\t5', '二季度\t4.3\t3']);
    expect(found.codes).toEqual([]);
  });

  test('a diagram gives the words of its boxes once each', async () => {
    const DGM = 'http://schemas.openxmlformats.org/drawingml/2006/diagram';
    const point = (text: string, type = 'node'): string =>
      `<dgm:pt type="${type}"><dgm:t><a:p><a:r><a:t>${text}</a:t></a:r></a:p></dgm:t></dgm:pt>`;
    const found = await read(graphic(`<dgm:relIds xmlns:dgm="${DGM}" r:dm="d1"/>`), {
      ...relations({ d1: ['diagramData', 'diagrams/data1.xml'] }),
      'word/diagrams/data1.xml': `<dgm:dataModel xmlns:dgm="${DGM}" xmlns:a="${A}"><dgm:ptLst>${point('受理')}${point('答复')}${point('答复', 'pres')}</dgm:ptLst></dgm:dataModel>`,
    });
    expect(found).toEqual({ lines: ['受理', '答复', ''], codes: [] });
  });

  test('a damaged one is named', async () => {
    const found = await read(graphic(`<c:chart xmlns:c="${C}" r:id="c1"/>`) + paragraph('正文'), {
      ...relations({ c1: ['chart', 'charts/chart1.xml'] }),
      'word/charts/chart1.xml': '<c:chartSpace',
    });
    expect(found).toEqual({ lines: ['', '正文'], codes: ['PARTS_NOT_READ'] });
  });
});

describe('headers and footers', () => {
  const reference = (side: string, type: string, id: string): string =>
    `<w:${side}Reference w:type="${type}" r:id="${id}"/>`;
  const margin = (side: 'hdr' | 'ftr', text: string): string => part(side, paragraph(text));

  test('of first, even and later pages and of later sections stand once in the text, page numbers not at all', async () => {
    const first = `<w:sectPr>${reference('header', 'first', 'h1')}${reference('header', 'default', 'h2')}${reference('header', 'even', 'h3')}${reference('footer', 'default', 'f1')}<w:titlePg/></w:sectPr>`;
    const last = `<w:sectPr>${reference('header', 'default', 'h4')}${reference('footer', 'default', 'f2')}</w:sectPr>`;
    const found = await read(`${paragraph('正文')}${p('', first)}${paragraph('附件正文')}${last}`, {
      ...relations({
        h1: ['header', 'h1.xml'],
        h2: ['header', 'h2.xml'],
        h3: ['header', 'h3.xml'],
        h4: ['header', 'h4.xml'],
        f1: ['footer', 'f1.xml'],
        f2: ['footer', 'f2.xml'],
      }),
      'word/h1.xml': margin('hdr', '青禾市白鹭区水务局'),
      'word/h2.xml': margin('hdr', '白水函〔2023〕17号'),
      'word/h3.xml': margin('hdr', '白水函〔2023〕17号'),
      'word/h4.xml': margin('hdr', '附件：改造清单'),
      'word/f1.xml': margin('ftr', 'Page 2 of 10'),
      'word/f2.xml': margin('ftr', 'Hotline 12345'),
    });
    expect(found.lines).toEqual([
      '青禾市白鹭区水务局',
      '正文',
      '',
      '附件：改造清单',
      '附件正文',
      '白水函〔2023〕17号',
      'Hotline 12345',
    ]);
  });
});

describe('tracked changes', () => {
  const change = 'w:id="1" w:author="甲"';

  test('a paragraph whose end is deleted goes on in the next one and takes its number', async () => {
    const deletedEnd = `<w:rPr><w:del ${change}/></w:rPr>`;
    const body = p(run('上半句请'), deletedEnd) + p(run('下半句'), deletedEnd) + p(run('止。'));
    expect(await read(body)).toEqual({ lines: ['上半句请下半句止。'], codes: ['TRACKED_CHANGES'] });
  });

  test('a paragraph that is deleted whole leaves no empty line', async () => {
    const gone = p(
      `<w:del ${change}><w:r><w:delText>删去</w:delText></w:r></w:del>`,
      `<w:rPr><w:del ${change}/></w:rPr>`,
    );
    expect((await read(paragraph('一') + gone + paragraph('二'))).lines).toEqual(['一', '二']);
  });

  test('deleted rows and cells are gone, inserted ones are there', async () => {
    const cell = (text: string, properties = ''): string =>
      `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(text)}</w:tc>`;
    const table = `<w:tbl><w:tr><w:trPr><w:ins ${change}/></w:trPr>${cell('甲')}${cell('乙', `<w:cellDel ${change}/>`)}</w:tr><w:tr><w:trPr><w:del ${change}/></w:trPr>${cell('丙')}</w:tr></w:tbl>`;
    expect(await read(table)).toEqual({ lines: ['甲'], codes: ['TRACKED_CHANGES'] });
  });
});

describe('text that a style hides', () => {
  const style = (id: string, type: string, properties: string, more = ''): string =>
    `<w:style w:type="${type}" w:styleId="${id}">${more}<w:rPr>${properties}</w:rPr></w:style>`;
  const parts = {
    ...relations({ s1: ['styles', 'styles.xml'] }),
    'word/styles.xml': part(
      'styles',
      style('H', 'character', '<w:vanish/>') +
        style('H2', 'character', '<w:b/>', '<w:basedOn w:val="H"/>') +
        style('P', 'paragraph', '<w:vanish/>') +
        style('S', 'character', '<w:vanish w:val="0"/>', '<w:basedOn w:val="H"/>'),
    ),
  };
  const styled = (text: string, id: string, more = ''): string => run(text, `<w:rStyle w:val="${id}"/>${more}`);

  test('is left out with a word: by the style, or by the one that it is based on', async () => {
    const body = p(run('显示') + styled('隐藏己', 'H') + styled('隐藏庚', 'H2') + styled('显示辛', 'S'));
    expect(await read(body, parts)).toEqual({ lines: ['显示显示辛'], codes: ['HIDDEN_TEXT'] });
  });

  test('two styles that hide show (the property toggles), and own formatting goes before both', async () => {
    const body = p(
      run('隐藏') + styled('显示甲', 'H') + run('显示乙', '<w:vanish w:val="0"/>'),
      '<w:pStyle w:val="P"/>',
    );
    expect((await read(body, parts)).lines).toEqual(['显示甲显示乙']);
  });

  test('a paragraph whose end is hidden goes on in the next one', async () => {
    const body = p(run('一、'), '<w:rPr><w:vanish/><w:specVanish/></w:rPr>') + p(run('关于改造计划'));
    expect((await read(body)).lines).toEqual(['一、关于改造计划']);
  });
});

describe('fields', () => {
  const field = (code: string, result?: string): string =>
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${code}</w:instrText></w:r>${result === undefined ? '' : `<w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(result)}`}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;

  test('a character in a circle is a character of the text', async () => {
    expect((await read(p(field(' eq \\o\\ac(○,密) ') + run('字第五号')))).lines).toEqual(['密字第五号']);
    expect((await read(p(`<w:fldSimple w:instr="EQ \\o\\ac(○,3)"/>${run('号')}`))).lines).toEqual(['③号']);
  });

  test('results show, codes and what stands in codes do not', async () => {
    const nested = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>${field('PAGE', '7')}<w:r><w:instrText> = 1 "甲" "乙"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('乙')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    expect((await read(p(run('见') + nested + run('页')))).lines).toEqual(['见乙页']);
  });

  test('a beginning without an end hides nothing', async () => {
    const body = p(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>${run('正文')}`) + paragraph('后文');
    expect((await read(body)).lines).toEqual(['正文', '后文']);
  });

  test('boxes of forms show whether they are ticked, lists what is chosen', async () => {
    const form = (name: string, data: string): string =>
      `<w:r><w:fldChar w:fldCharType="begin"><w:ffData>${data}</w:ffData></w:fldChar></w:r><w:r><w:instrText>${name}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    const ticked = form('FORMCHECKBOX', '<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>');
    const open = form('FORMCHECKBOX', '<w:checkBox><w:default w:val="0"/></w:checkBox>');
    const list = form(
      'FORMDROPDOWN',
      '<w:ddList><w:result w:val="1"/><w:listEntry w:val="A类"/><w:listEntry w:val="B类"/></w:ddList>',
    );
    expect((await read(p(ticked + run('满意') + open + run('不满意') + list))).lines).toEqual(['☑满意□不满意B类']);
  });

  test('numbers that Word counts while it shows them are missed with a word', async () => {
    expect((await read(p(field('AUTONUM') + run('总则')))).codes).toEqual(['NUMBERS_LOST']);
  });
});

describe('the rest', () => {
  test('footnotes come behind the body in the order of the text; those that it does not refer to do not', async () => {
    const note = (id: number, text: string): string => `<w:footnote w:id="${id}">${paragraph(text)}</w:footnote>`;
    const body = p(
      `${run('甲')}<w:r><w:footnoteReference w:id="3"/></w:r>${run('乙')}<w:r><w:footnoteReference w:id="2"/></w:r>`,
    );
    const found = await read(body, {
      ...relations({ n: ['footnotes', 'footnotes.xml'] }),
      'word/footnotes.xml': part('footnotes', note(1, '无主之注') + note(2, '注二') + note(3, '注三')),
    });
    expect(found.lines).toEqual(['甲乙', '注三', '注二']);
  });

  test('of alternatives the first that is known is read, once; a lone fallback is read', async () => {
    const box = (text: string): string => `<w:txbxContent>${paragraph(text)}</w:txbxContent>`;
    const body = `<w:p><w:r><mc:AlternateContent><mc:Choice>${box('甲')}</mc:Choice><mc:Choice>${box('甲')}</mc:Choice><mc:Fallback>${box('甲')}</mc:Fallback></mc:AlternateContent></w:r></w:p><w:p><w:r><mc:AlternateContent><mc:Fallback>${box('乙')}</mc:Fallback></mc:AlternateContent></w:r></w:p>`;
    expect((await read(body)).lines.filter((line) => line !== '')).toEqual(['甲', '乙']);
  });

  test('symbols that stand as private characters are shown by their font', async () => {
    const body = p(
      run('\uf0fe', '<w:rFonts w:ascii="Wingdings"/>') +
        run('同意') +
        run('\uf061', '<w:rFonts w:ascii="Symbol"/>') +
        run('\uf0a8'),
    );
    expect((await read(body)).lines).toEqual(['☑同意α□']);
  });

  test('a numbering style that the list points to', async () => {
    const numbering = part(
      'numbering',
      '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>',
    );
    const found = await read(p(run('情况'), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'), {
      ...relations({ n: ['numbering', 'numbering.xml'], s: ['styles', 'styles.xml'] }),
      'word/numbering.xml': numbering,
      'word/styles.xml': part(
        'styles',
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
      ),
    });
    expect(found.lines).toEqual(['一、情况']);
  });

  test('a list whose long label every paragraph repeats is refused before it fills the memory', async () => {
    const numbering = part(
      'numbering',
      `<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1300"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="${'%1'.repeat(100_000)}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`,
    );
    const numbered = p(run('甲'), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>');
    const parts = { ...relations({ n: ['numbering', 'numbering.xml'] }), 'word/numbering.xml': numbering };
    expect(await codeOf(numbered.repeat(15_000), parts)).toBe('FILE_TOO_LARGE');
  });

  test('a list of a level that no program knows costs no time', async () => {
    const level = 1_000_000_000;
    const numbering = part(
      'numbering',
      `<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="${level}"><w:lvlText w:val="x"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`,
    );
    const item = (ilvl: number): string =>
      p(run('项'), `<w:numPr><w:ilvl w:val="${ilvl}"/><w:numId w:val="1"/></w:numPr>`);
    const found = await read(item(level) + item(0), {
      ...relations({ n: ['numbering', 'numbering.xml'] }),
      'word/numbering.xml': numbering,
    });
    expect(found.lines).toEqual(['项', '0. 项']);
  });
});

describe('a mark of secrecy refuses the file wherever it is set', () => {
  const body = LETTER_LINES.map(paragraph).join('');
  const header = { 'word/h1.xml': part('hdr', paragraph('机密')) };
  test.each<[string, string, Record<string, string>]>([
    [
      'in the header of a later section',
      `${p('', '<w:sectPr/>')}${body}<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>`,
      { ...relations({ h: ['header', 'h1.xml'] }), ...header },
    ],
    ['in a header that no page shows', body, { ...relations({ h: ['header', 'h1.xml'] }), ...header }],
    ['in a text box far down', `${body}<w:p><w:r><w:txbxContent>${paragraph('机密')}</w:txbxContent></w:r></w:p>`, {}],
    ['in hidden text', body + p(run('机密', '<w:vanish/>')), {}],
    ['in deleted text', `${body}<w:p><w:del><w:r><w:delText>机密</w:delText></w:r></w:del></w:p>`, {}],
    [
      'in a comment',
      body,
      {
        ...relations({ c: ['comments', 'comments.xml'] }),
        'word/comments.xml': part('comments', `<w:comment w:id="1">${paragraph('机密★')}</w:comment>`),
      },
    ],
    [
      'in a document inside',
      `${body}<w:altChunk r:id="c"/>`,
      { ...relations({ c: ['aFChunk', 'c.html'] }), 'word/c.html': '<p>机密</p><p>附件</p>' },
    ],
    [
      'in a property of the office',
      body,
      {
        '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${REL}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="${REL}/custom-properties" Target="docProps/custom.xml"/></Relationships>`,
        'docProps/custom.xml':
          '<Properties><property name="密级"><vt:lpwstr xmlns:vt="v">机密</vt:lpwstr></property></Properties>',
      },
    ],
  ])('%s', async (_where, document, parts) => {
    expect(await codeOf(document, parts)).toBe('SECRET_REFUSED');
  });

  test('but the mere word, deleted from a sentence or hidden in one, does not', async () => {
    const sentence = p(
      `${run('凡涉及国家')}<w:del><w:r><w:delText>秘密</w:delText></w:r></w:del>${run('机密', '<w:vanish/>')}${run('的，按规定办理。')}`,
    );
    expect(await codeOf(body + sentence)).toBe(null);
  });
});
