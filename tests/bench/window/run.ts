/**
 * The bench of the window: `npm run bench -- window [--letters 100000] [--keep DIR] [--tours 10] [--write]`. The real window on an
 * archive of synthetic letters, beside an empty window of the same runtime in the same run: start, keys to painted lists, arrows to
 * painted letters, scrolling, long tasks, memory. With --write the table goes into docs/benchmarks/window.md.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { build } from '../../../tools/build.mjs';
import { launchApp, type LaunchedApp } from '../../e2e/fixtures.ts';
import { Synthetic } from '../search/synthetic.ts';
import { percentiles } from '../search/timing.ts';
import { Tables } from '../tables.ts';
import { makeArchive } from './archive.ts';
import { heapOf, type Heap } from './heap.ts';
import { memoryByKind, memoryOf } from './memory.ts';
import { installProbe, scrollThrough, whenShown, type Probe } from './probe.ts';

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '100000' },
    keep: { type: 'string' },
    tours: { type: 'string', default: '10' },
    write: { type: 'boolean', default: false },
  },
});
const LETTERS = Number(values.letters);
const TOURS = Number(values.tours);
const PAGE = { name: 'window', title: 'The window, measured', command: 'npm run bench -- window --write' };
const MB = 2 ** 20;
/** Queries that are typed, and letters that are walked. */
const QUERIES = 16;
const ARROWS = 60;
const SCROLL_FRAMES = 240;
const STARTS = 5;
const REST_MS = 3000;
const TARGETS = { firstPaint: 1000, usable: 2000, key: 80, arrow: 100, frame: 50, task: 100, heap: 200, memory: 500 };

/** How long a start took, in milliseconds from the start of the program on. */
interface Start {
  firstPaintMs: number;
  /** Of it, from the page's own beginning on: what the program's window itself takes, without its runtime's start. */
  pagePaintMs: number;
  usableMs: number;
}

interface Window extends Start {
  app: LaunchedApp;
  page: Page;
  session: CDPSession;
}

const middle = (starts: readonly Start[], of: keyof Start): number => percentiles(starts.map((start) => start[of])).p50;

/** Starts the window and waits for a list that answers a key; for an empty archive for the page that says so. */
async function open(folder: string, empty: boolean): Promise<Window> {
  const began = performance.now();
  const beganAt = performance.timeOrigin + began;
  const app = await launchApp({ folder, built: true });
  const { page } = app;
  page.setDefaultTimeout(60_000);
  if (empty) await shown(page, `() => document.querySelector('main h2')?.textContent === '库中还没有函件'`);
  else {
    await shown(page, inSight('nav[aria-label=主要功能]'));
    await page.keyboard.press('Alt+4');
    await shown(page, inSight('[role=listbox] [role=option]'));
    await page.keyboard.press('Alt+ArrowDown');
    await shown(page, inSight('article'));
  }
  const usableMs = performance.now() - began;
  const { origin, painted } = await page.evaluate(() => ({
    origin: performance.timeOrigin,
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  }));
  const firstPaintMs = origin + painted - beganAt;
  const session = await page.context().newCDPSession(page);
  await page.evaluate(installProbe);
  return { app, page, session, firstPaintMs, pagePaintMs: painted, usableMs };
}

/** A test of the page is handed over as source: the page takes no code made of text, not even from itself. */
const shown = (page: Page, holds: string): Promise<void> =>
  page.evaluate<undefined>(`(${whenShown.toString()})(${holds})`);

/** Milliseconds from the last key until it has been painted. */
const measure = (page: Page, holds: string): Promise<number> =>
  page.evaluate<number>(`(${whenShown.toString()})(${holds}).then(() => performance.now() - window.probe.keyAt)`);

/** The test that something that a person sees stands in the page. */
const inSight = (selector: string): string =>
  `() => [...document.querySelectorAll('${selector}')].some((one) => one.getClientRects().length > 0)`;

/** Types queries a key at a time; each key is timed to the frame that shows its own answer. */
async function typing({ page }: Window, queries: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: '检索词' });
  for (const query of queries) {
    await box.fill('');
    await page.getByText(/^库中共/).waitFor();
    let typed = '';
    for (const sign of query) {
      typed += sign;
      const shown = JSON.stringify(`含“${typed}”`);
      const measured = measure(
        page,
        `() => document.querySelector('[class*=understood]')?.textContent?.includes(${shown}) === true && document.querySelector('[data-stale]') === null`,
      );
      await page.keyboard.insertText(sign);
      times.push(await measured);
    }
  }
  return times;
}

