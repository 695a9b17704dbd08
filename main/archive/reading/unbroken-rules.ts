/** Words that tell where the parts of a letter begin that lost its line ends (unbroken.ts). Patterns with the flag g are gone through. */
import { CLOSING_CLASS, OPENING_CLASS } from '../../../shared/text/brackets.ts';
import type { Sign } from '../../../shared/text/rule.ts';

const YEAR = '(?:19|20)\\d{2}';
const NUMBER = `[${OPENING_CLASS}]${YEAR}年?[${CLOSING_CLASS}](?:第|字第?)?\\d{1,6}号`;
const HONORIFIC =
  '(?:委员|代表|同志|先生|女士|网友|网民|老师|教授|主席|主委|市民|居民|朋友)(?:们|等[\\d一二两三四五六七八九十]{0,3}[位名人]?(?:委员|代表|同志)?)?(?:[（(][^（）()]{1,20}[）)])?';

/** Numbers of documents, and marks beside them. */
const MARK = [
  // A类 before a word, and no part of another mark.
  '(?<![A-Za-z0-9：:为属])[A-DＡ-Ｄ]类(?=[\\u3400-\\u9fff])',
  // 主动公开 behind a number or another mark, or before the code of a number.
  '(?<=号|类|[A-DＡ-Ｄ])(?:同意|主动|依申请|不予)公开',
  '(?:同意|主动|依申请|不予)公开(?=[\\u3400-\\u9fff]{2,8}[〔（(【\\[]20\\d\\d)',
  // 〔A类〕, （此件公开发布）.
  `[${OPENING_CLASS}](?:[A-F甲乙丙丁]类?|(?:此件)?(?:主动|依申请|不予|同意|不|全文)?公开(?:发布)?)[${CLOSING_CLASS}]`,
].join('|');

export const HEAD_SIGNS = {
  number: {
    name: 'a number',
    pattern: new RegExp(NUMBER, 'g'),
    example: '枳教函〔2019〕27号',
    not: '枳教函第27号',
  },
  closedNumber: {
    name: 'a number, with the bracket behind it',
    pattern: new RegExp(`${NUMBER}[）)]?`, 'g'),
    example: '（枳教函〔2019〕27号）',
    not: '（第27号）',
  },
  mark: { name: 'a mark', pattern: new RegExp(MARK, 'g'), example: '〔A类〕枳川县', not: '〔甲方〕枳川县' },
  numberOrMark: {
    name: 'a number or a mark',
    pattern: new RegExp(`${NUMBER}[）)]?|(?:${MARK})`, 'g'),
    example: '〔2019〕27号B类',
    not: '第27号',
  },
  labelledMark: {
    name: 'a mark with its label, a line of its own',
    pattern:
      /(?:办[理复结](?:结果|类[别型]|分类|程度)|答复(?:类[别型]|分类)|(?:结果)?(?:分类|类别)(?:标[记识注])?|公开(?:属性|方式|类别|类型|选项|形式)?|是否(?:同意)?公开|信息公开(?:选项)?)[：:][“"（(]?(?:[A-DＡ-Ｄ甲乙丙]类?|(?:主动|依申请|不予|同意|不|全文)?公开|是|否|同意)[”"）)]?/g,
    example: '办理结果：A类',
    not: '办理结果良好',
  },
  label: {
    name: 'a label of the head',
    pattern:
      /(?:发文字号|文号|签发人|索引号|信息来源|来源|发布(?:日期|时间|机构)|提案编号|建议编号|案号|办[理复]结果|(?:办理|答复|办复|结果)?(?:分类|类别)|公开(?:属性|方式|类别|类型|选项|形式)|是否(?:同意)?公开|信息公开选项|特急|急件|平急|密级)(?:[：:]|(?=[A-D]类))/g,
    example: '签发人：某某',
    not: '由局长签发',
  },
} as const satisfies Record<string, Sign>;

/** Where a title's words end. */
export const TITLE_END_SIGNS = {
  words: {
    name: 'words that may end a title, and a mark or a bracket behind them',
    pattern:
      /(?:答复函|复函|回复函|回函|(?:答复|会办|协办|分办|处理|办理|参阅|复查|复核)意见[书函]?|答复书|告知书|意见[书函]|的函|函复|答复|回复|批复|情况的?报告|情况的?说明)(?:[（(][^（）()]{1,30}[）)]|[A-D]类)?/g,
    example: '第27号提案的答复（A类）',
    not: '第27号提案',
  },
  withoutAddressee: {
    name: 'a title right before the first words of the text',
    pattern:
      /^[^。；！？，《]{0,200}?(?:答复函|复函|答复意见|答复书|告知书|意见书|的函|的?答复|的?回复|会办意见|协办意见)(?=[您你我根按为现近接经贵一])/,
    example: '关于加强路灯管理的答复您提出的提案收悉',
    not: '关于加强路灯管理的答复：',
  },
} as const satisfies Record<string, Sign>;

