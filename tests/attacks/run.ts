/**
 * `npm run attacks`: every edit of the database and every attack on files, each on an archive made for it, with what found it. Ends
 * with 1 where something was found otherwise than the lists say. `--only TEXT` tries some; `--write` writes docs/attacks.md.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ACTS } from './acts.ts';
import { ATTACKS } from './attacks.ts';
import { tryAttack, tryEdit, type Attempt } from './attempt.ts';
import { EDITS } from './edits.ts';
import { attacksPage } from './page.ts';
import { makeSample } from './sample.ts';

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, write: { type: 'boolean', default: false } },
});
const isWanted = (...words: string[]): boolean => words.join(' ').includes(values.only);

const place = mkdtempSync(join(tmpdir(), 'fuhan-attacks-'));
let unexpected = 0;

function tell(attempt: Attempt): Attempt {
  const { on, what, found, expected } = attempt;
  const right = found.by === expected;
  if (!right) unexpected++;
  console.log(`${right ? ' ' : '!'} ${found.by.padEnd(8)} ${on}: ${what}${right ? '' : ` (expected: ${expected})`}`);
  return attempt;
}

try {
  const sample = await makeSample(join(place, 'sample'));
  const edits: Attempt[] = [];
  for (const edit of EDITS)
    if (isWanted(edit.table, ...edit.columns, edit.what))
      edits.push(tell(await tryEdit(sample, join(place, 'try'), edit)));
  const attacks: Attempt[] = [];
  for (const attack of [...ATTACKS, ...ACTS])
    if (isWanted(attack.on, attack.what)) attacks.push(tell(await tryAttack(sample, join(place, 'try'), attack)));
  console.log(`${edits.length} edits, ${attacks.length} attacks, ${unexpected} found otherwise than the lists say`);
  if (values.write && values.only === '')
    writeFileSync(join(import.meta.dirname, '../../docs/attacks.md'), attacksPage(edits, attacks));
} finally {
  rmSync(place, { recursive: true, force: true });
}
process.exitCode = unexpected === 0 ? 0 : 1;
