/** The installed app's executable with command words (`复函档案 import …`) is the command line: no window, no lock of the window's. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The words of a command line, or undefined where the window is meant. An installed app gets `[executable, …words]`, one
 * run from a checkout `[executable, …switches, script, …words]`. Switches alone (Chromium's, `--user-data-dir=…`) mean the window.
 * @param scripts what may stand as `script` in a checkout: the main script and the folder of the app
 */
export function commandArguments(
  argv: readonly string[],
  isPackaged: boolean,
  scripts: readonly string[],
): string[] | undefined {
  const script = argv.findIndex((word, index) => index > 0 && scripts.includes(path.resolve(word)));
  if (!isPackaged && script < 0) return undefined;
  const given = argv.slice(isPackaged ? 1 : script + 1);
  const first = given[0];
  if (first === undefined) return undefined;
  return first.startsWith('-') && !['--help', '--version'].includes(first) ? undefined : given;
}

/** Runs dist/main/cli.js in this process, before Electron opens a display. @returns its exit code */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const cli = new URL('./cli.js', import.meta.url);
  process.argv = [process.execPath, fileURLToPath(cli), ...words];
  await import(cli.href);
  // Pipes are written asynchronously on Windows and macOS, and app.exit() waits for nothing.
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) => stream.write('', () => resolve()));
  }
  return Number(process.exitCode ?? 0);
}
