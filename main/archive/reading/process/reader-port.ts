/**
 * The way to a process that reads: started, spoken to, watched and ended here, and nowhere else. Under Electron, whose
 * program starts no plain Node process, there is none.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FromReader, ToReader } from './messages.ts';

/** Why a reader is gone: by its own end, because it took too much or too long, or by a crash. */
export type ReaderEnd = 'ended' | 'spent' | 'crashed';

export interface ReaderPort {
  /** What the process was told of the machine. */
  readonly environment: NodeJS.ProcessEnv;
  send(message: ToReader): void;
  /** Holds the program open while there is work, and only then. */
  hold(open: boolean): void;
  /** Resident bytes; null where the system does not say. */
  residentBytes(): number | null;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

export interface ReaderEvents {
  onMessage(message: FromReader): void;
  onEnd(end: ReaderEnd): void;
}

/** JavaScript objects of the reader, in MiB: twenty times what a letter of a thousand pages takes. */
const HEAP_MB = 1024;
const ENTRY = import.meta.url.endsWith('.ts') ? './reading-worker.ts' : './reading-worker.js';

/** Whether a reader can be started where this program runs: not in a packed app, whose files only its own program can open. */
export function canStartReader(): boolean {
  return process.versions['electron'] === undefined && !/[\\/]app\.asar[\\/]/.test(fileURLToPath(import.meta.url));
}

export function startReader(events: ReaderEvents): ReaderPort {
  const environment = readerEnvironment();
  const child = fork(fileURLToPath(new URL(ENTRY, import.meta.url)), [], {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    serialization: 'advanced',
    env: environment,
    // What a dying process says is of no use to a person.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let killed = false;
  let gone = false;
  const finish = (end: ReaderEnd): void => {
    if (gone) return;
    gone = true;
    events.onEnd(end);
  };
  child.on('message', (message) => {
    events.onMessage(message as FromReader);
  });
  child.on('error', () => {
    finish('crashed');
  });
  child.on('exit', (code, signal) => {
    if (killed) finish('spent');
    else if (code === 0) finish('ended');
    else finish(isCrash(code, signal) ? 'crashed' : 'spent');
  });
  return {
    environment,
    send(message) {
      if (child.connected) child.send(message, () => undefined);
    },
    hold(open) {
      hold(child, open);
    },
    residentBytes: () => residentBytes(child.pid),
    kill() {
      killed = true;
      child.kill('SIGKILL');
    },
  };
}

function hold(child: ChildProcess, open: boolean): void {
  if (open) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

/** A fault of native code, as against V8's or the system's answer to too much memory. */
function isCrash(code: number | null, signal: NodeJS.Signals | null): boolean {
  const ACCESS_VIOLATION = 0xc0000005;
  return signal === 'SIGSEGV' || signal === 'SIGBUS' || signal === 'SIGILL' || code === ACCESS_VIOLATION;
}

/** No password of the archive and no order to Node goes along. */
function readerEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:FUHAN_|NODE_)/i.test(name)));
}

const PAGE_BYTES = 4096;

function residentBytes(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * PAGE_BYTES;
  } catch {
    return null;
  }
}
