/**
 * Broken and random inputs through the engine's door, as each role, as somebody without a role, as nobody and without accounts: no crash, no effect without a right, nothing told that was not asked, and an archive that verifies afterwards.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import type { SearchService } from '../../../main/archive/search/service.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { CALL_NAMES, CONTRACT, type Call, type CallName } from '../../../shared/contract/index.ts';
import { reportError } from '../../../shared/errors.ts';
import { INPUTS, type World } from '../../support/every-call.ts';
import { FUZZ_CALLS, FUZZ_SEED, FUZZ_TIMEOUT_MS } from '../../support/fuzz-calls.ts';
import {
  contained,
  oddPaths,
  pathsGiven,
  spoiling,
  spoilt,
  tellsTooMuch,
  textOf,
  type Spoiling,
} from '../../support/fuzz-values.ts';
import {
  PERSONAS,
  begin,
  databaseOf,
  mayBe,
  present,
  stateOf,
  tablesOf,
  type Persona,
} from '../../support/role-office.ts';

/** An archive is used for so many calls, then another copy is taken. */
const BATCH = 400;
/** Tables of letters and what belongs to them. */
const LETTER_TABLES =
  /^(attachment|attachment_text|batch|batch_letter|byte_chunk|content|letter|letter_source|near_key|near_piece|packed_content|text_chunk|version|watched)$/;
const UNKNOWN = [
  '',
  'archive.destroy',
  'constructor',
  '__proto__',
  'toString',
  'letters',
  '\0',
  '\ud800',
  'x'.repeat(70),
];
/** What a person may do to accounts before anybody knows him: with the right password or code of theirs. */
const ACCOUNT_CALLS = /^(accounts|session|trust\.(restoreBackup|undoRestore))/;

interface Shot {
  name: string;
  how: Spoiling;
}

const before = process.cwd();
/** Where relative paths lead; nobody has been told of it. */
let cwd = '';
let top = '';
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'fuhan-fuzz-'));
  // Some folders down: `../..` leads to nobody else's files either.
  cwd = join(top, 'a', 'b', 'c', 'd');
  mkdirSync(cwd, { recursive: true });
  process.chdir(cwd);
});
afterAll(() => {
  process.chdir(before);
  rmSync(top, { recursive: true, force: true });
});

const unhandled: unknown[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));

/** The shots of one batch: the same for the same seed. */
function shots(names: readonly string[], count: number, seed: number, texts: readonly string[]): Shot[] {
  const shot = fc.record({ name: fc.constantFrom(...names), how: spoiling(texts) });
  return fc.sample(shot, { seed, numRuns: count });
}

const searchOf = (engine: Engine): SearchService => Reflect.get(engine, 'search') as SearchService;

const tally = new Map<string, number>();
/** Nothing is wrong with this disk: each is an error of another kind in the wrong words. */
const diskErrors: string[] = [];

interface Batch {
  persona: Persona;
  names: readonly string[];
  count: number;
  seed: number;
}

