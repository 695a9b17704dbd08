/** Labels and words of the notes that stand round a letter's signature. A new one is a word here; \s* where a scan or a page strews blanks. */

/** Whom to ask: 联系人, 电 话. */
export const CONTACT_LABELS = [
  ...['联\\s*系\\s*人', '联\\s*系\\s*单位', '联\\s*系\\s*电\\s*话', '联\\s*系\\s*方式', '联\\s*系\\s*地\\s*址'],
  ...['联络人', '经\\s*办\\s*人', '承\\s*办\\s*人'],
  ...['咨询电话', '监督电话', '电\\s*话'],
] as const;

/** Where: these only with their colon, because sentences begin so, too. */
export const PLACE_LABELS = ['地\\s*址', '通讯地\\s*址', '通信地\\s*址'] as const;

/** 公开属性 and 办理结果, by whatever name. */
export const MARK_LABELS = [
  ...['属性', '方式', '类别', '类型', '选项', '形式', '情况', '意见'].map((of) => `公开${of}`),
  ...['是否公开', '是否同意公开'],
  ...['选项', '属性', '方式', '类别', ''].map((of) => `信息公开${of}`),
  ...['办理', '办复', '办结'].flatMap((act) => ['结果', '类别', '类型', '分类', '程度'].map((of) => `${act}${of}`)),
  ...['答复类别', '答复类型', '答复分类', '结果类别', '结果分类', '分类', '类别'],
] as const;

/** A line in brackets that says one of these is a note: （联系人：…）, （此件公开发布）. */
export const NOTE_WORDS = ['联系人', '联系电话', '联系方式', '此件', '公开'] as const;
