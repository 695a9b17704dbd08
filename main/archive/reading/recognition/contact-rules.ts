/** What names of contacts without a label, and what telephone numbers, look like. */
import type { Rule, Sign } from '../../../../shared/text/rule.ts';
import { CONTACT_RANKS } from '../../../../shared/text/words/ranks.ts';

const RANK = `(?:${CONTACT_RANKS.join('|')})`;
const HAN = '[\\u3400-\\u9fff]';
/** Nobody says that it is a contact's but the words round it. */
export const UNLABELLED = 0.8;

const rule = (name: string, pattern: string, example: string, value: string, not: string): Rule => ({
  ...{ name, pattern: new RegExp(pattern), confidence: UNLABELLED, example, value, not },
});

/** Where the words themselves say that a name stands there. The order is that in which the words are plain. */
export const NAMED_CONTACT_RULES: readonly Rule[] = [
  rule(
    'behind a section, with 同志; before 联系; behind 请找',
    `(?:科|室|股|处|站|中心|大队)${RANK}?(${HAN}{2,3})同志|与[^。；，]{0,24}?(?:(?:科|室|股|处|站|中心|队|部|办)${RANK}?|${RANK})(${HAN}{2,3})(?:取得|进行)?联系|请找[^。；，]{0,14}?(?:科|室|股|处|站|中心|队|部|办)${RANK}?(${HAN}{2,3})(?=[，,])`,
    '请与我局社会事务科王芳同志联系',
    '王芳',
    '请与我局联系',
  ),
  rule(
    'where the number should stand',
    `(?:联系电话|联系方式|电话)[：:]\\s*(${HAN}{2,4})[，,、：:\\s]*(?=[0-9（(])`,
    '联系电话：王芳13800000000',
    '王芳',
    '联系电话：13800000000',
  ),
  rule(
    'in brackets behind the number, with its section',
    `电话[：:]\\s*[\\d（()）-]{7,16}\\s*[（(，,]\\s*${HAN}{1,12}[科室处股部局办]\\s+(${HAN}{2,3})[）)]`,
    '联系电话：0836-5176240（房管科 费扬）',
    '费扬',
    '联系电话：0836-5176240（房管科）',
  ),
];

/** Where only a surname tells that the words are a name. */
export const SURNAMED_CONTACT_RULES: readonly Rule[] = [
  rule(
    'in brackets behind the number',
    `电话[：:]\\s*[\\d（()）-]{4,16}\\s*[（(](${HAN}{2,3})[）)]`,
    '信访电话：6623081（刘玉成）',
    '刘玉成',
    '信访电话：6623081（周一至周五）',
  ),
  rule(
    'behind what the person is',
    `^${HAN}{2,8}[员人长][：:]\\s*(${HAN}{2,3})[，,；;\\s]+(?:联系)?(?:电话|手机)[：:]?\\s*[\\d（(]`,
    '驻村技术员：孔令有，电话：13578000000',
    '孔令有',
    '驻村技术员：电话：13578000000',
  ),
  rule(
    'right before the telephone’s label, or behind a section there',
    `^(${HAN}{2,3})[ \\u3000]*电话[：:]\\s*[\\d（(]|联系单位及(?:联系)?电话[：:]\\s*${HAN}{2,16}?[司局处科室股部办]\\s*(${HAN}{2,3})[，,、：:\\s]*[\\d（(]`,
    '联系单位及电话：规划司柴捷，010-63203377',
    '柴捷',
    '联系单位及电话：规划司，010-63203377',
  ),
];

const DASH = '[-—－–―─]';
const kind = (name: string, pattern: string, example: string, not: string): Sign => ({
  ...{ name, pattern: new RegExp(pattern), example, not },
});

/** Tried in this order at each place: what is longer goes before what it begins with. */
export const PHONE_KINDS: readonly Sign[] = [
  kind('a mobile', '1[3-9]\\d(?:[ -]?\\d{4}[ -]?\\d{4}|\\*{4}\\d{4})(?!\\d)', '138****0000', '138000000001'),
  kind(
    'of a capital, with eight digits',
    `[（(]?0(?:10|2\\d)[）)]?[ ]?${DASH}{0,2}[ ]?\\d{8}(?:(?!\\d)|(?=\\d[.．、]))`,
    '（010）63203377',
    '010-6320337',
  ),
  kind(
    'with its area',
    `[（(]?0\\d{2,3}[）)]?[ ]?${DASH}{0,2}[ ]?(?:\\d{7,8}|\\d{3,4} \\d{3,4})(?!\\d)`,
    '0871－6321 0337',
    '0871-632103',
  ),
  kind('of a service', '[48]00[ -]?\\d{3,4}[ -]?\\d{3,4}(?!\\d)', '400-810-0000', '300-810-0000'),
  kind(
    'local, with an extension, spaced, or set like a heading',
    `[2-8](?:\\d{6,7}|(?: \\d){6,7}|\\d{3}(?: |${DASH})\\d{4}|\\d{2} \\d{4}|\\d{3} \\d{3})(?! ?\\d)(?:${DASH}\\d{2,4}(?!\\d))?`,
    '2268 113',
    '2268 11',
  ),
  kind('of the railways', '0\\d{2}-\\d{5}(?!\\d)', '046-22385', '046-223851'),
  kind('of a small place, of five digits', '(?<=电话)[2-8]\\d{4}(?!\\d)', '电话23661', '第23661号'),
  kind('of four digits', '(?<=电话[：:] ?)[2-8]\\d{3}(?![\\d\\u3400-\\u9fff万.-])', '电话：2366', '电话：2366万'),
  kind('an extension', '(?<=(?:内线|分机|短号)[：:] ?)\\d{3,6}(?!\\d)', '短号：667', '短号667'),
  kind(
    'an extension beside a contact’s name',
    '(?=[2-8])(?<=联系人[：:] ?[\\u3400-\\u9fff]{2,4}[ \\u3000]{0,3})[2-8]\\d{3,5}(?=\\s*(?:\\n|$))',
    '联系人：翁老师 8215',
    '联系人：翁老师 8215室',
  ),
  kind(
    'a hotline of five or six digits',
    `(?:[（(]?0\\d{2,3}[）)]?${DASH}?)?(?:1\\d{4}|9[56]\\d{3,4})(?!\\d)`,
    '12345',
    '22345',
  ),
  kind('a hotline of three digits', '(?<=拨打)1(?:10|19|2[02])(?!\\d)', '拨打119', '119人'),
];
