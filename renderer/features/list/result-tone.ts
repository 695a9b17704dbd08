/** What a result class looks like: the same in lists and in charts, by its first sign (A, A1, 甲). */

export type ResultTone = 'good' | 'middling' | 'plain';

const TONES: Readonly<Record<string, ResultTone | undefined>> = {
  A: 'good',
  甲: 'good',
  B: 'middling',
  乙: 'middling',
};

export const toneOf = (code: string): ResultTone => TONES[code.slice(0, 1)] ?? 'plain';

/** Fills of columns that have such a tone; the others take what is left. */
export const TONE_FILLS = { good: '#3f8f5f', middling: '#d39b2f' } as const;
const OTHER_FILLS = ['#8c96a8', '#4f7fd0', '#b05f8a', '#6b6fb5', '#5f9ea0'];

/** The fill of each class, each its own: a second class of one tone takes one of the others. @param codes in their order */
export function resultFills(codes: readonly string[]): string[] {
  const taken = new Set<string>();
  const others = [...OTHER_FILLS];
  return codes.map((code) => {
    const tone = toneOf(code);
    const fill = tone === 'plain' || taken.has(tone) ? (others.shift() ?? OTHER_FILLS[0] ?? '') : TONE_FILLS[tone];
    taken.add(tone);
    return fill;
  });
}
