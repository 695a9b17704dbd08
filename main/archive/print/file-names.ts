/** Names for exported files that Windows, Linux and macOS all accept and that sort by the letter's number. */
import type { Letter } from '../../../shared/model/letter.ts';

/** 255 bytes is what ext4 and most others allow; room is kept for " (999)", " 附件" and the extension. */
const NAME_BYTES_MAX = 200;
const FULL_WIDTH: Record<string, string> = {
  '<': '＜',
  '>': '＞',
  ':': '：',
  '"': '＂',
  '/': '／',
  '\\': '＼',
  '|': '｜',
  '?': '？',
  '*': '＊',
};
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** Cuts to a number of UTF-8 bytes, never inside a character. */
function cutBytes(text: string, maxBytes: number): string {
  let bytes = 0;
  let cut = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    cut += character;
  }
  return cut;
}

/**
 * Makes a text into a file name (NFC; what a file system forbids becomes full-width; limited in bytes).
 * @param extension with its dot, kept whole; '' for none
 * @param fallback used where nothing printable is left
 */
export function safeFileName(text: string, extension: string, fallback: string): string {
  const clean = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\t\r\n]+/g, ' ')
    .replace(UNPRINTABLE, '')
    .replace(/[<>:"/\\|?*]/g, (character) => FULL_WIDTH[character] ?? '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .replace(RESERVED, '_$&');
  const name = cutBytes(clean, NAME_BYTES_MAX - extension.length).replace(/[. ]+$/, '');
  return (name === '' ? fallback : name) + extension;
}

/** `官民函〔2022〕58号 关于…答复的函.pdf`; of what the letter lacks nothing stands, and lacking both what it is called by. */
export function letterFileName(letter: Letter): string {
  const { doc_number: number, title } = letter.elements;
  const known = [number, title].filter((part) => part !== null).join(' ');
  return safeFileName(known === '' ? letter.name : known, '.pdf', safeFileName(letter.id, '', '函件'));
}

/** `a.pdf` → `a (2).pdf`; 1 gives the name itself. */
export function numberedName(name: string, count: number): string {
  if (count === 1) return name;
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? `${name} (${count})` : `${name.slice(0, dot)} (${count})${name.slice(dot)}`;
}
