/** A disposal that is cut off at any point: as if it had not begun, or under way and to be ended; never called done while anything is left. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { executeInTables } from '../../../main/archive/disposal/execute.ts';
import { readAllDisposals } from '../../../main/archive/disposal/read.ts';
import { decideDisposal, giveOpinions, openDisposal, signDisposal } from '../../../main/archive/disposal/steps.ts';
import { compactArchive, sweepCopies } from '../../../main/archive/disposal/sweep.ts';
import { fileLetter } from '../../../main/archive/letters/filing.ts';
import type { ArchiveDb } from '../../../main/archive/storage/archive-db.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { diskFault } from '../../../main/archive/storage/disk.ts';
import { PLACES_NAME } from '../../../main/archive/storage/open-checks.ts';
import { insertAccount } from '../../../main/archive/trust/accounts/accounts.ts';
import { backupArchive, openBackup } from '../../../main/archive/trust/backup.ts';
import { listBackups } from '../../../main/archive/trust/backup-list.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import { restartMachine } from '../../faults/cases.ts';
import { CUTS, SimulatedDisk, randomNumbers } from '../../faults/simulated-disk.ts';
import { SECADMIN, quickHash } from '../../support/accounts.ts';
import { packedRows, unpackedIn } from '../../support/packed-parts.ts';

const FOLDER = '/data/archive';
const BACKUPS = '/backups';
const ACTOR = '王档案';
const SENTENCE = '清溪河道淤泥已于上月全部清运至指定场地';
const PEOPLE = [ACTOR, '钱业务', '冯审计', '郑主任', '何监销', '吕监销'] as const;

function file(db: ArchiveDb, text: string): string {
  const bytes = new TextEncoder().encode(text);
  return fileLetter(db, ACTOR, {
    elements: { ...emptyElements(), title: '关于疏浚河道的答复', issued_on: '2012-05-09' },
    text,
    original: { name: '答复函.txt', bytes },
    originalSha256: createHash('sha256').update(bytes).digest('hex'),
    source: { fileName: '答复函.txt', format: 'txt', rawText: text, map: [], pages: [], evidence: {}, warnings: [] },
    attachments: [{ source: { name: '附表.bin', bytes: Buffer.from(`${SENTENCE}。`, 'utf16le') }, role: 'ATTACHMENT' }],
    retention: 'D10',
    reason: '入库',
    review: false,
  }).id;
}

/** An archive whose letter may go, with a backup of each kind. */
async function prepare(disk: SimulatedDisk): Promise<{ id: string; letter: string }> {
  for (const folder of ['/data', BACKUPS]) disk.mkdir(folder);
  const db = await openArchiveDb(FOLDER, { disk, create: true });
  try {
    const now = new Date();
    db.transaction((tx) => {
      for (const name of PEOPLE)
        insertAccount(
          tx,
          SECADMIN,
          { name, displayName: name, roles: ['archivist'], hash: quickHash(name), mustChange: name !== ACTOR },
          now,
        );
    });
    const letter = file(db, `${SENTENCE}。\n现答复如下。\n`);
    const { id } = openDisposal(db, { ids: [letter], reason: '到期' }, ACTOR);
    for (const name of PEOPLE.slice(0, 3))
      giveOpinions(db, { id, opinions: [{ letter, verdict: 'destroy', retention: null, note: '' }] }, name);
    decideDisposal(db, { id, agreed: true, reason: '' }, PEOPLE[3]);
    for (const name of PEOPLE.slice(4)) signDisposal(db, { id }, name);
    await backupArchive(db, join(BACKUPS, 'whole.sqlite'));
    await backupArchive(db, BACKUPS, { incremental: true });
    // On the medium, which a note of the program need not be yet.
    disk.put(join(FOLDER, PLACES_NAME), Buffer.from(JSON.stringify([BACKUPS])));
    return { id, letter };
  } finally {
    db.close();
  }
}

/** Begins, or goes on where it was cut off. */
async function execute(disk: SimulatedDisk, id: string): Promise<void> {
  const sweep = { id, actor: ACTOR, more: [] };
  let db = await openArchiveDb(FOLDER, { disk });
  try {
    if (stateOf(db) === 'ready') executeInTables(db, id, ACTOR);
    db.close();
    await compactArchive(disk, FOLDER);
    db = await openArchiveDb(FOLDER, { disk });
    await sweepCopies(db, sweep, {});
  } finally {
    db.close();
  }
}

const stateOf = (db: ArchiveDb): string => readAllDisposals(db.read)[0]?.state ?? '';

