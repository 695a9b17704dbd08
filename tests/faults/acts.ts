/** The acts that fault tests try: a short working day of an archivist, each step acknowledged only when it returned. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { editBulk, previewBulk } from '../../main/archive/letters/bulk.ts';
import {
  attachFiles,
  detachFile,
  editLetter,
  finaliseLetter,
  restoreVersion,
  unlockLetter,
} from '../../main/archive/letters/editing.ts';
import { fileLetter } from '../../main/archive/letters/filing.ts';
import { setRetention } from '../../main/archive/letters/retention.ts';
import { openArchiveDb } from '../../main/archive/storage/database.ts';
import type { Disk } from '../../main/archive/storage/disk.ts';
import { MIGRATIONS } from '../../main/archive/storage/migrations/index.ts';
import type { Migration } from '../../main/archive/storage/migrations/types.ts';
import type { ArchiveDb } from '../../main/archive/storage/archive-db.ts';
import { auditTip } from '../../main/archive/trust/audit.ts';
import { backupArchive } from '../../main/archive/trust/backup.ts';
import { restoreBackup, undoRestore } from '../../main/archive/trust/restore.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { emptyElements } from '../../shared/model/elements.ts';

export const FOLDER = '/data/archive';
export const BACKUP = '/backups/first.sqlite';
const ACTOR = '王档案';

/** Set phrases, as every letter has them. */
const PROMISES =
  '下一步，我局将继续优化公交线路，方便群众出行；继续优化公交站点，方便群众换乘；继续优化公交运力，方便群众候车。';

/** Bytes as of a picture: what is packed already and stays as it is. */
function fileBytes(name: string, count: number): Buffer {
  const bytes = createHash('shake256', { outputLength: Math.max(1, count) })
    .update(name)
    .digest();
  bytes.write(name);
  return bytes.subarray(0, count);
}

/** Files an invented reply letter. */
export function fileSample(db: ArchiveDb, number: number, attachmentBytes = 0): string {
  const title = `关于云溪市第${number}号提案的答复`;
  const text = `${title}\n周若兰委员：\n您提出的提案收悉，现答复如下：城东片区第${number}条线路已调整。${PROMISES}`;
  const bytes = new TextEncoder().encode(`${text}\n`);
  const extra = fileBytes(`附件${number}`, attachmentBytes);
  return fileLetter(db, ACTOR, {
    elements: { ...emptyElements(), title, issuer: '云溪市交通运输局', issued_on: '2024-04-12' },
    text,
    original: { name: `答复${number}.txt`, bytes },
    originalSha256: createHash('sha256').update(bytes).digest('hex'),
    source: {
      fileName: `答复${number}.txt`,
      format: 'txt',
      rawText: `${text}\n`,
      map: [],
      pages: [],
      evidence: {},
      warnings: [],
    },
    attachments:
      attachmentBytes === 0
        ? []
        : [{ source: { name: `附件${number}.bin`, bytes: new Uint8Array(extra) }, role: 'ATTACHMENT' }],
    reason: '入库',
    review: false,
  }).id;
}

/** A later form of the archive, as a future version of the program would bring it. */
export const NEXT_FORM: Migration = {
  number: MIGRATIONS.length + 1,
  name: 'next',
  up: `CREATE TABLE archive.later (id TEXT PRIMARY KEY, note TEXT NOT NULL);
       INSERT INTO archive.later SELECT id, title FROM archive.letter;`,
};
export const LATER: readonly Migration[] = [...MIGRATIONS, NEXT_FORM];

/** What a run tells: after each act that was acknowledged, and where the archive may stand while one is under way. */
export interface Witness {
  /** The act returned: from now on its result must survive. @param tip the audit log's head */
  acknowledged: (act: string, tip: string) => void;
  /** The act failed with an error. */
  failed: (act: string, error: unknown) => void;
}

export interface DayOptions {
  /** Goes on with the next act where one failed; otherwise the day ends there. */
  goOn: boolean;
}

/** An archive that is found as an act which failed left it, and is only read: nothing was made that would have to last. */
function writable(db: ArchiveDb): ArchiveDb {
  if (!db.readOnly) return db;
  db.close();
  throw new ArchiveError(db.noRoom ? 'DISK_FULL' : 'ARCHIVE_READ_ONLY');
}

