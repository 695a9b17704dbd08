/** Whether the process that a lock names still runs: by its number, its start and, on Linux, what the system says of it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { errnoCode } from './disk.ts';

/** `dying`: it has been killed, but the system has not yet taken back all that it had. */
export type ProcessState = 'alive' | 'dying' | 'dead';

const SIGKILL_PENDING = 1n << 8n;
/** Flags of a process in /proc/PID/stat: it is ending; a signal has ended it, of which it may not have got further yet. */
const PF_EXITING = 0x4;
const PF_SIGNALED = 0x400;

/** The fields of /proc/PID/stat behind the name, which stands in brackets and may hold blanks: state, parent, … */
function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function isKilled(pid: number): boolean {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const pending = [...status.matchAll(/^(?:SigPnd|ShdPnd):\s*([0-9a-f]+)$/gm)];
  return pending.some(([, bits = '0']) => (BigInt(`0x${bits}`) & SIGKILL_PENDING) !== 0n);
}

/** A process that has ended and that its parent has not yet asked about is dead, though its number is taken. */
export function processState(pid: number): ProcessState {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    if (errnoCode(thrown) !== 'EPERM') return 'dead';
  }
  if (process.platform !== 'linux') return 'alive';
  try {
    const fields = statFields(pid);
    const [state = ''] = fields;
    if ('ZXx'.includes(state)) return 'dead';
    return (Number(fields[6]) & (PF_EXITING | PF_SIGNALED)) !== 0 || isKilled(pid) ? 'dying' : 'alive';
  } catch (thrown) {
    // It went meanwhile; or there is no /proc here, and the number alone must do.
    return errnoCode(thrown) === 'ESRCH' || existsSync('/proc/self/stat') ? 'dead' : 'alive';
  }
}

/**
 * When a process started, as something that a later process with the same number does not share: on Linux the boot's id
 * and the clock ticks since, elsewhere the time of day. Empty where it cannot be told.
 */
export function processStart(pid: number): string {
  try {
    if (process.platform === 'linux') {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot}:${statFields(pid)[19] ?? ''}`;
    }
    if (pid === process.pid) return String(Math.round(Date.now() - process.uptime() * 1000));
    // Windows' locks are held open and need no such telling (held-lock.ts).
    if (process.platform === 'win32') return '';
    const told = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C' } });
    const time = Date.parse(told.toString().trim());
    return Number.isNaN(time) ? '' : String(time);
  } catch {
    return '';
  }
}

/** Processes started within this many milliseconds of the recorded time count as the same one. */
const START_TOLERANCE_MS = 5000;

export function isSameStart(recorded: string, now: string): boolean {
  if (recorded === '' || now === '') return true;
  if (recorded === now) return true;
  const difference = Math.abs(Number(recorded) - Number(now));
  return !Number.isNaN(difference) && difference <= START_TOLERANCE_MS;
}
