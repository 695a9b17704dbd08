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

/** A handle for what a person chooses: the page has no other way to name a place. */
async function choose(place: string, use?: 'write_folder'): Promise<string> {
  await app?.stubDialog([place]);
  const answer =
    use === undefined
      ? await call('shell.chooseFiles', { title: '选择' })
      : await call('shell.chooseFolder', { title: '选择', use });
  const { chosen } = answer.value as { chosen: { handle: string } | { handle: string }[] };
  return (Array.isArray(chosen) ? chosen[0]?.handle : chosen.handle) ?? '';
}

test.skipIf(!CAN_SEE_PROCESSES)('files are read and pages set in helpers; a helper that dies is replaced', async () => {
  app = await launchApp();
  const letter = fs.readdirSync(SAMPLES).find((name) => name.endsWith('.docx')) ?? '';
  const imported = await call('letters.import', { paths: [await choose(path.join(SAMPLES, letter))] });
  expect(imported).toMatchObject({ ok: true, value: { filed: 1 } });
  const id = (imported.value as { items: { id: string }[] }).items[0]?.id;
  const pdfs = path.join(app.folder, 'pdf');
  fs.mkdirSync(pdfs);
  const exported = async (): ReturnType<typeof call> =>
    call('export.pdf', { selection: { ids: [id] }, out: await choose(pdfs, 'write_folder') });
  expect(await exported()).toMatchObject({ ok: true, value: { failed: [] } });

  const pids = ['reading-worker', 'typesetting-worker'].map((name) => helpersOf(name, app?.pid));
  expect(pids.map((found) => found.length)).toEqual([1, 1]);
  for (const pid of pids.flat()) process.kill(pid, 'SIGSEGV');
  expect(await call('archive.info', {})).toMatchObject({ ok: true, value: { letters: 1 } });
  expect(await exported()).toMatchObject({ ok: true, value: { failed: [] } });
  const source = { path: await choose(path.join(SAMPLES, letter)) };
  expect(await call('reading.extract', { source })).toMatchObject({ ok: true });

  const pid = app.pid;
  expect(await app.close()).toBe(0);
  app = undefined;
  expect(['reading-worker', 'typesetting-worker'].flatMap((name) => helpersOf(name, pid))).toEqual([]);
});
