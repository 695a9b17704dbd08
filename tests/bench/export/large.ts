/**
 * A letter with very large attachments goes out every way that there is, and in again: by the built command, each act with the memory of all
 * its processes. What comes out is what went in, or it is said by name that it is not there.
 */
import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, createReadStream, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { renderLetterPdf } from '../../../main/archive/print/letter-pdf.ts';
import type { CallOutput, ExportPdfResult, ImportResult } from '../../../shared/contract/index.ts';
import type { PackageCheck } from '../../../shared/model/package.ts';
import { letterOf } from '../../unit/export/letters.ts';
import type { Tables } from '../tables.ts';
import { runCommand, type Ran } from './command.ts';
import { archiveOf, letterText } from './letters.ts';

const PIECE = 1024 * 1024;
/** Beside what a command holds that only shows the letter. */
const MOST_BYTES = 500e6;

const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** A file that does not get smaller by packing: a piece of chance again and again, numbered. @param head what it begins with */
function writeLarge(path: string, bytes: number, head: Uint8Array = new Uint8Array()): void {
  const piece = randomFillSync(Buffer.alloc(PIECE));
  const descriptor = openSync(path, 'wx');
  writeSync(descriptor, head);
  for (let at = head.length, number = 0; at < bytes; at += PIECE, number += 1) {
    piece.writeUInt32LE(number);
    writeSync(descriptor, piece, 0, Math.min(PIECE, bytes - at));
  }
  closeSync(descriptor);
}

/** A pdf of a few pages that carries so many bytes beside them. */
async function writeLargePdf(path: string, bytes: number): Promise<void> {
  const { title, text } = letterText(9);
  const { pdf } = await renderLetterPdf(letterOf(text, { title, issued_on: '2023-06-19' }));
  const end = Buffer.from('\nendstream\nendobj\n');
  const written = Buffer.from(pdf);
  const table = written.lastIndexOf('startxref');
  // What stands behind the last object is another one, in an update of the file.
  const size = Number(/\/Size (\d+)/.exec(written.subarray(written.lastIndexOf('trailer')).toString('latin1'))?.[1]);
  const trailer = written.subarray(written.lastIndexOf('trailer'), table).toString('latin1');
  const before = /startxref\s+(\d+)/.exec(written.subarray(table).toString('latin1'))?.[1] ?? '0';
  const open = Buffer.from(`\n${size} 0 obj\n<< /Length ${bytes} >>\nstream\n`);
  writeLarge(path, written.length + open.length + bytes, Buffer.concat([written, open]));
  const behind = openSync(path, 'a');
  const at = written.length + open.length + bytes + end.length;
  const row = `${String(written.length + 1).padStart(10, '0')} 00000 n\r\n`;
  const next = trailer.replace(/\/Size \d+/, `/Size ${size + 1} /Prev ${before}`);
  writeSync(behind, end);
  writeSync(behind, `xref\n${size} 1\n${row}${next}startxref\n${at}\n%%EOF\n`);
  closeSync(behind);
}

interface Large {
  path: string;
  sha256: string;
}

