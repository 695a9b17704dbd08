/** Binary Word files written by hand, for what LibreOffice does not write: styles that hide, old versions, forms, drawings. */
import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { readDoc } from '../../../main/archive/reading/readers/doc.ts';
import {
  DELETED,
  HIDDEN,
  IN_TABLE,
  OLD_DELETED,
  OLD_HIDDEN,
  OLD_IN_TABLE,
  OLD_ROW_END,
  ROW_END,
  SHOWN,
  SPECIAL,
  makeDoc,
  makeOldDoc,
  paragraphOf,
  run,
  withCharacterStyle,
  type DocSpec,
} from './make-doc.ts';
import { bytesOf } from './make.ts';

const read = async (spec: DocSpec): Promise<{ lines: string[]; codes: string[] }> => {
  const { raw } = await readRaw({ name: '复函.doc', bytes: makeDoc(spec) }, { ocr: false });
  return { lines: raw.text.split('\n'), codes: raw.warnings.map(({ code }) => code) };
};
const line = (text: string): ReturnType<typeof paragraphOf> => paragraphOf(`${text}\r`);
const codeOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<unknown> =>
  readRaw({ name: '复函.doc', bytes }, { ocr: false }).then(
    () => null,
    (thrown: unknown) => (thrown as { code?: string }).code,
  );

describe('text that a style hides', () => {
  const styles: DocSpec['styles'] = [
    { kind: 'paragraph', properties: [] },
    { kind: 'character', properties: HIDDEN },
    { kind: 'paragraph', properties: HIDDEN },
  ];

  test('is left out with a word, by a character style and by a paragraph style', async () => {
    const body = [
      paragraphOf('显示', run('字样式隐藏', withCharacterStyle(1)), '其后\r'),
      { runs: [run('段样式隐藏\r')], style: 2 },
      line('末段'),
    ];
    expect(await read({ body, styles })).toEqual({ lines: ['显示其后', '末段'], codes: ['HIDDEN_TEXT'] });
  });

  test('shows again where both styles hide, or where its own formatting says so', async () => {
    const body = [{ runs: [run('两个样式', withCharacterStyle(1)), run('不隐藏', SHOWN), run('\r', SHOWN)], style: 2 }];
    expect((await read({ body, styles })).lines).toEqual(['两个样式不隐藏']);
  });
});

describe('tracked changes', () => {
  test('a paragraph whose end is deleted goes on in the next one', async () => {
    const body = [paragraphOf('上半句请', run('\r', DELETED)), line('下半句止。')];
    expect(await read({ body })).toEqual({ lines: ['上半句请下半句止。'], codes: [] });
  });

  test('but not into a table that begins there', async () => {
    const body = [
      paragraphOf('题目', run('\r', DELETED)),
      { runs: [run('格一\x07')], properties: IN_TABLE },
      { runs: [run('\x07')], properties: ROW_END },
    ];
    expect((await read({ body })).lines).toEqual(['题目', '格一']);
  });

  test('a deleted row is gone', async () => {
    const row = (text: string, end: number[]): DocSpec['body'] => [
      { runs: [run(`${text}\x07`)], properties: IN_TABLE },
      { runs: [run('\x07', end)], properties: ROW_END },
    ];
    expect(await read({ body: [...row('留下', []), ...row('删去', DELETED)] })).toEqual({
      lines: ['留下'],
      codes: ['TRACKED_CHANGES'],
    });
  });
});

describe('what stands beside the body', () => {
  const none = ['', '', '', '', '', ''] as const;

  test('headers of even pages, of first pages and of later sections are read once each', async () => {
    const body = [line('正文一'), paragraphOf('正文二\f'), line('附件正文')];
    const { lines } = await read({
      body,
      sections: [
        { end: 8, titlePage: true },
        { end: 13, titlePage: false },
      ],
      margins: [
        ['双页页眉', '单页页眉', '', '— 1 —', '首页页眉', ''],
        ['双页页眉', '附件页眉', '', '附件页脚', '', ''],
      ],
    });
    expect(lines).toEqual(['首页页眉', '正文一', '正文二', '附件页眉', '附件正文', '单页页眉', '双页页眉', '附件页脚']);
  });

  test('a mark of secrecy in a header, a text box, hidden or deleted text, a comment or a property refuses the file', async () => {
    const body = [line('关于加强档案管理的答复'), line('来函收悉。')];
    const marked: DocSpec[] = [
      { body, margins: [['机密★1年', '', '', '', '', '']] },
      { body, boxes: [line('机密★1年')] },
      { body: [...body, paragraphOf(run('机密★1年', HIDDEN), '\r')] },
      { body: [...body, paragraphOf(run('机密★1年', DELETED), '\r')] },
      { body, comments: [line('机密★1年')] },
      { body, wordArt: ['机密'] },
      { body, properties: { 密级: '机密' } },
    ];
    for (const spec of marked) expect(await codeOf(makeDoc(spec)), JSON.stringify(spec)).toBe('SECRET_REFUSED');
    const harmless: DocSpec[] = [
      { body: [...body, paragraphOf('涉及国家', run('秘密', DELETED), run('机密', DELETED), '的，按规定办理。\r')] },
      { body, comments: [line('此处是否涉及秘密，请核。')], margins: [none] },
      { body, properties: { 主题: '保密宣传月' } },
    ];
    for (const spec of harmless) expect(await codeOf(makeDoc(spec)), JSON.stringify(spec)).toBe(null);
  });

  test('WordArt is text: letterheads are made so', async () => {
    expect((await read({ body: [line('正文')], wordArt: ['白鹭区水务局'] })).lines).toEqual(['白鹭区水务局', '正文']);
  });
});

