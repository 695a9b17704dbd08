/** Web pages saved from a bureau's site, and mails' html: only the letter, without the site round it. Nothing is run or fetched. */
import { parseDocument } from 'htmlparser2';
import { ArchiveError } from '../../../../shared/errors.ts';
import { LIMITS, warning, type FileBytes, type Reader } from './reader.ts';
import { find, findLetter, htmlLines, withoutFurnitureLines } from './html-text.ts';
import { decodeDeclared } from './text-encoding.ts';
import type { AnyNode, Element } from 'domhandler';
import type { RawText } from '../types.ts';

export const readHtml: Reader = async (file) => readHtmlNow(file);

/** @throws ArchiveError FILE_TOO_LARGE */
export function readHtmlNow(file: FileBytes): RawText {
  if (file.bytes.length > LIMITS.textBytes) throw new ArchiveError('FILE_TOO_LARGE', file.name);
  const head = new TextDecoder('latin1').decode(file.bytes.subarray(0, 4096));
  const charset = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ?? null;
  const { text, damaged } = decodeDeclared(file.bytes, charset);
  const raw = readHtmlText(text);
  if (damaged === 0) return raw;
  return { ...raw, warnings: [...raw.warnings, warning('TEXT_DAMAGED', `有 ${damaged} 处字节无法识别，请对照原件。`)] };
}

/** @param html decoded source of a page */
export function readHtmlText(html: string): RawText {
  const document = parseDocument(html);
  const title = pageTitle(document);
  const pictures = find(document, (element) => element.name === 'img' && !isDecoration(element)) !== null;
  const lines = withoutFurnitureLines(htmlLines(findLetter(document)));
  const squeezed = lines.slice(0, 20).join('').replaceAll(/\s/g, '');
  // Sites set the title outside the element that holds the text.
  if (title !== null && !squeezed.includes(title.replaceAll(/\s/g, ''))) lines.unshift(title);
  return {
    format: 'html',
    mime: 'text/html',
    text: lines.join('\n'),
    layout: 'paragraphs',
    pages: [],
    warnings: pictures ? [warning('PICTURES_NOT_READ', '网页中有图片，图片中的文字未读出，请对照原件。')] : [],
    embedded: [],
  };
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
