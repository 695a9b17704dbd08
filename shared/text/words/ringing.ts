/**
 * Words round the names and numbers of contacts. Pieces of patterns: [ ] ( ) and ? have their meaning; blanks are those of letter-spaced
 * labels. A new one is a word here.
 */

const GAP = '[ \\u3000]{0,3}';

/** Shortly before a number: it is a telephone's. */
export const PHONE_WORDS = [
  ...['内线', '分机', '短号', '承办', '业务联系', '经办', '联系'].map((label) => `${label}(?=[：:])`),
  '请[^。，；\\n]{0,4}联系',
  '与[^。，；\\n]{1,16}联系(?=[（(]?$)',
  `电${GAP}话`,
  '[路市]电',
  '咨询(?=[：:])',
  `[承经]${GAP}办${GAP}[人入]`,
  '热线',
  '(?:拨打|打(?=[\\u3400-\\u9fff]{0,8}[（(]?$))',
  ...['致电', '手机', '座机', '联系方式'],
  `联${GAP}系${GAP}[人入]`,
  ...['联络人', '承办人', '经办人', '分管领导', '来电', '号码', 'Tel', 'TEL', 'tel'],
] as const;

/** Shortly before a number: it is none. */
export const NO_PHONE_WORDS = [
  ...['传真', 'Fax', 'FAX', 'fax', '邮编', '邮政编码', 'QQ', '编号', '账号', '身份证'],
] as const;

/** Where a contact's name ends: digits, the next label, the end of its clause. */
export const NAME_ENDS = [
  '[0-9０-９]',
  '(?:监督|投诉|举报|值班|服务|固定|移动|单位)电话',
  ...['Tel', 'TEL', 'tel', 'Fax', 'FAX', 'fax', '内线', '分机', '短号', `电${GAP}话`, '[路市]电', '手机', '联系'],
  ...['办公(?!室)', '咨询', '座机', '传真', '邮(?:箱|编|件|址|政编码)', '地址', '职务', '单位', '科室'],
  '[。；;）)\\n]',
  '[（(【［]',
] as const;
