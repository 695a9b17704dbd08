/** Result class (办理结果) and openness (公开属性): marks in the head, behind the title, or behind the date. */
import { CLOSING_CLASS, OPENING_CLASS } from '../../../../shared/text/brackets.ts';
import type { Elements } from '../../../../shared/model/elements.ts';
import type { Found, Line, Squeezed } from '../../../../shared/text/anatomy/lines.ts';
import { spanOf, squeezeLine } from '../../../../shared/text/anatomy/lines.ts';
import { readOwnNumber } from '../../../../shared/text/anatomy/document-number.ts';
import { RESULT_LABELS, oneOf } from '../../../../shared/text/words/field-labels.ts';
import { isMarkLine } from '../../../../shared/text/anatomy/mark-words.ts';

type Openness = NonNullable<Elements['openness']>;

const LETTER = '[A-FＡ-Ｆ甲乙丙丁]';
/** 办理结果：A类, 办复类别：B, 分类：B, 类别：（A）类, 答复类型：A. */
const LABELLED_RESULT = new RegExp(
  `${oneOf(RESULT_LABELS)}(?:分类|类别|为|是|属|标识|标记|标注|代码|等级|级别)?[：:]?["“”\\[（(〔【［]?(${LETTER}|[a-f])["“”\\]）)〕】］]?类?(?![A-Za-z0-9])`,
);
const BRACKETED_RESULT = new RegExp(`[${OPENING_CLASS}](${LETTER})类?[${CLOSING_CLASS}]`);
/** 办理结果：A（ ）B（√）C（ ）: the ticked one. */
const TICKED_RESULT = new RegExp(`(${LETTER})类?[（(\\[]?[√✓✔☑■][）)\\]]?|[☑■√✓✔](${LETTER})类?`);
const BEHIND_TITLE = /(?:答复|回复|复函|的函|意见)([A-D])类$/;
/** 某某局（盖章） 〔A类〕: beside the signature. */
const BESIDE_SIGNATURE = new RegExp(`[局委办厅院府会室司章）)][${OPENING_CLASS}](${LETTER})类[${CLOSING_CLASS}]$`);
/** □A ☑B □C: here the tick stands before its letter, and not behind it as in A类□ B类☑. */
const BOX_FIRST = new RegExp(`(?<!${LETTER}类?[（(\\[]?)[□☐☑■](?:${LETTER})`);
/** A类□ B类☑ and nothing else. */
const ONLY_BOXES = new RegExp(`^(?:[□☐☑■√✓✔]?${LETTER}类?[（(\\[]?[□☐☑■√✓✔]?[）)\\]]?){2,6}$`);
/** 由C类调整为B类: what it was is no result. */
const CHANGED_RESULT = new RegExp(
  `由[“"（(]?${LETTER}[”"）)]?类?(?:调整|变更|更正|修改|提升|升级|改|转)(?:为|成)[“"（(]?(${LETTER})[”"）)]?类?`,
);
const TICK_FIRST = new RegExp(`[☑■√✓✔](${LETTER})类?`);
/** 本件属A类，即所提问题已经解决: said in a sentence near the end. */
const SAID_RESULT = new RegExp(
  `(?:本|该|此)(?:件|提案|建议|案)(?:属于?|为|列为|定为|评为|确定为|办理结果为)[“"（(]?(${LETTER})[”"）)]?类`,
);
const LONE_RESULT = new RegExp(`^[${OPENING_CLASS}]?(${LETTER})类?[${CLOSING_CLASS}]?$`);
/** 办理结果：已解决（A类） */
const WORDED_RESULT = new RegExp(
  `(?:办[理复结]结果|(?:办[理复结]|答复)类[别型]|(?:结果|答复|办理|办复)分类)[：:][^，。；]{0,12}[${OPENING_CLASS}](${LETTER})类?[${CLOSING_CLASS}]`,
);
/** On the number's line, or with a bracket lost. */
const LOOSE_RESULT = new RegExp(
  `(?:^|[^A-Za-z0-9])(${LETTER})类|[${OPENING_CLASS}](${LETTER})|(${LETTER})[${CLOSING_CLASS}]`,
);

const WORDS =
  '同意公开|可以公开|主动公开|全文公开|公开发布|依申请公开|不予公开|不宜公开|不公开|不同意公开|免予公开|摘要公开|删减后公开';
const LABELLED_OPENNESS = new RegExp(
  `(?:公开属性|公开方式|公开类别|公开类型|公开选项|公开形式|公开情况|是否公开|是否同意公开|信息公开|公开意见|政务公开|(?<![\\u3400-\\u9fff](?<![号类]))公开(?=[：:]))[^：:。，]{0,6}[：:]?[${OPENING_CLASS}“"]?(${WORDS}|是|否|同意|不同意|公开)`,
);
const TICKED_OPENNESS = new RegExp(`(${WORDS})[（(\\[]?[√✓✔☑■][）)\\]]?|[☑■√✓✔](${WORDS})`);
const NOTED_OPENNESS = new RegExp(
  `[${OPENING_CLASS}]?(?:此件|本件|该件|此文|附注[：:])(?:建议|拟|可|可以)?(${WORDS}|公开)[${CLOSING_CLASS}]?`,
);
const BRACKETED_OPENNESS = new RegExp(`[${OPENING_CLASS}](${WORDS})[${CLOSING_CLASS}]?|(${WORDS})[${CLOSING_CLASS}]`);

