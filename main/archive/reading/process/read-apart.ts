/**
 * Reads files in a process of its own. A file whose reading takes that process down is told by a code and costs nothing
 * else: the process is started again for the next one.
 */
import { ArchiveError, errorFromReport } from '../../../../shared/errors.ts';
import type { Progress } from '../../../../shared/contract/index.ts';
import type { LoadedFile } from '../load-file.ts';
import type { ReadOptions } from '../readers/reader.ts';
import type { RawText } from '../types.ts';
import {
  canStartHelper,
  startHelper,
  type HelperEnd,
  type HelperEvents,
  type HelperPort,
} from '../../work/helper-process.ts';
import { recognitionLost } from '../readers/ocr.ts';
import { TOOK_TOO_LONG } from '../readers/processor-time.ts';
import type { FileFrom, FromReader } from './messages.ts';

export interface ApartLimits {
  /** Without any sign of life for so long while scans are read, the reader is ended. More than OCR allows one page. */
  silenceMs: number;
  /** The same while none are: taking a file apart tells each page, and no part of a letter takes so long. */
  apartMs: number;
  /** The reader as a whole, models of OCR and pictures included. */
  residentBytes: number;
  /** How often both are looked at. */
  lookMs: number;
  /** Without work for so long, the reader goes. */
  idleMs: number;
}

const LIMITS: ApartLimits = {
  silenceMs: 240_000,
  apartMs: 90_000,
  residentBytes: 2 * 1024 ** 3,
  lookMs: 250,
  idleMs: 20_000,
};
/** A reader that was asked to end is waited for so long. */
const END_MS = 5000;

/** What is read apart: bytes, or a large file on the disk. */
export type ApartFile = Pick<LoadedFile, 'name' | 'bytes'> & Partial<Pick<LoadedFile, 'sha256' | 'lies'>>;

function sentOf({ name, sha256, bytes, lies }: ApartFile): FileFrom {
  if (bytes !== null) return { bytes };
  if (lies == null || sha256 === undefined) throw new ArchiveError('FILE_CHANGED', name);
  return { path: lies.path, sha256 };
}

/** Starts the reading process. */
export type StartReader = (events: HelperEvents) => HelperPort;
const startReader: StartReader = (events) => startHelper('reading-worker', events);

interface Job {
  id: number;
  name: string;
  from: FileFrom;
  ocr: boolean;
  onProgress: ((progress: Progress) => void) | undefined;
  result: PromiseWithResolvers<RawText>;
  /** Was under way when the reader died: it is tried once more, with no other beside it. */
  suspect: boolean;
  /** Another was under way beside it. */
  hadCompany: boolean;
  /** Its scans are being read: a page of them is waited for. */
  scans: boolean;
  /** Was silent beside another: it is not waited for as long again. */
  wasSilent: boolean;
  /** Ended the reader while pictures of text were allowed: it is read without their text, and marked. */
  withoutOcr: boolean;
}

/** One reading process, started when the first file comes. */
export class ReadingHouse {
  readonly #limits: ApartLimits;
  readonly #start: StartReader;
  #port: HelperPort | null = null;
  /** Why the reader was ended: it took too much, or was silent too long. */
  #gaveUp: 'memory' | 'silence' | null = null;
  #lastId = 0;
  readonly #running = new Map<number, Job>();
  #waiting: Job[] = [];
  #lastSign = 0;
  #look: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;
  #ending: PromiseWithResolvers<void> | null = null;

  constructor(limits: Partial<ApartLimits> = {}, start: StartReader = startReader) {
    this.#limits = { ...LIMITS, ...limits };
    this.#start = start;
  }

