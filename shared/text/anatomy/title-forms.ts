/**
 * Titles that do not begin with 关于, 对 or an office before either: what such a line is told by. The order does not matter; none of them is
 * ever sure.
 */
import type { Sign } from '../rule.ts';

export const TITLE_FORMS: readonly Sign[] = [
  {
    name: 'a word for the reply, with another paper’s end',
    pattern:
      /^[^，。；：！？,;:]{4,60}(?:的?(?:答复|回复|复函|答复函|回复函)|的函|答复书|告知书|决定书|意见书|答复单|回复单)(?:[（(][^（）()]{1,12}[）)])?$/,
    example: '某项目质疑的回复（二）',
    not: '质疑的情况',
  },
  {
    name: 'whose letter or visit is answered',
    pattern: /^(?:函?复|答复?|回复)[\u3400-\u9fff]{2,14}(?:来信|来访|来电|来函)$/,
    example: '复社员来信',
    not: '答复来信',
  },
  {
    name: 'a letter back',
    pattern:
      /^(?:给|致|复|答|答复|回复)[^，。；：！？,;:您你我写]{2,40}的(?:一封)?(?:[复回]?信|回话|便函|答复信|回复信|公开信)$/,
    example: '给家长委员会的复信',
    not: '给您写的信',
  },
  {
    name: 'the reply to a letter, a visit or a call',
    pattern: /^[来去]?(?:信|访|电|函)[访件电]?(?:答复|回复|办理)(?:函|书|信|单)$/,
    example: '来信答复函',
    not: '来信登记单',
  },
  {
    name: 'the reply to a proposal, and no more',
    pattern: /^[^，。；：！？]{0,12}(?:提案|建议)(?:办理)?(?:情况)?(?:答复|回复)(?:意见)?(?:函|书)?$/,
    example: '建议办理情况答复',
    not: '建议，情况答复',
  },
  {
    name: 'the word for the reply, a colon and the matter',
    pattern: /^(?:[\u3400-\u9fff]{2,16}[局委办会院]|留言|来信|信件|网友)?(?:回复|答复)[：:][^，。；：！？]{4,50}$/,
    example: '留言答复：关于营养餐质量的问题',
    not: '来信人答复：关于营养餐质量的问题',
  },
  {
    name: 'nothing but the word for the reply',
    pattern: /^(?:答复|回复|复函|答复函|回复函|复信|回信|答复书)$/,
    example: '答复函',
    not: '函',
  },
  {
    name: 'whose case is answered, without a word for the reply behind it',
    pattern:
      /^(?:函?复|答复?|回复|批复)(?![：:])[^，。；：！？您你我]{0,14}(?:政协|人大|人代会|代表|委员|会议)[^，。；：！？]{0,70}(?:提案|建议|议案|质询案|询问|号)[”"》]?(?:第[0-9一二三四五六七八九十百〇零]{1,5}号)?$/,
    example: '答县政协提案第二十二号',
    not: '答复您在县政协提的提案',
  },
  {
    name: 'a paper about a case that is no letter',
    pattern:
      /^[^，。；：！？,;:]{0,24}(?:提案|建议|议案)[^，。；：！？,;:]{0,16}(?:记录|纪要|反馈单|办理单|答复单|回执)(?:[（(][^（）()]{1,12}[）)])?$/,
    example: '提案办理电话沟通答复记录',
    not: '会议记录',
  },
];
