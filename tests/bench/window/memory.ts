/** Memory of a process with all that it started, as the system counts it: shared pages once. */
import { readdirSync, readFileSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** All processes below one, itself included. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = read(`/proc/${pid}/stat`);
    const after = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    parents.set(pid, Number(after[1]));
  }
  const tree = [root];
  for (let at = 0; at < tree.length; at += 1)
    for (const [pid, parent] of parents) if (parent === tree[at]) tree.push(pid);
  return tree;
}

/** Proportional set size in bytes; 0 where the system does not tell. */
const shareOf = (pid: number): number =>
  Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;

/** Of all of them together, in bytes. */
export function memoryOf(root: number): number {
  return processTree(root).reduce((sum, pid) => sum + shareOf(pid), 0);
}

/** What the runtime calls a kind of process, by its command line; the first is the program's own. */
function kindOf(pid: number, root: number): string {
  if (pid === root) return 'program';
  const words = read(`/proc/${pid}/cmdline`).split('\0');
  const type = words.find((word) => word.startsWith('--type='))?.slice('--type='.length);
  return type ?? words.find((word) => word.endsWith('-worker.js'))?.replace(/^.*\//, '') ?? 'browser';
}

/** The same by kind of process, in bytes, the most first. */
export function memoryByKind(root: number): [string, number][] {
  const sums = new Map<string, number>();
  for (const pid of processTree(root)) {
    const kind = kindOf(pid, root);
    sums.set(kind, (sums.get(kind) ?? 0) + shareOf(pid));
  }
  return [...sums].sort((a, b) => b[1] - a[1]);
}
