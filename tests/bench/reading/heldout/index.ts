/** All held-out batches, in the order in which they were written. */
import { BATCH_1 } from './batch-1.ts';
import { BATCH_10 } from './batch-10.ts';
import { BATCH_11 } from './batch-11.ts';
import { BATCH_12 } from './batch-12.ts';
import { BATCH_13 } from './batch-13.ts';
import { BATCH_14 } from './batch-14.ts';
import { BATCH_15 } from './batch-15.ts';
import { BATCH_2 } from './batch-2.ts';
import { BATCH_3 } from './batch-3.ts';
import { BATCH_4 } from './batch-4.ts';
import { BATCH_5 } from './batch-5.ts';
import { BATCH_6 } from './batch-6.ts';
import { BATCH_7 } from './batch-7.ts';
import { BATCH_8 } from './batch-8.ts';
import { BATCH_9 } from './batch-9.ts';
import type { HeldOut } from './letters.ts';

export const BATCHES: readonly { name: string; letters: readonly HeldOut[] }[] = [
  { name: '1', letters: BATCH_1 },
  { name: '2', letters: BATCH_2 },
  { name: '3', letters: BATCH_3 },
  { name: '4', letters: BATCH_4 },
  { name: '5', letters: BATCH_5 },
  { name: '6', letters: BATCH_6 },
  { name: '7', letters: BATCH_7 },
  { name: '8', letters: BATCH_8 },
  { name: '9', letters: BATCH_9 },
  { name: '10', letters: BATCH_10 },
  { name: '11', letters: BATCH_11 },
  { name: '12', letters: BATCH_12 },
  { name: '13', letters: BATCH_13 },
  { name: '14', letters: BATCH_14 },
  { name: '15', letters: BATCH_15 },
];
