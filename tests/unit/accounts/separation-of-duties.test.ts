/** Who may hold which roles together (docs/spec/accounts.md). */
import { describe, expect, test } from 'vitest';
import {
  requireFirstRoles,
  requireMayAdd,
  requireSeparated,
} from '../../../main/archive/trust/accounts/separation-of-duties.ts';
import { ROLES, type Role } from '../../../shared/contract/index.ts';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describe('separation of duties', () => {
  test('every set of roles: an administrator holds one role, others any business roles', () => {
    const administrators = new Set<Role>(['sysadmin', 'secadmin', 'auditadmin']);
    for (let bits = 0; bits < 2 ** ROLES.length; bits += 1) {
      const roles = ROLES.filter((_role, index) => (bits & (1 << index)) !== 0);
      const allowed = roles.length <= 1 || !roles.some((role) => administrators.has(role));
      if (allowed) expect(requireSeparated(roles)).toEqual(roles);
      else expect(() => requireSeparated(roles), roles.join()).toThrow(code('ROLE_CONFLICT'));
    }
  });

  test('a role named twice is held once', () => {
    expect(requireSeparated(['reader', 'archivist', 'reader'])).toEqual(['archivist', 'reader']);
    expect(requireSeparated(['secadmin', 'secadmin'])).toEqual(['secadmin']);
  });

  test('the first account is a security administrator and nothing else', () => {
    expect(requireFirstRoles(['secadmin'])).toEqual(['secadmin']);
    for (const roles of [[], ['archivist'], ['sysadmin'], ['secadmin', 'archivist']] as Role[][]) {
      expect(() => requireFirstRoles(roles)).toThrow(code('FIRST_ACCOUNT'));
    }
  });

  test('a system administrator makes accounts without roles; a security administrator makes them while there is none', () => {
    expect(() => requireMayAdd(['sysadmin'], [], true)).not.toThrow();
    expect(() => requireMayAdd(['sysadmin'], ['archivist'], true)).toThrow(code('FORBIDDEN'));
    expect(() => requireMayAdd(['secadmin'], ['archivist'], false)).not.toThrow();
    expect(() => requireMayAdd(['secadmin'], [], true)).toThrow(code('FORBIDDEN'));
    for (const role of ['archivist', 'reader', 'auditor', 'auditadmin'] as const) {
      expect(() => requireMayAdd([role], [], false)).toThrow(code('FORBIDDEN'));
    }
    expect(() => requireMayAdd([], [], false)).toThrow(code('FORBIDDEN'));
  });
});
