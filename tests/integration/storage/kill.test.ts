/** Nothing acknowledged is ever lost: the process is killed at random moments while it files. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { emptyFolder } from '../../support/archive.ts';

const KILLS = 30;
/** Inside node_modules, so that the bundle finds sql.js; removed afterwards. */
const BUNDLE = join(import.meta.dirname, `../../../node_modules/.cache/fuhan-kill-${process.pid}`);

/** The child in one file: it starts in a fraction of the time, which thirty starts make worth while. */
beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { ssr: join(import.meta.dirname, '../../faults/filing-child.ts'), outDir: BUNDLE, minify: false },
  });
});
afterAll(() => {
  rmSync(BUNDLE, { recursive: true, force: true });
});

/** Lets the child file and kills it so many milliseconds after its first acknowledgement; answers all of them. */
async function fileUntilKilled(folder: string, first: number, afterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(BUNDLE, 'filing-child.js'), folder, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (acknowledged.push(line) === 1) setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  await Promise.all([once(child, 'exit'), once(lines, 'close')]);
  expect(child.signalCode).toBe('SIGKILL');
  return acknowledged;
}

test('every filing that was acknowledged before a kill is there, whole', { timeout: 300_000 }, async () => {
  const folder = join(emptyFolder(), 'archive');
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    acknowledged.push(...(await fileUntilKilled(folder, acknowledged.length + kill + 1, Math.random() * 120)));
    const db = await openArchiveDb(folder);
    expect(db.uncleanShutdown).toBe(true);
    const present = new Set(
      db.read
        .all<{ letter_id: string; version: number }>('SELECT letter_id, version FROM version')
        .map((row) => `${row.letter_id} ${row.version}`),
    );
    expect(acknowledged.filter((line) => !present.has(line))).toEqual([]);
    if (kill % 10 === 9) expect((await verifyArchive(db)).problems).toEqual([]);
    db.close();
  }
  expect(acknowledged.length).toBeGreaterThan(KILLS);
});
