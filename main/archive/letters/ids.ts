/** Identifiers: ULIDs (time-ordered, 26 characters of Crockford's base 32), as the archive's own 电子文件号. */
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

let lastTime = 0;
let lastRandom = 0n;

/** A new ULID; strictly greater than the one before it in this process. */
export function newId(now: number = Date.now()): string {
  if (now <= lastTime) {
    lastRandom += 1n;
  } else {
    lastTime = now;
    // One bit is left free so that counting up within one millisecond cannot overflow.
    lastRandom = BigInt(`0x${randomBytes(10).toString('hex')}`) >> 1n;
  }
  return encode(BigInt(lastTime), 10) + encode(lastRandom, 16);
}

function encode(value: bigint, length: number): string {
  let text = '';
  for (let rest = value, i = 0; i < length; i += 1, rest >>= 5n) text = ALPHABET.charAt(Number(rest & 31n)) + text;
  return text;
}