/** Files on the disk in which the sentence still stands, as it is or packed. */
function filesWith(disk: SimulatedDisk, folder = '/'): string[] {
  return disk.list(folder).flatMap((name) => {
    const path = join(folder, name);
    if (disk.stat(path).isFolder) return filesWith(disk, path);
    const bytes = disk.content(path);
    const needles = [Buffer.from(SENTENCE.slice(0, 6)), Buffer.from(SENTENCE.slice(0, 6), 'utf16le')];
    const has = (part: Buffer): boolean => needles.some((needle) => part.includes(needle));
    return has(bytes) || packedRows(bytes).some(has) || [...unpackedIn(bytes)].some(has) ? [path] : [];
  });
}

/** That what is found is whole, and says of itself what is true. @returns the state */
async function inspect(disk: SimulatedDisk, letter: string): Promise<string> {
  const db = await openArchiveDb(FOLDER, { disk });
  try {
    const { problems } = await verifyArchive(db);
    expect(problems).toEqual([]);
    const state = stateOf(db);
    const there = db.read.get('SELECT 1 AS n FROM letter WHERE id = ?', [letter]) !== undefined;
    expect(there).toBe(state === 'ready');
    for (const { file: backup } of listBackups(disk, FOLDER)) {
      const copy = await openBackup(backup, disk);
      try {
        expect((await verifyArchive(copy, { ofBackup: true })).problems).toEqual([]);
      } finally {
        copy.close();
      }
    }
    return state;
  } finally {
    db.close();
  }
}

/** Points at which the power is cut: so many, spread evenly. */
const POINTS = 24;

test('power that is cut at any point leaves a letter whole, or gone and its disposal to be ended', async () => {
  const disk = new SimulatedDisk();
  const { id, letter } = await prepare(disk);
  const from = disk.changes;
  expect(filesWith(disk).length).toBeGreaterThan(2);
  await execute(disk, id);
  const upTo = disk.changes;
  expect(await inspect(disk, letter)).toBe('done');
  expect(filesWith(disk)).toEqual([]);
  const seen = new Set<string>();
  for (let n = 0; n <= POINTS; n++) {
    const point = from + Math.round(((upTo - from) * n) / POINTS);
    for (const cut of [CUTS[n % CUTS.length] ?? 'lost', 'torn sectors'] as const) {
      const found = disk.afterCut(point, cut, randomNumbers(n));
      restartMachine(found);
      const state = await inspect(found, letter);
      seen.add(state);
      expect(['ready', 'executing', 'done'], `${point} ${cut}`).toContain(state);
      if (state === 'done') expect(filesWith(found)).toEqual([]);
      else {
        await execute(found, id);
        expect(await inspect(found, letter), `${point} ${cut}`).toBe('done');
        expect(filesWith(found), `${point} ${cut}`).toEqual([]);
      }
    }
  }
  expect(seen).toEqual(new Set(['ready', 'executing', 'done']));
}, 300_000);

test('a full disk stops it with its code; once there is room it goes on to the end', async () => {
  const disk = new SimulatedDisk();
  const { id, letter } = await prepare(disk);
  let calls = 0;
  disk.hook = (call, path, changes) => {
    if (changes && path.startsWith('/data') && call === 'write' && ++calls > 60) throw diskFault('ENOSPC', call, path);
  };
  await expect(execute(disk, id)).rejects.toMatchObject({ code: 'DISK_FULL' });
  disk.hook = () => undefined;
  const found = disk.afterCut(disk.changes, 'kept', randomNumbers(1));
  restartMachine(found);
  expect(await inspect(found, letter)).toBe('executing');
  await execute(found, id);
  expect(await inspect(found, letter)).toBe('done');
  expect(filesWith(found)).toEqual([]);
});

test('a backup that cannot be written anew is named, and goes when it can be', async () => {
  const disk = new SimulatedDisk();
  const { id } = await prepare(disk);
  disk.hook = (call, path, changes) => {
    if (changes && path.startsWith(BACKUPS)) throw diskFault('EACCES', call, path);
  };
  await execute(disk, id);
  let db = await openArchiveDb(FOLDER, { disk });
  expect(readAllDisposals(db.read)[0]?.remaining?.map(({ what }) => what)).toEqual(
    expect.arrayContaining([join(BACKUPS, 'whole.sqlite')]),
  );
  db.close();
  expect(filesWith(disk, FOLDER)).toEqual([]);
  expect(filesWith(disk)).toContain(join(BACKUPS, 'whole.sqlite'));
  disk.hook = () => undefined;
  db = await openArchiveDb(FOLDER, { disk });
  await sweepCopies(db, { id, actor: ACTOR, more: [] }, {});
  expect(readAllDisposals(db.read)[0]).toMatchObject({ state: 'done', remaining: [] });
  db.close();
  expect(filesWith(disk)).toEqual([]);
});
