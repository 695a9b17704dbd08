/**
 * What an element's value may be, for those who take one in. Apart from the table itself, so that what only asks the table (the
 * threads of the index above all) starts without the library that checks values.
 */
import { z } from 'zod';
import { isIsoDay } from '../text/dates.ts';
import {
  choicesOf,
  ELEMENT_BOUNDS,
  ELEMENT_NAMES,
  elementSpec,
  isList,
  type ElementEvidence,
  type ElementName,
  type Elements,
  type Warning,
} from './elements.ts';

const text = z.string().min(1).max(ELEMENT_BOUNDS.text).nullable();
const list = z.array(z.string().min(1).max(ELEMENT_BOUNDS.item)).max(ELEMENT_BOUNDS.items);
const isoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期须写作 2022-06-27')
  .refine(isIsoDay, '日期不存在')
  .nullable();

/** null or [] where the letter does not say. */
function valueSchema(name: ElementName): z.ZodType {
  const { kind } = elementSpec(name);
  if (isList(name)) return list;
  if (kind === 'date') return isoDate;
  return kind === 'choice' ? z.enum(choicesOf(name) ?? []).nullable() : text;
}

/** All elements of one letter, as they may be filed. null or [] where the letter does not say. */
export const elementsSchema = z.strictObject(
  Object.fromEntries(ELEMENT_NAMES.map((name) => [name, valueSchema(name)])) as {
    [N in ElementName]: z.ZodType<Elements[N], Elements[N]>;
  },
);

/** Elements as they are read back (stored.ts): every one, its value as it is stored, whether it may be filed so or not. */
export const shownElementsSchema = z.object(
  Object.fromEntries(ELEMENT_NAMES.map((name) => [name, isList(name) ? z.array(z.string()) : z.string().nullable()])),
) as unknown as z.ZodType<Elements, Elements>;

export const evidenceSchema = z.object({
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  confidence: z.number().min(0).max(1),
  original: z.object({ start: z.number().int().min(0), end: z.number().int().min(0) }).optional(),
}) satisfies z.ZodType<ElementEvidence>;

export const warningSchema = z.object({ code: z.string(), message: z.string() }) satisfies z.ZodType<Warning>;
