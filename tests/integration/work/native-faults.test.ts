/** Native code that dies (recognition, page pictures, typesetting) takes its own process with it and not the archive's; the next work finds another. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CAN_SEE_PROCESSES, helpersOf, killHelper } from '../../support/helper-processes.ts';
import { fileText, openEngine, temporaryFile, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { LETTER_LINES, scan, typstPdf, typstText } from '../../unit/readers/make.ts';
import { endOf } from '../../../main/archive/work/helper-process.ts';

const PAGE = typstPdf(`#set text(size: 15.75pt)\n${LETTER_LINES.map((line) => typstText(line)).join('\\\n')}`);
const FAULTS = ['SIGSEGV', 'SIGABRT'] as const;

describe.skipIf(!CAN_SEE_PROCESSES)('a fault of native code', { timeout: 240_000 }, () => {
  test.each(FAULTS)(
    'in recognition (%s) twice over one scan costs its text; it is filed and marked',
    async (signal) => {
      const engine = await openEngine();
      const file = temporaryFile('扫描件.jpg', await scan(PAGE, { format: 'jpeg' }));
      const importing = engine.call('letters.import', { paths: [file] });
      const first = await killHelper('reading-worker', signal, importing);
      const second = await killHelper('reading-worker', signal, importing, [first]);
      const { items, filed } = await importing;
      expect(filed).toBe(1);
      const { warnings } = await engine.call('review.show', { id: items[0]?.id ?? '' });
      expect(warnings.map(({ code }) => code)).toContain('OCR_FAILED');
      expect(helpersOf('reading-worker').filter((pid) => pid === first || pid === second)).toEqual([]);
      const { text } = await engine.call('reading.extract', { source: { path: file } });
      expect(text).toContain('供水管网');
    },
  );

  test.each(FAULTS)(
    'in typesetting (%s), twice over one letter, is told of that letter; the next is set',
    async (signal) => {
      const engine = await openEngine();
      const id = await fileText(engine, PLAIN_LETTER);
      const out = path.join(temporaryFolder(), 'pdf');
      const exporting = engine.call('export.pdf', { selection: { ids: [id] }, out });
      const first = await killHelper('typesetting-worker', signal, exporting);
      await killHelper('typesetting-worker', signal, exporting, [first]);
      const { files, failed } = await exporting;
      expect({ files, failed }).toMatchObject({ files: [], failed: [{ id, code: 'EXPORT_FAILED' }] });
      const again = await engine.call('export.pdf', { selection: { ids: [id] }, out });
      expect(again.files).toHaveLength(1);
    },
  );

  test.each(FAULTS)(
    'in drawing a page (%s), twice over one page, is told of that page; the next is drawn',
    async (signal) => {
      const engine = await openEngine();
      const id = await fileText(engine, PLAIN_LETTER);
      const source = { name: '附图.pdf', bytes: PAGE };
      const { attachments } = await engine.call('letters.attach', { id, attachments: [{ source }], reason: '补附图' });
      const attachment = attachments.find(({ name }) => name === '附图.pdf')?.id ?? '';
      const drawing = engine.call('letters.attachmentPage', { id, attachment, page: 1 });
      const heard = expect(drawing).rejects.toMatchObject({ code: 'PAGE_NOT_DRAWN' });
      const first = await killHelper('page-picture-worker', signal, drawing);
      await killHelper('page-picture-worker', signal, drawing, [first]);
      await heard;
      expect(await engine.call('letters.attachmentPage', { id, attachment, page: 1 })).toMatchObject({ pages: 1 });
      expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true });
    },
  );

  test('once over a letter costs nothing: it is set by another process', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, PLAIN_LETTER);
    const out = path.join(temporaryFolder(), 'pdf');
    const exporting = engine.call('export.pdf', { selection: { ids: [id] }, out });
    await killHelper('typesetting-worker', 'SIGSEGV', exporting);
    expect(await exporting).toMatchObject({ failed: [] });
  });

  test('no helper stays when the engine has closed', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, PLAIN_LETTER);
    await engine.call('export.pdf', { selection: { ids: [id] }, out: path.join(temporaryFolder(), 'pdf') });
    expect(helpersOf('typesetting-worker')).toHaveLength(1);
    await engine.close();
    expect(['typesetting-worker', 'reading-worker', 'page-picture-worker'].flatMap((name) => helpersOf(name))).toEqual(
      [],
    );
  });
});

test('a full heap is told from a fault, whichever signal ends the process', () => {
  expect(endOf(0, null, '')).toBe('ended');
  expect(
    endOf(null, 'SIGABRT', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'),
  ).toBe('spent');
  expect(endOf(null, 'SIGKILL', '')).toBe('spent');
  expect(endOf(null, 'SIGABRT', 'terminate called without an active exception')).toBe('crashed');
  expect(endOf(0xc0000005, null, '')).toBe('crashed');
});
