/** Result class (办理结果) and openness (公开属性): marks in the head, behind the title, or behind the date. */
import { CLOSING_CLASS, OPENING_CLASS } from '../../../../shared/text/brackets.ts';
import type { Elements } from '../../../../shared/model/elements.ts';
import type { Found, Line, Squeezed } from '../../../../shared/text/anatomy/lines.ts';
import { spanOf, squeezeLine } from '../../../../shared/text/anatomy/lines.ts';
import { readOwnNumber } from '../../../../shared/text/anatomy/document-number.ts';
import { isMarkLine } from '../../../../shared/text/anatomy/mark-words.ts';
import { valueOf, type Rule } from '../../../../shared/text/rule.ts';
import { OPENNESS_LABELS, RESULT_LABELS, oneOf } from '../../../../shared/text/words/field-labels.ts';

type Openness = NonNullable<Elements['openness']>;

const LETTER = '[A-FＡ-Ｆ甲乙丙丁]';
const WORDS =
  '同意公开|同意对外公开|可以公开|主动公开|全文公开|公开发布|依申请公开|不予公开|不宜公开|不公开|不同意公开|免予公开|摘要公开|删减后公开';
const TICK = '[√✓✔☑■]';

const rule = (
  name: string,
  pattern: string,
  confidence: number,
  example: string,
  not: string,
  value?: string,
): Rule => ({
  name,
  pattern: new RegExp(pattern),
  confidence,
  example,
  not,
  ...(value !== undefined && { value }),
});

