/** 联系人 and 联系电话, wherever they stand in a letter. Fax numbers are no telephones. */
import { halfWidthDigits } from '../../../../shared/text/numerals.ts';
import { looksLikeOffice } from '../../../../shared/text/anatomy/offices.ts';
import { firstMatch, valueOf } from '../../../../shared/text/rule.ts';
import { CONTACT_RANKS } from '../../../../shared/text/words/ranks.ts';
import { NAME_ENDS, NO_PHONE_WORDS, PHONE_WORDS } from '../../../../shared/text/words/ringing.ts';
import { SURNAMES } from '../../../../shared/text/words/surnames.ts';
import { isPlainName } from '../../../../shared/text/anatomy/person-names.ts';
import { NAMED_CONTACT_RULES, PHONE_KINDS, SURNAMED_CONTACT_RULES, UNLABELLED } from './contact-rules.ts';
import { isContactsPhone } from './phones-in-sentences.ts';
import type { Found, Line } from '../../../../shared/text/anatomy/lines.ts';

const LABEL =
  /(?:联[ \u3000]{0,3}系[ \u3000]{0,3}[人入]|业务联系|联络[人入]|联系同志|承办民警|承[ \u3000]{0,3}办(?:[ \u3000]{0,3}[人入]员?)?|经[ \u3000]{0,3}办(?:[ \u3000]{0,3}[人入]员?)?|具体承办人|办理人|(?<![\u3400-\u9fff])联系(?=\s*[：:；;]))(?:员)?(?:姓名)?(?:[及、和与/／]|以及)?(?:联系)?(?:电话|方式|号码|手机)?(?:[（(][^（）()]{1,12}[）)])?\s*[：:；;】］]\s*|(?:联系人|联络人|办理人|经办人|承办人|记录人)\s*(?=[\u3400-\u9fff·]{2,8}[，,；;\s]*(?:联系)?(?:电话|手机|\d)|[\u3400-\u9fff·]{2,4}[。）)]?$)/g;
const STOP = new RegExp(NAME_ENDS.join('|'));
const SECTION = '[\\u3400-\\u9fff]{1,14}(?:[科室处股庭部委局办队站所院组社馆会司]|中心|公司)';
const RANK = `(?:${CONTACT_RANKS.join('|')})`;
const SECTION_AND_NAME = new RegExp(`^${SECTION}${RANK}?([\\u3400-\\u9fff]{2,3})$`);
const SECTION_AND_SPACED_NAME = new RegExp(`^${SECTION}([\\u3400-\\u9fff]\\s+[\\u3400-\\u9fff])$`);
const RANKED_NAME = new RegExp(`^${RANK}([\\u3400-\\u9fff]{2,3})$`);
const IS_SECTION = new RegExp(`^${SECTION}${RANK}?$`);
const IS_RANK = new RegExp(`^${RANK}$`);
const NO_NAME = /[室科局司处办股站厅部院队组线话机]$/;
const NO_PERSON =
  /^(?:单位|办公|家庭|值班|公司|农业|水务|安全|应急|财务|党政|平台|服务)|[室科局司处办股站厅部院队组线话机]$/;
const LONGEST_FOOT = 300;
/** 主办：某某政府办公室　承办：某某中心　浙ICP备…号: the foot of a site. */
const SITE_FOOT = /ICP备|网安备|版权所有|主办[：:].{2,40}承办[：:]/;
const NUMBER = new RegExp(
  `(?<![0-9*〔\\[.])(?:${PHONE_KINDS.map(({ pattern }) => pattern.source).join('|')})(?:转\\d{1,5})?`,
  'g',
);
const KEYWORD = new RegExp(PHONE_WORDS.join('|'), 'g');
const FAX = new RegExp(NO_PHONE_WORDS.join('|'), 'g');
/** Between two numbers of one list. */
const LIST_GAP =
  /^[；;]\s*[\u3400-\u9fff\s（）()]{2,24}[，,]?\s*$|^\n[\u3400-\u9fff \u3000（）()]{2,20}[ \u3000]+$|^\n(?:[\u3400-\u9fff]{2,12}[局委办科室处股队站部厅院所][ \u3000]+)?[\u3400-\u9fff]{2,4}(?:[（(][\u3400-\u9fff]{1,12}[）)])?$|^[\s、，,；;/／或和及与（）()]{1,4}(?:也可(?:以)?拨打.{0,16})?$|^[（(][^（）()\d]{1,10}[）)][、，,；;\s]{0,3}$|^[^。；\n]{0,6}(?:或|、|，)[^。；\n]{0,4}$/;
