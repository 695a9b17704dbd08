/**
 * Ranks of persons, by where they stand. Pieces of patterns: [ ] ( ) and ? have their meaning. A new one is a word here; the lists differ because
 * what is plain beside a telephone number is not plain elsewhere.
 */

/** Beside a contact's name, behind a label or a section (社会科科长 王芳). */
export const CONTACT_RANKS = [
  '副?(?:主任|科长|处长|股长|部长|局长|所长|站长|队长|小?组长|院长|校长|馆长)',
  '副?秘书长',
  '(?:客户)?经理',
  '干事',
  '科员',
  '专员',
  '参谋',
  '民警',
] as const;

/** Beside a name of which only a telephone number says that it is a contact's. */
export const LOOSE_CONTACT_RANKS = [
  '副?(?:主任|科长|处长|股长|部长|局长|所长|站长|队长|组长|院长|校长|馆长|经理|书记)',
  '秘书长?',
  '干事',
  '科员',
  '同志',
  '老师',
  '先生',
  '女士',
] as const;

/** Glued before an addressee's name (县人民医院副院长覃某某). */
export const RANKS_BEFORE_A_NAME = [
  '主任(?:医师|护师)?',
  '护士长',
  '主席',
  '主委',
  '理事长',
  '会长',
  '[局院校园厂社馆所站部处科队行镇乡区县市村组]长',
  '书记',
  '经理',
  '董事长',
  '总裁',
  '教授',
  '研究员',
  '工程师',
  '农艺师',
  '律师',
  '医师',
  '医生',
  '教师',
  '秘书长',
  '总监',
  '负责人',
] as const;

/** Parted by a blank from the name behind them (市第三人民医院副院长 司徒静), with what persons are known by. */
export const RANKS_AND_HONOURS = [
  '主任(?:医师)?',
  '主席',
  '主委',
  '理事长',
  '会长',
  '[局院校园厂社馆所站部处科队行镇乡区县市村组]长',
  '书记',
  '经理',
  '董事长',
  '总裁',
  '教授',
  '律师',
  '医师',
  '教师',
  '秘书长',
  '负责人',
  '人大代表',
  '政协委员',
  '党代表',
  '劳模',
  '劳动模范',
  '先进工作者',
  '标兵',
  '工匠',
  '道德模范',
  '传承人',
  '党员',
] as const;
