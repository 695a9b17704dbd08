/** Words that tell a case title: those that hold it without quotation marks, and those that stand round a quotation. */
import { CLOSING_CLASS, OPENING_CLASS } from '../../../../shared/text/brackets.ts';
import type { Rule, Sign } from '../../../../shared/text/rule.ts';

const CASE_WORDS = '关于[^，。；：！？《》]{4,80}?的?(?:提案|建议案|建议|议案)';
const NUMBER_BEHIND = '(?:[（(][^（）()]{1,30}[）)])?';

/** Without quotation marks. Who put it goes before what is acknowledged without a word of that. */
export const UNQUOTED_RULES = {
  put: {
    name: 'what somebody put, said or wrote',
    pattern: new RegExp(
      `(?:提出|提交|撰写|反映|领衔提出|联名提出|所提|[你您组]们?提|会议?(?:上|中|期间)|[说写讲])(?:了|的|过)?(?:第?[A-Za-z0-9〔〕\\-]{1,12}号)?(?:提案|建议)?[：:，]?(关于[^，。；：！？《》]{4,80}?(?:的?(?:提案|建议|议案|意见)))${NUMBER_BEHIND}(?:已?收悉|已?收到|后|，|,|。)`,
    ),
    confidence: 0.91,
    example: '您提出的关于加强路灯管理的建议收悉',
    value: '关于加强路灯管理的建议',
    not: '您提出的加强路灯管理的建议收悉',
  },
  acknowledged: {
    name: 'what is acknowledged, or stands in brackets behind the noun',
    pattern: new RegExp(
      `^(?:[^，。；！？]{0,8}[：:])?(?:[^，。；：！？]{0,16}[您你]们?好[！。，])?(${CASE_WORDS})${NUMBER_BEHIND}(?:收[悉阅到]|已?收[悉到])|收[悉到阅]。(${CASE_WORDS})${NUMBER_BEHIND}，|(?:提案|建议)[（(](${CASE_WORDS})[）)]`,
    ),
    confidence: 0.85,
    example: '第330号提案（关于恢复末班车的提案）',
    value: '关于恢复末班车的提案',
    not: '根据关于恢复末班车的提案',
  },
} as const satisfies Record<string, Rule>;

/** What stands in quotation marks and is no case title: by what stands before it, */
export const NO_CASE_BEFORE = {
  platform: {
    name: 'a platform’s name',
    pattern: /(?:平台|栏目|网站|版块|板块|频道|专栏|在|登录|登陆|公众号)$/,
    example: '您在县政府网站',
    not: '您提出的',
  },
  cited: {
    name: 'a paper that is cited',
    pattern:
      /(?:不服.{0,12}|根据|按照|依据|依照|贯彻|落实|执行|印发|参照|转发|遵照|结合|年|出台了?|制定了?|下发了?)(?:了)?$/,
    example: '我局根据',
    not: '我局收到',
  },
  reason: {
    name: 'what somebody said',
    pattern: /(?:理由是|认为|表示|指出|声称|表述为)[：:，]?$/,
    example: '您的理由是',
    not: '您的提案',
  },
} as const satisfies Record<string, Sign>;

/** by its own words, */
export const NO_CASE_WORDS = {
  code: {
    name: 'a writer’s or a ship’s number',
    pattern: /^[A-Za-z]{1,4}\d[\w*]+$|^[\u3400-\u9fff]{1,6}[A-Za-z]{0,2}\d{3,}$/,
    example: 'UU008170',
    not: '关于312国道的建议',
  },
  law: {
    name: 'a law or a plan that a preamble cites',
    pattern: /^中华人民共和国|^(?!关于).{2,}(?:条例|法典|办法|规定|细则|规范|标准|规划|纲要)$/,
    example: '信访工作条例',
    not: '关于修订信访工作条例',
  },
} as const satisfies Record<string, Sign>;

/** and by what stands behind it. */
export const NO_CASE_BEHIND = {
  numbered: {
    name: 'a paper with a number of its own',
    pattern: new RegExp(`^[（(][^（）()《》]{0,14}[${OPENING_CLASS}](?:19|20)\\d{2}[${CLOSING_CLASS}]第?\\d{1,5}号`),
    example: '（云农〔2012〕87号）收悉',
    not: '（第87号）收悉',
  },
  issue: {
    name: 'a paper that appears in issues',
    pattern: /^第?[\d一二三四五六七八九十]{1,5}期/,
    example: '第47期',
    not: '第47号',
  },
  part: {
    name: 'a part of a page',
    pattern: /^(?:栏目|平台|板块|版块)/,
    example: '栏目的留言',
    not: '的留言',
  },
} as const satisfies Record<string, Sign>;

