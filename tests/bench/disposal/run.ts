/**
 * `npm run bench -- disposal`: many letters of a large archive are disposed of by the built command, and then every file below the archive and
 * its backups is looked through for what is left of them: as UTF-8, UTF-16 and GBK, as it stands (so in free pages, gaps and journals
 * too), in every row that a database keeps packed and in whatever else is packed. The same is looked for before, so that it is known to
 * be found. `--letters N` (2000) of which `--going N` (50) go, `--folder DIR` on the disk to be measured, `--write` puts the table
 * into docs/benchmarks/disposal.md. Ends with 1 where anything is left.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Engine } from '../../../main/archive/engine.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { encoded, filesBelow, traceIn } from '../../support/traces.ts';
import { runCommand } from '../export/command.ts';
import { Tables } from '../tables.ts';
import { ASKED, MARK, fileLetters } from './letters.ts';
import { addPeople, credentials, readyToGo, signIn } from './office.ts';

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '2000' },
    going: { type: 'string', default: '50' },
    folder: { type: 'string', default: tmpdir() },
    write: { type: 'boolean', default: false },
  },
});
const letters = Number(values.letters);
const going = Number(values.going);

const place = mkdtempSync(join(values.folder, 'fuhan-bench-disposal-'));
const archive = join(place, 'archive');
const backups = join(place, 'backups');
const tables = new Tables();
const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

interface Searched {
  files: number;
  bytes: number;
  /** Files with a trace, by how it was found. */
  found: { file: string; how: string }[];
}

/** Looks through every file below the archive and its backups. */
function searchAll(): Searched {
  const needles = encoded(MARK);
  const files = [archive, backups].flatMap(filesBelow);
  const found = files.flatMap((file) => {
    const how = traceIn(file, needles);
    return how === undefined ? [] : [{ file: relative(place, file), how }];
  });
  return { files: files.length, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0), found };
}

/** What a file is: the archive's own, its index, what a restore kept, in quarantine, or of a backup. */
function kindOf(file: string): string {
  const [root = '', next = '', ...below] = file.split('/');
  if (below.length === 0) return root === 'archive' ? next : 'backup';
  return root === 'archive' ? next.replace(/-2026.*$/, '') : next;
}

/** How many files have a trace, by what they are. */
function kindsOf({ found }: Searched): string {
  const counts = new Map<string, number>();
  for (const { file } of found) counts.set(kindOf(file), (counts.get(kindOf(file)) ?? 0) + 1);
  return counts.size === 0 ? 'none' : [...counts].map(([kind, count]) => `${kind} (${count})`).join(', ');
}
const about = ({ files, bytes }: Searched): string => `${files} files, ${mb(bytes)}`;

/** Each letter that goes gets another version, which says what the first did. */
async function editAll(engine: Engine, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { text } = await engine.call('letters.show', { id });
    await engine.call('letters.edit', { id, text: `${text}\n（${MARK}，另附说明。）`, reason: '补充' });
  }
}

/** Copies of every kind that can be reached: backups whole and incremental, what a restore kept, and what lies in quarantine. */
async function makeCopies(engine: Engine, ids: readonly string[]): Promise<void> {
  mkdirSync(backups, { recursive: true });
  await engine.call('trust.backup', { to: join(backups, 'increments'), incremental: true });
  const { file } = await engine.call('trust.backup', { to: backups });
  await engine.call('trust.restoreBackup', { file, second: credentials('secadmin') });
  await signIn(engine, 'archivist');
  await editAll(engine, ids);
  await engine.call('trust.backup', { to: join(backups, 'increments'), incremental: true });
  const quarantine = join(archive, 'quarantine-20261130T000000Z-aaaaaaaa');
  mkdirSync(quarantine);
  writeFileSync(join(quarantine, 'archive.sqlite-wal'), `${MARK}……`);
}

try {
  tables.begin(
    'disposal',
    `${going} of ${letters} letters, each with two versions, a file, an attached text and every tenth with 100 KiB that do not pack`,
  );
  let engine = await Engine.open({ folder: archive, actor: 'bench', create: true });
  await addPeople(engine);
  await engine.close();
  const ids = await fileLetters(archive, letters, going);
  engine = await Engine.open({ folder: archive, actor: 'bench' });
  await signIn(engine, 'archivist');
  await engine.call('search.query', { query: ASKED, versions: true });
  await makeCopies(engine, ids);
  const appraisal = await readyToGo(engine, ids);
  const { total } = await engine.call('search.query', { query: ASKED, versions: true });
  await engine.close();

  const before = searchAll();
  tables.row('looked through before', about(before));
  tables.row('letters that the index finds before', String(total), String(going), total === going);
  tables.row('files with a trace before', kindsOf(before), 'some', before.found.length > 3);

  const { name, password } = credentials('archivist');
  process.env['FUHAN_PASSWORD'] = password;
  const ran = await runCommand(['dispose', 'execute', appraisal, '--archive', archive, '--user', name]);
  const done = ran.answer as CallOutput<'disposal.execute'>;
  tables.row("execution, with the program's start", `${ran.seconds.toFixed(1)} s`);
  tables.row('memory of all its processes', mb(ran.peakBytes), '< 500 MB', ran.peakBytes < 500e6);
  tables.row(
    'letters disposed of',
    String(done.items.filter(({ disposed }) => disposed).length),
    String(going),
    done.items.every(({ disposed }) => disposed),
  );
  tables.row('copies written anew, or taken away', String(done.rewritten.length));
  tables.row(
    'copies that could not be reached',
    String(done.remaining?.length ?? -1),
    '0',
    done.remaining?.length === 0,
  );

  const after = searchAll();
  tables.row('looked through after', about(after));
  tables.row('files with a trace after', kindsOf(after), 'none', after.found.length === 0);

  engine = await Engine.open({ folder: archive, actor: 'bench' });
  await signIn(engine, 'archivist');
  const left = (await engine.call('search.query', { query: ASKED, versions: true })).total;
  const others = (await engine.call('search.query', { query: '城东片区' })).total;
  const { ok, problems } = await engine.call('trust.verify', { deep: true });
  tables.row('letters that the index finds after', String(left), '0', left === 0);
  tables.row('other letters that it finds', String(others), String(letters - going), others === letters - going);
  tables.row('problems of verify --deep', String(problems.length), '0', ok);
  await engine.close();
  const opened = searchAll();
  tables.row('files with a trace after the index was made again', kindsOf(opened), 'none', opened.found.length === 0);
  if (values.write) tables.write({ name: 'disposal', title: 'Disposal', command: 'npm run bench -- disposal --write' });
  if (after.found.length + opened.found.length + left > 0) process.exitCode = 1;
} finally {
  rmSync(place, { recursive: true, force: true });
}
