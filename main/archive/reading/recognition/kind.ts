/** 文书类别: what kind of matter a letter answers. */
import type { Rule } from '../../../../shared/text/rule.ts';
import { MESSAGE_PAGES } from '../../../../shared/text/words/message-pages.ts';
import { firstAssembly, PROPOSING_BODIES } from '../../../../shared/text/words/assemblies.ts';
import type { Elements } from '../../../../shared/model/elements.ts';

export type ReplyKind = NonNullable<Elements['reply_kind']>;

export interface KindClues {
  title: string | null;
  /** Head and first paragraphs, without blanks. */
  head: string;
  opening: string;
  /** The whole body where it is short enough to look at. */
  body: string;
  addressees: readonly string[];
  /** The honorific behind the addressee's name. */
  honorific: string | null;
  addressedToOffice: boolean;
  caseNumber: string | null;
  /** Words of the body that name assembly, session and number, where there is no title. */
  told: string | null;
}

/** What the letter is by its own name; tried in this order, since a 信访答复意见书 and a 公开申请答复书 also speak of 意见 and 答复. */
export const KIND_RULES = {
  disclosureTitle: {
    name: 'the title names an application for information',
    pattern: /信息公开(?:申请|告知|答复)|依申请公开.{0,12}(?:答复|告知|申请)|公开申请/,
    confidence: 0.96,
    example: '关于王某政府信息公开申请的答复',
    not: '关于加强信息公开工作的提案的答复',
  },
  disclosureName: {
    name: 'title or head name the paper that answers one',
    pattern:
      /政府信息(?:不予|部分|予以)?公开(?:申请)?(?:答复|告知|决定)书|不予公开(?:政府)?信息(?:决定|告知|答复)书|政府信息不存在(?:告知|答复)书/,
    confidence: 0.96,
    example: '云岭县民政局政府信息部分公开告知书',
    not: '政府信息公开工作年度报告',
  },
  petitionTitle: {
    name: 'the title speaks of a petition',
    pattern: /信访/,
    confidence: 0.96,
    example: '关于李某信访事项的答复',
    not: '关于来信反映问题的答复',
  },
  petitionName: {
    name: 'title or head name the paper that answers a petition',
    pattern: /信访(?:事项)?(?:答复|处理|复查|复核)?意见书/,
    confidence: 0.96,
    example: '信访事项处理意见书',
    not: '信访工作情况报告',
  },
  helper: {
    name: 'the office says of itself that it helps',
    pattern: /我[\u3400-\u9fff]{1,3}(?:作为|是|为|系)[^，。；]{0,12}[会协分]办(?:单位|部门)/,
    confidence: 0.93,
    example: '我校作为会办单位，提出如下意见',
    not: '我局会同会办单位研究',
  },
  leads: {
    name: 'the office that is addressed leads the case',
    pattern: /贵[\u3400-\u9fff]{1,3}(?:主办|牵头(?:办理|承办)?)的/,
    confidence: 0.93,
    example: '关于贵局主办的县人大十三届三次会议第30号建议',
    not: '关于贵会提出的县人大第30号建议',
  },
  ownOpinion: {
    name: 'an office gives its opinion to another',
    pattern: /将我[\u3400-\u9fff]{1,4}(?:的)?(?:办理|会办|协办|研究)?意见(?:函告|复告|函复|函报|反馈)/,
    confidence: 0.93,
    example: '将我市办理意见函告如下',
    not: '将我市办理情况答复如下',
  },
  asPetition: {
    name: 'the office says that it took what came in as a petition',
    pattern: /按(?:照)?信访(?:事项|件)?(?:程序)?(?:登记|受理|办理)/,
    confidence: 0.9,
    example: '您的留言收悉，系统已按信访事项登记',
    not: '您的留言收悉，已转信访科',
  },
  wroteInPerson: {
    name: 'who is addressed wrote to the office about something',
    pattern: /^[：:]?[您你]们?于?[\d一二三四五六七八九十〇○年月日]{0,14}来信反映/,
    confidence: 0.9,
    example: '你于2018年3月12日来信反映执行问题',
    not: '您好！您来信反映的问题收悉',
  },
  petitionOffice: {
    name: 'the office for petitions answers by its own name',
    pattern: /信访(?:办公室|办|局|接待室)/,
    confidence: 0.9,
    example: '云岭煤矿信访办公室',
    not: '云岭煤矿办公室',
  },
  atAssembly: {
    name: 'the opening says at whose meeting the proposal was made',
    pattern:
      /^[^。；]{0,24}?(?:[您你]们?|贵[\u3400-\u9fff]{1,3}|委员|代表)[^。；，]{0,12}?((?:政协|人大|人民代表大会|人代会)[^。；，《“]{0,16}?会议?|届(?:人大|政协|人民代表大会)[^。；，《“]{0,10}?会议?)(?:上|期间|中)?[^。；，《“]{0,8}(?:提|写|交|反映)[^。；]{0,60}?(?:提案|建议|议案)/,
    confidence: 0.9,
    example: '你在县人大五届二次会议上提出的第23号提案收悉',
    not: '县人大常委会办公室转来第23号提案',
  },
  handedOn: {
    name: 'an office of the assembly that is addressed handed on what a member proposes',
    pattern: /^[^。]{0,80}(?:委员|代表)[^。]{0,60}(?:提案|建议|议案)/,
    confidence: 0.9,
    example: '贵会转来车某委员《请求协助修渠的提案》收悉',
    not: '贵会来函收悉。提案另复',
  },
  coOpinionSheet: {
    name: 'title or head name the sheet for co-opinions',
    pattern: /[会协]办意见[单表]/,
    confidence: 0.91,
    example: '县政协第12号提案会办意见表',
    not: '县政协第12号提案会办意见',
  },
} as const satisfies Record<string, Rule>;

