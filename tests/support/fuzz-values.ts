/** Broken and random inputs for calls, the same for the same seed: valid ones with parts of them spoiled, and values of no sense at all. */
import { isAbsolute, resolve } from 'node:path';
import fc from 'fast-check';
import { isCallName, withPlaces } from '../../shared/contract/index.ts';

/** Every half, control and private character as well. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 24 })
  .map((units) => String.fromCharCode(...units));

const ODD_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '文\udc00字',
  '\u202e倒',
  '𠮷野家',
  '__proto__',
  'constructor',
  'toString',
  "' OR 1=1; --",
  '"',
  '((((((((',
  'title:"',
  '文号:〔2022〕* OR NOT',
  '%s%n${x}{{x}}',
  '2026-02-30',
  '-1',
  '1e999',
  'x'.repeat(3000),
  '复'.repeat(2001),
];
const HUGE = '长'.repeat(300_000);

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

const ODD_VALUES: readonly unknown[] = [
  null,
  undefined,
  true,
  NaN,
  Infinity,
  -0,
  -1,
  0.5,
  2 ** 53,
  1e308,
  10n ** 30n,
  [],
  {},
  [[]],
  new Date(NaN),
  new Uint8Array(3),
  new Uint8Array(70_000).fill(65),
  new Map([['a', 1]]),
  new Set([1]),
  JSON.parse('{"__proto__":{"roles":["secadmin"]},"constructor":{"prototype":{}}}'),
  Array.from({ length: 20_000 }, () => 'x'),
  Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, index])),
  nested(2000),
  HUGE,
];

/** @param texts what else texts are made of: ids, names and paths that are there */
function anyText(texts: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(fc.constantFrom(...ODD_TEXTS), fc.constantFrom(...texts), anyUnits, fc.string({ unit: 'grapheme' }));
}

function anyValue(text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const any = fc.anything({
    key: text,
    values: [text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)],
    maxDepth: 3,
    maxKeys: 5,
    withBigInt: true,
    withDate: true,
    withTypedArray: true,
    withNullPrototype: true,
  });
  return fc.oneof(
    { weight: 4, arbitrary: text },
    { weight: 3, arbitrary: fc.constantFrom(...ODD_VALUES) },
    { weight: 3, arbitrary: any },
  );
}

export interface Spoiling {
  kind: 'valid' | 'spoilt' | 'any';
  /** Ways into the valid input, as numbers to be taken modulo the keys that are there. */
  ways: number[][];
  how: ('replace' | 'remove' | 'add' | 'wrap')[];
  values: unknown[];
  /** In the place of a text or number mostly another of the same kind: what is refused at once tries little. */
  alike: { text: string; number: number }[];
  key: string;
}

