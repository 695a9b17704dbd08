/** Takes rich text apart: groups, control words, characters. */

export type RtfToken =
  | { kind: 'open' }
  | { kind: 'close' }
  /** `value` is null where the word stands without a number. */
  | { kind: 'word'; word: string; value: number | null }
  | { kind: 'symbol'; symbol: string }
  /** Bytes as they are, a character each. */
  | { kind: 'binary'; bytes: string }
  | { kind: 'byte'; byte: number }
  /** Characters of the code page, a byte each. */
  | { kind: 'text'; text: string };

const TOKEN = /\\(?:([a-zA-Z]{1,32})(-?\d{1,10})? ?|'([0-9a-fA-F]{2})|([^a-zA-Z]))|[{}]|[^\\{}\r\n]+|[\r\n]+/y;

/** @param source the file, each byte a character */
export function* rtfTokens(source: string): Generator<RtfToken> {
  let at = 0;
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    // A lone backslash at the very end.
    if (match === null) return;
    at = TOKEN.lastIndex;
    const [whole, word, value, hex, symbol] = match;
    if (word === 'bin') {
      // So many bytes as they are, which may look like anything.
      const end = at + Math.max(Number(value ?? 0), 0);
      yield { kind: 'binary', bytes: source.slice(at, end) };
      at = end;
    } else if (word !== undefined) yield { kind: 'word', word, value: value === undefined ? null : Number(value) };
    else if (hex !== undefined) yield { kind: 'byte', byte: Number.parseInt(hex, 16) };
    else if (symbol !== undefined) yield { kind: 'symbol', symbol };
    else if (whole === '{') yield { kind: 'open' };
    else if (whole === '}') yield { kind: 'close' };
    else if (!/^[\r\n]/.test(whole)) yield { kind: 'text', text: whole };
  }
}
