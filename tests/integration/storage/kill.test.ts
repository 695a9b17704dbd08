/** Nothing acknowledged is ever lost: the process is killed at random moments while it files. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { buildFilingChild } from '../../faults/orphans.ts';
import { emptyFolder } from '../../support/archive.ts';

const KILLS = 30;
let program: Awaited<ReturnType<typeof buildFilingChild>>;

beforeAll(async () => {
  program = await buildFilingChild();
});
afterAll(() => program.remove());

/** Lets the child file and kills it so many milliseconds after its first acknowledgement; answers all of them. */
async function fileUntilKilled(folder: string, first: number, afterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [program.file, folder, String(first)], {
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
