/** Files that are not there yet: downloads and copies under way, and what programs keep beside the files that they have open. */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ArchiveError } from '../../../shared/errors.ts';
import { HEAD_BYTES, detectFormat, type FormatFamily } from './detect-format.ts';
import type { FoundFile } from './found-file.ts';

/** Names that browsers and download programs give to what is not whole yet, and office programs to their own aids. */
const UNFINISHED_ENDING =
  '(?:crdownload|part|partial|tmp|temp|\\w*download(?:ing)?|xltd|td|td\\.cfg|aria2|filepart|!ut|!qb|bc!)';
const UNFINISHED_NAME = new RegExp(`\\.${UNFINISHED_ENDING}$|^(?:~\\$|~WR|\\.~lock\\.)`, 'i');
const UNFINISHED_ENDINGS = new RegExp(`(?:\\.${UNFINISHED_ENDING})+$`, 'i');

/** @param name a bare file name */
export function hasUnfinishedName(name: string): boolean {
  return UNFINISHED_NAME.test(name);
}

/** What browsers and file managers put at the end of the name of a second copy, before its extension. */
const SECOND_COPY = /(?:\s*[(（]\d{1,3}[)）]|\s*-\s*(?:副本|复件|copy))+$/u;

/** A file's name without what only says that it is not whole, or that it is another copy: such copies have one key. */
export function nameOfCopies(name: string): string {
  const whole = name.normalize('NFC').trim().toLowerCase().replace(UNFINISHED_ENDINGS, '');
  const dot = whole.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [whole.slice(0, dot), whole.slice(dot)] : [whole, ''];
  return (stem.replace(SECOND_COPY, '') || stem) + extension;
}

/** So many zeros at the end are room that was taken and not yet filled. */
const EMPTY_TAIL_BYTES = 512;

/**
 * Whether the bytes are those of a copy that has not been filled: nothing but zeros, or zeros where the file's own end should
 * be. Formats that may end in zeros are not judged by them.
 * @param of what the file is, where the bytes are only the end of it
 */
export function isUnfilled(bytes: Uint8Array, name: string, of?: FormatFamily): boolean {
  if (bytes[bytes.length - 1] !== 0) return false;
  const last = lastFilled(bytes);
  if (last < 0 && of === undefined) return bytes.length > 0;
  if (bytes.length - 1 - last < EMPTY_TAIL_BYTES) return false;
  const end = new TextDecoder('latin1').decode(bytes.subarray(Math.max(0, last - 1023), last + 1));
  switch (of ?? detectFormat(bytes.subarray(0, Math.min(last + 1, HEAD_BYTES)), name)) {
    case 'pdf':
      return !end.includes('%%EOF');
    case 'zip':
      return !end.includes('PK\x05\x06');
    case 'text':
    case 'csv':
    case 'html':
    case 'mht':
    case 'eml':
    case 'rtf':
    case 'xml':
      return true;
    default:
      return false;
  }
}

/** The place of the last byte that is not zero; -1 where there is none. */
function lastFilled(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  while (at >= 0 && bytes[at] === 0) at--;
  return at;
}

/** A file changed no longer ago than this may still be written to. */
const FRESH_MS = 1000;
/** So long at least lies between the two looks at a fresh file. */
const BETWEEN_LOOKS_MS = 150;

/**
 * The same files, those that were just written at the end: they are looked at again, and those that have grown meanwhile
 * come with FILE_UNFINISHED.
 */
export async function* settled(found: Iterable<FoundFile>): AsyncGenerator<FoundFile> {
  const fresh: { file: FoundFile; state: string }[] = [];
  const started = Date.now();
  for (const file of found) {
    const state = file.error === undefined ? freshState(file.path, started) : null;
    if (state === null) yield file;
    else fresh.push({ file, state });
  }
  const rest = BETWEEN_LOOKS_MS - (Date.now() - started);
  if (fresh.length > 0 && rest > 0) await pause(rest);
  for (const { file, state } of fresh) {
    const now = stateOf(file.path);
    const grown = now !== null && now.key !== state;
    yield grown ? { ...file, error: new ArchiveError('FILE_UNFINISHED', basename(file.path)) } : file;
  }
}

/** The state of a file that was changed a moment ago; null for one that was not, and for what cannot be looked at. */
function freshState(file: string, now: number): string | null {
  const state = stateOf(file);
  return state !== null && state.changedMs > now - FRESH_MS ? state.key : null;
}

function stateOf(file: string): { key: string; changedMs: number } | null {
  try {
    const { size, mtimeNs, mtimeMs } = statSync(file, { bigint: true });
    return { key: `${size} ${mtimeNs}`, changedMs: Number(mtimeMs) };
  } catch {
    return null;
  }
}
