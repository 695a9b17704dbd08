/**
 * `npm run bench -- package`: how many letters a second a package takes, whole, and how fast its copying and hashing is beside
 * `cp` and `sha256sum` on the same files. `--letters N` (1000), `--kib N` of attachment each (200), `--folder DIR` on the disk
 * to be measured (the system's temporary folder), `--write` puts the tables into docs/benchmarks/package.md.
 */
import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BagWriter } from '../../../main/archive/export/package/bag.ts';
import { checkPackageAt } from '../../../main/archive/intake/package/check.ts';
import { readLetter } from '../../../main/archive/reading/read-letter.ts';
import { fileLetter } from '../../../main/archive/letters/filing.ts';
import { iterateBytes } from '../../../main/archive/storage/content.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { TimeSlicer } from '../../../main/archive/work/time-slicer.ts';
import { runCommand } from '../export/command.ts';
import { Tables } from '../tables.ts';

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '1000' },
    kib: { type: 'string', default: '200' },
    folder: { type: 'string', default: tmpdir() },
    write: { type: 'boolean', default: false },
  },
});
const ROOT = join(import.meta.dirname, '../../..');
const letters = Number(values.letters);
const place = mkdtempSync(join(values.folder, 'fuhan-bench-package-'));
const archive = join(place, 'archive');
const MB = 1_000_000;

/** An ordinary letter of three pages, each with a number and an attachment of its own. */
async function fill(): Promise<void> {
  const sample = join(ROOT, 'resources/samples/02 老旧小区加装电梯提案答复.txt');
  const text = readFileSync(sample, 'utf8');
  const db = await openArchiveDb(archive, { create: true });
  for (let n = 1; n <= letters; n++) {
    const bytes = Uint8Array.from(Buffer.from(`${text}\n第${n}件。\n`));
    const read = await readLetter({ name: `答复${n}.txt`, bytes });
    const attachment = new Uint8Array(Number(values.kib) * 1024);
    randomFillSync(attachment);
    fileLetter(db, '王档案', {
      elements: read.elements,
      text: read.clean.text,
      original: { name: read.name, bytes },
      originalSha256: read.sha256,
      source: {
        fileName: read.name,
        format: read.raw.format,
        rawText: read.raw.text,
        map: read.clean.map,
        pages: read.raw.pages,
        evidence: read.evidence,
        warnings: read.warnings,
      },
      attachments: [{ source: { name: '名单.bin', bytes: attachment }, role: 'ATTACHMENT' }],
      reason: '归档',
      review: false,
    });
  }
  db.close();
}

/** The archive's contents through the writer of bags, without pages and SM3, as far as the medium. */
async function copied(): Promise<{ seconds: number; bytes: number; folder: string }> {
  const folder = join(place, 'copied');
  execFileSync('mkdir', [folder]);
  const db = await openArchiveDb(archive, { readOnly: true });
  const contents = db.read.all<{ sha256: string }>('SELECT sha256 FROM content ORDER BY sha256');
  const bag = new BagWriter(folder, false);
  const slicer = new TimeSlicer();
  const began = performance.now();
  for (const { sha256 } of contents)
    await bag.putPieces(`电子档案/${sha256.slice(0, 2)}/${sha256}`, iterateBytes(db.read, sha256), slicer, sha256);
  bag.putManifests();
  bag.putTagManifests();
  await bag.sync(slicer);
  const seconds = (performance.now() - began) / 1000;
  db.close();
  return { seconds, bytes: bag.bytes, folder };
}

/** What everybody has: a copy on the medium, and its sums. */
function byOthers(folder: string): number {
  const began = performance.now();
  const copy = join(place, 'cp');
  execFileSync('cp', ['-r', folder, copy]);
  execFileSync('bash', ['-c', 'find . -type f -print0 | xargs -0 sha256sum > ../sums; sync -f .'], { cwd: copy });
  const seconds = (performance.now() - began) / 1000;
  rmSync(copy, { recursive: true });
  return seconds;
}

const tables = new Tables();
try {
  console.log(`filing ${letters} letters …`);
  await fill();
  const out = join(place, '数据包');
  const whole = await runCommand(['export', 'package', '--archive', archive, '--out', out]);
  const began = performance.now();
  const check = await checkPackageAt(out);
  const checkSeconds = (performance.now() - began) / 1000;
  if (!check.ok) throw new Error('the package is not whole');
  const perSecond = letters / whole.seconds;
  tables.begin('whole', `${letters} letters of three pages, each with an attachment of ${values.kib} KiB`);
  tables.row('letters a second, by the built command, with its start', perSecond.toFixed(1), '≥ 25', perSecond >= 25);
  tables.row(
    'memory of all processes, at most',
    `${(whole.peakBytes / MB).toFixed(0)} MB`,
    '< 500 MB',
    whole.peakBytes < 500 * MB,
  );
  tables.row('size', `${(check.bytes / MB).toFixed(0)} MB in ${check.files} files`);
  tables.row('check-package, three digests', `${(check.bytes / MB / checkSeconds).toFixed(0)} MB/s`);
  const rounds = 3;
  let [own, other] = [Infinity, Infinity];
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    const done = await copied();
    other = Math.min(other, byOthers(done.folder));
    own = Math.min(own, done.seconds);
    bytes = done.bytes;
    rmSync(done.folder, { recursive: true });
  }
  tables.begin('copy', `the same archive's contents, SHA-256 and SHA-512, without pages and SM3, best of ${rounds}`);
  tables.row('out of the archive, with lists, on the medium', `${(bytes / MB / own).toFixed(0)} MB/s`);
  tables.row('cp -r and sha256sum, on the medium', `${(bytes / MB / other).toFixed(0)} MB/s`);
  tables.row('share', `${((100 * other) / own).toFixed(0)} %`, '≥ 40 %', other / own >= 0.4);
  if (values.write)
    tables.write({ name: 'package', title: 'Packages, measured', command: 'npm run bench -- package --write' });
} finally {
  rmSync(place, { recursive: true, force: true });
}
