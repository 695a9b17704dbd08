/** The installed app's executable with command words (`复函档案 import …`) is the command line: no window, no lock of the window's. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
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

/** The Node that an installed app brings for its command line, and what it runs; undefined in a checkout. */
export function shippedCommandLine(
  dist: string,
  exists: (file: string) => boolean = existsSync,
): { node: string; script: string } | undefined {
  const parts = dist.split(path.sep);
  const archive = parts.lastIndexOf('app.asar');
  if (archive < 0) return undefined;
  const resources = parts.slice(0, archive).join(path.sep);
  const found = {
    node: path.join(resources, 'node', process.platform === 'win32' ? 'node.exe' : 'node'),
    script: path.join(resources, 'app.asar.unpacked', 'dist', 'main', 'cli.js'),
  };
  return exists(found.node) && exists(found.script) ? found : undefined;
}

/**
 * Runs the command line before Electron opens a display: in the Node that is shipped for it, otherwise in this process.
 * @returns its exit code
 */
export async function runCommandLine(words: readonly string[], dist: string): Promise<number> {
  const shipped = shippedCommandLine(dist);
  if (shipped !== undefined) {
    const child = spawn(shipped.node, [shipped.script, ...words], { stdio: 'inherit', windowsHide: true });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  }
  const cli = new URL('./cli.js', import.meta.url);
  process.argv = [process.execPath, fileURLToPath(cli), ...words];
  await import(cli.href);
  // Pipes are written asynchronously on Windows and macOS, and app.exit() waits for nothing.
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) => stream.write('', () => resolve()));
  }
  return Number(process.exitCode ?? 0);
}
