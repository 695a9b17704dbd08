/**
 * What of disposals may be believed: acts and stubs that the log has too, of disposals in which as many different persons took part as the
 * rules ask for. Who can write into the file could add the others.
 */
import { z } from 'zod';
import { APPRAISERS, SUPERVISORS } from '../../../../shared/model/disposal.ts';
import { readRecord } from '../../../../shared/model/stored.ts';
import type { ReadableDb } from '../../storage/types.ts';
import { nameKey } from '../accounts/account-names.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { disposalActDigest, stubDigest, type DisposalActRow, type StubRow } from './records.ts';

const loggedAct = z.object({ disposal_seq: z.number(), disposal_sha256: z.string() });
const loggedStub = z.object({ stub_sha256: z.string() });
const agreed = z.object({ acts_sha256: z.string() });

interface Logged {
  /** By `disposal seq sha256`: who did it; null where it was carried over. */
  acts: Map<string, string | null>;
  /** `letter sha256`. */
  stubs: Set<string>;
}

function loggedIn(db: ReadableDb): Logged {
  const logged: Logged = { acts: new Map(), stubs: new Set() };
  const rows = db.all<{ action: string; actor: string; subject: string | null; detail: string }>(
    "SELECT action, actor, subject, detail FROM archive.audit WHERE action LIKE 'disposal.%' OR action = 'letter.dispose'",
  );
  for (const { action, actor, subject, detail } of rows) {
    const act = loggedAct.safeParse(readRecord(detail));
    const stub = loggedStub.safeParse(readRecord(detail));
    if (act.success)
      logged.acts.set(
        `${subject} ${act.data.disposal_seq} ${act.data.disposal_sha256}`,
        action === 'disposal.carry' ? null : actor,
      );
    else if (action === 'letter.dispose' && stub.success) logged.stubs.add(`${subject} ${stub.data.stub_sha256}`);
  }
  return logged;
}

function isLogged({ acts }: Logged, row: DisposalActRow): boolean {
  const actor = acts.get(`${row.disposal_id} ${row.seq} ${disposalActDigest(row)}`);
  return actor === null || actor === row.actor;
}

/** Who approves or signs agrees to all acts before his own. */
function agreesToAllBefore(row: DisposalActRow, before: readonly DisposalActRow[]): boolean {
  const said = agreed.safeParse(readRecord(row.detail));
  return said.success && said.data.acts_sha256 === sha256Hex(canonicalJson(before.map(disposalActDigest)));
}

/**
 * Whether a disposal was agreed to by all who must: so many opinions, one approval, so many signatures, each by another person.
 * @param acts of one disposal, oldest first
 * @param executor who executes it: neither who approved nor who signed
 */
export function isAgreed(acts: readonly DisposalActRow[], executor: string | undefined): boolean {
  const keysOf = (kind: DisposalActRow['act']): string[] =>
    acts.filter(({ act }) => act === kind).map(({ actor }) => nameKey(actor));
  const [opined, approved, signed] = [keysOf('opine'), keysOf('approve'), keysOf('sign')];
  const people = [...opined, ...approved, ...signed];
  return (
    opined.length === APPRAISERS &&
    approved.length === 1 &&
    signed.length === SUPERVISORS &&
    new Set(people).size === people.length &&
    executor !== undefined &&
    ![...approved, ...signed].includes(nameKey(executor)) &&
    acts.every((row, at) => !['approve', 'sign'].includes(row.act) || agreesToAllBefore(row, acts.slice(0, at)))
  );
}

/** Whether the log has all of these acts, each by who stands in it. */
export function areLogged(db: ReadableDb, acts: readonly DisposalActRow[]): boolean {
  const logged = loggedIn(db);
  return acts.every((row) => isLogged(logged, row));
}

/** Of acts and stubs of an archive those that may be believed; of a disposal all acts or none. */
export function believed(
  db: ReadableDb,
  { acts, stubs }: { acts: readonly DisposalActRow[]; stubs: readonly StubRow[] },
): { acts: DisposalActRow[]; stubs: StubRow[] } {
  const logged = loggedIn(db);
  const byDisposal = Map.groupBy(acts, ({ disposal_id }) => disposal_id);
  const whole = new Set<string>();
  const executed = new Set<string>();
  for (const [id, own] of byDisposal) {
    if (!own.every((row) => isLogged(logged, row))) continue;
    whole.add(id);
    if (isAgreed(own, own.find(({ act }) => act === 'execute')?.actor)) executed.add(id);
  }
  return {
    acts: acts.filter(({ disposal_id }) => whole.has(disposal_id)),
    stubs: stubs.filter(
      (stub) => executed.has(stub.disposal_id) && logged.stubs.has(`${stub.letter_id} ${stubDigest(stub)}`),
    ),
  };
}
