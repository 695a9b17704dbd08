/** Finders of numbers that belong to people: identity, code, bank card, passport, telephones, mailbox, number plate. Pure. */
import { hasBirthday, isCreditCode, isIdCard, isLuhn } from './check-digits.ts';
import { GAP, bare, digits, isLabelled, type Finder, type Finding } from './finding.ts';

type Judge = (number: string, text: string, at: number) => string | undefined;

/** All matches of a pattern that `judge` gives a reason for. */
function finder(kind: Finding['kind'], pattern: RegExp, judge: Judge): Finder {
  return (text) => {
    const found: Finding[] = [];
    for (const match of text.matchAll(pattern)) {
      const number = match[1] ?? match[0];
      const start = match.index + match[0].lastIndexOf(number);
      const reason = judge(bare(number), text, start);
      if (reason !== undefined) found.push({ kind, start, end: start + number.length, reason });
    }
    return found;
  };
}

const ALONE_BEFORE = '(?<![0-9A-Za-z])';
const ALONE_BEHIND = '(?![0-9A-Za-z])';

const ID_LABEL = /身份证|证件号|公民身份/;
const idCard = finder(
  'id_card',
  new RegExp(`${ALONE_BEFORE}[0-9](?:[ \\n-]{0,2}[0-9]){16}[ \\n-]{0,2}[0-9Xx]${ALONE_BEHIND}`, 'g'),
  (number, text, at) => {
    if (isIdCard(number)) return '十八位身份证号，校验码相符';
    return isLabelled(text, at, ID_LABEL) && hasBirthday(number) ? '标明为身份证号，校验码不符' : undefined;
  },
);
const oldIdCard = finder(
  'id_card',
  new RegExp(`${ALONE_BEFORE}${digits(15)}${ALONE_BEHIND}`, 'g'),
  (number, text, at) =>
    isLabelled(text, at, ID_LABEL) && hasBirthday(`${number.slice(0, 6)}19${number.slice(6)}`)
      ? '十五位身份证号'
      : undefined,
);
const maskedId = finder('id_card', /(?<![0-9*])[0-9]{3,10}\*{4,12}[0-9]{2,4}[0-9Xx]?(?![0-9*])/g, (number) =>
  number.length >= 15 ? '遮盖了一部分的身份证号' : undefined,
);

const creditCode = finder(
  'credit_code',
  new RegExp(`${ALONE_BEFORE}[0-9A-Za-z](?:${GAP}[0-9A-Za-z]){17}${ALONE_BEHIND}`, 'g'),
  (number) => (isCreditCode(number) ? '统一社会信用代码，校验码相符' : undefined),
);

const ACCOUNT_LABEL = /(?:银行卡|卡|银行账|账|帐)(?:号码?|户)[^0-9]{0,6}$/;
const bankCard = finder(
  'bank_card',
  new RegExp(`${ALONE_BEFORE}[1-9](?:[ \\n-]{0,2}[0-9]){9,20}${ALONE_BEHIND}`, 'g'),
  (number, text, at) => {
    if (number.length >= 16 && number.length <= 19 && /^[3-69]/.test(number) && isLuhn(number))
      return '银行卡号，校验位相符';
    return isLabelled(text, at, ACCOUNT_LABEL) ? '标明为卡号、账号' : undefined;
  },
);

const passport = finder(
  'passport',
  new RegExp(
    `${ALONE_BEFORE}(?:[EGeg]${GAP}${digits(8)}|[Ee][A-HJ-NP-Za-hj-np-z]${GAP}${digits(7)})${ALONE_BEHIND}`,
    'g',
  ),
  () => '护照号的写法',
);
const namedPassport = finder(
  'passport',
  /(?:护照|通行证|回乡证|台胞证)(?:证?号码?)?[^A-Za-z0-9\n]{0,4}([A-Za-z]{0,2}[0-9]{7,10})(?![0-9A-Za-z])/g,
  () => '标明为护照、通行证号',
);

/** Digits of Chinese, as a number is read out. */
const SPOKEN = '零〇一二三四五六七八九';
const FORMAL = '零零壹贰叁肆伍陆柒捌玖';
const spokenDigits = (text: string): string =>
  Array.from(text, (one) =>
    one === '幺' ? '1' : String(Math.max(0, Math.max(SPOKEN.indexOf(one), FORMAL.indexOf(one)) - 1)),
  ).join('');

