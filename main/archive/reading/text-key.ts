/** Keys by which letters of the same text are found: the same words and signs, and near (re-scanned, draft and final). */
import { hash } from 'node:crypto';
import { isOriginal, type Attachment } from '../../../shared/model/letter.ts';
import { foldRadicals } from '../../../shared/text/radicals.ts';

/** For likeness: letters of any script, digits and marks that carry meaning stay; blanks and punctuation of every width go. */
const COUNTS = /[\p{L}\p{N}%\u2103]/u;

const DIGIT = '[\\p{N}一二三四五六七八九十百千万亿零两]';
/** Blanks, what cannot be seen, and quotation marks never tell two texts apart. */
const UNSEEN = /[\s\p{Z}\p{C}\p{M}"'`\u00b4‘’“”„‟′″〝〞「」『』]/gu;
const DASHES = /[‐‑‒–—―−─━﹘]/gu;
const OPENING = /[〔【〖〘〚[{﹝]/gu;
const CLOSING = /[〕】〗〙〛\]}﹞]/gu;
/** Full stops that some fonts and keyboards make of a decimal point. */
const POINTS = /[·・•‧∙⋅｡]/gu;
const TILDES = /[〜∼∽]/gu;
/** Marks that part sentences, where they do not stand between two digits (十、五, 8:30, 1,5). */
const SENTENCE_MARKS = new RegExp(`(?<!${DIGIT})[,、。;:!?⋯]+|[,、。;:!?⋯]+(?!${DIGIT})`, 'gu');
/** Points and dashes before anything but a digit (1.5, -3.2%, 3-5个月). */
const LOOSE_MARKS = new RegExp(`[.-]+(?!${DIGIT})`, 'gu');
/** A comma that parts thousands. */
const THOUSANDS = /(?<=\p{N}),(?=\p{N}{3}(?!\p{N}))/gu;

/** What both keys begin with. The last one is kept: a letter's keys are worked out one after the other. */
function folded(text: string): string {
  if (last.text !== text) {
    last = { text, folded: foldRadicals(text).normalize('NFKC').toLowerCase().replace(/[○◯]/g, '〇') };
  }
  return last.folded;
}

let last: { text: string; folded: string; words?: string } = { text: '', folded: '' };

/** For each UTF-16 unit 1 where it counts, 2 where it is half of a character; made at the first use. */
let counting: Uint8Array | undefined;

function countingUnits(): Uint8Array {
  return Uint8Array.from({ length: 0x10000 }, (_, unit) => {
    if (unit >= 0xd800 && unit <= 0xdfff) return 2;
    return COUNTS.test(String.fromCharCode(unit)) ? 1 : 0;
  });
}

/** The UTF-16 units of a text that count for likeness. */
function countedUnits(text: string): Uint16Array {
  counting ??= countingUnits();
  const plain = folded(text);
  const units = new Uint16Array(plain.length);
  let count = 0;
  for (let at = 0; at < plain.length; at += 1) {
    const unit = plain.charCodeAt(at);
    const kind = counting[unit];
    if (kind === 1) units[count++] = unit;
    else if (kind === 2) {
      const character = String.fromCodePoint(plain.codePointAt(at) ?? 0);
      const counts = COUNTS.test(character);
      for (let half = 0; counts && half < character.length; half += 1) units[count++] = character.charCodeAt(half);
      at += character.length - 1;
    }
  }
  return units.subarray(0, count);
}

/** Stands before every key of today's rules: a stored key without it is one of an older program. */
export const TEXT_KEY_MARK = '2:';

/** The words of a text; those of the last one are kept, for whoever looks for its twins also files it. */
function words(text: string): string {
  const plain = folded(text);
  last.words ??= wordsOf(plain);
  return last.words;
}

const wordsOf = (plain: string): string =>
  plain
    .replace(UNSEEN, '')
    .replace(DASHES, '-')
    .replace(OPENING, '(')
    .replace(CLOSING, ')')
    .replace(POINTS, '.')
    .replace(TILDES, '~')
    .replace(THOUSANDS, '')
    .replace(SENTENCE_MARKS, '')
    .replace(LOOSE_MARKS, '');

/**
 * The key of a text and of what is attached to it: the same letter taken from docx, PDF or a web page has the same key, whatever
 * its blanks, widths, radical variants and sentence marks. Signs, points, boxes and brackets count as words do.
 * @param attached SHA-256 of each attached file, the original itself left out, in any order
 */
export function textKey(text: string, attached: readonly string[] = []): string {
  const hashes = [...attached].sort().map((sha256) => `\0${sha256}`);
  return TEXT_KEY_MARK + hash('sha256', words(text) + hashes.join(''));
}

/** The hashes of what is attached to a letter, without the file that it was read from: what its text's key covers. */
export const attachedTo = (attachments: readonly Attachment[]): string[] =>
  attachments.filter((file) => !isOriginal(file)).map(({ sha256 }) => sha256);

/** What a text that was cut off may have at its end otherwise than the whole one: half a character, a mark that joins on. */
const CUT_END = 8;
/** A shorter text says too little: letters of one office begin alike. */
const LEAST_BEGUN = 30;

/** Whether a text is the beginning of a longer one, whatever their blanks, widths and sentence marks. */
export function isBeginning(part: string, whole: string): boolean {
  const begun = words(part).slice(0, -CUT_END);
  if (begun.length < LEAST_BEGUN) return false;
  const all = words(whole);
  return all.length > begun.length + CUT_END && all.startsWith(begun);
}

/** How many of the smallest hashes of all 4-character pieces make a near key. */
const SKETCH_SIZE = 128;
const PIECE = 4;
/** Of each hash in a near key. */
const HASH_BYTES = 4;

/**
 * A sketch of a text: the smallest hashes of its 4-character pieces, ascending, 4 bytes each with the highest first (bottom-k
 * MinHash). Two sketches tell how alike two texts are without the texts. Without bytes for an empty text.
 */
export function nearKey(text: string): Uint8Array {
  const units = countedUnits(text);
  return units.length === 0 ? new Uint8Array() : smallest(hashesOf(units));
}

/** The smallest hashes, each once, ascending, as bytes. They spread evenly: twice as many as are wanted lie below a share of all. */
function smallest(hashes: Uint32Array): Uint8Array {
  const share = (2 * SKETCH_SIZE) / hashes.length;
  const found = share < 1 ? sketchOf(hashes.filter((hash) => hash < share * 2 ** 32)) : sketchOf(hashes);
  return share < 1 && found.length < SKETCH_SIZE * HASH_BYTES ? sketchOf(hashes) : found;
}

/** @param hashes is sorted in place */
function sketchOf(hashes: Uint32Array): Uint8Array {
  hashes.sort();
  const found = Buffer.alloc(SKETCH_SIZE * HASH_BYTES);
  let bytes = 0;
  for (let i = 0; i < hashes.length && bytes < found.length; i += 1) {
    const hash = hashes[i] ?? 0;
    if (i === 0 || hash !== hashes[i - 1]) bytes = found.writeUInt32BE(hash, bytes);
  }
  return Uint8Array.from(found.subarray(0, bytes));
}

/** FNV-1a of each piece with a final mix, so that neighbouring pieces spread evenly. A shorter text is one piece. */
function hashesOf(units: Uint16Array): Uint32Array {
  const hashes = new Uint32Array(Math.max(1, units.length - PIECE + 1));
  for (let i = 0; i < hashes.length; i += 1) {
    let hash = 0x811c9dc5;
    const end = Math.min(i + PIECE, units.length);
    for (let at = i; at < end; at += 1) hash = Math.imul(hash ^ (units[at] ?? 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hashes[i] = hash ^ (hash >>> 16);
  }
  return hashes;
}

/**
 * Estimated share of common pieces (Jaccard) of two texts by their near keys, 0..1. The same letter scanned twice is
 * above NEAR_DUPLICATE; two letters from one template are well below.
 */
export function similarity(a: Uint8Array, b: Uint8Array): number {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 1 : 0;
  const [left, right] = [viewOf(a), viewOf(b)];
  const [ends, otherEnds] = [left.byteLength - HASH_BYTES, right.byteLength - HASH_BYTES];
  let [common, union, i, j] = [0, 0, 0, 0];
  while (union < SKETCH_SIZE && (i <= ends || j <= otherEnds)) {
    const one = i <= ends ? left.getUint32(i) : Infinity;
    const other = j <= otherEnds ? right.getUint32(j) : Infinity;
    if (one === other) common += 1;
    if (one <= other) i += HASH_BYTES;
    if (other <= one) j += HASH_BYTES;
    union += 1;
  }
  return common / union;
}

/** From this similarity on two letters are proposed as the same one; nothing is merged by itself. */
export const NEAR_DUPLICATE = 0.6;

const viewOf = (key: Uint8Array): DataView => new DataView(key.buffer, key.byteOffset, key.byteLength);

/** So many of a key's smallest hashes are looked up. */
export const PIECES = 8;

/** The hashes of a key that are looked up, as numbers. */
export function piecesOf(key: Uint8Array): number[] {
  const view = viewOf(key);
  const count = Math.min(PIECES, Math.floor(key.length / HASH_BYTES));
  return Array.from({ length: count }, (_, at) => view.getUint32(at * HASH_BYTES));
}
