/**
 * `npm run bench -- migrate`: how long it takes to bring an archive of an earlier schema version up to date, by its parts. The archive
 * is one that the program of that schema version made (tests/fixtures/schema-versions), grown. `--letters N` (100000), `--schema N` (the one before
 * today's), `--folder DIR` on the disk to be measured (the system's temporary folder), `--write` puts the table into
 * docs/benchmarks/migrate.md.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { delegate, realDisk, type Disk } from '../../../main/archive/storage/disk.ts';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { ARCHIVE_NAME, BACKUP_FOLDER } from '../../../main/archive/storage/open-checks.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { Tables } from '../tables.ts';
import { growArchive } from './grow.ts';

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '100000' },
    schema: { type: 'string', default: String(MIGRATIONS.length - 1) },
    folder: { type: 'string', default: tmpdir() },
    write: { type: 'boolean', default: false },
  },
});
const letters = Number(values.letters);
const schema = Number(values.schema);
const place = mkdtempSync(join(values.folder, 'fuhan-bench-migrate-'));
const folder = join(place, 'archive');
const MB = 1_000_000;

const tables = new Tables();
const report = (measure: string, value: string): void => tables.row(measure, value);
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** When the backup was opened and closed: written, read again for its hash, opened for the check of its structure. */
function watched(): { disk: Disk; turns: { opened: number; closed: number }[] } {
  const base = realDisk();
  const turns: { opened: number; closed: number }[] = [];
  const open = new Map<number, { opened: number; closed: number }>();
  const disk: Disk = {
    ...delegate(base),
    open: (path, flags) => {
      const fd = base.open(path, flags);
      if (path.includes(`${BACKUP_FOLDER}/`) && path.endsWith('.sqlite')) {
        const turn = { opened: performance.now(), closed: 0 };
        turns.push(turn);
        open.set(fd, turn);
      }
      return fd;
    },
    close: (fd) => {
      base.close(fd);
      const turn = open.get(fd);
      if (turn !== undefined) turn.closed = performance.now();
      open.delete(fd);
    },
  };
  return { disk, turns };
}

async function migrating(): Promise<void> {
  const { disk, turns } = watched();
  const sizeBytes = statSync(join(folder, ARCHIVE_NAME)).size;
  const began = performance.now();
  const used = process.cpuUsage();
  const db = await openArchiveDb(folder, { disk });
  const took = performance.now() - began;
  const { user, system } = process.cpuUsage(used);
  try {
    const count = (table: string): number => db.read.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
    report(
      'archive',
      `${count('letter')} letters, ${count('version')} versions, ${count('audit')} rows of the log, ${(sizeBytes / MB).toFixed(0)} MB`,
    );
    report(`opening, from schema version ${schema} to ${MIGRATIONS.length}`, seconds(took));
    report('of its processor time', seconds((user + system) / 1000));
    const [copied, read] = turns;
    const last = turns.at(-1);
    if (copied === undefined || read === undefined || last === undefined) throw new Error('no backup was made');
    report('the backup: copied, on the medium', seconds(copied.closed - copied.opened));
    report('the backup: read again', seconds(read.closed - read.opened));
    report('the backup: its structure checked', seconds(last.closed - read.closed));
    report('the steps, in one transaction', seconds(began + took - last.closed));
    report('memory, most', `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
    const checked = performance.now();
    const { ok, problems } = await verifyArchive(db);
    if (!ok) throw new Error(JSON.stringify(problems.slice(0, 3)));
    report('verify afterwards', `nothing found, ${seconds(performance.now() - checked)}`);
  } finally {
    db.close();
  }
}

try {
  let told = 0;
  await growArchive(folder, schema, letters, (done) => {
    if (done - told < letters / 10) return;
    told = done;
    console.error(`filed ${done}`);
  });
  tables.begin(
    `${letters} letters, schema version ${schema}`,
    'Each letter of about 2,200 characters with three versions',
  );
  await migrating();
} finally {
  rmSync(place, { recursive: true, force: true });
}
if (values.write)
  tables.write({
    name: 'migrate',
    title: 'Rise of an earlier archive, measured',
    command: 'npm run bench -- migrate --write',
  });
