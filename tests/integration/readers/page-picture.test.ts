/** Pages to look at: of a pdf and of pictures, drawn in a process of their own. */
import { afterAll, describe, expect, test } from 'vitest';
import { drawPage, stopPagePictures } from '../../../main/archive/reading/readers/page-picture.ts';
import { bytesOf, scan, typstPdf } from '../../unit/readers/make.ts';
import { fileText, openEngine } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { factsOf, ink, plainSheet, tiffOf } from '../../support/pictures.ts';

afterAll(async () => {
  await stopPagePictures();
});

const TWO_PAGES = typstPdf(
  '#set text(size: 40pt)\n提案答复函提案答复函\n#pagebreak()\n#rect(width: 100%, height: 90%, fill: black)',
);

describe('a page', () => {
  test('of a pdf is drawn by its number; beyond the last the last is drawn', async () => {
    const file = { name: 'a.pdf', bytes: TWO_PAGES };
    const first = await drawPage(file, 1);
    expect(first).toMatchObject({ page: 1, pages: 2 });
    expect(Math.max(first.width, first.height)).toBe(1800);
    expect(factsOf(first.png)).toEqual({
      format: 'png',
      width: first.width,
      height: first.height,
    });
    expect(ink(first.png)).toBeLessThan(0.2);
    const last = await drawPage(file, 9);
    expect(last).toMatchObject({ page: 2, pages: 2 });
    expect(ink(last.png)).toBeGreaterThan(0.4);
  });

  test('of a scan is scaled down, of a tiff each by its number', async () => {
    const png = await scan(TWO_PAGES, { page: 2 });
    const shown = await drawPage({ name: 'scan.png', bytes: png }, 1);
    expect(shown).toMatchObject({ page: 1, pages: 1, height: 1800 });
    const tiff = tiffOf([plainSheet(60, 80, 255), plainSheet(60, 80, 0)]);
    const second = await drawPage({ name: 'two.tiff', bytes: tiff }, 2);
    expect(second).toMatchObject({ page: 2, pages: 2, width: 60, height: 80 });
    expect(ink(second.png)).toBe(1);
  });

  test('of what has none, or of a damaged file, is refused with a word', async () => {
    const text = bytesOf(new TextEncoder().encode('答复函'));
    await expect(drawPage({ name: 'a.txt', bytes: text }, 1)).rejects.toMatchObject({ code: 'UNSUPPORTED_FORMAT' });
    const cut = (await scan(TWO_PAGES)).slice(0, 2000);
    await expect(drawPage({ name: 'cut.png', bytes: cut }, 1)).rejects.toMatchObject({ code: 'BAD_FILE' });
    await expect(drawPage({ name: 'a.pdf', bytes: TWO_PAGES.slice(0, 400) }, 1)).rejects.toMatchObject({
      code: 'BAD_FILE',
    });
  });
});

test('the engine hands the page of an attachment over, and only of one of its letter’s', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  const source = { name: '附图.pdf', bytes: TWO_PAGES };
  const { attachments } = await engine.call('letters.attach', { id, attachments: [{ source }], reason: '补附图' });
  const attachment = attachments.find(({ name }) => name === '附图.pdf')?.id ?? '';
  const page = await engine.call('letters.attachmentPage', { id, attachment, page: 2 });
  expect(page).toMatchObject({ name: '附图.pdf', page: 2, pages: 2 });
  expect(page.image.startsWith('data:image/png;base64,')).toBe(true);
  expect(await engine.call('trust.audit', { action: 'letter.view' })).toMatchObject([{ subject: id }]);
  await expect(engine.call('letters.attachmentPage', { id, attachment: 'none' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await engine.close();
});