/** The rules of the result. `findResult` tries them where they are said to stand; of a line what it became goes before boxes, boxes before labels. */
export const RESULT_RULES = {
  changed: rule(
    'what it was is no result',
    `由[“"（(]?${LETTER}[”"）)]?类?(?:调整|变更|更正|修改|提升|升级|改|转)(?:为|成)[“"（(]?(${LETTER})[”"）)]?类?`,
    0.9,
    '办理结果：由C类调整为B类',
    '办理结果：C类',
    'B',
  ),
  ticked: rule(
    'the ticked one of boxes behind their letters',
    `(${LETTER})类?[（(\\[]?${TICK}[）)\\]]?|[☑■√✓✔](${LETTER})类?`,
    0.95,
    '办理结果：A（）B（√）C（）',
    '办理结果：A□B□',
    'B',
  ),
  tickFirst: rule(
    'the ticked one of boxes before their letters',
    `${TICK}(${LETTER})类?`,
    0.95,
    '办理结果：□A☑B□C',
    '办理结果：□A□B',
    'B',
  ),
  labelled: rule(
    'behind its label',
    `${oneOf(RESULT_LABELS)}(?:分类|类别|为|是|属|标识|标记|标注|代码|等级|级别)?[：:]?["“”\\[（(〔【［]?(${LETTER}|[a-f])["“”\\]）)〕】］]?类?(?![A-Za-z0-9])`,
    0.96,
    '办理结果：A类',
    '分类：APP建设',
    'A',
  ),
  gradedLabel: rule(
    'behind its label, with the grade inside its class',
    `${oneOf(RESULT_LABELS)}(?:分类|类别|为|标识|标记|代码|等级|级别)?[：:][（(〔]?([A-D][1-4])类?(?![A-Za-z0-9])`,
    0.85,
    '类别：A1',
    '类别：A1024',
    'A1',
  ),
  lone: rule('alone on its line', `^[${OPENING_CLASS}]?(${LETTER})类?[${CLOSING_CLASS}]?$`, 0.97, '〔A类〕', 'A类河段'),
  graded: rule(
    'alone on its line, with the grade inside its class',
    `^[${OPENING_CLASS}]?([A-D][1-4])类?[${CLOSING_CLASS}]?$`,
    0.92,
    'B1',
    'B5楼',
    'B1',
  ),
  besideOpenness: rule(
    'a bare letter before the openness on a line of marks',
    `^([A-D])(?=(?:${WORDS}|公开)$)`,
    0.9,
    'B公开',
    'B座公开招标',
    'B',
  ),
  besideRound: rule(
    'beside how often it was answered',
    `^[${OPENING_CLASS}](?:重新办理|再次办理|二次办理|再次答复|重办)[${CLOSING_CLASS}]([A-D])类?$`,
    0.9,
    '（重新办理）A',
    '（重新办理）A座改造',
    'A',
  ),
  bracketed: rule(
    'in brackets',
    `[${OPENING_CLASS}](${LETTER})类?[${CLOSING_CLASS}]`,
    0.97,
    '（主动公开）（B类）',
    '（B座）',
    'B',
  ),
  beforeOpenness: rule(
    'before the openness in one pair of brackets',
    `[${OPENING_CLASS}](${LETTER})类?[、，,；;/／](?:${WORDS}|公开)[${CLOSING_CLASS}]$`,
    0.9,
    '关于第14号提案的答复（A类、公开）',
    '（A类、公开招标）',
    'A',
  ),
  behindNumber: rule(
    'a bare letter behind the number, at the end of its line',
    `[${CLOSING_CLASS}]第?\\d{1,5}号([A-D甲乙丙])类?$`,
    0.92,
    '云粮函字〔2003〕11号B',
    '〔2003〕11号B座',
    'B',
  ),
  loose: rule(
    'on a line of marks or of the number, or with a bracket lost',
    `(?:^|[^A-Za-z0-9])(${LETTER})类|[${OPENING_CLASS}](${LETTER})|(${LETTER})[${CLOSING_CLASS}]`,
    0.85,
    'A类〕',
    '二类',
    'A',
  ),
  behindTitle: rule(
    'behind the title’s words',
    '(?:答复|回复|复函|的函|意见)([A-D])类$',
    0.92,
    '关于第6号建议的答复B类',
    '关于B类项目的答复',
    'B',
  ),
  worded: rule(
    'in brackets behind its meaning',
    `(?:办[理复结]结果|(?:办[理复结]|答复)类[别型]|(?:结果|答复|办理|办复)分类)[：:][^，。；]{0,12}[${OPENING_CLASS}](${LETTER})类?[${CLOSING_CLASS}]`,
    0.9,
    '办理结果：已解决（A类）',
    '已解决（A类）',
    'A',
  ),
  besideSignature: rule(
    'beside the signature',
    `[局委办厅院府会室司章）)][${OPENING_CLASS}](${LETTER})类[${CLOSING_CLASS}]$`,
    0.95,
    '某某局（盖章）〔A类〕',
    '某某局（A座）',
    'A',
  ),
  said: rule(
    'said in a sentence',
    `(?:本|该|此)(?:件|提案|建议|案)(?:属于?|为|列为|定为|评为|确定为|办理结果为)[“"（(]?(${LETTER})[”"）)]?类`,
    0.9,
    '本件属A类，即所提问题已经解决',
    '该河段属A类',
    'A',
  ),
} as const satisfies Record<string, Rule>;

