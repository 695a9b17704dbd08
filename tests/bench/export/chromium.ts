/**
 * The same letters by Chromium's printToPDF, tagged and with an outline, in the fonts that we print with, on a page that is warm. It neither
 * opens nor compares what it made.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { shippedFonts } from '../../../main/archive/work/resources.ts';
import { findChromium } from '../../../tools/machine.mjs';
import { letterText } from './letters.ts';

const WARM = 8;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function style(): string {
  const fonts = shippedFonts().map(
    (file) => `@font-face{font-family:f${fontName(file)};src:url(${pathToFileURL(file).href})}`,
  );
  return `${fonts.join('')}
    @page{size:A4;margin:37mm 26mm 35mm 28mm}
    body{font:15.75pt/28.95pt f${'NotoSerifSC-Regular'};margin:0;text-align:justify}
    h1{font:normal 22pt/34pt f${'NotoSerifSC-Black'};text-align:center;margin:0}
    .red{font:36pt/48pt f${'NotoSerifSC-Black'};text-align:center;color:rgb(255,51,51);border-bottom:2pt solid}
    p{text-indent:2em;margin:0}
    h2{font:inherit;font-family:f${'NotoSansSC-Medium'};display:inline}`;
}

/** `NotoSerifSC_400Regular.ttf` of the package, `NotoSerifSC-Regular.ttf` of the built program: one name. */
function fontName(file: string): string {
  const [, family = '', weight = ''] = /([A-Za-z]+)[-_]\d*([A-Za-z]+)\.[a-z]+$/.exec(file) ?? [];
  return `${family}-${weight}`;
}

function paragraph(line: string): string {
  const [, heading = '', rest = line] = /^([一二三四五]、[^。]*。)(.*)$/.exec(line) ?? [];
  return `<p>${heading === '' ? '' : `<h2>${escape(heading)}</h2>`}${escape(rest)}</p>`;
}

function htmlOf(number: number): string {
  const { title, text } = letterText(number);
  const [office = '', , docNumber = '', , ...body] = text.split('\n');
  return `<!doctype html><html lang="zh-CN"><head><title>${escape(title)}</title><style>${style()}</style></head><body>
    <div class="red">${escape(office)}</div><p style="text-align:right">${escape(docNumber)}</p><h1>${escape(title)}</h1>
    ${body.map(paragraph).join('\n')}</body></html>`;
}

/** @returns letters a second, the median of their times; null where there is no Chromium */
export async function chromiumRate(count: number): Promise<number | null> {
  const executablePath = findChromium();
  if (executablePath === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'fuhan-bench-chromium-'));
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath,
    chromiumSandbox: !root,
    args: ['--allow-file-access-from-files'],
  });
  try {
    const page = await browser.newPage();
    // A page of the disk may read the fonts that lie there.
    writeFileSync(join(folder, 'empty.html'), '');
    await page.goto(pathToFileURL(join(folder, 'empty.html')).href);
    const session = await page.context().newCDPSession(page);
    const times: number[] = [];
    for (let number = 1; number <= count + WARM; number += 1) {
      const html = htmlOf(number);
      const began = performance.now();
      await page.setContent(html, { waitUntil: 'load' });
      const { data } = await session.send('Page.printToPDF', {
        preferCSSPageSize: true,
        printBackground: true,
        generateTaggedPDF: true,
        generateDocumentOutline: true,
      });
      const pdf = Buffer.from(data, 'base64');
      if (number > WARM) times.push(performance.now() - began);
      if (!pdf.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Error('Chromium printed no PDF');
    }
    return 1000 / (times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
