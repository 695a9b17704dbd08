/** Web pages saved from a bureau's site, and mails' html: only the letter, without the site round it. Nothing is run or fetched. */
import {
  DomHandler,
  isComment,
  isDirective,
  isTag,
  isText,
  type AnyNode,
  type Document,
  type Element,
} from 'domhandler';
import { Parser } from 'htmlparser2';
import { ArchiveError } from '../../../../shared/errors.ts';
import { LIMITS, budgetOf, warning, type FileBytes, type ReadBudget, type Reader } from './reader.ts';
import { textsOfBytes, textsOfMarkup } from './bytes-unseen.ts';
import { find, findLetter, htmlLines, withoutFurnitureLines } from './html-text.ts';
import { decodeDeclared } from './text-encoding.ts';
import { mentionsSecrecy } from '../secrecy.ts';
import { quotedMarks, unescaped } from './quoted-marks.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { EmbeddedFile, RawText } from '../types.ts';

export const readHtml: Reader = async (file, options) => readHtmlNow(file, budgetOf(options, file.name));

/** @throws ArchiveError FILE_TOO_LARGE */
export function readHtmlNow(file: FileBytes, budget: ReadBudget = budgetOf({}, file.name)): RawText {
  if (file.bytes.length > LIMITS.textBytes) throw new ArchiveError('FILE_TOO_LARGE', file.name);
  const head = new TextDecoder('latin1').decode(file.bytes.subarray(0, 4096));
  const charset = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ?? null;
  const { text, damaged } = decodeDeclared(file.bytes, charset);
  const raw = readHtmlText(text, budget);
  if (damaged === 0) return raw;
  return { ...raw, warnings: [...raw.warnings, warning('TEXT_DAMAGED', `有 ${damaged} 处字节无法识别，请对照原件。`)] };
}

/**
 * @param html decoded source of a page
 * @param whole false for a page saved from a site, of which only the letter is taken
 * @throws ArchiveError FILE_TOO_LARGE
 */
export function readHtmlText(html: string, budget: ReadBudget = budgetOf({}, ''), whole = false): RawText {
  const { root: document, deep } = parsePage(html, budget);
  openFrames(document, budget);
  const title = pageTitle(document);
  const unseenText = MAY_HOLD_MARK.test(html) ? unseenOf(document) : [];
  const { warnings, pictures } = lossesOf(document);
  if (deep) warnings.push(warning('NESTED_TOO_DEEPLY', '网页嵌套过深，深处的内容未读出，请对照原件。'));
  const lines = whole ? htmlLines(document) : withoutFurnitureLines(htmlLines(findLetter(document)));
  const squeezed = lines.slice(0, 20).join('').replaceAll(/\s/g, '');
  // Sites set the title outside the element that holds the text.
  if (!whole && title !== null && !squeezed.includes(title.replaceAll(/\s/g, ''))) lines.unshift(title);
  const text = lines.join('\n');
  budget.takeText(text.length);
  return {
    format: 'html',
    mime: 'text/html',
    text,
    layout: 'paragraphs',
    pages: [],
    warnings,
    embedded: [],
    unseenText,
    pictures,
  };
}

/** Deeper than this nothing is shown, as in browsers; deeper than that parsing takes more than it could bring. */
const SHOWN_DEPTH = LIMITS.nesting * 8;
const PARSED_DEPTH = SHOWN_DEPTH * 20;

class TooDeep extends Error {}

/** The page as a tree. Its elements are counted as they come: millions of them are no page of a letter. */
class PageBuilder extends DomHandler {
  /** Some of the page lies deeper than what is shown. */
  deep = false;
  readonly #budget: ReadBudget;

  constructor(budget: ReadBudget) {
    super();
    this.#budget = budget;
  }

  override onopentag(name: string, attributes: Record<string, string>): void {
    this.#budget.takeElements(1);
    if (this.tagStack.length > SHOWN_DEPTH) this.deep = true;
    if (this.tagStack.length > PARSED_DEPTH) throw new TooDeep();
    super.onopentag(name, attributes);
  }
}

function parsePage(html: string, budget: ReadBudget): { root: Document; deep: boolean } {
  const builder = new PageBuilder(budget);
  try {
    new Parser(builder).end(html);
  } catch (thrown) {
    // What came before stands in the tree.
    if (!(thrown instanceof TooDeep)) throw thrown;
  }
  return { root: builder.root, deep: builder.deep };
}

/** Puts pages that are written into the page itself (srcdoc) where their frames stand. */
function openFrames(root: AnyNode, budget: ReadBudget): void {
  for (let count = 0; count < LIMITS.nesting; count++) {
    const frame = find(root, ({ name, attribs }) => name === 'iframe' && 'srcdoc' in attribs);
    if (frame === null) return;
    const { root: inner } = parsePage(frame.attribs['srcdoc'] ?? '', budget);
    frame.name = 'div';
    frame.attribs = {};
    frame.children = inner.children;
    for (const child of frame.children) child.parent = frame;
  }
}