const REACH = 18;

/** The contact's name or names as written, without the blank inside a name of two characters. */
export function findContact(text: string, lines: readonly Line[]): Found<string> | null {
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at];
    // A site's foot is short: a long line, with labels without number, is not searched for its words.
    if (!line || (line.text.length <= LONGEST_FOOT && SITE_FOOT.test(line.text))) continue;
    const labels = [...line.text.matchAll(LABEL)];
    for (const [order, match] of labels.entries()) {
      const from = line.start + match.index + match[0].length;
      const next = lines[at + 1];
      // The page's edge may part label and name.
      const found = from >= line.end && next ? nameAfter(text, next.start, next.end) : nameAfter(text, from, line.end);
      // （联系：镇信访办）: a section alone is nobody's name.
      if (found && /^联系\s*[：:；;]/.test(match[0]) && isUnit(found.value)) continue;
      if (found) return withNextLine(withFurtherLabels(text, line, found, labels.slice(order + 1)), lines[at + 1]);
    }
  }
  for (let at = lines.length - 1; at >= Math.max(0, lines.length - 12); at -= 1) {
    const line = lines[at];
    const match = line ? firstMatch(NAMED_CONTACT_RULES, line.text) : null;
    const bare = line && !match && /电话|手机/.test(line.text) ? firstMatch(SURNAMED_CONTACT_RULES, line.text) : null;
    const told = bare === null ? undefined : valueOf(bare);
    if (line && bare && told !== undefined && SURNAMES.includes(told.charAt(0)) && !NO_PERSON.test(told)) {
      const start = line.start + bare.index + bare[0].lastIndexOf(told);
      return { value: told, start, end: start + told.length, confidence: UNLABELLED };
    }
    const name = match === null ? undefined : valueOf(match);
    if (!line || !match || name === undefined || NO_NAME.test(name)) continue;
    const start = line.start + match.index + match[0].lastIndexOf(name);
    return { value: name, start, end: start + name.length, confidence: UNLABELLED };
  }
  return null;
}

/** 县教育局联系人：赵某，电话：…；县财政局联系人：伍某，电话：…: each office names its own. */
function withFurtherLabels(
  text: string,
  line: Line,
  found: Found<string>,
  labels: readonly RegExpExecArray[],
): Found<string> {
  let all = found;
  for (const { index, 0: label } of labels) {
    const further = /人/.test(label) ? nameAfter(text, line.start + index + label.length, line.end) : null;
    if (further === null || !isPlainName(further.value) || all.value.split('、').includes(further.value)) continue;
    all = {
      ...all,
      value: `${all.value}、${further.value}`,
      end: further.end,
      confidence: Math.min(all.confidence, 0.85),
    };
  }
  return all;
}

/** 财政局 支  越  4318801, 宫长顺（交警大队）  0847-6221463: the second person of a contact line, on a line of his own. */
const NEXT_PERSON =
  /^(?:[\u3400-\u9fff]{2,12}[局委办科室处股队站部厅]\s+)?([\u3400-\u9fff]{1,2}\s+[\u3400-\u9fff]{1,2}|[\u3400-\u9fff]{2,4})(?:[（(][\u3400-\u9fff]{1,12}[）)])?\s*(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|[2-8]\d{6,7})$/;

function withNextLine(found: Found<string>, next: Line | undefined): Found<string> {
  const match = next ? NEXT_PERSON.exec(next.text) : null;
  const name = match?.[1];
  if (!next || !match || name === undefined || isUnit(name)) return found;
  const end = next.start + match[0].indexOf(name) + name.length;
  return {
    ...found,
    value: `${found.value}、${name.replace(/\s/g, '')}`,
    end,
    confidence: Math.min(found.confidence, 0.85),
  };
}

interface Person {
  name: string;
  start: number;
  end: number;
  confidence: number;
  /** A section stood before the name, or the name stood alone. */
  plain: boolean;
}