/** @param place an empty folder, on a disk with room for six times as much */
export async function largeAttachments(tables: Tables, place: string, megabytes: number): Promise<void> {
  const bytes = megabytes * 1_000_000;
  tables.begin(
    'large',
    `a letter with two attachments of ${megabytes} MB, a pdf and a file of no known format, by the built command`,
  );
  const archive = join(place, 'large');
  await archiveOf(archive, 1, 0);
  const there = ['--archive', archive];
  const { hits } = (await runCommand(['search', '云溪市', ...there])).answer as CallOutput<'search.query'>;
  const id = hits[0]?.id ?? '';
  const idle = (await runCommand(['show', id, ...there])).peakBytes;
  tables.row('memory of a command that shows the letter', mb(idle));
  const told = (act: string, { seconds, peakBytes }: Ran, right: boolean): void => {
    const above = peakBytes - idle;
    tables.row(
      `${act}: as it should be; memory above that`,
      `${right ? 'yes' : 'NO'}; ${mb(above)}, ${seconds.toFixed(1)} s`,
      `yes; < ${mb(MOST_BYTES)}`,
      right && above < MOST_BYTES,
    );
  };

  const files: Large[] = [];
  for (const [name, write] of [
    ['资料.bin', writeLarge],
    ['扫描件.pdf', writeLargePdf],
  ] as const) {
    const path = join(place, name);
    await write(path, bytes);
    files.push({ path, sha256: await hashOf(path) });
    const ran = await runCommand(['attach', id, path, '--reason', '补附', ...there]);
    const { attachments } = ran.answer as CallOutput<'letters.attach'>;
    told(`attach ${name}`, ran, attachments.at(-1)?.sha256 === files.at(-1)?.sha256);
  }
  const sums = files.map(({ sha256 }) => sha256);
  const { attachments } = (await runCommand(['show', id, ...there])).answer as CallOutput<'letters.show'>;
  const out = (name: string): string => join(place, `out-${name}`);
  const isThere = async (folder: string): Promise<boolean> => {
    const found = await Promise.all(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && statSync(join(entry.parentPath, entry.name)).size >= bytes)
        .map((entry) => hashOf(join(entry.parentPath, entry.name))),
    );
    return sums.every((sum) => found.includes(sum));
  };

  for (const file of attachments.filter(({ sha256 }) => sums.includes(sha256))) {
    const ran = await runCommand(['attachment', id, file.id, '--out', out(file.name), ...there]);
    told(`attachment ${file.name}`, ran, (await hashOf(out(file.name))) === file.sha256);
    rmSync(out(file.name));
  }
  const pdf = async (
    name: string,
    options: string[],
    right: (made: ExportPdfResult) => boolean | Promise<boolean>,
  ): Promise<void> => {
    const ran = await runCommand(['export', 'pdf', id, '--out', out(name), ...options, ...there]);
    told(`export pdf ${options.join(' ')}`, ran, await right(ran.answer as ExportPdfResult));
    rmSync(out(name), { recursive: true });
  };
  const refused = ({ files: made }: ExportPdfResult): boolean =>
    made[0]?.attached?.filter(({ code, pages }) => code === 'FILE_TOO_LARGE' && pages === 0).length === sums.length;
  const small = ({ volumes: [volume] }: ExportPdfResult): boolean =>
    volume !== undefined && statSync(volume.file).size < bytes;
  await pdf('beside', ['--with-attachments'], () => isThere(out('beside')));
  await pdf('pages', ['--attachments-as-pages'], refused);
  await pdf('embedded', ['--volume', '--embed'], small);

  const packed = await runCommand(['export', 'package', '--out', out('package'), ...there]);
  told('export package', packed, await isThere(out('package')));
  const checked = await runCommand(['check-package', out('package')]);
  told('check-package', checked, (checked.answer as PackageCheck).ok);
  const other = join(place, 'other');
  const taken = await runCommand(['import', out('package'), '--archive', other]);
  const again = (await runCommand(['show', id, '--archive', other])).answer as CallOutput<'letters.show'>;
  const kept = again.attachments.map(({ sha256 }) => sha256);
  told(
    'import of the package',
    taken,
    (taken.answer as ImportResult).filed === 1 && sums.every((sum) => kept.includes(sum)),
  );
  rmSync(out('package'), { recursive: true });
  rmSync(other, { recursive: true });
  const zip = out('package.zip');
  const zipped = await runCommand(['export', 'package', '--out', zip, '--zip', ...there]);
  told('export package --zip', zipped, statSync(zip).size > sums.length * bytes);
  const checkedZip = await runCommand(['check-package', zip]);
  told(`check-package of ${basename(zip)}`, checkedZip, (checkedZip.answer as PackageCheck).ok);
}