/** 密 as it stands, as a numbered character, as scripts and style sheets number it, or as an address does. */
const MAY_HOLD_MARK = /密|宻|㊙|&#|\\(?:u\{?)?0*5bc6|%e5%af%86|data:(?:image\/svg|text\/|application\/)/i;
/** A text or drawing that is written into an address. */
const DATA = /data:(?:image\/svg\+xml|text\/|application\/)[^,]{0,100},[^"')<>]{0,2000000}/gi;

/** All that the page holds and does not show, and the whole page as it stands, furniture and all. */
function unseenOf(document: AnyNode): string[] {
  const pieces: string[] = [];
  let whole = '';
  const walk = (node: AnyNode, depth: number): void => {
    if (depth > LIMITS.nesting * 8) return;
    if (isTag(node)) {
      if (node.name === 'script' || node.name === 'style') {
        const code = unescaped(textContent(node));
        pieces.push(...textsInAddresses(code));
        if (mentionsSecrecy(code)) pieces.push(code, ...quotedMarks(code));
        return;
      }
      for (const name in node.attribs) {
        const words = unescaped(node.attribs[name] ?? '');
        pieces.push(...textsInAddresses(words));
        if (mentionsSecrecy(words)) pieces.push(words, ...quotedMarks(words));
      }
    }
    if (isComment(node) || isDirective(node)) pieces.push(node.data);
    else if (isText(node)) whole += node.data;
    if (!('children' in node)) return;
    if (isTag(node) && !INLINE.test(node.name)) whole += '\n';
    for (const child of node.children) walk(child, depth + 1);
  };
  walk(document, 0);
  return [whole, ...pieces];
}

function textsInAddresses(words: string): string[] {
  return [...words.matchAll(DATA)].flatMap(([address]) => {
    const comma = address.indexOf(',');
    const head = address.slice(0, comma);
    const data = address.slice(comma + 1);
    const plain = data.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    const coded = /[^\0-\xff]/.test(plain) ? 'utf8' : 'latin1';
    const bytes = Buffer.from(plain, /;base64$/i.test(head) ? 'base64' : coded);
    return [...textsOfBytes(bytes), ...textsOfMarkup(bytes.toString('utf8'))];
  });
}

function textContent(node: Element): string {
  return node.children.map((child) => (isText(child) ? child.data : '')).join('');
}

const INLINE = /^(?:a|b|i|u|s|em|strong|span|font|small|big|sub|sup|mark|ins|del|tspan)$/;

interface Losses {
  warnings: Warning[];
  pictures: EmbeddedFile[];
}

/** What of the page is not text: pictures, and parts that lie in other files. */
function lossesOf(document: AnyNode): Losses {
  const warnings: Warning[] = [];
  const pictures: EmbeddedFile[] = [];
  let shown = false;
  find(document, (element) => {
    if (element.name !== 'img' || isDecoration(element)) return false;
    shown = true;
    const data = /^data:image\/[\w.+-]+;base64,/i.exec(element.attribs['src'] ?? '');
    if (data !== null)
      pictures.push({
        name: '图片',
        bytes: Uint8Array.from(Buffer.from((element.attribs['src'] ?? '').slice(data[0].length), 'base64')),
      });
    return false;
  });
  if (shown) warnings.push(warning('PICTURES_NOT_READ', '网页中有图片，图片中的文字未读出，请对照原件。'));
  const outside = find(document, isOutside);
  if (outside !== null)
    warnings.push(warning('FRAMES_NOT_READ', '网页中嵌有其他网页或文件，不在此文件中，未读出，请对照原网页。'));
  return { warnings, pictures };
}

/** A frame or object whose content lies elsewhere; counters of visits hide theirs. */
function isOutside({ name, attribs }: Element): boolean {
  const place = name === 'object' ? attribs['data'] : attribs['src'];
  if (!['iframe', 'frame', 'object', 'embed'].includes(name) || place === undefined || place === '') return false;
  const sides = [attribs['width'], attribs['height']].map((side) => Number.parseInt(side ?? '', 10));
  return (
    !/^(?:about:|javascript:)/i.test(place) &&
    !sides.some((side) => side < 16) &&
    !/display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs['style'] ?? '') &&
    !/\.swf\b/i.test(place)
  );
}

function isDecoration(image: Element): boolean {
  const sides = [image.attribs['width'], image.attribs['height']].map((side) => Number.parseInt(side ?? '', 10));
  return (
    sides.some((side) => side > 0 && side < 64) ||
    /icon|logo|qrcode|ewm|share|blank|spacer/i.test(image.attribs['src'] ?? '')
  );
}

/** The article's title where the page names one: a meta element, the one h1, or the page's title less the site's name. */
function pageTitle(document: AnyNode): string | null {
  const meta = find(
    document,
    (element) => element.name === 'meta' && /^articletitle$/i.test(element.attribs['name'] ?? ''),
  );
  const named = meta?.attribs['content']?.trim();
  if (named !== undefined && named !== '') return named;
  const heading = find(document, (element) => element.name === 'h1');
  const head = heading === null ? '' : htmlLines(heading).join('');
  if (looksLikeTitle(head)) return head;
  const title = find(document, (element) => element.name === 'title');
  const whole =
    title === null
      ? ''
      : title.children
          .map((child) => ('data' in child ? child.data : ''))
          .join('')
          .trim();
  const first = whole.split(/\s*[_|｜—]+\s*|\s+-+\s+|-(?=[^-]*(网|政府|局|委)[^-]*$)/)[0]?.trim() ?? '';
  return looksLikeTitle(first) ? first : null;
}

function looksLikeTitle(text: string): boolean {
  return text.length >= 8 && text.length <= 200 && /函|答复|复函|回复|意见|提案|建议/.test(text);
}
