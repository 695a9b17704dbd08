/** A disk without room for a row of the log: nobody signs in, nothing leaves the archive, and no backup is made that nobody knows of. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Engine } from '../../../main/archive/engine.ts';
import type { ArchiveDb } from '../../../main/archive/storage/archive-db.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { delegate, diskFault, realDisk, type Disk } from '../../../main/archive/storage/disk.ts';
import { PLACES_NAME } from '../../../main/archive/storage/open-checks.ts';
import { readPlaces } from '../../../main/archive/trust/backup-list.ts';
import { KeptBackups } from '../../../main/archive/trust/kept-backups.ts';
import { fileSample } from '../../faults/acts.ts';
import { SimulatedDisk } from '../../faults/simulated-disk.ts';
import { atEnd, emptyFolder } from '../../support/archive.ts';
import { passwordOf } from '../../support/accounts.ts';
import { fileText, openEngine } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { PEOPLE, credentials, office, openOffice } from '../../support/office.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

/** This machine's disk, telling of its room what a test wants. */
class TellingDisk {
  freeBytes = 1_000_000;
  readonly disk: Disk = {
    ...delegate(realDisk()),
    room: () => ({ freeBytes: this.freeBytes, totalBytes: 2 ** 30 }),
  };
}

const engines = new Set<Engine>();
async function closeAll(): Promise<void> {
  for (const engine of engines) await engine.close();
  engines.clear();
}
afterEach(closeAll);

async function opened(folder: string, disk: Disk): Promise<Engine> {
  const engine = await Engine.open({ folder, actor: 'office-pc', inProcess: true, disk });
  engines.add(engine);
  return engine;
}

test('where the log has no room nobody signs in: whatever the name and the password, the answer is DISK_FULL, and afterwards five tries are five', async () => {
  const { folder } = await office();
  const full = new TellingDisk();
  full.freeBytes = 127 * 1024;
  const engine = await opened(folder, full.disk);
  const { name } = PEOPLE.archivist;
  const password = passwordOf('nobody');
  const answers = [];
  for (const who of [
    { name, password },
    credentials('archivist'),
    credentials('secadmin'),
    { name: '无此人', password },
  ])
    for (let i = 0; i < 3; i++)
      answers.push(await engine.call('session.signIn', who).catch((thrown: unknown) => String(thrown)));
  expect(new Set(answers)).toEqual(new Set([expect.stringContaining('无法记入审计日志，因此未登录。库中内容完好')]));
  await expect(engine.call('session.signIn', credentials('archivist'))).rejects.toThrow(code('DISK_FULL'));
  const change = { name, current: credentials('archivist').password, password };
  await expect(engine.call('accounts.changePassword', change)).rejects.toThrow(code('DISK_FULL'));
  const recovery = { name: PEOPLE.secadmin.name, code: '0000', password };
  await expect(engine.call('accounts.recover', recovery)).rejects.toThrow(code('DISK_FULL'));
  await expect(engine.call('search.query', { query: '公交' })).rejects.toThrow(code('SIGN_IN_REQUIRED'));
  await closeAll();

  const again = await openOffice(folder);
  engines.add(again);
  for (const expected of ['WRONG_PASSWORD', 'WRONG_PASSWORD', 'WRONG_PASSWORD', 'WRONG_PASSWORD', 'ACCOUNT_LOCKED'])
    await expect(again.call('session.signIn', { name, password })).rejects.toThrow(code(expected));
  await expect(again.call('session.signIn', credentials('archivist'))).rejects.toThrow(code('ACCOUNT_LOCKED'));
});

test('without accounts the archive may be read on a full disk; exports, packages, reports and backups are refused, and nothing of them is there', async () => {
  const folder = join(emptyFolder(), 'archive');
  const first = await openEngine(folder);
  const id = await fileText(first, PLAIN_LETTER);
  await first.close();
  const full = new TellingDisk();
  full.freeBytes = 127 * 1024;
  const engine = await opened(folder, full.disk);
  await refusesToLetGo(engine, id);
});

test('a disk that has filled since the archive was opened is found at the export and at the backup', async () => {
  const folder = join(emptyFolder(), 'archive');
  const first = await openEngine(folder);
  const id = await fileText(first, PLAIN_LETTER);
  await first.close();
  const filling = new TellingDisk();
  const engine = await opened(folder, filling.disk);
  filling.freeBytes = 0;
  await refusesToLetGo(engine, id);
  filling.freeBytes = 1_000_000;
  const out = emptyFolder();
  expect((await engine.call('trust.backup', { to: out })).verified).toBe(true);
});

