/**
 * What marks of secrecy are written with: levels, stars, labels, terms, signs between them. Patterns are for lines as
 * `plainLine` gives them: without blanks, in one width.
 */

/** The character 密 and how else it is written. */
const MI = '[密宻]';
export const LEVEL = `(?:[绝絕絶机機秘祕]${MI})`;
const FIRST_OF_LEVEL = '[绝絕絶机機秘祕]';

/** Signs that letters have for the star; those of symbol fonts come as private characters, of which the text tells no more. */
const STAR_SIGN = '[★☆*∗⁎⁑٭꙳⋆✡-✧✩-❋⭐⭑⭒⯨-⯪⚝⚹⛤-⛧⍟⍣⊛🌟🔯\\u{1f7a0}-\\u{1f7d4}\\uE000-\\uF8FF\\u{F0000}-\\u{10FFFD}]';
/** What boxes to tick, bullets, arrows, numbers and lines are drawn with: beside a level they are a star only before a term. */
const BOX =
  '[•·◦‣⁃+=<>|~√×\\u2190-\\u21ff\\u2460-\\u24ff\\u2500-\\u25ff\\u2610-\\u2612\\u2713-\\u2718\\u274d\\u274f-\\u2752\\u2756\\u2776-\\u27be\\u27f0-\\u27ff\\u2b00-\\u2b4f\\u2b55\\u3220-\\u33ff\\u{1f532}-\\u{1f535}\\u{1f5f4}-\\u{1f5f9}\\u{1f780}-\\u{1f79f}]';
/** Any other symbol. */
const SYMBOL = `(?:${STAR_SIGN}|(?!${BOX})[\\p{So}\\p{Sm}\\p{Sk}※⁂#＃&@^])`;
/** Signs that part the characters of a mark. */
const PARTING = '[-·・‧•∙⋅:/\\\\|¦∣│┃丨—–―‐‑−_.~〜,]';
const OPEN = '[〔【\\[（(「『<〈《{〖〘«‹]';
const CLOSE = '[〕】\\]）)」』>〉》}〗〙»›]';
const EQUALS = '(?:[:∶꞉˸ː։=≡|¦∣│┃丨—–>→⇒-]{1,2})';

const PERIOD =
  '(?:(?:\\d{1,3}|[一二两三四五六七八九十半]{1,3})(?:年|个月|月|天|日)|长期|長期|永久|\\d{4}年(?:\\d{1,2}月(?:\\d{1,2}日)?)?前?)';
/** A term without a star before it, in brackets or not: a year of the calendar is none. */
const TERM = `${OPEN}?(?:保密期限|保密期|期限|时限)?[:为]?(?!\\d{4})${PERIOD}${CLOSE}?`;
const URGENCY = '(?:特急|加急|急件|平急|第?\\d{1,6}号?)';

const STAR = `${PARTING}{0,2}${OPEN}?${STAR_SIGN}+`;
const STAR_AND_TERM = `${STAR}${CLOSE}?${PARTING}{0,2}(?:${PERIOD})?`;

/** Anywhere in a head line. */
export const WITH_STAR = new RegExp(`${LEVEL}级?${CLOSE}?${STAR_AND_TERM}`, 'u');
/** A level with the star in front. */
export const STAR_FIRST = new RegExp(`^${STAR_SIGN}${OPEN}?${LEVEL}${CLOSE}?$`, 'u');
/** The whole line is a level and any other symbol, or even a box with a term behind it, or the word 星. */
export const WITH_SYMBOL = new RegExp(
  `^(?:${URGENCY})?${OPEN}?${LEVEL}级?${CLOSE}?${PARTING}{0,2}${OPEN}?(?:${SYMBOL}{1,3}${CLOSE}?${PARTING}{0,2}${OPEN}?(?:${PERIOD})?|(?:${BOX}|星)${CLOSE}?${PARTING}{0,2}${PERIOD})${CLOSE}?(?:${URGENCY})?$`,
  'u',
);
/** The whole line is a level, with its term or without. */
export const ALONE = new RegExp(
  `^${OPEN}?${LEVEL}(?:级|件|文件|资料)?${CLOSE}?(?:[-:—–―/|·,，、.~=]{0,2}${TERM}|启用前|${STAR}[^“”"「」《，。；]*)?${CLOSE}?(?:${URGENCY}.{0,6})?$`,
  'u',
);
export const BARE = new RegExp(`^${LEVEL}$`, 'u');
export const BESIDE = new RegExp(`^(?:${URGENCY}|\\d{1,6}|份号:?\\d{0,6}|.{0,12}号)${LEVEL}级?(?:${STAR}|$)`, 'u');

const LABEL_WORD =
  '(?:密[级級]|保密级别|保密等级|保密程度|秘密等级|涉密等级|涉密级别|文件密级|密级和保密期限|定密(?:级别|等级)|密等)';
