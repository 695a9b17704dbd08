/**
 * Separation of duties (三员分立, GB/T 39784-2021 and the practice behind it): who may hold which roles together, and which
 * of the administrators does what. Pure rules; accounts.ts applies them.
 */
import { ROLES, type Account, type Role } from '../../../../shared/contract/index.ts';
import { ArchiveError } from '../../../../shared/errors.ts';

export const ADMINISTRATORS = ['sysadmin', 'secadmin', 'auditadmin'] as const satisfies readonly Role[];
export type Administrator = (typeof ADMINISTRATORS)[number];

const isAdministrator = (role: Role): role is Administrator => (ADMINISTRATORS as readonly Role[]).includes(role);

/** The administrators among some roles. */
export function administratorsIn(roles: readonly Role[]): Administrator[] {
  return roles.filter(isAdministrator);
}

/** The kinds of administrator that nobody can act as. Empty where the three are there. */
export function missingAdministrators(accounts: readonly Account[]): Administrator[] {
  return ADMINISTRATORS.filter((kind) => !accounts.some((one) => !one.disabled && one.roles.includes(kind)));
}

/**
 * Roles without repeats, in one order.
 * @throws ArchiveError ROLE_CONFLICT: one person is at most one of the administrators, and then nothing else
 */
export function requireSeparated(roles: readonly Role[]): Role[] {
  const distinct = ROLES.filter((role) => roles.includes(role));
  if (administratorsIn(distinct).length > 0 && distinct.length > 1) throw new ArchiveError('ROLE_CONFLICT');
  return distinct;
}

/** The first account brings the archive from one user to many: the person who will grant the roles. */
export function requireFirstRoles(roles: readonly Role[]): Role[] {
  if (roles.length !== 1 || roles[0] !== 'secadmin') throw new ArchiveError('FIRST_ACCOUNT');
  return [...roles];
}

/**
 * Whether a caller may add an account with these roles. A sysadmin makes accounts without roles, a secadmin grants
 * them; while there is no sysadmin that can sign in, a secadmin does both, so that a small office can begin.
 * @throws ArchiveError FORBIDDEN
 */
export function requireMayAdd(caller: readonly Role[], granted: readonly Role[], hasSysadmin: boolean): void {
  if (caller.includes('sysadmin')) {
    if (granted.length > 0) throw new ArchiveError('FORBIDDEN', '新账户的角色由安全管理员授予');
  } else if (!caller.includes('secadmin')) {
    throw new ArchiveError('FORBIDDEN');
  } else if (hasSysadmin) {
    throw new ArchiveError('FORBIDDEN', '已设系统管理员，新账户由其建立');
  }
}
