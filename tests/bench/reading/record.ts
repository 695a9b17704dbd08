/**
 * Reads held-out batches for the first time and prints how each element of each letter stood, as lines of first-readings.txt:
 *   node tests/bench/reading/record.ts NAME … >> tests/bench/reading/first-readings.txt
 * Only before any rule is changed for them. What is written there already is not read again.
 */
import { ELEMENT_NAMES, type ElementName } from '../../../shared/model/elements.ts';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise } from '../../../main/archive/reading/recognise.ts';
import { LEVELS, type Level } from '../../../main/archive/reading/recognition/calibration.ts';
import { FITTED } from '../../../main/archive/reading/recognition/fitted.ts';
import { elementsKept, firstReadings } from './calibrate.ts';
import { BATCHES } from './heldout/index.ts';
import { typeset } from './typeset.ts';

/** Confidences that tell their level: each below what caps a doubtful value. */
const TELLING = LEVELS.map((_, at) => at / 100);

/** Has the recogniser say the level of each value instead of its fitted confidence, while `read` runs. */
function telling<T>(read: () => T): T {
  const table = FITTED as Record<string, readonly number[]>;
  const kept = { ...table };
  for (const name of ELEMENT_NAMES) table[name] = TELLING;
  try {
    return read();
  } finally {
    for (const name of ELEMENT_NAMES) if (kept[name] === undefined) Reflect.deleteProperty(table, name);
    Object.assign(table, kept);
  }
}

/** The lines of a batch, a letter each. */
export function record(name: string): string[] {
  const batch = BATCHES.find((one) => one.name === name);
  if (!batch) throw new Error(`No batch ${name}.`);
  const names = elementsKept() as ElementName[];
  return telling(() =>
    batch.letters.map((letter, at) => {
      const text = typeset(letter, 'clean', Number(name) * 1000 + at);
      const { elements, evidence } = recognise(cleanText({ text, layout: 'unknown', pages: [] }), {
        today: '2026-12-31',
      });
      const codes = names.map((element) => {
        const told = evidence[element]?.confidence;
        const level: Level = told === undefined ? 'n' : (LEVELS[Math.round(told * 100)] ?? 'n');
        return level + (JSON.stringify(elements[element]) === JSON.stringify(letter.truth[element]) ? '+' : '-');
      });
      return `${name} ${String(at).padStart(2, '0')} ${codes.join('')}`;
    }),
  );
}

if (import.meta.main) {
  const known = new Set(firstReadings().map(({ batch }) => batch));
  for (const name of process.argv.slice(2)) {
    if (known.has(name)) throw new Error(`Batch ${name} was read for the first time already.`);
    console.log(record(name).join('\n'));
  }
}
