/** The main job through the real window, from dropped files to a PDF whose text is the letter's. */
import fs from 'node:fs';
import path from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, CallOutput } from '../../shared/contract/index.ts';
import type { LaunchedApp } from './fixtures.ts';
import {
  BOOT_TIMEOUT_MS,
  dropAndRead,
  fileDraft,
  hitsOf,
  openDesk,
  part,
  sample,
  search,
  visit,
} from './window-steps.ts';

const DOCX = sample('01 社区养老服务提案答复.docx');
const PDF = sample('01 社区养老服务提案答复.pdf');
const ATTACHMENT = sample('附件/社区养老服务设施情况表.docx');
/** Crosses a line wrap of the PDF. */
const WRAPPED = '一社区一站点';

let app: LaunchedApp;
let page: Page;
let complaints: string[];
let outFolder: string;

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
  outFolder = path.join(app.folder, 'out');
  fs.mkdirSync(outFolder);
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
});

/** The text of a PDF without blanks and page numbers. */
async function pdfText(file: string): Promise<string> {
  const document = await getDocument({ data: new Uint8Array(fs.readFileSync(file)) }).promise;
  let text = '';
  for (let number = 1; number <= document.numPages; number += 1) {
    const content = await (await document.getPage(number)).getTextContent();
    text += content.items.map((item) => ('str' in item ? item.str : '')).join('');
  }
  await document.loadingTask.destroy();
  return squeeze(text);
}
const squeeze = (text: string): string => text.normalize('NFKC').replace(/\s/gu, '');

