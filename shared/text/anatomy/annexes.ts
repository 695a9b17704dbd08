/** 附件: where the annexes behind a letter begin. */
import type { Line } from './lines.ts';

/** Number of the first line from `from` on that is the heading of an annex (附件1 alone on its line); lines.length where there is none. */
export function annexLine(lines: readonly Line[], from: number): number {
  for (let at = from; at < lines.length; at += 1) {
    if (/^附\s*件\s*[一二三四五六七八九十\d]{0,3}\s*[：:]?$/.test(lines[at]?.text ?? '')) return at;
  }
  return lines.length;
}
