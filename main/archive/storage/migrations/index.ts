/** All migrations, strictly increasing. */
import type { Migration } from './types.ts';
import { foundation } from './0001-foundation.ts';
import { accounts } from './0002-accounts.ts';
import { finalAndBatches } from './0003-final-and-batches.ts';
import { sm3 } from './0004-sm3.ts';
import { keptSearches } from './0005-kept-searches.ts';
import { intake } from './0006-intake.ts';
import { auditIndexes } from './0007-audit-indexes.ts';
import { contactAddress } from './0008-contact-address.ts';
import { recovery } from './0009-recovery.ts';
import { evidence } from './0010-evidence.ts';
import { jointLetters } from './0011-joint-letters.ts';
import { packages } from './0012-packages.ts';
import { publicVersions } from './0013-public-versions.ts';
import { disposal } from './0014-disposal.ts';
import { packed } from './0015-packed.ts';

export const MIGRATIONS: readonly Migration[] = [
  foundation,
  accounts,
  finalAndBatches,
  sm3,
  keptSearches,
  intake,
  auditIndexes,
  contactAddress,
  recovery,
  evidence,
  jointLetters,
  packages,
  publicVersions,
  disposal,
  packed,
];
