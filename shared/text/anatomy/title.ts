/** 标题: 关于|对 … 答复|复函|意见 …, office first or not, over one or several lines. */
import { bare } from './known.ts';
import { readDate } from '../dates.ts';
import { looksLikeOffice } from './offices.ts';
import { TITLE_FORMS } from './title-forms.ts';
import { MARK_BEFORE, MARK_BEHIND, endsLikeTitle, opensLikeTitle, runsOn } from './title-words.ts';
import type { Found, Line, Squeezed } from './lines.ts';
import { spanOf, squeeze } from './lines.ts';
import { canonicalNumber, readOwnNumber, type OwnNumber } from './document-number.ts';

export interface Title extends Found<string> {
  squeezed: Squeezed;
  /** Lines of the head that the title takes. */
  firstLine: number;
  lastLine: number;
  /** The line goes on behind the title, with the addressee or the body. */
  glued: boolean;
  /** The line above may be the letterhead or the office that opens the title: nothing tells which. */
  officeUntold?: boolean;
}

/** How sure the title and the letterhead are where an office stands right above 关于. */
export const UNTOLD = 0.85;

const LONGEST = 150;
const MOST_LINES = 5;
/** 的答复（百医保函〔2024〕9号）分类：B: number and class that stand in the title's own line belong to it as written. */
const WITH_TAIL = /[）)](?:分类|类别|办理结果|办复类别)[：:][A-Da-d]类?$/;
/** …的答复 A类: a mark without brackets behind the title's words. */
const BARE_MARK = /(?<=(?:答复|回复|复函|的函|意见))[A-Da-d]类$/;
/** 某某社区居民委员会答复居民代表意见: the office, what it does, and whose words. */
const OFFICE_ANSWERS =
  /^([^，。；：！？,;:]{4,30}?)(?:答复|回复)[^，。；：！？,;:]{2,30}(?:意见|来信|提案|建议|问题|询问|诉求)$/;

/**
 * The title among the first lines.
 * @param head lines up to the addressee or the body
 */
export function findTitle(text: string, head: readonly Line[]): Title | null {
  for (let at = 0; at < head.length; at += 1) {
    for (let count = 1; count <= MOST_LINES && at + count <= head.length; count += 1) {
      const title = titleOf(text, head, at, at + count - 1);
      if (title) return withOffice(text, head, title);
    }
  }
  const first = head.findIndex((line, at) => {
    const written = line.text.replace(/\s/g, '');
    return (
      (!looksLikeOffice(line.text) &&
        (TITLE_FORMS.some(({ pattern }) => pattern.test(written)) || isOfficesAnswer(written))) ||
      isHeadline(head, at)
    );
  });
  const line = head[first];
  if (!line) return labelledTitle(text, head);
  const plain = make(squeeze(text, line.start, line.end), first, first, 0.85);
  // Between the number and the title there is no letterhead: the office above opens the title.
  const above = head[first - 1];
  const numbered = head.slice(0, Math.max(0, first - 1)).some((before) => readOwnNumber(text, before) !== null);
  return numbered && above && looksLikeOffice(above.text.replace(/\s/g, ''))
    ? make(squeeze(text, above.start, line.end), first - 1, first, 0.85)
    : { ...plain, officeUntold: above !== undefined && looksLikeOffice(above.text.replace(/\s/g, '')) };
}

/** 标题：新农合卡丢了怎么补办: the name that a page for letters gives one, where the letter has no title of its own. */
const TITLE_LABEL = /^(?:(?:信件|来信|留言|咨询)?(?:标题|主题|题目))\s*[：:]\s*/;

function labelledTitle(text: string, head: readonly Line[]): Title | null {
  for (const [at, line] of head.entries()) {
    const label = TITLE_LABEL.exec(line.text)?.[0].length;
    const length = line.text.length - (label ?? 0);
    if (label === undefined || length < 4 || length > LONGEST_ABOVE || /\s{2}|[：:]/.test(line.text.slice(label)))
      continue;
    return make(squeeze(text, line.start + label, line.end), at, at, 0.8);
  }
  return null;
}

