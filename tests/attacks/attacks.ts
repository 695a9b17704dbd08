/** Attacks on files: whole files exchanged, logs cut and rebuilt, the index forged, backups and exported logs changed. */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Engine } from '../../main/archive/engine.ts';
import { bigramKey } from '../../main/archive/search/build-segment.ts';
import { headPath } from '../../main/archive/storage/kept-head.ts';
import { ACCOUNTS_MARK_NAME } from '../../main/archive/storage/open-checks.ts';
import { PAGE_BYTES } from '../../main/archive/storage/page-checks.ts';
import { verifyAuditExport } from '../../main/archive/trust/audit-export.ts';
import { restoreBackup } from '../../main/archive/trust/restore.ts';
import { versionHash, type HashedAttachment } from '../../main/archive/trust/version-hash.ts';
import type { VersionRecord } from '../../main/archive/trust/version-record.ts';
import { reportError } from '../../shared/errors.ts';
import { rebuildLog, rewriteHead } from '../support/forge-log.ts';
import { docOf, dropSegment, forgeIndex, hideLetter } from '../support/forge-index.ts';
import { tamper } from '../support/tamper.ts';
import { examine, type Finder, type Found } from './examine.ts';
import type { Sample } from './sample.ts';

export interface Attack {
  on: 'the file' | 'the log' | 'everything' | 'the index' | 'a backup' | 'an exported log' | 'the folder' | 'a person';
  what: string;
  /** Does it and answers what finds it. */
  run: (sample: Sample) => Found | Promise<Found>;
  by: Finder;
  why?: string;
}

const WHOLE =
  'who has only the archive’s folder, as it was on an earlier day, has a whole and right archive; a head on paper, in an export or beside a later backup tells';
const REBUILT =
  'who knows the documented hashes makes a whole and right archive of his own; only a head kept elsewhere is another';

const fileOf = ({ folder }: Sample): string => join(folder, 'archive.sqlite');

/** Puts the archive of an earlier day in the place of the present one. */
function rollBack(sample: Sample, withHead: boolean, from = 'older'): void {
  const older = join(sample.place, from, 'archive.sqlite');
  copyFileSync(older, fileOf(sample));
  if (withHead) copyFileSync(headPath(older), headPath(fileOf(sample)));
}

/** As where no backup was ever made, or all are out of reach. */
function withoutBackups(sample: Sample): Sample {
  rmSync(join(sample.place, 'usb'), { recursive: true });
  return sample;
}

const cutRows = (sample: Sample, rows: number): void =>
  tamper(fileOf(sample), `DELETE FROM audit WHERE seq > (SELECT max(seq) FROM audit) - ${rows}`);

/** Changes an element of an old version and makes every hash that covers it right again, in the versions and in both chains. */
function rehashEverything(db: DatabaseSync, { edited }: Sample): void {
  const rows = db
    .prepare('SELECT * FROM version WHERE letter_id = ? ORDER BY version')
    .all(edited) as unknown as VersionRecord[];
  const hashes = new Map<string, string>();
  let previous = '';
  for (const row of rows) {
    const before = row.sha256;
    if (row.version === 2) row.reason = '另一理由';
    row.previous_sha256 = previous;
    previous = versionHash({
      ...row,
      elements: JSON.parse(row.elements),
      attachments: JSON.parse(row.attachments) as HashedAttachment[],
    });
    hashes.set(before, previous);
    db.prepare(
      'UPDATE version SET reason = ?, previous_sha256 = ?, sha256 = ? WHERE letter_id = ? AND version = ?',
    ).run(row.reason, row.previous_sha256, previous, edited, row.version);
  }
  rebuildLog(db, (row) => {
    for (const [before, after] of hashes) row.detail = row.detail.replace(before, after);
  });
}

/** Restores a backup over the archive, as who may. */
async function restored({ folder }: Sample, file: string): Promise<Found> {
  try {
    await restoreBackup(file, folder, { actor: '王档案' });
    return { by: 'nothing', says: '' };
  } catch (thrown) {
    const { message, details = '' } = reportError(thrown);
    return { by: 'restore', says: `${message} ${details}` };
  }
}

interface Exported {
  count: number;
  last: number;
  sm3_from: number;
  head: { seq: number; hash: string; sm3: string };
  rows: { seq: number; hash: string; sm3: string; detail: string }[];
}

/** Changes the exported log and checks the file alone. */
function exported(sample: Sample, change: (log: Exported) => void): Found {
  const log = JSON.parse(readFileSync(sample.exported, 'utf8')) as Exported;
  change(log);
  const { ok, problems } = verifyAuditExport(log);
  return ok ? { by: 'nothing', says: '' } : { by: 'export', says: problems[0]?.message ?? '' };
}

