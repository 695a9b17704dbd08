/**
 * `npm run bench -- start [--app FOLDER] [--runs 20] [--write]`: how long a command takes from the checkout (`node tools/run.mjs fuhan`) and from the packed
 * app (`bin/fuhan`, of `npm run pack -- linux-x64 --folder`), in turns. `--write` puts the table into docs/benchmarks/start.md.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { percentiles } from '../search/timing.ts';
import { Tables } from '../tables.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const { values } = parseArgs({
  options: {
    app: { type: 'string', default: path.join(ROOT, 'release/linux-unpacked') },
    runs: { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
  },
});
const packed = path.join(values.app, 'bin/fuhan');
if (!existsSync(packed)) throw new Error(`${packed} is not there: npm run pack -- linux-x64 --folder`);
const MOST = 1.2;

const place = mkdtempSync(path.join(tmpdir(), 'fuhan-start-'));
const env = { ...process.env, FUHAN_ARCHIVE: path.join(place, 'archive'), XDG_CACHE_HOME: path.join(place, 'cache') };
const WAYS = {
  checkout: [process.execPath, path.join(ROOT, 'tools/run.mjs'), 'fuhan'],
  packed: [packed],
} as const;

/** Milliseconds of a run, and of the processors' time that it took with its children (Linux counts it in ten-milliseconds). */
function run(way: keyof typeof WAYS, words: readonly string[]): { wall: number; processor: number } {
  const used = (): number => {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) * 10;
  };
  const [program = '', ...before] = WAYS[way];
  const [began, spent] = [performance.now(), used()];
  const done = spawnSync(program, [...before, ...words], { env, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${way} ${words.join(' ')}: ${done.stderr}`);
  return { wall: performance.now() - began, processor: used() - spent };
}

const tables = new Tables();
let missed = false;
try {
  tables.begin('Start', `${values.runs} runs of each in turns, after two that warm up`);
  run('packed', ['init']);
  for (const words of [['--version'], ['stats'], ['search', '提案']]) {
    const took = { checkout: [] as number[], packed: [] as number[] };
    const spent = { checkout: [] as number[], packed: [] as number[] };
    for (let i = -2; i < Number(values.runs); i++) {
      for (const way of ['checkout', 'packed'] as const) {
        const { wall, processor } = run(way, words);
        if (i < 0) continue;
        took[way].push(wall);
        spent[way].push(processor);
      }
    }
    const [checkout, app] = [percentiles(took.checkout), percentiles(took.packed)];
    const ratio = app.p50 / checkout.p50;
    if (ratio > MOST) missed = true;
    const median = (numbers: readonly number[]): string => `${percentiles(numbers).p50.toFixed(0)} ms`;
    tables.row(
      `fuhan ${words.join(' ')}, p50`,
      `checkout ${checkout.p50.toFixed(0)} ms, packed ${app.p50.toFixed(0)} ms: ${ratio.toFixed(2)} times (processor: ${median(spent.checkout)}, ${median(spent.packed)})`,
      `≤ ${MOST} times`,
      ratio <= MOST,
    );
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
if (values.write)
  tables.write({
    name: 'start',
    title: 'Start of the command line, measured',
    command: 'npm run bench -- start --write',
  });
process.exit(missed ? 1 : 0);
