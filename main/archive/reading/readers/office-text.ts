/** What readers of word processors' files share: table rows as lines, and which page margins hold text. */

/** Adds all items at the end; in one call a long list would be more arguments than the machine takes. */
export function append<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
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

/** Lines of a header or footer where they say more than a page number (— 1 —, 第 1 页 共 3 页, Page 2 of 3), else none. */
export function marginLines(lines: readonly string[]): string[] {
  const filled = lines.filter((line) => line.trim() !== '');
  return filled.some(saysMore) ? filled : [];
}

function saysMore(line: string): boolean {
  const rest = line.replaceAll(/[第共总页頁码碼]|\b(?:page|of|[ivxlc]+)\b/giu, '');
  // A date or a telephone, against a page of so many.
  return /\p{L}/u.test(rest) || /\d{5,}/.test(rest) || (rest.match(/\d+/g)?.length ?? 0) > 2;
}
