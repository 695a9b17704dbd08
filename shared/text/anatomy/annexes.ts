/** 附件: the annexes behind a letter (GB/T 9704-2012, 7.3.7). */
import { isNextAnnex, paragraphParts } from './body.ts';
import type { Line } from './lines.ts';
import type { Part } from './parts.ts';

const LONGEST_TITLE = 60;

/** Whether a line is the heading of an annex: 附件1, 附 件：, and nothing else. */
export function isAnnexHeading(text: string): boolean {
  return /^附\s*件\s*[一二三四五六七八九十\d]{0,3}\s*[：:]?$/.test(text);
}

/** Number of the first line from `from` on that is the heading of an annex; lines.length where there is none. */
export function annexLine(lines: readonly Line[], from: number): number {
  for (let at = from; at < lines.length; at += 1) if (opensAnnex(lines, at)) return at;
  return lines.length;
}

/** Whether an annex begins on line `at`, and not the list of annexes: 附件： and 1. … on the next line. */
export function opensAnnex(lines: readonly Line[], at: number): boolean {
  return isAnnexHeading(lines[at]?.text ?? '') && !opensAnnexList(lines, at);
}

function opensAnnexList(lines: readonly Line[], at: number): boolean {
  return /[：:]$/.test(lines[at]?.text ?? '') && isNextAnnex(lines[at + 1]?.text ?? '');
}

/** The parts of the annexes that stand on the lines [from, to): heading, title, text. */
export function annexParts(lines: readonly Line[], from: number, to: number): Part[] {
  const parts: Part[] = [];
  let expectsTitle = false;
  for (let at = from; at < to; at += 1) {
    const line = lines[at];
    if (!line) continue;
    const { start, end, text } = line;
    const isTitle = expectsTitle && text.length <= LONGEST_TITLE && !/[。；：\t]/.test(text);
    expectsTitle = isAnnexHeading(text);
    if (expectsTitle) parts.push({ start, end, role: 'annex', line: at });
    else if (isTitle) parts.push({ start, end, role: 'annexTitle', line: at });
    else parts.push(...paragraphParts(line, at, lines[at + 1]?.text));
  }
  return parts;
}