test('pictures are handed on to be asked for marks of secrecy', async () => {
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3];
  const record = [0x00, 0x6e, 0x1e, 0xf0, 17 + png.length, 0, 0, 0, ...new Array<number>(17).fill(7), ...png];
  const bytes = makeDoc({ body: [line('正文')], data: [9, 9, 9, ...record, ...png] });
  const raw = await readDoc({ name: 'a.doc', bytes }, {});
  expect(raw.pictures).toEqual([{ name: '1.png', bytes: Uint8Array.from(png) }]);
});

describe('fields', () => {
  test('characters in circles, and boxes of forms with what is ticked in them', async () => {
    const formField = (ticked: boolean): number[] => {
      const head = new Array<number>(68).fill(0);
      const data = [0xff, 0xff, 0xff, 0xff, 1 | (ticked ? 1 << 2 : 0), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
      head[0] = head.length + data.length;
      return [...head, ...data];
    };
    const unticked = formField(false);
    const at = (place: number): number[] => [0x03, 0x6a, place, 0, 0, 0, 0x06, 0x08, 1];
    const box = (place: number): ReturnType<typeof run>[] => [
      run('\x13 FORMCHECKBOX '),
      run('\x01', at(place)),
      run('\x15'),
    ];
    const body = [
      paragraphOf('\x13 eq \\o\\ac(○,密)\x15字第\x13EQ \\o\\ac(○,5)\x15号\r'),
      paragraphOf(...box(0), '同意', ...box(unticked.length), '不同意\r'),
    ];
    expect(await read({ body, data: [...unticked, ...formField(true)] })).toEqual({
      lines: ['密字第⑤号', '□同意☑不同意'],
      codes: [],
    });
  });

  test('a picture is told, a phonetic guide leaves its characters', async () => {
    const body = [
      paragraphOf(
        '\x13 EQ \\* jc2 \\* "Font:宋体" \\* hps11 \\o\\ad(\\s\\up 10(shuǐ),水)\x15务局',
        run('\x01', SPECIAL),
        '\r',
      ),
    ];
    expect(await read({ body })).toEqual({ lines: ['水务局'], codes: ['PICTURES_NOT_READ'] });
  });
});

describe('a file of before Word 97', () => {
  const codes = (warnings: readonly { code: string }[]): string[] => warnings.map(({ code }) => code);
  const lines = [line('关于加强档案管理的答复'), line('来函收悉，现答复如下。')];

  test.each([
    ['Chinese', { language: 0x0804, codePage: 'gbk' }],
    ['Chinese that says it is American', { language: 0x0409, codePage: 'gbk' }],
    ['of 16 bits a character', { wide: true }],
  ])('%s is read, and waits for a person', async (_what, make) => {
    const { raw } = await readRaw({ name: '复函.doc', bytes: makeOldDoc({ body: lines, header: '水务局', ...make }) });
    expect(raw.text.split('\n')).toEqual(['水务局', '关于加强档案管理的答复', '来函收悉，现答复如下。']);
    expect(codes(raw.warnings)).toEqual(['OLD_FORMAT']);
  });

  test('traditional text stands in Big5', async () => {
    const bytes = makeOldDoc({ body: [line('關於加強檔案管理的答覆')], language: 0x0404, codePage: 'big5' });
    expect((await readRaw({ name: '复函.doc', bytes })).raw.text).toBe('關於加強檔案管理的答覆');
  });

  test('hidden and deleted text and tables are as in newer ones', async () => {
    const body = [
      paragraphOf('显示', run('隐藏', OLD_HIDDEN), run('删去', OLD_DELETED), '其后\r'),
      { runs: [run('事项\x07')], properties: OLD_IN_TABLE },
      { runs: [run('单位\x07')], properties: OLD_IN_TABLE },
      { runs: [run('\x07')], properties: OLD_ROW_END },
    ];
    const { raw } = await readRaw({ name: '复函.doc', bytes: makeOldDoc({ body }) });
    expect(raw.text.split('\n')).toEqual(['显示其后', '事项\t单位']);
    expect(codes(raw.warnings)).toEqual(['TRACKED_CHANGES', 'HIDDEN_TEXT', 'OLD_FORMAT']);
  });

  test('that is not built as it should be is named as old, with what to do, and never as damaged', async () => {
    const bytes = makeOldDoc({ body: lines });
    const head = bytes.indexOf(0xdc, 512);
    bytes.fill(0, head + 0x18, head + 0x20);
    await expect(readRaw({ name: '复函.doc', bytes })).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
      message: expect.stringMatching(/旧格式.*另存为 docx/) as unknown,
    });
  });
});

test('an allocation table longer than the file is no damage', async () => {
  const bytes = makeDoc({ body: [line('关于加强档案管理的答复')] });
  const longer = bytesOf(Buffer.concat([bytes, new Uint8Array(3 * 512).fill(0xff)]));
  const view = new DataView(longer.buffer);
  for (let extra = 0; extra < 3; extra++) view.setUint32(80 + extra * 4, bytes.length / 512 - 1 + extra, true);
  view.setUint32(44, 4, true);
  expect((await readRaw({ name: '复函.doc', bytes: longer })).raw.text).toBe('关于加强档案管理的答复');
});