/** The names behind a label: 张三、李四; 董仲山（基层治理科）、祁连（办公室）; 监管科 车前川 0631-5297700；办公室 宋知秋 …. */
function nameAfter(text: string, from: number, lineEnd: number): Found<string> | null {
  const people: Person[] = [];
  // Behind a number another person stands with a unit (；市财政局 牛建国) or not at all.
  let afterNumber = false;
  let section: Person | null = null;
  for (const part of text.slice(from, Math.min(lineEnd, from + 140)).matchAll(/[^、，,；;/／。\n]+/g)) {
    // Brackets go, at their full length so that positions hold; so does what follows a number or another label.
    const bare = part[0].replace(/[（(][^（）()]{1,14}[）)]/g, (bracket) => ' '.repeat(bracket.length));
    const stop = STOP.exec(bare);
    const person = personIn(stop ? bare.slice(0, stop.index) : bare, from + part.index);
    // A number stands between two persons of a list.
    if (person === null && people.length > 0 && /^\s*(?:联系)?(?:电话|手机)?[：:]?[\s\d（()）—－-]+$/.test(part[0])) {
      afterNumber = true;
      continue;
    }
    // 联系人：立法二处，杨再兴: the section first.
    if (person !== null && people.length === 0 && section === null && isUnit(person.name) && !stop) {
      section = person;
      continue;
    }
    if (person === null || (people.length > 0 && !person.plain)) break;
    if (afterNumber && !/\S\s+\S/.test(bare) && !hasOwnNumber(text, person)) break;
    people.push(person);
    if (!person.plain || (stop && /[）)。\n]/.test(stop[0]))) break;
  }
  if (people.length === 0 && section !== null) people.push(section);
  const [first] = people;
  const last = people.at(-1);
  if (!first || !last) return null;
  return {
    value: people.map(({ name }) => name).join('、'),
    start: first.start,
    end: last.end,
    confidence: Math.min(...people.map(({ confidence }) => confidence)),
  };
}

