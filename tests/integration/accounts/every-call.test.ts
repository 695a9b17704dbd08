/**
 * Every pair of role and call through the engine, against the table in docs/spec/accounts.md: what is allowed comes about, what is
 * refused has no effect but its row of the log.
 */
import { expect, test } from 'vitest';
import { CALL_NAMES, type CallName } from '../../../shared/contract/index.ts';
import { INPUTS } from '../../support/every-call.ts';
import { PERSONAS, RIGHTS, begin, databaseOf, mayBe, present, signedIn, stateOf } from '../../support/role-office.ts';

/** Those that change who may what, or who is signed in, come last; each finds somebody signed in again. */
const LAST: readonly CallName[] = [
  'trust.restoreBackup',
  'trust.undoRestore',
  'session.signIn',
  'session.signOut',
  'accounts.add',
  'accounts.enable',
  'accounts.recover',
];
const ORDER = [...CALL_NAMES.filter((name) => !LAST.includes(name)), ...LAST];
/** Where a call that the table allows says no for itself. */
const OWN_REFUSALS: Readonly<Record<string, string>> = {
  // A system administrator adds accounts once there is one.
  'secadmin accounts.add': 'FORBIDDEN',
  'secadmin accounts.enable': 'ACCOUNTS_ENABLED',
  // Nothing has been found that could be accepted.
  'auditor trust.acceptHead': 'NOT_FOUND',
  'auditadmin trust.acceptHead': 'NOT_FOUND',
  'single trust.acceptHead': 'NOT_FOUND',
  'secadmin trust.acknowledgeRestore': 'NOT_FOUND',
  'single trust.acknowledgeRestore': 'NOT_FOUND',
  // The system user of an archive without accounts: nobody's password, no sheet.
  // A letter of plain text has no pages to be drawn.
  'archivist desk.page': 'UNSUPPORTED_FORMAT',
  'single desk.page': 'UNSUPPORTED_FORMAT',
  'archivist desk.preview': 'UNSUPPORTED_FORMAT',
  'single desk.preview': 'UNSUPPORTED_FORMAT',
  // What was decided is not all, and nobody reviews what he decided himself.
  'archivist public.review': 'PUBLIC_SAME_PERSON',
  'archivist public.publish': 'PUBLIC_UNDECIDED',
  'archivist public.withdraw': 'PUBLIC_NOT_PUBLISHED',
  'auditor public.review': 'PUBLIC_UNDECIDED',
  'single public.review': 'PUBLIC_NO_ACCOUNTS',
  'single public.publish': 'PUBLIC_NO_ACCOUNTS',
  'single public.withdraw': 'PUBLIC_NOT_PUBLISHED',
  // The letter may be kept for longer, and there is no appraisal.
  'archivist disposal.show': 'NOT_FOUND',
  'archivist disposal.open': 'DISPOSAL_NOT_EXPIRED',
  'archivist disposal.approve': 'NOT_FOUND',
  'archivist disposal.cancel': 'NOT_FOUND',
  'archivist disposal.execute': 'NOT_FOUND',
  'archivist disposal.opine': 'NOT_FOUND',
  'archivist disposal.sign': 'NOT_FOUND',
  'archivist export.disposal': 'NOT_FOUND',
  'reader disposal.show': 'NOT_FOUND',
  'reader disposal.opine': 'NOT_FOUND',
  'reader disposal.sign': 'NOT_FOUND',
  'reader export.disposal': 'NOT_FOUND',
  'auditor disposal.show': 'NOT_FOUND',
  'auditor disposal.opine': 'NOT_FOUND',
  'auditor disposal.sign': 'NOT_FOUND',
  'auditor export.disposal': 'NOT_FOUND',
  'single disposal.show': 'NOT_FOUND',
  'single export.disposal': 'NOT_FOUND',
  'single disposal.open': 'DISPOSAL_NO_ACCOUNTS',
  'single disposal.opine': 'DISPOSAL_NO_ACCOUNTS',
  'single disposal.approve': 'DISPOSAL_NO_ACCOUNTS',
  'single disposal.sign': 'DISPOSAL_NO_ACCOUNTS',
  'single disposal.cancel': 'DISPOSAL_NO_ACCOUNTS',
  'single disposal.execute': 'DISPOSAL_NO_ACCOUNTS',
  'single accounts.setDisabled': 'NOT_FOUND',
  'single accounts.setRoles': 'NOT_FOUND',
  'single accounts.unlock': 'NOT_FOUND',
  'single accounts.changePassword': 'WRONG_PASSWORD',
  'single accounts.makeRecoverySheet': 'NOT_FOUND',
  'single session.signIn': 'WRONG_PASSWORD',
  'single accounts.recover': 'RECOVERY_REFUSED',
};

test('the table names every call, and no other', () => {
  expect([...RIGHTS.keys()].sort()).toEqual([...CALL_NAMES].sort());
});

test.each(PERSONAS.map((persona) => [persona.name, persona] as const))(
  '%s may use exactly the calls of the table; a refused one has no effect but its row of the log',
  async (_name, persona) => {
    const { engine, world } = await begin(persona);
    const log = (): { action: string; detail: string }[] =>
      databaseOf(engine).read.all('SELECT action, detail FROM audit ORDER BY seq');
    let allowed = 0;
    for (const name of ORDER) {
      // In an archive without accounts the first one ends it.
      if (persona.archive === 'single' && name === 'accounts.add') continue;
      if (LAST.includes(name)) signedIn.delete(engine);
      await present(engine, persona);
      const input = INPUTS[name](world);
      const may = mayBe(persona, name);
      const before = may ? { state: '', rows: 0 } : { state: stateOf(engine, world), rows: log().length };
      const code = await engine.call(name, input as never).then(
        (value) => {
          world.made = { ...world.made, [name]: value };
          return 'done';
        },
        (thrown: unknown) => (thrown as { code?: string }).code ?? String(thrown),
      );
      const what = `${persona.name} ${name}`;
      if (may) {
        expect(`${what} ${code}`).toBe(`${what} ${OWN_REFUSALS[what] ?? 'done'}`);
        allowed += 1;
        continue;
      }
      const added = log().slice(before.rows);
      const asked = persona.signIn && persona.disabled !== true;
      expect(code, what).toBe(asked ? 'FORBIDDEN' : 'SIGN_IN_REQUIRED');
      const refused = { action: 'session.refused', detail: `{"call":"${name}"}` };
      expect(added, what).toEqual(asked ? [refused] : []);
      expect(stateOf(engine, world), what).toBe(before.state);
    }
    expect(allowed).toBeGreaterThan(3);
  },
  120_000,
);