/** 代表建议有回音丨污水厂臭气怎么治？区里这样答复: what a page writes over an answer, right at its top. */
const HEADLINE = /^(?=.{8,60}$).*(?:代表|委员|提案|建议|网友|市民|留言).*(?:答复|回复|回应|回音|办理)/;
/** 【已回复】关于小区快递柜收费的问题, right above whom it addresses. */
const ANSWERED_MATTER = /^【[\u3400-\u9fff]{0,4}[复结]】(?:关于)?[^，。；：！？]{4,40}$/;
/** 关于末班车太早的问题, above a page's own fields (写信人：…). */
const HEADED_MATTER = /^关于[^，。；：！？]{4,40}的?(?:问题|诉求|咨询|反映|投诉|建议|情况)$/;
const LETTER_FIELDS =
  /^(?:信件|来信|留言|诉求|工单|写信|提问|咨询|受理|办件)(?:编号|单号|人|时间|日期|类型|内容|单位)\s*[：:]/;

/** 周明远代表：. */
const ADDRESSED = /^[\u3400-\u9fff·、]{2,20}(?:委员|代表|同志|先生|女士|网友)[：:]$/;

function isHeadline(head: readonly Line[], at: number): boolean {
  const written = head[at]?.text ?? '';
  const below = head[at + 1]?.text;
  if (at === 0 && ANSWERED_MATTER.test(written)) return /^[\u3400-\u9fff·、]{1,20}[：:]$/.test(below ?? '');
  if (at === 0 && HEADLINE.test(written) && /[丨|！？!?]/.test(written))
    return below === undefined || ADDRESSED.test(below);
  return at <= 2 && HEADED_MATTER.test(written.replace(/\s/g, '')) && LETTER_FIELDS.test(below ?? '');
}

function isOfficesAnswer(written: string): boolean {
  const office = OFFICE_ANSWERS.exec(written)?.[1];
  return office !== undefined && looksLikeOffice(office);
}

/** Nothing so long stands over a title whose words are known. */
const LONGEST_ABOVE = 60;
const MOST_LINES_ABOVE = 20;

/** The first lines that together say exactly these words. */
export function titleOfWords(text: string, lines: readonly Line[], words: string): Title | null {
  const wanted = bare(words);
  if (wanted === '') return null;
  for (let first = 0; first < Math.min(lines.length, MOST_LINES_ABOVE); first += 1) {
    const opening = lines[first];
    let joined = '';
    for (let last = first; last < Math.min(lines.length, first + MOST_LINES); last += 1) {
      const line = lines[last];
      if (!opening || !line || line.text.length > LONGEST * 2 + wanted.length) break;
      joined += bare(line.text);
      if (joined === wanted) return make(squeeze(text, opening.start, line.end), first, last, 1);
      if (!wanted.startsWith(joined)) break;
    }
    if ((opening?.text.length ?? 0) > LONGEST_ABOVE) return null;
  }
  return null;
}

function titleOf(text: string, head: readonly Line[], from: number, to: number): Title | null {
  const first = head[from];
  const last = head[to];
  if (
    !first ||
    !last ||
    last.end - first.start > LONGEST * 2 ||
    !opensLikeTitle(first.text.replace(/\s/g, '').replace(MARK_BEFORE, ''))
  )
    return null;
  const squeezed = squeeze(text, first.start, last.end);
  const written = squeezed.text;
  if (written.length > LONGEST || /[。；！？]|[：:](?![A-Da-d]类?$)/.test(written)) return null;
  if (!endsLikeTitle(written.replace(BARE_MARK, '')) && !WITH_TAIL.test(written)) return null;
  // 【A】【公开】对…的答复: marks of a page before the title.
  const marked = MARK_BEFORE.exec(written)?.[0].length ?? 0;
  if (marked > 0) {
    const rest = { text: squeezed.text.slice(marked), at: squeezed.at.slice(marked) };
    return opensLikeTitle(rest.text) ? make(rest, from, to, UNTOLD) : null;
  }
  // Where the words run on over the next line (建议答复 / 的函), the longer one is the title.
  const next = head[to + 1];
  if (next && runsOn(next.text) && endsLikeTitle(written + next.text)) return null;
  // Nor does it end before （市政协九届三次会议第65号提案） on a line of its own.
  if (next && CASE_IN_BRACKETS.test(next.text.replace(/\s/g, ''))) return null;
  const mark = WITH_TAIL.test(written) ? null : MARK_BEHIND.exec(written);
  const confidence = isUntoldEnd(last, next) ? UNTOLD : to - from > 2 ? 0.88 : 0.97;
  return make(mark ? cut(squeezed, mark.index) : squeezed, from, to, confidence);
}