/** 王一，0833-2801463；李二，0833-2801465: the second name of a list has a number of its own. */
function hasOwnNumber(text: string, { name, end }: Person): boolean {
  return (
    SURNAMES.includes(name.charAt(0)) &&
    isPlainName(name) &&
    /^[，,：:\s]{1,3}[（(]?\d{3}/.test(text.slice(end, end + 8))
  );
}

const NAME = /^[\u3400-\u9fff·]{2,4}$|^[\u3400-\u9fff]{1,8}·[\u3400-\u9fff·]{1,8}$/;

const isUnit = (words: string): boolean => looksLikeOffice(words) || IS_SECTION.test(words);

/** One name, without the section or the rank that stands beside it. */
function personIn(written: string, offset: number): Person | null {
  const shown = written.replace(/[\s，,：:]+$/, '');
  const lead = shown.length - shown.trimStart().length;
  const value = joinName(shown.trim()).replace(/(?<=^[\u3400-\u9fff]{2,4})(?:同志|先生|女士)$/, '');
  if (value === '' || value.length > 30 || !/[\u3400-\u9fffA-Za-z]/.test(value)) return null;
  const at = (name: string, confidence: number): Person => {
    const found = shown.lastIndexOf(name);
    const start = offset + (found < 0 ? lead : found);
    return { name, start, end: found < 0 ? offset + shown.length : start + name.length, confidence, plain: true };
  };
  const spaced = (written: string): Person => {
    const start = offset + Math.max(0, shown.lastIndexOf(written));
    return { name: written.replace(/\s/g, ''), start, end: start + written.length, confidence: 0.95, plain: true };
  };
  const tokens = value.split(/\s+/);
  const name = tokens.at(-1) ?? '';
  if (tokens.length > 1) {
    // 运行管理部  凌  云  志: the name's characters stand apart.
    const singles = /(?:^|\s)([\u3400-\u9fff]{1,2}(?:\s+[\u3400-\u9fff]){1,2})$/.exec(value);
    const before = singles ? value.slice(0, singles.index).trim() : '';
    if (singles?.[1] !== undefined && before !== '' && isUnit(before)) return spaced(singles[1]);
    // 推广站时　雨
    const glued = SECTION_AND_SPACED_NAME.exec(value);
    if (glued?.[1] !== undefined) return { ...spaced(glued[1]), confidence: 0.8 };
    const leading = tokens.slice(0, -1).join('');
    const first = tokens[0] ?? '';
    // 关山月　工程部
    if (NAME.test(first) && !isUnit(first) && IS_SECTION.test(tokens.slice(1).join(''))) return at(first, 0.95);
    if (/^[\u3400-\u9fff]{5,7}$/.test(name) && isUnit(leading) && !isUnit(name)) return at(name, 0.9);
    if (NAME.test(name) && (isUnit(leading) || IS_RANK.test(leading))) return at(name, 0.95);
  } else {
    // 主任宋小燕
    const ranked = RANKED_NAME.exec(value)?.[1];
    if (ranked !== undefined && SURNAMES.includes(ranked.charAt(0))) return at(ranked, 0.85);
    const bare = value.replace(new RegExp(`(?<=^[\\u3400-\\u9fff]{2,3})${RANK}$`), '');
    // 医政科曾经: section and name without a blank between.
    const glued = SECTION_AND_NAME.exec(bare)?.[1];
    if (glued !== undefined && !NO_NAME.test(glued)) return at(glued, 0.8);
    if (NAME.test(bare)) return at(bare, isPlainName(bare) ? 0.95 : 0.85);
  }
  const several = tokens.length > 1 && tokens.every((token) => NAME.test(token));
  const start = offset + lead;
  return { name: value, start, end: offset + shown.length, confidence: several ? 0.95 : 0.75, plain: several };
}

/** 李 明 → 李明; 李明 王芳 stays. */
function joinName(text: string): string {
  return text
    .replace(/(?<![\u3400-\u9fff])([\u3400-\u9fff])[\s\u3000]+([\u3400-\u9fff])(?![\u3400-\u9fff])/g, '$1$2')
    .trim();
}

/**
 * All telephone numbers, in order as written; blanks inside and the kind of dash are made plain. Linear.
 * @param bodyEnd where the letter's own text ends: numbers before it are asked whose they are
 */
export function findPhones(text: string, bodyEnd = 0): Found<string>[] {
  const found: Found<string>[] = [];
  let listEnd = -1;
  let isFax = false;
  const plain = halfWidthDigits(text);
  for (const match of plain.matchAll(NUMBER)) {
    const start = match.index;
    const end = start + match[0].length;
    const label = labelBefore(text, start);
    const chained = listEnd >= 0 && start - listEnd <= 24 && LIST_GAP.test(text.slice(listEnd, start));
    const isNextLine = chained && text.charAt(listEnd) === '\n';
    const behind = text.slice(end, end + 8);
    const named =
      label === null &&
      (/^[）)]?(?:取得)?联系/.test(behind) ||
        (match[0].length <= 6 && /^[”"]?(?:[\u3400-\u9fff]{2})?热线/.test(behind)));
    if (label === null && !chained && !named) continue;
    // 12345热线20230718-3391号工单: a number of papers.
    if (behind.startsWith('号')) continue;
    if (label !== null) isFax = label === 'fax';
    listEnd = end;
    if (isFax) continue;
    const whose = start < bodyEnd ? isContactsPhone(plain, start, end) : 'yes';
    if (whose === 'no') continue;
    const isShort = /^[2-8]\d{3,4}$/.test(match[0]);
    const long = /^(?:[（(]?0|1[3-9]|[48]00)/.test(match[0]) && match[0].length >= 10;
    found.push({
      value: plainPhone(match[0]),
      start,
      end,
      confidence: whose === 'doubtful' || isShort || (label === null && isNextLine) ? 0.85 : long ? 0.96 : 0.91,
    });
  }
  return found;
}

/** What the words shortly before a number say that it is; the nearest word decides, 电话/传真 together is a telephone. */
function labelBefore(text: string, start: number): 'phone' | 'fax' | null {
  // A label may end the line above: 联系电话： / 0779-3232323.
  const before = /(?:[^。\n]*[：:]\n)?[^。\n]*$/.exec(text.slice(Math.max(0, start - REACH - 6), start))?.[0] ?? '';
  const phone = lastEnd(before, KEYWORD);
  const fax = lastEnd(before, FAX);
  if (fax > phone && before.length - fax <= REACH)
    return /电话[（(及、/／和]?.{0,1}传真/.test(before) ? 'phone' : 'fax';
  return phone >= 0 && before.length - phone <= REACH ? 'phone' : null;
}

function lastEnd(text: string, pattern: RegExp): number {
  let end = -1;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}

function plainPhone(written: string): string {
  return halfWidthDigits(written)
    .replace(/\s/g, '')
    .replace(/^[（(](\d+)[）)]-?/, '$1-')
    .replace(/^[（(]/, '')
    .replace(/[—－–―─]+|--+/g, '-');
}
