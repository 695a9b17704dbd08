/**
 * Contacts without a label: section, name, rank and number on a line near the end, in any order, glued or not. Nothing says that it is a
 * contact but the number beside a name, so it is never sure.
 */
import type { Found, Line } from '../../../../shared/text/anatomy/lines.ts';
import { looksLikeOffice } from '../../../../shared/text/anatomy/offices.ts';
import { LOOSE_CONTACT_RANKS } from '../../../../shared/text/words/ranks.ts';
import { halfWidthDigits } from '../../../../shared/text/numerals.ts';

export interface LooseContact {
  /** null where a section stands alone beside the number. */
  contact: Found<string> | null;
  phones: Found<string>[];
}

const CONFIDENCE = 0.8;
/** The line is among the last ones. */
const TAIL_LINES = 10;
const LONGEST = 70;
const NUMBER = /(?<![\d-])(?:1[3-9]\d{9}|0\d{2,3}[-—]?\d{7,8}|[2-8]\d{6,7})(?![\d-])/g;
const RANK = `(?:${LOOSE_CONTACT_RANKS.join('|')})`;
const SECTION = '[\\u3400-\\u9fff]{1,14}?(?:[科室处股庭部委局办队站所院组社馆会司]|中心|公司)';
const NAME = '[\\u3400-\\u9fff]{2,3}';
const NO_NAME = /[科室处股庭部委局办队站所院组社馆会司厅]$|联系|电话|咨询|热线|传真|邮编|编码|公开|附件|抄|印发|份/;

/** 德育处 3326047, as the last line of all. */
const ONLY_SECTION = /^[\u3400-\u9fff]{2,8}[科室处股办队站]$/;

/** What of a line without its number may be a person with section and rank; the first that fits is taken. */
const FORMS: readonly RegExp[] = [
  new RegExp(`^${SECTION}${RANK}?(${NAME})${RANK}?$`),
  new RegExp(`^(${NAME})${RANK}?(?:[（(]?${SECTION}${RANK}?[）)]?)?$`),
  new RegExp(`^${RANK}(${NAME})$`),
];

/** @param lines the letter's own, in order */
export function findLooseContact(lines: readonly Line[]): LooseContact | null {
  for (const line of lines.slice(-TAIL_LINES)) {
    if (line.text.length > LONGEST || /[。！？：:]./.test(line.text)) continue;
    const digits = halfWidthDigits(line.text);
    const numbers = [...digits.matchAll(NUMBER)];
    if (numbers.length === 0) continue;
    const rest = digits.replace(NUMBER, ' ').replace(/[（(]\s*[）)]|^[（(]|[）)]。?$|[\s，,、；;]+/g, '');
    const name = nameIn(rest);
    const at = name === null ? -1 : line.text.indexOf(name);
    const isSection = line === lines.at(-1) && numbers.length === 1 && ONLY_SECTION.test(rest);
    if ((name === null || at < 0) && !isSection) continue;
    const start = line.start + at;
    return {
      contact:
        name === null || at < 0 ? null : { value: name, start, end: start + name.length, confidence: CONFIDENCE },
      phones: numbers.map(({ index, 0: value }) => ({
        value: value.replace('—', '-'),
        start: line.start + index,
        end: line.start + index + value.length,
        confidence: CONFIDENCE,
      })),
    };
  }
  return null;
}

function nameIn(rest: string): string | null {
  if (looksLikeOffice(rest)) return null;
  for (const form of FORMS) {
    const name = form.exec(rest)?.[1];
    if (name !== undefined && !NO_NAME.test(name) && !looksLikeOffice(name)) return name;
  }
  return null;
}
