/**
 * De-wrapping: turns text whose lines end where the page did into paragraphs, and takes the page's own debris out.
 * Only line ends, blanks, page debris and radicals are touched; the words of the record never are (domain rules: docs/spec/reading.md).
 */
import { simplifiedKey } from '../../../shared/text/simplified.ts';
import { foldRadicals } from '../../../shared/text/radicals.ts';
import type { CleanText, OffsetRun, RawText } from './types.ts';
import { joins, settingOf } from './joining.ts';
import { pageDebris } from './page-debris.ts';
import { splitLines, type RawLine } from './lines.ts';
import { withLostBreaks } from './unbroken.ts';

/**
 * Cleans one text.
 * @param raw text as the file had it, how its lines are meant, and its pages where known
 * @returns paragraphs parted by single line ends, and the map back to the raw text; every character of the clean text
 *   comes from one place of the raw text
 */
export function cleanText(raw: Pick<RawText, 'text' | 'layout' | 'pages'>): CleanText {
  // The rules of lines are written in simplified characters; what is kept comes from the text as it is.
  const key = simplifiedKey(raw.text);
  const lines = splitLines(key);
  const pages = raw.pages;
  const debris = pageDebris(lines, key, pages, raw.layout);
  const kept = lines.filter((line) => !debris.has(line.index));
  const setting = settingOf(kept, debris, raw.layout);
  const out = new Builder(raw.text);
  let paragraph: RawLine[] = [];
  kept.forEach((line, at) => {
    const previous = kept[at - 1];
    if (previous && !joins(paragraph, previous, line, kept[at + 1], { at, debris, setting, pages })) {
      out.paragraph(paragraph);
      paragraph = [];
    }
    paragraph.push(line);
  });
  out.paragraph(paragraph);
  return withLostBreaks(out.finish());
}

/** Collects pieces of the raw text; neighbours become one run. */
class Builder {
  private readonly raw: string;
  private readonly parts: string[] = [];
  private readonly map: OffsetRun[] = [];
  private length = 0;

  constructor(raw: string) {
    this.raw = raw;
  }

  /** Writes one paragraph: its lines one behind the other, parted by one line end from what stands before. */
  paragraph(lines: readonly RawLine[]): void {
    const first = lines[0];
    if (!first) return;
    if (this.length > 0) this.lineEnd(first.start);
    lines.forEach((line, at) => {
      const previous = lines[at - 1];
      if (previous && needsBlank(previous.trimmed, line.trimmed)) this.blank(line.start);
      for (const piece of line.pieces) {
        if (piece.breaks) this.lineEnd(piece.start);
        else this.take(piece.start, piece.end);
      }
    });
  }

  finish(): CleanText {
    return { text: foldRadicals(this.parts.join('')), map: this.map };
  }

  private take(start: number, end: number): void {
    if (end <= start) return;
    this.add(start, this.raw.slice(start, end));
  }

  /** A line end stands for the white space of the raw text before `behind`. */
  private lineEnd(behind: number): void {
    this.add(Math.max(0, behind - 1), '\n');
  }

  private blank(behind: number): void {
    this.add(Math.max(0, behind - 1), ' ');
  }

  private add(raw: number, text: string): void {
    const last = this.map[this.map.length - 1];
    if (last && last.raw + last.length === raw) last.length += text.length;
    else this.map.push({ clean: this.length, raw, length: text.length });
    this.parts.push(text);
    this.length += text.length;
  }
}

/** Latin words keep a blank between them where the line ended; addresses of the web do not. */
function needsBlank(before: string, after: string): boolean {
  // Two telephone numbers, one at the end of its line.
  if (/(?:^|\D)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9})$/.test(before.slice(-16)) && /^(?:0\d{2,3}-|1[3-9]\d{9})/.test(after))
    return true;
  if (!/[A-Za-z,;]$/.test(before) || !/^[A-Za-z]/.test(after)) return false;
  return !/(?:https?:\/\/|www\.|@)[\x21-\x7e]*$/i.test(before.slice(-200));
}
