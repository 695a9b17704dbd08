/** XML as text: elements in their order, values escaped, what XML cannot hold written as ［U+…］. */
import { writeCodePoint } from '../../print/printable.ts';

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** XML 1.0, 2.2: neither most control characters nor halves of characters. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(UNWRITABLE, (character) => writeCodePoint(character.codePointAt(0) ?? 0))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}

type Attributes = Readonly<Record<string, string | number>>;

function opening(name: string, attributes: Attributes): string {
  return `${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('')}`;
}

/** An element with a text. */
export function leaf(name: string, text: string | number, attributes: Attributes = {}): string {
  return `<${opening(name, attributes)}>${escapeXml(String(text))}</${name}>\n`;
}

/** The same; nothing where there is no text. */
export function leafIfAny(name: string, text: string | null | undefined): string {
  return text === null || text === undefined || text === '' ? '' : leaf(name, text);
}

/** An element with elements. */
export function branch(name: string, children: readonly string[], attributes: Attributes = {}): string {
  return `<${opening(name, attributes)}>\n${children.join('')}</${name}>\n`;
}