/** Sends one batch to an archive of its own. @returns the engine, for looking at what came of it */
async function send({
  persona,
  names,
  count,
  seed,
}: Batch): Promise<{ engine: Engine; world: World; sent: number; check: () => void }> {
  const { engine, world } = await begin(persona);
  await present(engine, persona);
  const paths = [
    ...oddPaths(world.place),
    join(databaseOf(engine).folder, 'archive.sqlite'),
    databaseOf(engine).folder,
    world.backup,
  ];
  const texts = [
    ...paths,
    world.letter,
    world.other,
    world.picture,
    ...world.spares,
    persona.name,
    'secadmin',
    'reader',
  ];
  const roots = [cwd, before, tmpdir(), databaseOf(engine).folder];
  const tables = tablesOf(engine);
  const state = stateOf(engine, world);
  const log = databaseOf(engine).read.get<{ n: number }>('SELECT count(*) AS n FROM audit')?.n ?? 0;
  const mayNothing = names.every(
    (name) => !(CALL_NAMES as string[]).includes(name) || !mayBe(persona, name as CallName),
  );
  let sent = 0;
  for (const { name, how } of shots(names, count, seed, texts)) {
    const known = (CALL_NAMES as string[]).includes(name);
    if (known && persona.signIn) {
      try {
        await present(engine, persona);
      } catch {
        // Somebody's password was changed by one of the shots that may: another copy goes on.
        break;
      }
    }
    const valid = known ? INPUTS[name as CallName](world) : {};
    const input = contained(name, spoilt(valid, how), world.place, paths);
    // A watch without an end is ended; what the call does with it is looked at all the same.
    const signal = AbortSignal.timeout(name === 'letters.watch' ? 50 : 60_000);
    sent += 1;
    const code = await engine.call(name as CallName, input as never, { signal }).then(
      () => 'ok',
      (thrown: unknown) => {
        const report = reportError(thrown);
        const fault = tellsTooMuch(report, pathsGiven(name, input), roots);
        expect(fault, `${persona.name} ${name} ${textOf(input).slice(0, 300)}`).toBeUndefined();
        if (report.code === 'DISK_ERROR')
          diskErrors.push(`${name} ${textOf(input).slice(0, 300)} ${report.details ?? ''}`);
        return report.code;
      },
    );
    tally.set(code, (tally.get(code) ?? 0) + 1);
    if (known && !mayBe(persona, name as CallName))
      expect(code, `${persona.name} ${name}`).toMatch(/^(FORBIDDEN|SIGN_IN_REQUIRED)$/);
  }
  const check = (): void => {
    if (mayNothing) {
      expect(stateOf(engine, world)).toBe(state);
      const added = databaseOf(engine).read.all<{ action: string }>(
        'SELECT action FROM audit ORDER BY seq LIMIT -1 OFFSET ?',
        [log],
      );
      expect(added.filter(({ action }) => action !== 'session.refused' && action !== 'session.sign_in')).toEqual([]);
      return;
    }
    const may = (test: (name: CallName, call: Call) => boolean): boolean =>
      CALL_NAMES.some((name) => CONTRACT[name].writes && mayBe(persona, name) && test(name, CONTRACT[name]));
    const now = tablesOf(engine);
    const changed = [...now].filter(([name, digest]) => tables.get(name) !== digest).map(([name]) => name);
    const unwritten = (name: string): boolean =>
      LETTER_TABLES.test(name) ? !may((one) => /^(letters|desk|review)\./.test(one)) : false;
    expect(changed.filter(unwritten), persona.name).toEqual([]);
    if (!may((one) => ACCOUNT_CALLS.test(one) && !('open' in CONTRACT[one]))) {
      const roles = databaseOf(engine).read.all('SELECT name, roles, disabled FROM account ORDER BY name');
      expect(textOf(roles), persona.name).toBe(rolesBefore.get(persona.archive));
    }
  };
  return { engine, world, sent, check };
}

const rolesBefore = new Map<Persona['archive'], string>();

async function rememberRoles(persona: Persona): Promise<void> {
  if (rolesBefore.has(persona.archive)) return;
  const { engine } = await begin(persona);
  rolesBefore.set(
    persona.archive,
    textOf(databaseOf(engine).read.all('SELECT name, roles, disabled FROM account ORDER BY name')),
  );
}

/** A reader is who comes nearest to the letters without being trusted with them. */
const SHARE: Readonly<Record<string, number>> = { reader: 3, nobody: 2, archivist: 3 };
/** Disabling somebody in the file itself is a change that `verify` finds. */
const ASKING = PERSONAS.filter(({ disabled }) => disabled !== true);
const shares = ASKING.reduce((sum, { name }) => sum + (SHARE[name] ?? 1), 0);

describe('whatever is sent to a call', () => {
  test.each(ASKING.map((persona, index) => [persona.name, persona, index] as const))(
    'as %s: nothing crashes, nothing happens without a right, nothing is told, and the archive verifies',
    async (_name, persona, index) => {
      await rememberRoles(persona);
      const wanted = Math.ceil((FUZZ_CALLS * (SHARE[persona.name] ?? 1)) / shares);
      const allowed = CALL_NAMES.filter((name) => mayBe(persona, name));
      const refused = [...CALL_NAMES.filter((name) => !mayBe(persona, name)), ...UNKNOWN];
      // At least one batch in three is of calls that this person may not use.
      const size = Math.min(BATCH, Math.ceil(wanted / 3));
      let left = wanted;
      for (let round = 0; left > 0; round++) {
        const names = round % 3 === 2 ? refused : allowed;
        const seed = FUZZ_SEED + index * 1_000_003 + round;
        const { engine, sent, check } = await send({ persona, names, count: Math.min(size, left), seed });
        left -= Math.max(1, sent);
        check();
        const found = await verifyArchive(databaseOf(engine), {
          searchCheck: (work) => searchOf(engine).check(false, work),
        });
        expect(found.problems, `seed ${seed}`).toEqual([]);
        await engine.close();
      }
      expect(unhandled).toEqual([]);
    },
    FUZZ_TIMEOUT_MS,
  );

  test('the answers are of many kinds, and none is that the program failed', () => {
    process.stdout.write(
      `fuzz: ${[...tally]
        .sort(([, a], [, b]) => b - a)
        .map(([code, count]) => `${code} ${count}`)
        .join(', ')}\n`,
    );
    expect(tally.has('INTERNAL')).toBe(false);
    expect(diskErrors).toEqual([]);
    expect([...tally.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(FUZZ_CALLS);
    expect(tally.get('ok') ?? 0).toBeGreaterThan(FUZZ_CALLS / 20);
  });
});
