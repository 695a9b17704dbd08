/** How edits of a database are written down: table, columns, what is changed, the SQL, and what is to find it. */
import { TABLE_EVIDENCE } from '../../main/archive/trust/table-evidence.ts';
import type { Finder } from './examine.ts';
import type { Sample } from './sample.ts';

export interface Edit {
  table: string;
  /** The columns whose change this is; `*` for whole rows. */
  columns: readonly string[];
  what: string;
  sql: (sample: Sample) => string;
  by: Finder;
  /** Why nothing finds it. */
  why?: string;
}

export const HEX = '0'.repeat(64);
export const TIME = '2020-01-01T00:00:00.000Z';

/** A list that is filled with sentences. */
export class EditList {
  readonly all: Edit[] = [];

  /** An edit that is found by `by`. */
  edit(table: string, columns: string, what: string, sql: Edit['sql'], by: Finder = 'verify'): void {
    this.all.push({ table, columns: columns.split(' '), what, sql, by });
  }

  /** Nothing finds it; the reason is the one that the list of columns gives. */
  unseen(table: string, columns: string, what: string, sql: Edit['sql']): void {
    const evidence = TABLE_EVIDENCE[table]?.[columns.split(' ')[0] ?? ''];
    const why = evidence?.by === 'none' ? evidence.why : '';
    this.all.push({ table, columns: columns.split(' '), what, sql, by: 'nothing', why });
  }
}
