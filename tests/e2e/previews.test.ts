/** Originals as they look, in the real window: nothing of a hostile file runs, nothing is fetched, the policy stays what it is. */
import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ofdText, paragraph, rawDocx, rawOfd, zip } from '../unit/readers/make.ts';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, dropAndRead, fileAll, openDesk, sample, visit } from './window-steps.ts';

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const HOSTILE = rawDocx(
  `${paragraph('关于政协白鹭区三届二次会议第030299号提案答复的函')}${paragraph('&lt;img src=x onerror=alert(1)&gt;')}<w:p><w:hyperlink r:id="r1"><w:r><w:rPr><w:color w:val="C00000"/></w:rPr><w:t>点此</w:t></w:r></w:hyperlink><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="r2"/></w:drawing></w:r></w:p><w:altChunk r:id="r3"/>`,
  {
    'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${REL}/hyperlink" TargetMode="External" Target="javascript:alert(2)"/><Relationship Id="r2" Type="${REL}/image" TargetMode="External" Target="https://example.invalid/x.png"/><Relationship Id="r3" Type="${REL}/aFChunk" Target="chunk.html"/></Relationships>`,
    'word/chunk.html':
      '<html><body><script>alert(3)</script><iframe src="https://example.invalid"></iframe></body></html>',
  },
);
const OFD = rawOfd(
  ofdText('青禾市白鹭区水务局', 20, 10) + ofdText('关于政协白鹭区三届二次会议第030215号提案答复的函', 20, 30),
);

type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>;

let app: LaunchedApp;
let complaints: string[];
beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  const put = (name: string, bytes: Uint8Array): string => {
    const file = path.join(app.folder, name);
    fs.writeFileSync(file, bytes);
    return file;
  };
  await fileAll(app, [sample('01 社区养老服务提案答复.docx'), put('恶意.docx', HOSTILE), put('答复.ofd', OFD)]);
}, BOOT_TIMEOUT_MS);
afterAll(() => app.close());

async function original(page: Page, name: string): Promise<void> {
  await visit(page, '全部复函');
  await page.getByRole('listbox').getByRole('option').filter({ hasText: name }).first().click();
  await page.getByRole('article').first().waitFor();
  await page.getByRole('tab', { name: '原件' }).click();
}

test('a Word file stands as a page with its own type', { timeout: 120_000 }, async () => {
  const { page } = app;
  await original(page, '养老');
  const paper = page.getByRole('article', { name: /01 社区养老服务提案答复\.docx，按原件版式显示/ });
  await paper.waitFor();
  expect(await paper.locator('p').count()).toBeGreaterThan(5);
  expect(await paper.innerText()).toContain('养老');
});