/** （市政协九届三次会议第0065号提案）: under the title's words, the case that they answer. */
const CASE_IN_BRACKETS =
  /^[（(][^（）()〔〕]{0,40}(?:届[^（）()〔〕]{0,16}次|第[^（）()〔〕]{1,14}号)[^（）()〔〕]{0,12}(?:提案|建议|议案)[）)]$/;
const IN_BRACKETS = /^[（(]([^（）()]{4,40})[）)]$/;

/** A line in brackets ends the title, or may: （某区水务站） under it. */
function isUntoldEnd(last: Line, next: Line | undefined): boolean {
  if (CASE_IN_BRACKETS.test(last.text.replace(/\s/g, ''))) return true;
  const inside = IN_BRACKETS.exec(next?.text.replace(/\s/g, '') ?? '')?.[1];
  return inside !== undefined && looksLikeOffice(inside);
}

function cut(squeezed: Squeezed, length: number): Squeezed {
  return { text: squeezed.text.slice(0, length), at: squeezed.at.slice(0, length) };
}

function make(squeezed: Squeezed, firstLine: number, lastLine: number, confidence: number): Title {
  return {
    value: squeezed.text,
    ...spanOf(squeezed, 0, squeezed.text.length),
    confidence,
    squeezed,
    firstLine,
    lastLine,
    glued: false,
  };
}

/** 收文：2005年7月1日　第438号, 传真电报　共2页: what whoever received or sent a paper put over it, the letterhead too. */
const STAMP = /^(?:收文|来文|归档|传真|明传|发电|签批|页数|共\s*\d+\s*页)/;
/** 官 渡 区 民 政 局: set like a letterhead. */
const LETTER_SPACED = /^(?:\S\s+){3,}\S$/;
const isLetterSpaced = (line: Line): boolean => LETTER_SPACED.test(line.text.trim());
/** （2024年6月3日）. */
const DAY_IN_BRACKETS = /^[（(][^（）()]{6,16}日[）)]$/;

/** Under a letterhead comes the number; where it stands below the title, the office above is more likely the title's own. */
function numberedBelow(text: string, head: readonly Line[], titleEnd: number): boolean {
  const day = DAY_IN_BRACKETS.test(head[titleEnd + 1]?.text ?? '') ? 1 : 0;
  const below = head[titleEnd + 1 + day];
  return below !== undefined && readOwnNumber(text, below) !== null;
}

/**
 * An office on the line above 关于 opens the title where the number, or the letterhead, stands above that line. Without either
 * it more likely does, for under a letterhead comes the number (GB/T 9704-2012, 7.2.5); only a person can tell.
 */
function withOffice(text: string, head: readonly Line[], title: Title): Title {
  const wrapped = withWrappedOffices(text, head, title);
  if (wrapped) return wrapped;
  const above = head[title.firstLine - 1];
  if (!above || !/^(?:关于|对)/.test(title.value) || !looksLikeOffice(above.text.replace(/\s/g, ''))) return title;
  // A date alone above the office tells nothing of it.
  const before = head.slice(0, title.firstLine - 1).filter((line) => readDate(line.text) === null);
  const office = above.text.replace(/\s/g, '');
  const numbered = before.some((line) => readOwnNumber(text, line) !== null);
  const repeated = before.some((line) => line.text.replace(/\s/g, '').replace(/文件$/, '') === office);
  if (!numbered && !repeated) {
    // Two offices side by side open a joint letter's title; letterheads of two stand one over the other.
    if (standSideBySide(above.text))
      return make(squeeze(text, above.start, title.end), title.firstLine - 1, title.lastLine, UNTOLD);
    if (before.length > 0 && before.every((line) => STAMP.test(line.text) || isOtherOffice(line.text, office)))
      return { ...title, confidence: Math.min(title.confidence, UNTOLD), officeUntold: true };
    // Nor does a letterhead stand under a mark or under a web page's own head.
    if (before.length > 0 && !isLetterSpaced(above))
      return make(squeeze(text, above.start, title.end), title.firstLine - 1, title.lastLine, UNTOLD);
    if (numberedBelow(text, head, title.lastLine) && !isLetterSpaced(above))
      return make(squeeze(text, above.start, title.end), title.firstLine - 1, title.lastLine, UNTOLD);
    return { ...title, confidence: Math.min(title.confidence, UNTOLD), officeUntold: true };
  }
  // Two lines of joint offices open it together where the number stands above both.
  const second = head[title.firstLine - 2];
  const isJoint =
    second !== undefined &&
    head.slice(0, title.firstLine - 2).some((line) => readOwnNumber(text, line) !== null) &&
    looksLikeOffice(second.text.replace(/\s/g, ''));
  const first = isJoint ? second : above;
  const squeezed = squeeze(text, first.start, title.end);
  return make(squeezed, title.firstLine - (isJoint ? 2 : 1), title.lastLine, isJoint ? UNTOLD : 0.92);
}

