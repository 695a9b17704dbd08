/** 联系地址: where the office that answers can be found, as its letter says near the end. */
import type { Found, Line } from '../../../../shared/text/anatomy/lines.ts';

/** 联系地址：, （地址：, 邮编：521000　通讯地址：. Not 项目地址： or 邮箱地址：, which are places of other things. */
const LABEL =
  /(?:^|[（(，,；;。.．、\s\d])((?:联系人?|通[讯信]|办公|单位|本[局委办]|邮寄)?地[ \u3000]{0,3}址|请寄(?:至|到)?|邮寄至)\s*[：:]\s*/g;
/** What ends an address: the next label, or the end of its clause. A comma may stand inside it. */
const END =
  /\s*(?:[。；;）)\n]|[，,、\s]*(?:邮政?编码?|邮箱|电子邮件|(?:联系|办公|咨询)?电[ \u3000]?话|联[ \u3000]?系[ \u3000]?人|联系方式|手机|传真|网址)\s*[：:]?|[，,]?\s*[（(]邮(?:编|政编码)|(?<=[号楼座室厦院])\s*\d{6}(?!\d))/;
/** An address names a place: a region, a road, a house. */
const PLACE = /[省市州盟旗区县镇乡村路街道巷弄号楼座层室]|大厦|广场|中心|大院/;
/** Lines from the end in which a plain 地址 is the office's own. */
const TAIL_LINES = 14;
const LONGEST = 80;
const OF_ANOTHER =
  /向[^。；，我本]{2,30}(?:咨询|查询|申请|提出|提交|了解|反映|投诉|索取|获取)[^。；]{0,24}$|(?:该|其|受理)(?:单位|机关|局|部门)[^。；]{0,8}$/;
const OF_ANOTHER_REACH = 70;

/** @returns the address as written, without the blanks at its ends; null where the letter gives none */
export function findContactAddress(lines: readonly Line[]): Found<string> | null {
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at];
    if (!line || !/[址寄]/.test(line.text)) continue;
    for (const match of line.text.matchAll(LABEL)) {
      const isPlain = (match[1] ?? '').replace(/[ \u3000]/g, '') === '地址';
      if (isPlain && at < lines.length - TAIL_LINES) continue;
      // 建议你向某某局咨询，地址：…: another office's, which only a person can tell to be of use.
      const isOthers = OF_ANOTHER.test(line.text.slice(Math.max(0, match.index - OF_ANOTHER_REACH), match.index + 1));
      const from = match.index + match[0].length;
      const rest = line.text.slice(from);
      const end = END.exec(rest)?.index ?? rest.length;
      const value = rest
        .slice(0, end)
        .trim()
        .replace(/[，,、]$/, '');
      if (value.length < 4 || value.length > LONGEST || !PLACE.test(value)) continue;
      const start = line.start + from + rest.indexOf(value);
      return { value, start, end: start + value.length, confidence: isOthers ? 0.6 : isPlain ? 0.92 : 0.96 };
    }
  }
  return null;
}