test(
  'of a hostile Word file only words are shown: no address, no frame, no code, no request',
  { timeout: 120_000 },
  async () => {
    const { page } = app;
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await original(page, '030299');
    const paper = page.getByRole('article', { name: /恶意\.docx/ });
    await paper.getByText('<img src=x onerror=alert(1)>').waitFor();
    await paper.getByText('（图片，此处不能显示）').waitFor();
    expect(await paper.locator('a, iframe, script, img, object, embed, form').count()).toBe(0);
    expect(await page.locator('iframe').count()).toBe(0);
    expect(
      requests.filter((url) => !url.startsWith('https://fuhan.app.invalid/') && !url.startsWith('app://fuhan/')),
    ).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

/** Where a box of an element stands, and where the words do that were read: both in the window. */
async function boxAndWords(page: Page, element: string, words: Locator): Promise<[Box, Box]> {
  const [box, around] = [
    await page.locator(`button[data-evidence="${element}"]`).first().boundingBox(),
    await words.boundingBox(),
  ];
  if (box === null || around === null) throw new Error(`${element} has no box`);
  return [box, around];
}

/** In pixels; a box has a frame of three around what it marks. */
const FRAME = 5;
const isWithin = (box: Box, around: Box): boolean =>
  box.x >= around.x - FRAME &&
  box.y >= around.y - FRAME &&
  box.x + box.width <= around.x + around.width + FRAME &&
  box.y + box.height <= around.y + around.height + FRAME;

test(
  'at the desk boxes stand on the paper where elements were read, and lead to their fields',
  { timeout: 120_000 },
  async () => {
    const { page } = app;
    await dropAndRead(app, [sample('04 学校周边停车提案会办意见.docx')]);
    const paper = page.getByRole('article', { name: /04 学校周边停车提案会办意见\.docx，按原件版式显示/ });
    await paper.waitFor();
    const number = await page.getByLabel('发文字号').inputValue();
    const [box, around] = await boxAndWords(page, 'doc_number', paper.locator('p', { hasText: number }).first());
    expect(isWithin(box, around)).toBe(true);
    expect(box.width).toBeGreaterThan(box.height * 3);
    await page.locator('button[data-evidence="doc_number"]').first().click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('draft-doc_number');
    await page.locator('button[data-evidence="doc_number"][data-now]').waitFor();
    await page.getByRole('button', { name: '移出归档台' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '移出归档台' }).click();

    const ofd = path.join(app.folder, '另一件.ofd');
    fs.writeFileSync(
      ofd,
      rawOfd(
        ofdText('青禾市白鹭区民政局', 20, 10) + ofdText('关于政协白鹭区三届二次会议第030217号提案答复的函', 20, 30),
      ),
    );
    await dropAndRead(app, [ofd]);
    const drawn = page.getByRole('img', { name: '另一件.ofd 第 1 页' });
    await drawn.waitFor();
    const [onPage, words] = await boxAndWords(page, 'case_number', drawn.locator('text', { hasText: '030217' }));
    expect(isWithin(onPage, words)).toBe(true);
    expect(complaints).toEqual([]);
  },
);

test(
  'an attached pdf stands as its page at first, and who attached it stays with the files',
  { timeout: 120_000 },
  async () => {
    const { page } = app;
    await original(page, '养老');
    await page.getByRole('tab', { name: '附件' }).click();
    await app.stubDialog([sample('附件/面商记录.pdf')]);
    await page.getByRole('button', { name: '添加附件' }).click();
    await page.getByLabel('理由').fill('补面商记录');
    await page.getByRole('dialog').getByRole('button', { name: '添加 1 个附件' }).click();
    await page.getByText('第 2 版，共 2 版').waitFor();
    await page.getByRole('button', { name: '查看：面商记录.pdf' }).click();
    await page.getByText('“面商记录.pdf”的页面').waitFor();
    await page.getByRole('img', { name: '面商记录.pdf 第 1 页' }).waitFor();
    await page.getByRole('radiogroup', { name: '附件的显示方式' }).getByText('文字', { exact: true }).click();
    await page.getByText('附件“面商记录.pdf”中读出的文字').waitFor();
  },
);

test(
  'a zip shows what lies in it, and a text that calls itself a Word file is shown as text, without an alarm',
  { timeout: 120_000 },
  async () => {
    const { page } = app;
    const put = (name: string, bytes: string | Uint8Array): string => {
      const file = path.join(app.folder, name);
      fs.writeFileSync(file, bytes);
      return file;
    };
    const files = [
      put('材料.zip', zip({ '名册/一月.txt': '一月走访 12 户' })),
      put('其实是文本.docx', '社区助餐点十二处，本年内全部开放。'),
    ];
    await original(page, '030215');
    await page.getByRole('tab', { name: '附件' }).click();
    await app.stubDialog(files);
    await page.getByRole('button', { name: '添加附件' }).click();
    await page.getByLabel('理由').fill('补材料');
    await page.getByRole('dialog').getByRole('button', { name: '添加 2 个附件' }).click();
    // What was attached and cannot be searched is told in words, over the letter.
    await page.getByText('附件“材料.zip”已附上，但检索不到其中的内容：压缩包中的文件不逐个读出。').waitFor();
    await page.getByRole('button', { name: '查看：材料.zip' }).click();
    await page
      .getByRole('article', { name: '材料.zip 中的文件' })
      .getByRole('row', { name: /名册\/一月\.txt/ })
      .waitFor();
    await page.getByRole('button', { name: '查看：其实是文本.docx' }).click();
    await page.getByRole('article').getByText('社区助餐点十二处').waitFor();
    expect(await page.getByText('错误代码').count()).toBe(0);
    expect(complaints).toEqual([]);
  },
);

test('a page of an OFD is drawn with its words at their places', { timeout: 120_000 }, async () => {
  const { page } = app;
  await original(page, '030215');
  const drawn = page.getByRole('img', { name: '答复.ofd 第 1 页' });
  await drawn.waitFor();
  expect(await drawn.locator('text').first().getAttribute('x')).toMatch(/^0 /);
  expect(complaints).toEqual([]);
});
