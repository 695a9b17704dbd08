/**
 * A text in simplified characters, of the same length, for rules that are written in them: what they find lies at the same place in
 * the text as it is. Never stored and never shown: values are taken from the text as written.
 */
import traditionalToSimplified from 'opencc-js/dict/TSCharacters';

/** What each UTF-16 unit becomes; 0 where it stays. Pairs of which either side is no single unit are left out: they would change the length. */
let table: Uint16Array | undefined;

function makeTable(): Uint16Array {
  const made = new Uint16Array(65536);
  for (const entry of traditionalToSimplified.split('|')) {
    const [from = '', to = ''] = entry.split(' ');
    if (from.length === 1 && to.length === 1 && from !== to) made[from.charCodeAt(0)] = to.charCodeAt(0);
  }
  // A few targets are themselves traditional for the dictionary.
  made.forEach((to, from) => {
    const further = to === 0 ? 0 : (made[to] ?? 0);
    if (further !== 0) made[from] = further;
  });
  return made;
}

/** 答覆, 函覆, 覆函: of 覆 the dictionary knows only 覆盖, whose character stays. A page's edge may part the word. */
const REPLY = /(?<=[答回函批此示办]\s{0,6})覆|覆(?=\s{0,6}[函文])/g;

/**
 * The text in simplified characters, unit for unit.
 * @returns the very same string where nothing in it is traditional
 */
export function simplifiedKey(text: string): string {
  table ??= makeTable();
  let at = 0;
  while (at < text.length && table[text.charCodeAt(at)] === 0) at += 1;
  if (at === text.length) return text;
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    units[i] = table[unit] || unit;
  }
  return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(units).replace(REPLY, '复');
}

const SLACK = 24;
const IS_HAN = /[\u3400-\u9fff]/;

/**
 * A value that was read off the key, in the characters of the text: each Han character stands in the span, or right behind it where
 * blanks were closed up, in the value's order.
 * @param text as written; `key` is its `simplifiedKey`
 */
export function asWritten(value: string, text: string, key: string, start: number, end: number): string {
  if (text === key) return value;
  let written = '';
  let at = start;
  for (const character of value) {
    const found = IS_HAN.test(character) ? key.indexOf(character, at) : -1;
    if (found < 0 || found >= end + SLACK) written += character;
    else {
      written += text.charAt(found);
      at = found + 1;
    }
  }
  return written;
}
