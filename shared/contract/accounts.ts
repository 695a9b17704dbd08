/** Calls on accounts and sessions. */
import { z } from 'zod';
import { place } from '../model/place.ts';
import { nothing, open, reads, writes, writesFiles } from './call.ts';
import { ADMINISTRATORS, EVERYONE, ROLES } from './roles.ts';

export const accountName = z.string().min(1).max(64);
/** Never logged, never in an audit row or an error. */
export const password = z.string().min(1).max(1024);
const roles = z.array(z.enum(ROLES)).max(ROLES.length);
export const accountSchema = z.object({
  name: z.string(),
  display_name: z.string(),
  roles,
  disabled: z.boolean(),
  /** The next sign-in asks for a new password first. */
  must_change: z.boolean(),
  /** Until when sign-in is refused; null where it is not. Times are ISO UTC. */
  locked_until: z.string().nullable(),
  last_sign_in: z.string().nullable(),
  password_expires: z.string(),
  created: z.string(),
  changed: z.string(),
});
export type Account = z.infer<typeof accountSchema>;
export const sessionSchema = z.object({
  name: z.string(),
  display_name: z.string(),
  roles,
  started: z.string(),
  password_expires: z.string(),
  /** What everybody must hear at the next sign-in: somebody came in by a recovery sheet, accounts changed by a restore. */
  notices: z.array(z.string()),
});
export type SessionInfo = z.infer<typeof sessionSchema>;

/** A person for whom an account is made. */
const newPerson = z.object({ name: accountName, display_name: z.string().max(64).optional(), password });
/** Another person who signs in beside the caller, for an act that takes two. */
export const secondPerson = z.object({ name: accountName, password });

export const ACCOUNT_CALLS = {
  /** Whether the archive has accounts, and who is signed in. `idle_seconds`: how long without a call ends a session. */
  'session.current': open(
    reads(
      EVERYONE,
      nothing,
      z.object({ accounts: z.boolean(), session: sessionSchema.nullable(), idle_seconds: z.number() }),
    ),
  ),
  'session.signIn': open(reads(EVERYONE, z.object({ name: accountName, password }), sessionSchema)),
  'session.signOut': open(reads(EVERYONE, nothing, z.object({}))),
  'accounts.list': reads(ADMINISTRATORS, nothing, z.array(accountSchema)),
  /** Without accounts it makes the first one, a secadmin; from then on everybody signs in. */
  'accounts.add': writes(
    ['sysadmin', 'secadmin'],
    z.object({ name: accountName, display_name: z.string().max(64).optional(), roles: roles.optional(), password }),
    accountSchema,
  ),
  /** Whether a person could have this password, told before anything is done. @throws WEAK_PASSWORD with the rule */
  'accounts.tryPassword': reads(
    ['secadmin'],
    z.object({ password, names: z.array(z.string().max(64)).max(2) }),
    z.object({}),
  ),
  /** From none to the first two in one act: who grants the roles, and who works with letters. From then on everybody signs in. */
  'accounts.enable': writes(
    ['secadmin'],
    z.object({ secadmin: newPerson, archivist: newPerson }),
    z.object({ secadmin: accountSchema, archivist: accountSchema }),
  ),
  'accounts.setDisabled': writes(
    ['sysadmin', 'secadmin'],
    z.object({ name: accountName, disabled: z.boolean() }),
    accountSchema,
  ),
  'accounts.setRoles': writes(['secadmin'], z.object({ name: accountName, roles }), accountSchema),
  /** With the current password: one's own, also before sign-in. Without: another's, by a secadmin. */
  'accounts.changePassword': open(
    writes(EVERYONE, z.object({ name: accountName, current: password.optional(), password }), accountSchema),
  ),
  /** When the recovery sheet that is valid was made; null where there is none. */
  'accounts.recoverySheet': reads(
    ['secadmin'],
    nothing,
    z.object({ sheet: z.object({ number: z.number(), made: z.string() }).nullable() }),
  ),
  /**
   * A new recovery sheet; the one before is void. Printed into the folder `out`, or its code told once. `current`: the
   * caller's password, since the sheet outlives the session.
   */
  'accounts.makeRecoverySheet': writesFiles(
    writes(
      ['secadmin'],
      z.object({ current: password, out: place('write_folder').optional() }),
      z.object({
        number: z.number(),
        made: z.string(),
        code: z.string().optional(),
        file: z.string().optional(),
        pages: z.number().optional(),
      }),
    ),
    { out: 'file' },
  ),
  /** A security administrator who has lost his password sets a new one by the code of the recovery sheet, once. */
  'accounts.recover': open(
    writes(EVERYONE, z.object({ name: accountName, code: z.string().min(1).max(200), password }), accountSchema),
  ),
  'accounts.unlock': writes(['secadmin'], z.object({ name: accountName }), accountSchema),
} as const;