/** Walks the list; each arrow is timed to the frame that shows the letter it leads to. */
async function walking({ page }: Window, arrows: number): Promise<number[]> {
  const times: number[] = [];
  await page.getByRole('listbox').focus();
  await page.keyboard.press('Home');
  const lines = Number(await page.getByRole('listbox').getByRole('option').first().getAttribute('aria-setsize'));
  for (let at = 0; at < Math.min(arrows, lines - 1); at += 1) {
    const measured = measure(
      page,
      `() => { const seen = (of) => [...document.querySelectorAll(of)].find((one) => one.getClientRects().length > 0); const row = seen('[role=option][data-active]'); const name = row?.querySelector('strong')?.textContent; const shown = seen('article[aria-label]'); return row?.getAttribute('aria-posinset') === '${at + 2}' && name != null && shown?.getAttribute('aria-label') === name && shown.querySelector('[role=document]') !== null; }`,
    );
    await page.keyboard.press('ArrowDown');
    times.push(await measured);
  }
  return times;
}

const kindsOf = (pid: number): string =>
  `${memoryByKind(pid)
    .filter(([, bytes]) => bytes >= MB)
    .map(([kind, bytes]) => `${kind} ${(bytes / MB).toFixed(0)}`)
    .join(', ')} MB`;

async function tour(window: Window, queries: readonly string[]): Promise<void> {
  const { page } = window;
  for (const place of ['今日', '全部复函', '检索', '统计', '审计', '设置']) {
    await page.getByRole('navigation', { name: '主要功能' }).getByRole('button', { name: place, exact: true }).click();
    await page.waitForLoadState('networkidle');
  }
  await page.keyboard.press('Alt+5');
  await typing(window, queries.slice(0, 2));
  await walking(window, 10);
}

