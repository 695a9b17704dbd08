/**
 * Runs inside Windows (and, to compare, on Linux): many commands of the command line in one process, because Wine takes
 * seconds to start one; writes what each said. `node driver.ts APP STEPS OUT`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface Said {
  /** What it is about, the same on both systems. */
  name: string;
  code: number;
  /** Ms on this machine; says nothing under load. */
  ms: number;
  json: unknown;
  stderr: string;
}

export interface Noted {
  name: string;
  ok: boolean;
  detail: string;
}

export type Line = ({ kind: 'said' } & Said) | ({ kind: 'noted' } & Noted);

export interface Tools {
  /** Folder of the app: `dist` lies in it. */
  app: string;
  /** An empty folder of the run's own. */
  root: string;
  /** Runs a command with `--json`; `name` stands in the report instead of its words. */
  cmd: (name: string, ...words: string[]) => Promise<Said>;
  /** Notes whether something is so; what it throws is a no. */
  check: (name: string, about: () => unknown) => void;
}

const [app = '', stepsFile = '', outFile = ''] = process.argv.slice(2).map((word) => path.resolve(word));
const cli = pathToFileURL(path.join(app, 'dist/main/cli.js'));
const lines: Line[] = [];
const keep = (line: Line): void => {
  lines.push(line);
  fs.writeFileSync(outFile, JSON.stringify(lines));
};

/** Takes what a stream is given, until `stop` is called. */
function listen(stream: NodeJS.WriteStream): { text: () => string; stop: () => void } {
  const write = stream.write.bind(stream);
  let text = '';
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const done = rest.find((one) => typeof one === 'function') as (() => void) | undefined;
    done?.();
    return true;
  };
  return { text: () => text, stop: () => void (stream.write = write) };
}

let count = 0;
async function cmd(name: string, ...words: string[]): Promise<Said> {
  const [out, err] = [listen(process.stdout), listen(process.stderr)];
  process.argv = [process.execPath, fileURLToPath(cli), ...words, '--json'];
  process.exitCode = undefined;
  const started = performance.now();
  let failure = '';
  try {
    await import(`${cli.href}?run=${count++}`);
  } catch (thrown) {
    failure = String(thrown);
  } finally {
    out.stop();
    err.stop();
  }
  let json: unknown;
  try {
    json = JSON.parse(out.text());
  } catch {
    json = out.text().slice(0, 400);
  }
  const said: Said = {
    name,
    code: failure === '' ? Number(process.exitCode ?? 0) : -1,
    ms: Math.round(performance.now() - started),
    json,
    stderr: `${failure}${err.text()}`.slice(0, 1000),
  };
  keep({ kind: 'said', ...said });
  return said;
}

function check(name: string, about: () => unknown): void {
  let answer: unknown;
  try {
    answer = about();
  } catch (thrown) {
    answer =
      thrown instanceof Error ? `${'code' in thrown ? String(thrown.code) : ''} ${thrown.message}` : String(thrown);
  }
  keep({ kind: 'noted', name, ok: answer === true, detail: answer === true ? '' : String(answer).slice(0, 400) });
}

const root = path.join(process.env['TRY_ROOT'] ?? 'C:\\fuhan', path.basename(stepsFile, '.ts'));
fs.rmSync(root, { recursive: true, force: true });
fs.mkdirSync(root, { recursive: true });
const { steps } = (await import(pathToFileURL(stepsFile).href)) as { steps: (tools: Tools) => Promise<void> };
await steps({ app, root, cmd, check });
process.exit(0);
