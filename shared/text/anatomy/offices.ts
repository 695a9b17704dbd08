/** What the name of an office looks like. */
import { OFFICE_ENDINGS } from '../words/office-endings.ts';
import { SURNAMES } from '../words/surnames.ts';
import { HEADS } from '../words/titles.ts';

const ENDING = new RegExp(`(?:${OFFICE_ENDINGS.join('|')})$`);
/** Words with which a sentence, not an office, begins; places and offices whose names begin so are left out: 贵州, 和平区, 经信局, 就业中心. */
const SENTENCE =
  /^(?:感谢|请|由|向(?!阳)|对(?!外)|就(?!业)|并|经(?![济开信贸侨纪])|根据|按照|如(?!皋|东)|若(?!羌|尔盖)|现将|同时|此|特此|专此|再次|希望|欢迎|我|您|你|贵(?![州阳港溪池德定南])|联系|抄送|来信|关于|代拟|拟稿|起草|草拟|和(?![田平政顺静硕林布龙县])|与|及|的|在|为|将(?!乐)|把|从(?!化|江)|因)/;
/** A place whose name begins with such a word: 和宁市某某局, 贵源市某某局, 如溪县人民政府. */
const PLACE =
  /^[由向对就并经如若贵和与及的在为将把从因此](?![我本该全各你您上下省市县区某此其同多两相有由和及])[\u3400-\u9fff]{1,3}(?:省|自治[区州县]|[市县区旗州盟镇乡]|街道|兵团)/;
const INSIDE = /[。，,；;：:！!？?“”"《》<>@=|]|收悉|答复|支持|提出|反映|您|我们|联系/;

/**
 * Whether `text`, as a whole, may be the name of an office: 昆明市某某局, 市委改革办(市营商环境建设局), 上梧江瑶族乡人民政府.
 * Several offices may stand side by side, parted by blanks.
 */
export function looksLikeOffice(text: string): boolean {
  if (text.length > 60) return false;
  const name = stripSeal(text);
  const core = name.replace(/[（(][^（）()]{1,20}[）)]$/, '');
  if (core.length < 2 || name.length > 45) return false;
  return (
    (ENDING.test(core) || (core.endsWith('界') && /政协.{2,16}界$/.test(core))) &&
    (!SENTENCE.test(name) || PLACE.test(name)) &&
    !INSIDE.test(name)
  );
}

/** Takes （盖章）, （印章）, （公章）, （院印） and blanks off an office's name. */
export function stripSeal(text: string): string {
  return text.replace(/[（(](?:盖章|印|代章|盖 章|[^（）()]{0,8}章|[院局所厂校社队会]印)[）)]/g, '').trim();
}

const HEAD_WORDS = HEADS.join('|');
/** 校长 童立人, 局长：上官云, 主任 王某（签字）: rank and name behind an office, or on a line of their own. */
const RANK_AND_NAME = new RegExp(
  `^(.*?)[\\s，,]*(?:副|代)?(?:${HEAD_WORDS})[\\s：:]*([\\u3400-\\u9fff](?:[\\s\\u3400-\\u9fff·]{0,10}[\\u3400-\\u9fff])?)(?:[（(](?:签[字名章]|印|章|代)[）)])?$`,
);
/** 社会事务局　崔: the surname of who wrote, behind a blank. */
const SURNAME_BEHIND = /^(.*?)[\s\u3000]+([\u3400-\u9fff])$/;

export interface SignedByPerson {
  /** The office's words, without rank and name; empty where the line holds only these. */
  office: string;
}

/** What stands before the person who signs for an office; null where no person does. */
export function signedByPerson(line: string): SignedByPerson | null {
  if (line.length > 60 || /[。；，,!！?？]/.test(line)) return null;
  const ranked = RANK_AND_NAME.exec(line);
  const name = ranked?.[2]?.replace(/\s/g, '') ?? '';
  if (ranked && isName(name)) {
    const office = (ranked[1] ?? '').trim();
    if (office === '' || looksLikeOffice(office)) return { office };
    // 雁沟县文化局局长: the rank's first character ends the office's name, too.
    return null;
  }
  const behind = SURNAME_BEHIND.exec(line);
  const office = behind?.[1] ?? '';
  return behind && SURNAMES.includes(behind[2] ?? '?') && looksLikeOffice(office) ? { office } : null;
}

function isName(name: string): boolean {
  return /^[\u3400-\u9fff·]{2,8}$/.test(name) && (name.includes('·') || name.length <= 4) && !looksLikeOffice(name);
}