function fitHead(log: Exported): void {
  const last = log.rows.at(-1);
  if (last === undefined) return;
  Object.assign(log, {
    count: log.rows.length,
    last: last.seq,
    head: { seq: last.seq, hash: last.hash, sm3: last.sm3 },
  });
}

const indexOf = ({ folder }: Sample): string => join(folder, 'index');
/** Two characters of the edited letter. */
const PAIR = bigramKey('交'.charCodeAt(0), '线'.charCodeAt(0));

export const ATTACKS: readonly Attack[] = [
  {
    on: 'the file',
    what: 'one bit turned, the checksum of its page left',
    run: (s) => {
      const bytes = readFileSync(fileOf(s));
      const at = 9 * PAGE_BYTES + 1000;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(fileOf(s), bytes);
      return examine(s);
    },
    by: 'opening',
  },
  {
    on: 'the file',
    what: 'the archive of an earlier day put back, the head beside it left',
    run: (s) => {
      rollBack(s, false);
      return examine(s);
    },
    by: 'opening',
  },
  {
    on: 'the file',
    what: 'the archive of an earlier day put back, the head beside it removed; a later backup is there',
    run: (s) => {
      rollBack(s, false);
      rmSync(headPath(fileOf(s)));
      return examine(s);
    },
    by: 'verify',
  },
  {
    on: 'the file',
    what: 'the archive of an earlier day put back with its head; a later backup is there',
    run: (s) => {
      rollBack(s, true);
      return examine(s);
    },
    by: 'verify',
  },
  {
    on: 'the file',
    what: 'the same, no backup anywhere, the head on paper',
    run: (s) => {
      rollBack(withoutBackups(s), true);
      return examine(s);
    },
    by: 'head',
  },
  {
    on: 'the file',
    what: 'the same, no backup anywhere, nothing on paper',
    run: (s) => {
      rollBack(withoutBackups(s), true);
      return examine(s, { headOnPaper: false });
    },
    by: 'nothing',
    why: WHOLE,
  },
  {
    on: 'the file',
    what: 'the archive from before there were accounts put back with its head, the mark of accounts left',
    run: (s) => {
      rollBack(s, true, 'before-accounts');
      return examine(s);
    },
    by: 'opening',
  },
  {
    on: 'the file',
    what: 'the archive from before there were accounts put back with its head, the mark of accounts removed; a later backup is there',
    run: (s) => {
      rollBack(s, true, 'before-accounts');
      rmSync(join(s.folder, ACCOUNTS_MARK_NAME));
      return examine(s);
    },
    by: 'verify',
  },
  {
    on: 'the file',
    what: 'an empty archive with the head of its own log',
    run: async (s) => {
      const folder = join(s.place, 'empty');
      const engine = await Engine.open({ folder, actor: '王档案', create: true, inProcess: true });
      await engine.close();
      copyFileSync(join(folder, 'archive.sqlite'), fileOf(s));
      return examine(s);
    },
    by: 'opening',
  },
  {
    on: 'the file',
    what: 'only the head beside the archive removed',
    run: (s) => {
      rmSync(headPath(fileOf(s)));
      return examine(s);
    },
    by: 'note',
  },
  {
    on: 'the log',
    what: 'the last two rows cut off',
    run: (s) => {
      cutRows(s, 2);
      return examine(s);
    },
    by: 'opening',
  },
  {
    on: 'the log',
    what: 'the same, and the head beside it made to fit; no backup, the head on paper',
    run: (s) => {
      cutRows(withoutBackups(s), 2);
      rewriteHead(fileOf(s));
      return examine(s);
    },
    by: 'head',
  },
  {
    on: 'the log',
    what: 'the rows on a person cut off, and the head beside it made to fit; no backup',
    run: (s) => {
      tamper(
        fileOf(withoutBackups(s)),
        `DELETE FROM audit WHERE seq >= (SELECT min(seq) FROM audit WHERE action = 'account.add' AND subject = '孙查阅')`,
      );
      rewriteHead(fileOf(s));
      return examine(s);
    },
    by: 'verify',
  },
  {
    on: 'the log',
    what: 'the last row, of an act that leaves nothing else, cut off, and the head beside it made to fit; what is on paper is older',
    run: (s) => {
      cutRows(withoutBackups(s), 1);
      rewriteHead(fileOf(s));
      return examine(s);
    },
    by: 'nothing',
    why: 'a row that is newer than every head kept elsewhere stands in nothing else; acts on letters, accounts and settings do',
  },
  {
    on: 'the log',
    what: 'an actor exchanged and both chains rebuilt',
    run: (s) => {
      tamper(fileOf(s), (db) => rebuildLog(db, (row) => void (row.actor = row.seq === 3 ? '另一人' : row.actor)));
      return examine(s);
    },
    by: 'opening',
  },
  {
    on: 'the log',
    what: 'the same with the head beside it; a backup is there',
    run: (s) => {
      tamper(fileOf(s), (db) => rebuildLog(db, (row) => void (row.actor = row.seq === 3 ? '另一人' : row.actor)));
      rewriteHead(fileOf(s));
      return examine(s);
    },
    by: 'verify',
  },
  {
    on: 'everything',
    what: 'a reason changed, every hash of versions and log made again, with the head beside it; no backup, the head on paper',
    run: (s) => {
      tamper(fileOf(withoutBackups(s)), (db) => rehashEverything(db, s));
      rewriteHead(fileOf(s));
      return examine(s);
    },
    by: 'head',
  },
  {
    on: 'everything',
    what: 'the same, nothing on paper',
    run: (s) => {
      tamper(fileOf(withoutBackups(s)), (db) => rehashEverything(db, s));
      rewriteHead(fileOf(s));
      return examine(s, { headOnPaper: false });
    },
    by: 'nothing',
    why: REBUILT,
  },
  {
    on: 'the index',
    what: 'a letter taken out of all lists',
    run: (s) => {
      hideLetter(indexOf(s), s.archiveId, s.edited);
      return examine(s);
    },
    by: 'verify',
  },
  {
    on: 'the index',
    what: 'one pair of characters of one letter',
    run: (s) => {
      hideLetter(indexOf(s), s.archiveId, s.edited, (key) => key === PAIR);
      return examine(s);
    },
    by: 'verify',
  },
  {
    on: 'the index',
    what: 'the date of a letter, by which filters go',
    run: (s) => {
      forgeIndex(indexOf(s), s.archiveId, {
        columns: (documents) => void (documents.columns.dates[docOf(documents, s.edited)] = 20_200_101),
      });
      return examine(s);
    },
    by: 'verify',
  },
  {
    on: 'the index',
    what: 'its list of files, which says nevertheless that all is there',
    run: (s) => {
      dropSegment(indexOf(s), s.archiveId);
      return examine(s);
    },
    by: 'verify',
  },
  {
    on: 'the index',
    what: 'an earlier version taken out of the lists of earlier versions',
    run: (s) => {
      hideLetter(join(indexOf(s), 'older'), s.archiveId, `${s.edited}@3`);
      return examine(s);
    },
    by: 'verify',
  },
  {
    on: 'a backup',
    what: 'the last row of its log cut off',
    run: (s) => {
      tamper(s.backup, 'DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)');
      return restored(s, s.backup);
    },
    by: 'restore',
  },
  {
    on: 'a backup',
    what: 'a word of a letter',
    run: (s) => {
      tamper(s.backup, `UPDATE packed_content SET data = packed(replace(unpacked(data), '14条', '15条'))`);
      return restored(s, s.backup);
    },
    by: 'restore',
  },
  {
    on: 'an exported log',
    what: 'the chain of SM3 emptied, and what stands before the rows made to fit',
    run: (s) =>
      exported(s, (log) => {
        for (const row of log.rows) row.sm3 = '';
        log.sm3_from = log.last + 1;
        fitHead(log);
      }),
    by: 'export',
  },
  {
    on: 'an exported log',
    what: 'its end cut off',
    run: (s) => exported(s, (log) => void log.rows.pop()),
    by: 'export',
  },
  {
    on: 'an exported log',
    what: 'its first row forged',
    run: (s) =>
      exported(s, ({ rows: [first] }) => {
        if (first !== undefined) first.detail = first.detail.replace('"form"', '"forn"');
      }),
    by: 'export',
  },
  {
    on: 'an exported log',
    what: 'a row taken out of its middle',
    run: (s) => exported(s, (log) => void log.rows.splice(5, 1)),
    by: 'export',
  },
  {
    on: 'an exported log',
    what: 'its end cut off, and what stands before the rows made to fit',
    run: (s) =>
      exported(s, (log) => {
        log.rows.pop();
        fitHead(log);
      }),
    by: 'nothing',
    why: 'a file cannot show that there was more; its head against the archive, a later export or paper does',
  },
];
