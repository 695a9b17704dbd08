/** Letters set as PDF, looked at with pdf.js and, where they are installed, with Poppler's tools. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPdf } from '../../../main/archive/print/check-pdf.ts';
import { renderLetterPdf, type LetterPdf } from '../../../main/archive/print/letter-pdf.ts';
import { openPdf } from '../../../main/archive/reading/readers/pdf.ts';
import { beijingTime } from '../../../shared/text/dates.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { letterOf, sampleLetters } from '../../unit/export/letters.ts';

const folder = mkdtempSync(join(tmpdir(), 'fuhan-pdf-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PT_PER_MM = 72 / 25.4;
const PAGE_HEIGHT_MM = 297;

interface PlacedText {
  text: string;
  /** Millimetres from the page's left and upper edge; y is the baseline's. */
  x: number;
  y: number;
  right: number;
}

async function openLetter(pdf: Uint8Array): ReturnType<typeof openPdf> {
  return openPdf({ name: 'letter.pdf', bytes: Uint8Array.from(pdf) });
}

/** Lines of a page, in reading order: pieces on one baseline joined. */
async function linesOfPage(pdf: Uint8Array, number: number): Promise<PlacedText[]> {
  const document = await openLetter(pdf);
  const { items } = await (await document.getPage(number)).getTextContent();
  const lines = new Map<number, PlacedText>();
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    const [x, y] = [Number(item.transform[4]) / PT_PER_MM, PAGE_HEIGHT_MM - Number(item.transform[5]) / PT_PER_MM];
    const key = Math.round(y * 10);
    const line = lines.get(key) ?? { text: '', x, y, right: x };
    lines.set(key, {
      ...line,
      text: line.text + item.str.trim(),
      right: Math.max(line.right, x + item.width / PT_PER_MM),
    });
  }
  await document.loadingTask.destroy();
  return [...lines.values()]
    .map((line) => ({ ...line, text: line.text.replace(/(?<=[^!-~]) (?=[^!-~])/gu, '') }))
    .toSorted((a, b) => a.y - b.y);
}

function letterWith(body: string, more: Partial<Letter> = {}): Letter {
  const text = `云溪市民政局\n〔A类〕\n云民函〔2023〕5号\n关于某项提案答复的函\n某某委员：\n${body}\n云溪市民政局\n2023年7月14日\n抄送：市政协提案委。`;
  return letterOf(
    text,
    {
      title: '关于某项提案答复的函',
      doc_number: '云民函〔2023〕5号',
      letterhead: '云溪市民政局',
      issuer: '云溪市民政局',
      issued_on: '2023-07-14',
      addressees: ['某某'],
    },
    more,
  );
}

