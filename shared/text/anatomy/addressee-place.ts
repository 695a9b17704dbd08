/** Where a letter's addressee stands as words of their own: up to the colon, or alone on a line. */
import type { Addressees } from './addressees.ts';
import { levelOf } from './body.ts';
import type { Head } from './head.ts';
import { bare } from './known.ts';
import type { Line } from './lines.ts';

export interface AddresseePlace {
  line: number;
  start: number;
  end: number;
}

const LONGEST_ADDRESSEE = 120;
/** What runs on behind the colon may follow a name of this length. */
const LONGEST_RUNNING = 40;
const LONGEST_ALONE = 60;
/** Between title and addressee stand only short lines, and few. */
const LINES_UNDER_TITLE = 4;
const LINES_WITHOUT_TITLE = 8;
const LONGEST_BETWEEN = 28;
const NO_ADDRESSEE =
  /^(?:抄\s*[送报]|主\s*送|分?\s*送|附件|[（(]?(?:联系|经办|承办|咨询|电话)|现|您|你|根据|按照|关于|经|我)|[。；]|如下|收悉|答复/;

/**
 * @param names the addressees as they are known; empty where nothing is
 * @returns null where no words address, or where they are only part of the first sentence
 */
export function findAddresseePlace(
  text: string,
  lines: readonly Line[],
  { title, addressees: read }: Head,
  names: readonly string[],
): AddresseePlace | null {
  const place = read && placeOf(text, lines, read, title?.glued === true ? title.end : 0);
  const says = (words: string): boolean => names.some((name) => bare(words).includes(bare(name)));
  if (place && (names.length === 0 || says(text.slice(place.start, place.end)))) return place;
  const from = title ? title.lastLine + 1 : 0;
  const to = title ? from + LINES_UNDER_TITLE : LINES_WITHOUT_TITLE;
  let alone: AddresseePlace | null = null;
  for (let at = from; at < Math.min(to, lines.length); at += 1) {
    const line = lines[at];
    if (!line) break;
    const colon = line.text.slice(0, LONGEST_ADDRESSEE + 1).search(/[：:]/);
    const words = line.text.slice(0, Math.max(0, colon));
    if (colon > 0 && !NO_ADDRESSEE.test(words) && levelOf(words) === null) {
      const found = { line: at, start: line.start, end: line.start + colon + 1 };
      const isAlone = colon === line.text.length - 1;
      if (says(words) && (isAlone || colon <= LONGEST_RUNNING)) return found;
      if (title && isAlone && colon <= LONGEST_ALONE) alone ??= found;
    }
    if (line.text.length > LONGEST_BETWEEN) break;
  }
  return place ?? alone;
}

/** What was read, up to its colon or to the end of its line. */
function placeOf(text: string, lines: readonly Line[], read: Addressees, behind: number): AddresseePlace | null {
  const line = lines[read.line];
  // In a form the cells of a row stay together.
  if (!line || line.text.includes('\t')) return null;
  const start = Math.max(line.start, behind);
  const rest = text.slice(read.end, Math.min(line.end, read.end + LONGEST_ADDRESSEE));
  const colon = /^[^：:。；！？，,]{0,60}(?:[，,]?(?:您|你)好)?[：:]/.exec(rest);
  if (colon) return { line: read.line, start, end: read.end + colon[0].length };
  const whole =
    read.end + rest.length === line.end && /^[^。；！？，,]{0,20}(?:[，,]?(?:您|你)好)?[！!。，,]?$/.test(rest);
  return whole ? { line: read.line, start, end: line.end } : null;
}
