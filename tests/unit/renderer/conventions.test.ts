/** The conventions of elements: the help and the manual tell the same, and no element is without one. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CONVENTIONS } from '../../../renderer/app/commands/conventions.ts';
import { ELEMENT_LABELS, ELEMENT_NAMES } from '../../../shared/model/elements.ts';

const MANUAL = readFileSync(path.resolve(import.meta.dirname, '../../../docs/manual/elements.md'), 'utf8');

test('the page of the manual is the page of the help, word for word', () => {
  const told = CONVENTIONS.flatMap(([head, rules]) => [`## ${head}`, ...rules.map((rule) => `- ${rule}`)]);
  const lines = MANUAL.split('\n').filter((line) => /^(?:## |- )/.test(line));
  expect(lines).toEqual(told);
});

test('every element of the form is spoken of', () => {
  const said = CONVENTIONS.map(([head, rules]) => [head, ...rules].join('\n')).join('\n');
  const missing = ELEMENT_NAMES.map((name) => ELEMENT_LABELS[name]).filter((label) => !said.includes(label));
  expect(missing).toEqual([]);
});
