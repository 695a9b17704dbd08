/** In the window the engine's helpers are processes that the main process lends: they work, and their death is not the archive's. */
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CAN_SEE_PROCESSES, helpersOf } from '../support/helper-processes.ts';
import { launchApp, type LaunchedApp } from './fixtures.ts';

const SAMPLES = path.resolve(import.meta.dirname, '../../resources/samples');
let app: LaunchedApp | undefined;
let asked = 0;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

const call = (name: string, input: unknown): Promise<{ ok: boolean; value?: unknown; error?: { code: string } }> => {
  if (app === undefined) throw new Error('no window');
  return app.page.evaluate(([called, given, id]) => window.archive.call(called as 'archive.info', given as never, id), [
    name,
    input,
    `helpers${++asked}`,
  ] as const);
};

test.skipIf(!CAN_SEE_PROCESSES)('files are read and pages set in helpers; a helper that dies is replaced', async () => {
  app = await launchApp();
  const letter = fs.readdirSync(SAMPLES).find((name) => name.endsWith('.docx')) ?? '';
  const imported = await call('letters.import', { paths: [path.join(SAMPLES, letter)] });
  expect(imported).toMatchObject({ ok: true, value: { filed: 1 } });
  const id = (imported.value as { items: { id: string }[] }).items[0]?.id;
  const out = path.join(app.folder, 'pdf');
  const exported = (): ReturnType<typeof call> => call('export.pdf', { selection: { ids: [id] }, out });
  expect(await exported()).toMatchObject({ ok: true, value: { failed: [] } });

  const pids = ['reading-worker', 'typesetting-worker'].map((name) => helpersOf(name, app?.pid));
  expect(pids.map((found) => found.length)).toEqual([1, 1]);
  for (const pid of pids.flat()) process.kill(pid, 'SIGSEGV');
  expect(await call('archive.info', {})).toMatchObject({ ok: true, value: { letters: 1 } });
  expect(await exported()).toMatchObject({ ok: true, value: { failed: [] } });
  expect(await call('reading.extract', { source: { path: path.join(SAMPLES, letter) } })).toMatchObject({ ok: true });

  const pid = app.pid;
  expect(await app.close()).toBe(0);
  app = undefined;
  expect(['reading-worker', 'typesetting-worker'].flatMap((name) => helpersOf(name, pid))).toEqual([]);
});
