/** JSON with one form for one value (RFC 8785): what hashes are taken over, so that anybody can recompute them. */
import { getHashes, hash } from 'node:crypto';
import { createRequire } from 'node:module';
import type * as smCrypto from 'sm-crypto-v2';

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
    let inside = '';
    // Without an order of its own, sort() goes by UTF-16 code units.
    for (const key of Object.keys(value).sort()) {
      const item = (value as Record<string, unknown>)[key];
      if (item === undefined) continue;
      const said = typeof item === 'string' ? JSON.stringify(item) : canonicalJson(item);
      inside += `${inside === '' ? '' : ','}${JSON.stringify(key)}:${said}`;
    }
    return `{${inside}}`;
  }
  throw new Error(`not a JSON value: ${typeof value}`);
}

/** SHA-256, in lower-case hex, over the UTF-8 of a text. */
export function sha256Hex(text: string): string {
  return hash('sha256', text);
}

/** Node's OpenSSL has SM3, Electron's BoringSSL has not: there a library does it, loaded only when it is needed. */
const HAS_SM3 = getHashes().includes('sm3');
const require = createRequire(import.meta.url);

/** SM3 by the library, in lower-case hex, over the UTF-8 of a text. */
export function librarySm3Hex(text: string): string {
  const { sm3 } = require('sm-crypto-v2') as typeof smCrypto;
  return sm3(text);
}

/** SM3 (GB/T 32905-2016), in lower-case hex, over the UTF-8 of a text. */
export function sm3Hex(text: string): string {
  return HAS_SM3 ? hash('sm3', text) : librarySm3Hex(text);
}

/** What stands for the hash before the first link of a chain. */
export const NO_HASH = '0'.repeat(64);
