/**
 * Pictures of every place in light, dark and high contrast, at three sizes of window: `npm run tour`. The archive in them holds the sample
 * letters and some two hundred invented ones, all filed through the real window; one was corrected, and all were verified. They go to
 * docs/screenshots.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { LaunchedApp } from '../tests/e2e/fixtures.ts';
import { fileAll, hitsOf, openDesk, part, sample, search, visit } from '../tests/e2e/window-steps.ts';
import { inNeutralPlace } from './neutral-place.ts';

const OUT = path.resolve(import.meta.dirname, '../docs/screenshots');
/** Ordinary letters by several hands: what an office's archive looks like after some years. */
const HELD_OUT = path.resolve(import.meta.dirname, '../tests/bench/reading/heldout');
/** The letter that is corrected, by its subject; its original is a docx. */
const CORRECTED = '社区居家养老';
const BATCHES = ['batch-17', 'batch-19', 'batch-21'];
/** The last two lie at the desk. */
const LETTERS = fs
  .readdirSync(path.dirname(sample('x')))
  .filter((name) => /^0[1-7] .*\.(docx|txt|pdf)$/.test(name) && !name.startsWith('01 社区养老服务提案答复.pdf'))
  .map(sample);

interface Look {
  name: string;
  look: keyof typeof LOOK_NAMES;
  width: number;
  height: number;
  /** Base size of type: 大 or 特大 where it is not the standard. */
  size?: keyof typeof SIZE_NAMES;
  places: readonly string[];
}

const ALL = [
  'today',
  'desk',
  'review',
  'all',
  'table',
  'search',
  'history',
  'original',
  'stats',
  'audit',
  'checks',
  'settings',
  'keys',
];
const SOME = ['today', 'desk', 'search', 'audit'];
const LOOKS: readonly Look[] = [
  { name: 'light-1366', look: 'light', width: 1366, height: 768, places: ALL },
  { name: 'dark-1366', look: 'dark', width: 1366, height: 768, places: SOME },
  { name: 'high-1366', look: 'high', width: 1366, height: 768, places: SOME },
  { name: 'light-1920', look: 'light', width: 1920, height: 1080, places: SOME },
  { name: 'light-4k-large', look: 'light', width: 3840, height: 2160, size: 'huge', places: ['search', 'desk'] },
];

async function show(page: Page, place: string): Promise<void> {
  switch (place) {
    case 'today':
      await visit(page, '今日');
      return page.getByRole('region', { name: '各年办理结果' }).locator('canvas').waitFor();
    case 'desk':
      await visit(page, '归档');
      return page.getByRole('img', { name: /第 1 页$/ }).waitFor();
    case 'review':
      await visit(page, '待核对');
      // One of them that has pages: which letter is the most doubtful changes with the rules.
      await page.getByRole('list', { name: '待核对的函件' }).getByText('南湖片区').first().click();
      return page.getByRole('article', { name: /按原件版式显示/ }).waitFor();
    case 'all':
    case 'table': {
      await visit(page, '全部复函');
      await page
        .getByRole('radiogroup', { name: '列表样式' })
        .getByText(place === 'all' ? '双行' : '表格')
        .click();
      return page.getByRole('article').waitFor();
    }
    case 'search': {
      await search(page, '养老');
      await hitsOf(page).first().waitFor();
      await page.getByRole('radiogroup', { name: '列表样式' }).getByText('双行').click();
      await hitsOf(page).filter({ hasText: CORRECTED }).first().click();
      return part(page, '阅读');
    }
    case 'history':
      await part(page, '历史');
      return page.getByRole('heading', { name: '第 1 版与第 2 版的差异' }).waitFor();
    case 'original':
      await part(page, '原件');
      return page.getByRole('article', { name: /按原件版式显示/ }).waitFor();
    case 'stats':
      await visit(page, '统计');
      return page.getByRole('region', { name: '各年件数' }).waitFor();
    case 'audit':
      await visit(page, '审计');
      return page.getByRole('tab', { name: '日志' }).click();
    case 'checks':
      await visit(page, '审计');
      await page.getByRole('tab', { name: '校验与检测' }).click();
      return page.getByRole('region', { name: '历次校验和检测' }).getByText('校验').first().waitFor();
    case 'settings':
      return visit(page, '设置');
    case 'keys':
      return page.keyboard.press('F1');
  }
}