/** Between the digits of a mobile number, as people write it: 138 0013 8000, 138-0013-8000, (138)00138000, 138/0013/8000. */
const S = '[ \\n./()-]{0,2}';
const mobile = finder(
  'mobile',
  new RegExp(`(?<![0-9])(?:(?:\\+|00)?86${S})?1${S}[3-9](?:${S}[0-9]){9}(?![0-9])`, 'g'),
  () => '手机号码',
);
const maskedMobile = finder('mobile', /(?<![0-9*])1[3-9][0-9]\*{4}[0-9]{4}(?![0-9*])/g, () => '遮盖了一部分的手机号码');
const spokenMobile = finder(
  'mobile',
  /(?<![幺零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖])[幺一壹][幺零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]{10}(?![幺零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖])/g,
  (number) => (/^1[3-9]\d{9}$/.test(spokenDigits(number)) ? '用汉字写的手机号码' : undefined),
);

const EXTENSION = '(?:[ ]?(?:转|-)[ ]?[0-9]{1,5})?';
const LOCAL = `[2-8](?:[ \\n]{0,2}[0-9]){2,3}[ \\n-]{0,2}${digits(4)}`;
const landline = finder(
  'landline',
  new RegExp(
    `(?<![0-9.-])(?:\\+?86[ -]?)?\\(?0(?:${GAP}(?:10|2[0-9])|${GAP}[3-9]${GAP}[0-9]${GAP}[0-9])[ \\n)-]{0,3}${LOCAL}${EXTENSION}(?![0-9])`,
    'g',
  ),
  () => '带区号的电话号码',
);
const PHONE_LABEL = /(?:电话|座机|手机|传真|联系|咨询|拨打|热线|号码|tel)[^0-9。;]{0,10}$/i;
const localLandline = finder(
  'landline',
  new RegExp(`(?<![0-9.-])${LOCAL}${EXTENSION}(?![0-9年月.]|[ ]?(?:元|万|亿|平方|人|户|件|号))`, 'g'),
  (number, text, at) => (isLabelled(text, at, PHONE_LABEL, 18) ? '标明为电话的号码' : undefined),
);
/** 5521007、5521008: what follows a telephone in a list is one too. */
const listedLandline: Finder = (text) => {
  const found = [...landline(text), ...localLandline(text)];
  for (let at = 0; at < found.length; at += 1) {
    const before = found[at];
    if (before === undefined) continue;
    const next = new RegExp(`^[ ]?[、,/;和或][ ]?(${LOCAL}${EXTENSION})(?![0-9])`).exec(
      text.slice(before.end, before.end + 40),
    );
    const number = next?.[1];
    if (next === null || number === undefined) continue;
    const start = before.end + next[0].length - number.length;
    if (found.some((one) => one.start === start)) continue;
    found.push({ kind: 'landline', start, end: start + number.length, reason: '与电话并列的号码' });
  }
  return found;
};

const email = finder(
  'email',
  /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}[ \n]?@[ \n]?[A-Za-z0-9-]{1,63}(?:\.[ \n]?[A-Za-z0-9-]{1,30}){1,4}/g,
  () => '电子邮箱',
);

const PLATE_PLACES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const plate = finder(
  'plate',
  new RegExp(
    `[${PLATE_PLACES}][ ]?[A-HJ-NP-Za-hj-np-z][ ]?[·•.-]?(?:[ ]?[A-HJ-NP-Za-hj-np-z0-9]){4,5}[ ]?[A-HJ-NP-Za-hj-np-z0-9挂学警港澳领](?![A-Za-z0-9])`,
    'g',
  ),
  (number) => (/[0-9]{2}/.test(number.slice(2)) ? '机动车号牌' : undefined),
);

/** The stronger first: of two that overlap the first stays. */
const FINDERS: readonly Finder[] = [
  ...[idCard, creditCode, oldIdCard, maskedId, bankCard, namedPassport, passport, mobile, maskedMobile, spokenMobile],
  ...[listedLandline, email, plate],
];

export const findNumbers: Finder = (text) => {
  const taken: Finding[] = [];
  for (const find of FINDERS) {
    for (const one of find(text)) {
      if (!taken.some(({ start, end }) => one.start < end && start < one.end)) taken.push(one);
    }
  }
  return taken.toSorted((a, b) => a.start - b.start);
};
