/** OpenDocument texts beyond plain paragraphs: numbers, kinds of pages, hidden parts, notes, objects; and flat files. */
import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { encode, zip } from './make.ts';

const NS = ['office', 'text', 'table', 'style', 'draw']
  .map((name) => {
    const full = { draw: 'drawing' }[name] ?? name;
    return `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${full}:1.0"`;
  })
  .join(' ');
const LINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"';

interface Make {
  styles?: string;
  /** What stands in styles.xml. */
  named?: string;
  more?: Record<string, string>;
}
const odt = (body: string, { styles = '', named = '', more = {} }: Make = {}): Uint8Array<ArrayBuffer> =>
  zip({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `<office:document-content ${NS} ${LINK}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    ...(named === '' ? {} : { 'styles.xml': `<office:document-styles ${NS}>${named}</office:document-styles>` }),
    ...more,
  });
async function read(body: string, make: Make = {}): Promise<{ lines: string[]; codes: string[] }> {
  const { raw } = await readRaw({ name: '复函.odt', bytes: odt(body, make) }, { ocr: false });
  return { lines: raw.text.split('\n'), codes: raw.warnings.map(({ code }) => code) };
}
const codeOf = async (body: string, make: Make = {}): Promise<unknown> =>
  readRaw({ name: '复函.odt', bytes: odt(body, make) }, { ocr: false }).then(
    () => null,
    (thrown: unknown) => (thrown as { code?: string }).code,
  );
const p = (text: string, style = ''): string =>
  `<text:p${style === '' ? '' : ` text:style-name="${style}"`}>${text}</text:p>`;

describe('automatic numbers', () => {
  const level = (at: number, format: string, more = ''): string =>
    `<text:list-level-style-number text:level="${at}" style:num-format="${format}" ${more}/>`;
  const styles = `<text:list-style style:name="L">${level(1, '一, 二, 三, ...', 'style:num-suffix="、"')}${level(2, '一, 二, 三, ...', 'style:num-prefix="（" style:num-suffix="）"')}${level(3, '1', 'style:num-suffix="." text:start-value="3"')}</text:list-style><text:list-style style:name="M">${level(1, '1', 'style:num-suffix=")"')}</text:list-style>`;
  const list = (items: string, more = ''): string => `<text:list text:style-name="L" ${more}>${items}</text:list>`;
  const item = (content: string, more = ''): string => `<text:list-item ${more}>${content}</text:list-item>`;
  const inner = (items: string): string => `<text:list>${items}</text:list>`;

  test('are counted by level, once an item, and go on where the list says so', async () => {
    const body =
      list(item(p('基本情况') + p('又一段') + inner(item(p('管网')) + item(p('水厂') + inner(item(p('材料'))))))) +
      p('中间') +
      list(item(p('下一步') + inner(item(p('监管')))), 'text:continue-numbering="true"') +
      list(item(p('重新起')) + item(p('另起'), 'text:start-value="7"') + item(p('另样'), 'text:style-override="M"'));
    expect(await read(body, { styles })).toEqual({
      lines: [
        '一、基本情况',
        '又一段',
        '（一）管网',
        '（二）水厂',
        '3. 材料',
        '中间',
        '二、下一步',
        '（一）监管',
        '一、重新起',
        '七、另起',
        '8) 另样',
      ],
      codes: [],
    });
  });

  test('of headings, and as newer files give them', async () => {
    const named = `<office:styles><text:outline-style><text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." style:num-prefix="第" style:num-suffix="章"/><text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style><text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1" loext:num-list-format="（%1%）"/></text:list-style></office:styles>`;
    const h = (text: string, at: number): string => `<text:h text:outline-level="${at}">${text}</text:h>`;
    const body = `${h('总则', 1)}${h('目的', 2)}${h('分则', 1)}<text:list text:style-name="N">${item(p('甲'))}</text:list>`;
    expect((await read(body, { named })).lines).toEqual(['第一章总则', '一.1 目的', '第二章分则', '（1）甲']);
  });

  test('a format that is not known is told', async () => {
    const odd = `<text:list-style style:name="L">${level(1, 'ア, イ, ...')}</text:list-style>`;
    expect(await read(list(item(p('甲'))), { styles: odd })).toEqual({ lines: ['1 甲'], codes: ['NUMBERS_LOST'] });
  });
});

describe('headers and footers', () => {
  const header = (kind: string, text: string, more = ''): string => `<style:${kind} ${more}>${p(text)}</style:${kind}>`;
  const page = (name: string, content: string, more = ''): string =>
    `<style:master-page style:name="${name}" ${more}>${content}</style:master-page>`;

  test('of left and first pages and of other kinds of pages stand once; those of kinds that are not used do not', async () => {
    const named = `<office:master-styles>${page('Standard', header('header', '右页页眉') + header('header-left', '左页页眉') + header('header-first', '首页页眉'))}${page('Annex', header('header', '附件页眉') + header('footer', '附件页脚'))}${page('HTML', header('header', '无用页眉'))}</office:master-styles>`;
    const styles =
      '<style:style style:name="P1" style:family="paragraph" style:master-page-name="Annex"/><style:style style:name="P2" style:family="paragraph" style:parent-style-name="P1"/>';
    expect((await read(p('正文') + p('附件正文', 'P2'), { named, styles })).lines).toEqual([
      '首页页眉',
      '正文',
      '附件页眉',
      '附件正文',
      '右页页眉',
      '左页页眉',
      '附件页脚',
    ]);
  });

  test('one that is turned off is not shown', async () => {
    const named = `<office:master-styles>${page('S', header('header', '页眉', 'style:display="false"'))}</office:master-styles>`;
    expect((await read(p('正文'), { named })).lines).toEqual(['正文']);
  });
});

describe('hidden and deleted parts', () => {
  test('sections, paragraphs, spans and rows that are hidden are left out with a word', async () => {
    const styles =
      '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style><style:style style:name="T2" style:family="text" style:parent-style-name="T1"/><style:style style:name="P1" style:family="paragraph"><style:text-properties text:display="none"/></style:style>';
    const body = `<text:section text:display="none">${p('隐藏节')}<table:table><table:table-row><table:table-cell>${p('格')}</table:table-cell></table:table-row></table:table></text:section>${p('显示<text:span text:style-name="T2">隐藏字</text:span>其后')}${p('隐藏段', 'P1')}${p('<text:hidden-paragraph text:is-hidden="true"/>隐藏段')}`;
    expect(await read(body, { styles })).toEqual({ lines: ['显示其后'], codes: ['HIDDEN_TEXT'] });
  });

  test('deletions of tracked changes are told', async () => {
    const body = `<text:tracked-changes><text:changed-region><text:deletion>${p('旧')}</text:deletion></text:changed-region></text:tracked-changes>${p('新')}`;
    expect(await read(body)).toEqual({ lines: ['新'], codes: ['TRACKED_CHANGES'] });
  });
});

test('deletions that stand in the text between their marks are gone, paragraph ends among them', async () => {
  const region = (id: string, kind: string): string =>
    `<text:changed-region xml:id="${id}"><text:${kind}/></text:changed-region>`;
  const body = `<text:tracked-changes>${region('d', 'deletion')}${region('i', 'insertion')}</text:tracked-changes>${p('上半句<text:change-start text:change-id="d"/>删去')}${p('也删去<text:change-end text:change-id="d"/>下半句<text:change-start text:change-id="i"/>插入<text:change-end text:change-id="i"/>')}`;
  expect(await read(body)).toEqual({ lines: ['上半句下半句插入'], codes: ['TRACKED_CHANGES'] });
});

test('blanks between elements that hold no text are only there for the eye', async () => {
  const body = p(
    `甲<text:note>\n  <text:note-citation>1</text:note-citation>\n  <text:note-body>\n${p('注')}</text:note-body>\n</text:note>乙 丙`,
  );
  expect((await read(body)).lines).toEqual(['甲乙 丙', '注']);
});

test('boxes and ticks of symbol fonts', async () => {
  const styles =
    '<style:style style:name="T1" style:family="text"><style:text-properties style:font-name="Wingdings"/></style:style>';
  const body = p('<text:span text:style-name="T1">\uf0fe\u00a8</text:span>同意\uf0a8');
  expect((await read(body, { styles })).lines).toEqual(['☑□同意□']);
});

describe('what stands beside the line', () => {
  test('phonetic guides are left out, notes stand behind the body, comments are told', async () => {
    const body = p(
      '<text:ruby><text:ruby-base>水</text:ruby-base><text:ruby-text>shuǐ</text:ruby-text></text:ruby>务局<text:note><text:note-citation>1</text:note-citation><text:note-body>' +
        `${p('注文')}</text:note-body></text:note><office:annotation><dc:creator xmlns:dc="d">甲</dc:creator>${p('请核')}</office:annotation>`,
    );
    expect(await read(body + p('后文'))).toEqual({ lines: ['水务局', '后文', '注文'], codes: ['COMMENTS_NOT_READ'] });
  });

  test('a text box stands before its paragraph; pictures, objects and controls are told', async () => {
    const body = p(
      `正文<draw:frame><draw:text-box>${p('框中红头')}</draw:text-box></draw:frame><draw:frame><draw:image/></draw:frame><draw:frame><draw:object xlink:href="./Object 1"/><draw:image/></draw:frame><draw:control/>`,
    );
    expect(await read(body)).toEqual({
      lines: ['框中红头', '正文'],
      codes: ['PICTURES_NOT_READ', 'EMBEDDED_NOT_READ', 'PARTS_NOT_READ'],
    });
  });

  test('a chart gives its words and its table', async () => {
    const cell = (text: string): string => `<table:table-cell>${p(text)}</table:table-cell>`;
    const chart = `<office:document-content ${NS}><office:body>${p('改造进度')}<table:table><table:table-row>${cell('一季度')}${cell('12')}</table:table-row></table:table></office:body></office:document-content>`;
    const body = p('<draw:frame><draw:object xlink:href="./Object 1"/><draw:image/></draw:frame>正文');
    expect(await read(body, { more: { 'Object 1/content.xml': chart } })).toEqual({
      lines: ['改造进度', '一季度\t12', '正文'],
      codes: [],
    });
  });
});

test('whatever prefixes a file chooses', async () => {
  const bytes = zip({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml':
      '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text><t:p>前缀<t:s t:c="2"/>不同</t:p></o:text></o:body></o:document-content>',
  });
  expect((await readRaw({ name: 'a.odt', bytes })).raw.text).toBe('前缀  不同');
});

test('a flat file is read as one in a zip', async () => {
  const flat = `<?xml version="1.0"?><office:document ${NS} office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><meta:user-defined xmlns:meta="m" meta:name="类别">提案</meta:user-defined></office:meta><office:automatic-styles><text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:list-style></office:automatic-styles><office:master-styles><style:master-page style:name="Standard"><style:header>${p('水务局')}</style:header></style:master-page></office:master-styles><office:body><office:text>${p('正文')}<text:list text:style-name="L"><text:list-item>${p('情况')}</text:list-item></text:list></office:text></office:body></office:document>`;
  const { raw } = await readRaw({ name: '复函.fodt', bytes: encode(flat, 'utf-8') });
  expect(raw).toMatchObject({ format: 'odt', text: '水务局\n正文\n一、情况', warnings: [] });
  const secret = flat.replace('meta:name="类别">提案', 'meta:name="密级">机密');
  await expect(readRaw({ name: '复函.fodt', bytes: encode(secret, 'utf-8') })).rejects.toMatchObject({
    code: 'SECRET_REFUSED',
  });
});

test('a mark of secrecy refuses the file wherever it is set', async () => {
  const letter = p('关于加强档案管理的答复') + p('来函收悉。').repeat(20);
  const named = `<office:master-styles><style:master-page style:name="S"><style:header-left>${p('机密')}</style:header-left></style:master-page></office:master-styles>`;
  const marked: [string, Make][] = [
    [letter, { named }],
    [`<text:section text:display="none">${p('机密')}</text:section>${letter}`, {}],
    [`<text:tracked-changes><text:deletion>${p('机密')}</text:deletion></text:tracked-changes>${letter}`, {}],
    [letter + p(`甲<office:annotation>${p('机密★')}</office:annotation>`), {}],
    [letter + p(`<draw:frame><draw:text-box>${p('机密')}</draw:text-box></draw:frame>`), {}],
    [
      letter,
      {
        more: {
          'meta.xml':
            '<office:document-meta><office:meta><meta:user-defined meta:name="密级">机密</meta:user-defined></office:meta></office:document-meta>',
        },
      },
    ],
  ];
  for (const [body, make] of marked)
    expect(await codeOf(body, make), body.slice(0, 80) + JSON.stringify(make)).toBe('SECRET_REFUSED');
  expect(await codeOf(letter + p('不涉及国家秘密的事项'))).toBe(null);
});
