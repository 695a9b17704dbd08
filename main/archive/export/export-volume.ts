/** Letters bound into volumes: a front with what the volume is and its contents, then each letter, with bookmarks and labels of pages. */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { roleLabel, type Attachment, type Letter } from '../../../shared/model/letter.ts';
import { safeFileName } from '../print/file-names.ts';
import { placeFinished } from '../print/new-file.ts';
import { PdfVolume } from '../print/pdf-volume.ts';
import type { Report, ReportBlock } from '../print/report.ts';
import type { Typesetting } from '../print/typesetting.ts';
import type { LongWork } from '../work/long-work.ts';
import { collectIfLarge } from '../work/memory.ts';
import { breathe } from '../work/time-slicer.ts';
import { cataloguedTitle } from './file-catalogue.ts';

/** More would be slow to open and to print; the letters behind go into further volumes. */
export const VOLUME_LETTERS = 500;
/** Attachments that lie inside one volume, in bytes; what goes beyond is listed with its hash. */
const EMBEDDED_BYTES = 100 * 1024 * 1024;

/** Resident bytes from which on the parts that are bound already are looked after. */
const BINDING_BYTES = 150e6;

/** A letter whose PDF is finished. */
export interface BoundLetter {
  letter: Pick<Letter, 'id' | 'ref_code' | 'name' | 'elements' | 'version' | 'attachments'>;
  /** Path of its PDF. */
  file: string;
  pages: number;
  /** Of the version that is printed. */
  hash: string;
  /** 修改对照表, where it was changed since it was filed and that is wanted. */
  revisions: Report | undefined;
}

export interface VolumeContext extends LongWork {
  typesetting: Typesetting;
  /** What stands on the front: archive, who, when, head of the log. */
  about: readonly [string, string][];
  /** At the foot of the front's pages. */
  foot: string;
  date: Date;
  /** Attachments lie inside the volume (PDF/A-3). */
  embed: boolean;
  /** Bytes of an attachment, piece by piece; they are what the hash says, or there is an error. */
  piecesOf: (sha256: string) => Iterable<Uint8Array>;
}

export interface WrittenVolume {
  file: string;
  letters: number;
  pages: number;
  sha256: string;
}

const nameOf = ({ letter }: BoundLetter): string => letter.ref_code ?? letter.elements.doc_number ?? letter.name;

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
    written.push(await writeVolume(bound, place, out, work, context));
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
  const front = await setFront(bound, starts, behind, embedded, place, context);
  // The contents of hundreds of letters are one large table: what it took goes before the file is opened again by another.
  await context.typesetting.rest();
  const temporary = join(work, 'volume.part');
  const descriptor = openSync(temporary, 'w');
  let pages: number;
  try {
    const volume = new PdfVolume((bytes) => {
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    });
    volume.add({ pdf: front, title: '封面和目录', label: '卷首' });
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
    const [first, last] = [bound[0], bound.at(-1)];
    const span = first === undefined || last === undefined ? '' : spanOf(first, last);
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
  const [first, last] = [bound[0], bound.at(-1)];
  const stem = `复函汇编 ${first === undefined || last === undefined ? '' : spanOf(first, last)}${place}`;
  const name = placeFinished(temporary, out, safeFileName(stem, '.pdf', '复函汇编'));
  return { file: join(out, name), letters: bound.length, pages, sha256 };
}

function spanOf(first: BoundLetter, last: BoundLetter): string {
  return first === last ? nameOf(first) : `${nameOf(first)} 至 ${nameOf(last)}`;
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
      chosen.set(`${one.letter.id} ${file.id}`, { file, of: nameOf(one) });
    }
  }
  return chosen;
}

/** The front tells on which page each letter begins, which depends on its own length: it is set until that is right. */
async function setFront(
  bound: readonly BoundLetter[],
  starts: readonly number[],
  behind: number,
  embedded: ReadonlyMap<string, unknown>,
  place: string,
  context: VolumeContext,
): Promise<Uint8Array> {
  let own = 1;
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const set = await context.typesetting.report(front(bound, starts, own, behind, embedded, place, context));
    if (set.pages === own) return set.pdf;
    own = set.pages;
    // Each attempt holds some 100 MB beside the one before.
    await context.typesetting.rest();
  }
  throw new ArchiveError('EXPORT_FAILED', '目录', 'the contents do not settle');
}

function front(
  bound: readonly BoundLetter[],
  starts: readonly number[],
  own: number,
  behind: number,
  embedded: ReadonlyMap<string, unknown>,
  place: string,
  context: VolumeContext,
): Report {
  const [first, last] = [bound[0], bound.at(-1)];
  const files = bound.flatMap((one) => one.letter.attachments.map((file) => ({ one, file })));
  const blocks: ReportBlock[] = [
    {
      kind: 'pairs',
      rows: [
        ['起止档号', first === undefined || last === undefined ? '' : spanOf(first, last)],
        ['件数、页数', `${bound.length} 件，连同封面和目录 ${own + behind} 页`],
        ...context.about,
      ],
    },
    { kind: 'heading', text: '目录' },
    {
      kind: 'table',
      columns: ['序号', '档号', '文号', '题名', '版本', '起页', '版本校验值'],
      widths: [1.4, 3.2, 3, 5.4, 1.4, 1.4, 4.6],
      rows: bound.map(({ letter, hash }, at) => [
        String(at + 1),
        letter.ref_code ?? '',
        letter.elements.doc_number ?? '',
        cataloguedTitle(letter),
        String(letter.version),
        String(own + (starts[at] ?? 0) + 1),
        hash,
      ]),
    },
  ];
  if (files.length > 0) {
    blocks.push({ kind: 'heading', text: '附件' });
    blocks.push({
      kind: 'table',
      columns: ['档号', '种类', '名称', '字节', 'SHA-256', '在本册内'],
      widths: [3.2, 1.4, 3.6, 1.6, 4.6, 1.8],
      rows: files.map(({ one, file }) => [
        nameOf(one),
        roleLabel(file.role),
        basename(file.name),
        String(file.size),
        file.sha256,
        embedded.has(`${one.letter.id} ${file.id}`) ? '已嵌入' : '未嵌入',
      ]),
    });
  }
  return { title: '复函汇编', subtitle: place, foot: context.foot, date: context.date, blocks };
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
