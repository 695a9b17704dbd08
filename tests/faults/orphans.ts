/**
 * Programs that are killed while they file, under a parent that never asks about its children: the dead stay in the table
 * of processes, as they do where nobody tidies up (a container, a desktop that crashed with them).
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { build } from 'vite';
import { openArchiveDb } from '../../main/archive/storage/database.ts';
import { processState } from '../../main/archive/storage/lock-holder.ts';

/** Inside node_modules, so that the bundle finds sql.js. */
const bundleFolder = (): string => join(import.meta.dirname, `../../node_modules/.cache/fuhan-filing-${process.pid}`);

/** The program that files, in one file: it starts in a fraction of the time. @returns its path, and what removes it */
export async function buildFilingChild(): Promise<{ file: string; remove: () => void }> {
  const outDir = bundleFolder();
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { ssr: join(import.meta.dirname, 'filing-child.ts'), outDir, minify: false },
  });
  return { file: join(outDir, 'filing-child.js'), remove: () => rmSync(outDir, { recursive: true, force: true }) };
}

export interface KillsFound {
  /** What the next opening was refused with. */
  refused: string[];
  /** Letters that were acknowledged and are not there. */
  lost: string[];
  acknowledged: number;
  /** How long the next command took from the kill to its end, where one was given. */
  answerMs: number[];
}

/** Starts the program below a parent that does not reap it; answers its process number and all that it acknowledges. */
async function startOrphan(
  file: string,
  folder: string,
  first: number,
): Promise<{ parent: ChildProcess; pid: number; lines: string[] }> {
  // A shell that knows nothing of the program takes the place of the one that started it.
  const script = '"$0" "$@" & echo "pid $!"; exec sh -c "exec sleep 600"';
  const parent = spawn('sh', ['-c', script, process.execPath, file, folder, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: parent.stdout });
  const [told] = (await once(reader, 'line')) as [string];
  reader.on('line', (line) => lines.push(line));
  return { parent, pid: Number(told.slice('pid '.length)), lines };
}

/** @param atWork in the middle of its work, else while it starts */
async function killSometime(pid: number, lines: readonly string[], atWork: boolean): Promise<void> {
  while (atWork && lines.length < 2) {
    if (processState(pid) === 'dead') throw new Error('the program that files ended by itself');
    await pause(5);
  }
  await pause(Math.random() * (atWork ? 60 : 400));
  process.kill(pid, 'SIGKILL');
}

/**
 * Kills the program at random moments, from its start on, and opens the archive at once afterwards.
 * @param command a program that opens the archive and ends, instead of opening it here
 */
export async function killsOfOrphans(folder: string, kills: number, command?: readonly string[]): Promise<KillsFound> {
  const found: KillsFound = { refused: [], lost: [], acknowledged: 0, answerMs: [] };
  const acknowledged: string[] = [];
  const { file, remove } = await buildFilingChild();
  (await openArchiveDb(folder, { create: true })).close();
  try {
    for (let kill = 1; kill <= kills; kill++) {
      const { parent, pid, lines } = await startOrphan(file, folder, kill * 10_000);
      try {
        await killSometime(pid, lines, kill % 2 === 0);
        const began = performance.now();
        if (command !== undefined) await promisify(execFile)(command[0] ?? '', command.slice(1));
        found.answerMs.push(performance.now() - began);
        const db = await openArchiveDb(folder);
        acknowledged.push(...lines);
        const present = new Set(
          db.read
            .all<{ letter_id: string; version: number }>('SELECT letter_id, version FROM version')
            .map((row) => `${row.letter_id} ${row.version}`),
        );
        found.lost = acknowledged.filter((line) => !present.has(line));
        db.close();
      } catch (thrown) {
        found.refused.push(thrown instanceof Error ? thrown.message : String(thrown));
      } finally {
        parent.kill('SIGKILL');
        await once(parent, 'exit');
      }
    }
    found.acknowledged = acknowledged.length;
    return found;
  } finally {
    remove();
  }
}
