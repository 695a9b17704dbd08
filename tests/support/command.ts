/** The command line, run in this process. */
import { runCommandLine } from '../../main/cli/run.ts';

/** The exit code of a command, and its answer with `--json`. */
export async function commandJson(...words: string[]): Promise<[number, unknown]> {
  let out = '';
  const code = await runCommandLine([...words, '--json'], { out: (text) => (out += text), err: () => undefined });
  return [code, JSON.parse(out) as unknown];
}

/** What a command prints for people. */
export async function commandText(...words: string[]): Promise<string> {
  let out = '';
  await runCommandLine(words, { out: (text) => (out += text), err: () => undefined });
  return out;
}
