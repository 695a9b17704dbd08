import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { pageList } from '../../../main/archive/reading/readers/page-list.ts';
import { LETTER_LINES, typstPdf, typstText } from './make.ts';

const LETTER_PDF = LETTER_LINES.map((line) => typstText(line)).join('\\\n');
const squeeze = (text: string): string => text.replaceAll(/\s/g, '');

async function read(source: string): Promise<Awaited<ReturnType<typeof readRaw>>['raw']> {
  return (await readRaw({ name: '复函.pdf', bytes: typstPdf(source) })).raw;
}

describe('a pdf gives its lines as they stand on the page', () => {
  test('the letter, line for line', async () => {
    const raw = await read(LETTER_PDF);
    expect(raw).toMatchObject({ format: 'pdf', layout: 'wrapped', warnings: [] });
    expect(raw.text.trimEnd().split('\n').map(squeeze)).toEqual(LETTER_LINES.map(squeeze));
  });

  test('every page is read and has its span', async () => {
    const raw = await read(['第一页甲', '第二页乙', '第三页丙'].map(typstText).join('\n#pagebreak()\n'));
    expect(raw.pages.map(({ start, end }) => raw.text.slice(start, end).trim())).toEqual([
      '第一页甲',
      '第二页乙',
      '第三页丙',
    ]);
  });

  test('a page without text is named', async () => {
    const raw = await read('#text("甲")\n#pagebreak()\n#pagebreak()\n#text("丙")');
    expect(raw.warnings).toEqual([
      { code: 'PAGES_WITHOUT_TEXT', message: '第 2 页没有文字层（可能是扫描页或空白页）。' },
    ]);
  });

  const LEFT =
    '白鹭区水务局高度重视老旧小区供水管网改造工作，成立专班，逐一走访居民，摸清管网年限、材质和漏损情况，建立台账，按月调度，确保工程质量和进度都有人负责。';
  const RIGHT =
    '下一步将继续加大投入，完善二次供水设施的运行维护机制，推动水价改革，接受社会监督，让群众喝上放心水，用实际成效回应政协委员和广大居民的期待与关切。';

  test('two columns are read one after the other', async () => {
    const raw = await read(`#set page(columns: 2)\n#text("${LEFT}")\n#colbreak()\n#text("${RIGHT}")`);
    expect(squeeze(raw.text)).toBe(LEFT + RIGHT);
  });

  test('a table is read across', async () => {
    const rows = [
      '序号',
      '事项',
      '单位',
      '1',
      '管网改造',
      '水务局',
      '2',
      '道路恢复',
      '住建局',
      '3',
      '绿化',
      '园林局',
      '4',
      '验收',
      '街道办',
      '5',
      '回访',
      '社区',
    ];
    const raw = await read(`#table(columns: (1fr, 3fr, 2fr), ${rows.map((cell) => `[${cell}]`).join(', ')})`);
    expect(squeeze(raw.text)).toBe(rows.join(''));
  });

  test.each([90, 180, 270])('text turned by %i degrees is read in its own direction', async (degrees) => {
    const raw = await read(`#rotate(${degrees}deg, reflow: true)[#box(width: 14em)[#text("${LEFT}")]]`);
    expect(squeeze(raw.text)).toBe(LEFT);
  });

  test('a slanted stamp does not cut into the lines', async () => {
    const raw = await read(`#place(center + horizon, rotate(-30deg)[#text("样稿", size: 60pt)])\n${LETTER_PDF}`);
    expect(raw.text.trimEnd().split('\n').map(squeeze)).toEqual([...LETTER_LINES.map(squeeze), '样稿']);
  });

  test('reading stops when it is cancelled', async () => {
    const bytes = typstPdf(Array.from({ length: 20 }, (_, at) => `第${at}页`).join('\n#pagebreak()\n'));
    const stop = new AbortController();
    const seen: number[] = [];
    const reading = readRaw(
      { name: 'a.pdf', bytes },
      {
        signal: stop.signal,
        onProgress: ({ done }) => {
          seen.push(done);
          if (done === 3) stop.abort();
        },
      },
    );
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(seen).toEqual([1, 2, 3]);
  });
});

test('page numbers are told in runs', () => {
  expect(pageList([1, 2, 3, 7])).toBe('1–3、7');
  expect(pageList(Array.from({ length: 40 }, (_, at) => at * 2))).toMatch(/ 等 40$/);
});
