/** Which stretches of a room's files are changed: the same ones for the same seed, so that two runs can be compared. */
import { globSync, readFileSync } from 'node:fs';
import { randomFrom } from '../../tests/bench/random.ts';

/** Lines of one stretch: long enough to hold whole conditions, short enough to spread a sample over many files. */
const STRETCH = 12;

/**
 * Picks stretches of lines until a share of all lines is reached.
 * @param files patterns from the project's root
 * @param share between 0 and 1; 1 takes every line
 * @param seed another seed picks other lines
 * @returns patterns as Stryker takes them, `file:first-last`
 */
export function sampleOf(files: readonly string[], share: number, seed: number): string[] {
  const paths = globSync([...files])
    .filter((file) => !file.endsWith('.d.ts'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
  if (share >= 1) return paths;
  const random = randomFrom(seed);
  return paths.flatMap((file) => {
    const lines = readFileSync(file, 'utf8').split('\n').length;
    const picked: string[] = [];
    for (let first = 1; first <= lines; first += STRETCH) {
      if (random() < share) picked.push(`${file}:${first}-${Math.min(lines, first + STRETCH - 1)}`);
    }
    return picked;
  });
}
