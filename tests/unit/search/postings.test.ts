/** Packed lists give back what was packed, whole and block by block, and intersect as sets do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeList, intersect, PostingList, Words } from '../../../main/archive/search/postings.ts';

function pack(values: Uint32Array): PostingList {
  const words = new Words();
  encodeList(values, 0, values.length, words);
  return new PostingList(words.data.slice(0, words.length), values.length);
}

const ascending = (max: number, length: number) =>
  fc.uniqueArray(fc.nat(max), { minLength: 1, maxLength: length }).map((values) => Uint32Array.from(values).sort());
const lists = fc.oneof(ascending(200, 150), ascending(5000, 700), ascending(0xfffffffe, 300), ascending(1_000_000, 20));

describe('packed lists', () => {
  it('give back every number', () => {
    fc.assert(
      fc.property(lists, (values) => {
        expect([...pack(values).all()]).toEqual([...values]);
      }),
      { numRuns: 500 },
    );
  });

  it('keep runs of neighbours and the largest numbers', () => {
    const run = Uint32Array.from({ length: 1000 }, (_, i) => i);
    expect([...pack(run).all()]).toEqual([...run]);
    const far = Uint32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 0xfffffffe]);
    expect([...pack(far).all()]).toEqual([...far]);
  });

  it('intersect at an offset as sets do', () => {
    fc.assert(
      fc.property(lists, lists, fc.nat(3), (a, b, offset) => {
        const truth = [...a].filter((value) => b.includes(value + offset));
        const candidates = a.slice();
        const count = intersect(candidates, candidates.length, pack(b), offset);
        expect([...candidates.slice(0, count)]).toEqual(truth);
      }),
      { numRuns: 500 },
    );
  });
});
