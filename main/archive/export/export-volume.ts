/** Letters bound into volumes: a front with what the volume is and its contents, then each letter, with bookmarks and labels of pages. */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { roleLabel, type Attachment } from '../../../shared/model/letter.ts';
import { safeFileName } from '../print/file-names.ts';
import { placeFinished } from '../print/new-file.ts';
import { PdfVolume } from '../print/pdf-volume.ts';
import { errnoCode } from '../storage/disk.ts';
import { targetError } from '../storage/failures.ts';
import { collectIfLarge } from '../work/memory.ts';
import { breathe } from '../work/time-slicer.ts';
import { cataloguedTitle } from './file-catalogue.ts';
import { nameOf, placeOf, spanOf, type BoundLetter, type VolumeContext } from './bound-letter.ts';
import { setFront } from './volume-front.ts';

/** More would be slow to open and to print; the letters behind go into further volumes. */
export const VOLUME_LETTERS = 500;
/** Attachments that lie inside one volume, in bytes; what goes beyond is listed with its hash. */
const EMBEDDED_BYTES = 100 * 1024 * 1024;

/** Resident bytes from which on the parts that are bound already are looked after. */
const BINDING_BYTES = 150e6;

export interface WrittenVolume {
  file: string;
  letters: number;
  pages: number;
  sha256: string;
}

/**
 * Binds letters, in their order, into as many volumes as they need.
 * @param work folder in which a volume is made; it gets its name in `out` when it is whole and was opened again
 * @throws ArchiveError CANCELLED, EXPORT_FAILED, EXPORT_MISMATCH, and as the disk says
 */
export async function writeVolumes(
  letters: readonly BoundLetter[],
  out: string,
  work: string,
  context: VolumeContext,
): Promise<WrittenVolume[]> {
  const count = Math.ceil(letters.length / VOLUME_LETTERS);
  const written: WrittenVolume[] = [];
  for (let at = 0; at < count; at += 1) {
    const bound = letters.slice(at * VOLUME_LETTERS, (at + 1) * VOLUME_LETTERS);
    const place = count === 1 ? '' : `（第 ${at + 1} 册，共 ${count} 册）`;
    try {
      written.push(await writeVolume(bound, place, out, work, context));
    } catch (thrown) {
      throw errnoCode(thrown) === '' ? thrown : targetError(thrown, out);
    }
  }
  return written;
}

/** One part of a volume behind its front. */
interface Part {
  title: string;
  label: string;
  load: () => Uint8Array;
}

async function writeVolume(
  bound: readonly BoundLetter[],
  place: string,
  out: string,
  work: string,
  context: VolumeContext,
): Promise<WrittenVolume> {
  const { parts, starts, pages: behind } = await partsOf(bound, context);
  const embedded = context.embed ? chooseEmbedded(bound) : new Map<string, { file: Attachment; of: string }>();
  const front = await setFront({ bound, starts, behind, embedded: new Set(embedded.keys()), place }, context);
  const span = spanOf(bound);
  const temporary = join(work, `volume-${randomBytes(8).toString('hex')}.part`);
  const descriptor = openSync(temporary, 'wx');
  let pages: number;
  try {
    const volume = new PdfVolume((bytes) => {
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    });
    for (const part of front) volume.add(part);
    for (const [at, { title, label, load }] of parts.entries()) {
      if (context.signal?.aborted === true) throw new ArchiveError('CANCELLED');
      context.onProgress?.({ done: at, total: parts.length, message: `正在合订第 ${at + 1} 部分` });
      volume.add({ pdf: load(), title, label });
      collectIfLarge(BINDING_BYTES);
      await breathe();
    }
    for (const { file, of } of embedded.values()) {
      volume.embed({
        name: `${of} ${file.name}`,
        mime: file.mime,
        size: file.size,
        pieces: () => context.piecesOf(file.sha256),
        description: `${roleLabel(file.role)} SHA-256 ${file.sha256}`,
      });
    }
    ({ pages } = volume.end({ part: 'volume', ...(span === '' ? {} : { refCode: span }) }));
    fsyncSync(descriptor);
  } catch (thrown) {
    closeSync(descriptor);
    rmSync(temporary, { force: true });
    throw thrown;
  }
  closeSync(descriptor);
  await requireWhole(temporary, pages, context);
  await context.typesetting.rest();
  const sha256 = await hashOf(temporary);
  const stem = `复函汇编 ${span}${place}`;
  const name = placeFinished(temporary, out, safeFileName(stem, '.pdf', '复函汇编'));
  return { file: join(out, name), letters: bound.length, pages, sha256 };
}

/** Letters and their 修改对照表 in order, and on which page behind the front each letter begins (from 0). */
async function partsOf(
  bound: readonly BoundLetter[],
  { typesetting }: VolumeContext,
): Promise<{ parts: Part[]; starts: number[]; pages: number }> {
  const parts: Part[] = [];
  const starts: number[] = [];
  let pages = 0;
  for (const [at, one] of bound.entries()) {
    starts.push(pages);
    const label = `${at + 1}-`;
    parts.push({
      title: `${nameOf(one)}　${cataloguedTitle(one.letter)}`,
      label,
      load: () => new Uint8Array(readFileSync(one.file)),
    });
    pages += one.pages;
    if (one.revisions === undefined) continue;
    const set = await typesetting.report(one.revisions);
    parts.push({ title: `${nameOf(one)}　修改对照表`, label: `${label}对照`, load: () => set.pdf });
    pages += set.pages;
  }
  return { parts, starts, pages };
}

/** Attachments by their place in the volume, as many as it takes. */
function chooseEmbedded(bound: readonly BoundLetter[]): Map<string, { file: Attachment; of: string }> {
  const chosen = new Map<string, { file: Attachment; of: string }>();
  let room = EMBEDDED_BYTES;
  for (const one of bound) {
    for (const file of one.letter.attachments) {
      if (file.size > room) continue;
      room -= file.size;
      chosen.set(placeOf(one, file), { file, of: nameOf(one) });
    }
  }
  return chosen;
}

/** A volume is opened again before it gets its name. */
async function requireWhole(path: string, pages: number, { typesetting }: VolumeContext): Promise<void> {
  try {
    const found = await typesetting.countFile(path);
    if (found !== pages) throw new ArchiveError('EXPORT_MISMATCH', '复函汇编', `${found}/${pages} pages`);
  } catch (thrown) {
    rmSync(path, { force: true });
    throw thrown;
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  if (statSync(path).size > 0) for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
