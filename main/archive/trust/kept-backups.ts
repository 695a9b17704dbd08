/** Makes backups as the settings say: on demand and at a time of day, thinned out afterwards, each told in the log. */
import { basename, dirname, resolve } from 'node:path';
import { ArchiveError, isErrorCode, reportError } from '../../../shared/errors.ts';
import type { AuditAction } from '../../../shared/model/audit.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { diskError } from '../storage/failures.ts';
import { presentHead } from '../storage/kept-head.ts';
import { appendAudit } from './audit.ts';
import { backupArchive, type BackupMade } from './backup.ts';
import type { LongWork } from '../work/long-work.ts';
import { loggedPlaces, notePlace } from './backup-list.ts';
import { madeBackups } from './made-backups.ts';
import { rotateBackups } from './rotation.ts';
import { SCHEDULER, isBackupDue } from './schedule.ts';
import { noRoomFor, requireRoomFor } from './room-for-log.ts';
import { readSettings } from './settings.ts';

const LOOK_EVERY_MS = 60_000;
/** When the clock last made a backup or tried to, and what came of it. */
const LAST_KEY = 'scheduled_backup';

interface BackupWish {
  to?: string | undefined;
  incremental?: boolean | undefined;
}

/** A backup, what went by the rule, and in Chinese what a person should know beside. */
type KeptBackup = Omit<BackupMade, 'headSeq'> & { removed: string[]; warnings: string[] };

export class KeptBackups {
  readonly #db: ArchiveDb;
  readonly #clock: () => Date;
  #timer: NodeJS.Timeout | undefined;
  #abort = new AbortController();
  #scheduled: Promise<void> | undefined;

