/**
 * Reads damaged files of every format in the reading process, where a hang or a death is bounded and told:
 *   node tests/fuzz-files/run.ts [files, 10000] [first seed, 1]
 * Each is read, or refused by a code. Anything else is printed with the seed that makes it again.
 */
import { reportError } from '../../shared/errors.ts';
import { ReadingHouse } from '../../main/archive/reading/process/read-apart.ts';
import { Random } from '../bench/random.ts';
import { mutate } from './mutate.ts';
import { SEEDS } from './seeds.ts';

/** So long may one damaged file take, before the reader is ended over it. */
const SILENCE_MS = 20_000;

export interface FuzzResult {
  files: number;
  /** How many were read, or refused by each code. */
  outcomes: Record<string, number>;
  /** What is neither: the seed, the file's kind, what happened. */
  faults: string[];
}

/** The damaged file of a seed. */
export function fuzzFile(seed: number): { name: string; bytes: Uint8Array<ArrayBuffer> } {
  const random = new Random(seed);
  const { name, bytes } = SEEDS[seed % SEEDS.length] ?? { name: 'a.txt', bytes: new Uint8Array() };
  return { name, bytes: mutate(bytes, random) };
}

/** @param count files, of the seeds from `first` on */
export async function fuzzFiles(count: number, first: number): Promise<FuzzResult> {
  const house = new ReadingHouse({ silenceMs: SILENCE_MS });
  const result: FuzzResult = { files: count, outcomes: {}, faults: [] };
  try {
    for (let seed = first; seed < first + count; seed += 1) {
      const file = fuzzFile(seed);
      let outcome = 'read';
      try {
        const raw = await house.read(file, { ocr: false });
        if (typeof raw.text !== 'string') result.faults.push(`${seed} ${file.name}: no text`);
      } catch (thrown) {
        const { code, details = '' } = reportError(thrown);
        outcome = code;
        // It hung, or took the process down: told to users by a code all the same, and still a fault of ours.
        const died = details.startsWith('reading process');
        if (code === 'INTERNAL' || died) result.faults.push(`${seed} ${file.name}: ${code} ${details}`);
      }
      result.outcomes[outcome] = (result.outcomes[outcome] ?? 0) + 1;
    }
  } finally {
    await house.stop();
  }
  return result;
}

if (import.meta.main) {
  const [count = '10000', first = '1'] = process.argv.slice(2);
  const { files, outcomes, faults } = await fuzzFiles(Number(count), Number(first));
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(`${files} files: ${JSON.stringify(outcomes)}, ${faults.length} faults\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
