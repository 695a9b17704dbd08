/** Finders of private persons: names behind words that say what somebody is, what is said of health, children. Pure. */
import { LONG_SURNAMES, SURNAMES } from '../words/surnames.ts';
import type { Finder, Finding } from './finding.ts';

/** Who is named by such a word acts for himself, not for an office. */
const PRIVATE_WORDS = [
  ...['居民', '村民', '业主', '住户', '租户', '房东', '户主', '商户', '店主', '群众', '市民', '网民', '当事人', '事主'],
  ...[
    '信访人',
    '上访人',
    '来访人',
    '投诉人',
    '举报人',
    '反映人',
    '申请人',
    '被申请人',
    '申诉人',
    '原告',
    '被告',
    '被害人',
  ],
  ...[
    '受害人',
    '死者',
    '伤者',
    '逝者',
    '患者',
    '病人',
    '职工',
    '员工',
    '工人',
    '农民工',
    '司机',
    '驾驶员',
    '车主',
    '乘客',
  ],
  ...[
    '老人',
    '独居老人',
    '低保户',
    '贫困户',
    '残疾人',
    '退役军人',
    '家属',
    '亲属',
    '家长',
    '监护人',
    '配偶',
    '丈夫',
    '妻子',
  ],
  ...['其父', '其母', '父亲', '母亲', '经营者', '个体户', '姓名'],
  ...[
    '居民代表',
    '村民代表',
    '业主代表',
    '群众代表',
    '职工代表',
    '商户代表',
    '家长代表',
    '业主委员会主任',
    '业委会主任',
  ],
] as const;
const CHILD_WORDS = [
  ...['未成年人', '学生', '儿童', '孩子', '幼儿', '婴儿', '男童', '女童', '男孩', '女孩', '小朋友', '孤儿', '留守儿童'],
  ...['其子', '其女', '之子', '之女', '儿子', '女儿', '孙子', '孙女', '外孙', '外孙女', '长子', '次子', '长女', '次女'],
] as const;
const HONORIFICS = '先生|女士|老人|大爷|大妈|阿姨|奶奶|爷爷|大叔|大姐|小姐';
const CHILD_HONORIFICS = '同学|小朋友';

const HAN = '[\\u3400-\\u9fff]';
const SURNAME = `(?:${LONG_SURNAMES.join('|')}|[${SURNAMES}])`;
/** What follows a name: no Han character, or a word that is no name. */
const BEHIND = `(?=$|[^\\u3400-\\u9fff]|反映|提出|来信|来电|来访|投诉|举报|申请|等|的|在|于|因|与|和|及|向|从|家|诉|称|说|要|已|被|系|是|为|有|将|对|到|之|所|同志|${HONORIFICS}|${CHILD_HONORIFICS}|本人|一家|一户|夫妇|父子|母女|患|确诊|未|今|年|自|男|女|现|曾|经|由|不|也|还|又|就)`;
/** Characters that end a name of two rather than begin its third. */
const NO_THIRD = '的等在于因与和及向从诉称说要已被系是为有将对到之所患未今自现曾经由不也还又就家反提来投申某';
const NAME = `(?:${SURNAME}(?!某)${HAN}[^${NO_THIRD}\\s\\p{P}\\p{ASCII}]${BEHIND}|${SURNAME}(?!某)(?![${NO_THIRD}])${HAN}${BEHIND}|${HAN}{2,6}·${HAN}{2,8}?${BEHIND})`;

const byLength = (words: readonly string[]): string => words.toSorted((a, b) => b.length - a.length).join('|');

function named(kind: Finding['kind'], pattern: RegExp, reason: (word: string) => string): Finder {
  return (text) =>
    Array.from(text.matchAll(pattern), (match) => {
      const [whole, word = '', name = ''] = match;
      const start = match.index + whole.indexOf(name, word.length);
      return { kind, start, end: start + name.length, reason: reason(word) };
    });
}

const behindWord = (words: readonly string[]): RegExp =>
  new RegExp(`(${byLength(words)})(?:[ :("“]|是|为|叫|名为|姓名){0,2}(${NAME})`, 'gu');
const personBehind = named('person', behindWord(PRIVATE_WORDS), (word) => `“${word}”之后的姓名`);
const childBehind = named('minor', behindWord(CHILD_WORDS), (word) => `“${word}”之后的姓名`);

const before = (kind: Finding['kind'], honorifics: string): Finder => {
  const pattern = new RegExp(`(${SURNAME}${HAN}{1,2}?)(${honorifics})`, 'gu');
  return (text) =>
    Array.from(text.matchAll(pattern), ({ index, 1: name = '', 2: word = '' }) => ({
      kind,
      start: index,
      end: index + name.length,
      reason: `“${word}”之前的姓名`,
    }));
};
const personBefore = before('person', HONORIFICS);
const childBefore = before('minor', CHILD_HONORIFICS);

/** What is told of a private person in brackets behind the name. */
const IDENTITY = '公民身份|身份证|护照|家庭住址|现住|住址|手机';
const identified = new RegExp(`(${SURNAME}(?!某)${HAN}{1,2})(?=[ ]?[(（](?:${IDENTITY}))`, 'gu');
const personIdentified: Finder = (text) =>
  Array.from(text.matchAll(identified), ({ index, 1: name = '' }) => ({
    kind: 'person',
    start: index,
    end: index + name.length,
    reason: '姓名之后写有身份证号、住址等',
  }));

