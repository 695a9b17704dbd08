/**
 * Telephone numbers inside the sentences of a letter: whose they are. A number that readers are told to ring is a contact's; one of which is
 * told what it brought about is not, nor is that of an office to which an application must go, nor the writer's own.
 */
import type { Sign } from '../../../../shared/text/rule.ts';

/** What stands before a number in its sentence, ※ being its place, and what behind it. Tried in this order: the first that fits decides. */
export const NO_CONTACT: readonly Sign[] = [
  {
    name: 'a hotline of which is told what came of it',
    pattern:
      /※[，,]?(?:热线|平台)?(?:[上下]半年|全年|今年|去年|\d{4}年)?(?:共|已|累计)?(?:处理|接访|接听|受理|赔付|办理|处置|接报)[^，。；]{0,12}[0-9]/,
    example: '开通投诉电话※，处理投诉94宗',
    not: '如有问题请拨打※，我局将在3日内处理',
  },
  {
    name: 'a hotline by which something came in or was done',
    pattern: /※[”"]?[\u3400-\u9fff]{0,8}热线(?:平台)?(?:相关|转|投诉|工单|开通|接|受理|反映|记录|[\dA-Za-z-]{6,}号)/,
    example: '今年※热线转办群众反映噪声问题31件',
    not: '请拨打※服务热线咨询',
  },
  {
    name: 'a number of which is told that it was set up',
    pattern:
      /^(?!.*(?:欢迎|请|可(?:以)?(?:拨|致)|拨打)).*(?:开通|设立|整合|建立|建成|增设|设置|设)了?[^，。；※]{0,12}※/,
    example: '并设立举报电话※，经查实的每件奖励200元',
    not: '已设立咨询电话※，欢迎拨打',
  },
  {
    name: 'the office to which an application must go',
    pattern: /向[^，。；]{2,30}(?:提出|提交|递交)[^，。；]{0,4}(?:申请|复议)[^。；※]{0,40}※/,
    example: '告知你向云岭县农业农村局提出申请，地址为县城文山路66号，电话※',
    not: '建议你向清源乡人民政府咨询，电话※',
  },
  {
    name: 'the number of who wrote or complained',
    pattern: /(?:反映人|投诉人|来电人|信访人|申请人|举报人|来信人|来访人)[^。；※]{0,16}※/,
    example: '反映人常某（电话※）称',
    not: '请来电人拨打热线，电话见下。本局电话※',
  },
];

/** The first rules are for the short numbers of hotlines. */
const OF_HOTLINES = 3;
/** Words with which a sentence tells somebody to ring. */
const INVITES = /请|可|欢迎|拨打|致电|联系|预约|服务热线|值班|如[有遇对需果您]|打(?=[^。]{0,10}※)/;
/** 举报电话：12313: a label. */
const LABELLED = /(?:电话|热线|手机)[：:]\s*※/;
const ELSEWHERE = /向(?:其|[^，。；我本]{2,30})(?:咨询|查询|反映|投诉|举报)[^。；※]{0,20}※/;
/** 欢迎拨打12369举报违法行为, 请市民拨打12315投诉: it is told against whom, not for this letter. */
const AGAINST_OTHERS = /※[^。；]{0,6}(?:举报|检举|投诉)|(?:举报|检举)[^。；※]{0,16}※/;
/** 供热服务电话※: whom to ring about heat, water or power is mostly not the office that answers. */
const OF_A_SERVICE = /(?:供[热水电气]|燃气|热力|物业)[\u3400-\u9fff]{0,4}(?:电话|热线)※/;
/** The police and the ambulance are nobody's contact. */
const EMERGENCY = /^1(?:10|20|22)$/;
const REACH = 80;

/** @returns `no` where the number is nobody's to ring, `doubtful` where its sentence does not tell, else `yes` */
export function isContactsPhone(text: string, start: number, end: number): 'yes' | 'doubtful' | 'no' {
  const before = /[^。；;！!？\n]*$/.exec(text.slice(Math.max(0, start - REACH), start))?.[0] ?? '';
  const behind = /^[^。；;！!？\n]*/.exec(text.slice(end, end + 30))?.[0] ?? '';
  const sentence = `${before}※${behind}`;
  if (EMERGENCY.test(text.slice(start, end))) return 'no';
  if (NO_CONTACT.some(({ pattern }, at) => (at >= OF_HOTLINES || end - start <= 6) && pattern.test(sentence)))
    return 'no';
  if (ELSEWHERE.test(sentence) || OF_A_SERVICE.test(sentence) || (end - start <= 6 && AGAINST_OTHERS.test(sentence)))
    return 'doubtful';
  return before.length < 8 || LABELLED.test(sentence) || INVITES.test(sentence) ? 'yes' : 'doubtful';
}
