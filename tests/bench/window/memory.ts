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

/** Proportional set size of all of them in bytes; 0 where the system does not tell. */
export function memoryOf(root: number): number {
  return processTree(root).reduce((sum, pid) => {
    const pss = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
    return sum + Number(pss ?? 0) * 1024;
  }, 0);
}