/** Words of the 政协 where its name is left out: 十届委员会第一次会议, 提案. */
const CPPCC = /委员会第|届委员会|提案/;
const CONGRESS = /(?:代表|第[A-Z]{0,3}\d+号)建议|议案/;

/**
 * The kind and how sure it is.
 * The body that the title names decides before the noun: 建议 said of a CPPCC proposal is a 政协提案.
 * A 会办意见 goes to the lead office; a title alone that says 会办意见 tells only of the case.
 */
export function kindOf(clues: KindClues): { value: ReplyKind; confidence: number } {
  const title = clues.title ?? '';
  const named = title + clues.head;
  const { disclosureTitle, disclosureName, petitionTitle, petitionName, coOpinionSheet } = KIND_RULES;
  if (disclosureTitle.pattern.test(title) || disclosureName.pattern.test(named))
    return { value: '依申请公开', confidence: disclosureTitle.confidence };
  if (petitionTitle.pattern.test(title) || petitionName.pattern.test(named))
    return { value: '信访', confidence: petitionTitle.confidence };
  if (/来[信访]反映/.test(title) && /复查|信访/.test(clues.opening + clues.body))
    return { value: '信访', confidence: 0.9 };
  if (coOpinionSheet.pattern.test(named)) return { value: '会办意见', confidence: coOpinionSheet.confidence };
  // Children and pupils write letters; they do not petition.
  if (PUPILS.test(clues.addressees.join('、')) && /信/.test(title + clues.opening.slice(0, 120)))
    return { value: '其他', confidence: 0.85 };
  if (isCoOpinion(clues, title)) return { value: '会办意见', confidence: 0.93 };
  const inTitle = firstAssembly(title);
  const fromOther = inTitle === null ? openingKind(clues) : null;
  if (fromOther === '其他') return { value: fromOther, confidence: 0.9 };
  const told = inTitle === null ? toldByOpening(clues.opening) : null;
  if (told) return { value: told, confidence: 0.9 };
  const fromTitle = caseKind(title);
  if (fromTitle) return { value: fromTitle, confidence: 0.97 };
  const fromHead = caseKind(clues.head);
  if (fromHead && clues.caseNumber !== null) return { value: fromHead, confidence: 0.92 };
  if (/(?:政府)?信息公开申请|申请(?:公开|获取).{0,30}政府信息/.test(clues.opening))
    return { value: '依申请公开', confidence: 0.92 };
  const fromOpening = openingKind(clues);
  if (fromOpening) return { value: fromOpening, confidence: 0.9 };
  const fromText = clues.told === null ? null : caseKind(clues.told);
  if (fromText) return { value: fromText, confidence: 0.85 };
  if (isPetition(clues)) return { value: '信访', confidence: 0.9 };
  return { value: '其他', confidence: clues.title === null && clues.opening.length < 20 ? 0.6 : 0.9 };
}

/** 县人大常委会办公室 hands on what its members ask, 民进省委会 asks by itself: neither leads the case. */
const ASKS_FOR_OTHERS = new RegExp(PROPOSING_BODIES.join('|'));

const HANDS_ON = /政府办(?:公[室厅])?$/;