async function newestLetter(): Promise<CallOutput<'letters.show'>> {
  const answer = await page.evaluate(async () => {
    const list = (await window.archive.call('letters.list', { limit: 1 }, 'e2e-list')) as Answer<
      CallOutput<'letters.list'>
    >;
    const id = list.ok ? list.value.letters[0]?.id : undefined;
    return (await window.archive.call('letters.show', { id }, 'e2e-show')) as Answer<CallOutput<'letters.show'>>;
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

describe('the main job', () => {
  test('a dropped docx and a dropped pdf are read, and each element shows where it was read', async () => {
    await dropAndRead(app, [DOCX, PDF]);
    await page.getByText('待归档 2 件').waitFor();
    expect(await page.getByLabel('题名').inputValue()).toBe(
      '关于政协云溪市第六届委员会第二次会议第062015号提案答复的函',
    );
    expect(await page.getByLabel('发文字号').inputValue()).toBe('云民函〔2023〕41号');
    expect(await page.getByLabel('主送').inputValue()).toBe('周砚清');
    expect(await page.getByLabel('成文日期').inputValue()).toBe('2023-07-14');
    // Beside the pdf stands its page, beside the docx its paper; the text alone is one click away.
    await page.getByRole('article', { name: /\.docx，按原件版式显示/ }).waitFor();
    await page.getByRole('region', { name: '原件' }).getByText('文字', { exact: true }).click();
    await page.getByLabel('案由').focus();
    const evidence = page.locator('[data-now]');
    await evidence.first().waitFor();
    expect((await evidence.allTextContents()).join('')).toBe(await page.getByLabel('案由').inputValue());
  });

  test('an evidence in the text leads to its field', async () => {
    await page.locator('[data-evidence~="doc_number"]').first().click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('draft-doc_number');
  });

  test('a letter is filed with an attachment by one key, and the next draft is in hand', async () => {
    await app.stubDialog([ATTACHMENT]);
    await page.getByRole('button', { name: '添加附件' }).click();
    await page.getByRole('combobox', { name: '附件种类：社区养老服务设施情况表.docx' }).waitFor();
    await fileDraft(page);
    await page.getByText('待归档 1 件').waitFor();
    await page.getByRole('button', { name: /^确认入库/ }).waitFor();
    await fileDraft(page);
    await page.getByText('把复函文件或文件夹拖到这里').waitFor();
    await page.getByText('共 2 件').waitFor();
  });

  test('a phrase that crosses a line wrap of the pdf is found and marked', async () => {
    await search(page, WRAPPED);
    await page
      .getByText(/^共 2 件，用时/)
      .first()
      .waitFor();
    const marks = hitsOf(page).first().locator('[class*=snippet] mark');
    await marks.first().waitFor();
    expect((await marks.allTextContents()).join('')).toBe(WRAPPED);
    await page.keyboard.press('Enter');
    await page.getByText('第 1 处，共 1 处').waitFor();
    expect((await page.locator('mark[data-mark="0"]').allTextContents()).join('')).toBe(WRAPPED);
  });

  test('a change without a reason is not saved', async () => {
    await page.keyboard.press('F2');
    await page.getByText('尚未作任何修改').waitFor();
    await page.getByLabel('联系人', { exact: true }).fill('何叔宁');
    const text = page.getByRole('textbox', { name: '正文' });
    await text.fill((await text.inputValue()).replace('何书宁', '何叔宁'));
    await page.getByText('已修改：联系人、正文').waitFor();
    await page.keyboard.press('Control+Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('edit-reason');
    expect((await newestLetter()).versions).toBe(1);
  });

  test('a change with a reason makes version 2', async () => {
    await page.getByLabel('修改理由').fill('更正联系人姓名');
    await page.keyboard.press('Control+Enter');
    await page.getByText('第 2 版，共 2 版').waitFor();
    await page.locator('[data-field="contact"]:visible').getByText('何叔宁').waitFor();
  });

  test('version 2 is compared with version 1, side by side', async () => {
    await part(page, '历史');
    await page.getByRole('heading', { name: '第 1 版与第 2 版的差异' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: '更正联系人姓名' }).waitFor();
    const field = page.locator('tr[data-field="contact"]');
    expect(await field.locator('del').textContent()).toBe('何书宁');
    expect(await field.locator('ins').textContent()).toBe('何叔宁');
    const changed = page.locator('tr[data-changed="true"]');
    expect(await changed.count()).toBe(1);
    expect(await changed.locator('del').textContent()).toBe('书');
    expect(await changed.locator('ins').textContent()).toBe('叔');
  });

  test('version 1 is shown as an old version and is restored on top', async () => {
    await page.getByRole('button', { name: '查看第 1 版' }).click();
    await page.getByText('您看到的是第 1 版（旧版），最新为第 2 版').waitFor();
    expect(await page.getByRole('button', { name: '修改', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: '恢复为这一版' }).click();
    await page.getByLabel('理由').fill('改错了，恢复原状');
    await page.keyboard.press('Enter');
    await page.getByText('第 3 版，共 3 版').waitFor();
    await page.locator('[data-field="contact"]:visible').getByText('何书宁').waitFor();
  });

  test('the letter is exported to a PDF whose text is the letter’s', async () => {
    await page.getByRole('button', { name: '导出 PDF' }).click();
    await app.stubDialog([outFolder]);
    await page.getByRole('button', { name: '选择文件夹' }).click();
    await page.getByText(outFolder).waitFor();
    await page.getByRole('button', { name: '导出', exact: true }).click();
    await page.getByText('已导出 1 个文件').waitFor();
    const written = fs.readdirSync(outFolder);
    const [file, ...others] = written.filter((name) => name.endsWith('.pdf'));
    expect(others).toEqual([]);
    expect(written.filter((name) => name !== file)).toEqual([expect.stringMatching(/^导出清单 .*\.json$/)]);
    await page.keyboard.press('Control+j');
    await page.getByText(/审计链末端：第 \d+ 条 [0-9a-f]{64}/).waitFor();
    await page.keyboard.press('Control+j');
    const exported = await pdfText(path.join(outFolder, file ?? ''));
    const { text } = await newestLetter();
    const lines = text.split('\n').map(squeeze).filter(Boolean);
    expect(lines.length).toBeGreaterThan(15);
    // Page numbers stand between two pages, so a paragraph is looked for without them.
    const body = exported.replace(/—\d+—/g, '');
    const missing = lines.filter(
      (line) => !body.includes(line) && !pieces(line).every((piece) => body.includes(piece)),
    );
    expect(missing).toEqual([]);
  });

  test('an attachment is saved with its original bytes', async () => {
    await search(page, '何书宁');
    await hitsOf(page).nth(1).click();
    await part(page, '附件');
    await page.getByText('社区养老服务设施情况表.docx').waitFor();
    const out = path.join(outFolder, '情况表.docx');
    await app.stubDialog([out]);
    await page.getByRole('button', { name: '另存为：社区养老服务设施情况表.docx' }).click();
    await page.getByText(/已保存：社区养老服务设施情况表.docx/).waitFor();
    expect(fs.readFileSync(out).equals(fs.readFileSync(ATTACHMENT))).toBe(true);
  });

  test('the check finds nothing, and the log names every act', async () => {
    await visit(page, '审计');
    await page.getByRole('tab', { name: '校验与检测' }).click();
    await page.getByRole('button', { name: '全库校验' }).click();
    await page.getByText('校验通过，未发现问题').waitFor();
    await page.getByRole('tab', { name: '日志' }).click();
    const log = page.getByRole('list', { name: '审计记录' });
    await log.getByText('全库校验，通过').first().waitFor();
    for (const act of ['归档', '修改了', '恢复为第 1 版', '导出 PDF 1 件'])
      await log.getByText(act, { exact: false }).first().waitFor();
    // Letters are spoken of by their names, changes by what was changed.
    await log.getByText('联系人：何书宁 → 何叔宁', { exact: false }).first().waitFor();
    expect(await log.textContent()).not.toMatch(/[0-9a-f]{32}/);
  });

  test('the browser had nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});

/** The head of a letter is set in parts (class to the left, number to the right): its pieces count, not their order. */
function pieces(line: string): string[] {
  return line.split(/(?<=[)\]〕])(?=\S)/u);
}