/** The rules of openness, in the order in which a line is asked: what is ticked goes before labels, a label before bare words. */
export const OPENNESS_RULES: readonly Rule[] = [
  rule(
    'the ticked one of boxes before their words',
    `[☑■√✓✔](${WORDS})`,
    0.95,
    '□主动公开☑依申请公开',
    '□主动公开□依申请公开',
    '依申请公开',
  ),
  rule(
    'the ticked one of boxes behind their words',
    `(${WORDS})[（(\\[]?${TICK}[）)\\]]?`,
    0.95,
    '主动公开□依申请公开☑',
    '主动公开□依申请公开□',
    '依申请公开',
  ),
  rule(
    'noted of this paper',
    `[${OPENING_CLASS}]?(?:此件|本件|该件|此文|附注[：:])(?:建议|拟|可|可以)?(${WORDS}|公开)[${CLOSING_CLASS}]?`,
    0.97,
    '（此件公开发布）',
    '此件已公开招标',
    '公开发布',
  ),
  rule(
    'behind its label',
    `(?:${OPENNESS_LABELS.join('|')}|(?<![\\u3400-\\u9fff](?<![号类]))公开(?=[：:]))(?:[^：:。，]{0,6}[：:])?[${OPENING_CLASS}${CLOSING_CLASS}“"]{0,2}(${WORDS}|是|否|同意|不同意|公开)`,
    0.96,
    '公开属性：主动公开',
    '云岭渔政信息公开网公开目录',
    '主动公开',
  ),
  rule(
    'behind the result on its row',
    `^${oneOf(RESULT_LABELS)}[：:]?[${OPENING_CLASS}]?${LETTER}类?[${CLOSING_CLASS}]?[、，,；;]?(${WORDS})$`,
    0.92,
    '办理结果：B类主动公开',
    '办理结果：B类主动公开栏目',
    '主动公开',
  ),
  rule(
    'behind the result in one pair of brackets',
    `[${OPENING_CLASS}]${LETTER}类?[、，,；;/／](${WORDS}|公开)[${CLOSING_CLASS}]$`,
    0.9,
    '关于第14号提案的答复（A类、公开）',
    '（A类、公开招标）',
    '公开',
  ),
  rule(
    'alone on its line',
    `^[${OPENING_CLASS}]?(${WORDS}|公开)[${CLOSING_CLASS}]?$`,
    0.96,
    '（公开）',
    '公开招标',
    '公开',
  ),
  rule(
    'the bare word in brackets before the title',
    `^(?:[${OPENING_CLASS}][A-D]类?[${CLOSING_CLASS}])?[${OPENING_CLASS}](公开)[${CLOSING_CLASS}](?=关于|对)`,
    0.85,
    '【A】【公开】对第5号建议的答复',
    '（公开）招标公告',
    '公开',
  ),
  rule(
    'in brackets, of which one may be lost',
    `[${OPENING_CLASS}](${WORDS})[${CLOSING_CLASS}]?|(${WORDS})[${CLOSING_CLASS}]`,
    0.94,
    '某某局〔主动公开〕',
    '某某局主动公开信息',
    '主动公开',
  ),
];
const [TICK_BEFORE, TICK_BEHIND] = OPENNESS_RULES;
/** □主动公开 ☑依申请公开: the boxes stand before their words. */
const BOX_BEFORE = new RegExp(`^[^□☐☑■√✓✔]*(?<!公开[（(\\[]?)[□☐☑■√✓✔](?:${WORDS})`);

/** □A ☑B □C: here the tick stands before its letter, and not behind it as in A类□ B类☑. */
const BOX_FIRST = new RegExp(`(?<!${LETTER}类?[（(\\[]?)[□☐☑■](?:${LETTER})`);
/** A类□ B类☑ and nothing else. */
const ONLY_BOXES = new RegExp(`^(?:[□☐☑■√✓✔]?${LETTER}类?[（(\\[]?[□☐☑■√✓✔]?[）)\\]]?){2,6}$`);
/** Boxes of which none is ticked tell nothing. */
const EMPTY_BOX = /[（(\[][）)\]]|[□☐]/;

/** A line without any of these letters bears no result, whatever the rule. */
const ANY_LETTER = new RegExp(`${LETTER}|[a-f]`);

