/**
 * The engine: the life of one open archive. It opens and closes it, lets every call of the contract pass by its rights to the room
 * that answers it (each room's handlers.ts), and makes what was written findable. Plain TypeScript on Node; it runs in one worker
 * behind the window, and in the process itself behind the command line and tests.
 */
import { ArchiveError } from '../../shared/errors.ts';
import {
  CONTRACT,
  isCallName,
  parseInput,
  type CallInput,
  type CallName,
  type CallOutput,
} from '../../shared/contract/index.ts';
import { archiveInfo } from './archive-info.ts';
import { disposalHandlers } from './disposal/handlers.ts';
import { exportDisposalHandlers } from './export/disposal/handlers.ts';
import { exportHandlers } from './export/handlers.ts';
import { exportPackageHandlers } from './export/package/handlers.ts';
import { exportPublicHandlers } from './export/public/handlers.ts';
import type { HandlersOf, WorkOf } from './host/handlers.ts';
import type { Host } from './host/host.ts';
import { intakeHandlers } from './intake/handlers.ts';
import { packageHandlers } from './intake/package/handlers.ts';
import { letterHandlers } from './letters/handlers.ts';
import { publicHandlers } from './letters/public/handlers.ts';
import { requireSafeCall } from './safe-call.ts';
import { openAll, type EngineOptions, type Opened } from './open-archive.ts';
import { typesettingFor, type Typesetting } from './print/typesetting.ts';
import { stopReading } from './reading/process/read-apart.ts';
import { stopOcr } from './reading/readers/ocr.ts';
import { stopPagePictures } from './reading/readers/page-picture.ts';
import { searchHandlers } from './search/handlers.ts';
import { searchSource } from './search/search-source.ts';
import type { SearchService } from './search/service.ts';
import type { ArchiveDb } from './storage/archive-db.ts';
import { accountHandlers } from './trust/accounts/handlers.ts';
import { CurrentSession } from './trust/accounts/current-session.ts';
import { appendAudit } from './trust/audit.ts';
import { KeptBackups } from './trust/kept-backups.ts';
import { headWarnings } from './trust/kept-heads.ts';
import { trustHandlers } from './trust/handlers.ts';
import { ReadingLog } from './trust/reading-log.ts';

type Handlers = HandlersOf<typeof CONTRACT>;

/** Calls that put another archive in the place of this one, or its file written anew. */
const REPLACING: ReadonlySet<CallName> = new Set(['trust.restoreBackup', 'trust.undoRestore', 'disposal.execute']);
/** How long such a call waits for the others that are under way. */
const OTHERS_END_MS = 5000;
export class Engine {
  private readonly options: EngineOptions;
  // All of these are of one opened archive; a restore brings others.
  private handlers: Handlers;
  private host: Host;
  private db: ArchiveDb;
  private search: SearchService;
  private session: CurrentSession;
  private reading: ReadingLog;
  private backups: KeptBackups;
  private readonly running = new Set<Promise<unknown>>();
  /** What waits for the end of calls. */
  private onCallEnded: () => void = () => undefined;
  private readonly typesetting: Typesetting;
  /** While the archive is exchanged for another, every call waits for it. */
  private exchange: Promise<void> | undefined;
  /** The call that is about to exchange it: one at a time, the others go on meanwhile. */
  private replacing: Promise<unknown> | undefined;

  private constructor({ db, search }: Opened, options: EngineOptions) {
    this.options = options;
    this.typesetting = typesettingFor();
    this.db = db;
    this.search = search;
    this.session = this.makeSession();
    this.reading = this.makeReadingLog();
    this.backups = this.makeBackups();
    this.host = this.makeHost();
    this.handlers = this.makeHandlers();
  }

  private makeSession(): CurrentSession {
    const { actor, clock } = this.options;
    return new CurrentSession(this.db, { systemUser: actor, ...(clock && { clock }) });
  }

  private makeReadingLog(): ReadingLog {
    const { db } = this;
    return new ReadingLog((entry) => {
      if (!db.readOnly) db.transaction((tx) => appendAudit(tx, entry), 'log');
    });
  }

  /** Backups by the clock are the window's matter: a command lives for a moment only. */
  private makeBackups(): KeptBackups {
    const backups = new KeptBackups(this.db, this.options.clock ?? (() => new Date()));
    if (this.options.inProcess !== true) backups.start();
    return backups;
  }

  /** @throws ArchiveError ARCHIVE_IN_USE, ARCHIVE_DAMAGED, ARCHIVE_NEWER, ARCHIVE_NOT_FOUND, … */
  static async open(options: EngineOptions): Promise<Engine> {
    return new Engine(await openAll(options), options);
  }

  /**
   * Closes what is open, lets `act` exchange the archive's file, and opens what is there then.
   * @param same true where it is the same archive, its file written anew: then who is signed in stays so
   * @throws ArchiveError ARCHIVE_IN_USE where another exchange or a long call is under way
   */
  private async exchanged<T>(act: () => Promise<T>, same = false): Promise<T> {
    if (this.exchange !== undefined) throw new ArchiveError('ARCHIVE_IN_USE', '另一次恢复正在进行');
    let done = (): void => undefined;
    this.exchange = new Promise((resolve) => {
      done = resolve;
    });
    try {
      await this.othersEnd();
      await this.closeOpened();
      try {
        return await act();
      } finally {
        const { db, search } = await openAll(this.options);
        this.db = db;
        this.search = search;
        if (same) this.session.moveTo(db);
        else this.session = this.makeSession();
        this.reading = this.makeReadingLog();
        this.backups = this.makeBackups();
        this.host = this.makeHost();
        this.handlers = this.makeHandlers();
      }
    } finally {
      this.exchange = undefined;
      done();
    }
  }

