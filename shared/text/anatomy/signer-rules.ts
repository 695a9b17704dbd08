/** How the offices that sign a letter are told, and how sure they are. */
import type { Sign } from '../rule.ts';
import { NO_SIGNER_BEGINS, NO_SIGNER_ENDS } from '../words/closing-words.ts';

export const SIGNER_SIGNS = {
  onlyWords: {
    name: 'words alone above the date, in no known office’s name',
    pattern: /^[\u3400-\u9fff（）()·]{4,24}$/,
    example: '某某砂石料场经理部驻地',
    not: '特此函复。',
  },
  behindSentence: {
    name: 'what ends right before an office that is glued to the text',
    pattern: /[。！!？；”\d]/,
    example: '！',
    not: '，',
  },
  sealLine: {
    name: 'a line in brackets between the office and the date',
    pattern: /^[（(].*[）)]$/,
    example: '（盖章）',
    not: '云岭县民政局（盖章）',
  },
} as const satisfies Record<string, Sign>;

/** What else stands alone above the date. */
export const NO_SIGNER_SIGNS: readonly Sign[] = [
  {
    name: 'what begins as closing phrases, labels and sentences do',
    pattern: new RegExp(`^(?:${NO_SIGNER_BEGINS.join('|')})`),
    example: '此致敬礼',
    not: '云岭驿',
  },
  {
    name: 'what ends as closing phrases and addressees do',
    pattern: new RegExp(`[${NO_SIGNER_ENDS.join('')}]$`),
    example: '现予函复',
    not: '云岭驿',
  },
];

/** How sure an office is that signs, by its place. */
export const SIGNER_CONFIDENCES = {
  /** On lines of its own above the date. */
  above: 0.96,
  /** Before the date on its line. */
  beforeDate: 0.94,
  /** Several on one line above the date. */
  sideBySide: 0.92,
  /** Words that the head names, too. */
  namedAbove: 0.9,
  /** Behind the date on its line. */
  behindDate: 0.85,
  /** Behind the last sentence, on its line. */
  behindSentence: 0.85,
  /** On the line below the date. */
  below: 0.8,
  /** On one of the last lines, without a date. */
  undated: 0.8,
} as const;
