/** The licences of everything that is handed out are known, and none of them asks for more than to be handed on with it. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { collectLicences } from '../../../tools/licences.mjs';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const licences = collectLicences(ROOT);
const PERMISSIVE =
  /^(MIT|MIT-0|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|OFL-1\.1|CC0-1\.0|0BSD|Zlib|Unlicense|BlueOak-1\.0\.0|Hanazono Font License)$/;

test('packages of the program, of the window and of the fonts are among them, those that only build are not', () => {
  const names = licences.map(({ name }) => name);
  for (const name of [
    'sql.js',
    'onnxruntime-node',
    'antd',
    'react-dom',
    '@expo-google-fonts/noto-serif-sc',
    'Hanazono (FuhanRare.ttf)',
  ])
    expect(names).toContain(name);
  for (const name of ['vite', 'typescript', 'electron-builder', 'playwright-core']) expect(names).not.toContain(name);
});

test('each is known and permissive', () => {
  const odd = licences.filter(
    ({ licence }) =>
      !licence
        .replaceAll(/[()]/g, '')
        .split(/ (?:AND|OR) /)
        .every((one) => PERMISSIVE.test(one)),
  );
  expect(odd.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
});

test('their texts are there where the packages bring them', () => {
  expect(licences.find(({ name }) => name === 'flexsearch')?.text).toContain('Apache License');
  // Packages that npm has without a text of their own.
  expect(licences.filter(({ text }) => text === '').length).toBeLessThan(licences.length / 8);
});
