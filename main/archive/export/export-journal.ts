/**
 * What an export has finished, a line each, in a hidden file in the target folder: an export that was killed or cancelled goes on where
 * it stopped when the same is asked for again. The file goes when the export has ended. Others may write in that folder: only lines are
 * believed whose hashes the archive's own log has, and nothing is ever opened there that is not an ordinary file.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, lstatSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { warningSchema } from '../../../shared/model/element-schemas.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import { VERSION } from '../../../shared/version.ts';
import { targetError } from '../storage/failures.ts';
import { requireOutside } from '../storage/output-guard.ts';
import { sha256Hex } from '../trust/canonical.ts';
import { readUnlinked } from './unlinked-file.ts';

const lineSchema = z.object({
  id: z.string(),
  /** Hash of the version that was printed; a letter that was changed since is printed anew. */
  version: z.string(),
  program: z.string(),
  /** Name in the folder. */
  file: z.string(),
  pages: z.number(),
  sha256: z.string(),
  warnings: z.array(warningSchema),
  stamped_original: z.object({ file: z.string(), pages: z.number(), sha256: z.string() }).optional(),
  attached: z
    .array(z.object({ id: z.string(), name: z.string(), pages: z.number(), code: z.string().optional() }))
    .optional(),
});
export type FinishedFile = z.infer<typeof lineSchema>;

/** A finished letter, and the hash of its line. */
export interface LoggedLine {
  id: string;
  line: string;
}

/** What the archive's log knows of an export that has not ended. */
export interface ExportLog {
  /** Hashes of the lines that were put down for this request. */
  lines: (request: string) => ReadonlySet<string>;
  put: (request: string, finished: readonly LoggedLine[]) => void;
}

export interface ExportJournal {
  /** What was found in the folder and is not believed. */
  readonly warnings: readonly Warning[];
  /** A finished file whose letter has not changed since, undefined where there is none. */
  find: (id: string, version: string) => FinishedFile | undefined;
  add: (file: Omit<FinishedFile, 'program'>) => void;
  /** Forgets all: the export has ended. */
  end: () => void;
  /** Puts down what is finished, and leaves it for the same export asked again; nothing after `end`. */
  leave: () => void;
}

/** Finished letters that are put down in the log at a time: a kill costs at most these. */
const AT_ONCE = 32;
/** Larger journals are none of ours. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Names what was asked for: the same again has the same. */
export const requestKey = (request: object): string => sha256Hex(JSON.stringify(request)).slice(0, 16);

const notUsed = (name: string, why: string): Warning => ({
  code: 'EXPORT_LEFTOVER',
  message: `目标文件夹中的“${name}”${why}，没有采用，所涉函件重新排版。`,
});

/** @throws ArchiveError NO_PERMISSION, DISK_FULL, BAD_PATH where nothing can be written there */
function begin(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (thrown) {
    throw targetError(thrown, dirname(path));
  }
}

/**
 * @param folder where the files go
 * @param request what was asked for; another request has another journal
 */
export function openJournal(folder: string, request: object, log: ExportLog): ExportJournal {
  const key = requestKey(request);
  const prefix = `.fuhan-export-${key}`;
  // Its name is not to be foreseen, and it is made anew: nobody's link or pipe stands there.
  const path = join(folder, `${prefix}-${randomBytes(8).toString('hex')}.jsonl`);
  requireOutside(path);
  const { finished, lines, warnings, read } = readLeft(folder, prefix, () => log.lines(key));
  const descriptor = begin(path);
  const write = (line: string): void => {
    const bytes = Buffer.from(`${line}\n`);
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
  };
  try {
    lines.forEach(write);
  } catch (thrown) {
    closeSync(descriptor);
    quietlyRemove(path);
    throw targetError(thrown, folder);
  }
  read.forEach(quietlyRemove);
  let fresh: LoggedLine[] = [];
  let isOpen = true;
  const put = (): void => {
    if (fresh.length > 0) log.put(key, fresh);
    fresh = [];
  };
  const close = (): void => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  return {
    warnings,
    find: (id, version) => finished.get(`${id} ${version}`),
    add: (file) => {
      const line = JSON.stringify({ ...file, program: VERSION } satisfies FinishedFile);
      try {
        write(line);
      } catch {
        // The letter's own file is there. An export that goes on sets it once more, no more than that.
        return;
      }
      fresh.push({ id: file.id, line: sha256Hex(line) });
      if (fresh.length >= AT_ONCE) put();
    },
    end: () => {
      close();
      rmSync(path, { force: true });
    },
    leave: () => {
      if (isOpen) put();
      close();
    },
  };
}

/** What earlier runs left in the folder, as far as the log knows it. */
function readLeft(folder: string, prefix: string, known: () => ReadonlySet<string>) {
  const finished = new Map<string, FinishedFile>();
  const [lines, warnings, read]: [string[], Warning[], string[]] = [[], [], []];
  for (const name of readdirSync(folder).filter((one) => one.startsWith(prefix))) {
    const path = join(folder, name);
    const bytes = readUnlinked(path, MOST_BYTES);
    if (bytes === undefined) {
      if (lstatSync(path, { throwIfNoEntry: false }) !== undefined)
        warnings.push(notUsed(name, '是链接、不是普通文件或者读不出'));
      continue;
    }
    read.push(path);
    const hashes = known();
    let others = 0;
    // A line that a kill cut off is no line.
    for (const line of bytes.toString('utf8').split('\n').slice(0, -1)) {
      const one = hashes.has(sha256Hex(line)) ? parseLine(line) : undefined;
      if (one === undefined) others += 1;
      else if (one.program === VERSION) {
        finished.set(`${one.id} ${one.version}`, one);
        lines.push(line);
      }
    }
    if (others > 0) warnings.push(notUsed(name, `所记的 ${others} 件在审计日志中没有记载`));
  }
  return { finished, lines, warnings, read };
}

function quietlyRemove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    return; // somebody else's: it stays, and is no worse there than it was
  }
}

function parseLine(line: string): FinishedFile | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
