/** All migrations, strictly increasing. */
import type { Migration } from './types.ts';
import { foundation } from './0001-foundation.ts';

export const MIGRATIONS: readonly Migration[] = [foundation];