const LOOK_NAMES = { light: '浅色', dark: '深色', high: '高对比度' } as const;
const SIZE_NAMES = { standard: '标准', large: '大', huge: '特大' } as const;

async function setLook(page: Page, { look, size, width, height }: Look): Promise<void> {
  await page.setViewportSize({ width, height });
  await visit(page, '设置');
  await page
    .getByRole('radiogroup', { name: '字号' })
    .getByText(SIZE_NAMES[size ?? 'standard'], { exact: true })
    .click();
  await page.getByRole('radiogroup', { name: '样式' }).getByText(LOOK_NAMES[look], { exact: true }).click();
}

/** Imports the invented letters as a folder. */
async function importMany(app: LaunchedApp): Promise<void> {
  const folder = path.join(app.folder, '来件');
  fs.mkdirSync(folder);
  for (const batch of BATCHES)
    for (const name of fs.readdirSync(path.join(HELD_OUT, batch)).filter((file) => file.endsWith('.txt')))
      fs.copyFileSync(path.join(HELD_OUT, batch, name), path.join(folder, `${batch.slice(-2)}-${name}`));
  const { page } = app;
  await visit(page, '归档');
  await page.getByRole('button', { name: '导入文件夹' }).click();
  await app.stubDialog([folder]);
  await page.getByRole('button', { name: '选择文件夹' }).click();
  await page.getByRole('button', { name: '开始导入' }).click();
  await page.getByText('其中待核对', { exact: false }).waitFor({ timeout: IMPORT_MS });
}

/** Corrects one letter, and has the archive checked. */
async function workOn(page: Page): Promise<void> {
  await search(page, '一社区一站点');
  await hitsOf(page).filter({ hasText: CORRECTED }).first().click();
  await page.getByRole('article').first().waitFor();
  await page.keyboard.press('F2');
  await page.getByLabel('联系人', { exact: true }).fill('何叔宁');
  await page.getByLabel('修改理由').fill('更正联系人姓名');
  await page.keyboard.press('Control+Enter');
  await page.getByText('第 2 版，共 2 版').waitFor();
  await visit(page, '审计');
  await page.getByRole('tab', { name: '校验与检测' }).click();
  await page.getByRole('button', { name: '全库校验' }).click();
  await page.getByText('校验通过，未发现问题').first().waitFor({ timeout: IMPORT_MS });
}

const IMPORT_MS = 300_000;

fs.mkdirSync(OUT, { recursive: true });
const { app, complaints } = await openDesk();
try {
  const { page } = app;
  await importMany(app);
  await visit(page, '归档');
  await fileAll(app, LETTERS);
  await workOn(page);
  await visit(page, '归档');
  await app.stubDialog([sample('08 东部新区医院建议答复.pdf'), sample('09 夜市油烟噪声信访处理意见书.txt')]);
  await page.getByRole('button', { name: '选择文件' }).first().click();
  await page.getByRole('button', { name: /^确认入库/ }).waitFor();
  for (const look of LOOKS) {
    await setLook(page, look);
    for (const place of look.places) {
      await show(page, place);
      await page.waitForLoadState('networkidle');
      await page.locator('.ant-message-notice').first().waitFor({ state: 'hidden' });
      await page.evaluate(inNeutralPlace, [app.folder, '/home/档案室/复函']);
      const file = `${place}-${look.name}.png`;
      await page.screenshot({ path: path.join(OUT, file) });
      process.stdout.write(`docs/screenshots/${file}\n`);
      if (place === 'keys') await page.keyboard.press('Escape');
    }
  }
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
} finally {
  await app.close();
}
