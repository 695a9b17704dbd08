/** The 归档章 on the pdf that a letter came as (docs/spec/export.md). */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import {
  PDFDict,
  PDFDocument,
  PDFName,
  PDFRawStream,
  StandardFonts,
  decodePDFRawStream,
  degrees,
} from '@cantoo/pdf-lib';
import { expect, test } from 'vitest';
import { renderLetterPdf } from '../../../main/archive/print/letter-pdf.ts';
import { stampOriginal, type StampedOriginal } from '../../../main/archive/print/stamp-original.ts';
import { openPdf } from '../../../main/archive/reading/readers/pdf.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { runTool } from '../../support/other-tools.ts';

const STAMP = { fonds: 'Z109', year: '2023', item: '0017', office: '社会事务管理科', retention: '30年', pages: 1 };
const TEXT = [
  '青岚市水务局',
  '青水函〔2022〕7号',
  '关于市政协九届二次会议第7号提案的答复',
  '李明委员：',
  '您提出的《关于节水的提案》收悉，现答复如下：',
  '全市管网漏损率已降至百分之九，明年继续改造老旧管网。',
  '青岚市水务局',
  '2022年6月27日',
].join('\n');
const LETTER = {
  id: '0'.repeat(26),
  version: 1,
  ref_code: null,
  text: TEXT,
  elements: { ...emptyElements(), title: '关于市政协九届二次会议第7号提案的答复', issued_on: '2022-06-27' },
  attachments: [],
} as unknown as Letter;

interface Item {
  text: string;
  /** From the upper left corner of the page as it is seen, in points. */
  left: number;
  top: number;
}

/** What stands on the first page, and how large it is. */
async function seen(pdf: Uint8Array): Promise<{ items: Item[]; width: number; pages: number }> {
  const document = await openPdf({ name: 'a.pdf', bytes: Uint8Array.from(pdf) });
  try {
    const page = await document.getPage(1);
    const viewport = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const found = items.flatMap((item) => {
      if (!('str' in item) || item.str.trim() === '') return [];
      const [, , , , x = 0, y = 0] = item.transform as number[];
      const [left, top] = viewport.convertToViewportPoint(x, y) as [number, number];
      return [{ text: item.str, left, top }];
    });
    return { items: found, width: viewport.width, pages: document.numPages };
  } finally {
    await document.loadingTask.destroy();
  }
}

/** A page that another program made, with words at its head over the whole width or not. */
async function foreign(turned: number, crowded: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create();
  const page = document.addPage([595, 842]);
  page.setRotation(degrees(turned));
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (let line = 0; line < (crowded ? 12 : 1); line += 1)
    page.drawText('Reply to proposal seven '.repeat(crowded ? 4 : 1), {
      x: 10,
      y: crowded ? 832 - 9 * line : 400,
      size: 10,
      font,
    });
  return Uint8Array.from(await document.save());
}

async function stamped(bytes: Uint8Array<ArrayBuffer>): Promise<StampedOriginal> {
  const made = await stampOriginal('原件.pdf', bytes, STAMP);
  if ('refused' in made) throw new Error(made.refused.message);
  return made;
}

test('a letter that came as a pdf gets a copy of it with the 归档章, the original stays, the same again gives the same bytes', async (context) => {
  const place = temporaryFolder();
  const { pdf } = await renderLetterPdf(LETTER);
  const came = join(place, '答复.pdf');
  writeFileSync(came, pdf);
  const engine = await openEngine(join(place, 'archive'));
  await engine.call('letters.import', { paths: [came], ocr: false });
  const text = await fileText(engine, TEXT.replaceAll('7号', '8号'), '8.txt');
  const { hits } = await engine.call('search.query', { query: '节水' });
  const ids = hits.map(({ id }) => id);
  expect(ids).toHaveLength(2);
  const out = join(place, '出');
  const made = await engine.call('export.pdf', { selection: { ids }, out, stamp_original: true, list: false });
  expect(made.failed).toEqual([]);
  const copies = made.files.flatMap((file) => (file.stamped_original === undefined ? [] : [file.stamped_original]));
  expect(copies).toHaveLength(1);
  const copy = copies[0]?.file ?? '';
  expect(basename(copy)).toMatch(/ 原件（归档章）\.pdf$/);
  expect(createHash('sha256').update(readFileSync(copy)).digest('hex')).toBe(copies[0]?.sha256);
  expect(runTool(context, 'qpdf', '--check', copy)).toContain('No syntax or stream encoding errors found');
  const words = runTool(context, 'pdftotext', '-layout', copy, '-').replaceAll(/\s/g, '');
  expect(words).toContain('全宗号年度件号');
  for (const line of TEXT.split('\n')) expect(words).toContain(line);
  // The letter that came as a text has no page to stamp, and that is said.
  const other = made.files.find(({ id }) => id === text);
  expect(other?.stamped_original).toBeUndefined();
  expect(other?.warnings.map(({ code }) => code)).toContain('STAMP_NO_PDF');
  const before = readdirSync(out).toSorted();
  await engine.call('export.pdf', { selection: { ids }, out, stamp_original: true, list: false });
  expect(readdirSync(out).toSorted()).toEqual(before);
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true });
  await engine.close();
});

test.each([0, 90, 180, 270])(
  'on a page turned by %i degrees it stands upright at the upper right of what is seen',
  async (turned) => {
    const { items, width, pages } = await seen((await stamped(await foreign(turned, false))).pdf);
    expect(pages).toBe(1);
    const fonds = items.find(({ text }) => text.includes('全宗号'));
    const item = items.find(({ text }) => text.includes('0017'));
    expect(fonds?.top).toBeLessThan(50);
    expect(fonds?.left).toBeGreaterThan(width - 190);
    // Cells follow one another from left to right, values stand below labels: it is not turned or mirrored.
    expect((item?.left ?? 0) - (fonds?.left ?? 0)).toBeGreaterThan(60);
    expect((item?.top ?? 0) - (fonds?.top ?? 0)).toBeGreaterThan(5);
  },
);

