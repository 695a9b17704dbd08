/** Form fields of a binary Word file, whose values stand in the Data stream (MS-DOC 2.9.78, 2.9.79). */
import { u16, u32 } from './doc-formatting.ts';
import type { FormField } from './field-text.ts';

const HEADER_BYTES = 68;
const CHECKBOX = 1;
const LIST = 2;
/** As the field was at first. */
const UNDEFINED_RESULT = 25;
const MOST_CHOICES = 100;

/** @param at place of the data, as the field's formatting gives it; null where there are none */
export function readFormField(data: Uint8Array, at: number): FormField | null {
  const start = at + HEADER_BYTES;
  if (at + u32(data, at) > data.length || u32(data, start) !== 0xffffffff) return null;
  const bits = u16(data, start + 4);
  const kind = bits & 3;
  const result = (bits >> 2) & 0x1f;
  if (kind !== CHECKBOX && kind !== LIST) return null;
  let place = skipText(data, start + 10);
  const standard = u16(data, place);
  const value = result === UNDEFINED_RESULT ? standard : result;
  if (kind === CHECKBOX) return { checked: value === 1 };
  place += 2;
  for (let texts = 0; texts < 5; texts++) place = skipText(data, place);
  return { choices: readTexts(data, place), chosen: value };
}

/** A text with its length in front and a zero behind. */
function skipText(data: Uint8Array, at: number): number {
  return at + 2 + (u16(data, at) + 1) * 2;
}

function readTexts(data: Uint8Array, start: number): string[] {
  const texts: string[] = [];
  if (u16(data, start) !== 0xffff) return texts;
  const count = Math.min(u16(data, start + 2), MOST_CHOICES);
  let at = start + 6;
  for (let index = 0; index < count && at < data.length; index++) {
    const length = u16(data, at);
    texts.push(new TextDecoder('utf-16le').decode(data.subarray(at + 2, at + 2 + length * 2)));
    at += 2 + length * 2;
  }
  return texts;
}
