/**
 * The held-out batches: letters whose truth was written down before anything was read with them (README.md beside this file).
 * A folder is a batch: batch.json tells of it, truth.jsonl has a line for each letter, the letters are plain texts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { elementsSchema } from '../../../../shared/model/element-schemas.ts';
import { emptyElements } from '../../../../shared/model/elements.ts';
import type { KnownLetter, Paragraph } from '../letter.ts';

const share = z.number().min(0).max(100);
const measured = z.strictObject({ right: share, wrong_though_sure: share });

/** What a batch says of itself. Shares are percent of fields. */
const aboutSchema = z.strictObject({
  title: z.string().min(1),
  /** In its author's words. */
  about: z.string().min(1),
  kind: z.enum(['ordinary', 'unusual']),
  /** "knows the rules", or the letter of an author who had not seen them. */
  author: z.string().min(1),
  committed: z.iso.date(),
  /** As text in three settings, before any rule was changed for it; `wrong_though_sure` in clean text. */
  first_reading: z.strictObject({
    clean: share,
    wrapped: share,
    noisy: share,
    wrong_though_sure: share,
    /** In hard-wrapped text, where it was more. */
    wrapped_wrong_though_sure: share.optional(),
    /** Set as pages and read from pdf. */
    pages: measured.optional(),
    /** Printed, scanned at 200 dpi and read by OCR. */
    scans: measured.optional(),
  }),
  /** Whether rules were changed for what the first reading got wrong. */
  tuned_on_since: z.boolean(),
  /** Values of the truth that were put right after the first reading; its figures are those before. */
  truths_put_right: z.int().min(0),
});

/** One letter: its file, the form that it stands for, a letter of ROLES for each paragraph, and what is to be read from it. */
const lineSchema = z.strictObject({
  file: z.string().regex(/^\d{2}\.txt$/),
  form: z.string().min(1),
  roles: z.string().min(1),
  /** Elements that the letter has; the others are empty. */
  truth: z.record(z.string(), z.unknown()),
});

const ROLES: Readonly<Record<string, Paragraph['role']>> = {
  H: 'letterhead',
  M: 'mark',
  N: 'number',
  T: 'title',
  A: 'addressee',
  B: 'body',
  S: 'sign',
  C: 'note',
  I: 'imprint',
};

export interface Batch extends z.infer<typeof aboutSchema> {
  /** '1', '2' …, in the order in which they were written. */
  name: string;
  letters: KnownLetter[];
}

const lines = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);

/**
 * Reads a batch from its folder.
 * @throws Error where a text has no line of truth, a line no text, or a paragraph no role: a slip in the batch
 */
export function loadBatch(folder: string): Batch {
  const truths = lines(path.join(folder, 'truth.jsonl')).map((line) => lineSchema.parse(JSON.parse(line)));
  const texts = readdirSync(folder).filter((file) => file.endsWith('.txt'));
  const untold = texts.filter((text) => !truths.some(({ file }) => file === text));
  if (untold.length > 0) throw new Error(`no line in truth.jsonl: ${untold.join(', ')}`);
  return {
    name: String(Number(path.basename(folder).replace('batch-', ''))),
    ...aboutSchema.parse(JSON.parse(readFileSync(path.join(folder, 'batch.json'), 'utf8'))),
    letters: truths.map(({ file, form, roles, truth }) => ({
      paragraphs: paragraphs(path.join(folder, file), roles),
      truth: elementsSchema.parse({ ...emptyElements(), ...truth }),
      forms: { form },
    })),
  };
}

function paragraphs(file: string, roles: string): Paragraph[] {
  const texts = lines(file);
  if (texts.length !== roles.length) throw new Error(`${file}: ${texts.length} lines, ${roles.length} roles`);
  return texts.map((text, at) => {
    const role = ROLES[roles.charAt(at)];
    if (role === undefined) throw new Error(`${file}: no role for line ${at + 1}`);
    return { role, text };
  });
}

/** All batches, in the order in which they were written. */
export const BATCHES: readonly Batch[] = readdirSync(import.meta.dirname)
  .filter((name) => /^batch-\d{2}$/.test(name))
  .sort()
  .map((name) => loadBatch(path.join(import.meta.dirname, name)));
