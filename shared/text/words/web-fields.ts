/**
 * What the pages of websites write round a letter: breadcrumbs, buttons, and the names of fields. Their values are never a letter's.
 * A new one is a word here.
 */
const FIELDS = [
  ...[
    '来源',
    '信息来源',
    '稿源',
    '作者',
    '编辑',
    '责任编辑',
    '审核',
    '发布人',
    '发布者',
    '发布日期',
    '发布时间',
    '发布机构',
  ],
  ...[
    '发布单位',
    '更新时间',
    '生成日期',
    '公开日期',
    '浏览',
    '浏览次数',
    '浏览量',
    '阅读',
    '阅读次数',
    '阅读量',
    '点击',
    '点击数',
  ],
  ...[
    '点击量',
    '访问量',
    '索引号',
    '信息索引',
    '信息索引号',
    '主题分类',
    '信息分类',
    '信息类别',
    '组配分类',
    '体裁分类',
    '主题词',
  ],
  ...[
    '关键词',
    '有效性',
    '是否有效',
    '效力状态',
    '时效性',
    '分享到',
    '分享',
    '字体',
    '字号大小',
    '打印',
    '关闭',
    '收藏',
  ],
] as const;
const PATHS = [
  '您的位置',
  '您所在的位置',
  '您现在的位置',
  '当前位置',
  '当前的位置',
  '所在位置',
  '首页',
  '网站首页',
  '本站首页',
] as const;

const FIELD = new RegExp(`^[【\\[［]?(?:${FIELDS.join('|')})(?:[】\\]］]|\\s*[：:])`);
const PATH = new RegExp(`^(?:${PATHS.join('|')})\\s*(?:[：:>＞»›/|-]|$)|[^<>＞]{2,12}\\s*[>＞»›]\\s*[^<>＞]{2,20}`);

/** Whether a line of a letter's head is a web page's own. */
export function isWebLine(text: string): boolean {
  return FIELD.test(text) || (text.length <= 120 && PATH.test(text));
}
