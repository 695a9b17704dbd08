/**
 * `npm run mutants [-- --room NAME] [--share 0.1] [--seed 1] [--places 1] [--write]`: changes the program in small ways,
 * one at a time, and tells how many changes no test notices. Runs for many minutes; it is not part of `npm test`.
 * Words are left as they are: a test that repeats each sentence would hold nothing together.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import type { MutantResult } from '@stryker-mutator/api/core';
import { writePage } from '../../tests/bench/pages.ts';
import { ROOMS, type Room } from './rooms.ts';
import { sampleOf } from './sample.ts';

const { values } = parseArgs({
  options: {
    room: { type: 'string' },
    share: { type: 'string', default: '0.1' },
    seed: { type: 'string', default: '1' },
    places: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
const SHARE = Number(values.share);
const SEED = Number(values.seed);
const REPORTS = path.resolve('dist/mutants');

interface Score {
  room: string;
  killed: number;
  survived: number;
  untouched: number;
}

const NOTICED = new Set(['Killed', 'Timeout']);

function scoreOf(room: string, mutants: readonly MutantResult[]): Score {
  const count = (wanted: (status: string) => boolean): number => mutants.filter(({ status }) => wanted(status)).length;
  return {
    room,
    killed: count((status) => NOTICED.has(status)),
    survived: count((status) => status === 'Survived'),
    untouched: count((status) => status === 'NoCoverage'),
  };
}

/** The changes that no test noticed, a line each: where, what stood there, what stands there now. */
function survivors(mutants: readonly MutantResult[]): string {
  return mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ fileName, location, mutatorName, replacement, status }) => {
      const now = (replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 120);
      return `${status} ${path.relative('.', fileName)}:${location.start.line}:${location.start.column} ${mutatorName} -> ${now}`;
    })
    .join('\n');
}

async function judge(room: Room): Promise<Score> {
  const mutate = sampleOf(room.files, SHARE, SEED);
  process.env['FUHAN_MUTANT_TESTS'] = JSON.stringify(room.tests);
  const mutants = await new Stryker({
    mutate,
    testRunner: 'vitest',
    vitest: { configFile: 'tools/mutants/vitest.config.ts', related: false },
    plugins: ['@stryker-mutator/vitest-runner'],
    coverageAnalysis: 'perTest',
    mutator: { excludedMutations: ['StringLiteral'], plugins: [] },
    concurrency: Number(values.places),
    reporters: ['progress-append-only'],
    tempDirName: 'dist/mutants/work',
    ignorePatterns: ['docs/screenshots', 'docs/manual', 'dist/pack*', 'dist/window', 'tests/fixtures/large'],
    // A mutant that runs for ever is rare, a busy machine is not: neither is to be taken for the other.
    timeoutMS: 60_000,
    // Rooms whose tests try power cuts and kills take many minutes in one place.
    dryRunTimeoutMinutes: 60,
    ignoreStatic: true,
    allowEmpty: true,
    disableTypeChecks: false,
  }).runMutationTest();
  mkdirSync(REPORTS, { recursive: true });
  writeFileSync(path.join(REPORTS, `${room.name}.txt`), `${survivors(mutants)}\n`);
  return scoreOf(room.name, mutants);
}

const rooms = ROOMS.filter(({ name }) => values.room === undefined || values.room === name);
if (rooms.length === 0) {
  console.error(`用法 usage: npm run mutants -- --room ${ROOMS.map(({ name }) => name).join('|')}`);
  process.exit(2);
}
const rows: string[] = [];
for (const room of rooms) {
  const { killed, survived, untouched } = await judge(room);
  const all = killed + survived + untouched;
  const share = all === 0 ? '–' : `${((100 * killed) / all).toFixed(1)} %`;
  const row = `| ${room.name} | ${all} | ${killed} | ${survived} | ${untouched} | ${share} |`;
  console.log(row);
  rows.push(row);
}
if (values.write) {
  const head = '| room | mutants | noticed | survived | reached by no test | score |\n|---|---|---|---|---|---|';
  const made = `Sample: ${100 * SHARE} % of lines, seed ${SEED}.`;
  writePage({ name: 'mutants', title: 'Mutants', command: 'npm run mutants -- --write' }, [
    ['Score by room', `${made}\n\n${head}\n${rows.join('\n')}`],
  ]);
}
