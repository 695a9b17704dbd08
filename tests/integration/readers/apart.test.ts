/** Files are read in a process of their own: its death is told of the file that caused it, and nothing else is lost. */
import { createHash } from 'node:crypto';
import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  LETTER,
  ownFolder,
  pagedPdf,
  paragraph,
  pdfStream,
  pdfText,
  rawDocx,
  rawPdf,
  scan,
  scannedPdf,
  typstPdf,
  typstText,
} from '../../unit/readers/make.ts';
import { loadFile, type LoadedFile } from '../../../main/archive/reading/load-file.ts';
import { LIMITS } from '../../../main/archive/reading/readers/reader.ts';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { ReadingHouse, stopReading, type ApartLimits } from '../../../main/archive/reading/process/read-apart.ts';
import { deflateSync } from 'node:zlib';

const good = { name: 'a.docx', bytes: rawDocx(LETTER.split('\n').map(paragraph).join('')) };

/** One page whose content unpacks to 600 MB of blanks. */
function hungryPdf(): Uint8Array<ArrayBuffer> {
  return rawPdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>',
    pdfStream(deflateSync(Buffer.alloc(600_000_000, 32)), '/Filter/FlateDecode'),
  ]);
}

/** One page that draws for a long time without giving any text. */
function slowPdf(): Uint8Array<ArrayBuffer> {
  const draw = '/X Do\n'.repeat(30);
  const form = (inside: string, next: number): Buffer =>
    pdfStream(inside, `/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X ${next} 0 R>>>>`);
  const empty = pdfStream('q Q', '/Type/XObject/Subtype/Form/BBox[0 0 9 9]');
  return pagedPdf([draw], {
    page: '/Resources<</XObject<</X 6 0 R>>>>',
    objects: [...[7, 8, 9, 10].map((next) => form(draw, next)), empty],
  });
}

const houses: ReadingHouse[] = [];
function house(limits: Partial<ApartLimits> = {}): ReadingHouse {
  const made = new ReadingHouse(limits);
  houses.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(houses.splice(0).map((made) => made.stop()));
  await stopReading();
});

describe('reading apart', { timeout: 240_000 }, () => {
  test('gives what reading here gives, and the same errors', async () => {
    const [here, apart] = [await readRaw(good), await readRaw(good, { apart: true })];
    expect(apart).toEqual(here);
    const broken = { name: 'a.pdf', bytes: Uint8Array.from(Buffer.from('%PDF-1.7\n')) };
    await expect(readRaw(broken, { apart: true })).rejects.toMatchObject({ code: 'BAD_FILE' });
  });

  test.skipIf(process.platform !== 'linux')(
    'a file that takes too much memory is refused, its neighbour is read',
    async () => {
      const reading = house({ residentBytes: 400 * 1024 * 1024, lookMs: 20 });
      const [hungry, beside] = await Promise.allSettled([
        reading.read({ name: 'hungry.pdf', bytes: hungryPdf() }, { ocr: false }),
        reading.read(good, {}),
      ]);
      expect(hungry).toMatchObject({ status: 'rejected', reason: { code: 'FILE_TOO_LARGE' } });
      expect(beside).toMatchObject({ status: 'fulfilled', value: { text: LETTER } });
      expect((await reading.read(good, {})).text).toBe(LETTER);
    },
  );

  test('a file over which nothing is heard any more is given up, the next one is read', async () => {
    const reading = house({ silenceMs: 2000, lookMs: 50 });
    const slow = reading.read({ name: 'slow.pdf', bytes: slowPdf() }, { ocr: false });
    await expect(slow).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
    expect((await reading.read(good, {})).text).toBe(LETTER);
  });

  test('a cancelled reading is over at once', async () => {
    const abort = new AbortController();
    const reading = house().read({ name: 'slow.pdf', bytes: slowPdf() }, { ocr: false, signal: abort.signal });
    abort.abort();
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('a reader that was begun before the first file reads it; begun and not needed, it ends with the program', async () => {
    const { startHelper } = await import('../../../main/archive/work/helper-process.ts');
    let started = 0;
    const made = new ReadingHouse({}, (events) => {
      started += 1;
      return startHelper('reading-worker', events);
    });
    houses.push(made);
    made.begin();
    made.begin();
    expect(started).toBe(1);
    expect((await made.read(good, {})).text).toBe(LETTER);
    expect(started).toBe(1);
    await made.stop();
    made.begin();
    await made.stop();
    expect(started).toBe(2);
  });

  test('a very large file is read where it lies, text and scans alike, as long as it stays as it was', async () => {
    const page = typstPdf(typstText(LETTER));
    const scanned = scannedPdf(await scan(page, { format: 'jpeg' }));
    const folder = ownFolder();
    const lying = (name: string, bytes: Uint8Array<ArrayBuffer>): LoadedFile => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const state = statSync(path, { bigint: true });
      return { name, size: bytes.length, sha256, family: 'pdf', bytes: null, lies: { path, state } };
    };
    const reading = house();
    for (const [name, bytes] of [
      ['typed.pdf', page],
      ['scan.pdf', scanned],
    ] as const) {
      const inPieces = await reading.read(lying(name, bytes), {});
      expect(inPieces).toEqual(await reading.read({ name, bytes }, {}));
      expect(inPieces.text).toContain('水务局');
    }
    const changed = lying('changed.pdf', page);
    appendFileSync(join(folder, 'changed.pdf'), ' ');
    await expect(reading.read(changed, {})).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  });

  test('a pdf of more than is held gives its text, no bytes, and its hash; one whose end was never written is unfinished', async () => {
    const words = pdfText('关于老旧小区改造的答复', 72, 700);
    const ballast = Buffer.alloc(LIMITS.heldBytes, 'pixels');
    const bytes = pagedPdf([words], { objects: [pdfStream(ballast)] });
    const path = join(ownFolder(), '附图.pdf');
    writeFileSync(path, bytes);
    const read = await readRaw({ path }, { apart: true, ocr: false });
    expect(read).toMatchObject({ size: bytes.length, bytes: null, raw: { format: 'pdf', pages: [{ start: 0 }] } });
    expect(read.raw.text).toContain('关于老旧小区改造的答复');
    expect(read.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect((await readRaw({ path }, { ocr: false })).raw).toEqual(read.raw);
    writeFileSync(path, bytes.fill(0, bytes.length - 100_000));
    await expect(loadFile({ path })).rejects.toMatchObject({ code: 'FILE_UNFINISHED' });
  });

  test('no password goes along', async () => {
    process.env['FUHAN_PASSWORD'] = 'x';
    const { startHelper } = await import('../../../main/archive/work/helper-process.ts');
    const spawned: NodeJS.ProcessEnv[] = [];
    const made = new ReadingHouse({}, (events) => {
      const port = startHelper('reading-worker', events);
      spawned.push(port.environment);
      return port;
    });
    houses.push(made);
    await made.read(good, {});
    delete process.env['FUHAN_PASSWORD'];
    expect(Object.keys(spawned[0] ?? {}).filter((name) => name.startsWith('FUHAN_'))).toEqual([]);
    expect(spawned[0]?.['PATH']).toBe(process.env['PATH']);
  });
});
