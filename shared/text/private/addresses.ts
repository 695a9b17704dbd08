/** Finders of where private persons live: what a label names, what is said to be lived in, and anything down to the door. Pure. */
import type { Finder, Finding } from './finding.ts';

const PLACE = /[省市县区镇乡村路街巷道弄号栋幢座室苑园庭院组屯寨]|小区|新村|公寓|大厦/;
const LABELLED =
  /(?:家庭(?:住址|地址)|现?住址|户籍(?:地址|所在地|地)|居住地址?|经常居住地|住所地?|身份证(?:住址|地址))[ ]*(?:为|是|在|于|位于)?[ ]*[: ]?[ ]*([^。;,)\n]{4,60})/gu;
const LIVED =
  /(?:家住|(?<=[您你他她其我])家在|居住在|居住于|住在|现住(?:在|于)?|暂住(?:在|于)?|租住(?:在|于)?|户籍(?:在|位于)|户口登记在)(?![院房宅户])[ ]*([^。;,)\n的]{4,40})/gu;
/** 住 alone, behind a mark or whoever lives there: 住房, 住建局 and 住院 are no dwellings. */
const LIVES =
  /(?<=^|[,(;、\s]|[您你他她我其]|先生|女士|同志|老人|本人|一家)住(?![房建院宅户所处宿校持民址进满上下])[ ]*([^。;,)\n的]{4,40})/gmu;
/** Down to a house. */
const HOUSE = /[0-9一二三四五六七八九十]+[ ]?(?:号|栋|幢|座|弄|单元|室|组|户)/u;
const COUNT = '(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})';
/** 人民路12号3单元402室, 5栋1单元: a stair is nobody's office. */
const STAIR = new RegExp(
  `(?:[0-9]{1,5}号(?:院)?[ ]?)?(?:${COUNT}[ ]?(?:栋|幢|号楼|座)[ ]?)?(?<=号院?[ ]?|[栋幢楼座][ ]?)${COUNT}[ ]?单元(?:[ ]?[0-9]{2,4}(?:[ ]?(?:室|号|户))?)?`,
  'gu',
);
/** 3栋2单元501, 3栋501室: so many 户 or metres behind a house are no door. */
const DOOR =
  /(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})[ ]?(?:栋|幢|号楼|座)[ ]?(?:(?:[0-9]{1,3}|[一二三四五六七八九十]{1,2})[ ]?单元[ ]?[0-9]{2,4}(?:[ ]?(?:室|号|户))?|[0-9]{2,4}(?:[ ]?(?:室|号)|(?![0-9]|[ ]?[户米千万吨平公亩个套人])))|[0-9]{1,5}号[ ]?[0-9]{3,4}室|(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})组[ ]?[0-9]{1,4}号/gu;
/** How far left of a door its street and quarter may stand. */
const REACH = 30;
const LEFT = /(?:[\u3400-\u9fff0-9]|[ ](?=[0-9]))*$/u;
/** Words after which an address begins. */
const LEAD = /^.*(?:位于|坐落于|家在|住在|地址|反映|关于|经查|到达|来到|[在于至到是为的住])/u;

function match(pattern: RegExp, reason: string): Finder {
  return (text) =>
    Array.from(text.matchAll(pattern)).flatMap((found): Finding[] => {
      const value = (found[1] ?? '').trimEnd();
      if (!PLACE.test(value)) return [];
      const start = found.index + found[0].indexOf(value, found[0].length - (found[1] ?? '').length);
      return [{ kind: 'address', start, end: start + value.length, reason }];
    });
}
const labelled = match(LABELLED, '标明为住址');
const lived = match(LIVED, '所说的住处');
const lives: Finder = (text) =>
  match(LIVES, '所说的住处')(text).filter(({ start, end }) => HOUSE.test(text.slice(start, end)));

const doors: Finder = (text) =>
  [...text.matchAll(STAIR), ...text.matchAll(DOOR)].map((found): Finding => {
    const near = text.slice(Math.max(0, found.index - REACH), found.index);
    const run = LEFT.exec(near)?.[0] ?? '';
    const lead = LEAD.exec(run)?.[0].length ?? 0;
    const start = found.index - (run.length - lead);
    return { kind: 'address', start, end: found.index + found[0].length, reason: '写到门牌的住处' };
  });

export const findAddresses: Finder = (text) => {
  const taken: Finding[] = [];
  for (const one of [...labelled(text), ...lived(text), ...lives(text), ...doors(text)]) {
    if (!taken.some(({ start, end }) => one.start < end && start < one.end)) taken.push(one);
  }
  return taken;
};
