/** Programs of others that read what the archive wrote. A test that needs one which is not installed says so and is skipped. */
import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';

/**
 * Runs a program of another maker.
 * @param context of the test, which is skipped where the program is missing
 * @returns what it printed on stdout
 */
export function runTool(context: TestContext, tool: string, ...words: string[]): string {
  const { error, stdout, stderr, status } = spawnSync(tool, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) {
    process.stdout.write(`skipped: ${tool} is not installed\n`);
    context.skip();
  }
  if (status !== 0) throw new Error(`${tool} ${words.join(' ')}: ${status}\n${stdout}${stderr}`);
  return stdout;
}
