/** What Word files of both kinds share: symbols of symbol fonts, table rows as lines, which page margins hold text. */

/** Boxes and ticks of forms, by font and the low byte of their place in the private area. */
const SYMBOLS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  wingdings: {
    0x6c: '●',
    0x6e: '■',
    0x6f: '□',
    0x71: '□',
    0xa8: '□',
    0xfb: '✗',
    0xfc: '✓',
    0xfd: '☒',
    0xfe: '☑',
  },
  'wingdings 2': { 0x2a: '□', 0x4f: '✗', 0x50: '✓', 0x52: '☑', 0x54: '☒', 0xa3: '□' },
};

/** A character of a symbol font as the character that it looks like; `□` where it is not known. */
export function symbolText(font: string, code: number): string {
  const low = code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code;
  const known = SYMBOLS[font.toLowerCase()]?.[low];
  if (known !== undefined) return known;
  return low === code && code >= 0x20 && code <= 0x10ffff ? String.fromCodePoint(code) : '□';
}

/**
 * One line a row, cells apart by tabs; where a cell holds several paragraphs (a letter laid out in a table) the cells
 * come one after another, a paragraph a line.
 */
export function rowLines(cells: readonly (readonly string[])[]): string[] {
  const filled = cells.map((lines) => lines.filter((line) => line.trim() !== ''));
  if (filled.every((lines) => lines.length <= 1)) return [filled.map((lines) => lines[0] ?? '').join('\t')];
  return filled.flat();
}

/** Lines of a header or footer where they say more than a page number (— 1 —, 第 1 页 共 3 页), else none. */
export function marginLines(lines: readonly string[]): string[] {
  const filled = lines.filter((line) => line.trim() !== '');
  return filled.some((line) => /\p{sc=Han}/u.test(line.replaceAll(/[第共总页码]/g, ''))) ? filled : [];
}
