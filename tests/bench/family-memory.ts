/**
 * How much memory a program and all processes that it started hold together (Linux). What a process holds by itself is added up; of what
 * lies in files and is shared (the program's own code, fonts that are mapped) the process that holds most of it counts, once.
 */
import { readFileSync, readdirSync } from 'node:fs';

/** A process and all that it started, and they. */
export function familyOf(pid: number): number[] {
  const children: number[] = [];
  try {
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const listed = readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1').trim();
      if (listed !== '') children.push(...listed.split(' ').map(Number));
    }
  } catch {
    return []; // it has ended
  }
  return [pid, ...children.flatMap(familyOf)];
}

interface Held {
  ownBytes: number;
  /** Resident bytes of files by their path. */
  files: Map<string, number>;
}

const MAPPING = /^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+\s*(.*)$/;

function heldBy(pid: number): Held {
  const held: Held = { ownBytes: 0, files: new Map() };
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/smaps`, 'latin1');
  } catch {
    return held; // it has ended
  }
  let file = '';
  let resident = 0;
  let own = 0;
  const take = (): void => {
    held.ownBytes += own;
    if (file !== '' && resident > own) held.files.set(file, (held.files.get(file) ?? 0) + resident - own);
    [resident, own] = [0, 0];
  };
  for (const line of text.split('\n')) {
    const mapping = MAPPING.exec(line);
    if (mapping !== null) {
      take();
      file = mapping[1] ?? '';
      continue;
    }
    const [, name = '', kilobytes = '0'] = /^(\w+):\s+(\d+) kB/.exec(line) ?? [];
    if (name === 'Rss') resident = Number(kilobytes) * 1024;
    if (name === 'Anonymous') own = Number(kilobytes) * 1024;
  }
  take();
  return held;
}

/** Bytes that the process and all that it started hold now; 0 where the system does not tell. */
export function familyBytes(pid: number): number {
  if (process.platform !== 'linux') return 0;
  let own = 0;
  const files = new Map<string, number>();
  for (const one of familyOf(pid)) {
    const held = heldBy(one);
    own += held.ownBytes;
    for (const [file, bytes] of held.files) files.set(file, Math.max(files.get(file) ?? 0, bytes));
  }
  return own + [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Looks again and again until `stop` is called, which answers the most that was seen. */
export function watchFamily(pid: number, everyMs = 250): { stop: () => number } {
  let most = familyBytes(pid);
  const timer = setInterval(() => (most = Math.max(most, familyBytes(pid))), everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return most;
    },
  };
}
