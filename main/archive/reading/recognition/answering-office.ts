/** 答复单位：某某局, 发布机构：某某局 among a web page's own rows: who answers, where nobody signs. */
import { looksLikeOffice, stripSeal } from '../../../../shared/text/anatomy/offices.ts';
import type { Found, Line } from '../../../../shared/text/anatomy/lines.ts';

const LABEL = /^(?:答复|回复|办理|处理|承办)(?:单位|部门|机构)\s*[：:]\s*([\u3400-\u9fff（）()]{3,40})$/;

/** Whoever published it more likely than not wrote it, too. */
const PUBLISHED = /(?:^|[\s\d）)])发布(?:机构|单位|部门)\s*[：:]\s*([\u3400-\u9fff（）()]{3,40})(?=\s|$)/;

/** @param lines of head and tail; null where no row names an office */
export function findAnsweringOffice(lines: readonly Line[]): Found<string> | null {
  for (const line of lines) {
    const value = stripSeal((LABEL.exec(line.text) ?? PUBLISHED.exec(line.text))?.[1] ?? '');
    if (value === '' || !looksLikeOffice(value)) continue;
    const start = line.start + line.text.lastIndexOf(value);
    return { value, start, end: start + value.length, confidence: LABEL.test(line.text) ? 0.85 : 0.75 };
  }
  return null;
}
