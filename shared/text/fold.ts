/**
 * The one folding of text and query: what is equal after folding is equal for search. Every folded unit knows where it
 * came from, so that marks are exact on the text as people see it. The rules are listed in docs/spec/search.md.
 */
import traditionalToSimplified from 'opencc-js/dict/TSCharacters';
import { RADICALS } from './radicals.ts';

/** Grows when folding changes; an index made with another number is rebuilt. */
export const FOLD_VERSION = 1;

export interface Folded {
  /** The folded text. It never holds U+0000..U+001F, so these are free as separators. */
  text: string;
  /** Where folded unit i begins in the original text, in UTF-16 units. */
  starts: Uint32Array;
  /** Where it ends there, exclusive. */
  ends: Uint32Array;
}

/** One form: the first character of each group stands for all of them. */
const SAME = [
  '"“”„‟〝〞〟「」『』«»❝❞',
  "'‘’‚‛`´′‵❛❜",
  '(〔【〖〘〚[﹝',
  ')〕】〗〙〛]﹞',
  '-‐‑‒–—―−─━﹘',
  '~〜∼∽',
  '·・•‧∙⋅᛫',
  '〇○◯',
  '*＊∗',
];

const REMOVED = /[\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
/** Characters that may melt into the one before them under NFKC: combining marks, half-width voicing, Hangul jamo. */
const JOINER = /[\p{M}\uFF9E\uFF9F\u1160-\u11FF\uD7B0-\uD7FF]/u;

function singleForms(): Map<string, string> {
  const forms = new Map<string, string>();
  for (const [radical, character] of RADICALS) forms.set(radical, character);
  for (const group of SAME) {
    const [first = '', ...others] = [...group];
    for (const other of others) forms.set(other, first);
  }
  return forms;
}

function simplifiedForms(): Map<string, string> {
  const forms = new Map<string, string>();
  for (const entry of traditionalToSimplified.split('|')) {
    const [from, to] = entry.split(' ');
    if (from !== undefined && to !== undefined) forms.set(from, to);
  }
  return forms;
}

let single: Map<string, string> | undefined;
let simplified: Map<string, string> | undefined;

function simplify(character: string): string {
  simplified ??= simplifiedForms();
  // A few targets are themselves traditional for the dictionary (龜 after ⻱); two steps reach the end of every chain.
  const once = simplified.get(character) ?? character;
  return simplified.get(once) ?? once;
}

function oneForm(character: string): string {
  single ??= singleForms();
  return single.get(character) ?? character;
}

/** Folds one cluster: a character with the joiners that follow it. */
function foldCluster(cluster: string): string {
  let folded = '';
  for (const character of [...cluster].map(oneForm).join('').normalize('NFKC')) {
    folded += simplify(oneForm(character)).toLowerCase();
  }
  let kept = '';
  for (const character of folded.normalize('NFKC')) if (!REMOVED.test(character)) kept += oneForm(character);
  return kept;
}

const GONE = 1;
const SLOW = 2;
/** What each single UTF-16 unit folds to, filled as units are met: 0 where not known yet. GONE and SLOW are no folded units. */
const table = new Uint16Array(65536);
/** Whether a unit may melt into the one before: 0 not known, 1 no, 2 yes. */
const joins = new Uint8Array(65536);

function learn(unit: number): number {
  const character = String.fromCharCode(unit);
  const folded = unit >= 0xd800 && unit <= 0xdfff ? undefined : foldCluster(character);
  const known = folded === undefined || folded.length > 1 ? SLOW : folded.length === 0 ? GONE : folded.charCodeAt(0);
  table[unit] = known;
  return known;
}

function isJoiner(unit: number): boolean {
  const known = joins[unit] ?? 0;
  if (known !== 0) return known === 2;
  const found = JOINER.test(String.fromCharCode(unit));
  joins[unit] = found ? 2 : 1;
  return found;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** Where the cluster that begins at `start` ends. */
function clusterEnd(text: string, start: number): number {
  let end = start + 1;
  if (isHigh(text.charCodeAt(start)) && isLow(text.charCodeAt(end))) end++;
  for (;;) {
    const unit = text.charCodeAt(end);
    if (Number.isNaN(unit)) return end;
    if (isHigh(unit) && isLow(text.charCodeAt(end + 1))) {
      if (!JOINER.test(text.slice(end, end + 2))) return end;
      end += 2;
    } else if (isJoiner(unit)) end++;
    else return end;
  }
}

/** Whether the unit behind another leaves that one as it is. Joiners stand from U+0300 on; a surrogate may begin one outside the first plane. */
const leavesAlone = (next: number): boolean => next < 0x300 || joins[next] === 1 || !(isHigh(next) || isJoiner(next));

/** The first `length` units in a wider array. */
function wider<T extends Uint16Array | Uint32Array>(from: T, to: T, length: number): T {
  to.set(from.subarray(0, length));
  return to;
}

/** Units that are kept between two foldings; arrays that a very long text made large are let go again. */
const SPARE = 16384;
const SPARE_KEPT = 1 << 20;

const CHUNK = 8192;

/** A string of the first `length` units. */
function toText(units: Uint16Array, length: number): string {
  if (length <= CHUNK) return String.fromCharCode.apply(null, units.subarray(0, length) as unknown as number[]);
  let text = '';
  for (let at = 0; at < length; at += CHUNK) {
    text += String.fromCharCode.apply(null, units.subarray(at, Math.min(length, at + CHUNK)) as unknown as number[]);
  }
  return text;
}

// The two loops below are the same but for what they keep. One loop with something to put units into is half as quick: every letter that
// is shown, marked or filed goes through them.

let spare = { units: new Uint16Array(SPARE), starts: new Uint32Array(SPARE), ends: new Uint32Array(SPARE) };

/**
 * Folds a text and keeps, for every folded unit, the span of the original that it stands for. A page of hits folds
 * twenty letters a keystroke: arrays of their own for each made the collector stop the thread every few keys.
 * @returns spans that the next folding overwrites: to be read at once
 */
export function foldBriefly(text: string): Folded {
  const { length } = text;
  let { units, starts, ends } = spare;
  if (units.length < length || units.length > SPARE_KEPT) {
    const capacity = Math.max(length, SPARE);
    units = new Uint16Array(capacity);
    starts = new Uint32Array(capacity);
    ends = new Uint32Array(capacity);
  }
  let count = 0;
  let at = 0;
  while (at < length) {
    const unit = text.charCodeAt(at);
    const known = table[unit] || learn(unit);
    if (known !== SLOW && (at + 1 === length || leavesAlone(text.charCodeAt(at + 1)))) {
      if (known !== GONE) {
        units[count] = known;
        starts[count] = at;
        ends[count++] = at + 1;
      }
      at++;
      continue;
    }
    const end = clusterEnd(text, at);
    const folded = foldCluster(text.slice(at, end));
    const needed = count + folded.length + length - end;
    if (needed > units.length) {
      units = wider(units, new Uint16Array(needed * 2), count);
      starts = wider(starts, new Uint32Array(needed * 2), count);
      ends = wider(ends, new Uint32Array(needed * 2), count);
    }
    for (let i = 0; i < folded.length; i++) {
      units[count] = folded.charCodeAt(i);
      starts[count] = at;
      ends[count++] = end;
    }
    at = end;
  }
  spare = { units, starts, ends };
  return { text: toText(units, count), starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
}

/** As `foldBriefly`, but what is answered stays as it is. */
export function fold(text: string): Folded {
  const { text: folded, starts, ends } = foldBriefly(text);
  return { text: folded, starts: starts.slice(), ends: ends.slice() };
}

/** Takes the units of all texts, one after another. */
let plain = new Uint16Array(SPARE);

/**
 * Folds a text into units, without the way back.
 * @returns a view that the next folding overwrites: to be copied or read at once
 */
export function foldUnits(text: string): Uint16Array {
  const { length } = text;
  if (plain.length > SPARE_KEPT) plain = new Uint16Array(SPARE);
  let units = plain.length < length ? new Uint16Array(length * 2) : plain;
  let count = 0;
  let at = 0;
  while (at < length) {
    const unit = text.charCodeAt(at);
    const known = table[unit] || learn(unit);
    if (known !== SLOW && (at + 1 === length || leavesAlone(text.charCodeAt(at + 1)))) {
      if (known !== GONE) units[count++] = known;
      at++;
      continue;
    }
    const end = clusterEnd(text, at);
    const folded = foldCluster(text.slice(at, end));
    const needed = count + folded.length + length - end;
    if (needed > units.length) units = wider(units, new Uint16Array(needed * 2), count);
    for (let i = 0; i < folded.length; i++) units[count++] = folded.charCodeAt(i);
    at = end;
  }
  plain = units;
  return units.subarray(0, count);
}

/** Folds a text without the way back. */
export function foldText(text: string): string {
  const units = foldUnits(text);
  return toText(units, units.length);
}
