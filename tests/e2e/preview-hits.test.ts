/** What is looked for lights up on files as they look, at its letters and nowhere else: pdf, scan, Word, OFD, mail, workbook. */
import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallName, Chosen, ShellCallName } from '../../shared/contract/index.ts';
import {
  encode,
  ofdText,
  pagedPdf,
  paragraph,
  pdfText,
  rawDocx,
  rawOfd,
  rawXlsx,
  scan,
  typstPdf,
} from '../unit/readers/make.ts';
import type { LaunchedApp } from './fixtures.ts';
import {
  BOOT_TIMEOUT_MS,
  callThroughWindow,
  fileAll,
  hitsOf,
  openDesk,
  part,
  sample,
  search,
  visit,
} from './window-steps.ts';

const WORDS = '风雨连廊';
const PAGE = { width: 595, height: 842 };
/** Type of the pdf's pages, in points. */
const SIZE = 16;

const PDF = pagedPdf([
  [
    pdfText('各点位建设情况如下，其中甲段已经建成风雨', 72, 700),
    pdfText('连廊三处，乙段在建，风雨无阻。', 72, 676),
  ].join('\n'),
  pdfText('本页说明经费来源和养护责任，由各街道分别落实。', 72, 700),
  pdfText('丙段第2期风雨连廊于明年完工。', 100, 500),
]);
const row = (...cells: string[]): string =>
  `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
const LONG = '本段较长，说明工程的由来和经过，列明各次会议的意见、各单位的分工，';
const SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const FILES: Record<string, () => Uint8Array | Promise<Uint8Array>> = {
  '点位.pdf': () => PDF,
  '点位.docx': () =>
    rawDocx(
      `${paragraph('点位情况说明')}${paragraph(`${WORDS}各处均建成，`.repeat(40))}${paragraph('风雨无阻，连廊三处。')}`,
    ),
  '点位.ofd': () => rawOfd(ofdText('各点位风雨连廊建设情况', 20, 30) + ofdText('风雨之外另有连廊', 20, 60)),
  '点位.eml': () =>
    encode(
      `From: a@qinghe.invalid\r\nTo: b@qinghe.invalid\r\nSubject: test\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n各点位：\r\n${WORDS}甲段三处。\r\n风雨无阻。\r\n${WORDS}乙段五处。\r\n`,
      'utf-8',
    ),
  '点位.xlsx': () =>
    rawXlsx(`<sheetData>${row('点位', '数量')}${row('学校', '3')}</sheetData>`, {
      sheets: '<sheet name="学校" r:id="rId1"/><sheet name="街道" r:id="rId2"/>',
      parts: {
        'xl/worksheets/sheet2.xml': `<worksheet ${SHEET}><sheetData>${Array.from({ length: 200 }, (_, at) => row(at === 150 ? `${LONG}建成${WORDS}五处` : `街道${at}`, '风雨')).join('')}</sheetData></worksheet>`,
      },
    }),
  '点位.png': () =>
    scan(
      typstPdf(
        `#set page(paper: "a4", margin: 0pt)\n#place(dx: 80pt, dy: 120pt)[#text(size: 18pt)[各点位建设情况说明如下]]\n#place(dx: 80pt, dy: 300pt)[#text(size: 18pt)[甲段建成${WORDS}三处]]`,
      ),
    ),
};

type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>;

let app: LaunchedApp;
let page: Page;
let complaints: string[];

const ask = (name: CallName | ShellCallName, input: object): Promise<unknown> => callThroughWindow(page, name, input);

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
  await fileAll(app, [sample('02 老旧小区加装电梯提案答复.txt')]);
  const files: string[] = [];
  for (const [name, make] of Object.entries(FILES)) {
    const file = path.join(app.folder, name);
    fs.writeFileSync(file, await make());
    files.push(file);
  }
  await app.stubDialog(files);
  const { chosen } = (await ask('shell.chooseFiles', { title: '选择附件' })) as { chosen: Chosen[] };
  const { hits } = (await ask('search.query', { query: '加装电梯' })) as { hits: { id: string }[] };
  const attachments = chosen.map(({ handle }) => ({ source: { path: handle } }));
  await ask('letters.attach', { id: hits[0]?.id, attachments, reason: '补点位' });
  await search(page, WORDS);
  await hitsOf(page).first().click();
}, BOOT_TIMEOUT_MS);
afterAll(() => app.close());

