/** Makes backups as the settings say: on demand and at a time of day, thinned out afterwards, each told in the log. */
import { dirname } from 'node:path';
import { ArchiveError, isErrorCode, reportError } from '../../../shared/errors.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { presentHead } from '../storage/kept-head.ts';
import { appendAudit } from './audit.ts';
import { backupArchive, type BackupMade } from './backup.ts';
import type { LongWork } from '../work/long-work.ts';
import { notePlace } from './backup-list.ts';
import { backupTime, rotateBackups } from './rotation.ts';
import { SCHEDULER, isBackupDue } from './schedule.ts';
import { readSettings } from './settings.ts';

const LOOK_EVERY_MS = 60_000;
/** When the clock last made a backup or tried to, and what came of it. */
const LAST_KEY = 'scheduled_backup';

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
      const made = await this.make(SCHEDULER, {}, { signal: this.#abort.signal });
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
   * Makes a backup, thins out the older ones of its folder, and tells the log.
   * @param options what is left out is as the settings say
   * @throws ArchiveError BACKUP_PLACE_NOT_SET where no place is known, and as backupArchive
   */
  async make(
    actor: string,
    options: { to?: string | undefined; incremental?: boolean | undefined },
    work: LongWork,
  ): Promise<BackupMade & { removed: string[] }> {
    const db = this.#db;
    const settings = readSettings(db.read).backup;
    const to = options.to ?? settings.to;
    if (to === null) throw new ArchiveError('BACKUP_PLACE_NOT_SET');
    const incremental = options.incremental ?? (settings.incremental && to === settings.to);
    const made = await backupArchive(db, to, { ...work, incremental });
    const folder = dirname(made.file);
    const { daily, weekly, monthly } = settings;
    // Only after a backup that is right, and only where we gave the name: a file that a person named is his own matter.
    const ours = made.verified && backupTime(made.file.slice(folder.length + 1)) !== undefined;
    const { archive_id } = presentHead(db.read);
    const removed = ours ? await rotateBackups(made.file, archive_id, { daily, weekly, monthly }, db.disk) : [];
    notePlace(db.disk, db.folder, folder);
    if (!db.readOnly) {
      const { sha256, bytes, written, verified } = made;
      const detail = { sha256, bytes, written, verified, incremental, removed };
      db.transaction((tx) => appendAudit(tx, { actor, action: 'backup.make', detail }), 'log');
    }
    return { ...made, removed };
  }
}
