/** What a call of the contract is, and the words that its domains are written in. */
import { z } from 'zod';
import { warningSchema } from '../model/element-schemas.ts';
import { givenRoleSchema } from '../model/letter.ts';
import { place } from '../model/place.ts';
import { searchRequestSchema } from '../model/search.ts';
import { isOneLine } from '../text/unseen.ts';
import type { Role } from './roles.ts';

export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  input: I;
  output: O;
  roles: readonly Role[];
  /** True where the call changes the archive. */
  writes: boolean;
  /** True where the call is answered before anybody has signed in. */
  open?: true;
  /** True where the call may take minutes: it reports progress and can be cancelled. */
  long?: true;
  /** True where the call writes files for people: its answer names them (`file`, `files`, `dir`), or its input does (`out`). */
  writesFiles?: true;
  /** Fields of the input that say where files are written: no archive's folder takes them. `backup` also goes into its `backups`. */
  outputs?: Readonly<Record<string, OutputKind>>;
}
export type OutputKind = 'file' | 'backup';

export function reads<I extends z.ZodType, O extends z.ZodType>(
  roles: readonly Role[],
  input: I,
  output: O,
): Call<I, O> {
  return { input, output, roles, writes: false };
}

export function writes<I extends z.ZodType, O extends z.ZodType>(
  roles: readonly Role[],
  input: I,
  output: O,
): Call<I, O> {
  return { input, output, roles, writes: true };
}

/** Answered before anybody has signed in; it checks for itself who asks. */
export function open<C extends Call>(call: C): C & { open: true } {
  return { ...call, open: true };
}

/** May take minutes: reports progress and can be cancelled. */
export function long<C extends Call>(call: C): C & { long: true } {
  return { ...call, long: true };
}

/** Writes files for people. @param outputs the fields of the input that say where */
export function writesFiles<C extends Call>(
  call: C,
  outputs: Partial<Record<keyof z.input<C['input']> & string, OutputKind>>,
): C & { writesFiles: true; outputs: Readonly<Record<string, OutputKind>> } {
  return { ...call, writesFiles: true, outputs: outputs as Readonly<Record<string, OutputKind>> };
}

export const id = z.string().min(1).max(64);
export const reason = z.string().trim().min(1, '理由不能为空').max(2000);
/** The words of a refused text by which parseInput() knows the rule. */
export const ONE_LINE = '须写在一行内，不能有换行、控制字符和改变书写方向的字符';
/** A text that comes to stand in files in which each line says something of its own. */
export const oneLine = z.string().trim().refine(isOneLine, ONE_LINE);
export const version = z.number().int().min(1);
export const nothing = z.object({}).default({});
/** A file that a door hands in: on this machine's disk (the window's page names it by a handle), or bytes (clipboard). */
export const fileSourceSchema = z.union([
  z.object({ path: place('read') }),
  z.object({ name: z.string().min(1).max(255), bytes: z.instanceof(Uint8Array) }),
]);
export type FileSource = z.infer<typeof fileSourceSchema>;

/** A file that comes to a letter, with its role. */
export const newAttachment = z.object({ source: fileSourceSchema, role: givenRoleSchema.default('ATTACHMENT') });

export const versionMadeSchema = z.object({ id, version });
/** A change of a letter: whether it waits for a review afterwards, and what is to be known of it. */
export const changeMadeSchema = versionMadeSchema.extend({ review: z.boolean(), warnings: z.array(warningSchema) });

/** Which letters an export takes: by id, or all that a search finds. */
export const selectionSchema = z.union([
  z.object({ ids: z.array(id).min(1) }),
  searchRequestSchema.pick({ query: true, filters: true, versions: true }),
]);

/** A report that was printed to a PDF. */
export const printedSchema = z.object({ file: z.string(), pages: z.number(), sha256: z.string() });

/** How far a long call has come. `total` 0 means not known yet. */
export const progressSchema = z.object({ done: z.number(), total: z.number(), message: z.string() });
export type Progress = z.infer<typeof progressSchema>;
