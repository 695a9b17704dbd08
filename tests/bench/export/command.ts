/** Runs the built command line as people have it, in a process of its own, and looks at its time and at the memory of all its processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { watchFamily } from '../family-memory.ts';

const CLI = join(import.meta.dirname, '../../../dist/main/cli.js');

export interface Ran {
  /** With the start of the program. */
  seconds: number;
  /** The most that it and its processes held together. */
  peakBytes: number;
  /** Of the JSON that it printed. */
  answer: unknown;
}

/** @throws Error where it ends with another code than 0 */
export async function runCommand(words: readonly string[]): Promise<Ran> {
  const began = performance.now();
  const child = spawn(process.execPath, [CLI, ...words, '--json'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const said: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => said.push(piece));
  const memory = watchFamily(child.pid ?? 0);
  const [code] = (await once(child, 'close')) as [number];
  const seconds = (performance.now() - began) / 1000;
  const peakBytes = memory.stop();
  if (code !== 0) throw new Error(`fuhan ${words.slice(0, 2).join(' ')} ended with ${code}`);
  return { seconds, peakBytes, answer: JSON.parse(Buffer.concat(said).toString()) as unknown };
}
