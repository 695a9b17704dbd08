/** Where in the inputs of the contract's calls places of this machine stand, found in the schemas themselves: none can be forgotten. */
import type { z } from 'zod';
import { placeUses, type PlaceUse } from '../model/place.ts';
import { CONTRACT, type CallName } from './calls.ts';

/** The way to a place in an input, `*` for every item of a list. */
export interface Place {
  at: readonly string[];
  use: PlaceUse;
}

/** Kinds of schema that have none inside. */
const PLAIN: ReadonlySet<string> = new Set([
  'string',
  'number',
  'boolean',
  'enum',
  'literal',
  'null',
  'custom',
  'unknown',
  'transform',
]);

/** Throws on a kind of schema that it cannot look into. */
export function placesIn(schema: z.core.$ZodType, at: readonly string[] = []): Place[] {
  const known = placeUses.get(schema);
  if (known !== undefined) return [{ at, use: known.use }];
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([key, inner]) => placesIn(inner, [...at, key]));
    case 'array':
      return placesIn(def.element, [...at, '*']);
    case 'union':
      return def.options.flatMap((option) => placesIn(option, at));
    case 'optional':
    case 'nullable':
    case 'default':
      return placesIn(def.innerType, at);
    case 'pipe':
      return [def.in, def.out].flatMap((each) => placesIn(each, at));
    case 'record':
      // Its keys are anybody's, so a place in it could not be told from another by its way.
      if (placesIn(def.valueType, [...at, '*']).length === 0) return [];
      throw new Error('no place can stand in a record');
    default:
      if (PLAIN.has(def.type)) return [];
      throw new Error(`places are not looked for in a schema of the kind ${def.type}`);
  }
}

const found = new Map<CallName, Place[]>();

/** The places in a call's input. */
export function placesOf(name: CallName): readonly Place[] {
  const before = found.get(name);
  if (before !== undefined) return before;
  const places = placesIn(CONTRACT[name].input);
  found.set(name, places);
  return places;
}

/**
 * An input with every place in it put otherwise.
 * @param input as parseInput() answered it: nothing is in it that the schema does not know
 */
export function withPlaces<T>(name: CallName, input: T, put: (text: string, use: PlaceUse) => string): T {
  return placesOf(name).reduce<unknown>(
    (whole, { at, use }) => replaced(whole, at, (text) => put(text, use)),
    input,
  ) as T;
}

function replaced(value: unknown, at: readonly string[], put: (text: string) => string): unknown {
  const [key, ...rest] = at;
  if (key === undefined) return typeof value === 'string' ? put(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (key === '*') return Array.isArray(value) ? value.map((each: unknown) => replaced(each, rest, put)) : value;
  if (!Object.hasOwn(value, key)) return value;
  return { ...value, [key]: replaced((value as Record<string, unknown>)[key], rest, put) };
}
