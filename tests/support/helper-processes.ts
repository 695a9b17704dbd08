/** The engine's helper processes, seen from outside: which there are, and what happens when one dies as native code makes it die. */
import fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';

/** Only Linux shows processes as files. */
export const CAN_SEE_PROCESSES = process.platform === 'linux';

/** Process ids of this process's children (or another's) that run a helper's file. */
export function helpersOf(name: string, parent = process.pid): number[] {
  return fs
    .readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1');
        const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
        const [state, above] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return words.includes(name) && Number(above) === parent && state !== 'Z';
      } catch {
        return false; // it has gone meanwhile
      }
    })
    .map(Number);
}

/**
 * Waits for such a helper and ends it by a signal, as a fault of native code does.
 * @param work that is under way meanwhile
 * @param but process ids that are not meant
 * @returns its process id
 * @throws Error where the work ended before a helper was there
 */
export async function killHelper(
  name: string,
  signal: 'SIGSEGV' | 'SIGABRT',
  work: Promise<unknown>,
  but: readonly number[] = [],
): Promise<number> {
  let over = false;
  const end = (): void => void (over = true);
  work.then(end, end);
  for (;;) {
    const pid = helpersOf(name).find((one) => !but.includes(one));
    if (pid !== undefined) {
      process.kill(pid, signal);
      return pid;
    }
    if (over) throw new Error(`no ${name} came before the work was over`);
    await setImmediate();
  }
}
