/** Packing: what comes out is what went in, and nothing that was not packed comes out. */
import { randomBytes } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_PACKED_BYTES, pack, unpack } from '../../../main/archive/storage/packing.ts';

const damaged = expect.objectContaining({ code: 'ARCHIVE_DAMAGED' }) as Error;
const LETTER = Buffer.from('关于云溪市第3号提案的答复：现将办理情况函告如下。'.repeat(30));

function packed(bytes: Uint8Array): Uint8Array {
  const is = pack(bytes);
  if (is === undefined) throw new Error('not packed');
  return is;
}

test('whatever is packed comes back to the byte, by zlib alone too', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 20, max: 2000 }), (part, times) => {
      const bytes = Buffer.concat(Array.from({ length: times }, () => part));
      const is = packed(bytes);
      expect(unpack(is, bytes.length).equals(bytes)).toBe(true);
      expect(inflateSync(is).equals(bytes)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('what is packed already, is very short or longer than 1 MiB is left as it is', () => {
  expect(pack(randomBytes(100_000))).toBeUndefined();
  expect(pack(randomBytes(1000))).toBeUndefined();
  expect(pack(Buffer.from('同意。'))).toBeUndefined();
  expect(pack(new Uint8Array())).toBeUndefined();
  expect(pack(new Uint8Array(MOST_PACKED_BYTES))).toBeDefined();
  expect(pack(new Uint8Array(MOST_PACKED_BYTES + 1))).toBeUndefined();
});

test('a file that is packed in its middle is told apart by that, whatever its head is', () => {
  const head = Buffer.alloc(6000, 'x');
  expect(pack(Buffer.concat([head, randomBytes(40_000), head]))).toBeUndefined();
});

test('what gives more than it may is refused, however few its bytes are', () => {
  const bomb = deflateSync(Buffer.alloc(50_000_000));
  expect(bomb.length).toBeLessThan(60_000);
  expect(() => unpack(bomb, LETTER.length)).toThrow(damaged);
  const is = packed(LETTER);
  expect(() => unpack(is, LETTER.length - 1)).toThrow(damaged);
});

test('bytes behind the end, an end that is missing, and what is none are refused', () => {
  const is = packed(LETTER);
  for (const more of [Uint8Array.of(0), is]) expect(() => unpack(Buffer.concat([is, more]), 10_000)).toThrow(damaged);
  for (const length of [0, 1, 2, is.length - 5, is.length - 1])
    expect(() => unpack(is.subarray(0, length), LETTER.length), String(length)).toThrow(damaged);
  expect(() => unpack(LETTER, LETTER.length)).toThrow(damaged);
});

test('nothing unpacks to more than is ever packed, whatever length is told', () => {
  const bomb = deflateSync(Buffer.alloc(MOST_PACKED_BYTES + 1));
  expect(() => unpack(bomb, 2 ** 40)).toThrow(damaged);
});

test('of a flipped bit never come other bytes', () => {
  const is = packed(LETTER);
  let refused = 0;
  for (let bit = 0; bit < is.length * 8; bit++) {
    const flipped = Buffer.from(is);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    try {
      expect(unpack(flipped, LETTER.length).equals(LETTER), `bit ${bit}`).toBe(true);
    } catch (thrown) {
      expect(thrown, `bit ${bit}`).toEqual(damaged);
      refused++;
    }
  }
  // Only the bits that fill the last byte say nothing.
  expect(is.length * 8 - refused).toBeLessThan(8);
});
