/** Breaks a title into lines by meaning (GB/T 9704-2012 7.3.1): words stay whole, lines are as even as they can be. */

/** 2号 characters that a line of the 版心 holds, less a little air at both ends. */
const LINE_CHARS = 19;

/** Width in full characters: Latin letters and digits are about half as wide. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) < 0x2000 ? 0.56 : 1;
  return width;
}

/** After these a new line reads well; the number is how well. */
const GOOD_BREAK_AFTER: readonly [RegExp, number][] = [
  [/(?:会议|号|》|局|委员会|办公室)$/, 6],
  [/(?:提案|建议|议案|申请|信访事项)$/, 4],
  [/(?:期间|代表大会|政府|、|，|（[^）]*）|和|与|及)$/, 3],
  [/的$/, 2],
];
/** A line must not end, or the next begin, inside one of these. */
const BAD_BREAK_AFTER = /[（(《〔“第关对]$|关于$|[A-Za-z0-9]$|[一二三四五六七八九十]$/;
const BAD_BREAK_BEFORE = /^[）)》〕”、，。：；的号届次年月日]/;

/** Inside a word no line ends, where it can be helped. */
const INSIDE_WORD = 200;

const words = new Intl.Segmenter('zh', { granularity: 'word' });

/** Places between the characters at which a word ends, as the dictionary of the JavaScript engine sees words. */
function wordEnds(title: string): Set<number> {
  const ends = new Set<number>();
  let at = 0;
  for (const { segment } of words.segment(title)) {
    at += [...segment].length;
    ends.add(at);
  }
  return ends;
}

function breakCost(before: string, after: string): number {
  if (BAD_BREAK_AFTER.test(before) && !/^[^A-Za-z0-9]/.test(after)) return 60;
  if (/[（(《〔“第关对]$|关于$/.test(before) || BAD_BREAK_BEFORE.test(after)) return 60;
  const good = GOOD_BREAK_AFTER.find(([pattern]) => pattern.test(before));
  return good === undefined ? 20 : 8 - good[1];
}

/**
 * Breaks a title.
 * @param title one line, no line ends
 * @returns the lines; joined they are the title
 */
export function breakTitle(title: string): string[] {
  const characters = [...title];
  const count = Math.max(1, Math.ceil(widthOf(title) / LINE_CHARS));
  if (count === 1) return [title];
  const ideal = widthOf(title) / count;
  const ends = wordEnds(title);
  // best[i]: the cheapest way to set the first i characters.
  const best: ({ cost: number; from: number } | undefined)[] = [{ cost: 0, from: 0 }];
  for (let end = 1; end <= characters.length; end += 1) {
    const isLast = end === characters.length;
    const cut = isLast
      ? 0
      : 12 +
        breakCost(characters.slice(0, end).join(''), characters.slice(end).join('')) +
        (ends.has(end) ? 0 : INSIDE_WORD);
    for (let from = Math.max(0, end - 2 * LINE_CHARS); from < end; from += 1) {
      const before = best[from];
      if (before === undefined) continue;
      const width = widthOf(characters.slice(from, end).join(''));
      if (width > LINE_CHARS + 0.5) continue;
      const cost = before.cost + (width - ideal) ** 2 * 0.6 + cut;
      if (cost < (best[end]?.cost ?? Infinity)) best[end] = { cost, from };
    }
  }
  const lines: string[] = [];
  for (let end = characters.length; end > 0;) {
    const from = best[end]?.from ?? 0;
    lines.unshift(characters.slice(from, end).join(''));
    end = from;
  }
  return lines;
}
