/**
 * The way to a process that helps the engine: reads files, sets pages, draws them. Started, spoken to, watched and ended here and
 * nowhere else, so that a fault of native code costs that process and not the archive's. On Node it is a child process;
 * Electron starts none of its program but by its own means, which the main process lends (main/app/helper-processes.ts).
 */
import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SILENCE } from './silence.ts';

/** The helpers that there are, and where their files lie: below main/archive, or side by side in the bundle. */
export const HELPERS = {
  'reading-worker': '../reading/process/reading-worker',
  'typesetting-worker': '../print/typesetting-worker',
  'page-picture-worker': '../reading/readers/page-picture-worker',
} as const;
export type HelperName = keyof typeof HELPERS;

export const isHelperName = (name: unknown): name is HelperName =>
  typeof name === 'string' && Object.hasOwn(HELPERS, name);

/** Why a helper is gone: by its own end, because it took too much or too long, or by a crash. */
export type HelperEnd = 'ended' | 'spent' | 'crashed';

export interface HelperPort {
  /** What the process was told of the machine. */
  readonly environment: NodeJS.ProcessEnv;
  send(message: unknown): void;
  /** Holds the program open while there is work, and only then. */
  hold(open: boolean): void;
  /** Resident bytes; null where the system does not say. */
  residentBytes(): number | null;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

export interface HelperEvents {
  onMessage(message: unknown): void;
  onEnd(end: HelperEnd): void;
}

export type StartHelper = (name: HelperName, events: HelperEvents) => HelperPort;

/** JavaScript objects of a helper, in MiB: twenty times what a letter of a thousand pages takes. */
const HEAP_MB = 1024;
/** A third of what V8 lets short-lived objects take (SMALL_YOUNG_HEAP in memory.ts), in MiB. */
const SEMI_SPACE_MB = 4;
/** Files are compared one after another, each with megabytes of short-lived objects. */
const SETTING_SEMI_SPACE_MB = 8;

/** What Node is told. A batch has two processes for two cores: threads that collect beside them would only take their turns. */
export function helperOrders(name: HelperName): string[] {
  const sets = name === 'typesetting-worker';
  return [
    `--max-old-space-size=${HEAP_MB}`,
    `--max-semi-space-size=${sets ? SETTING_SEMI_SPACE_MB : SEMI_SPACE_MB}`,
    ...(sets ? ['--single-threaded-gc'] : []),
  ];
}

let lent: StartHelper | undefined;

/** From now on helpers are started by these means. */
export function useHelpers(start: StartHelper): void {
  lent = start;
}

/** Whether a helper can be started where this program runs: in Electron, and out of its archive, only by means that were lent. */
export function canStartHelper(): boolean {
  if (lent !== undefined) return true;
  return process.versions['electron'] === undefined && !/[\\/]app\.asar[\\/]/.test(fileURLToPath(import.meta.url));
}

export function startHelper(name: HelperName, events: HelperEvents): HelperPort {
  return (lent ?? startChild)(name, events);
}

/**
 * For helpers whose pictures and pages are megabytes each: glibc learns to keep such pieces once one was given back, a hundred megabytes of
 * them (`npm run bench -- export --stage attached`). Told where to draw the line it gives them back to the system. Other systems do not look.
 */
const GIVE_BACK: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: String(1024 * 1024),
  MALLOC_ARENA_MAX: '2',
};
const GIVING_BACK: readonly HelperName[] = ['page-picture-worker', 'typesetting-worker'];

/** No password of the archive and no order to Node goes along; native code is told to keep silent. */
export function helperEnvironment(name: HelperName): NodeJS.ProcessEnv {
  const left = Object.entries(process.env).filter(
    ([name]) => name === 'FUHAN_RESOURCES' || !/^(?:FUHAN_|NODE_)/i.test(name),
  );
  return { ...Object.fromEntries(left), ...SILENCE, ...(GIVING_BACK.includes(name) ? GIVE_BACK : {}) };
}

function fileOf(name: HelperName): string {
  const file = import.meta.url.endsWith('.ts') ? `${HELPERS[name]}.ts` : `./${name}.js`;
  return fileURLToPath(new URL(file, import.meta.url));
}

/** Of what a dying process says so much is kept: V8 names its want of memory in its last words. */
const LAST_WORDS = 4096;

function startChild(name: HelperName, events: HelperEvents): HelperPort {
  const environment = helperEnvironment(name);
  const child = fork(fileOf(name), [], {
    execArgv: helperOrders(name),
    serialization: 'advanced',
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    windowsHide: true,
  });
  let killed = false;
  let gone = false;
  let words = '';
  child.stderr?.setEncoding('latin1').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  const finish = (end: HelperEnd): void => {
    if (gone) return;
    gone = true;
    events.onEnd(end);
  };
  child.on('message', (message) => events.onMessage(message));
  child.on('error', () => finish('crashed'));
  // When its streams are at their end as well: the last words count.
  child.on('close', (code, signal) => finish(killed ? 'spent' : endOf(code, signal, words)));
  return {
    environment,
    send(message) {
      if (child.connected) child.send(message as object, () => undefined);
    },
    hold: (open) => hold(child, open),
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

/**
 * Why a process is gone that nobody here ended.
 * @param words the last that it said
 */
export function endOf(code: number | null, signal: NodeJS.Signals | null, words: string): HelperEnd {
  if (code === 0) return 'ended';
  // V8 aborts where the heap is full, the system kills where memory is.
  return signal === 'SIGKILL' || /out of memory/i.test(words) ? 'spent' : 'crashed';
}

const PAGE_BYTES = 4096;

/** Resident bytes of a process; null where the system does not say. */
export function residentBytes(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * PAGE_BYTES;
  } catch {
    return null;
  }
}
