/** Cross-checks of a reading. They only tell; nothing of the record or of what was read is changed. */
import { proposeTitle } from '../../../../shared/model/letter-name.ts';
import {
  SURE,
  type Elements,
  type Evidence,
  type Warning,
  type ElementName,
} from '../../../../shared/model/elements.ts';
import { ELEMENT_LABELS } from '../../../../shared/model/elements.ts';
import { schemeOf, type ResultScheme } from '../../../../shared/model/result-schemes.ts';
import { wrongSums } from './sums.ts';

export interface CheckInput {
  text: string;
  elements: Elements;
  evidence: Evidence;
  bodyNumber: string | null;
  bodySession: string | null;
  numberDamaged: boolean;
  badDate: string | null;
  /** ISO date of the day on which is checked. */
  today: string;
  /** Result schemes of the archive's own. */
  schemes: readonly Omit<ResultScheme, 'scope'>[];
}

/** Below this a person should look. */
/** No reply letter of this form is older. */
const EARLIEST = '1949-10-01';
const MOST_SUMS = 5;

export function checkReading(input: CheckInput): Warning[] {
  return [
    ...missing(input),
    ...numbers(input),
    ...dates(input),
    ...resultWarnings(input),
    ...sums(input),
    ...doubtful(input),
  ];
}

function missing({ elements, text }: CheckInput): Warning[] {
  const warnings: Warning[] = [];
  if (elements.title === null) {
    const proposed = proposeTitle(elements);
    warnings.push({
      code: 'TITLE_MISSING',
      message: `未读出标题${proposed === null ? '' : `，拟用题名：${proposed}`}。请核对。`,
    });
  }
  if (elements.issuer === null && text.trim() !== '')
    warnings.push({ code: 'ISSUER_MISSING', message: '未读出发文机关（落款、印发机关、发文机关标志均无）。' });
  if (elements.issued_on === null && text.trim() !== '')
    warnings.push({ code: 'DATE_MISSING', message: '未读出成文日期。' });
  return warnings;
}

function numbers({ elements, bodyNumber, bodySession, numberDamaged }: CheckInput): Warning[] {
  const warnings: Warning[] = [];
  if (
    elements.case_number !== null &&
    bodyNumber !== null &&
    plainNumber(elements.case_number) !== plainNumber(bodyNumber)
  ) {
    warnings.push({
      code: 'CASE_NUMBER_DIFFERS',
      message: `标题中的案号（${elements.case_number}）与正文中的案号（${bodyNumber}）不一致。`,
    });
  }
  if (
    elements.session !== null &&
    bodySession !== null &&
    plainSession(elements.session) !== plainSession(bodySession)
  ) {
    warnings.push({
      code: 'SESSION_DIFFERS',
      message: `标题中的届次（${elements.session}）与正文中的届次（${bodySession}）不一致。`,
    });
  }
  if (numberDamaged)
    warnings.push({
      code: 'DOC_NUMBER_DAMAGED',
      message: `发文字号残缺或括号有误，读作“${elements.doc_number ?? ''}”，请核对原件。`,
    });
  const year = elements.doc_number === null ? null : /〔(\d{4})〕/.exec(elements.doc_number)?.[1];
  if (year != null && elements.issued_on !== null && !elements.issued_on.startsWith(year)) {
    warnings.push({
      code: 'DOC_NUMBER_YEAR_DIFFERS',
      message: `发文字号的年份（${year}）与成文日期（${elements.issued_on}）不是同一年。`,
    });
  }
  return warnings;
}

function dates({ elements, badDate, today }: CheckInput): Warning[] {
  const warnings: Warning[] = [];
  const { issued_on: issued, printed_on: printed } = elements;
  if (badDate !== null) warnings.push({ code: 'DATE_IMPOSSIBLE', message: `落款日期“${badDate}”不存在，未采用。` });
  if (issued !== null && printed !== null && issued !== printed) {
    warnings.push({ code: 'DATES_DIFFER', message: `成文日期（${issued}）与印发日期（${printed}）不一致。` });
  }
  for (const date of new Set([issued, printed])) {
    if (date !== null && date > today) warnings.push({ code: 'DATE_IN_FUTURE', message: `日期 ${date} 晚于今天。` });
    if (date !== null && date < EARLIEST)
      warnings.push({ code: 'DATE_TOO_EARLY', message: `日期 ${date} 过早，请核对。` });
  }
  return warnings;
}

/** What is to be said of a result: no scheme is known for it, or the office's has no such code. */
export function resultWarnings({ elements, schemes }: Pick<CheckInput, 'elements' | 'schemes'>): Warning[] {
  const code = elements.result_code;
  if (code === null) return [];
  const scheme =
    schemeOf(elements.issuer ?? elements.letterhead, elements.session, schemes) ??
    schemeOf(elements.title, null, schemes);
  if (scheme === null) {
    return [
      {
        code: 'RESULT_SCHEME_UNKNOWN',
        message: `办理结果为 ${code} 类，但本单位所用的分类方案未登记，含义待定。可在“设置”中登记。`,
      },
    ];
  }
  if (!Object.hasOwn(scheme.codes, code)) {
    return [{ code: 'RESULT_CODE_UNKNOWN', message: `办理结果 ${code} 类不在本单位的分类方案（${scheme.name}）中。` }];
  }
  return [];
}

function sums({ text }: CheckInput): Warning[] {
  return wrongSums(text)
    .slice(0, MOST_SUMS)
    .map((sum) => ({
      code: 'SUM_DIFFERS',
      message: `正文中“${sum.quote}”各分项之和为 ${sum.parts.join('+')}=${sum.sum}，与总数 ${sum.total} 不符。原文未改动。`,
    }));
}

function doubtful({ evidence }: CheckInput): Warning[] {
  const names = (Object.keys(evidence) as ElementName[]).filter((name) => (evidence[name]?.confidence ?? 1) < SURE);
  if (names.length === 0) return [];
  return [
    {
      code: 'DOUBTFUL',
      message: `以下要素把握不大，请核对：${names.map((name) => ELEMENT_LABELS[name]).join('、')}。`,
    },
  ];
}

function plainNumber(number: string): string {
  return number
    .normalize('NFKC')
    .replace(/[-—－\s]/g, '')
    .toUpperCase()
    .replace(/^0+(?=\d)/, '');
}

/** 届 and 次 alone: 第十届委员会第一次会议 and 十届一次会议 are the same. */
function plainSession(session: string): string {
  const match = /([0-9○一二三四五六七八九十百]{1,4})届.*?([0-9○一二三四五六七八九十]{1,3})次/.exec(
    session.normalize('NFKC').replace(/〇|零/g, '○'),
  );
  return match ? `${match[1] ?? ''}/${match[2] ?? ''}` : session;
}
