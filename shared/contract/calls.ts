/** The one table of all calls that the engine answers. */
import type { z } from 'zod';
import { ACCOUNT_CALLS } from './accounts.ts';
import { ARCHIVE_CALLS } from './archive.ts';
import { DISPOSAL_CALLS } from './disposal.ts';
import { EXPORT_CALLS } from './export.ts';
import { INTAKE_CALLS } from './intake.ts';
import { LETTER_CALLS } from './letters.ts';
import { PACKAGE_CALLS } from './packages.ts';
import { PUBLIC_CALLS } from './public-versions.ts';
import { SEARCH_CALLS } from './search.ts';
import { TRUST_CALLS } from './trust.ts';

export const CONTRACT = {
  ...ARCHIVE_CALLS,
  ...INTAKE_CALLS,
  ...LETTER_CALLS,
  ...SEARCH_CALLS,
  ...EXPORT_CALLS,
  ...PACKAGE_CALLS,
  ...PUBLIC_CALLS,
  ...DISPOSAL_CALLS,
  ...TRUST_CALLS,
  ...ACCOUNT_CALLS,
} as const;

export type CallName = keyof typeof CONTRACT;
export const CALL_NAMES = Object.keys(CONTRACT) as CallName[];
/** What a caller passes (defaults may be left out). */
export type CallInput<N extends CallName> = z.input<(typeof CONTRACT)[N]['input']>;
/** What a handler gets (defaults filled in). */
export type ParsedInput<N extends CallName> = z.output<(typeof CONTRACT)[N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof CONTRACT)[N]['output']>;

/** Calls that report progress and can be cancelled. */
export type LongCallName = { [N in CallName]: (typeof CONTRACT)[N] extends { long: true } ? N : never }[CallName];

export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(CONTRACT, name);
}
