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

/** An import of some letters, or a backup, takes so long from its start on. */
const OTHER_WORK_MS = 2500;

export interface KillOptions {
  command?: readonly string[];
  others?: (kill: number) => readonly string[] | undefined;
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

/** Starts a program of Node's below a parent that does not reap it; answers its process number and the lines that it prints. */
async function startOrphan(words: readonly string[]): Promise<{ parent: ChildProcess; pid: number; lines: string[] }> {
  // A shell that knows nothing of the program takes the place of the one that started it.
  const script = '"$0" "$@" & echo "pid $!"; exec sh -c "exec sleep 600"';
  const parent = spawn('sh', ['-c', script, process.execPath, ...words], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: parent.stdout });
  const [told] = (await once(reader, 'line')) as [string];
  reader.on('line', (line) => lines.push(line));
  return { parent, pid: Number(told.slice('pid '.length)), lines };
}

/** How a program is killed: `lines` while it starts or, `atWork`, between what it acknowledges; `within` at some moment of so many ms. */
type Moment = { lines: readonly string[]; atWork: boolean } | { withinMs: number };

async function killSometime(pid: number, moment: Moment): Promise<void> {
  const { lines, atWork } = 'lines' in moment ? moment : { lines: [], atWork: false };
  while (atWork && lines.length < 2) {
    if (processState(pid) === 'dead') throw new Error('the program that files ended by itself');
    await pause(5);
  }
  await pause(Math.random() * ('withinMs' in moment ? moment.withinMs : atWork ? 60 : 400));
  // It may have done all of its work before.
  if (processState(pid) !== 'dead') process.kill(pid, 'SIGKILL');
}

/**
 * Kills the program that files at random moments, from its start on, and opens the archive at once afterwards.
 * @param options.command a program that opens the archive and ends, instead of opening it here
 * @param options.others words of another program of Node's to be killed at the work of this number, with children of its own (an
 *   import, a backup); undefined for the one that files
 */
export async function killsOfOrphans(folder: string, kills: number, options: KillOptions = {}): Promise<KillsFound> {
  const { command, others } = options;
  const found: KillsFound = { refused: [], lost: [], acknowledged: 0, answerMs: [] };
  const acknowledged: string[] = [];
  const { file, remove } = await buildFilingChild();
  (await openArchiveDb(folder, { create: true })).close();
  try {
    for (let kill = 1; kill <= kills; kill++) {
      const other = others?.(kill);
      const { parent, pid, lines } = await startOrphan(other ?? [file, folder, String(kill * 10_000)]);
      try {
        await killSometime(pid, other === undefined ? { lines, atWork: kill % 2 === 0 } : { withinMs: OTHER_WORK_MS });
        const began = performance.now();
        if (command !== undefined) await promisify(execFile)(command[0] ?? '', command.slice(1));
        found.answerMs.push(performance.now() - began);
        const db = await openArchiveDb(folder);
        if (other === undefined) acknowledged.push(...lines);
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
