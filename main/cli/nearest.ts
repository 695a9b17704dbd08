/** The word that somebody may have meant: the nearest of those that are known. Pure. */

/** How many characters must be put in, taken out, changed or exchanged with their neighbour to make one word of the other. */
function distance(from: string, to: string): number {
  const letters = [...from];
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [line, character] of letters.entries()) {
    const next = [line + 1];
    for (let at = 1; at <= to.length; at++) {
      const changed = (row[at - 1] ?? 0) + (character === to[at - 1] ? 0 : 1);
      const exchanged =
        line > 0 && at > 1 && character === to[at - 2] && letters[line - 1] === to[at - 1]
          ? (before[at - 2] ?? 0) + 1
          : Infinity;
      next.push(Math.min(changed, exchanged, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[to.length] ?? 0;
}

/** The nearest known word; undefined where none is near: more than a third of it, and more than one character, would be another. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const ranked = known
    .map((one) => ({
      one,
      far: typed.length >= 2 && one.toLowerCase().includes(typed) ? 0.5 : distance(typed, one.toLowerCase()),
    }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return best !== undefined && best.far <= Math.max(1, Math.floor(best.one.length / 3)) ? best.one : undefined;
}

/** A sentence's end that proposes the nearest known word, where there is one. */
export function meant(word: string, known: readonly string[], prefix = ''): string {
  const near = nearest(word, known);
  return near === undefined ? '。' : `，是否指 ${prefix}${near}？`;
}
