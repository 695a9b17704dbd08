/** Checksums of pages: every flip of a bit is noticed, nothing sound is called damaged. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_BYTES, emptyDatabase, isPageSound, sealPage } from '../../../main/archive/storage/page-checks.ts';
import { parseHeader } from '../../../main/archive/storage/open-checks.ts';

test('one flipped bit anywhere on a page is noticed', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: PAGE_BYTES, maxLength: PAGE_BYTES }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 0, max: 8 * PAGE_BYTES - 1 }),
      (page, number, bit) => {
        sealPage(page, number);
        expect(isPageSound(page, number)).toBe(true);
        page[bit >> 3] = (page[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(isPageSound(page, number)).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
});

test('a sound page in another page’s place is noticed', () => {
  const page = new Uint8Array(PAGE_BYTES).fill(7);
  sealPage(page, 12);
  expect(isPageSound(page, 13)).toBe(false);
});

test('a page that was never written is sound, but not as the first', () => {
  const hole = new Uint8Array(PAGE_BYTES);
  expect(isPageSound(hole, 5)).toBe(true);
  expect(isPageSound(hole, 1)).toBe(false);
});

test('the empty database reserves room for checksums and carries one', () => {
  const page = emptyDatabase();
  expect(parseHeader(page)).toMatchObject({ pageSizeBytes: PAGE_BYTES, reservedBytes: 8, pageCount: 1 });
  expect(isPageSound(page, 1)).toBe(true);
});
