/** Folders and files of an archive's own that somebody made into links: nothing is written, or tidied up, through them (docs/spec/storage.md). */
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { collectBlocks } from '../../../main/archive/trust/increments.ts';
import { realDisk } from '../../../main/archive/storage/disk.ts';
import { emptyFolder } from '../../support/archive.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

/** A closed archive with some letters, and a folder elsewhere that holds a file of somebody's. */
async function places(): Promise<{ folder: string; elsewhere: string; untouched: () => void }> {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  for (let number = 1; number <= 40; number++)
    await fileText(engine, `${PLAIN_LETTER}第${number}件\n`, `${number}.txt`);
  await engine.close();
  const elsewhere = emptyFolder();
  writeFileSync(join(elsewhere, 'seg-1.idx'), 'mine');
  const untouched = (): void => {
    expect(readdirSync(elsewhere)).toEqual(['seg-1.idx']);
    expect(readFileSync(join(elsewhere, 'seg-1.idx'), 'utf8')).toBe('mine');
  };
  return { folder, elsewhere, untouched };
}

const quarantined = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith('quarantine-'))
    .flatMap((name) => readdirSync(join(folder, name)));

test.each([
  [
    'the index',
    (index: string, elsewhere: string) => {
      rmSync(index, { recursive: true });
      symlinkSync(elsewhere, index, 'junction');
    },
  ],
  [
    'the index, by a link that leads nowhere',
    (index: string, elsewhere: string) => {
      rmSync(index, { recursive: true });
      symlinkSync(join(elsewhere, 'none'), index, 'junction');
    },
  ],
  [
    'the index of earlier versions',
    (index: string, elsewhere: string) => symlinkSync(elsewhere, join(index, 'older'), 'junction'),
  ],
  [
    'a file of the index',
    (index: string, elsewhere: string) => symlinkSync(join(elsewhere, 'seg-1.idx'), join(index, 'manifest.json.tmp')),
  ],
  [
    'the index, by a file in its place',
    (index: string) => {
      rmSync(index, { recursive: true });
      writeFileSync(index, 'x');
    },
  ],
])('%s being a link is put aside as it is, made anew, told, and nothing is written through it', async (_, spoil) => {
  const { folder, elsewhere, untouched } = await places();
  spoil(join(folder, 'index'), elsewhere);
  const engine = await openEngine(folder);
  untouched();
  expect((await engine.call('search.query', { query: '公交' })).total).toBe(40);
  await engine.call('search.query', { query: '公交', versions: true });
  await engine.call('search.reindex', {});
  untouched();
  expect(lstatSync(join(folder, 'index')).isDirectory()).toBe(true);
  expect(quarantined(folder)).toEqual(['index']);
  const { warnings } = await engine.call('archive.info', {});
  expect(warnings).toEqual([expect.stringContaining('检索索引的文件夹曾是链接')]);
  const [row] = await engine.call('trust.audit', { action: 'archive.quarantine' });
  expect(row?.detail).toContain('the index was a link');
  expect((await engine.call('trust.verify', {})).ok).toBe(true);
});

test('opened for reading, an index that is a link is neither read nor moved', async () => {
  const { folder, elsewhere, untouched } = await places();
  renameSync(join(folder, 'index'), join(folder, 'real'));
  symlinkSync(elsewhere, join(folder, 'index'), 'junction');
  const { Engine } = await import('../../../main/archive/engine.ts');
  const engine = await Engine.open({ folder, actor: '王档案', readOnly: true, inProcess: true });
  expect((await engine.call('search.query', { query: '公交' })).total).toBe(40);
  expect((await engine.call('archive.info', {})).warnings).toContainEqual(
    expect.stringContaining('检索索引的文件夹是链接'),
  );
  await engine.close();
  untouched();
});

