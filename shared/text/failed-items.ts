/** The items of the four-property inspection (四性检测) that failed, in a line. */

/** So many are named; the report has all. */
const NAMED = 3;

export function failedItemsInWords(items: readonly { code: string; name: string; letters: number }[]): string {
  const named = items
    .slice(0, NAMED)
    .map(({ code, name, letters }) => `${code} ${name}${letters === 0 ? '（全库）' : `（${letters} 件）`}`);
  return `${named.join('、')}${items.length > NAMED ? ` 等 ${items.length} 项` : ''}`;
}
