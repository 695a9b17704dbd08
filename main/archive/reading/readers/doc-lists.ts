/** The lists of a binary Word file (MS-DOC 2.9.131, 2.9.147, 2.9.150) in the shape that the number counter takes. */
import { u16, u32 } from './doc-formatting.ts';
import type { NumberLevel, NumberList } from './numbering.ts';

/** [offset, length] of a structure in the table stream. */
type Place = readonly [number, number];

const LIST_BYTES = 28;
const LEVEL_BYTES = 28;
const USE_BYTES = 16;
const LEVELS = 9;

/** Number formats by their code in binary files (MS-OSHARED 2.2.1.3, MSONFC). */
export const FORMATS: Readonly<Record<number, string>> = {
  0: 'decimal',
  1: 'upperRoman',
  2: 'lowerRoman',
  3: 'upperLetter',
  4: 'lowerLetter',
  10: 'ideographDigital',
  11: 'japaneseCounting',
  14: 'decimalFullWidth',
  18: 'decimalEnclosedCircle',
  19: 'decimalFullWidth2',
  22: 'decimalZero',
  23: 'bullet',
  26: 'decimalEnclosedFullstop',
  27: 'decimalEnclosedParen',
  28: 'decimalEnclosedCircleChinese',
  29: 'ideographEnclosedCircle',
  30: 'ideographTraditional',
  31: 'ideographZodiac',
  33: 'taiwaneseCounting',
  34: 'ideographLegalTraditional',
  35: 'taiwaneseCountingThousand',
  36: 'taiwaneseDigital',
  37: 'chineseCounting',
  38: 'chineseLegalSimplified',
  39: 'chineseCountingThousand',
  255: 'none',
};

/** Lists by the 1-based number under which paragraphs use them. Damaged tables give fewer lists. */
export function readDocLists(table: Uint8Array, places: { lists: Place; uses: Place }): Map<string, NumberList> {
  const definitions = readDefinitions(table, places.lists);
  const out = new Map<string, NumberList>();
  const [start, length] = places.uses;
  if (length < 4) return out;
  const count = Math.min(u32(table, start), Math.floor((length - 4) / USE_BYTES));
  let overrides = start + 4 + count * USE_BYTES;
  for (let index = 0; index < count; index++) {
    const use = start + 4 + index * USE_BYTES;
    const id = u32(table, use);
    const changed = new Map<number, NumberLevel>();
    const starts = new Map<number, number>();
    overrides += 4;
    for (let level = 0; level < (table[use + 12] ?? 0) && overrides < start + length; level++) {
      const flags = u32(table, overrides + 4);
      const depth = flags & 0xf;
      if ((flags & 0x10) !== 0) starts.set(depth, u32(table, overrides));
      overrides += 8;
      if ((flags & 0x20) !== 0) {
        const read = readLevel(table, overrides);
        changed.set(depth, read.level);
        overrides = read.end;
      }
    }
    const levels = new Map([...(definitions.get(id) ?? []), ...changed]);
    out.set(String(index + 1), { counter: String(id), levels, startOverrides: starts });
  }
  return out;
}

function readDefinitions(table: Uint8Array, [start, length]: Place): Map<number, Map<number, NumberLevel>> {
  const definitions = new Map<number, Map<number, NumberLevel>>();
  if (length < 2) return definitions;
  const count = Math.min(u16(table, start), Math.floor((length - 2) / LIST_BYTES));
  // The levels follow behind the list table, beyond its stated length.
  let at = start + 2 + count * LIST_BYTES;
  for (let index = 0; index < count; index++) {
    const list = start + 2 + index * LIST_BYTES;
    const simple = ((table[list + 26] ?? 0) & 1) !== 0;
    const levels = new Map<number, NumberLevel>();
    for (let depth = 0; depth < (simple ? 1 : LEVELS) && at < table.length; depth++) {
      const read = readLevel(table, at);
      levels.set(depth, read.level);
      at = read.end;
    }
    definitions.set(u32(table, list), levels);
  }
  return definitions;
}

/** One LVL: fixed head, two property lists, the template with levels as characters 0–8. */
function readLevel(table: Uint8Array, at: number): { level: NumberLevel; end: number } {
  const flags = table[at + 5] ?? 0;
  const follow = table[at + 15] ?? 0;
  const text = at + LEVEL_BYTES + (table[at + 24] ?? 0) + (table[at + 25] ?? 0);
  const length = u16(table, text);
  let template = '';
  for (let index = 0; index < length; index++) {
    const code = u16(table, text + 2 + index * 2);
    template += code < LEVELS ? `%${code + 1}` : String.fromCharCode(code);
  }
  const level: NumberLevel = {
    format: FORMATS[table[at + 4] ?? 0] ?? 'decimal',
    template,
    start: u32(table, at),
    suffix: follow === 0 ? 'tab' : follow === 1 ? 'space' : 'nothing',
    restartAfter: (flags & 0x08) !== 0 ? (table[at + 26] ?? 0) : null,
    legal: (flags & 0x04) !== 0,
  };
  return { level, end: text + 2 + length * 2 };
}