  /** Waits for the other calls, but not for an import of hours while everybody else waits too. */
  private async othersEnd(): Promise<void> {
    const ended = Promise.withResolvers<void>();
    const late = (): void => ended.reject(new ArchiveError('ARCHIVE_IN_USE', '有操作正在进行，请待其完成后再试'));
    const timer = setTimeout(late, OTHERS_END_MS);
    this.onCallEnded = () => {
      // This call is itself among the running ones.
      if (this.running.size <= 1) ended.resolve();
    };
    this.onCallEnded();
    try {
      await ended.promise;
    } finally {
      clearTimeout(timer);
      this.onCallEnded = () => undefined;
    }
  }

  private async closeOpened(): Promise<void> {
    const { backups, reading, typesetting, search, db } = this;
    // What cannot be written any more does not keep the threads and the lock.
    try {
      await backups.stop();
      reading.close();
    } finally {
      try {
        await typesetting.close();
        await search.close();
      } finally {
        db.close();
      }
    }
  }

  /**
   * @param name a call of the contract
   * @param input checked here, whatever the door has checked before
   * @throws ArchiveError SIGN_IN_REQUIRED, FORBIDDEN, BAD_REQUEST, ARCHIVE_READ_ONLY, and what the call itself throws
   */
  async call<N extends CallName>(name: N, input: CallInput<N>, work: WorkOf<N> = {}): Promise<CallOutput<N>> {
    if (!isCallName(name)) throw new ArchiveError('BAD_REQUEST', undefined, 'unknown call');
    for (;;) {
      const before = this.exchange ?? (REPLACING.has(name) ? this.replacing : undefined);
      if (before === undefined) break;
      await before.catch(() => undefined);
    }
    const call = this.perform(name, input, work);
    this.running.add(call);
    if (REPLACING.has(name)) this.replacing = call;
    try {
      return await call;
    } finally {
      if (this.replacing === call) this.replacing = undefined;
      this.running.delete(call);
      this.onCallEnded();
    }
  }

  private async perform<N extends CallName>(name: N, input: CallInput<N>, work: WorkOf<N>): Promise<CallOutput<N>> {
    return this.session.perform(name, work.signal, async (signal) => {
      const parsed = parseInput(name, input);
      requireSafeCall(name, parsed, this.db);
      try {
        return await this.handlers[name](parsed, { ...work, signal });
      } catch (thrown) {
        this.noteFullDisk(name, thrown);
        throw thrown;
      }
    });
  }

  /** Work that found no room is in the log, which still has some. */
  private noteFullDisk(name: CallName, thrown: unknown): void {
    if (!CONTRACT[name].writes || !(thrown instanceof ArchiveError) || thrown.code !== 'DISK_FULL') return;
    try {
      this.host.record('disk.full', null, { call: name });
    } catch {
      return; // the person hears of the full disk in any case
    }
  }

  /** What whoever opens the archive must hear, signed in or not: that the log was cut or the file exchanged. */
  alarms(): string[] {
    return headWarnings(this.db);
  }

  async close(): Promise<void> {
    try {
      // A thread that ends while a model runs takes the process with it: OCR is stopped and waited for.
      await stopReading();
      await stopOcr();
      await stopPagePictures();
    } finally {
      await this.closeOpened();
    }
  }

  /** What the rooms are lent; all of it is of the archive that is open now. */
  private makeHost(): Host {
    const { db, search, session, reading, typesetting } = this;
    const source = searchSource(db.read);
    return {
      folder: this.options.folder,
      db,
      typesetting,
      get actor() {
        return session.caller.actor;
      },
      record: (action, subject, detail) => {
        if (db.readOnly) return;
        db.transaction((tx) => appendAudit(tx, { actor: session.caller.actor, action, subject, detail }), 'log');
      },
      index: async (id) => {
        const letter = source.letter(id);
        if (letter !== undefined) await search.put(letter);
      },
      select: async (selection, order) =>
        'ids' in selection ? selection.ids : search.ids(selection.query, { ...selection, ...order }),
      checkIndex: (whole, signal) => search.beginCheck(whole, signal),
      noteOpened: (id, version) => reading.opened(session.caller.actor, id, version),
      noteSearched: (query, filters, total) => reading.searched(session.caller.actor, query, filters, total),
      settleReading: () => reading.settle(),
    };
  }

  private makeHandlers(): Handlers {
    const { host } = this;
    return {
      'archive.info': () => archiveInfo(host, this.search, this.backups),
      ...intakeHandlers(host),
      ...letterHandlers(host, this.session),
      ...searchHandlers(host, this.search),
      ...exportHandlers(host),
      ...exportPackageHandlers(host),
      ...exportPublicHandlers(host),
      ...publicHandlers(host),
      ...disposalHandlers(
        () => this.host,
        (act) => this.exchanged(act, true),
      ),
      ...exportDisposalHandlers(host),
      ...packageHandlers(host),
      ...trustHandlers(host, this.backups, this.session, (act) => this.exchanged(act)),
      ...accountHandlers(host, this.session),
    };
  }
}
