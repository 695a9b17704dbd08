/**
 * Words with which letters close. A letter's date stands under a line that says one of CLOSING_WORDS; what begins or ends with one of
 * the others is no name, though it stands alone above the date.
 */

/** Anywhere in the last line of the text. */
export const CLOSING_WORDS = [
  '感谢',
  '特此',
  '专此',
  '此复',
  '此函',
  '支持',
  '致谢',
  '为盼',
  '谢谢',
  '监督',
  '如下',
  '敬礼',
  '答复',
] as const;

/** Closing phrases, labels and sentences begin so, and no name of an office that is in no list of them. */
export const NO_SIGNER_BEGINS = [
  // 特此函复, 此致, 谨复, 以上意见, 顺祝
  ...['特', '此', '专', '谨', '以上', '上述', '敬', '顺', '祝', '谢', '感', '请', '望', '妥否', '当否'],
  // 附件, 联系人, 承办人, 抄送, 主题词, 公开属性, 签发人
  ...['附', '联系', '承办', '经办', '抄', '主题', '公开', '签'],
  // 如有不同意见, 我局, 您的, 关于
  ...['如', '我', '您', '你', '本', '再', '并', '关于', '对'],
] as const;

/** And end so: 函复, 敬礼, 为盼, 某某委员. One character each. */
export const NO_SIGNER_ENDS = [
  ...['谢', '复', '告', '答', '祺', '安', '礼', '盼'],
  ...['荷', '函', '知', '此', '正', '持', '委', '员'],
] as const;
