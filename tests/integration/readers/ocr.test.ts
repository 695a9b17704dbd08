import { loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLetter } from '../../../main/archive/reading/read-letter.ts';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { stopOcr } from '../../../main/archive/reading/readers/ocr.ts';
import { blank } from '../../../main/archive/reading/readers/ocr-image.ts';
import {
  LETTER,
  LETTER_LINES,
  bytesOf,
  editDistance,
  scan,
  scannedPdf,
  typstPdf,
  typstText,
} from '../../unit/readers/make.ts';
import { bmpOf, pictureAs, tiffOf } from '../../support/pictures.ts';

const codes = (warnings: readonly { code: string }[]): string[] => warnings.map((warning) => warning.code);

/** Errors of reading; the brackets of 文号 and marks, which the models take for one another, count as the same. */
function errors(read: string, truth: string): number {
  const plain = (text: string): string => text.replaceAll(/[〔［【[]/g, '[').replaceAll(/[〕］】\]]/g, ']');
  return editDistance(plain(read), plain(truth));
}

let page: Uint8Array<ArrayBuffer>;
beforeAll(() => {
  page = typstPdf(`#set text(size: 15.75pt)\n${LETTER_LINES.map((line) => typstText(line)).join('\\\n')}`);
});

afterAll(stopOcr);