/** A line of the head or tail that is the mark; there the bare word 公开 is one, too. */
const WHOLE_OPENNESS = new RegExp(`^[${OPENING_CLASS}]?(${WORDS}|公开)[${CLOSING_CLASS}]?$`);

/** Boxes of which none is ticked tell nothing. */
const EMPTY_BOX = /[（(\[][）)\]]|[□☐]/;

/** The bare letter (half width), or 甲 乙 丙 of such schemes. */
export function findResult(
  text: string,
  head: readonly Line[],
  titleLine: number,
  tail: readonly Line[],
): Found<string> | null {
  for (const lines of [head, tail]) {
    for (const line of lines) {
      const squeezed = squeezeLine(text, line);
      if (squeezed.text.length > (lines === head ? 160 : 60)) continue;
      const pattern = BOX_FIRST.test(squeezed.text) ? TICK_FIRST : TICKED_RESULT;
      const changed = take(squeezed, CHANGED_RESULT, 0.9);
      if (changed) return changed;
      const ticked =
        /结果|类别|分类|程度|类型/.test(squeezed.text) || ONLY_BOXES.test(squeezed.text)
          ? take(squeezed, pattern, 0.95)
          : null;
      if (ticked) return ticked;
      if (EMPTY_BOX.test(squeezed.text)) continue;
      const labelled = take(squeezed, LABELLED_RESULT, 0.96);
      if (labelled) return labelled;
      if (LONE_RESULT.test(squeezed.text)) return take(squeezed, LONE_RESULT, isWhole(squeezed.text) ? 0.97 : 0.85);
      if (isMarkLine(squeezed.text)) {
        const marked = take(squeezed, BRACKETED_RESULT, 0.97) ?? take(squeezed, LOOSE_RESULT, 0.85);
        if (marked) return marked;
      }
    }
  }
  const first = head.filter((line, at) => at <= titleLine || readOwnNumber(text, line) !== null);
  for (const line of first) {
    const squeezed = squeezeLine(text, line);
    if (squeezed.text.length > 160) continue;
    const near =
      take(squeezed, BRACKETED_RESULT, 0.95) ??
      take(squeezed, BEHIND_TITLE, 0.92) ??
      (/号/.test(squeezed.text) && line !== head[titleLine] ? take(squeezed, LOOSE_RESULT, 0.85) : null);
    if (near) return near;
  }
  for (const line of tail) {
    const squeezed = squeezeLine(text, line);
    const near =
      (line.text.length <= 60
        ? (take(squeezed, WORDED_RESULT, 0.9) ?? take(squeezed, BESIDE_SIGNATURE, 0.95))
        : null) ?? take(squeezed, SAID_RESULT, 0.9);
    if (near) return near;
  }
  return null;
}

function isWhole(mark: string): boolean {
  return mark.length === 1 || /类/.test(mark) || mark.length === 3;
}

function take(squeezed: Squeezed, pattern: RegExp, confidence: number): Found<string> | null {
  const match = pattern.exec(squeezed.text);
  const value = match?.slice(1).find((group) => group !== undefined);
  if (!match || value === undefined) return null;
  const from = match.index + match[0].indexOf(value);
  const whole = spanOf(squeezed, from, from + value.length);
  const plain = value.normalize('NFKC').toUpperCase();
  return { value: plain, ...whole, confidence };
}

export function findOpenness(text: string, head: readonly Line[], tail: readonly Line[]): Found<Openness> | null {
  for (const lines of [head, tail]) {
    for (const line of lines) {
      const squeezed = squeezeLine(text, line);
      if (squeezed.text.length > 200) continue;
      const found = opennessIn(squeezed) ?? (isMarkLine(line.text.trim()) ? marked(squeezed) : null);
      if (found) return found;
    }
  }
  return null;
}

function opennessIn(squeezed: Squeezed): Found<Openness> | null {
  for (const [pattern, confidence] of [
    [TICKED_OPENNESS, 0.95],
    [NOTED_OPENNESS, 0.97],
    [LABELLED_OPENNESS, 0.96],
    [WHOLE_OPENNESS, 0.96],
    [BRACKETED_OPENNESS, 0.94],
  ] as const) {
    const match = pattern.exec(squeezed.text);
    // Boxes of another mark on the same line (办理结果：□A ☑B 是否公开：是) say nothing of this one.
    const own = match === null ? '' : squeezed.text.slice(match.index);
    if (pattern !== TICKED_OPENNESS && EMPTY_BOX.test(own)) continue;
    const word = match?.slice(1).find((group) => group !== undefined);
    if (!match || word === undefined) continue;
    const from = match.index + match[0].lastIndexOf(word);
    return { value: opennessOf(word), ...spanOf(squeezed, from, from + word.length), confidence };
  }
  return null;
}

/** （公开） beside （B类）: on a line of marks the bare word is one. */
function marked(squeezed: Squeezed): Found<Openness> | null {
  const at = squeezed.text.indexOf('公开');
  if (at < 0) return null;
  return { value: '主动公开', ...spanOf(squeezed, at, at + 2), confidence: 0.85 };
}

function opennessOf(word: string): Openness {
  if (/依申请/.test(word)) return '依申请公开';
  return /不|否|免予/.test(word) ? '不予公开' : '主动公开';
}