test('an index file that is another name of somebody’s file is not written over', async () => {
  const { folder, elsewhere, untouched } = await places();
  linkSync(join(elsewhere, 'seg-1.idx'), join(folder, 'index', 'manifest.json.tmp'));
  const engine = await openEngine(folder);
  await engine.call('search.reindex', {});
  untouched();
});

test('the folder for backups being a link, nothing goes there: a backup is refused with words what to do, and the state tells', async () => {
  const { folder, elsewhere, untouched } = await places();
  const backups = join(folder, 'backups');
  symlinkSync(elsewhere, backups, 'junction');
  const engine = await openEngine(folder);
  for (const [to, incremental] of [
    [backups, false],
    [join(backups, 'deeper'), false],
    [join(backups, 'one.sqlite'), false],
    [backups, true],
  ] as const)
    await expect(engine.call('trust.backup', { to, incremental }), to).rejects.toThrow(code('FOLDER_LINKED'));
  untouched();
  expect((await engine.call('archive.info', {})).warnings).toEqual([expect.stringContaining('请在设置中改备份位置')]);
  const { ok, notes } = await engine.call('trust.verify', {});
  expect([ok, notes]).toEqual([true, [{ kind: 'place', message: expect.stringContaining('是链接') as string }]]);
  // The other disk named as it is takes it.
  expect((await engine.call('trust.backup', { to: join(elsewhere, 'mine') })).verified).toBe(true);
});

test('an older archive whose folder for backups is a link is not brought up to date', async () => {
  const folder = join(temporaryFolder(), 'archive');
  (await openArchiveDb(folder, { create: true, migrations: MIGRATIONS.slice(0, -1) })).close();
  const elsewhere = emptyFolder();
  symlinkSync(elsewhere, join(folder, 'backups'), 'junction');
  await expect(openArchiveDb(folder)).rejects.toThrow(code('FOLDER_LINKED'));
  expect(readdirSync(elsewhere)).toEqual([]);
  rmSync(join(folder, 'backups'));
  (await openArchiveDb(folder)).close();
});

test('blocks of increments are neither written nor tidied up through a link', async () => {
  const { folder } = await places();
  const engine = await openEngine(folder);
  const usb = join(emptyFolder(), 'usb');
  const others = emptyFolder();
  await engine.call('trust.backup', { to: others, incremental: true });
  const blocks = readdirSync(join(others, 'fuhan-backup-blocks'), { recursive: true }).length;
  mkdirSync(usb);
  symlinkSync(join(others, 'fuhan-backup-blocks'), join(usb, 'fuhan-backup-blocks'), 'junction');
  await expect(engine.call('trust.backup', { to: usb, incremental: true })).rejects.toThrow(code('FOLDER_LINKED'));
  expect(await collectBlocks(realDisk(), usb)).toBe(0);
  expect(readdirSync(join(others, 'fuhan-backup-blocks'), { recursive: true })).toHaveLength(blocks);
});

test('what a restore kept is not put back through a link', async () => {
  const { folder } = await places();
  const engine = await openEngine(folder);
  const { file } = await engine.call('trust.backup', { to: emptyFolder() });
  const { kept } = await engine.call('trust.restoreBackup', { file });
  const moved = join(emptyFolder(), 'moved');
  renameSync(kept ?? '', moved);
  symlinkSync(moved, kept ?? '', 'junction');
  await expect(engine.call('trust.undoRestore', {})).rejects.toThrow(code('FOLDER_LINKED'));
  expect(existsSync(join(moved, 'archive.sqlite'))).toBe(true);
});

test.each(['archive.sqlite.head', 'archive.accounts', 'backup-places.json', 'archive.lock'])(
  'where %s is a link the archive is not opened, and what it leads to stays as it is',
  async (name) => {
    const { folder, elsewhere, untouched } = await places();
    rmSync(join(folder, name), { force: true });
    symlinkSync(join(elsewhere, 'seg-1.idx'), join(folder, name));
    await expect(openArchiveDb(folder)).rejects.toThrow(code('ARCHIVE_LINKED'));
    untouched();
  },
);
