/** Who may use which call, against the table that docs/spec/accounts.md writes out: a change of rights shows in that page. */
import { expect, test } from 'vitest';
import { isOpen, mayCall } from '../../../main/archive/trust/accounts/rights.ts';
import { CALL_NAMES, ROLES } from '../../../shared/contract/index.ts';
import { documentedRights } from '../../support/documented-rights.ts';

test('each role may use exactly the calls that the table gives it, and the table has every call', () => {
  const actual = CALL_NAMES.map((name) => {
    return [name, { roles: ROLES.filter((role) => mayCall([role], name)), open: isOpen(name) }];
  });
  expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(documentedRights()));
});

test('several roles may use what any of them may; no role, nothing', () => {
  expect(mayCall(['reader', 'auditor'], 'trust.audit')).toBe(true);
  expect(mayCall(['reader', 'auditor'], 'letters.edit')).toBe(false);
  for (const name of CALL_NAMES) expect(mayCall([], name)).toBe(false);
});

test('no administrator may read or change a letter', () => {
  for (const name of CALL_NAMES.filter((one) => /^(letters|desk|search|reading|export)\./.test(one))) {
    for (const role of ['sysadmin', 'secadmin', 'auditadmin'] as const) expect(mayCall([role], name), name).toBe(false);
  }
});