test('where the head of the page has no room it is put there all the same, and that is said', async () => {
  const free = await stamped(await foreign(0, false));
  expect(free.warnings).toEqual([]);
  const crowded = await stamped(await foreign(0, true));
  expect(crowded.warnings.map(({ code }) => code)).toEqual(['STAMP_OVER_TEXT']);
});

test('a signed file is not written over; a file with a password and a broken one are refused by name', async () => {
  const bytes = await foreign(0, false);
  const signed = Uint8Array.from(Buffer.concat([bytes, Buffer.from('\n% /ByteRange [0 1 2 3]\n')]));
  expect(await stampOriginal('签.pdf', signed, STAMP)).toMatchObject({ refused: { code: 'STAMP_SIGNED' } });
  await expect(stampOriginal('坏.pdf', bytes.slice(200, 500), STAMP)).rejects.toMatchObject({ code: 'BAD_FILE' });
});

/** A pdf of one page with this content; `more` goes into the catalogue, the page and behind the objects. */
function onePage(
  content: string,
  more: { page?: string; box?: string; catalog?: string; objects?: Buffer[] } = {},
): Uint8Array<ArrayBuffer> {
  const objects = [
    `<</Type/Catalog/Pages 2 0 R${more.catalog ?? ''}>>`,
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    `<</Type/Page/Parent 2 0 R/MediaBox${more.box ?? '[0 0 595 842]'}/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>${more.page ?? ''}>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    ...(more.objects ?? []),
  ].map((object, at) =>
    Buffer.concat([Buffer.from(`${at + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]),
  );
  const places = objects.map((_, at) => 9 + objects.slice(0, at).reduce((sum, { length }) => sum + length, 0));
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const start = 9 + objects.reduce((sum, { length }) => sum + length, 0);
  const tail = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`;
  return Uint8Array.from(Buffer.concat([Buffer.from('%PDF-1.7\n'), ...objects, Buffer.from(tail)]));
}

const WORDS = 'BT /F1 14 Tf 60 500 Td (Reply to proposal seven) Tj ET';

test.each([
  ['a matrix inside a state that it leaves open', `${WORDS} q 0.001 0 0 0.001 0 0 cm 1 0 0 -1 0 5000 cm`],
  ['states that it closes and never opened', `Q Q 0.001 0 0 0.001 0 0 cm ${WORDS}`],
])('a page that leaves %s behind shows the stamp where it belongs', async (_what, content) => {
  const { items } = await seen((await stamped(onePage(content))).pdf);
  expect(items.find(({ text }) => text.includes('全宗号'))?.top).toBeLessThan(50);
  expect(items.find(({ text }) => text.includes('0017'))?.left).toBeGreaterThan(400);
});

test('what a page clips it clips for itself', async () => {
  const { pdf } = await stamped(onePage(`0 0 1 1 re W n ${WORDS}`));
  const copy = await PDFDocument.load(pdf);
  const form = copy.getPage(0).node.Resources()?.lookup(PDFName.of('XObject'), PDFDict).lookup(PDFName.of('Original'));
  if (!(form instanceof PDFRawStream)) throw new Error('no form');
  expect(Buffer.from(decodePDFRawStream(form).decode()).toString()).toContain('0 0 1 1 re W n');
});

test.each([
  ['named by an object of its own', '/ByteRange 7 0 R'],
  ['with a numbered character in its name', '/Byte#52ange [0 1 2 3]'],
])('a signature is known %s', async (_what, range) => {
  const catalog = '/AcroForm<</SigFlags 3/Fields[<</FT/Sig/T(s)/V 6 0 R>>]>>';
  const objects = [`<</Type/Sig/Filter/Adobe.PPKLite${range}/Contents<00>>>`, '[0 1 2 3]'].map((text) =>
    Buffer.from(text),
  );
  expect(await stampOriginal('签.pdf', onePage(WORDS, { catalog, objects }), STAMP)).toMatchObject({
    refused: { code: 'STAMP_SIGNED' },
  });
});

test.each([
  ['a page without end', { box: '[-1e38 -1e38 1e38 1e38]' }],
  ['a page of a thousand kilometres', { box: '[0 0 1000000000 1000000000]' }],
  ['units without end', { page: '/UserUnit 1e30' }],
])('%s is said to be damaged', async (_what, more) => {
  await expect(stampOriginal('坏.pdf', onePage(WORDS, more), STAMP)).rejects.toMatchObject({ code: 'BAD_FILE' });
});

test('a file that opens without a password and is locked by its owner is refused by name', async () => {
  const locked = await PDFDocument.load(onePage(WORDS));
  locked.encrypt({ userPassword: '', ownerPassword: 'owner' });
  const bytes = Uint8Array.from(await locked.save());
  await expect(stampOriginal('锁.pdf', bytes, STAMP)).rejects.toMatchObject({ code: 'PASSWORD_PROTECTED' });
});

test('a file that unpacks to more than any letter is not opened', async () => {
  const packed = deflateSync(Buffer.alloc(130 * 1024 * 1024));
  const head = `<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${packed.length}>>\nstream\n`;
  const objects = [Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream')])];
  expect(await stampOriginal('大.pdf', onePage(WORDS, { objects }), STAMP)).toMatchObject({
    refused: { code: 'STAMP_TOO_LARGE' },
  });
});
