/** Files are read in a process of their own: its death is told of the file that caused it, and nothing else is lost. */
import { afterEach, describe, expect, test } from 'vitest';
import { LETTER, pagedPdf, pdfStream, rawDocx, paragraph, rawPdf } from '../../unit/readers/make.ts';
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
