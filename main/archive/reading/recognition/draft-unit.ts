/** 代拟单位: the office that drafted a letter for the one that signs it. It is no issuer. */
import { looksLikeOffice, stripSeal } from '../../../../shared/text/anatomy/offices.ts';
import type { Found, Line } from '../../../../shared/text/anatomy/lines.ts';
import { DRAFT_LABELS, oneOf } from '../../../../shared/text/words/field-labels.ts';

const LABELLED = new RegExp(
  `${oneOf(DRAFT_LABELS)}\\s*[：:]?\\s*([\\u3400-\\u9fff（）()]{2,40}?)(?=[）)]?(?:[\\s，,；;。）)]|$))`,
);
/** （县水利局代拟）, 县水利局代拟稿, （此稿由县水利局代拟）. */
const BEHIND = /(?:^|[（(，；\s])(?:(?:[此本该][稿件文])?[由系])?([\u3400-\u9fff]{4,30}?)代拟稿?(?=[）)，。；\s]|$)/;
const LONGEST = 120;

/** @param lines of head and tail; null where no office is named */
export function findDraftUnit(lines: readonly Line[]): Found<string> | null {
  for (const line of lines) {
    if (line.text.length > LONGEST) continue;
    const match = LABELLED.exec(line.text) ?? (line.text.includes('代拟') ? BEHIND.exec(line.text) : null);
    const value = match?.[1] === undefined ? '' : stripSeal(match[1]);
    if (!match || value === '' || !looksLikeOffice(value)) continue;
    const start = line.start + match.index + match[0].indexOf(value);
    return { value, start, end: start + value.length, confidence: 0.92 };
  }
  return null;
}
