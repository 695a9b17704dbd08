/** Damage to every region of an archive: named by the check, never taken for an empty archive, never made worse. */
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { Engine } from '../../../main/archive/engine.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { PAGE_BYTES } from '../../../main/archive/storage/page-checks.ts';
import { backupsFor } from '../../../main/archive/trust/recovery.ts';
import { verifyFolder } from '../../../main/archive/trust/verify.ts';
import { reportError } from '../../../shared/errors.ts';
import { randomNumbers } from '../../faults/simulated-disk.ts';
import { emptyFolder } from '../../support/archive.ts';
import { tamper } from '../../support/tamper.ts';
import { fileText, openEngine } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';

let folder: string;
let path: string;
let whole: Buffer;
let letters: string[];

/** An archive with two letters, an attachment of 1.5 MiB and a backup beside it. */
async function make(): Promise<void> {
  folder = join(emptyFolder(), 'archive');
  path = join(folder, 'archive.sqlite');
  const engine = await openEngine(folder);
  letters = [await fileText(engine, PLAIN_LETTER), await fileText(engine, WRAPPED_LETTER, '另一件.txt')];
  const bytes = Buffer.alloc(1_500_000, '附件内容');
  await engine.call('letters.attach', {
    id: letters[0] ?? '',
    attachments: [{ source: { name: '图纸.bin', bytes: new Uint8Array(bytes) } }],
    reason: '补充',
  });
  await engine.call('trust.backup', { to: join(folder, '..', 'usb') });
  await engine.close();
  whole = readFileSync(path);
}

/** Which table or index each page belongs to, as another SQLite tells it. */
function regions(): Map<string, number[]> {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const found = new Map<string, number[]>();
    for (const { name, pageno } of db.prepare('SELECT name, pageno FROM dbstat').all() as {
      name: string;
      pageno: number;
    }[])
      found.set(name, [...(found.get(name) ?? []), pageno]);
    return found;
  } finally {
    db.close();
  }
}

