/**
 * A second look at what was read, by other words than those that found it: numbers that were left lying, names that do not agree with each
 * other, lists that are shorter than their text. What it finds makes a value doubtful; it never changes one.
 */
import type { ElementName, Elements } from '../../../../shared/model/elements.ts';
import type { Line } from '../../../../shared/text/anatomy/lines.ts';
import { isPlainName, isSurelyPerson } from '../../../../shared/text/anatomy/person-names.ts';
import { looksLikeOffice } from '../../../../shared/text/anatomy/offices.ts';
import { halfWidthDigits } from '../../../../shared/text/numerals.ts';
import type { CuePlaces } from './emptiness.ts';

const PHONE =
  /(?<![\d.])(?:1[3-9]\d{9}|0\d{2,3}[-—－)） ]{0,2}\d{7,8}|[2-8]\d{6,7}|[48]00[- ]?\d{3}[- ]?\d{4})(?![\d万元亿平]|\.\d)/g;
const HOTLINE = /(?:热线|拨打|致电)[^。\d]{0,10}(\d{5})(?!\d)/g;
const CITED = /[〔﹝\[［【（(]\s*(?:19|20)\d{2}\s*[〕﹞\]］】）)]\s*第?\s*(\d{1,5})\s*号/g;
const CONTACT_LABEL = /(?:联\s*系\s*人|联络人|经\s*办\s*人|承\s*办\s*人)/g;
/** 市人大常委会选任联工委市卫生健康委: what parted them was lost. */
const TWO_OFFICES = /(?<=[\u3400-\u9fff]{4}[局委办厅会部])(?<![省市县区州旗]委)[市县区州旗][\u3400-\u9fff]{3,}/;
/** Words of letters to the office that leads a case. */
const HELPS = /会签|会办|协办|协助办理/;
const digits = (text: string): string => text.replace(/\D/g, '');

/** Elements whose value another look does not bear out. */
export function doubted(elements: Elements, places: CuePlaces): Set<ElementName> {
  const found = new Set<ElementName>();
  const tail = halfWidthDigits(places.tail.map(({ text }) => text).join('\n'));
  const { phones, contact, issuer, letterhead, printed_by: printer, addressees, cc } = elements;
  if (phones.length > 0 && leftNumbers(tail, places.text, phones)) found.add('phones');
  if (contact !== null && !isWellNamed(contact, tail)) found.add('contact');
  if (issuer !== null && !agrees(issuer, [letterhead, printer])) found.add('issuer');
  if (elements.reply_kind !== null && speaksOtherwise(elements.reply_kind, elements.title, places.text))
    found.add('reply_kind');
  if (letterhead !== null && issuer !== null && !agrees(letterhead, [issuer])) found.add('letterhead');
  if (addressees.length > 0 && !areWellNamed(addressees, places.head, places)) found.add('addressees');
  if (elements.cited_documents.length > 0 && citedCount(places) !== elements.cited_documents.length)
    found.add('cited_documents');
  if (cc.some((office) => office.length > 20 || office.length < 3 || /[：:]/.test(office) || TWO_OFFICES.test(office)))
    found.add('cc');
  const { case_title: matter } = elements;
  if (
    matter !== null &&
    !/^(?:关于|对|建议|请|加强|推进|加快|进一步).*(?:提案|建议|议案|意见)$|^关于|(?:提案|建议)$/.test(matter)
  )
    found.add('case_title');
  return found;
}

/** Whether a letter says what its kind does not: a proposal without 政协 (家长委员会 is none), an answer to the office that leads. */
function speaksOtherwise(kind: string, title: string | null, text: string): boolean {
  if (kind !== '会办意见' && HELPS.test(title ?? '')) return true;
  return kind === '政协提案' && (/模拟(?:政协|提案)/.test(text) || !/政协|政治协商|委员(?!会)/.test(text));
}

function leftNumbers(tail: string, text: string, phones: readonly string[]): boolean {
  const known = phones.map(digits).join(' ');
  for (const { index, 0: number } of tail.matchAll(PHONE)) {
    if (/(?:传\s*真|邮\s*编|邮政编码|编号|账号|QQ)[^\d\n]{0,6}$/.test(tail.slice(Math.max(0, index - 10), index)))
      continue;
    if (!known.includes(digits(number))) return true;
  }
  for (const [, number = ''] of text.matchAll(HOTLINE)) if (!known.includes(number)) return true;
  return false;
}

function isWellNamed(contact: string, tail: string): boolean {
  const names = contact.split('、');
  const labels = tail.match(CONTACT_LABEL)?.length ?? 0;
  return labels <= names.length && names.every((name) => isPlainName(name));
}

function agrees(name: string, others: readonly (string | null)[]): boolean {
  const known = others.filter((other) => other !== null);
  return known.some((other) => other.endsWith(name) || name.endsWith(other) || other.startsWith(name));
}

/** 市委 and 工商联 are whole; 经济委, 文史委 and 到会 may have lost what stood before them. */
const SHORT_OFFICE =
  /^(?:[省市县区州盟旗]委|[省市县区州盟旗]?(?:工商|台|青|侨|妇|文|社|科)联|[省市县区州盟旗]?总工会|团委)$/;
/** 关敏仪委员并民建某市委会: a person is left in it. */
const PERSON_INSIDE = /(?:委员(?!会)|代表(?!大会|团|处|委)|先生|女士|同志)/;

function isSurelyOffice(name: string): boolean {
  if (name.length <= 3) return SHORT_OFFICE.test(name);
  return (looksLikeOffice(name) || /(?:总支|界别?|界别组)$/.test(name)) && !PERSON_INSIDE.test(name);
}

/** 王先生, 李女士: a bare surname with its courtesy. */
const isCourteous = (name: string): boolean => /^[\u3400-\u9fff]{1,2}(?:先生|女士|同志|老师|同学)$/.test(name);

function areWellNamed(names: readonly string[], head: readonly Line[], { text, opening }: CuePlaces): boolean {
  if (!names.every((name) => isSurelyPerson(name) || isSurelyOffice(name) || isCourteous(name))) return false;
  const before = text.slice(Math.max(0, opening.start - 120), opening.start + 1);
  const line = before.slice(before.trimEnd().lastIndexOf('\n') + 1);
  const parts = line.split(/[、，,]/).length;
  return head.length > 0 && parts <= names.length + 1;
}

function citedCount({ text, ownNumber }: CuePlaces): number {
  const seen = new Set<string>();
  for (const { index, 0: whole } of text.matchAll(CITED)) {
    if (ownNumber !== null && index < ownNumber.end && ownNumber.start < index + whole.length) continue;
    seen.add(`${text.slice(Math.max(0, index - 2), index)}${whole}`);
  }
  return seen.size;
}
