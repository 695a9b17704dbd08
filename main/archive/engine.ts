/**
 * The engine: answers every call of the contract on one open archive. Plain TypeScript on Node; it runs in one worker
 * behind the window, and in the process itself behind the command line and tests.
 */
import { basename, join } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';
import {
  CONTRACT,
  type CallInput,
  type CallName,
  type CallOutput,
  type FileSource,
  type ParsedInput,
  type Progress,
} from '../../shared/contract.ts';
import type { AuditAction } from '../../shared/model/audit.ts';
import type { Warning } from '../../shared/model/elements.ts';
import type { Reading } from '../../shared/model/letter.ts';
import { exportHandlers } from './export/handlers.ts';
import { printReport } from './print/print-report.ts';
import { typesettingHere, typesettingThread, type Typesetting } from './print/typesetting.ts';
import { readAttachment } from './letters/attachment-text.ts';
import { findAttachment, type NewAttachment } from './letters/attachments.ts';
import { diffLetters } from './letters/diff.ts';
import { importFiles } from './intake/import.ts';
import { editBulk, previewBulk, undoBulk } from './letters/bulk.ts';
import { countLetters, findDuplicates, listLetters, showLetter } from './letters/catalogue.ts';
import {
  attachFiles,
  detachFile,
  editLetter,
  finaliseLetter,
  restoreVersion,
  unlockLetter,
} from './letters/editing.ts';
import { fileLetter } from './letters/filing.ts';
import { readNumberSeries } from './letters/numbering.ts';
import { listRetention, setRetention } from './letters/retention.ts';
import { revisionTable } from './letters/revision-table.ts';
import { newId } from './letters/ids.ts';
import { searchSource } from './search/search-source.ts';
import { archiveStats } from './letters/stats.ts';
import { confirmReview, listReview, showReview } from './intake/review.ts';
import { findNear, nearWarnings, twinsOf } from './intake/near-duplicates.ts';
import { refreshNearKeys } from './letters/near-keys.ts';
import { readHistory } from './letters/versions.ts';
import { watchFolder } from './intake/watch.ts';
import { readLetter } from './reading/read-letter.ts';
import { stopOcr } from './reading/readers/ocr.ts';
import { drawPage, stopPagePictures } from './reading/readers/page-picture.ts';
import { parseInput } from './parse-input.ts';
import { attachmentText, searchHandlers } from './search/handlers.ts';
import { SearchService, asRelated } from './search/service.ts';
import { archiveIdOf } from './storage/archive-id.ts';
import { readBytes, writeContentTo } from './storage/content.ts';
import { openArchiveDb } from './storage/database.ts';
import { networkShare } from './storage/network-place.ts';
import { Pace } from './storage/pace.ts';
import { latestForm } from './storage/migrate.ts';
import type { ArchiveDb } from './storage/archive-db.ts';
import { accountHandlers } from './trust/accounts/handlers.ts';
import { SessionKeeper } from './trust/accounts/session-keeper.ts';
import { appendAudit, auditTip, clockWarnings, readAudit } from './trust/audit.ts';
import { exportAudit } from './trust/audit-export.ts';
import { lastKept, restoreBackup, undoRestore } from './trust/backup.ts';
import { listBackups } from './trust/backup-list.ts';
import { BackupKeeper } from './trust/backup-keeper.ts';
import { checkSheet } from './trust/check-sheet.ts';
import { inspectArchive, writeInspection } from './trust/inspection.ts';
import { checkKeptHead, readKeptHead } from './trust/kept-head.ts';
import { ReadingLog } from './trust/reading-log.ts';
import { changeSettings, readSettings } from './trust/settings.ts';
import { verifyArchive } from './trust/verify.ts';

