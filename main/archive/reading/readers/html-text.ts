/** Turns a tree of html into lines as a browser would show them, and finds the part of a page that is the letter. */
import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import { LIMITS } from './reader.ts';
import { rowLines } from './office-text.ts';

/** Never shown, or no text of the page. */
const SILENT = new Set(
  'script style noscript template iframe object embed head title desc metadata annotation annotation-xml button option datalist canvas audio video map'.split(
    ' ',
  ),
);
const BLOCKS = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody tfoot thead tr ul caption textarea svg text foreignobject'.split(
    ' ',
  ),
);
/** Parts of a site that stand round the letter, by element. */
const FURNITURE_ELEMENTS = new Set(['nav', 'footer', 'aside', 'form']);
/** The same by the words that sites give their classes and ids. */
const FURNITURE_NAMES =
  /(^|[\s_-])(nav|navs?bar|navigation|menus?|crumbs?|breadcrumbs?|bread|position|location|dqwz|wz|sidebar|side|aside|footer?|foot|bottom|copyright|share|bdshare\w*|toolbar|tools?|print|fontsize|zoomfont|pager?|pagination|prev|next|prenext|related|relate|xgxx|xgwj|xgjd|recommend|hot|qrcode|ewm|search|login|top|topbar|banner|logo|links?|friendlink|yqlj|feedback|comment|ad|ads|float|wza|accessibility|skip)([\s_-]|$)/i;
/** Elements that sites' programs put the text itself into. */
const BODY_NAMES =
  /^(zoom|ucap-?content|trs_?editor|trs_?ueditor|articlecontent|article-?content|article-?body|pages_?content|xxgk_?content|news_?content|info_?content|detail_?content|con_?txt|contxt|contenttext|vsb_content\w*|mainText|main_?text|article_?con|wzcon|js_content)$/i;

/** Lines of a subtree. Blanks collapse, as browsers do; a line break in the source between two Han characters is none. */
export function htmlLines(root: AnyNode): string[] {
  const out: string[] = [];
  let current = '';
  const endLine = (): void => {
    const line = tidy(current);
    if (line !== '') out.push(line);
    current = '';
  };
  const walk = (node: AnyNode, pre: boolean, depth: number): void => {
    if (depth > LIMITS.nesting * 8) return;
    if (isText(node)) {
      current += pre ? node.data.replaceAll(/\r\n?|\n/g, '\uE000') : collapse(node.data);
      return;
    }
    if (!('children' in node)) return;
    const name = isTag(node) ? node.name : '';
    if (SILENT.has(name) || ('attribs' in node && isHidden(node))) return;
    if (name === 'br') {
      endLine();
      return;
    }
    if (name === 'tr') {
      endLine();
      const cells = node.children.filter((cell) => 'name' in cell && (cell.name === 'td' || cell.name === 'th'));
      out.push(...rowLines(cells.map((cell) => htmlLines(cell))).filter((line) => line.trim() !== ''));
      return;
    }
    const block = BLOCKS.has(name);
    if (block) endLine();
    if (name === 'li') current += itemNumber(node as Element);
    if (name === 'input' || name === 'select') current += enteredText(node as Element);
    const keepsLines = pre || name === 'pre' || name === 'textarea';
    for (const child of node.children) walk(child, keepsLines, depth + 1);
    if (block) endLine();
  };
  walk(root, false, 0);
  endLine();
  return out.flatMap((line) => line.split('\uE000'));
}

/** Numbers of ordered lists are drawn by the browser and stand in no text. */
function itemNumber(item: Element): string {
  const list = item.parent;
  if (list === null || !('name' in list) || list.name !== 'ol') return '';
  const items = list.children.filter((child) => 'name' in child && child.name === 'li');
  return `${items.indexOf(item) + Number(list.attribs['start'] ?? 1)}. `;
}

/** What a field of a form shows: its text, its ticked box, the option that is chosen. */
function enteredText(field: Element): string {
  if (field.name === 'select') {
    const options = field.children.filter((child): child is Element => isTag(child) && child.name === 'option');
    const chosen = options.find((option) => 'selected' in option.attribs) ?? options[0];
    return chosen === undefined ? '' : htmlLines(chosen.children[0] ?? chosen).join(' ');
  }
  const type = (field.attribs['type'] ?? 'text').toLowerCase();
  if (type === 'checkbox' || type === 'radio') return 'checked' in field.attribs ? '☑' : '□';
  return /^(?:text|tel|number|date|email|url|month|time)$/.test(type) ? (field.attribs['value'] ?? '') : '';
}

function collapse(text: string): string {
  return text
    .replaceAll(
      /(?<=[\p{sc=Han}，。；：、！？”』」》）〉】〕])[ \t]*[\r\n]\s*(?=[\p{sc=Han}“『「《（〈【〔，。；：、！？])/gu,
      '',
    )
    .replaceAll(/[ \t\r\n\f]+/g, ' ');
}

/** Blanks at both ends go, also the wide ones that indent; inside, no-break blanks become plain. */
function tidy(line: string): string {
  return line
    .replaceAll(/[\u00a0\u2002\u2003\u2009]/g, ' ')
    .replaceAll(/ {2,}/g, '  ')
    .replace(/^[ \u3000\t]+|[ \u3000\t]+$/g, '');
}

function isHidden(element: Element): boolean {
  return (
    'hidden' in element.attribs || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(element.attribs['style'] ?? '')
  );
}

/** How much running text a subtree holds, and how much of it is links. */
interface Weight {
  text: number;
  links: number;
}

