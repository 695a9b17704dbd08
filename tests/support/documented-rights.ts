/** The table of rights as docs/spec/accounts.md has it. */
import { readFileSync } from 'node:fs';
import { ROLES, type Role } from '../../shared/contract/index.ts';

export interface DocumentedRight {
  roles: Role[];
  /** Answered before anybody has signed in. */
  open: boolean;
}

/** By the call's name, in the order of the table. */
export function documentedRights(): Map<string, DocumentedRight> {
  const page = readFileSync(new URL('../../docs/spec/accounts.md', import.meta.url), 'utf8');
  const rows = page.slice(page.indexOf('## Every call')).matchAll(/^\| `([\w.]+)` \|(.*)\|$/gm);
  return new Map(
    [...rows].map(([, name = '', cells = '']) => {
      const marks = cells.split('|').map((cell) => cell.trim() === '●');
      return [name, { roles: ROLES.filter((_role, at) => marks[at] === true), open: marks[ROLES.length] === true }];
    }),
  );
}
