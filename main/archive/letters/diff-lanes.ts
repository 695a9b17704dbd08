/** Dates, numbers, names and document numbers of two texts against each other, apart from the words around them. Pure. */
import { DIFF_LANES, type DiffLane } from '../../../shared/model/letter.ts';

/** The hundred most frequent surnames: a name begins with one, and not with the word before it. */
const SURNAME =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文';
const NAME = `(?:欧阳|司马|诸葛|上官|[${SURNAME}])[\\p{Script=Han}·]{1,2}`;

/** The order matters: what one lane takes, the next does not see. */
const LANES: readonly (readonly [DiffLane['lane'], RegExp])[] = [
  ['document', /[\p{Script=Han}]{1,12}[〔[（(【]\s*\d{4}\s*[〕\]）)】]\s*(?:第\s*)?\d+\s*号/gu],
  ['date', /\d{4}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\s*月\s*\d{1,2}\s*日/gu],
  [
    'name',
    new RegExp(`${NAME}(?=(?:等)?(?:委员|代表|同志|先生|女士|、))|(?<=联系人[：:]?\\s*)[\\p{Script=Han}·]{2,4}`, 'gu'),
  ],
  ['number', /第?\d[\d,.]*\d|第?\d/gu],
];
/** Words before a document number that are not part of it. */
const BEFORE_DOCUMENT =
  /^.*(?:根据|按照|依据|依照|遵照|印发|落实|贯彻|收到|下发|执行|参照|详见|的|和|与|及|按|对|见)(?=\p{Script=Han}{2,}[〔[（(【])/u;
/** A unit belongs to its number: 27个 that became 27家 is a change. */
const UNIT =
  /^\s*(?:%|％|‰|[万亿]?(?:元|个|人|名|户|件|家|处|条|次|公里|平方米|平方公里|亩|吨|套|所|项|年|月|日|号)|万|亿)/u;

/** Digits and the signs inside numbers in one width, a character for a character: １２ and 12 are one number. */
function plainDigits(text: string): string {
  return text.replaceAll(/[０-９．，％]/gu, (sign) => sign.normalize('NFKC'));
}

function take(text: string): Map<DiffLane['lane'], string[]> {
  const found = new Map<DiffLane['lane'], string[]>();
  let rest = plainDigits(text);
  for (const [lane, pattern] of LANES) {
    const values: string[] = [];
    rest = rest.replaceAll(pattern, (value: string, ...more: unknown[]) => {
      const at = more.find((one): one is number => typeof one === 'number') ?? 0;
      const unit =
        lane === 'number' ? (UNIT.exec(rest.slice(at + value.length, at + value.length + 8))?.[0] ?? '') : '';
      const bare = lane === 'document' ? value.replace(BEFORE_DOCUMENT, '') : value;
      values.push(`${bare}${unit}`.replaceAll(/\s/gu, ''));
      // As many characters that no lane takes, so that offsets stay.
      return '\u0000'.repeat(value.length);
    });
    found.set(lane, values);
  }
  return found;
}

/** What of `values` is not in `others`, each as often as it is missing there. */
function without(values: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const value of others) left.set(value, (left.get(value) ?? 0) + 1);
  return values.filter((value) => {
    const count = left.get(value) ?? 0;
    left.set(value, count - 1);
    return count <= 0;
  });
}

/** Lanes in which something went or came. */
export function diffLanes(from: string, to: string): DiffLane[] {
  const before = take(from);
  const after = take(to);
  return (Object.keys(DIFF_LANES) as DiffLane['lane'][])
    .map((lane) => ({
      lane,
      removed: without(before.get(lane) ?? [], after.get(lane) ?? []),
      added: without(after.get(lane) ?? [], before.get(lane) ?? []),
    }))
    .filter(({ removed, added }) => removed.length + added.length > 0);
}

/**
 * The text without what is only its form: width of characters folded (NFKC), blanks and line wraps out, one sentence a
 * line. Two texts that differ only in these are the same here.
 */
export function loosen(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\s+/gu, '')
    .replaceAll(/[。！？!?；;]+/gu, '$&\n');
}