/** At the beginning of a head line. */
export const LABEL = new RegExp(
  `^(?:涉密(?:文件|资料|件|载体)?)?(?:${LABEL_WORD}(?:${EQUALS}?${OPEN}?${LEVEL}|(?:为|是|定为)${LEVEL}级?$)|定密${EQUALS}${OPEN}?${LEVEL})`,
  'u',
);
/** Further on in a head line that speaks of nothing; a row of levels is none. */
export const LABEL_WITHIN = new RegExp(`(?:${LABEL_WORD}|定密)${EQUALS}${OPEN}?${LEVEL}(?!级?[、/或和及])`, 'u');
/** A row of boxes of which a level is the ticked one. */
export const TICKED = new RegExp(`^${LABEL_WORD}:?(?:[□☐○]?[\\p{sc=Han}]{2,4}){0,3}[☑✓✔√■☒]${LEVEL}`, 'u');
/** Beyond the head only what can be nothing else: level and star, or a label and its level, and nothing beside them. */
export const STAR_ALONE = new RegExp(
  `^(?:${URGENCY}|\\d{1,6})?${OPEN}?${LEVEL}级?${CLOSE}?${STAR_AND_TERM}${CLOSE}?${URGENCY}?$`,
  'u',
);
export const LABEL_ALONE = new RegExp(
  `^${LABEL_WORD}${EQUALS}${OPEN}?${LEVEL}级?${CLOSE}?(?:(?:${STAR})?${CLOSE}?(?:${PERIOD})?)?$`,
  'u',
);
export const DECLARED =
  /^[〔【[（(]?(?:(?:本|此)(?:件|文件|函|资料)(?:为|属|系)?)?(?:涉密(?:文件|资料|信息|件|载体)?|涉及国家秘密|属于?国家秘密|国家秘密(?:文件|资料|载体)?)[，,。！!]?(?:不得外传|严禁外传|注意保密|妥善保管|请妥善保管|阅后[^，。]{1,6})?[〕】\])）]?$/;

/**
 * What leaves no ink: blanks, controls, marks of direction, joiners, fillers, soft hyphens, selectors of variants, accents.
 * U+2800 is a pattern of Braille without dots.
 */
const UNSEEN = '[\\s\\p{Default_Ignorable_Code_Point}\\p{Cc}\\p{Cf}\\p{M}\\u2800]';
const UNSEEN_RUNS = new RegExp(`${UNSEEN}+`, 'gu');
/** Signs of other widths, for lines that are set down the page, and characters of older sets that are others' equals. */
const OTHER_WIDTHS =
  /(?![，；])[\u2f00-\u2fdf\uf900-\ufaff\ufe10-\ufe6f\uff00-\uffef\u{2f800}-\u{2fa1f}\u{1d7ce}-\u{1d7ff}]/gu;
const PARTED = new RegExp(`(${FIRST_OF_LEVEL})${PARTING}{1,3}(?=${MI})`, 'gu');
const PARTED_LABEL = new RegExp(`(${MI})${PARTING}{1,3}(?=[级級])`, 'gu');

/** Whether one of the characters without which there is no mark stands in it; most texts have none. */
export const ANY_SIGN = /[密宻㊙]/;
/** Only text with one of these words is looked at line by line. */
export const ANY_WORD = new RegExp(
  `[绝机秘祕涉絕絶機](?:${UNSEEN}|${PARTING}|[\\uff00-\\uff0f\\ufe10-\\ufe6f])*${MI}|㊙`,
  'u',
);
const LOOSE = `(?:${UNSEEN}|${PARTING}|[级級]|${OPEN}|${CLOSE}|[\\uff00-\\uff0f\\ufe10-\\ufe6f])`;
/** The same for what can be nothing else: a level with its star, or behind its label. */
export const STAR_OR_LABEL = new RegExp(
  `${MI}${LOOSE}{0,60}(?:${STAR_SIGN}|[＊﹡])|${STAR_SIGN}${UNSEEN}*${OPEN}?${UNSEEN}*[绝机秘祕絕絶機]|(?:密|定密)${LOOSE}{0,60}(?:等${UNSEEN}*级|[级級])?[^\\n]{0,20}[:：︰﹕︓∶꞉˸ː։=＝﹦≡|｜¦∣│┃丨︱—–>＞→⇒-]`,
  'u',
);

/** A text without what leaves no ink. */
export function squeeze(text: string): string {
  return text.replaceAll(UNSEEN_RUNS, '');
}

/** A line as it is judged: without blanks, in one width, no sign between the two characters of a level. */
export function plainLine(whole: string): string {
  return squeeze(whole)
    .replaceAll('㊙', '秘密')
    .replaceAll('︰', ':')
    .replaceAll(OTHER_WIDTHS, (sign) => sign.normalize('NFKC'))
    .replaceAll(PARTED, '$1')
    .replaceAll(PARTED_LABEL, '$1');
}
