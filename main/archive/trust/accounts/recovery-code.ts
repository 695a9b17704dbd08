/** The one-time code of a recovery sheet: long enough that nobody guesses it, in characters that nobody misreads on paper. */
import { randomBytes } from 'node:crypto';

/** Crockford's base32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 120 bits. */
const LENGTH = 24;
const GROUP = 4;

/** A new code, in groups of four: `7K3M-9QXA-…`. */
export function newRecoveryCode(): string {
  const code = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return code.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? code;
}

/** A code as it is compared: typed with or without its dashes, small, in full width, with O for 0 and I or L for 1. */
export function normalRecoveryCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}