/** 村民张三、李四: names of a list that begins with one. */
function listed(text: string, found: Finding[]): Finding[] {
  const all = [...found];
  const next = new RegExp(`^[ ]?[、,和与及][ ]?(${NAME})`, 'u');
  for (let at = 0; at < all.length; at += 1) {
    const one = all[at];
    const match = one === undefined ? null : next.exec(text.slice(one.end, one.end + 24));
    if (one === undefined || match?.[1] === undefined) continue;
    const start = one.end + match[0].length - match[1].length;
    if (all.some((other) => other.start === start)) continue;
    all.push({ kind: one.kind, start, end: start + match[1].length, reason: '与个人姓名并列的姓名' });
  }
  return all;
}

/** Offices and bodies are no persons, though their names may begin like one. */
const NO_PERSON = /[局厅部委办院校所站队中心公司社会组织村镇乡街县市省区]$|委员|代表/;

export const findPeople: Finder = (text) => {
  const found = [personBehind, personBefore, childBehind, childBefore, personIdentified].flatMap((find) => find(text));
  return listed(text, found).filter(({ start, end }) => !NO_PERSON.test(text.slice(start, end)));
};

const DISEASE = [
  ...[
    '病',
    '癌',
    '症',
    '瘤',
    '炎',
    '障碍',
    '瘫',
    '艾滋',
    'HIV',
    '抑郁',
    '中风',
    '梗塞',
    '梗死',
    '尿毒',
    '白血',
    '骨折',
    '结核',
  ],
  ...[
    '梅毒',
    '乙肝',
    '丙肝',
    '精神分裂',
    '高血压',
    '高血脂',
    '心衰',
    '肾衰',
    '哮喘',
    '肝硬化',
    '甲亢',
    '痛风',
    '癫痫',
    '脑出血',
  ],
  ...['脑梗', '白内障', '青光眼', '红斑狼疮', '强直性脊柱', '渐冻', '尘肺', '硅肺', '唐氏', '阿尔茨海默', '帕金森'],
].join('|');
const ILL = `[^。;,、\\n]{0,12}?(?:${DISEASE})(?:[症病炎]|[晚中早]期)*`;
/** 患者看病 and 患难 speak of nobody. */
const illness = new RegExp(
  `(?:患有?(?!者|难|处)|罹患|身患|确诊(?:为|患有?)?|诊断(?:为|出)|查出(?:患有?)?|因)${ILL}(?:[、和及]${ILL})*`,
  'gu',
);
const disability = /(?:视力|听力|言语|肢体|智力|精神|多重)(?:残疾)?[ ]?[一二三四1234][ ]?级(?:残疾)?/gu;
const condition =
  /(?:怀孕|流产|妊娠|不孕|(?<!慢)性病|吸毒|戒毒|HIV|瘫痪在床|卧病在床|双目失明|双耳失聪|截肢|植物人|精神失常|生活不能自理)[^。;,、\n]{0,8}/gu;
/** What was done for somebody's health. */
const treatment =
  /(?:做[过了]|接受[过了]?|动[过了]|正在|长期|每周)[^。;,、\n]{0,8}(?:手术|移植|支架|搭桥|化疗|放疗|透析)/gu;

/** 因 alone is a cause of anything; of an illness only where the illness is one's own. */
const GENERAL = /^因(?!.*(?:患|病逝|病致|病住院|病死亡|重病|大病))|防治|预防|筛查|诊疗|宣传|门诊/u;

export const findHealth: Finder = (text) =>
  [
    ...Array.from(text.matchAll(illness), (match) => ({ match, reason: '提到某人的疾病' })),
    ...Array.from(text.matchAll(disability), (match) => ({ match, reason: '残疾类别和等级' })),
    ...Array.from(text.matchAll(condition), (match) => ({ match, reason: '健康状况' })),
    ...Array.from(text.matchAll(treatment), (match) => ({ match, reason: '所作的治疗' })),
  ]
    .filter(({ match }) => !GENERAL.test(match[0]))
    .map(({ match, reason }) => ({
      kind: 'health' as const,
      start: match.index,
      end: match.index + match[0].length,
      reason,
    }));

const CHINESE_AGE = '[一二三四五六七八九]|十[一二三四五六七]?';
const age = new RegExp(
  `(?:${byLength(CHILD_WORDS)})[^。;\\n]{0,16}?(?<![0-9一二三四五六七八九十])((?:[0-9]|1[0-7]|${CHINESE_AGE})(?:个月|周?岁(?:半)?))`,
  'gu',
);
const schoolClass =
  /(?![全各本每])[\u3400-\u9fff]{2,12}(?:小学|中学|幼儿园|学校)[ ]?(?:[一二三四五六七八九123456789]年级|[初高][一二三123]|[大中小]班)(?:[ ]?\(?[0-9一二三四五六七八九十]{1,2}\)?班)?/gu;

/** Ages of children and the class that a child goes to; names of children are found by findPeople. */
export const findMinors: Finder = (text) => [
  ...Array.from(text.matchAll(age), (match) => {
    const value = match[1] ?? '';
    const end = match.index + match[0].length;
    return { kind: 'minor' as const, start: end - value.length, end, reason: '未成年人的年龄' };
  }),
  ...Array.from(text.matchAll(schoolClass))
    .filter(([value]) => !/[全各每]|所有/.test(value))
    .map((match) => ({
      kind: 'minor' as const,
      start: match.index + (/^.*(?:就读于|就读|[在于到是为])/u.exec(match[0])?.[0].length ?? 0),
      end: match.index + match[0].length,
      reason: '就读的学校和班级',
    })),
];
