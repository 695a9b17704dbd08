/** Places that take no file: each call that writes for people names the place as what is wrong, and leaves nothing there that is not whole. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../main/cli/run.ts';
import type { Engine } from '../../main/archive/engine.ts';
import type { CallName, ExportPdfResult } from '../../shared/contract/index.ts';
import { freeBytes, makeReadOnly, smallDisk } from '../support/small-disk.ts';
import { fileText, openEngine, temporaryFolder } from '../support/engine.ts';
import { PLAIN_LETTER } from '../support/letters.ts';
import { WITH_ACCOUNTS, WRITING, prepared } from '../support/writing-calls.ts';

const CALLS = WRITING.filter((name) => !WITH_ACCOUNTS.includes(name));

const filesIn = (place: string): string[] =>
  readdirSync(place, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));

/** The code of what was thrown, or of what an answer says of its letters. */
const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    (answer) => (answer as { failed?: { code: string }[] }).failed?.[0]?.code ?? 'written',
    (thrown: unknown) => (thrown as { code?: string }).code ?? String(thrown),
  );

/** What each call says of a place. */
async function told(attempt: (name: CallName, path: string) => Promise<unknown>, place: string) {
  const said: Record<string, string> = {};
  for (const name of CALLS) said[name] = await codeOf(attempt(name, join(place, `${name}.csv`)));
  return said;
}

const all = (code: string): Record<string, string> => Object.fromEntries(CALLS.map((name) => [name, code]));

test('a place where nothing may be written is at fault, not the archive', async () => {
  const place = smallDisk('1m');
  if (place === undefined) return;
  const { engine, attempt } = await prepared();
  makeReadOnly(place);
  expect(await told(attempt, place)).toEqual(all('NO_PERMISSION'));
  expect(await told(attempt, join(place, '新'))).toEqual({
    ...all('NO_PERMISSION'),
    // These make no folder for a file that a person named.
    'letters.saveAttachment': 'BAD_PATH',
    'trust.exportAudit': 'BAD_PATH',
    'trust.backup': 'BAD_PATH',
  });
  // An import whose report has no place files nothing.
  expect((await engine.call('letters.list', {})).total).toBe(1);
});

test('a place without room is told by every call, and no file is left there, whole or half', async () => {
  const place = smallDisk('64k');
  if (place === undefined) return;
  const { attempt } = await prepared();
  writeFileSync(join(place, 'ballast'), Buffer.alloc(freeBytes(place)));
  expect(await told(attempt, place)).toEqual(all('DISK_FULL'));
  expect(filesIn(place)).toEqual(['ballast']);
});

const PAGE = 4096;
const onDisk = (bytes: number): number => Math.ceil(bytes / PAGE) * PAGE;

/** Three letters, and the size of the PDF of each on a disk. */
async function threeLetters(): Promise<{ engine: Engine; ids: string[]; sizes: number[] }> {
  const engine = await openEngine();
  const ids: string[] = [];
  for (const name of ['甲', '乙', '丙']) ids.push(await fileText(engine, `${PLAIN_LETTER}${name}。\n`, `${name}.txt`));
  const { files } = await engine.call('export.pdf', { selection: { ids }, out: temporaryFolder(), list: false });
  return { engine, ids, sizes: files.map(({ file }) => onDisk(statSync(file).size)) };
}

function expectWhole(place: string, { files }: Pick<ExportPdfResult, 'files'>): void {
  for (const { file, sha256 } of files)
    expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(sha256);
  expect(filesIn(place).filter((name) => name !== 'ballast')).toHaveLength(files.length);
}

test('where the disk fills in the middle of an export the files that have a name are whole, the letters without one are told', async () => {
  const place = smallDisk('2m');
  if (place === undefined) return;
  const { engine, ids, sizes } = await threeLetters();
  // Room for one letter, and not a page more: not for the others, nor for what a stopped export would go on from, nor for the list.
  writeFileSync(join(place, 'ballast'), Buffer.alloc(freeBytes(place) - (sizes[0] ?? 0)));
  const made = await engine.call('export.pdf', { selection: { ids }, out: place });
  expect(made.files.map(({ id }) => id)).toEqual(ids.slice(0, 1));
  expect(made.failed.map(({ id, code }) => [id, code])).toEqual(ids.slice(1).map((id) => [id, 'DISK_FULL']));
  expect(made.warnings.map(({ code }) => code)).toEqual(['LIST_NOT_WRITTEN']);
  expect(made).not.toHaveProperty('list');
  expectWhole(place, made);
});

test('a volume for which no room is left is told, and has no name', async () => {
  const place = smallDisk('2m');
  if (place === undefined) return;
  const { engine, ids, sizes } = await threeLetters();
  const room = sizes.reduce((sum, size) => sum + size, 0) + 4 * PAGE;
  writeFileSync(join(place, 'ballast'), Buffer.alloc(freeBytes(place) - room));
  const bound = engine.call('export.pdf', { selection: { ids }, out: place, volume: 'only' });
  await expect(bound).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect(readdirSync(place).filter((name) => !name.startsWith('.fuhan-'))).toEqual(['ballast']);
  expect(filesIn(place).filter((name) => name.startsWith('volume-'))).toEqual([]);
});

test('a table whose list finds no room is told as written, with what is missing; the command line says so', async () => {
  const place = smallDisk('1m');
  if (place === undefined) return;
  const archive = join(temporaryFolder(), 'archive');
  const engine = await openEngine(archive);
  await fileText(engine, PLAIN_LETTER);
  writeFileSync(join(place, 'ballast'), Buffer.alloc(freeBytes(place) - PAGE));
  await engine.close();
  let err = '';
  const output = { out: () => undefined, err: (text: string) => (err += text) };
  const words = ['export', 'table', '--query', '公交', '--archive', archive, '--out', join(place, '清单.csv')];
  expect(await runCommandLine(words, output)).toBe(0);
  expect(err).toContain('导出清单没有写成（DISK_FULL）');
  expect(filesIn(place).toSorted()).toEqual(['ballast', '清单.csv']);
});
