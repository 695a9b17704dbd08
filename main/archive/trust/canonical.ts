/** JSON with one form for one value (RFC 8785): what hashes are taken over, so that anybody can recompute them. */
import { createHash } from 'node:crypto';
import { sm3 } from 'sm-crypto-v2';

/**
 * JSON with the keys of every object sorted by UTF-16 code units and no blanks. Keys whose value is undefined are left
 * out, as in JSON.stringify.
 * @throws Error for what JSON cannot say (NaN, functions)
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  throw new Error(`not a JSON value: ${typeof value}`);
}

/** SHA-256, in lower-case hex, over the UTF-8 of a text. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SM3 (GB/T 32905-2016), in lower-case hex, over the UTF-8 of a text. Electron's OpenSSL has none: a library. */
export function sm3Hex(text: string): string {
  return sm3(text);
}

/** What stands for the hash before the first link of a chain. */
export const NO_HASH = '0'.repeat(64);