/** How the text goes on behind an addressee. */
export const OPENS_BODY: Sign = {
  name: 'the first words of a text',
  pattern:
    /^(?:[您你]们?[好提在反的所关来就于]|贵[单局委处办院会厅部]|现[将就]|根据|感谢|非常感谢|首先|来[信电函]|收悉|一、|我[局委部办院单厅]|经|关于|针对|按照|由|就|近|欢迎|十分|衷心|接|对|[在为]|今年|《|“|\d)/,
  example: '您提出的提案收悉',
  not: '某某县人民政府',
};

/** Who may be addressed before a colon. */
export const ADDRESSED_SIGNS = {
  whole: {
    name: 'words that end with an honorific, or a name of the web',
    pattern: new RegExp(`${HONORIFIC}$|^(?:网民|网友)[“"「].{1,30}[”"」]$|^[A-Za-z][A-Za-z0-9]{3,20}$`),
    example: '王某某等3位委员',
    not: '办理结果',
  },
  named: {
    name: 'a name and an honorific',
    pattern: new RegExp(`[\\u3400-\\u9fff]{2,4}${HONORIFIC}$`),
    example: '体育局叶知秋委员',
    not: '委员',
  },
} as const satisfies Record<string, Sign>;

export const FIELD: Sign = {
  name: 'a field’s name before a colon, which addresses nobody',
  pattern:
    /(?:类[别型]|分类|结果|方式|属性|选项|形式|日期|时间|来源|编号|字号|文号|案号|案由|题目|索引号|签发人|单位|机构|电话|联系人|公开|阅读|作者|字体|密级|附件|如下)$/,
  example: '提案编号',
  not: '叶知秋委员',
};

export const ORDINAL: Sign = {
  name: 'an ordinal behind the end of a sentence',
  pattern: new RegExp(
    '(?<=[。！？；：!?;:”）)])(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\\d{1,2}[.．、](?!\\d)|附件[\\d一二三四五六七八九十]?[：:])',
    'g',
  ),
  example: '现答复如下：一、基本情况',
  not: '第一、二期工程',
};

/** The last lines. */
export const TAIL_SIGNS = {
  label: {
    name: 'a label or a note',
    pattern:
      /[（(]?(?:联系(?:人|单位|方式|电话|地址|部门|科室)|联络人|[承经]办(?:人员?|单位|科室)?|咨询电话|监督电话|办公电话|通[讯信]地址|地址|电话|抄[送报发]|主送|分送|附件|主题词|公开(?:属性|方式|类别|类型|选项)|是否(?:同意)?公开|信息公开选项|办[理复](?:结果|类别|类型|程度)|答复(?:类别|类型|分类)|结果分类|分类|类别|发文字号|文号|分管领导|印发机关|校对|打字|共印)[^：:。（）()]{0,8}[：:]|[（(](?:此件|附注|共印|主动公开|依申请公开|不予公开)|[〔【\[（(][A-D]类?[〕】\]）)]/g,
    example: '（联系人：某某）',
    not: '请与我们联系',
  },
  closing: {
    name: 'what closes the text and may stand right before the office that signs',
    pattern:
      /^.*?(?:(?:特此|专此|谨此|此致|顺致)(?:函复|答复|回复|函告|复函|函达|报告|说明|敬礼)?|此复|此函|敬礼|为盼|为荷|致谢|谢谢|支持|函复|监督)(?=[\u3400-\u9fff（(]{4,})/,
    example: '特此函复枳川县教育局',
    not: '枳川县教育局',
  },
  behindDate: {
    name: 'what may stand behind the letter’s date',
    pattern: /^[）)]?$|^[）)]?(?:[（(]|抄|主题词|附件|联系|[承经]办|公开|办[理复]|此件|信息公开|印)/,
    example: '抄送：县政府办',
    not: '起施行',
  },
  imprint: {
    name: 'an office and a day of printing',
    pattern: /^[^，。；：]{4,40}(?:19|20)\d{2}年\d{1,2}月\d{1,2}日印/,
    example: '枳川县教育局办公室2022年6月27日印发',
    not: '枳川县教育局2022年6月27日',
  },
} as const satisfies Record<string, Sign>;