/** How one call is told about its caller and how it tells back. */
export interface CallContext {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

type Handlers = {
  [N in CallName]: (input: ParsedInput<N>, context: CallContext) => CallOutput<N> | Promise<CallOutput<N>>;
};

export interface EngineOptions {
  folder: string;
  /** Who acts, in an archive without accounts: the system user's name. */
  actor: string;
  create?: boolean;
  readOnly?: boolean;
  /** Search without worker threads: quicker to start, for the command line. */
  inProcess?: boolean;
  /** The time, for sessions, locks and the age of passwords. */
  clock?: () => Date;
  onProgress?: (progress: Progress) => void;
}

type ReadDraft = Awaited<ReturnType<typeof readLetter>> & { source: FileSource };

/** How long a restore waits for the calls that are under way. */
const OTHERS_END_MS = 5000;
/** At most so many unfiled drafts are kept; the oldest goes first. */
const DRAFT_LIMIT = 500;

function toReading(read: Awaited<ReturnType<typeof readLetter>>): Reading {
  return {
    file: read.name,
    format: read.raw.format,
    size: read.size,
    text: read.clean.text,
    elements: read.elements,
    evidence: read.evidence,
    warnings: read.warnings,
  };
}

/** Reads a file and stores nothing. Needs no archive. */
export async function extractReading(
  input: ParsedInput<'reading.extract'>,
  context: CallContext = {},
): Promise<Reading> {
  return toReading(
    await readLetter(input.source, { ocr: input.ocr, ...(context.signal && { signal: context.signal }) }),
  );
}

interface Opened {
  db: ArchiveDb;
  search: SearchService;
}

/** The rise to a newer form is an act of the log, of whom the program runs as: nobody has signed in yet. */
function tellOfMigration(db: ArchiveDb, actor: string): void {
  const { migrated } = db;
  if (migrated === null) return;
  const detail = { from: migrated.from, to: migrated.to, kept: basename(migrated.backup) };
  db.transaction((tx) => appendAudit(tx, { actor, action: 'archive.migrate', detail }), 'log');
}

async function openAll(options: EngineOptions): Promise<Opened> {
  const db = await openArchiveDb(options.folder, {
    create: options.create ?? false,
    readOnly: options.readOnly ?? false,
  });
  try {
    tellOfMigration(db, options.actor);
    const search = await SearchService.open(
      join(options.folder, 'index'),
      searchSource(db.read, archiveIdOf(db.read)),
      {
        inProcess: options.inProcess ?? false,
        readOnly: db.readOnly,
        ...(options.onProgress && { onProgress: options.onProgress }),
      },
    );
    return { db, search };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

export class Engine {
  private readonly drafts = new Map<string, ReadDraft>();
  private readonly options: EngineOptions;
  // All of these are of one opened archive; a restore brings others.
  private handlers: Handlers;
  private db: ArchiveDb;
  private search: SearchService;
  private session: SessionKeeper;
  private reading: ReadingLog;
  private backups: BackupKeeper;
  private readonly running = new Set<Promise<unknown>>();
  private readonly typesetting: Typesetting;
  /** While the archive is exchanged for another, every call waits for it. */
  private exchange: Promise<void> | undefined;

  private constructor({ db, search }: Opened, options: EngineOptions) {
    this.options = options;
    this.typesetting = options.inProcess === true ? typesettingHere : typesettingThread();
    this.db = db;
    this.search = search;
    this.session = this.makeSession();
    this.reading = this.makeReadingLog();
    this.backups = this.makeBackupKeeper();
    this.handlers = this.makeHandlers();
  }

  private makeSession(): SessionKeeper {
    const { actor, clock } = this.options;
    return new SessionKeeper(this.db, { systemUser: actor, ...(clock && { clock }) });
  }

  private makeReadingLog(): ReadingLog {
    const { db } = this;
    return new ReadingLog((entry) => {
      if (!db.readOnly) db.transaction((tx) => appendAudit(tx, entry), 'log');
    });
  }

  /** Backups by the clock are the window's matter: a command lives for a moment only. */
  private makeBackupKeeper(): BackupKeeper {
    const keeper = new BackupKeeper(this.db, this.options.clock ?? (() => new Date()));
    if (this.options.inProcess !== true) keeper.start();
    return keeper;
  }

  /** @throws ArchiveError ARCHIVE_IN_USE, ARCHIVE_DAMAGED, ARCHIVE_NEWER, ARCHIVE_NOT_FOUND, … */
  static async open(options: EngineOptions): Promise<Engine> {
    return new Engine(await openAll(options), options);
  }

  /**
   * Closes what is open, lets `act` exchange the archive's file, and opens what is there then.
   * @throws ArchiveError ARCHIVE_IN_USE where another exchange or a long call is under way
   */
  private async exchanged<T>(act: () => Promise<T>): Promise<T> {
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
        this.session = this.makeSession();
        this.reading = this.makeReadingLog();
        this.backups = this.makeBackupKeeper();
        this.handlers = this.makeHandlers();
      }
    } finally {
      this.exchange = undefined;
      done();
    }
  }

  /** Waits for the other calls, but not for an import of hours while everybody else waits too. */
  private async othersEnd(): Promise<void> {
    const until = performance.now() + OTHERS_END_MS;
    // This call is itself among the running ones.
    while (this.running.size > 1) {
      if (performance.now() > until) throw new ArchiveError('ARCHIVE_IN_USE', '有操作正在进行，请待其完成后再恢复');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private async closeOpened(): Promise<void> {
    try {
      await this.backups.stop();
      this.reading.close();
      await this.typesetting.close();
      await this.search.close();
    } finally {
      this.db.close();
    }
  }
  /**
   * @param name a call of the contract
   * @param input checked here, whatever the door has checked before
   * @throws ArchiveError SIGN_IN_REQUIRED, FORBIDDEN, BAD_REQUEST, ARCHIVE_READ_ONLY, and what the call itself throws
   */
  async call<N extends CallName>(name: N, input: CallInput<N>, context: CallContext = {}): Promise<CallOutput<N>> {
    while (this.exchange !== undefined) await this.exchange;
    const call = this.perform(name, input, context);
    this.running.add(call);
    try {
      return await call;
    } finally {
      this.running.delete(call);
    }
  }

  private async perform<N extends CallName>(
    name: N,
    input: CallInput<N>,
    context: CallContext,
  ): Promise<CallOutput<N>> {
    return this.session.perform(name, async () => {
      const parsed = parseInput(name, input);
      if (CONTRACT[name].writes && this.db.readOnly) throw new ArchiveError('ARCHIVE_READ_ONLY');
      try {
        return await this.handlers[name](parsed, context);
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
      this.record('disk.full', null, { call: name });
    } catch {
      return; // the person hears of the full disk in any case
    }
  }

  async close(): Promise<void> {
    try {
      // A thread that ends while a model runs takes the process with it: OCR is stopped and waited for.
      await stopOcr();
      await stopPagePictures();
    } finally {
      await this.closeOpened();
    }
  }

  /** Who does the call in hand: the person signed in, or the system user where the archive has no accounts. */
  private get actor(): string {
    return this.session.caller.actor;
  }

  /** Makes a changed letter findable; the archive itself is durable before. */
  private async indexed<T extends { id: string }>(made: T): Promise<T> {
    await this.index(made.id);
    return made;
  }

  private async index(id: string): Promise<void> {
    const letter = searchSource(this.db.read, '').letter(id);
    if (letter !== undefined) await this.search.put(letter);
  }

  /** What a person must know about the place of the archive. */
  private warnings(): string[] {
    const share = networkShare(this.options.folder);
    return [
      ...(this.db.readOnly ? [new ArchiveError('ARCHIVE_READ_ONLY').message] : []),
      ...(share === undefined
        ? []
        : [`档案库在网络共享（${share}）上。断网或掉电时可能丢失最近的改动，请移到本机磁盘，把网络共享用于备份。`]),
      ...(this.db.migrated === null
        ? []
        : [
            `档案库已从第 ${this.db.migrated.from} 版格式升级，内容不变；升级前的副本留存于 ${this.db.migrated.backup}。`,
          ]),
      ...this.backups.warnings(),
      ...clockWarnings(this.db.read),
      ...this.search.warnings(),
    ];
  }

  private keepDraft(read: ReadDraft): string {
    const id = newId();
    this.drafts.set(id, read);
    const oldest = this.drafts.keys().next().value;
    if (this.drafts.size > DRAFT_LIMIT && oldest !== undefined) this.drafts.delete(oldest);
    return id;
  }

  /** What a letter at the desk may be a second copy of. */
  private nearWarnings({ clean, elements }: ReadDraft | Awaited<ReturnType<typeof readLetter>>): Warning[] {
    if (clean.text.trim() === '') return [];
    refreshNearKeys(this.db);
    return nearWarnings(findNear(this.db.read, clean.text, elements));
  }

  private draft(id: string): ReadDraft {
    const draft = this.drafts.get(id);
    if (draft === undefined) throw new ArchiveError('NOT_FOUND', `待归档文件 ${id}`);
    return draft;
  }

  private readAttachments(added: { source: FileSource; role: NewAttachment['role'] }[]): Promise<NewAttachment[]> {
    return Promise.all(added.map((a) => readAttachment(a.source, a.role)));
  }

  private async select(selection: ParsedInput<'export.pdf'>['selection']): Promise<string[]> {
    return 'ids' in selection ? selection.ids : this.search.ids(selection.query, selection);
  }

  private makeHandlers(): Handlers {
    const { db } = this;
    const meta = (key: string): string =>
      db.read.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', [key])?.value ?? '';
    return {
      'archive.info': () => ({
        archive: this.options.folder,
        archive_id: archiveIdOf(db.read),
        created: meta('created'),
        letters: countLetters(db.read),
        actor: this.actor,
        read_only: db.readOnly,
        form: latestForm(db.migrations),
        migrated: db.migrated,
        warnings: this.warnings(),
      }),

      'reading.extract': extractReading,
      'desk.read': async (input, context) => {
        const read = await readLetter(input.source, context.signal ? { signal: context.signal } : {});
        const draftId = this.keepDraft({ ...read, source: input.source });
        const duplicates = findDuplicates(db.read, read.sha256, read.clean.text);
        return {
          ...toReading(read),
          warnings: duplicates.length > 0 ? read.warnings : [...read.warnings, ...this.nearWarnings(read)],
          draft_id: draftId,
          duplicate_of: duplicates,
        };
      },
      'desk.discard': (input) => {
        this.drafts.delete(input.draft_id);
        return {};
      },
      'desk.file': async (input) => {
        const draft = this.draft(input.draft_id);
        const text = input.text ?? draft.clean.text;
        const twin = findDuplicates(db.read, draft.sha256, text)[0];
        if (twin !== undefined && !input.allow_duplicate)
          throw new ArchiveError('DUPLICATE', twin.title ?? twin.id, twin.id);
        const embedded: NewAttachment[] = await this.readAttachments(
          draft.raw.embedded.map((e) => ({
            source: { name: basename(e.name), bytes: e.bytes },
            role: 'ATTACHMENT' as const,
          })),
        );
        const attachments = [...embedded, ...(await this.readAttachments(input.attachments))];
        const made = fileLetter(db, this.actor, {
          elements: input.elements,
          text,
          retention: input.retention,
          original: draft.source,
          originalSha256: draft.sha256,
          source: {
            fileName: draft.name,
            format: draft.raw.format,
            rawText: draft.raw.text,
            map: draft.clean.map,
            pages: draft.raw.pages,
            evidence: draft.evidence,
            warnings: draft.warnings,
          },
          attachments,
          reason: '归档',
          review: false,
        });
        this.drafts.delete(input.draft_id);
        return this.indexed(made);
      },
      'letters.import': (input, context) =>
        importFiles(db, {
          actor: this.actor,
          paths: input.paths,
          dryRun: input.dry_run,
          ocr: input.ocr,
          retention: input.retention,
          register: input.register,
          report: input.report,
          onFiled: (id) => this.index(id),
          onProgress: context.onProgress,
          signal: context.signal,
        }),

      'letters.watch': (input, context) =>
        watchFolder(db, {
          actor: this.actor,
          folder: input.folder,
          ocr: input.ocr,
          intervalMs: input.interval_seconds * 1000,
          settleMs: input.settle_seconds * 1000,
          rounds: input.rounds,
          onFiled: (id) => this.index(id),
          onProgress: context.onProgress,
          signal: context.signal,
        }),
      'letters.twins': (input) => twinsOf(db, input.id),
      'review.list': (input) => listReview(db.read, input.limit, input.offset),
      'review.show': (input) => showReview(db, input.id),
      'review.confirm': (input) =>
        this.indexed(
          confirmReview(db, { id: input.id, actor: this.actor, baseVersion: input.base_version, set: input.set }),
        ),

      'letters.list': (input) => listLetters(db.read, input.limit, input.offset),
      'letters.show': (input) => {
        const letter = showLetter(db.read, input.id, input.version);
        this.reading.opened(this.actor, letter.id, letter.version);
        return letter;
      },
      'letters.edit': (input) =>
        this.indexed(
          editLetter(db, {
            id: input.id,
            actor: this.actor,
            reason: input.reason,
            baseVersion: input.base_version,
            set: input.set,
            text: input.text,
          }),
        ),
      'letters.attach': async (input) =>
        this.indexed(
          attachFiles(db, {
            id: input.id,
            actor: this.actor,
            reason: input.reason,
            baseVersion: input.base_version,
            attachments: await this.readAttachments(input.attachments),
          }),
        ),
      'letters.detach': (input) =>
        this.indexed(
          detachFile(db, {
            id: input.id,
            actor: this.actor,
            reason: input.reason,
            baseVersion: input.base_version,
            attachment: input.attachment,
          }),
        ),
      'letters.attachmentPage': async (input) => {
        const { name, sha256 } = findAttachment(db.read, input.id, input.attachment);
        // Who looks at a letter's pages has seen the letter.
        this.reading.opened(this.actor, input.id, showLetter(db.read, input.id).version);
        const { png, ...drawn } = await drawPage(
          { name, bytes: Uint8Array.from(readBytes(db.read, sha256)) },
          input.page,
        );
        return { name, ...drawn, image: `data:image/png;base64,${Buffer.from(png).toString('base64')}` };
      },
      'letters.saveAttachment': (input) => {
        const found = findAttachment(db.read, input.id, input.attachment);
        writeContentTo(db.read, found.sha256, input.out);
        this.record('attachment.save', input.id, { attachment: input.attachment, sha256: found.sha256 });
        return found;
      },
      'letters.history': (input) => readHistory(db.read, input.id),
      'letters.diff': (input) =>
        diffLetters(showLetter(db.read, input.id, input.from), showLetter(db.read, input.id, input.to), input.loose),
      'letters.compare': (input) => {
        const [one, two] = [showLetter(db.read, input.id), showLetter(db.read, input.other)];
        const isEarlier = (one.elements.issued_on ?? '') < (two.elements.issued_on ?? '');
        const [before, after] = isEarlier ? [one, two] : [two, one];
        this.record('letter.compare', input.id, { other: input.other });
        return { before: asRelated(before), after: asRelated(after), diff: diffLetters(before, after, input.loose) };
      },
      'letters.printDiff': async (input) => {
        const letter = showLetter(db.read, input.id, input.to);
        const diff = diffLetters(showLetter(db.read, input.id, input.from), letter, input.loose);
        const report = revisionTable(letter, diff, readHistory(db.read, input.id), input.loose, auditTip(db.read));
        const name = letter.elements.doc_number ?? letter.elements.title ?? letter.id;
        const printed = await printReport(
          report,
          input.out,
          `修改对照表 ${name} 第${input.from}版至第${input.to}版`,
          this.typesetting,
        );
        this.record('report.revisions', input.id, { from: input.from, to: input.to, sha256: printed.sha256 });
        return printed;
      },
      'letters.restore': (input) =>
        this.indexed(
          restoreVersion(db, {
            id: input.id,
            actor: this.actor,
            reason: input.reason,
            baseVersion: input.base_version,
            version: input.version,
          }),
        ),
      'letters.finalise': (input) =>
        finaliseLetter(db, {
          id: input.id,
          actor: this.actor,
          reason: input.reason,
          baseVersion: input.base_version,
        }),
      'letters.unlock': (input) => unlockLetter(db, { id: input.id, actor: this.actor, reason: input.reason }),
      'letters.previewBulk': (input) => previewBulk(db.read, input.ids, input.set),
      'letters.editBulk': async (input) => {
        const made = editBulk(db, { ...input, actor: this.actor });
        for (const id of made.changed) await this.index(id);
        return made;
      },
      'letters.undoBulk': async (input) => {
        const made = undoBulk(db, { ...input, actor: this.actor });
        for (const id of made.undone) await this.index(id);
        return made;
      },
      'letters.numbering': () => readNumberSeries(db.read),

      'letters.stats': (_input, context) => archiveStats(db.read, new Pace(context.signal, context.onProgress)),
      'letters.retention': (input) => listRetention(db.read, input),
      'letters.setRetention': async (input) => {
        const changed = setRetention(db, { ...input, actor: this.actor });
        for (const { id } of changed) await this.index(id);
        return changed;
      },

      'settings.show': () => readSettings(db.read),
      'settings.change': (input) => changeSettings(db, this.actor, input),

      'search.query': async (input, context) => {
        const { actor } = this;
        const answer = await this.search.query(input, context.signal);
        this.reading.searched(actor, input.query, input.filters, answer.total);
        return answer;
      },
      'search.marks': ({ query, id, version, attachment }) => {
        if (attachment === undefined) return { marks: this.search.marks(query, showLetter(db.read, id, version).text) };
        return { marks: this.search.marks(query, attachmentText(db.read, id, attachment, version).text, 'attachment') };
      },
      ...searchHandlers(db, this.search, () => this.actor),
      'search.suggest': (input) => this.search.suggest(input.prefix, input.limit),
      'search.reindex': async (_input, context) => {
        const rebuilt = await this.search.rebuild({
          ...(context.onProgress && { onProgress: context.onProgress }),
          ...(context.signal && { signal: context.signal }),
        });
        this.record('index.rebuild', null, { letters: rebuilt.letters });
        return rebuilt;
      },

      ...exportHandlers(db, this.search, {
        actor: () => this.actor,
        typesetting: this.typesetting,
        settle: () => this.reading.settle(),
        record: (action, detail) => this.record(action, null, detail),
      }),

      'trust.verify': async (_input, context) => {
        const result = await verifyArchive(db, { ...context, searchCheck: () => this.search.check() });
        this.record('archive.verify', null, { ok: result.ok, problems: result.problems.length });
        return result;
      },
      'trust.audit': (input) => readAudit(db.read, input),
      'trust.tip': () => auditTip(db.read),
      'trust.checkHead': async (input, context) => {
        const pace = new Pace(context.signal, context.onProgress);
        const found = 'file' in input ? await readKeptHead(input.file, pace) : { head: input.head };
        const checked = await checkKeptHead(db.read, found, pace);
        this.record('audit.check_head', null, { seq: found.head.seq, ok: checked.outcome === 'same' });
        return checked;
      },
      'trust.inspect': async (input, context) => {
        const ids = input.selection === undefined ? undefined : await this.select(input.selection);
        const found = await inspectArchive(db, { ...context, ids });
        const files = input.out === undefined ? [] : await writeInspection(found, input.out, this.typesetting);
        const failed = found.items.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code);
        this.record('report.inspection', null, { ok: found.ok, letters: found.letters, failed });
        return { ...found, files };
      },
      'trust.checkSheet': async (input) => {
        const printed = await printReport(
          checkSheet(db.read, input.month),
          input.out,
          `档案库校验单 ${input.month}`,
          this.typesetting,
        );
        this.record('report.check_sheet', null, { month: input.month, sha256: printed.sha256 });
        return printed;
      },
      'trust.exportAudit': (input) => {
        const written = exportAudit(db.read, input.out);
        this.record('export.audit', null, { rows: written.rows, sha256: written.sha256 });
        return written;
      },
      'trust.backup': (input, context) => this.backups.make(this.actor, input, context),
      'trust.backups': (input) => {
        const { to } = readSettings(db.read).backup;
        const places = [input.in, to].filter((one) => one !== undefined && one !== null);
        return listBackups(db.disk, this.options.folder, places);
      },
      'trust.restoreBackup': (input, context) => {
        const { actor } = this;
        return this.exchanged(() => restoreBackup(input.file, this.options.folder, { ...context, actor }));
      },
      'trust.undoRestore': (input) => {
        const { actor } = this;
        const kept = input.kept ?? lastKept(this.options.folder);
        return this.exchanged(() => undoRestore(kept, this.options.folder, { actor }));
      },

      ...accountHandlers(db, this.session),
    };
  }

  /** An act that changes nothing in the letters but belongs into the log. */
  private record(action: AuditAction, subject: string | null, detail: object): void {
    if (this.db.readOnly) return;
    this.db.transaction((tx) => appendAudit(tx, { actor: this.actor, action, subject, detail }), 'log');
  }
}