/** 某某市民政局　某某市卫生健 / 康委员会[ / ]关于…: joint offices whose line the page's edge broke inside a name open the title. */
function withWrappedOffices(text: string, head: readonly Line[], title: Title): Title | null {
  const above = head[title.firstLine - 1];
  const second = head[title.firstLine - 2];
  const rest = /^([^，。；：关对]{1,20})(?=关于|对)/.exec(title.value)?.[1];
  const [from, behind] = rest === undefined ? [second, above?.text ?? ''] : [above, rest];
  if (!from || behind === '' || behind.length > 20 || looksLikeOffice(from.text.replace(/\s/g, ''))) return null;
  if (
    /[\d〔【[（(]/.test(from.text) ||
    looksLikeOffice(
      from.text
        .trim()
        .split(/[\s、]+/)
        .at(-1) ?? '',
    )
  )
    return null;
  if (standSideBySide(from.text) || !standSideBySide(from.text + behind)) return null;
  const firstLine = title.firstLine - (rest === undefined ? 2 : 1);
  return make(squeeze(text, from.start, title.end), firstLine, title.lastLine, UNTOLD);
}

/** 某某市教育局 某某市财政局. */
function standSideBySide(written: string): boolean {
  const offices = written.trim().split(/[\s、]+/);
  return offices.length > 1 && offices.every((office) => office.length > 3 && looksLikeOffice(office));
}

function isOtherOffice(written: string, office: string): boolean {
  const name = written.replace(/\s/g, '');
  return name !== office && looksLikeOffice(name);
}

/** The office with which a title opens: 延安市医疗保障局对…, 某某局关于…. */
export function officeOfTitle(title: Title): Found<string> | null {
  const match = /^(.{2,45}?)(?:关于对|关于|对)/.exec(title.value);
  const name = match?.[1];
  if (name === undefined || !looksLikeOffice(name)) return null;
  return { value: name, ...spanOf(title.squeezed, 0, name.length), confidence: 0.9 };
}

const GLUED =
  /^(?:[^，。；：！？]{2,40})?(?:关于|对)[^，。；：！？]{6,110}?(?:答复的函|答复函|的答复|的复函|会办意见|的回复|的函|提案答复|建议答复)(?=[^，。；：！？]{2,40}(?:委员|代表|同志|先生|女士|网友)[：:，,]|网友|尊敬的|您好|你好)/;

/** Without one of these words no title ends in the line: asked first, because the whole pattern tries many places. */
const GLUED_END = /答复|复函|会办意见|的回复|的函/;

/** A title whose line lost its end: 关于…的答复李晓青委员：您提出的…. */
export function gluedTitle(text: string, line: Line | undefined, at: number): Title | null {
  if (!line || at > 3) return null;
  const squeezed = squeeze(text, line.start, Math.min(line.end, line.start + LONGEST * 2));
  const match = GLUED_END.test(squeezed.text) ? GLUED.exec(squeezed.text) : null;
  if (!match) return null;
  return { ...make(cut(squeezed, match[0].length), at, at, 0.8), glued: true };
}

/** …答复的函（百医保函〔2024〕9号）: the number in brackets behind the title's words. */
export function numberInTitle(text: string, title: Title, head: readonly Line[]): OwnNumber | null {
  const last = head[title.lastLine];
  const squeezed = last ? squeeze(text, title.start, last.end) : title.squeezed;
  const match =
    /[（(]([\u3400-\u9fffA-Za-z·-]{2,16})[〔﹝[［【（(]((?:19|20)\d{2})[〕﹞\]］】）)]第?(\d{1,6})号[）)]/.exec(
      squeezed.text,
    );
  if (!match || match[1] === undefined || match[2] === undefined || match[3] === undefined) return null;
  const span = spanOf(squeezed, match.index + 1, match.index + match[0].length - 1);
  return { value: canonicalNumber(match[1], match[2], match[3]), ...span, confidence: 0.93, damaged: false };
}
