/**
 * What stands behind the name of a person whom a letter addresses. A new title is a word here; titles that are not here are still told
 * by their last character, but then the name is doubtful (addressees.ts).
 */

/** Members: they tell the kind of the case. 委 员 as a scan strews blanks. */
export const MEMBERS = ['委 ?员们', '委 ?员', '代 ?表们', '代 ?表'] as const;

/** Forms of address. */
export const ADDRESSES = [
  ...['同志', '先生', '女士', '小姐', '网友', '网民', '居民', '市民', '村民', '业主', '家长', '朋友', '同学', '同仁'],
  ...[
    '老人家',
    '老人',
    '大爷',
    '奶奶',
    '爷爷',
    '阿姨',
    '大妈',
    '大姐',
    '师傅',
    '老师',
    '老板',
    '大夫',
    '医生',
    '警官',
    '记者',
    '律师',
    '阿訇',
    '法师',
  ],
] as const;

/** People who are addressed or counted together. */
export const GROUPS_OF_PEOPLE = [
  ...[
    '村民',
    '居民',
    '业主',
    '住户',
    '农户',
    '商户',
    '用户',
    '牧民',
    '渔民',
    '社员',
    '职工',
    '教职工',
    '工人',
    '群众',
    '家长',
  ],
  ...['学生', '教师', '乘客', '经营户', '信访人', '党员'],
] as const;

/** Posts and honours, the longer before those with which they end. */
export const POSTS = [
  ...[
    '副主席',
    '主席',
    '副主委',
    '主委',
    '主任委员',
    '副主任',
    '主任',
    '常务委员',
    '常委',
    '副会长',
    '会长',
    '副理事长',
    '理事长',
  ],
  ...[
    '副秘书长',
    '秘书长',
    '副书记',
    '书记',
    '院士',
    '副教授',
    '教授',
    '研究员',
    '博士',
    '董事长',
    '总经理',
    '经理',
    '总裁',
  ],
  ...[
    '副院长',
    '院长',
    '副校长',
    '校长',
    '园长',
    '副局长',
    '局长',
    '副处长',
    '处长',
    '科长',
    '副部长',
    '部长',
    '厅长',
    '副主编',
    '主编',
  ],
  ...['参事', '馆员', '委员长', '社长', '站长', '所长', '厂长', '场长', '村长', '组长', '队长', '行长', '馆长', '台长'],
] as const;

/** The last characters of posts that nobody has listed: 首席, 督学, 巡视员, 总工程师. */
export const POST_ENDING = '[长员任记师席授士监督事理学官]';

/** Who signs for an office: its head. A new one is a word here, the longer before those with which they end. */
export const HEADS = [
  ...[
    '局长',
    '厅长',
    '部长',
    '处长',
    '科长',
    '主任',
    '院长',
    '庭长',
    '检察长',
    '校长',
    '园长',
    '所长',
    '站长',
    '队长',
    '厂长',
    '场长',
  ],
  ...[
    '行长',
    '社长',
    '馆长',
    '台长',
    '县长',
    '市长',
    '区长',
    '镇长',
    '乡长',
    '村长',
    '连长',
    '团长',
    '政委',
    '书记',
    '主席',
    '会长',
  ],
  ...[
    '理事长',
    '董事长',
    '总经理',
    '经理',
    '支书',
    '村主任',
    '嘎查达',
    '苏木达',
    '盟长',
    '旗长',
    '州长',
    '专员',
    '法定代表人',
    '负责人',
  ],
] as const;
