/** Tries one edit or attack on a copy of the sample that is made for it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { tamper } from '../support/tamper.ts';
import type { Attack } from './attacks.ts';
import type { Edit } from './edits.ts';
import { examine, type Finder, type Found } from './examine.ts';
import { copyOf, type Sample } from './sample.ts';

export interface Attempt {
  on: string;
  what: string;
  found: Found;
  expected: Finder;
  why: string;
}

/** @param to a folder that is not there yet; it is removed afterwards */
async function onCopy(sample: Sample, to: string, act: (copy: Sample) => Found | Promise<Found>): Promise<Found> {
  try {
    return await act(copyOf(sample, to));
  } finally {
    rmSync(to, { recursive: true, force: true });
  }
}

export async function tryEdit(sample: Sample, to: string, edit: Edit): Promise<Attempt> {
  const found = await onCopy(sample, to, (copy) => {
    tamper(join(copy.folder, 'archive.sqlite'), edit.sql(copy));
    return examine(copy);
  });
  const on = `${edit.table}${edit.columns[0] === '*' ? '' : `.${edit.columns.join(', ')}`}`;
  return { on, what: edit.what, found, expected: edit.by, why: edit.why ?? '' };
}

export async function tryAttack(sample: Sample, to: string, { on, what, run, by, why }: Attack): Promise<Attempt> {
  return { on, what, found: await onCopy(sample, to, run), expected: by, why: why ?? '' };
}
