/** The page of a package in a real browser, opened from its folder without any network: docs/spec/package.md, "The page". */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findChromium, utf8Locale } from '../../tools/machine.mjs';
import { openEngine, temporaryFolder } from '../support/engine.ts';
import { filesBelow, filledArchive } from '../support/packages.ts';
import { sample } from './window-steps.ts';

let browser: Browser;
beforeAll(async () => {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium');
  // Chromium's sandbox cannot be set up by root.
  browser = await chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    // Without a UTF-8 locale Chromium does not hand over files with Chinese in their names.
    env: { ...process.env, ...utf8Locale() },
  });
}, 120_000);
afterAll(() => browser.close());

let context: BrowserContext;
let asked: string[];
beforeEach(async () => {
  context = await browser.newContext({ offline: true });
  asked = [];
  context.on('request', (request) => asked.push(request.url()));
  return () => context.close();
});

async function openPage(dir: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(pathToFileURL(join(dir, '打开查看.html')).href);
  await page.getByText(/^共 \d+ 件/).waitFor();
  return { page, complaints };
}

const found = (page: Page): Promise<string> => page.locator('#found').innerText();

test('letters are listed, searched, shown with their history, and their files open', async () => {
  const { engine } = await filledArchive();
  const { dir } = await engine.call('export.package', { out: join(temporaryFolder(), '数据包 100%') });
  const { page, complaints } = await openPage(dir);
  expect(await found(page)).toBe('共 2 件');
  await page.getByRole('searchbox', { name: '检索' }).fill('夜间托管');
  await expect.poll(() => found(page)).toContain('共 1 件');
  expect(await page.locator('#list mark').allInnerTexts()).toEqual(['夜间托管']);
  await page.locator('#list button').click();
  await expect.poll(() => page.locator('#text').innerText()).toBe('改过的正文：夜间托管。');
  await page.getByRole('button', { name: '第 1 版', exact: true }).click();
  await expect.poll(() => page.locator('#text').innerText()).toContain('老旧小区');
  await page.getByText('以下为第 1 版，不是最新的第 5 版').waitFor();
  // The original opens from where it lies, byte for byte.
  const [original] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: '提案答复.txt' }).click(),
  ]);
  await original.waitForLoadState();
  expect(await original.locator('body').innerText()).toContain('云溪市教育局');
  const names = await page.getByRole('table', { name: '文件' }).getByRole('link').allInnerTexts();
  expect(names).toEqual(['正文.pdf', '提案答复.txt', 'CON.png', '托管点 100%名单?.txt']);
  for (const href of await page.getByRole('table', { name: '文件' }).getByRole('link').evaluateAll(hrefsOf))
    expect(readFileSync(new URL(href)).length).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
  expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
});

const hrefsOf = (links: Element[]): string[] => links.map((link) => (link as HTMLAnchorElement).href);

test('the same query finds the same letters as the archive’s own search', async () => {
  const engine = await openEngine();
  const names = ['01 社区养老服务提案答复.docx', '02 老旧小区加装电梯提案答复.txt', '03 农村客运公交化建议答复.docx'];
  const more = ['06 农村饮水安全提案答复.docx', '07 书院古籍保护提案答复.docx', '09 夜市油烟噪声信访处理意见书.txt'];
  await engine.call('letters.import', { paths: [...names, ...more].map(sample) });
  const [first] = (await engine.call('letters.list', {})).letters;
  await engine.call('letters.attach', {
    id: first?.id ?? '',
    attachments: [{ source: { name: '名单.txt', bytes: Buffer.from('附件里的农村字样') } }],
    reason: '补附件',
  });
  const { dir } = await engine.call('export.package', { out: join(temporaryFolder(), '包') });
  const { page } = await openPage(dir);
  const queries = [
    ...[
      '农村',
      '提案',
      '云溪市',
      '社區',
      '〔2023〕',
      '2023年',
      '水',
      '提案 农村',
      '提案 -农村',
      '电梯|饮水',
      '"农村 饮水"',
    ],
    ...[
      '标题:提案',
      '文号:云',
      '附件:农村',
      '正文:农村',
      '委员:周',
      '单位:局',
      '年:2023',
      '类别:政协提案',
      '公开:主动公开',
    ],
    ...['状态:有附件', '状态:无附件', '日期:2023-01..2023-09', '没有这样的话', '（', 'Ａ', '案号:0'],
  ];
  const box = page.getByRole('searchbox', { name: '检索' });
  let hits = 0;
  for (const query of queries) {
    const { total, hits: rows } = await engine.call('search.query', { query, limit: 100 });
    await box.fill(query);
    await expect.poll(() => found(page), { message: query }).toContain(`共 ${total} 件`);
    const titles = await page.locator('#list strong').allInnerTexts();
    expect(titles.sort(), query).toEqual(rows.map(({ title, name }) => title ?? name).sort());
    hits += total;
  }
  expect(hits).toBeGreaterThan(30);
});

test('the page checks the folder that its reader picks, and names what was changed, added or taken away', async () => {
  const { engine } = await filledArchive();
  const { dir } = await engine.call('export.package', { out: join(temporaryFolder(), '包') });
  const { page, complaints } = await openPage(dir);
  const pick = async (folder: string): Promise<void> => {
    await page.locator('#folder').setInputFiles(folder);
    await page.getByText(/^核对(不)?通过/).waitFor();
  };
  await pick(dir);
  await page.getByText('核对通过：函件 2 件，版本 6 个').waitFor();
  const spoiled = join(temporaryFolder(), '包');
  cpSync(dir, spoiled, { recursive: true });
  const path = filesBelow(spoiled).find((one) => one.endsWith('正文.pdf')) ?? '';
  const bytes = readFileSync(join(spoiled, path));
  bytes[200] = (bytes[200] ?? 0) ^ 1;
  writeFileSync(join(spoiled, path), bytes);
  writeFileSync(join(spoiled, 'data/多出.txt'), 'x');
  await pick(spoiled);
  await page.getByText(/^核对不通过/).waitFor();
  const told = await page.locator('#check li').allInnerTexts();
  expect(told.some((line) => line.includes('正文.pdf') && line.includes('changed'))).toBe(true);
  expect(told.some((line) => line.includes('多出.txt') && line.includes('added'))).toBe(true);
  expect(complaints).toEqual([]);
  expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
});

test('words of a letter that look like markup are words', async () => {
  const { engine, plain } = await filledArchive();
  const text = '</script><script>document.title="坏"</script><b>粗</b>&amp;<!-- 注 -->';
  await engine.call('letters.edit', { id: plain, text, reason: '试' });
  const { dir } = await engine.call('export.package', {
    selection: { ids: [plain] },
    out: join(temporaryFolder(), '包'),
  });
  const { page, complaints } = await openPage(dir);
  await page.locator('#list button').click();
  expect(await page.locator('#text').innerText()).toBe(text);
  expect(await page.title()).toBe('包');
  expect(complaints).toEqual([]);
});
