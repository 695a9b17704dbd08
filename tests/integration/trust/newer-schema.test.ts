/** An archive of a higher schema version than this program knows is refused at every door, and stays as it is. */
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../../main/archive/engine.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { ARCHIVE_NAME } from '../../../main/archive/storage/open-checks.ts';
import { backupArchive } from '../../../main/archive/trust/backup.ts';
import { restoreBackup, undoRestore } from '../../../main/archive/trust/restore.ts';
import { verifyArchive, verifyFolder } from '../../../main/archive/trust/verify.ts';
import { COMMANDS } from '../../../main/cli/commands.ts';
import { EngineClient } from '../../../main/app/engine-client.ts';
import { LATER } from '../../faults/acts.ts';
import { emptyFolder } from '../../support/archive.ts';
import { commandJson } from '../../support/command.ts';
import { fileText, openEngine, temporaryFile } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { sealAll } from '../../support/tamper.ts';

describe('an archive of a higher schema version', () => {
  /** One that a program with one migration more made, with a backup of it. */
  async function fromTheFuture(): Promise<{ folder: string; backup: string; older: string }> {
    const place = emptyFolder();
    const folder = join(place, 'archive');
    const engine = await openEngine(folder);
    await fileText(engine, PLAIN_LETTER);
    await engine.close();
    const older = join(place, 'older.sqlite');
    copyFileSync(join(folder, ARCHIVE_NAME), older);
    const db = await openArchiveDb(folder, { migrations: LATER });
    const backup = join(place, 'newer.sqlite');
    expect((await backupArchive(db, backup)).verified).toBe(true);
    expect((await verifyArchive(db)).problems).toEqual([]);
    db.close();
    return { folder, backup, older };
  }
  const newer = expect.objectContaining({ code: 'ARCHIVE_NEWER' }) as unknown;

  test('is refused by the engine, in the window’s worker, by checks and restores, and stays as it is', async () => {
    const { folder, backup, older } = await fromTheFuture();
    const before = readFileSync(join(folder, ARCHIVE_NAME));
    await expect(Engine.open({ folder, actor: '王档案', inProcess: true })).rejects.toThrow(newer);
    await expect(Engine.open({ folder, actor: '王档案', inProcess: true, readOnly: true })).rejects.toThrow(newer);
    await expect(verifyFolder(folder)).rejects.toThrow(newer);
    await expect(restoreBackup(older, folder)).rejects.toThrow(newer);
    const worker = new EngineClient({ folder, actor: '王档案' });
    await expect(worker.ready).rejects.toThrow(newer);
    expect(await worker.call('archive.info', {})).toMatchObject({ ok: false, error: { code: 'ARCHIVE_NEWER' } });
    await worker.close();
    expect(readFileSync(join(folder, ARCHIVE_NAME)).equals(before)).toBe(true);

    const mine = join(emptyFolder(), 'archive');
    await (await openEngine(mine)).close();
    await expect(restoreBackup(backup, mine)).rejects.toThrow(newer);
    const kept = join(mine, 'before-restore-x');
    mkdirSync(kept);
    copyFileSync(backup, join(kept, ARCHIVE_NAME));
    // No restore kept it here, so that it is not even looked at.
    await expect(undoRestore(mine, { kept })).rejects.toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(readdirSync(kept)).toEqual([ARCHIVE_NAME]);
    await (await openEngine(mine)).close();
  });

  test('is not restored from a list of blocks that a newer program wrote', async () => {
    const place = emptyFolder();
    const folder = join(place, 'archive');
    const db = await openArchiveDb(folder, { create: true });
    const { file } = await backupArchive(db, join(place, 'increments'), { incremental: true });
    db.close();
    const list = JSON.parse(readFileSync(file, 'utf8')) as object;
    const write = (change: object): void => writeFileSync(file, JSON.stringify({ ...list, ...change }));
    write({ version: 2, compression: 'zstd' });
    await expect(restoreBackup(file, folder)).rejects.toThrow(newer);
    write({ version: 'x' });
    await expect(restoreBackup(file, folder)).rejects.toMatchObject({ code: 'BACKUP_BAD' });
    write({ note: 'more is no hindrance' });
    expect((await restoreBackup(file, folder)).verified).toBe(true);
  });

  test('ends every command that opens it with 3', async () => {
    const { folder, backup, older } = await fromTheFuture();
    const file = temporaryFile('答复.txt', PLAIN_LETTER);
    const lines: Record<string, string[]> = {
      import: [file],
      search: ['公交'],
      show: ['x'],
      edit: ['x', '--set', '案号=1', '--reason', 'x'],
      attach: ['x', file, '--reason', 'x'],
      verify: [],
      'verify --deep': [],
      audit: [],
      backup: ['--to', join(folder, '..', 'copies')],
      'restore-backup': [older],
      'undo-restore': [],
      migrate: [],
      reindex: [],
      stats: [],
      'user list': [],
    };
    for (const [name, words] of Object.entries(lines)) {
      expect(Object.keys(COMMANDS)).toContain(name.replace(' --deep', ''));
      const answer = await commandJson(...name.split(' '), ...words, '--archive', folder);
      expect([name, ...answer]).toMatchObject([name, 3, { error: { code: 'ARCHIVE_NEWER' } }]);
    }
    const mine = join(emptyFolder(), 'archive');
    await (await openEngine(mine)).close();
    expect(await commandJson('restore-backup', backup, '--archive', mine)).toMatchObject([
      3,
      { error: { code: 'ARCHIVE_NEWER' } },
    ]);
  });

  test('a mere number is enough: the header says it before anything is read', async () => {
    const { older } = await fromTheFuture();
    const folder = join(emptyFolder(), 'archive');
    mkdirSync(folder);
    const path = join(folder, ARCHIVE_NAME);
    writeFileSync(path, readFileSync(older));
    const db = new DatabaseSync(path);
    db.exec(`PRAGMA user_version = ${LATER.length}`);
    db.close();
    sealAll(path);
    await expect(openArchiveDb(folder)).rejects.toThrow(newer);
  });
});
