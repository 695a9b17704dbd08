/** Who else on the computer comes to what the archive writes: nobody, unless the folder was shared with a group on purpose. */
import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { hotJournal } from '../../support/hot-journal.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';

const OTHERS = 0o007;
const GROUP_AND_OTHERS = 0o077;
/** A group that is not this process's own; only root may give a file to it. */
const GROUP = 12_345;
const isRoot = process.getuid?.() === 0;

let mask: number;
beforeEach(() => {
  mask = process.umask(0o022);
});
afterEach(() => {
  process.umask(mask);
});

interface Found {
  path: string;
  mode: number;
  gid: number;
  isFolder: boolean;
}

function everythingIn(folder: string): Found[] {
  const names = ['', ...(readdirSync(folder, { recursive: true }) as string[])];
  return names.map((name) => {
    const stat = statSync(join(folder, name));
    return { path: name, mode: stat.mode & 0o7777, gid: stat.gid, isFolder: stat.isDirectory() };
  });
}

const wide = (folder: string, bits: number): string[] =>
  everythingIn(folder)
    .filter(({ mode }) => (mode & bits) !== 0)
    .map(({ path, mode }) => `${path} ${mode.toString(8)}`);

/** Everything that an archive writes in its own places: index, backups of both kinds, what a restore keeps, quarantine. */
async function fillPlaces(folder: string): Promise<void> {
  // An older form first: bringing it up to date leaves a copy.
  (await openArchiveDb(folder, { create: true, migrations: MIGRATIONS.slice(0, -1) })).close();
  const engine = await openEngine(folder);
  const letters: { id: string; version: number }[] = [];
  for (let number = 1; number <= 40; number++)
    letters.push({ id: await fileText(engine, `${PLAIN_LETTER}第${number}件\n`, `答复${number}.txt`), version: 1 });
  await engine.call('letters.editBulk', { letters, set: { result_code: 'A' }, reason: '补录' });
  await engine.call('search.query', { query: '公交', versions: true });
  const made = await engine.call('trust.backup', { to: join(folder, 'backups') });
  // Into a folder of its own: of two of one day in one folder the older goes.
  await engine.call('trust.backup', { to: join(folder, 'backups', '增量'), incremental: true });
  await engine.call('trust.restoreBackup', { file: made.file });
  await engine.close();
  // What came from elsewhere is open to everybody.
  writeFileSync(join(folder, 'archive.sqlite-journal'), hotJournal(2), { mode: 0o666 });
  chmodSync(join(folder, 'archive.sqlite-journal'), 0o666);
  (await openArchiveDb(folder)).close();
}

const warningsOf = async (engine: Engine): Promise<string[]> => (await engine.call('archive.info', {})).warnings;

test.runIf(process.platform !== 'win32')(
  'all that the archive writes in its own places is for its owner alone',
  async () => {
    const folder = join(temporaryFolder(), 'new', 'archive');
    await fillPlaces(folder);
    expect(wide(folder, GROUP_AND_OTHERS)).toEqual([]);
    const names = everythingIn(folder).map(({ path }) => path);
    for (const one of [
      /^index\/seg-/,
      /^index\/older\//,
      /^backups\/fuhan-backup-.*\.sqlite$/,
      /^backups\/fuhan-backup-.*\.sqlite\.head$/,
      /^archive\.sqlite\.head$/,
      /^backups\/before-form-/,
      /fuhan-backup-blocks\/../,
      /^before-restore-/,
      /^quarantine-.*journal$/,
    ])
      expect(
        names.some((name) => one.test(name)),
        String(one),
      ).toBe(true);
  },
);

test.runIf(process.platform !== 'win32')('while it is open as well: journal and lock', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  await fileText(engine, PLAIN_LETTER);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['archive.lock', 'archive.sqlite-wal']));
  expect(wide(folder, GROUP_AND_OTHERS)).toEqual([]);
});