function weigh(node: AnyNode, inLink: boolean, weights: Map<AnyNode, Weight>, depth: number): Weight {
  const weight: Weight = { text: 0, links: 0 };
  if (isText(node)) {
    weight.text = node.data.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    if (inLink) weight.links = weight.text;
  } else if ('children' in node && depth < LIMITS.nesting * 8) {
    const name = 'name' in node ? node.name : '';
    if (!SILENT.has(name) && !('attribs' in node && isHidden(node))) {
      for (const child of node.children) {
        const part = weigh(child, inLink || name === 'a', weights, depth + 1);
        weight.text += part.text;
        weight.links += part.links;
      }
    }
  }
  weights.set(node, weight);
  return weight;
}

/**
 * Takes the furniture of the site out of the tree (menus, 当前位置, 上一篇/下一篇, footers) and gives the element that
 * holds the letter. Nothing that holds half of the page's running text is ever taken for furniture.
 */
export function findLetter(root: AnyNode): AnyNode {
  const before = runningText(root);
  prune(root, (element) => isFurniture(element) && before(element) < before(root) / 2, 0);
  const running = runningText(root);
  const total = Math.max(running(root), 1);

  const named = find(root, (element) => isNamedBody(element) && running(element) > total * 0.3);
  if (named !== null) return named;
  // Down to the smallest element that still holds nearly all of the running text.
  let best: AnyNode = root;
  for (let depth = 0; depth < LIMITS.nesting * 8; depth++) {
    if (!('children' in best)) break;
    const heavier: AnyNode | undefined = best.children.find(
      (child) =>
        'name' in child &&
        !['p', 'tr', 'td', 'table', 'tbody', 'ul'].includes(child.name) &&
        running(child) > total * 0.9,
    );
    if (heavier === undefined) break;
    best = heavier;
  }
  return best;
}

/** How many characters of running text (links aside) each node of the tree holds. */
function runningText(root: AnyNode): (node: AnyNode) => number {
  const weights = new Map<AnyNode, Weight>();
  weigh(root, false, weights, 0);
  return (node) => {
    const weight = weights.get(node);
    return weight === undefined ? 0 : weight.text - weight.links;
  };
}

function isFurniture(element: Element): boolean {
  if (FURNITURE_ELEMENTS.has(element.name)) return true;
  if (['p', 'span', 'font', 'b', 'strong', 'td', 'tr', 'tbody', 'body', 'html'].includes(element.name)) return false;
  return [element.attribs['class'], element.attribs['id']].some((names) => {
    const spaced = names?.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-');
    return spaced !== undefined && FURNITURE_NAMES.test(spaced) && !/content|article|text/i.test(spaced);
  });
}

function isNamedBody(element: Element): boolean {
  const names = [element.attribs['id'], ...(element.attribs['class']?.split(/\s+/) ?? [])];
  return names.some((name) => name !== undefined && BODY_NAMES.test(name));
}

function prune(node: AnyNode, unwanted: (element: Element) => boolean, depth: number): void {
  if (!('children' in node) || depth > LIMITS.nesting * 8) return;
  node.children = node.children.filter((child) => !(isTag(child) && unwanted(child)));
  for (const child of node.children) prune(child, unwanted, depth + 1);
}

/** The first element, outside in, that fits. */
export function find(node: AnyNode, fits: (element: Element) => boolean, depth = 0): Element | null {
  if (depth > LIMITS.nesting * 8) return null;
  if (isTag(node) && fits(node)) return node;
  if (!('children' in node)) return null;
  for (const child of node.children) {
    const found = find(child, fits, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** Lines that sites put round a letter without any element of their own. */
const FURNITURE_LINES: readonly RegExp[] = [
  /^(您?(现在|当前)?(的)?(所在)?位置(是)?|当前栏目|首页)\s*[：:>»/›]/,
  /^([【[]?\s*(打印(本页|此页|文章)?|关闭(窗口|本页)?|收藏|返回(顶部|列表|首页)?|我要纠错)\s*[】\]]?\s*[|｜]?\s*)+$/,
  /^[【[]?\s*(字体|字号)\s*[：:]?.{0,12}(大|小)/,
  /^(分享到?|扫一扫|微信|微博|QQ空间)([：:]|\s|$)/,
  /^(浏览次数|点击(率|数|次数)?|阅读(次数|量)?|访问量|发布(时间|日期)|发布机构|信息来源|文章来源|来源|责任编辑|作者)\s*[：:].{0,60}$/,
];

/** The first of these ends the letter: what follows is the site. */
const END_LINES =
  /^((上一[篇条页]|下一[篇条页]|前一篇|后一篇)\s*([：:]|$)|版权所有|主办单位[：:]|承办单位[：:].*网|网站标识码|.{0,6}ICP备|.{0,4}公网安备|技术支持[：:]|网站地图|友情链接|推荐阅读|相关(链接|文章|新闻|解读)\s*[：:]?$)/;

const REACH = 12;

/** Takes such lines off both ends. In the middle of the letter nothing is touched. */
export function withoutFurnitureLines(lines: readonly string[]): string[] {
  const closing = lines.findIndex((line, at) => at >= lines.length - REACH && END_LINES.test(line.trim()));
  const kept = closing < 0 ? lines : lines.slice(0, closing);
  return kept.filter(
    (line, at) => (at >= REACH && at < kept.length - REACH) || !FURNITURE_LINES.some((form) => form.test(line.trim())),
  );
}