/** The bare letter (half width), or 甲 乙 丙 of such schemes. */
export function findResult(
  text: string,
  head: readonly Line[],
  titleLine: number,
  tail: readonly Line[],
): Found<string> | null {
  const {
    changed,
    ticked,
    tickFirst,
    labelled,
    gradedLabel,
    lone,
    bracketed,
    loose,
    behindTitle,
    worded,
    besideSignature,
    said,
    graded,
    besideRound,
    besideOpenness,
    beforeOpenness,
    behindNumber,
  } = RESULT_RULES;
  for (const lines of [head, tail]) {
    for (const line of lines) {
      const squeezed = squeezeLine(text, line);
      const { text: written } = squeezed;
      if (written.length > (lines === head ? 160 : 60) || !ANY_LETTER.test(written)) continue;
      const became = take(squeezed, changed);
      if (became) return became;
      const hasBoxes = /结果|类别|分类|程度|类型/.test(written) || ONLY_BOXES.test(written);
      const chosen = hasBoxes ? take(squeezed, BOX_FIRST.test(written) ? tickFirst : ticked) : null;
      if (chosen) return chosen;
      if (EMPTY_BOX.test(written)) continue;
      const found = take(squeezed, labelled) ?? take(squeezed, gradedLabel);
      if (found) return found;
      if (lone.pattern.test(written)) return take(squeezed, lone, isWhole(written) ? lone.confidence : 0.85);
      const grade = lines === head ? (take(squeezed, graded) ?? take(squeezed, besideRound)) : null;
      if (grade) return grade;
      if (isMarkLine(written)) {
        const marked = take(squeezed, bracketed) ?? take(squeezed, loose) ?? take(squeezed, besideOpenness);
        if (marked) return marked;
      }
    }
  }
  for (const [at, line] of head.entries()) {
    const squeezed = squeezeLine(text, line);
    if (squeezed.text.length > 160 || !ANY_LETTER.test(squeezed.text)) continue;
    if (at > titleLine && readOwnNumber(text, line) === null) continue;
    const near =
      take(squeezed, bracketed, 0.95) ??
      take(squeezed, behindTitle) ??
      take(squeezed, beforeOpenness) ??
      take(squeezed, behindNumber) ??
      (/号/.test(squeezed.text) && line !== head[titleLine] ? take(squeezed, loose) : null);
    if (near) return near;
  }
  for (const line of tail) {
    const squeezed = squeezeLine(text, line);
    if (!ANY_LETTER.test(squeezed.text)) continue;
    const near =
      (line.text.length <= 60 ? (take(squeezed, worded) ?? take(squeezed, besideSignature)) : null) ??
      take(squeezed, said);
    if (near) return near;
  }
  return null;
}

function isWhole(mark: string): boolean {
  return mark.length === 1 || /类/.test(mark) || mark.length === 3;
}

function take(squeezed: Squeezed, { pattern, confidence: own }: Rule, confidence = own): Found<string> | null {
  const match = pattern.exec(squeezed.text);
  const value = match === null ? undefined : valueOf(match);
  if (!match || value === undefined) return null;
  const from = match.index + match[0].indexOf(value);
  const whole = spanOf(squeezed, from, from + value.length);
  const plain = value.normalize('NFKC').toUpperCase();
  return { value: plain, ...whole, confidence };
}

/** Stands in every label and in every word of openness. */
const ANY_OPENNESS = '公开';

export function findOpenness(text: string, head: readonly Line[], tail: readonly Line[]): Found<Openness> | null {
  for (const lines of [head, tail]) {
    for (const line of lines) {
      const squeezed = squeezeLine(text, line);
      if (squeezed.text.length > 200 || !squeezed.text.includes(ANY_OPENNESS)) continue;
      const found = opennessIn(squeezed) ?? (isMarkLine(line.text.trim()) ? marked(squeezed) : null);
      if (found) return found;
    }
  }
  return null;
}

function opennessIn(squeezed: Squeezed): Found<Openness> | null {
  for (const one of OPENNESS_RULES) {
    const match = one.pattern.exec(squeezed.text);
    // Boxes of another mark on the same line (办理结果：□A ☑B 是否公开：是) say nothing of this one.
    const own = match === null ? '' : squeezed.text.slice(match.index);
    const isTicked = one === TICK_BEFORE || one === TICK_BEHIND;
    if (!isTicked && EMPTY_BOX.test(own)) continue;
    if (isTicked && (one === TICK_BEFORE) !== BOX_BEFORE.test(squeezed.text)) continue;
    const word = match === null ? undefined : valueOf(match);
    if (!match || word === undefined) continue;
    const from = match.index + match[0].lastIndexOf(word);
    return { value: opennessOf(word), ...spanOf(squeezed, from, from + word.length), confidence: one.confidence };
  }
  return null;
}

const BARE_WORDS = new RegExp(`${WORDS}|公开`);

/** （公开） beside （B类）, A类 不予公开: on a line of marks the bare word is one. */
function marked(squeezed: Squeezed): Found<Openness> | null {
  const match = BARE_WORDS.exec(squeezed.text);
  if (!match) return null;
  const word = match[0];
  return { value: opennessOf(word), ...spanOf(squeezed, match.index, match.index + word.length), confidence: 0.85 };
}

function opennessOf(word: string): Openness {
  if (/依申请/.test(word)) return '依申请公开';
  return /不|否|免予/.test(word) ? '不予公开' : '主动公开';
}