test.runIf(isRoot)(
  'in a folder that was shared with a group on purpose, the group keeps its rights, and others have none',
  async () => {
    for (const [how, mode] of [
      ['setgid', 0o2770],
      ['group-writable', 0o770],
    ] as const) {
      const folder = join(temporaryFolder(), 'shared');
      mkdirSync(folder);
      chownSync(folder, process.getuid?.() ?? 0, GROUP);
      chmodSync(folder, mode);
      await fillPlaces(folder);
      expect(wide(folder, OTHERS), how).toEqual([]);
      const withoutGroup = everythingIn(folder).filter(
        ({ mode: found, gid, isFolder }) =>
          gid !== GROUP || (found & (isFolder ? 0o070 : 0o060)) !== (isFolder ? 0o070 : 0o060),
      );
      // What somebody else put there is as it came.
      expect(
        withoutGroup.filter(({ path }) => !path.startsWith('quarantine-') || path.endsWith('-wal')),
        how,
      ).toEqual([]);
      const engine = await openEngine(folder);
      expect(await warningsOf(engine), how).toContainEqual(expect.stringContaining(`用户组“${GROUP}”共享`));
      await engine.close();
    }
  },
);

test.runIf(process.platform !== 'win32')(
  'an archive below a folder that a group may write in is its owner’s all the same',
  async () => {
    const above = join(temporaryFolder(), 'above');
    mkdirSync(above);
    chmodSync(above, 0o775);
    const folder = join(above, 'archive');
    const engine = await openEngine(folder);
    expect(statSync(folder).mode & GROUP_AND_OTHERS).toBe(0);
    expect(await warningsOf(engine)).toEqual([]);
  },
);

test.runIf(process.platform !== 'win32')(
  'a folder that is open to others is told, in the state and beside a check',
  async () => {
    const cases: [folder: number, file: number, told: string][] = [
      [0o755, 0o600, '开放'],
      [0o711, 0o600, '开放'],
      [0o700, 0o644, '直接读取'],
      [0o757, 0o600, '改动、删除'],
      [0o700, 0o606, '改动、删除'],
    ];
    for (const [folderMode, fileMode, told] of cases) {
      const folder = join(temporaryFolder(), 'archive');
      const first = await openEngine(folder);
      expect(await warningsOf(first)).toEqual([]);
      expect((await first.call('trust.verify', {})).notes).toEqual([]);
      await first.close();
      chmodSync(folder, folderMode);
      chmodSync(join(folder, 'archive.sqlite'), fileMode);
      const engine = await openEngine(folder);
      expect(await warningsOf(engine)).toEqual([expect.stringContaining(told)]);
      const checked = await engine.call('trust.verify', {});
      expect(checked).toMatchObject({
        ok: true,
        notes: [{ kind: 'place', message: expect.stringContaining(told) as string }],
      });
      await engine.close();
    }
  },
);

test.runIf(process.platform !== 'win32')('an index that an earlier program left open to others is closed', async () => {
  const folder = join(temporaryFolder(), 'archive');
  await (await openEngine(folder)).close();
  chmodSync(join(folder, 'index'), 0o755);
  await (await openEngine(folder)).close();
  expect(statSync(join(folder, 'index')).mode & 0o777).toBe(0o700);
});

test.runIf(process.platform !== 'win32')('exports have the rights that the person’s own mask gives', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  const [attachment] = (await engine.call('letters.show', { id })).attachments;
  process.umask(0o027);
  const out = temporaryFolder();
  await engine.call('export.pdf', { selection: { ids: [id] }, out: join(out, 'pdf'), with_attachments: true });
  await engine.call('export.table', { selection: { ids: [id] }, out: join(out, 'tables', '清单.csv') });
  await engine.call('letters.saveAttachment', { id, attachment: attachment?.id ?? '', out: join(out, '原件.txt') });
  await engine.call('trust.exportAudit', { out: join(out, '日志.json') });
  const found = everythingIn(out).slice(1);
  expect(found.length).toBeGreaterThan(8);
  for (const { path, mode, isFolder } of found) expect(mode, path).toBe(isFolder ? 0o750 : 0o640);
});
