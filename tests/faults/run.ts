/**
 * `npm run faults`: every point of a working day with every kind of fault, and a table of what came of it.
 * `--every N` takes each Nth point only; `--only cuts|errors|kills` one part, `--kind 'EIO, once'` one kind of error. `kills`: programs that file, import and make backups are
 * killed 200 times (`--kills N`), under a parent that never reaps them, their children left alive, and how long the next command takes to answer.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ERROR_KINDS, afterErrors, afterPowerCut, recordDay } from './cases.ts';
import type { Finding } from './cases.ts';
import { cliWork } from './cli-work.ts';
import { killsOfOrphans } from './orphans.ts';
import { CUTS } from './simulated-disk.ts';

const { values } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    kind: { type: 'string' },
    kills: { type: 'string', default: '200' },
  },
});
const every = Math.max(1, Number(values.every) || 1);

interface Row {
  fault: string;
  points: number;
  lost: number;
  unopenable: number;
  damaged: number;
  other: number;
}

const rows: Row[] = [];
const examples: string[] = [];

async function tryAll(fault: string, points: number, run: (point: number) => Promise<Finding[]>): Promise<void> {
  const row: Row = { fault, points: 0, lost: 0, unopenable: 0, damaged: 0, other: 0 };
  const began = performance.now();
  for (let point = 0; point <= points; point += every) {
    const findings = await run(point);
    row.points++;
    const is = (...kinds: Finding['kind'][]): number =>
      findings.some((finding) => kinds.includes(finding.kind)) ? 1 : 0;
    row.lost += is('lost', 'backup lost');
    row.unopenable += is('unopenable');
    row.damaged += is('damaged', 'half present');
    row.other += is('wrong error', 'no further work');
    for (const { kind, what } of findings.slice(0, 2)) examples.push(`${fault}, point ${point}: ${kind}: ${what}`);
    if (process.stderr.isTTY) process.stderr.write(`\r${fault}: ${point} / ${points} `);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  rows.push(row);
  console.error(`${fault}: ${row.points} points in ${Math.round((performance.now() - began) / 1000)} s`);
}

const day = await recordDay();
if (values.only !== 'errors' && values.only !== 'kills') {
  for (const cut of CUTS) {
    await tryAll(`power cut, unsynced writes: ${cut}`, day.disk.changes, (point) =>
      afterPowerCut(day, point, cut, point + 1),
    );
  }
}
if (values.only !== 'cuts' && values.only !== 'kills') {
  for (const kind of ERROR_KINDS.filter(({ name }) => values.kind === undefined || name === values.kind))
    await tryAll(kind.name, day.calls - 1, (point) => afterErrors(kind, point, 'lost', point + 1));
}

/** @returns how many went wrong */
async function killAll(): Promise<number> {
  const place = mkdtempSync(join(tmpdir(), 'fuhan-kills-'));
  try {
    const folder = join(place, 'archive');
    const cli = join(import.meta.dirname, '../../dist/main/cli.js');
    const command = [process.execPath, cli, 'search', '提案', '--limit', '1', '--archive', folder];
    const others = cliWork(cli, folder, place);
    const { refused, lost, acknowledged, answerMs } = await killsOfOrphans(folder, Number(values.kills), {
      command,
      others,
    });
    const checked = spawnSync(process.execPath, [cli, 'verify', '--archive', folder], { encoding: 'utf8' });
    console.log(
      `verify afterwards: ${checked.stdout.trim().split('\n').at(-1) ?? ''} (exit ${String(checked.status)})`,
    );
    const sorted = [...answerMs].sort((a, b) => a - b);
    const late = sorted.filter((one) => one > 3000).length;
    const at = (share: number): string => `${Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)} ms`;
    console.log(
      `${values.kills} kills, ${acknowledged} acts acknowledged: ${lost.length} lost, ${refused.length} times refused; ` +
        `the next command answered in ${at(0.5)} (half of them), ${at(0.95)} (95 %), ${at(1)} (all); ${late} later than 3 s`,
    );
    for (const one of [...refused, ...lost].slice(0, 5)) console.log(one);
    return lost.length + refused.length + late + (checked.status === 0 ? 0 : 1);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
const killed = values.only === '' || values.only === 'kills' ? await killAll() : 0;

console.table(rows);
for (const example of examples.slice(0, 30)) console.log(example);
const total = rows.reduce((sum, row) => sum + row.points, 0);
const bad = rows.reduce((sum, row) => sum + row.lost + row.unopenable + row.damaged + row.other, 0);
console.log(`${total} points tried, ${bad} with a finding`);
// The index has a disk of its own in its tests: every write, sync, rename and removal while it is built, merged and swept.
const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
const index = spawnSync(process.execPath, [vitest, 'run', 'tests/integration/search/crash.test.ts'], {
  stdio: 'ignore',
});
console.log(`search index, every change of its disk: ${index.status === 0 ? '0 wrong answers' : 'FAILED'}`);
process.exitCode = bad === 0 && killed === 0 && index.status === 0 ? 0 : 1;