describe('a scan is read without any network', { timeout: 240_000 }, () => {
  test('a picture of a letter, nearly without error, and its elements', async () => {
    const letter = await readLetter({ name: '扫描件.jpg', bytes: await scan(page, { format: 'jpeg' }) });
    expect(letter.raw).toMatchObject({ format: 'image', mime: 'image/jpeg', layout: 'wrapped' });
    expect(codes(letter.warnings)).toContain('OCR_TEXT');
    expect(errors(letter.raw.text, LETTER)).toBeLessThanOrEqual(LETTER.length * 0.02);
    expect(letter.elements).toMatchObject({ case_number: '030215', issued_on: '2023-05-18' });
  });

  test('a page that lies askew', async () => {
    const { raw } = await readRaw({ name: 'a.png', bytes: await scan(page, { degrees: 2.5 }) });
    expect(errors(raw.text, LETTER)).toBeLessThanOrEqual(LETTER.length * 0.03);
  });

  test.each([90, 180])('a page that lies turned by %i degrees', async (degrees) => {
    const { raw } = await readRaw({ name: 'a.png', bytes: await scan(page, { degrees }) });
    expect(errors(raw.text, LETTER)).toBeLessThanOrEqual(LETTER.length * 0.03);
  });

  test('the scanned pages of a pdf, each with its span', async () => {
    const bytes = scannedPdf(
      await scan(page, { format: 'jpeg' }),
      await scan(typstPdf('#text(size: 16pt)[附件说明另页]'), { format: 'jpeg' }),
    );
    const seen: string[] = [];
    const { raw } = await readRaw({ name: 'a.pdf', bytes }, { onProgress: ({ message }) => seen.push(message) });
    expect(codes(raw.warnings)).toEqual(['OCR_TEXT']);
    expect(raw.pages).toHaveLength(2);
    expect(raw.text.slice(raw.pages[1]?.start, raw.pages[1]?.end).trim()).toBe('附件说明另页');
    expect(seen).toContain('正在识别扫描页 2/2');
  });

  test('with OCR switched off the file is kept without text and marked', async () => {
    const bytes = scannedPdf(await scan(page, { format: 'jpeg' }));
    const pdf = await readRaw({ name: 'a.pdf', bytes }, { ocr: false });
    const picture = await readRaw({ name: 'a.jpg', bytes: await scan(page, { format: 'jpeg' }) }, { ocr: false });
    expect([pdf.raw.text.trim(), codes(pdf.raw.warnings)]).toEqual(['', ['PICTURES_UNCHECKED', 'NO_TEXT']]);
    expect([picture.raw.text, codes(picture.raw.warnings)]).toEqual(['', ['PICTURES_UNCHECKED', 'NO_TEXT']]);
  });

  test('a picture without text comes back empty and marked', async () => {
    const { raw } = await readRaw({ name: 'a.png', bytes: bytesOf(await blank(800, 600).encode('png')) });
    expect([raw.text, codes(raw.warnings)]).toEqual(['', ['NO_TEXT']]);
  });

  test('a secret on a scan is refused like any other', async () => {
    const secret = typstPdf('#set text(size: 20pt)\n机密★1年\\\n\\\n关于提案答复的函\\\n钱松岭委员：');
    const reading = readLetter({ name: 'a.png', bytes: await scan(secret) });
    await expect(reading).rejects.toMatchObject({ code: 'SECRET_REFUSED' });
  });

  /** A letter's last lines under the office's seal, drawn over them as a scanner gives it. */
  async function sealed(words: string, inside: string): Promise<Uint8Array<ArrayBuffer>> {
    const under = await loadImage(await scan(typstPdf(`#set text(size: 16pt)\n${words}`)));
    const sheet = blank(under.width, under.height);
    const context = sheet.getContext('2d');
    context.drawImage(under, 0, 0);
    const seal = await loadImage(
      await scan(
        typstPdf(
          `#set text(size: 15pt, fill: rgb(208, 32, 38))\n#place(dx: 10mm, dy: 0mm, circle(radius: 20mm, stroke: 1.2mm + rgb(208, 32, 38)))#place(dx: 18mm, dy: 14mm)[${inside}]`,
        ),
      ),
    );
    context.globalCompositeOperation = 'multiply';
    context.drawImage(seal, 0, 0);
    return bytesOf(await sheet.encode('png'));
  }
  const LAST = '特此函复。\\\n青禾市白鹭区水务局\\\n2023年5月18日\\\n（联系人：柳青）';

  test('a red seal over name and date: its words stand in no line, the lines are whole', async () => {
    const { raw } = await readRaw({ name: 'a.png', bytes: await sealed(LAST, '专用★章') });
    expect(raw.text.normalize('NFKC').replaceAll(/\s/g, '')).toBe(
      '特此函复。青禾市白鹭区水务局2023年5月18日(联系人:柳青)',
    );
  });

  test('a level of secrecy in a seal is refused all the same', async () => {
    const reading = readRaw({ name: 'a.png', bytes: await sealed(LAST, '机密★1年') });
    await expect(reading).rejects.toMatchObject({ code: 'SECRET_REFUSED' });
  });

  test('a page whose lines bend', async () => {
    const flat = await loadImage(await scan(page));
    const sheet = blank(flat.width, flat.height);
    const context = sheet.getContext('2d');
    for (let x = 0; x < flat.width; x += 1) {
      const down = 50 * (x / flat.width - 0.5) ** 2 * 4;
      context.drawImage(flat, x, 0, 1, flat.height, x, down, 1, flat.height);
    }
    const { raw } = await readRaw({ name: 'a.png', bytes: bytesOf(await sheet.encode('png')) });
    expect(errors(raw.text, LETTER)).toBeLessThanOrEqual(LETTER.length * 0.02);
  });

  test('reading stops when it is cancelled, and the next scan is read again', async () => {
    const stop = new AbortController();
    const bytes = scannedPdf(await scan(page, { format: 'jpeg' }), await scan(page, { format: 'jpeg' }));
    const reading = readRaw(
      { name: 'a.pdf', bytes },
      {
        signal: stop.signal,
        onProgress: ({ message }) => {
          if (message.startsWith('正在识别')) stop.abort();
        },
      },
    );
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
    const { raw } = await readRaw({ name: 'b.png', bytes: await scan(typstPdf('#text(size: 16pt)[附件说明另页]')) });
    expect(raw.text.trim()).toBe('附件说明另页');
  });

  test('a picture that is cut off or is none gives a code', async () => {
    const jpeg = bytesOf(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Array<number>(200).fill(7)]));
    await expect(readRaw({ name: 'a.jpg', bytes: jpeg })).rejects.toMatchObject({ code: 'BAD_FILE' });
  });

  test('both pages of a telefax (tiff, CCITT group 4)', async () => {
    const pages = await Promise.all(
      ['第一页甲', '附件说明另页'].map((text) => scan(typstPdf(`#text(size: 16pt)[${text}]`))),
    );
    const bytes = tiffOf(pages, 'fax');
    const { raw } = await readRaw({ name: 'a.tif', bytes });
    expect(raw.mime).toBe('image/tiff');
    expect(raw.pages.map(({ start, end }) => raw.text.slice(start, end).trim())).toEqual(['第一页甲', '附件说明另页']);
  });

  test.each([
    ['a.gif', 'image/gif', (png: Uint8Array) => pictureAs(png, 'gif')],
    ['a.webp', 'image/webp', (png: Uint8Array) => pictureAs(png, 'webp')],
    ['a.bmp', 'image/bmp', (png: Uint8Array) => bmpOf(png, 1)],
  ])('a page as %s', async (name, mime, make) => {
    const png = await scan(typstPdf('#text(size: 16pt)[附件说明另页]'));
    const { raw } = await readRaw({ name, bytes: make(png) });
    expect([raw.mime, raw.text.trim()]).toEqual([mime, '附件说明另页']);
  });

  test('a picture that claims to be enormous is not decoded', async () => {
    const png = bytesOf(await blank(16, 16).encode('png'));
    new DataView(png.buffer).setUint32(16, 60_000);
    new DataView(png.buffer).setUint32(20, 60_000);
    await expect(readRaw({ name: 'a.png', bytes: png })).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  });
});
