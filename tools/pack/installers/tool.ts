/** Programs of the system that make installers. */
import { spawnSync } from 'node:child_process';

/** Thrown where a program is not on this machine: what cannot be made here is told, the rest is made. */
export class MissingTool extends Error {
  /** @param source where it comes from */
  constructor(tool: string, source: string) {
    super(`${tool} is not on this machine (${source})`);
  }
}

/** @throws MissingTool; Error with what the program said where it fails */
export function runTool(
  tool: string,
  words: readonly string[],
  source: string,
  env: Record<string, string> = {},
): void {
  const done = spawnSync(tool, words, { encoding: 'utf8', env: { ...process.env, ...env } });
  if (done.error !== undefined) throw new MissingTool(tool, source);
  if (done.status !== 0) throw new Error(`${tool} ${words.join(' ')}\n${done.stdout}\n${done.stderr}`);
}