/**
 * Runs the whole day on a disk.
 * @throws whatever an act throws, unless `goOn`
 */
export async function workingDay(disk: Disk, witness: Witness, { goOn }: DayOptions): Promise<void> {
  let db: ArchiveDb | undefined;
  let letter = '';
  let second = '';
  let attachment = '';
  const act = async (name: string, run: () => Promise<void> | void): Promise<void> => {
    try {
      await run();
      witness.acknowledged(name, db === undefined ? '' : auditTip(db.read).hash);
    } catch (thrown) {
      witness.failed(name, thrown);
      if (!goOn) throw thrown;
    }
  };
  const opened = (): ArchiveDb => {
    if (db === undefined) throw new Error('the archive is not open');
    return db;
  };
  const close = (): void => {
    const closing = db;
    db = undefined;
    closing?.close();
  };
  try {
    await act('create', async () => {
      db = await openArchiveDb(FOLDER, { create: true, disk });
    });
    // A failed creation is tried again, as a user would.
    if (db === undefined && goOn) {
      await act('create again', async () => {
        db = writable(await openArchiveDb(FOLDER, { create: true, disk }));
      });
    }
    await act('file', () => {
      letter = fileSample(opened(), 1);
    });
    await act('file with attachment', () => {
      second = fileSample(opened(), 2, 30_000);
    });
    await act('edit', () => {
      editLetter(opened(), { id: letter, actor: ACTOR, reason: '更正题名', set: { title: '更正后的题名' } });
    });
    await act('attach', () => {
      const source = { name: '会办意见.txt', bytes: new TextEncoder().encode('会办意见'.repeat(500)) };
      const made = attachFiles(opened(), {
        id: letter,
        actor: ACTOR,
        reason: '补充',
        attachments: [{ source, role: 'CO_OPINION' }],
      });
      attachment = made.attachments.at(-1)?.id ?? '';
    });
    await act('back up', async () => {
      await backupArchive(opened(), BACKUP);
    });
    await act('detach', () => {
      detachFile(opened(), { id: letter, actor: ACTOR, reason: '误附', attachment });
    });
    await act('back up incrementally', async () => {
      await backupArchive(opened(), dirname(BACKUP), { incremental: true });
    });
    await act('restore version', () => {
      restoreVersion(opened(), { id: letter, actor: ACTOR, reason: '恢复', version: 1 });
    });
    await act('edit many', () => {
      const set = { issuer: '云溪市交通局' };
      const letters = previewBulk(opened().read, [letter, second], set);
      editBulk(opened(), { letters, set, actor: ACTOR, reason: '机关更名' });
    });
    await act('declare final', () => {
      finaliseLetter(opened(), { id: letter, actor: ACTOR, reason: '审核完毕' });
    });
    await act('unlock', () => {
      unlockLetter(opened(), { id: letter, actor: ACTOR, reason: '发现错字' });
    });
    await act('change retention', () => {
      setRetention(opened(), { ids: [second], retention: 'Y', actor: ACTOR, reason: '重要' });
    });
    await act('close', close);
    await act('migrate', async () => {
      db = await openArchiveDb(FOLDER, { disk, migrations: LATER });
    });
    await act('close again', close);
    await act('restore backup', async () => {
      await restoreBackup(BACKUP, FOLDER, { disk, actor: ACTOR, migrations: LATER });
    });
    await act('reopen', async () => {
      db = writable(await openArchiveDb(FOLDER, { disk, migrations: LATER }));
    });
    await act('file again', () => {
      fileSample(opened(), 3);
    });
    await act('close after the restore', close);
    await act('undo the restore', async () => {
      await undoRestore(FOLDER, { disk, actor: ACTOR, migrations: LATER });
    });
    await act('reopen after undoing', async () => {
      db = writable(await openArchiveDb(FOLDER, { disk, migrations: LATER }));
    });
    await act('file at last', () => {
      fileSample(opened(), 4);
    });
    await act('close at last', close);
  } finally {
    try {
      close();
    } catch {
      // The disk may have failed for good; what counts is what is found on it afterwards.
    }
  }
}

export const ARCHIVE_PATH = join(FOLDER, 'archive.sqlite');
