/**
 * Words that tell something: a pattern with a name, an example that it is for and one that it is not. Both are tests
 * (tests/unit/reading/rules*.test.ts). Signs of a table are tried in its order; where the order matters the table says why.
 */
export interface Sign {
  name: string;
  pattern: RegExp;
  /** Without blanks, as the rule sees a line. */
  example: string;
  /** What the rule must find in the example, where that is not plain. */
  value?: string;
  not: string;
}

/** A rule of recognition: a sign that finds a value. */
export interface Rule extends Sign {
  /** Of a value that it finds, before it is fitted (reading/recognition/calibration.ts). */
  confidence: number;
}

/** The first group that took part in a match. */
export function valueOf(match: RegExpExecArray): string | undefined {
  return match.slice(1).find((group) => group !== undefined);
}

/** The match of the first rule of a table that finds anything; null where none does. */
export function firstMatch(rules: readonly Sign[], text: string): RegExpExecArray | null {
  for (const { pattern } of rules) {
    const match = pattern.exec(text);
    if (match !== null) return match;
  }
  return null;
}