/** Shows an attachment as it looks. */
async function look(name: string): Promise<void> {
  await part(page, '附件');
  await page.getByRole('button', { name: `查看：${name}` }).click();
  await page.getByText(new RegExp(`^第 1 处，共 \\d+ 处$`)).waitFor();
  await page.getByText('页面', { exact: true }).click();
  await page.getByText(`“${name}”的页面`).waitFor();
}

const now = (): Locator => page.locator('[data-mark][data-now]').first();

/** The marks in the window, each by its pieces. */
async function boxes(): Promise<Box[]> {
  await now().waitFor();
  return page
    .locator('span[data-mark]')
    .evaluateAll((marks) => marks.map((mark) => mark.getBoundingClientRect().toJSON() as Box));
}

/** In pixels: edges of pixels are rounded. */
const NEAR = 2;
const isSame = (one: Box, two: Box): boolean =>
  (['x', 'y', 'width', 'height'] as const).every((side) => Math.abs(one[side] - two[side]) <= NEAR);

/** Where the words stand, by the browser's own account; a place for each line. */
const wordsIn = (root: Locator): Promise<Box[]> =>
  root.evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const places: Box[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { data } = node as Text;
      for (let at = data.indexOf(wanted); at !== -1; at = data.indexOf(wanted, at + 1)) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        for (const rect of range.getClientRects()) places.push(rect.toJSON() as Box);
      }
    }
    return places;
  }, WORDS);

/** A mark at each place of the words in a file, and nowhere else: once what was found has been scrolled to, which moves both. */
async function expectOnWords(file: RegExp, atLeast: number): Promise<void> {
  const standOnWords = async (): Promise<boolean> => {
    const [shown, words] = [await boxes(), await wordsIn(page.getByRole('article', { name: file }))];
    return (
      words.length >= atLeast &&
      shown.length === words.length &&
      shown.every((box, at) => isSame(box, words[at] ?? { x: 0, y: 0, width: 0, height: 0 }))
    );
  };
  await expect.poll(standOnWords, { timeout: 30_000 }).toBe(true);
}

/** Where so many signs of a line of the pdf stand in the window. */
async function onPdf(number: number, x: number, base: number, signs: number): Promise<Box> {
  const image = await page.getByRole('img', { name: `点位.pdf 第 ${number} 页` }).boundingBox();
  if (image === null) throw new Error('no page');
  const scale = image.width / PAGE.width;
  return {
    x: image.x + x * scale,
    y: image.y + (PAGE.height - base - SIZE) * scale,
    width: signs * SIZE * scale,
    height: SIZE * 1.4 * scale,
  };
}

/** Sideways at the letters, and on their line. */
function expectOn(box: Box | undefined, place: Box): void {
  if (box === undefined) throw new Error('no mark');
  expect(Math.abs(box.x - place.x)).toBeLessThanOrEqual(3);
  expect(Math.abs(box.width - place.width)).toBeLessThanOrEqual(4);
  expect(box.y).toBeGreaterThan(place.y - place.height / 2);
  expect(box.y + box.height).toBeLessThan(place.y + place.height * 1.5);
}