describe('a letter as PDF', () => {
  let sample: Letter;
  let pdf: LetterPdf;
  beforeAll(async () => {
    sample = sampleLetters()[0] ?? letterOf('');
    pdf = await renderLetterPdf(sample);
  });

  it('holds every line of every sample letter', async () => {
    for (const letter of sampleLetters()) {
      const { pdf: bytes, pages, firstPage, warnings } = await renderLetterPdf(letter);
      expect(warnings, letter.id).toEqual([]);
      expect(await checkPdf(bytes, letter, firstPage), letter.id).toEqual({ pages, missing: [] });
    }
  });

  it('is the same file each time, in another process and another time zone too, with the sheets around it', async () => {
    expect(Buffer.from((await renderLetterPdf(sample)).pdf).equals(pdf.pdf)).toBe(true);
    const [at, sha256] = ['2024-01-02T19:04:05.000Z', 'cd'.repeat(32)];
    const versions = [{ version: 1, at, actor: '何书宁', reason: '入库', changes: ['正文'], sha256 }];
    const options = { cover: true, history: true, versions };
    const full = await renderLetterPdf(sample, options);
    const script = join(folder, 'again.ts');
    const module = join(import.meta.dirname, '../../../main/archive/print/letter-pdf.ts');
    writeFileSync(
      script,
      `import { renderLetterPdf } from ${JSON.stringify(module)};
       import { createHash } from 'node:crypto';
       const { pdf } = await renderLetterPdf(${JSON.stringify(sample)}, ${JSON.stringify(options)});
       process.stdout.write(createHash('sha256').update(pdf).digest('hex'));`,
    );
    const again = execFileSync(process.execPath, [script], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'America/New_York', LANG: 'C' },
    });
    const { createHash } = await import('node:crypto');
    expect(again).toBe(createHash('sha256').update(full.pdf).digest('hex'));
  });

  it('is PDF/A-2a: tagged, Chinese, with title, author, the time of filing and an outline of its headings', async () => {
    const document = await openLetter(pdf.pdf);
    const { info, metadata } = await document.getMetadata();
    expect(info).toMatchObject({
      Title: sample.elements.title,
      Author: '云溪市民政局',
      CreationDate: expect.stringMatching(/^D:20240506010203/) as unknown,
      Language: expect.stringMatching(/^zh/) as unknown,
    });
    expect(metadata?.get('pdfaid:part')).toBe('2');
    expect(metadata?.get('pdfaid:conformance')).toBe('A');
    expect(await document.getMarkInfo()).toMatchObject({ Marked: true });
    const outline = await document.getOutline();
    expect(outline.map((entry) => entry.title)).toEqual(['一、工作开展情况', '二、下一步工作打算']);
    expect(outline[0]?.items.map((entry: { title: string }) => entry.title)).toEqual([
      '（一）摸清底数，补齐设施短板。',
      '（二）整合资源，发展嵌入式服务。',
      '（三）强化保障，提升服务质量。',
    ]);
    await document.loadingTask.destroy();
  });

  it('embeds subsets of TrueType fonts only, no Type 3', (context) => {
    const file = join(folder, 'fonts.pdf');
    writeFileSync(file, pdf.pdf);
    const { error, stdout } = spawnSync('pdffonts', [file], { encoding: 'utf8' });
    if (error !== undefined) {
      process.stdout.write('skipped: pdffonts (poppler-utils) is not installed\n');
      context.skip();
    }
    const fonts = stdout
      .split('\n')
      .slice(2)
      .filter((line) => line !== '');
    expect(fonts.length).toBeGreaterThanOrEqual(3);
    for (const font of fonts) expect(font).toMatch(/CID TrueType\s+Identity-H\s+yes yes yes/);
  });

  it('fills a page with 22 lines of 28 characters between the margins of the standard', async () => {
    const letter = letterWith('函'.repeat(28 * 60));
    const { pdf: bytes } = await renderLetterPdf(letter);
    const lines = (await linesOfPage(bytes, 2)).filter((line) => line.text.startsWith('函'));
    expect(lines).toHaveLength(22);
    for (const line of lines) {
      expect([...line.text]).toHaveLength(28);
      expect(line.x).toBeCloseTo(28, 0);
      expect(line.right).toBeCloseTo(184, 0);
    }
    lines
      .slice(1)
      .forEach((line, index) => expect((line.y - (lines[index]?.y ?? 0)) * PT_PER_MM).toBeCloseTo(28.95, 1));
    expect(lines.at(-1)?.y).toBeLessThan(PAGE_HEIGHT_MM - 35);
  });

  it('numbers its pages outside: none on the first, even left, odd right', async () => {
    const { pdf: bytes, pages } = await renderLetterPdf(letterWith('函'.repeat(28 * 60)));
    expect(pages).toBe(4);
    const numbers = await Promise.all([1, 2, 3].map(async (page) => (await linesOfPage(bytes, page)).at(-1)));
    expect(numbers[0]?.text).toMatch(/^函+$/);
    expect(numbers[1]?.text.replace(/\s/g, '')).toBe('—2—');
    expect(numbers[1]?.x).toBeCloseTo(28 + 14 / PT_PER_MM, 0);
    expect(numbers[2]?.text.replace(/\s/g, '')).toBe('—3—');
    expect(numbers[2]?.right).toBeGreaterThan(184 - 14 / PT_PER_MM - 1);
    expect(numbers[2]?.right).toBeLessThan(184 - 14 / PT_PER_MM + 1);
  });

  it('puts the number at the right, marks at the left, the date four characters from the right, copies at the foot', async () => {
    const letter = letterWith('您提出的提案收悉。');
    const { pdf: bytes, pages } = await renderLetterPdf(letter);
    expect(pages).toBe(1);
    const lines = await linesOfPage(bytes, 1);
    const line = (pattern: RegExp): PlacedText =>
      lines.find(({ text }) => pattern.test(text)) ?? expect.fail(String(pattern));
    expect(line(/云民函/).text).toMatch(/^〔A类〕.*云民函〔2023〕5号$/);
    // An opening bracket at the left edge hangs out by its own blank half: its ink is what stands at the edge.
    expect(line(/云民函/).x).toBeCloseTo(28 - 15.75 / 2 / PT_PER_MM, 0);
    expect(line(/云民函/).right).toBeCloseTo(184, 0);
    expect(line(/^2023年7月14日$/).right).toBeCloseTo(184 - (4 * 15.75) / PT_PER_MM, 0);
    expect(lines.at(-2)?.text).toBe('2023年7月14日');
    expect(lines.at(-3)?.text).toBe('云溪市民政局');
    expect(lines.at(-1)?.text).toBe('抄送：市政协提案委。');
    expect(lines.at(-1)?.y).toBeGreaterThan(PAGE_HEIGHT_MM - 35 - 5);
  });

  it('keeps words of the letter on the page of the signature', async () => {
    // A body that ends with the page: without care the signature would stand alone on the next.
    for (let rows = 12; rows < 20; rows += 1) {
      const letter = letterWith(`${'函'.repeat(28 * rows - 2)}\n感谢您的关心和支持。`);
      const { pdf: bytes, pages } = await renderLetterPdf(letter);
      const last = (await linesOfPage(bytes, pages)).map((line) => line.text);
      expect(
        last.some((text) => text.startsWith('感谢')),
        `${rows} rows`,
      ).toBe(true);
      expect(
        last.some((text) => text === '2023年7月14日'),
        `${rows} rows`,
      ).toBe(true);
    }
  });

  it('lets contacts behind the date begin another page, and the letter stay where it is', async () => {
    const contacts = '联系单位：云溪市民政局养老科\n联系人：周若兰\n联系电话：5512 0098\n联系地址：云溪市政通路28号';
    let parted = 0;
    for (let rows = 6; rows < 16; rows += 1) {
      const { text, elements } = letterWith(`${'函'.repeat(28 * rows - 2)}\n感谢您的关心和支持。`);
      const letter = letterOf(text.replace('抄送：市政协提案委。', contacts), elements);
      const { pdf: bytes, pages } = await renderLetterPdf(letter);
      const first = (await linesOfPage(bytes, 1)).map((line) => line.text).join('\n');
      const has = (words: string): boolean => first.includes(words);
      // What goes goes from the end; the signature never parts from the words before it.
      expect(has('2023年7月14日'), `${rows} rows`).toBe(has('感谢'));
      if (pages > 1 && has('2023年7月14日')) parted++;
    }
    expect(parted).toBeGreaterThan(0);
  });

  it('prints what would be markup as it is written', async () => {
    const body = [
      '= 标题 #let x = 1 #panic("x") $a^2$ *粗* _斜_ `码` \\ @引用 <标签> // 注释 /* 注释 */ ~ --- ... "引号" \'单\'',
      '#import "/letter.typ": * #read("/letter.typ") #{ [ ] } %% && {{ }}',
      '- 项 + 项 / 项：值 \\u{4e00} https://example.invalid/a?b=c&d=e',
    ].join('\n');
    const letter = letterWith(body);
    const { pdf: bytes, warnings } = await renderLetterPdf(letter);
    expect(warnings).toEqual([]);
    expect((await checkPdf(bytes, letter)).missing).toEqual([]);
  });

  it('prints characters that no font has as their code points, warns, and loses nothing', async () => {
    const letter = letterWith('王𬱖、\u{2a701}、\u{30edd}😀 é e\u0301 ‐-—―•‧·…⋯ 黄⻩ \ue000 \u0007');
    const { pdf: bytes, warnings } = await renderLetterPdf(letter);
    expect(warnings.map(({ code }) => code)).toEqual(['PDF_NO_GLYPH']);
    expect(warnings[0]?.message).toContain('😀（U+1F600）');
    expect((await checkPdf(bytes, letter)).missing).toEqual([]);
  });

  it('sets rows with tabs as a table, annexes on a new page, and the copies at the very end', async () => {
    const letter = letterWith('情况如下：\n乡镇\t金额\n河口\t1865.40\n双柏\t486.32\n附件：1. 一览表\n2. 计划');
    letter.text = letter.text.replace(
      '\n抄送',
      '\n附件1\n一览表\n第一项工作说明。\n附件2\n计划\n第二项工作说明。\n抄送',
    );
    const { pdf: bytes, pages } = await renderLetterPdf(letter);
    expect(pages).toBe(3);
    expect((await checkPdf(bytes, letter)).missing).toEqual([]);
    expect((await linesOfPage(bytes, 2)).map((line) => line.text)).toEqual([
      '附件1',
      '一览表',
      '第一项工作说明。',
      expect.anything(),
    ]);
    const title = (await linesOfPage(bytes, 2))[1];
    expect(((title?.x ?? 0) + (title?.right ?? 0)) / 2).toBeCloseTo((28 + 184) / 2, 0);
    expect((await linesOfPage(bytes, 3)).map((line) => line.text)).toContain('抄送：市政协提案委。');
  });

  it('completes the head from the elements where the text lacks it, and says so', async () => {
    const letter = letterOf('某某委员：\n您的提案收悉。', {
      title: '关于某项提案答复的函',
      doc_number: '云民函〔2023〕5号',
      issuer: '云溪市民政局',
      addressees: ['某某'],
    });
    const { pdf: bytes, warnings } = await renderLetterPdf(letter);
    expect(warnings.map(({ code }) => code)).toEqual(['PDF_FROM_ELEMENTS']);
    expect((await linesOfPage(bytes, 1)).map((line) => line.text)).toEqual([
      '云溪市民政局',
      '云民函〔2023〕5号',
      '关于某项提案答复的函',
      '某某委员：',
      '您的提案收悉。',
    ]);
  });

  it('prints a text without the form of a letter whole, without a red head, and says so', async () => {
    const letter = letterOf('您好！您反映的问题收悉。\n感谢您的留言。', { issuer: '云溪市城市管理局' });
    const { pdf: bytes, warnings } = await renderLetterPdf(letter);
    expect(warnings.map(({ code }) => code)).toEqual(['PDF_PLAIN']);
    expect((await linesOfPage(bytes, 1)).map((line) => line.text)).toEqual([
      '您好！您反映的问题收悉。',
      '感谢您的留言。',
    ]);
  });

  it('prints an empty letter as one empty page', async () => {
    expect((await renderLetterPdf(letterOf(''))).pages).toBe(1);
  });

  it("adds a cover sheet and the version history without touching the letter's own pages", async () => {
    const letter = letterWith('函'.repeat(28 * 30), {
      ref_code: 'G001-2023-001',
      attachments: [{ id: 'a', name: '情况表.docx', role: 'ATTACHMENT', mime: 'x', size: 12, sha256: 'ab'.repeat(32) }],
    });
    const versions = [
      {
        version: 1,
        at: '2024-01-02T03:04:05.000Z',
        actor: '何书宁',
        reason: '入库',
        changes: ['正文'],
        sha256: 'cd'.repeat(32),
      },
    ];
    const plain = await renderLetterPdf(letter);
    const stamp = { fonds: 'G001', year: '2023', item: '0017', office: '', retention: '30年' };
    const full = await renderLetterPdf(letter, { cover: true, history: true, versions, stamp });
    expect(full.firstPage).toBe(2);
    expect(full.pages).toBe(plain.pages + 2);
    const cover = (await linesOfPage(full.pdf, 1)).map((line) => line.text).join('');
    for (const word of ['G001-2023-001', beijingTime(letter.filed_at), '云民函〔2023〕5号', '情况表.docx', '第 1 版'])
      expect(cover).toContain(word);
    expect(cover.replace(/\s/g, '')).toContain('cd'.repeat(32));
    // 归档章: six cells, the last with the letter's own pages.
    expect(cover.replace(/\s/g, '')).toMatch(/全宗号年度件号G00120230017机构（问题）保管期限页数30年2/);
    expect((await linesOfPage(full.pdf, 3)).at(-1)?.text.replace(/\s/g, '')).toBe('—2—');
    expect((await linesOfPage(full.pdf, full.pages)).map((line) => line.text).join('')).toContain('何书宁');
    expect(await checkPdf(full.pdf, letter, full.firstPage)).toEqual({ pages: full.pages, missing: [] });
  });
});

describe('checking an exported PDF', () => {
  it('names the lines that the PDF does not hold', async () => {
    const letter = letterWith('第一段的内容。\n第二段的内容。');
    const { pdf } = await renderLetterPdf(letter);
    const changed = { ...letter, text: letter.text.replace('第二段的内容。', '第二段的另一内容。') };
    expect((await checkPdf(pdf, changed)).missing).toEqual(['第二段的另一内容。']);
    const digit = { ...letter, text: letter.text.replace('2023年7月14日', '2023年7月15日') };
    expect((await checkPdf(pdf, digit)).missing).toEqual(['2023年7月15日']);
  });

  it('wants a line twice where the letter has it twice', async () => {
    const letter = letterWith('同一句话。');
    const { pdf } = await renderLetterPdf(letter);
    const doubled = { ...letter, text: letter.text.replace('同一句话。', '同一句话。\n同一句话。') };
    expect((await checkPdf(pdf, doubled)).missing).toEqual(['同一句话。']);
  });

  it('refuses a damaged PDF', async () => {
    const { pdf } = await renderLetterPdf(letterWith('内容。'));
    await expect(checkPdf(pdf.subarray(0, 500), letterWith('内容。'))).rejects.toMatchObject({ code: 'BAD_FILE' });
  });
});