async function refusesToLetGo(engine: Engine, id: string): Promise<void> {
  const selection = { ids: [id] };
  const out = emptyFolder();
  const refused = [
    () => engine.call('export.pdf', { selection, out }),
    () => engine.call('export.package', { selection, out: join(out, 'package') }),
    () => engine.call('trust.checkSheet', { month: '2026-11', out }),
    () => engine.call('trust.exportAudit', { out: join(out, 'log.json') }),
    () => engine.call('trust.backup', { to: join(out, 'backups') }),
    () => engine.call('trust.backup', { to: join(out, 'backups'), incremental: true }),
  ];
  for (const act of refused) {
    const answer = act();
    await expect(answer).rejects.toThrow(code('DISK_FULL'));
    await expect(answer).rejects.toThrow('无法记入审计日志，因此未执行');
  }
  expect(readdirSync(out)).toEqual([]);
  expect((await engine.call('search.query', { query: '公交' })).total).toBe(1);
  expect((await engine.call('letters.show', { id })).id).toBe(id);
}

test('a backup whose place the settings tell is refused on a full disk too', async () => {
  const folder = join(emptyFolder(), 'archive');
  const first = await openEngine(folder);
  const { backup } = await first.call('settings.show', {});
  const to = emptyFolder();
  await first.call('settings.change', { backup: { ...backup, to } });
  await first.close();
  const full = new TellingDisk();
  full.freeBytes = 0;
  const engine = await opened(folder, full.disk);
  await expect(engine.call('trust.backup', {})).rejects.toThrow(code('DISK_FULL'));
  expect(readdirSync(to)).toEqual([]);
});

/** An archive on a disk in memory, and what makes calls on paths of some ending fail for want of room. */
async function simulated(): Promise<{ db: ArchiveDb; disk: SimulatedDisk; fillFor: (wanted: RegExp) => void }> {
  const disk = new SimulatedDisk();
  const db = await openArchiveDb('/archive', { create: true, disk });
  atEnd(() => {
    disk.hook = () => undefined;
    db.close();
  });
  fileSample(db, 1);
  const fillFor = (wanted: RegExp): void => {
    disk.hook = (call, path, changes) => {
      if (changes && wanted.test(path)) throw diskFault('ENOSPC', call, path);
    };
  };
  return { db, disk, fillFor };
}

const rowsOf = (db: ArchiveDb, action: string): number =>
  db.read.all('SELECT seq FROM archive.audit WHERE action = ?', [action]).length;

test.each([false, true])(
  'no backup where its row cannot be written: DISK_FULL, and nothing of it is left (incremental: %s)',
  async (incremental) => {
    const { db, disk } = await simulated();
    const backups = new KeptBackups(db, () => new Date());
    // The disk fills once the copy has begun: the row is the first thing that finds no room.
    let begun = false;
    disk.hook = (call, path, changes) => {
      begun ||= changes && path.startsWith('/usb/');
      if (begun && changes && path.endsWith('sqlite-wal')) throw diskFault('ENOSPC', call, path);
    };
    const refused = backups.make('王档案', { to: '/usb', incremental }, {});
    await expect(refused).rejects.toThrow(code('DISK_FULL'));
    await expect(refused).rejects.toThrow('因此未留下备份');
    disk.hook = () => undefined;
    const left = disk.list('/usb').flatMap((name) => (name === 'fuhan-backup-blocks' ? blocksIn(disk) : [name]));
    expect(left).toEqual([]);
    expect(disk.list('/archive')).not.toContain(PLACES_NAME);
    expect(rowsOf(db, 'backup.make')).toBe(0);
    const made = await backups.make('王档案', { to: '/usb', incremental }, {});
    expect(made).toMatchObject({ verified: true, warnings: [] });
    expect(rowsOf(db, 'backup.make')).toBe(1);
    expect(readPlaces(disk, '/archive')).toEqual(['/usb']);
  },
);

function blocksIn(disk: SimulatedDisk): string[] {
  const place = '/usb/fuhan-backup-blocks';
  const groups = disk.list(place).filter((name) => /^[0-9a-f]{2}$/.test(name));
  return groups.flatMap((name) => disk.list(`${place}/${name}`));
}

test('the list of places is written whole or not at all, and that it could not be written is told; the log has the place', async () => {
  const { db, disk, fillFor } = await simulated();
  const backups = new KeptBackups(db, () => new Date());
  await backups.make('王档案', { to: '/one' }, {});
  fillFor(/backup-places/);
  const made = await backups.make('王档案', { to: '/two' }, {});
  disk.hook = () => undefined;
  expect(made.warnings).toEqual([expect.stringContaining('备份位置的清单未能更新：磁盘空间不足')]);
  expect(readPlaces(disk, '/archive')).toEqual(['/one']);
  expect(disk.list('/archive').filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(rowsOf(db, 'backup.make')).toBe(2);
  await backups.make('王档案', { to: '/three' }, {});
  expect(readPlaces(disk, '/archive')).toEqual(['/three', '/one']);
});