/** An office answers the office that leads a case, on whose 会办, 协办 or 分办 part it was asked. */
function isCoOpinion(clues: KindClues, title: string): boolean {
  const says = /(?:会办|协办|分办)(?:的)?(?:意见|答复|情况|复函)/;
  const { opening } = clues;
  const toLead = clues.addressedToOffice && clues.honorific === null;
  if (says.test(title)) return toLead || /(?:会办|协办)意见/.test(opening);
  if (!toLead || clues.addressees.every((name) => ASKS_FOR_OTHERS.test(name))) return false;
  const { helper, leads, ownOpinion } = KIND_RULES;
  if (/(?:会办|协办)(?:意见|情况)/.test(opening) || [helper, leads].some(({ pattern }) => pattern.test(opening)))
    return true;
  // A party or a union that made the proposal is addressed by its name, too.
  const proposes = /[贵你您](?:在[^，。；《]{4,30})?[^，。；《]{0,6}(?:提出|所提|提交|反映)的?/.test(
    opening.slice(0, 120),
  );
  const handsOn = /转来|转办|转送|转交|[会协分]办|商请|征求/.test(
    /^.{0,160}?(?:收[悉到]|如下|。)/.exec(opening)?.[0] ?? '',
  );
  const isCase = firstAssembly(title + opening) !== null || /提案|议案/.test(title + opening);
  // A government's own desk hands on what came to the government, and leads no case.
  const isDesk = clues.addressees.every((name) => HANDS_ON.test(name));
  return (handsOn || ownOpinion.pattern.test(opening)) && !isDesk && !proposes && isCase;
}

const PUPILS = /(?:全体|各位)?同学$|小朋友/;

function toldByOpening(opening: string): ReplyKind | null {
  const match = KIND_RULES.atAssembly.pattern.exec(opening.slice(0, 160));
  return match ? (firstAssembly(match[1] ?? '')?.kind ?? null) : null;
}

/** The kind of the assembly that is named first; where none is, what the nouns say. */
function caseKind(words: string): ReplyKind | null {
  const named = firstAssembly(words);
  if (named) return named.kind;
  if (CPPCC.test(words)) return '政协提案';
  return CONGRESS.test(words) ? '人大建议' : null;
}

function openingKind(clues: KindClues): ReplyKind | null {
  const { opening, honorific } = clues;
  const named = firstAssembly(opening.slice(0, 120));
  if (named?.kind === '其他' && /提案|建议|意见/.test(opening.slice(named.at, named.at + 60))) return '其他';
  const fromBody = /(?:政协|人大|人民代表大会).{0,30}(?:提案|建议|议案)/.exec(opening)?.[0];
  if (fromBody !== undefined && (clues.caseNumber !== null || honorific === '委员' || honorific === '代表'))
    return caseKind(fromBody);
  const handed = firstAssembly(clues.addressees.join('、'))?.kind;
  if (handed !== undefined && handed !== '其他' && KIND_RULES.handedOn.pattern.test(opening)) return handed;
  if (honorific === '委员' && /提案|建议/.test(opening)) return '政协提案';
  if (honorific === '代表' && /建议|议案|提案/.test(opening)) return '人大建议';
  if (/(?:提出|提交).{0,60}提案/.test(opening) && /收悉|收到|答复/.test(opening)) return '政协提案';
  return null;
}

/** 来访反映, 来信来访, 寄给…的来信, 通过…信访信箱: who wrote or came to the office itself, not to a page where everybody may leave words. */
const CAME_OR_WROTE =
  /来访|来信来访|申诉信|(?:寄|写|递|送|交)(?:给|来|至|往)[^，。；]{0,24}信(?!息|箱|用)|联名(?:来信|写信|信访)|信访(?:信|材料|局|办)|来信[（(][\u3400-\u9fff]{0,3}[信访]字|来信[^。；《]{0,24}(?:批转|转来我|转我|交我)|[到在向]信访|信访(?:信箱|件|事项)/;
const ON_A_PAGE = new RegExp(MESSAGE_PAGES.join('|'));

/** A message left on a website is no petition, though it may use its words. */
function isPetition(clues: KindClues): boolean {
  const receipt = clues.opening.slice(0, 160);
  const { asPetition, wroteInPerson, petitionOffice } = KIND_RULES;
  if (asPetition.pattern.test(receipt)) return true;
  if (!clues.addressedToOffice && !ON_A_PAGE.test(receipt)) {
    if (wroteInPerson.pattern.test(receipt)) return true;
    if (petitionOffice.pattern.test(clues.head) && /来信|来访/.test(receipt)) return true;
  }
  if (CAME_OR_WROTE.test(receipt) && !ON_A_PAGE.test(receipt) && !/[您你贵][^，。]{0,12}(?:提案|建议)/.test(receipt))
    return true;
  if (/网上|网友|网民|平台|留言|信箱|来信人/.test(clues.opening.slice(0, 200))) return false;
  const words = clues.opening + clues.body;
  return (
    /信访(?:事项|人|件|诉求|请求)/.test(clues.opening) && /复查|信访(?:工作)?条例|受理|办结|处理意见|答复/.test(words)
  );
}