function flip(page: number, random: () => number): void {
  const spoiled = Buffer.from(whole);
  const at = (page - 1) * PAGE_BYTES + Math.floor(random() * PAGE_BYTES);
  spoiled[at] = (spoiled[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  writeFileSync(path, spoiled);
}

/** Opening either works or says what is wrong; it never shows another number of letters than there are. */
async function openedLetters(): Promise<number | string> {
  try {
    const engine = await Engine.open({ folder, actor: '王档案', create: true, inProcess: true });
    try {
      return (await engine.call('letters.list', {})).total;
    } finally {
      await engine.close();
    }
  } catch (thrown) {
    return reportError(thrown).code;
  }
}

test('a flipped bit in every table and index is found, and opening shows the letters or says what is wrong', async () => {
  await make();
  const random = randomNumbers(11);
  const byTable = regions();
  for (const table of [
    'letter',
    'version',
    'audit',
    'meta',
    'content',
    'byte_chunk',
    'text_chunk',
    'packed_content',
    'attachment',
    'sqlite_schema',
  ])
    expect(byTable.has(table), table).toBe(true);
  expect([...byTable.keys()].some((name) => name.startsWith('letter_by_'))).toBe(true);
  let named = 0;
  for (const [table, pages] of byTable) {
    const page = pages[Math.floor(random() * pages.length)] ?? 1;
    flip(page, random);
    const { problems } = await verifyFolder(folder);
    expect(problems.length, `${table}, page ${page}`).toBeGreaterThan(0);
    expect(problems.some(({ kind, id }) => kind === 'page' && id === String(page)) || page === 1, table).toBe(true);
    if (problems.some(({ id }) => letters.includes(id ?? ''))) named++;
    expect([2, 'ARCHIVE_DAMAGED'], `${table}, page ${page}`).toContain(await openedLetters());
    writeFileSync(path, whole);
  }
  expect(named).toBeGreaterThan(2);
  expect(await openedLetters()).toBe(2);
}, 120_000);

test('the header, byte by byte: what cannot be opened stays as it is and is never replaced by an empty archive', async () => {
  await make();
  for (let at = 0; at < 100; at += 3) {
    const spoiled = Buffer.from(whole);
    spoiled[at] = (spoiled[at] ?? 0) ^ 0x10;
    writeFileSync(path, spoiled);
    const opened = await openedLetters();
    expect([2, 'ARCHIVE_DAMAGED', 'ARCHIVE_NEWER'], `byte ${at}`).toContain(opened);
    expect(readFileSync(path).length, `byte ${at}`).toBeGreaterThanOrEqual(whole.length);
    if (typeof opened === 'string') expect(readFileSync(path).equals(spoiled), `byte ${at}`).toBe(true);
  }
}, 120_000);

test('cut short, emptied, replaced by something else, deleted beside backups: told, left as it is, backups offered', async () => {
  await make();
  const cases: [string, () => void, string][] = [
    ['cut in the middle', () => truncateSync(path, Math.floor(whole.length / 2)), 'ARCHIVE_DAMAGED'],
    ['cut by one byte', () => truncateSync(path, whole.length - 1), 'ARCHIVE_DAMAGED'],
    ['emptied', () => truncateSync(path, 0), 'ARCHIVE_DAMAGED'],
    ['a text', () => writeFileSync(path, '这里曾是档案库'), 'ARCHIVE_DAMAGED'],
    [
      'a database of another program',
      () => {
        rmSync(path);
        const other = new DatabaseSync(path);
        other.exec('CREATE TABLE notes (text TEXT)');
        other.close();
      },
      'ARCHIVE_DAMAGED',
    ],
    ['deleted', () => rmSync(path), 'ARCHIVE_MISSING'],
  ];
  for (const [what, spoil, code] of cases) {
    spoil();
    const left = existsSync(path) ? readFileSync(path) : undefined;
    expect(await openedLetters(), what).toBe(code);
    expect(existsSync(path) ? readFileSync(path) : undefined, what).toEqual(left);
    const offered = backupsFor(folder);
    expect(offered, what).toHaveLength(1);
    expect(offered[0]?.at.slice(0, 10), what).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    writeFileSync(path, whole);
  }
  expect(await openedLetters()).toBe(2);
});

test('another archive put in its place is told apart by its id, and told; its index is not taken for this one’s', async () => {
  await make();
  const otherFolder = join(emptyFolder(), 'other');
  const other = await openEngine(otherFolder);
  await fileText(
    other,
    '云溪市水利局\n关于河道整治的答复\n赵一鸣委员：\n收悉。\n云溪市水利局\n2024年1月2日\n',
    '水利.txt',
  );
  const otherId = (await other.call('archive.info', {})).archive_id;
  await other.close();
  copyFileSync(join(otherFolder, 'archive.sqlite'), path);
  const engine = await openEngine(folder);
  expect((await engine.call('archive.info', {})).archive_id).toBe(otherId);
  expect((await engine.call('search.query', { query: '公交' })).total).toBe(0);
  expect((await engine.call('search.query', { query: '河道整治' })).total).toBe(1);
  expect((await engine.call('trust.verify', {})).problems.map(({ kind }) => kind)).toEqual(['head']);
  expect((await engine.call('archive.info', {})).warnings.join()).toContain('另一个档案库');
  await engine.close();
});

test('a damaged or missing index is made anew without a word, and finds everything', async () => {
  await make();
  const index = join(folder, 'index');
  const random = randomNumbers(5);
  for (const name of readdirSync(index, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
    const file = join(name.parentPath, name.name);
    const good = readFileSync(file);
    const bad = Buffer.from(good);
    const at = Math.floor(random() * bad.length);
    bad[at] = (bad[at] ?? 0) ^ 1;
    writeFileSync(file, bad);
    const engine = await openEngine(folder);
    await expect
      .poll(async () => (await engine.call('search.query', { query: '公交' })).total, { timeout: 5000 })
      .toBe(1);
    await engine.close();
  }
  rmSync(index, { recursive: true });
  const engine = await openEngine(folder);
  await expect
    .poll(async () => (await engine.call('search.query', { query: '公交' })).total, { timeout: 5000 })
    .toBe(1);
});

test('an account, a setting, an archive number or an SM3 changed in the file itself is named', async () => {
  const changes: [string, string][] = [
    ['setting', `INSERT INTO meta VALUES ('setting:ref_code', '{}')`],
    ['letter', `UPDATE letter SET ref_code = 'Z999-WS·2024-D30-0001' WHERE item_no = 1 AND archive_year = 2024`],
    ['audit', `UPDATE audit SET sm3 = '${'0'.repeat(64)}' WHERE seq = 2`],
    ['audit', `UPDATE audit SET sm3 = '' WHERE seq = 3`],
    [
      'account',
      `INSERT INTO account (name_key, name, display_name, roles, created, changed) VALUES ('x','x','x','["archivist"]','','');
       INSERT INTO account_password VALUES ('x', 1, '', 'x')`,
    ],
  ];
  for (const [kind, sql] of changes) {
    await make();
    tamper(path, sql);
    const { problems } = await verifyFolder(folder);
    expect(
      problems.map((problem) => problem.kind),
      sql,
    ).toContain(kind);
    expect(
      problems.map((problem) => problem.kind),
      sql,
    ).not.toContain('page');
  }
});

test('an archive opened elsewhere meanwhile is refused to a second program', async () => {
  await make();
  const first = await openArchiveDb(folder);
  try {
    expect(await openedLetters()).toBe('ARCHIVE_IN_USE');
  } finally {
    first.close();
  }
});
