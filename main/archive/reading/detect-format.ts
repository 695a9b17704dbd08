/** Tells a file's format by its first bytes. The extension only decides between what the bytes leave open. */
import { guessUtf32 } from './readers/text-encoding.ts';

export type FormatFamily =
  'zip' | 'ole' | 'pdf' | 'rtf' | 'html' | 'mht' | 'eml' | 'csv' | 'image' | 'xml' | 'text' | 'unknown';

/** How many bytes of a file's beginning `detectFormat` wants to see. */
export const HEAD_BYTES = 65_536;

const MAGIC: readonly (readonly [FormatFamily, readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['ole', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['image', [0xff, 0xd8, 0xff]],
  ['image', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image', [0x47, 0x49, 0x46, 0x38]],
  ['image', [0x49, 0x49, 0x2a, 0x00]],
  ['image', [0x4d, 0x4d, 0x00, 0x2a]],
];

/** First bytes of formats that hold no text of a letter: programs, archives other than zip, sound and moving pictures. */
const FOREIGN: readonly (readonly number[])[] = [
  [0x7f, 0x45, 0x4c, 0x46],
  [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07],
  [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  [0x1f, 0x8b, 0x08],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66],
  [0x49, 0x44, 0x33],
  [0x4f, 0x67, 0x67, 0x53],
  [0x1a, 0x45, 0xdf, 0xa3],
];

/** Elements that a page, or a piece of one, may begin with: all that browsers show or pass over. */
const HTML_ELEMENTS =
  'html|head|body|meta|title|link|base|style|script|noscript|article|aside|header|footer|main|nav|section|address|div|p|span|center|font|h[1-6]|hgroup|hr|br|pre|blockquote|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|caption|a|b|i|u|s|em|strong|small|sub|sup|big|tt|mark|ins|del|img|svg|figure|form|fieldset|label|input|textarea|select|button|iframe|frameset|frame|details|summary|marquee|o:p';
const HTML_START = new RegExp(
  `^(?:<!--[^]*?-->\\s*|<\\?xml[^>]*\\?>\\s*)*<(?:!doctype\\s+html|(?:${HTML_ELEMENTS})(?=[\\s>/]))`,
  'i',
);
/** A file that is named as a page and holds any of its tags is one, whatever it begins with. */
const HTML_TAG = new RegExp(`<(?:${HTML_ELEMENTS})(?:\\s[^<>]*)?/?>`, 'i');

/**
 * @param head the first bytes of the file, up to HEAD_BYTES
 * @param name its name; the extension tells csv from text and eml from text, and nothing else
 */
export function detectFormat(head: Uint8Array, name: string): FormatFamily {
  for (const [family, magic] of MAGIC) {
    if (startsWith(head, magic)) return family;
  }
  if (startsWith(head, [0x42, 0x4d]) && head.length > 26 && head[6] === 0 && head[7] === 0) return 'image';
  if (startsWith(head, [0x52, 0x49, 0x46, 0x46]) && latin(head.subarray(8, 12)) === 'WEBP') return 'image';
  if (FOREIGN.some((magic) => startsWith(head, magic)) || isProgram(head) || latin(head.subarray(4, 8)) === 'ftyp') {
    return 'unknown';
  }

  const text = plainHead(head);
  // The header may stand behind some junk (ISO 32000-1, annex H.3.4.1: within the first 1,024 bytes).
  if (text.slice(0, 1024).includes('%PDF-')) return 'pdf';
  // Its first line damaged or gone: objects tell it, and their source is no text of a letter.
  if (/(?:^|[\r\n])\d{1,9} \d{1,5} obj\b[^]{0,4096}?(?:<<|\bendobj\b)/.test(text.slice(0, 8192))) return 'pdf';
  const start = text.trimStart();
  if (start.startsWith('{\\rtf')) return 'rtf';
  if (isMail(start, /\.eml$/i.test(name)))
    return /content-type:\s*multipart\/related/i.test(start.slice(0, 4096)) &&
      !/^(from|to):/im.test(mailHead(start).replace(/^from: *<?saved by.*$/im, ''))
      ? 'mht'
      : 'eml';
  if (HTML_START.test(start) || (/\.(?:html?|shtml|xhtml)$/i.test(name) && HTML_TAG.test(text))) return 'html';
  // Documents of word processors that are one XML file may lack the declaration.
  if (/^(?:<\?xml|<(?:\w+:)?(?:package|wordDocument)\s|<office:document\s)/.test(start)) return 'xml';
  if (looksBinary(head)) return 'unknown';
  return /\.(csv|tsv)$/i.test(name) ? 'csv' : 'text';
}

function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => head[index] === byte);
}

const LATIN = new TextDecoder('latin1');
const latin = (bytes: Uint8Array): string => LATIN.decode(bytes);

/** The head as characters good enough to see marks of ASCII; UTF-16 and UTF-32 lose their zero bytes. */
function plainHead(head: Uint8Array): string {
  const text = latin(head.subarray(0, 8192));
  const marked = /^(?:\xff\xfe|\xfe\xff|\0\0\xfe\xff)/.test(text);
  // Tags in UTF-16 or UTF-32 are half zeros and more, with or without a mark; Han characters between them are none.
  const start = text.slice(0, 64);
  const wide = marked || (start.length > 8 && start.split('\0').length - 1 >= start.length * 0.2);
  return (wide ? text.replace(/^(?:\0\0)?(?:\xff\xfe|\xfe\xff)/, '').replaceAll('\0', '') : text).replace(
    /^\xef\xbb\xbf/,
    '',
  );
}

function isProgram(head: Uint8Array): boolean {
  return startsWith(head, [0x4d, 0x5a]) && head.subarray(0, 512).includes(0);
}

function mailHead(text: string): string {
  return text.split(/\r?\n\r?\n/, 1)[0] ?? '';
}

/**
 * A block of header lines that names at least two fields which every mail or saved page has; one is enough for a file that
 * is named as a mail, and so are parts whose head was lost.
 */
function isMail(text: string, named: boolean): boolean {
  if (named && /^--\S.{0,200}\r?\ncontent-[a-z-]+:/i.test(text)) return true;
  const lines = mailHead(text).split(/\r?\n/);
  const fields = lines.filter((line) => !/^[ \t]/.test(line));
  if (fields.length < (named ? 1 : 2) || !fields.every((line) => /^([!-9;-~]+:|From )/.test(line))) return false;
  const known = fields.filter((line) =>
    /^(from|to|cc|subject|date|mime-version|content-type|received|message-id|return-path|delivered-to|x-mailer|reply-to|snapshot-content-location|content-transfer-encoding):/i.test(
      line,
    ),
  );
  return known.length >= (named ? 1 : 2);
}

/** Zero bytes outside UTF-16, or many control characters: no text. */
function looksBinary(head: Uint8Array): boolean {
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff]) || startsWith(head, [0, 0, 0xfe, 0xff]))
    return false;
  if (guessUtf32(head) !== null) return false;
  const sample = head.subarray(0, 4096);
  let controls = 0;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let index = 0; index < sample.length; index++) {
    const byte = sample[index] ?? 0;
    if (byte === 0) {
      if (index % 2 === 0) evenZeros++;
      else oddZeros++;
    } else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls++;
  }
  if (evenZeros + oddZeros > 0)
    return Math.min(evenZeros, oddZeros) * 4 > Math.max(evenZeros, oddZeros) || controls > sample.length * 0.08;
  return controls > sample.length * 0.02;
}