describe('what is looked for in an attachment lights up as it looks', () => {
  test('on a pdf, over the end of a line, and the next mark turns the page', { timeout: 120_000 }, async () => {
    await look('点位.pdf');
    const first = await boxes();
    expect(first).toHaveLength(2);
    expectOn(first[0], await onPdf(1, 72 + 18 * SIZE, 700, 2));
    expectOn(first[1], await onPdf(1, 72, 676, 2));
    await page.keyboard.press('F3');
    await page.getByText('第 2 处，共 2 处').waitFor();
    await page.getByRole('img', { name: '点位.pdf 第 3 页' }).waitFor();
    await page.locator('[data-mark="1"][data-now]').waitFor();
    const [third, ...others] = await boxes();
    expect(others).toEqual([]);
    // The figure before it is half as wide.
    expect(Math.abs((third?.width ?? 0) - (await onPdf(3, 0, 500, 4)).width)).toBeLessThan(12);
    await page.keyboard.press('F3');
    await page.getByRole('img', { name: '点位.pdf 第 1 页' }).waitFor();
    await page.locator('[data-mark="0"][data-now]').first().waitFor();
  });

  test('in a Word file: every place, over ends of lines too, and no other', { timeout: 120_000 }, async () => {
    await look('点位.docx');
    await page.getByText('第 1 处，共 40 处').waitFor();
    await expectOnWords(/点位\.docx/, 41);
  });

  test('on a page of an OFD and in a mail', { timeout: 120_000 }, async () => {
    await look('点位.ofd');
    const onPage = await boxes();
    const drawn = await wordsIn(page.getByRole('img', { name: '点位.ofd 第 1 页' }));
    expect(onPage).toHaveLength(1);
    // Letters of a drawn page have a place each: all of them lie under the mark.
    const left = Math.min(...drawn.map(({ x }) => x));
    const right = Math.max(...drawn.map(({ x, width }) => x + width));
    expect(Math.abs((onPage[0]?.x ?? 0) - left)).toBeLessThanOrEqual(NEAR);
    expect(Math.abs((onPage[0]?.x ?? 0) + (onPage[0]?.width ?? 0) - right)).toBeLessThanOrEqual(NEAR);

    await look('点位.eml');
    await expectOnWords(/点位\.eml/, 2);
    expect(await boxes()).toHaveLength(2);
    await page.keyboard.press('F3');
    await page.locator('[data-mark="1"][data-now]').waitFor();
  });

  test(
    'in a workbook: the sheet and the line come into sight, the cell is told whole',
    { timeout: 120_000 },
    async () => {
      await look('点位.xlsx');
      await page.getByRole('tab', { name: '街道', selected: true }).waitFor();
      const table = page.getByRole('table', { name: '街道' });
      await table.locator('mark').waitFor();
      expect(await table.locator('mark').allTextContents()).toEqual([WORDS]);
      const whole = page.getByRole('status', { name: '选中的单元格' });
      expect(await whole.textContent()).toBe(`${LONG}建成${WORDS}五处`);
      expect(await whole.locator('mark').allTextContents()).toEqual([WORDS]);
      await table.getByRole('cell', { name: '街道149' }).click();
      expect(await whole.textContent()).toBe('街道149');
    },
  );

  test('on a picture, whose words are read again', { timeout: 180_000 }, async () => {
    await look('点位.png');
    await now().waitFor({ timeout: 120_000 });
    const shown = await boxes();
    const image = await page.getByRole('img', { name: '点位.png 第 1 页' }).boundingBox();
    if (image === null) throw new Error('no page');
    expect(shown).toHaveLength(1);
    const scale = image.width / PAGE.width;
    const [left, width] = [(shown[0]?.x ?? 0) - image.x, shown[0]?.width ?? 0];
    expect(Math.abs(left - (80 + 4 * 18) * scale)).toBeLessThan(9 * scale);
    expect(Math.abs(width - 4 * 18 * scale)).toBeLessThan(12 * scale);
    const middle = (shown[0]?.y ?? 0) - image.y + (shown[0]?.height ?? 0) / 2;
    expect(Math.abs(middle - 309 * scale)).toBeLessThan(12 * scale);
  });
});

test('the original lights up too, and a mark that is only in the text says so', { timeout: 120_000 }, async () => {
  await visit(page, '归档');
  await fileAll(app, [sample('03 农村客运公交化建议答复.docx')]);
  const { hits } = (await ask('search.query', { query: '公交' })) as { hits: { id: string }[] };
  const { id = '' } = hits[0] ?? {};
  const { text } = (await ask('letters.show', { id })) as { text: string };
  await ask('letters.edit', { id, text: `${text}\n附记：公交另议`, reason: '试验' });
  await search(page, '公交');
  await hitsOf(page).first().click();
  await part(page, '原件');
  await boxes();
  const told = await page.getByText(/^第 1 处，共 \d+ 处$/).textContent();
  const count = Number(/共 (\d+) 处/.exec(told ?? '')?.[1]);
  const marked = await page
    .locator('span[data-mark]')
    .evaluateAll((marks) => marks.map((mark) => Number(mark.getAttribute('data-mark'))));
  expect([...new Set(marked)].toSorted((a, b) => a - b)).toEqual(Array.from({ length: count - 1 }, (_, at) => at));
  await page.keyboard.press('Shift+F3');
  await page.getByText('这一处只在读出的文字中', { exact: false }).waitFor();
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