const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'fuhan-window-'));
const emptyFolder = mkdtempSync(join(tmpdir(), 'fuhan-window-empty-'));
mkdirSync(folder, { recursive: true });
const tables = new Tables(null);
try {
  await build();
  await makeArchive(join(folder, 'archive'), LETTERS);
  const synthetic = new Synthetic({ seed: 7, length: 200 });
  const queries = Array.from({ length: QUERIES }, (_, at) => {
    const { text } = synthetic.letter(at * 37 + 5);
    const words = text.split('\n')[2] ?? '';
    return words.slice(8, 8 + 3 + (at % 4)).replaceAll(/[^\p{Script=Han}]/gu, '') || '养老服务';
  });

  tables.begin('start', `an empty window of the same runtime before each of ${STARTS} starts; the middle one counts`);
  const empties: Start[] = [];
  const starts: Start[] = [];
  let emptyMemory = 0;
  let emptyKinds = '';
  let emptyHeap = 0;
  let window: Window | undefined;
  for (let at = 0; at < STARTS; at += 1) {
    // The next start begins at 今日 again, as the first one does.
    await window?.page.keyboard.press('Alt+1');
    await window?.app.close();
    const empty = await open(emptyFolder, true);
    empties.push(empty);
    if (at === STARTS - 1) {
      emptyMemory = memoryOf(empty.app.pid);
      emptyKinds = kindsOf(empty.app.pid);
      emptyHeap = (await heapOf(empty.session)).bytes;
    }
    await empty.app.close();
    window = await open(folder, false);
    starts.push(window);
  }
  if (window === undefined) throw new Error('no start');
  const { page } = window;
  const [emptyPaint, firstPaint] = [middle(empties, 'firstPaintMs'), middle(starts, 'firstPaintMs')];
  const [emptyUsable, usable] = [middle(empties, 'usableMs'), middle(starts, 'usableMs')];
  tables.row('empty window: first paint', `${emptyPaint.toFixed(0)} ms`);
  tables.row('empty window: usable', `${emptyUsable.toFixed(0)} ms`);
  tables.row('empty window: memory of all processes', `${(emptyMemory / MB).toFixed(0)} MB`);
  tables.row('empty window: by kind', emptyKinds);
  tables.row(
    'from starting the program to the first paint',
    `${firstPaint.toFixed(0)} ms (${(firstPaint / emptyPaint).toFixed(2)} of the empty window)`,
    `≤ ${TARGETS.firstPaint} ms`,
    firstPaint <= TARGETS.firstPaint,
  );
  tables.row('of it from the page’s own beginning on', `${middle(starts, 'pagePaintMs').toFixed(0)} ms`);
  tables.row(
    'from starting the program to a list that answers a key',
    `${usable.toFixed(0)} ms (${(usable / emptyUsable).toFixed(2)} of the empty window)`,
    `≤ ${TARGETS.usable} ms`,
    usable <= TARGETS.usable,
  );
  tables.row('each start', starts.map(({ usableMs }) => `${usableMs.toFixed(0)} ms`).join(', '));

  tables.begin('keys', `${LETTERS} letters`);
  await page.keyboard.press('Alt+5');
  await typing(window, queries.slice(0, 2));
  await page.evaluate(() => ((globalThis as unknown as { probe: Probe }).probe.longTasks.length = 0));
  const spread = (name: string, times: number[], target: number, at: 'p95' | 'p99'): void => {
    const { p50, p95, p99 } = percentiles(times);
    const value = at === 'p95' ? p95 : p99;
    tables.row(
      `${name}, ${times.length} times`,
      `p50 ${p50.toFixed(0)}, p95 ${p95.toFixed(0)}, p99 ${p99.toFixed(0)} ms`,
      `${at} ≤ ${target} ms`,
      value <= target,
    );
  };
  spread('key to painted list', await typing(window, queries), TARGETS.key, 'p95');
  await page.keyboard.press('Alt+4');
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  spread('arrow to painted letter', await walking(window, ARROWS), TARGETS.arrow, 'p95');
  spread(
    `a frame while scrolling through ${LETTERS} lines`,
    await page.evaluate<number[]>(`(${scrollThrough.toString()})('[role=listbox]', ${SCROLL_FRAMES})`),
    TARGETS.frame,
    'p99',
  );

  tables.begin('tour', `${TOURS} tours through all places`);
  await tour(window, queries);
  const longTasks: number[] = [];
  // A look at the heap is a long task of its own, and none of the tour.
  const heapNow = async (): Promise<Heap> => {
    longTasks.push(...(await page.evaluate(() => (globalThis as unknown as { probe: Probe }).probe.longTasks)));
    const heap = await heapOf(window.session);
    await setTimeout(REST_MS);
    await page.evaluate(() => ((globalThis as unknown as { probe: Probe }).probe.longTasks.length = 0));
    return heap;
  };
  const heapOnce = await heapNow();
  for (let again = 1; again < TOURS; again += 1) await tour(window, queries);
  const heapOften = await heapNow();
  const longest = Math.max(0, ...longTasks);
  const mb = (bytes: number): string => (bytes / MB).toFixed(1);
  tables.row('longest task of the page’s thread', `${longest} ms`, `≤ ${TARGETS.task} ms`, longest <= TARGETS.task);
  tables.row(
    'page heap after one tour (of the empty window)',
    `${mb(heapOnce.bytes)} MB (${mb(emptyHeap)} MB)`,
    `≤ ${TARGETS.heap} MB`,
    heapOnce.bytes <= TARGETS.heap * MB,
  );
  tables.row(`page heap after ${TOURS} tours`, `${mb(heapOften.bytes)} MB`);
  tables.row(
    'objects, strings and document (also outside of that heap), without compiled code: after one tour',
    `${mb(heapOnce.withoutCode)} MB`,
  );
  tables.row(
    `the same after ${TOURS} tours`,
    `${mb(heapOften.withoutCode)} MB`,
    'as after one (+10 %)',
    heapOften.withoutCode <= heapOnce.withoutCode * 1.1,
  );
  // The program gives back what gathered as soon as nobody asks anything for a moment.
  await setTimeout(REST_MS);
  const over = (memoryOf(window.app.pid) - emptyMemory) / MB;
  tables.row(
    'memory of all processes above the empty window, at rest after the tours',
    `${over.toFixed(0)} MB`,
    `≤ ${TARGETS.memory} MB`,
    over <= TARGETS.memory,
  );
  tables.row('of all processes, by kind', kindsOf(window.app.pid));
  await window.app.close();
  if (values.write) tables.write(PAGE);
} finally {
  rmSync(emptyFolder, { recursive: true, force: true });
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