  /**
   * @throws ArchiveError FILE_TOO_LARGE (the reader ran out of memory or time over it), BAD_FILE (it crashed), CANCELLED, and all
   *   that the reader says
   */
  async read(file: ApartFile, options: ReadOptions): Promise<RawText> {
    const job: Job = {
      id: ++this.#lastId,
      name: file.name,
      from: sentOf(file),
      ocr: options.ocr !== false,
      onProgress: options.onProgress,
      result: Promise.withResolvers(),
      suspect: false,
      hadCompany: false,
      scans: false,
      wasSilent: false,
      withoutOcr: false,
    };
    const onAbort = (): void => {
      this.#waiting = this.#waiting.filter((other) => other !== job);
      if (this.#running.has(job.id)) this.#port?.send({ kind: 'cancel', id: job.id });
      job.result.reject(new ArchiveError('CANCELLED'));
    };
    options.signal?.addEventListener('abort', onAbort);
    try {
      this.#waiting.push(job);
      this.#next();
      return await job.result.promise;
    } finally {
      options.signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Starts the process for files that are about to come. */
  begin(): void {
    this.#open();
    if (this.#running.size === 0) this.#rest();
  }

  /** Ends the process; what is under way is cancelled. To be awaited before the program ends. */
  async stop(): Promise<void> {
    for (const job of this.#waiting.splice(0)) job.result.reject(new ArchiveError('CANCELLED'));
    for (const job of this.#running.values()) job.result.reject(new ArchiveError('CANCELLED'));
    this.#running.clear();
    const port = this.#port;
    if (port === null) return;
    this.#ending ??= Promise.withResolvers();
    const patience = setTimeout(() => {
      port.kill();
    }, END_MS);
    port.hold(true);
    port.send({ kind: 'end' });
    await this.#ending.promise;
    clearTimeout(patience);
  }

  /** Hands on what waits. A suspect is read alone; everything else may go side by side. */
  #next(): void {
    for (let job = this.#waiting[0]; job !== undefined; job = this.#waiting[0]) {
      const alone = job.suspect || [...this.#running.values()].some(({ suspect }) => suspect);
      if (alone && this.#running.size > 0) return;
      this.#waiting.shift();
      this.#running.set(job.id, job);
      for (const one of this.#running.values())
        one.hadCompany = this.#running.size > 1 || (one.hadCompany && one !== job);
      const port = this.#open();
      port.hold(true);
      this.#lastSign = Date.now();
      port.send({
        kind: 'read',
        id: job.id,
        name: job.name,
        from: job.from,
        ocr: job.ocr && !job.withoutOcr,
      });
    }
  }

  #open(): HelperPort {
    clearTimeout(this.#idle);
    if (this.#port === null) {
      const port = this.#start({
        onMessage: (message) => {
          this.#hear(message as FromReader);
        },
        onEnd: (end) => {
          if (this.#port === port) this.#lost(end);
        },
      });
      this.#port = port;
    }
    this.#look ??= setInterval(() => {
      this.#watch();
    }, this.#limits.lookMs);
    return this.#port;
  }

  #hear(message: FromReader): void {
    this.#lastSign = Date.now();
    const job = this.#running.get(message.id);
    if (job === undefined) return;
    if (message.kind === 'progress') {
      job.onProgress?.(message.progress);
      return;
    }
    if (message.kind === 'scans') {
      job.scans = true;
      return;
    }
    this.#running.delete(message.id);
    if (message.kind === 'failed' && message.error.details === TOOK_TOO_LONG && job.hadCompany) {
      // What the other one took was counted too.
      job.suspect = true;
      job.scans = false;
      this.#waiting.unshift(job);
      this.#next();
      return;
    }
    if (message.kind === 'read') job.result.resolve(job.withoutOcr ? recognitionLost(message.raw) : message.raw);
    else job.result.reject(errorFromReport(message.error));
    this.#next();
    if (this.#running.size === 0) this.#rest();
  }

  #rest(): void {
    clearInterval(this.#look);
    this.#look = undefined;
    this.#port?.hold(false);
    this.#idle = setTimeout(() => this.#port?.send({ kind: 'end' }), this.#limits.idleMs);
    this.#idle.unref();
  }

  #watch(): void {
    const silent = Date.now() - this.#lastSign > this.#patience();
    if (!silent && (this.#port?.residentBytes() ?? 0) <= this.#limits.residentBytes) return;
    this.#gaveUp = silent ? 'silence' : 'memory';
    this.#port?.kill();
  }

  /** How long nothing need be heard, as things stand. */
  #patience(): number {
    const running = [...this.#running.values()];
    if (running.some(({ scans }) => scans)) return this.#limits.silenceMs;
    return running.some(({ wasSilent }) => wasSilent) ? this.#limits.apartMs / 2 : this.#limits.apartMs;
  }

  /**
   * The process is gone. Who is at fault is not sure: another file may have been read beside this one, or have left something
   * behind. Each is tried once more by itself, in a process that has read nothing else.
   */
  #lost(end: HelperEnd): void {
    this.#port = null;
    clearInterval(this.#look);
    this.#look = undefined;
    clearTimeout(this.#idle);
    const ending = this.#ending;
    this.#ending = null;
    const gaveUp = this.#gaveUp;
    this.#gaveUp = null;
    const lost = [...this.#running.values()];
    this.#running.clear();
    for (const job of lost.reverse()) {
      // What is taken apart alone is silent by itself, whatever was read before it.
      const alone = job.suspect || (gaveUp === 'silence' && lost.length === 1 && !job.scans);
      if (alone && end !== 'ended') this.#blame(job, end, gaveUp !== null);
      else {
        job.suspect ||= end !== 'ended';
        job.wasSilent ||= gaveUp === 'silence';
        job.withoutOcr ||= gaveUp === 'silence' && job.scans;
        job.scans = false;
        this.#waiting.unshift(job);
      }
    }
    ending?.resolve();
    this.#next();
  }

  /**
   * A file over which the reader died while it read nothing else. Models that read pictures die now and then of nothing that is in the
   * file: it is read once more without them, and what it then lacks is marked on the letter.
   */
  #blame(job: Job, end: HelperEnd, gaveUp: boolean): void {
    if (job.ocr && !job.withoutOcr && !gaveUp) {
      job.withoutOcr = true;
      this.#waiting.unshift(job);
      return;
    }
    const code = end === 'crashed' ? 'BAD_FILE' : 'FILE_TOO_LARGE';
    job.result.reject(new ArchiveError(code, job.name, `reading process ${end}`));
  }
}

let house: ReadingHouse | undefined;
/** Files that were begun before they were asked for, by hash, the oldest first. */
const ahead = new Map<string, Promise<RawText>>();
/** Some of them are never asked for: the archive has them already. */
const MOST_AHEAD = 16;

/** Starts the program's reading process ahead of the first file, while the archive is still being opened. */
export function beginReading(): void {
  if (!canStartHelper()) return;
  house ??= new ReadingHouse();
  house.begin();
}

/** Reads one file in the program's reading process. Throws as `ReadingHouse.read`. */
export async function readApart(file: ApartFile & { sha256: string }, options: ReadOptions): Promise<RawText> {
  house ??= new ReadingHouse();
  const begun = ahead.get(file.sha256);
  if (begun === undefined) return house.read(file, options);
  ahead.delete(file.sha256);
  return begun;
}

/** Begins to read a file that will soon be asked for with the same options. Never fails: the file is then read when asked for. */
export function readApartAhead(file: ApartFile & { sha256: string }, options: ReadOptions): void {
  if (ahead.has(file.sha256)) return;
  house ??= new ReadingHouse();
  const raw = house.read(file, options);
  // Whoever asks hears of it; if nobody does it is of no concern.
  raw.catch(() => undefined);
  ahead.set(file.sha256, raw);
  const [oldest] = ahead.keys();
  if (ahead.size > MOST_AHEAD && oldest !== undefined) ahead.delete(oldest);
}

/** Ends the program's reading process. To be awaited before the program or the engine's thread ends. */
export async function stopReading(): Promise<void> {
  ahead.clear();
  await house?.stop();
}