/** A quotation in “ ” is a case title only where one of these says so. */
export const CALLED_SIGNS = {
  words: {
    name: 'it is called so, or begins so',
    pattern: /^(?:关于|要求|请|建议|希望|对|应|加|增|尽快).{4,}|(?:提案|建议|议案|意见|案)$/,
    example: '增设末班公交车',
    not: '末班公交车',
  },
  behind: {
    name: 'the noun stands behind it',
    pattern: /^(?:等)?(?:的|一)?(?:提案|建议|议案|意见|问题|案)/,
    example: '的问题收悉',
    not: '收悉',
  },
  before: {
    name: 'somebody put it, or the noun stands before it',
    pattern: /(?:提出|所提|提交|反映|递交|撰写)(?:的|了|是|为)?[：:]?$|(?:提案|建议|议案|委员意见|代表意见)$/,
    example: '您反映的',
    not: '您所在的',
  },
} as const satisfies Record<string, Sign>;

/** A quotation that says what an application asks for: `before` alone tells it, `begun` only with `behind`. */
export const ASKED_SIGNS = {
  before: {
    name: 'words that ask for it',
    pattern:
      /(?:申请|要求|请求|希望|需要|需)(?:公开|获取|查询|提供|查阅)(?:的)?(?:政府)?(?:信息|内容|材料){0,2}(?:描述)?(?:名称)?(?:为|是|系|即)?[：:]?$|(?:申请|所需|公开)(?:的)?(?:政府)?(?:事项|内容|信息)(?:内容)?(?:的?描述)?(?:为|是|系)?[：:]?$/,
    example: '您申请公开的政府信息内容为',
    not: '您提出的',
  },
  begun: {
    name: 'words that an application may begin with',
    pattern: /(?:关于|公开|获取)$/,
    example: '您提交的关于',
    not: '您提交的',
  },
  behind: {
    name: 'the application, right behind',
    pattern: /^(?:等)?(?:的)?(?:政府)?(?:信息)?(?:公开)?(?:的)?申请/,
    example: '的政府信息公开申请收悉',
    not: '的提案收悉',
  },
} as const satisfies Record<string, Sign>;

/** A case title by the place where it stands. `behindReceipt` goes before `later`, which looks further. */
export const PLACED_RULES = {
  inTitle: {
    name: 'the letter’s title, without a word of whose case it is',
    pattern:
      /^(?:[^关对]{4,30})?(?:关于对|对)?(关于(?![^，。；：]{0,40}(?:届|次会议|第[^，。；：]{1,12}号|政协|人大|代表|委员))[^，。；：！？《》“”]{4,60}的(?:提案|建议|议案))的?(?:答复|复函|回复)/,
    confidence: 0.85,
    example: '关于加强垃圾清运管理的提案的答复',
    value: '关于加强垃圾清运管理的提案',
    not: '关于县政协十届二次会议第7号提案的答复',
  },
  paper: {
    name: 'the paper that is answered, by its own title',
    pattern:
      /^[^。；！]{0,30}?(?:[你贵](?![《])[^《》。，；]{0,14}|[您你][^《》。；]{0,30}(?:提交|邮寄|寄来|寄送|递交|来信)的)《([^《》]{4,100}(?:函|请示|报告|申请|申诉信?|来信|信|请求书|申请书)|[^《》]{4,60}(?=》的?(?:来?信|公开信)))》(?:[（(][^（）()]{4,30}[）)])?[^。；]{0,12}收[悉到]/,
    confidence: 0.9,
    example: '你局《关于商请提供资料的函》（云函〔2017〕33号）收悉',
    value: '关于商请提供资料的函',
    not: '根据《关于商请提供资料的函》，现函复如下',
  },
  behindReceipt: {
    name: 'a quotation right behind the receipt that is the addressee’s',
    pattern:
      /(?:您|你|委员|代表|第[\dA-Za-z-]{1,10}号)(?:们)?(?:在|提出的|所提的?|关于)?《([^《》]{4,100})》|[。，；](?:现)?[对就]《([^《》]{4,100}(?:提案|建议|议案))》/,
    confidence: 0.85,
    example: '您在《关于加强路灯管理的提案》中提出',
    value: '关于加强路灯管理的提案',
    not: '根据《云岭县路灯管理办法》',
  },
  later: {
    name: 'a quotation behind a preamble',
    pattern:
      /(?:[您你]们?|贵[\u3400-\u9fff]{1,4})(?:在|提出的|的)《([^《》]{4,100}(?:提案|建议|议案))》|[您你]们?在[^，。；“《]{4,40}提出的“([^“”]{6,80}(?:提案|建议|议案))”/,
    confidence: 0.85,
    example: '贵会在《关于加强路灯管理的提案》中提出的',
    value: '关于加强路灯管理的提案',
    not: '贵会在《云岭县路灯管理办法》中提出的',
  },
} as const satisfies Record<string, Rule>;
