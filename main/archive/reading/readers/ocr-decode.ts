/** From the line reader's scores to signs, and from two readings of one line to one. Pure. */

/** A sign as it was read. */
export interface Sign {
  sign: string;
  /** 0..1. */
  confidence: number;
  /** The reader's step at which it was likeliest; a Han character takes about six steps. */
  at: number;
  /** What the reader also thought of, where it was in doubt. */
  others?: readonly { sign: string; confidence: number }[] | undefined;
}

/** Signs less likely than this are not thought of, and none beside a sign as sure as that. */
const [THOUGHT_OF, IN_NO_DOUBT] = [0.03, 0.95];

/**
 * CTC: the likeliest class at each step; repeats are one, class 0 is a gap.
 * @param scores of all classes, step by step
 * @param characters of the classes, the gap first
 */
export function decode(scores: Float32Array, characters: readonly string[]): Sign[] {
  const classes = characters.length;
  const signs: Sign[] = [];
  let last = 0;
  for (let start = 0; start + classes <= scores.length && classes > 0; start += classes) {
    let best = 0;
    for (let at = 1; at < classes; at++) {
      if ((scores[start + at] ?? 0) > (scores[start + best] ?? 0)) best = at;
    }
    if (best !== 0 && best !== last) {
      const confidence = scores[start + best] ?? 0;
      const sign = { sign: characters[best] ?? '', confidence, at: start / classes };
      signs.push(
        confidence < IN_NO_DOUBT
          ? { ...sign, others: others(scores.subarray(start, start + classes), characters, best) }
          : sign,
      );
    }
    last = best;
  }
  return signs;
}

function others(scores: Float32Array, characters: readonly string[], best: number): Sign['others'] {
  const found: { sign: string; confidence: number }[] = [];
  for (let at = 1; at < scores.length; at++) {
    const confidence = scores[at] ?? 0;
    if (at !== best && confidence >= THOUGHT_OF) found.push({ sign: characters[at] ?? '', confidence });
  }
  return found;
}

/** Steps by which two readings of one sign may differ. */
const SAME_PLACE = 2;
/** What only the second reading has must be as sure as this. */
const ALONE = 0.6;

/**
 * Two readings of one line: at each place the surer sign, and what only one of them has.
 * @param first is empty where there is but one
 */
export function bothRead(first: readonly Sign[], second: readonly Sign[]): readonly Sign[] {
  if (first.length === 0) return second;
  const left = new Set(second);
  const signs = first.map((one) => {
    let near: Sign | undefined;
    for (const other of left) {
      const apart = Math.abs(other.at - one.at);
      if (apart <= SAME_PLACE && (near === undefined || apart < Math.abs(near.at - one.at))) near = other;
    }
    if (near === undefined) return one;
    left.delete(near);
    return near.confidence > one.confidence ? near : one;
  });
  return [...signs, ...[...left].filter(({ confidence }) => confidence >= ALONE)].sort((a, b) => a.at - b.at);
}
