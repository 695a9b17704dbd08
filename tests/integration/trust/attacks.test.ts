/** A part of `npm run attacks`: one change of each table and some attacks on files, each on an archive made for it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { ACTS } from '../../attacks/acts.ts';
import { ATTACKS } from '../../attacks/attacks.ts';
import { tryAttack, tryEdit } from '../../attacks/attempt.ts';
import { EDITS } from '../../attacks/edits.ts';
import { examine } from '../../attacks/examine.ts';
import { COMMAND } from '../../attacks/page.ts';
import { copyOf, makeSample, type Sample } from '../../attacks/sample.ts';

let place: string;
let sample: Sample;
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'fuhan-attacks-'));
  sample = await makeSample(join(place, 'sample'));
}, 300_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** The last change of each table in the list. */
const ONE_OF_EACH = [...new Map(EDITS.map((edit) => [edit.table, edit])).values()];
const SOME = [
  'the archive of an earlier day put back with its head; a later backup is there',
  'the last two rows cut off',
  'one pair of characters of one letter',
  'the last row of its log cut off',
];

test('an archive that nobody has touched has no finding and no note', async () => {
  expect(await examine(copyOf(sample, join(place, 'untouched')))).toEqual({ by: 'nothing', says: '' });
});

test.each(ONE_OF_EACH.map((edit) => [edit.table, edit] as const))(
  'a change of %s is found, or not, as is said',
  async (_, edit) => {
    const { found, what } = await tryEdit(sample, join(place, 'try'), edit);
    expect(found.by, `${what}: ${found.says}`).toBe(edit.by);
  },
);

test.each(
  [...ATTACKS.filter(({ what }) => SOME.includes(what)), ...ACTS].map(
    (attack) => [attack.on, attack.what, attack] as const,
  ),
)('an attack on %s is found as is said: %s', async (_, __, attack) => {
  const { found } = await tryAttack(sample, join(place, 'try'), attack);
  expect(found.by, found.says).toBe(attack.by);
});

test('the page has every edit and every attack of the lists, and says the command that made it', () => {
  const page = readFileSync(new URL('../../../docs/attacks.md', import.meta.url), 'utf8');
  expect(page).toContain(COMMAND);
  for (const { table, what } of EDITS) expect(page, `${table}: ${what}`).toContain(`| ${what} |`);
  for (const { on, what } of [...ATTACKS, ...ACTS]) expect(page, what).toContain(`| ${on} | ${what} |`);
});