/** What to do with a valid input. */
export function spoiling(texts: readonly string[]): fc.Arbitrary<Spoiling> {
  const text = anyText(texts);
  const value = anyValue(text);
  const number = fc.oneof(fc.integer({ min: -2, max: 400 }), fc.constantFrom(0, 1, 2, 3, 2 ** 31, 2 ** 53, 0.5, NaN));
  return fc.record({
    kind: fc.oneof(
      { weight: 2, arbitrary: fc.constant('valid' as const) },
      { weight: 7, arbitrary: fc.constant('spoilt' as const) },
      { weight: 1, arbitrary: fc.constant('any' as const) },
    ),
    ways: fc.array(fc.array(fc.nat(50), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
    how: fc.array(
      fc.constantFrom('replace' as const, 'replace' as const, 'remove' as const, 'add' as const, 'wrap' as const),
      {
        minLength: 3,
        maxLength: 3,
      },
    ),
    values: fc.array(value, { minLength: 3, maxLength: 3 }),
    alike: fc.array(fc.record({ text, number }), { minLength: 3, maxLength: 3 }),
    key: fc.constantFrom(...ODD_TEXTS, 'id', 'name', 'roles', 'path', 'out', 'query', 'extra'),
  });
}

/** The input that a spoiling makes of a valid one. */
export function spoilt(valid: unknown, { kind, ways, how, values, alike, key }: Spoiling): unknown {
  if (kind === 'any') return values[0];
  if (kind === 'valid') return valid;
  return ways.reduce(
    (input: unknown, way, index) =>
      changed(input, { way, how: how[index] ?? 'replace', key, by: values[index], alike: alike[index] }),
    valid,
  );
}

interface Step {
  way: readonly number[];
  how: Spoiling['how'][number];
  key: string;
  by: unknown;
  alike: Spoiling['alike'][number] | undefined;
}

function changed(value: unknown, step: Step): unknown {
  const [first = 0, ...way] = step.way;
  const keys = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) ? Object.keys(value) : [];
  const at = keys[first % Math.max(1, keys.length)];
  if (at === undefined) return step.how === 'wrap' ? [value] : step.by;
  const inner = (value as Record<string, unknown>)[at];
  if (way.length > 0 && typeof inner === 'object' && inner !== null) {
    return put(value, at, changed(inner, { ...step, way }));
  }
  switch (step.how) {
    case 'remove':
      return Array.isArray(value)
        ? value.slice(1)
        : Object.fromEntries(Object.entries(value as object).filter(([one]) => one !== at));
    case 'add':
      return Array.isArray(value) ? [...(value as unknown[]), step.by] : put(value, step.key, step.by);
    case 'wrap':
      return put(value, at, { [step.key]: inner });
    case 'replace':
      return put(value, at, first % 4 === 0 ? step.by : alikeOf(inner, step));
  }
}

function alikeOf(value: unknown, { by, alike }: Step): unknown {
  if (typeof value === 'string') return alike?.text;
  if (typeof value === 'number') return alike?.number;
  return typeof value === 'boolean' ? !value : by;
}

/** Own properties only, also one of the name `__proto__`. */
function put(value: unknown, key: string, by: unknown): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map((one, index) => (String(index) === key ? by : one));
  const copy = { ...(value as object) };
  Object.defineProperty(copy, key, { value: by, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** Paths that lead nowhere in a folder or to what is no file; none of them can do harm outside of it. */
export function oddPaths(folder: string): string[] {
  return [
    folder,
    `${folder}/nothing here`,
    `${folder}/\u202etxt`,
    `${folder}/${'长'.repeat(90)}`,
    `${folder}/x/../../`,
    '/dev/null',
    '/dev/zero',
    '/proc/self/nothing',
    '/proc/self/cmdline/x',
    'file:///etc/passwd',
    'C:\\Windows\\win.ini',
    '\\\\server\\share\\x',
    `${folder}/${'x'.repeat(4000)}`,
  ];
}

/** The input with every absolute path at a place moved below a folder, but for those in `known`: random texts write nowhere else. */
export function contained(name: string, input: unknown, folder: string, known: readonly string[]): unknown {
  if (!isCallName(name)) return input;
  return withPlaces(name, input, (path) =>
    isAbsolute(path) && !path.startsWith(folder) && !known.includes(path) ? folder + path : path,
  );
}

/** Text of a value, for looking into it; two thousand levels deep as well. */
export function textOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one)) ?? '';
  } catch {
    return '';
  }
}

function* textsIn(value: unknown, depth = 0): Iterable<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || depth > 20) return;
  for (const [key, inner] of Object.entries(value)) {
    yield key;
    yield* textsIn(inner, depth + 1);
  }
}

/** All texts of an input that look like paths, and the files and folders that it names as a call understands them. */
export function pathsGiven(name: string, input: unknown): string[] {
  const given = [...textsIn(input)].filter((text) => text.length > 4 && /[/\\]/.test(text));
  if (!isCallName(name)) return given;
  withPlaces(name, input, (path) => {
    given.push(path, resolve(path));
    return path;
  });
  // The longer first: one path may begin another.
  return given.sort((a, b) => b.length - a.length);
}

/**
 * What an error tells that it may not: a stack, words of the program itself, a path that is not in what was asked.
 * @param given the paths in it
 * @param roots folders of this machine of which nobody has been told
 */
export function tellsTooMuch(
  report: { code: string; message: string; details?: string },
  given: readonly string[],
  roots: readonly string[],
): string | undefined {
  const told = `${report.message}\n${report.details ?? ''}`;
  if (report.code === 'INTERNAL') return `INTERNAL: ${told.slice(0, 400)}`;
  if (/\n\s+at\s|\.[cm]?[jt]s:\d+|node:internal|node_modules/.test(told)) return `a stack: ${told.slice(0, 400)}`;
  const unknown = given.reduce((text, path) => text.replaceAll(path, ''), told);
  const root = roots.find((one) => unknown.includes(one));
  return root === undefined ? undefined : `a path: ${told.slice(0, 400)}`;
}