  constructor(db: ArchiveDb, clock: () => Date) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Looks at the clock from now on. */
  start(): void {
    if (this.#db.readOnly) return;
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Ends the clock; a backup that it has begun is given up. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#abort.abort();
    await this.#scheduled;
  }

  /** Makes the scheduled backup where it is due. What fails is in the log and among the warnings; nothing is thrown. */
  look(): Promise<void> {
    const now = this.#clock();
    if (
      this.#scheduled === undefined &&
      isBackupDue(readSettings(this.#db.read).backup, this.#last()?.at ?? null, now)
    ) {
      this.#scheduled = this.#makeScheduled(now).finally(() => {
        this.#scheduled = undefined;
      });
    }
    return this.#scheduled ?? Promise.resolve();
  }

  async #makeScheduled(now: Date): Promise<void> {
    let code = '';
    try {
      const made = await this.#make(SCHEDULER, {}, { signal: this.#abort.signal });
      if (!made.verified) code = 'ARCHIVE_DAMAGED';
    } catch (thrown) {
      code = reportError(thrown).code;
    }
    if (code === 'CANCELLED') return;
    try {
      this.#db.transaction((tx) => {
        tx.run(
          'INSERT INTO archive.meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
          [LAST_KEY, JSON.stringify({ at: now.toISOString(), code })],
        );
        if (code !== '') appendAudit(tx, { actor: SCHEDULER, action: 'backup.failed', detail: { code } });
      }, 'log');
    } catch {
      return; // the disk of the archive is at fault; it is tried again in a minute
    }
  }

  #last(): { at: Date; code: string } | null {
    const text = this.#db.read.get<{ value: string }>('SELECT value FROM archive.meta WHERE key = ?', [
      LAST_KEY,
    ])?.value;
    if (text === undefined) return null;
    const { at, code } = readRecord(text);
    const last = new Date(typeof at === 'string' ? at : Number.NaN);
    return Number.isNaN(last.getTime()) ? null : { at: last, code: typeof code === 'string' ? code : '' };
  }

  /** What a person must know: that the last scheduled backup did not come about. */
  warnings(): string[] {
    const { at } = readSettings(this.#db.read).backup;
    const last = this.#last();
    if (at === null || last === null || last.code === '') return [];
    return [`上次计划备份未成：${new ArchiveError(isErrorCode(last.code) ? last.code : 'INTERNAL').message}`];
  }

  /**
   * Makes a backup, tells the log, and thins out the older ones of its folder. One that does not come about is told in the log too.
   * @param options what is left out is as the settings say
   * @throws ArchiveError BACKUP_PLACE_NOT_SET where no place is known, and as backupArchive
   */
  async make(actor: string, options: BackupWish, work: LongWork): Promise<KeptBackup> {
    try {
      return await this.#make(actor, options, work);
    } catch (thrown) {
      const { code } = reportError(thrown);
      // One that a person gave up has not failed.
      if (code !== 'CANCELLED') this.#tellFailed(actor, options.to, code);
      throw thrown;
    }
  }

  async #make(actor: string, options: BackupWish, work: LongWork): Promise<KeptBackup> {
    const db = this.#db;
    const settings = readSettings(db.read).backup;
    const to = options.to ?? settings.to;
    if (to === null) throw new ArchiveError('BACKUP_PLACE_NOT_SET');
    const incremental = options.incremental ?? (settings.incremental && to === settings.to);
    requireRoomFor('备份', db);
    const { headSeq: _, ...made } = await backupArchive(db, to, {
      ...work,
      incremental,
      // The log knows of it before it is there: one that nobody knows of keeps what is disposed of.
      tell: (coming) => this.#tellMade(actor, coming, incremental),
    });
    const { file, verified } = made;
    const folder = dirname(file);
    const warnings = this.#notePlace(folder);
    // Only after a backup that is right, and only where we gave the name: a file that a person named is his own matter.
    const logged = madeBackups(db.read);
    if (!verified || !logged.has(basename(file))) return { ...made, removed: [], warnings };
    const { daily, weekly, monthly } = settings;
    const { archive_id } = presentHead(db.read);
    const { removed, problem } = await rotateBackups(file, {
      ...{ archiveId: archive_id, logged, rule: { daily, weekly, monthly } },
      ...{ disk: db.disk, signal: work.signal },
    });
    const code = problem?.code ?? null;
    if (removed.length > 0 || code !== null)
      this.#record(actor, 'backup.thin_out', { place: folder, removed, ...(code !== null && { code }) });
    return {
      ...made,
      removed: removed.map(({ name }) => name),
      warnings: [...warnings, ...(problem === null ? [] : [`备份已作好，旧备份未能全部清理：${problem.message}`])],
    };
  }

  #tellMade(actor: string, made: BackupMade, incremental: boolean): void {
    const { file, sha256, bytes, written, verified, headSeq } = made;
    try {
      this.#record(actor, 'backup.make', {
        ...{ file, sha256, bytes, written, verified, incremental },
        ...(headSeq !== undefined && { head_seq: headSeq }),
      });
    } catch (thrown) {
      const { code, details } = reportError(thrown);
      throw code === 'DISK_FULL' ? noRoomFor('留下备份', details) : thrown;
    }
  }

  /** @returns what a person must know where the list beside the archive could not be written; the log has the place all the same */
  #notePlace(folder: string): string[] {
    try {
      notePlace(this.#db.disk, this.#db.folder, folder, () => loggedPlaces(this.#db.read));
      return [];
    } catch (thrown) {
      // A read-only medium keeps neither the list nor the log.
      if (this.#db.readOnly) return [];
      return [`备份已作好并记入审计日志，备份位置的清单未能更新：${diskError(thrown, this.#db.folder).message}`];
    }
  }

  #record(actor: string, action: AuditAction, detail: Readonly<Record<string, unknown>>): void {
    if (this.#db.readOnly) return;
    this.#db.transaction((tx) => appendAudit(tx, { actor, action, detail }), 'log');
  }

  #tellFailed(actor: string, to: string | undefined, code: string): void {
    const place = to ?? readSettings(this.#db.read).backup.to;
    try {
      this.#record(actor, 'backup.failed', { code, ...(place !== null && { place: resolve(place) }) });
    } catch {
      return; // that it failed is thrown already
    }
  }
}
