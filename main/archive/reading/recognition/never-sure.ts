/**
 * Kinds of values that are never called sure, however often such values were right in first readings: their shape is not that of the element,
 * or what stands beside them says otherwise. What a sign finds makes a value doubtful; it never changes one. The order does not matter.
 */
import type { ElementName, Elements, Evidence } from '../../../../shared/model/elements.ts';
import type { Sign } from '../../../../shared/text/rule.ts';
import type { CuePlaces } from './emptiness.ts';

/** Where a sign is looked for: in the value itself (of a list in all of it, parted by 、), in the line that goes on behind it, or in the letter. */
type Place = 'value' | 'behind' | 'title' | 'head';

export interface ClashSign extends Sign {
  element: ElementName;
  place: Place;
  /** The only value that it speaks against; any where left out. */
  against?: string;
}

export const CLASHES: readonly ClashSign[] = [
  {
    ...{ element: 'issuer', place: 'value', name: 'an office’s own desk, which only prints' },
    pattern:
      /(?:(?<!编制|编纂)委员会|公司|集团|学校|中学|小学|医院|工委|[局厅行社院])(?:办公室|综合[部科处室]|秘书[科处室]|行政部)$/,
    example: '云岭县总工会委员会办公室',
    not: '中共云岭县委机构编制委员会办公室',
  },
  {
    ...{ element: 'signers', place: 'value', name: 'a desk without its office beside an office' },
    pattern: /(?:^|、)(?:客服|服务|信访|接待|综合|政务|热线)[^、]{0,4}(?:中心|室|部|科|处|股)(?=、|$)/,
    example: '云岭市公共交通集团有限公司、客服中心',
    not: '云岭县民政局、云岭县信访局',
  },
  {
    ...{
      element: 'addressees',
      place: 'value',
      name: 'a committee without its assembly, though it may look like a name',
    },
    pattern: /(?:^|、)(?!总工会)[\u3400-\u9fff]{2}[委会](?=、|$)/,
    example: '文史委、常明远',
    not: '常明远、云岭县政协文史委',
  },
  {
    ...{ element: 'addressees', place: 'value', name: 'a place alone, which opens the name of what is addressed' },
    pattern: /(?:^|、)[\u3400-\u9fff]{2,5}(?:省|市|县|自治[区州县])(?=、|$)/,
    example: '云岭省、信江市、行远律师事务所',
    not: '信江市律师协会、常明远',
  },
  {
    ...{ element: 'addressees', place: 'value', name: 'a congress, whose delegate is addressed' },
    pattern: /(?:[职教党团人]代会|代表大会)(?=、|$)/,
    example: '县第十二次党代会、常明远',
    not: '县总工会职代会代表组、常明远',
  },
  {
    ...{ element: 'phones', place: 'value', name: 'the hotline of all offices beside a telephone' },
    pattern: /(?:^|、)12345、|、12345(?=、|$)/,
    example: '12345、0871-67210221',
    not: '0871-67210221、67210222',
  },
  {
    ...{ element: 'phones', place: 'behind', name: 'an extension right behind' },
    pattern: /^(?:[*＊×]|转)\s*\d/,
    example: '*8012',
    not: '（传真）',
  },
  {
    ...{ element: 'contact_address', place: 'value', name: 'a label or a telephone number inside' },
    pattern: /[：:]|\d{7}/,
    example: '云岭县信江东路66号　总机：0871-67210221',
    not: '云岭县信江东路66号',
  },
  {
    ...{ element: 'title', place: 'behind', name: 'a case in brackets right behind' },
    pattern: /^[（(][^）)]{0,12}(?:提案|建议|议案)[^）)]{0,10}[）)]/,
    example: '（提案第39号）',
    not: '（A类）',
  },
  {
    ...{ element: 'title', place: 'behind', name: 'a dash that goes on with 关于' },
    pattern: /^[—─－-]{1,2}\s*关于/,
    example: '——关于家庭教育指导站点建设',
    not: '关于家庭教育指导站点建设',
  },
  {
    ...{ element: 'title', place: 'value', name: 'a dash that it begins with: its own first line may be lost' },
    pattern: /^[—─－-]/,
    example: '——对县政协十届二次会议第7号提案的答复',
    not: '对县政协十届二次会议第7号提案的答复',
  },
  {
    ...{ element: 'title', place: 'value', name: 'a joint reply of one office: the others were lost' },
    pattern: /^(?:(?!局|厅|院|府|委员会|关于).)*(?:局|厅|院|府|委员会)(?:关于|对).*联合(?:答复|复函|回复)/,
    example: '云岭县财政局关于县政协十届二次会议第7号提案的联合答复',
    not: '云岭县教育局云岭县财政局关于县政协十届二次会议第7号提案的联合答复',
  },
  {
    ...{
      element: 'reply_kind',
      place: 'title',
      against: '会办意见',
      name: 'the assembly of a works or a school, or a case to be given to another office',
    },
    pattern: /[职教党]代会|职工代表大会|调整.{0,16}(?:承办|主办|办理)单位/,
    example: '关于商请调整县政协第7号提案承办单位的函',
    not: '关于县政协十届二次会议第7号提案的会办意见',
  },
  {
    ...{ element: 'result_code', place: 'head', name: 'an earlier result beside today’s' },
    pattern: /原(?:答复|办理)?(?:结果|类别|分类|类型)[：:]/,
    example: '原答复结果：B　现结果：A',
    not: '办理结果：A',
  },
  {
    ...{ element: 'cc', place: 'behind', name: 'a further line of offices' },
    pattern: /^[^：:。\d]{2,16}[，、][^：:。\d]*(?:[局委办厅会部府院]|办公室)。?$/,
    example: '县教育局，县卫生健康委，县水利局。',
    not: '云岭县民政局办公室　2023年6月15日印发',
  },
];

/** A result that became another: what it became is today's, wherever it is said. */
export const RESULT_CHANGED: Sign = {
  name: 'a result that became another',
  pattern: /由\s*[A-FＡ-Ｆ]\s*类?\s*(?:转|调整|变更?|改|升|提升)[为成到]\s*([A-FＡ-Ｆ])/,
  example: '该建议由B类转为A类',
  value: 'A',
  not: '由A类企业转为民办',
};

/** Elements whose value some kind of doubt speaks against. */
export function neverSure(elements: Elements, evidence: Evidence, places: CuePlaces): Set<ElementName> {
  const found = new Set<ElementName>();
  for (const { element, place, against, pattern } of CLASHES) {
    const value = elements[element];
    const said = Array.isArray(value) ? value.join('、') : (value ?? '');
    if (said === '' || (against !== undefined && said !== against)) continue;
    const words = {
      value: () => said,
      behind: () => lineBehind(places.text, evidence[element]?.end ?? places.text.length),
      title: () => elements.title ?? '',
      head: () => places.head.map(({ text }) => text).join('\n'),
    }[place]();
    if (pattern.test(words)) found.add(element);
  }
  if (elements.result_code !== null) {
    const became = RESULT_CHANGED.pattern.exec(places.text)?.[1]?.normalize('NFKC');
    if (became !== undefined && became !== elements.result_code) found.add('result_code');
  }
  return found;
}

/** What stands behind a value on its line, or on the next one where only a full stop does. */
function lineBehind(text: string, end: number): string {
  const rest = text.slice(end, end + 200).replace(/^[\s。；;]+/, '');
  return rest.split('\n', 1)[0]?.trim() ?? '';
}
