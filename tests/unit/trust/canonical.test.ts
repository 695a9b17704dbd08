/** The form over which hashes are taken: one form for one value, and the same that anybody else's program gets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, sha256Hex } from '../../../main/archive/trust/canonical.ts';
import { runTool } from '../../support/other-tools.ts';

test('keys are sorted by UTF-16 units at every depth and nothing is put between', () => {
  expect(canonicalJson({ b: [1, { z: null, a: '函' }], a: true, '\u20ac': 1, '\r': 2 })).toBe(
    '{"\\r":2,"a":true,"b":[1,{"a":"函","z":null}],"€":1}',
  );
});

test('the order in which an object was built makes no difference', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
    }),
  );
});

test('it is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('what JSON cannot say is refused', () => {
  expect(() => canonicalJson({ a: NaN })).toThrow('not a JSON value');
  expect(() => canonicalJson(() => 1)).toThrow('not a JSON value');
});

test('another program’s SHA-256 over the same text is the same', (context) => {
  const text = canonicalJson({ 题名: '关于云溪市第3号提案的答复', version: 1 });
  const folder = mkdtempSync(join(tmpdir(), 'fuhan-canonical-'));
  try {
    writeFileSync(join(folder, 'text'), text);
    const told = runTool(context, 'openssl', 'dgst', '-sha256', '-r', join(folder, 'text'));
    expect(told.split(' ')[0]).toBe(sha256Hex(text));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
