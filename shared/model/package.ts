/** Shapes of what a package (交接数据包) says of a letter, and of what a check and an import of one answer. docs/spec/package.md. */
import { z } from 'zod';
import { FIRST_ARCHIVE_YEAR, LAST_ARCHIVE_YEAR } from './archive-year.ts';
import { UNSEEN_IN_NAME } from '../text/unseen.ts';
import { attachmentRoleSchema, diffSchema, letterSchema } from './letter.ts';
import { RETENTIONS } from './settings.ts';

/** Grows when a reader of today could not read a package rightly any more; a package of a larger number is refused. */
export const PACKAGE_FORM = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const path = z.string().min(1).max(1000);
/** As letters/ids.ts makes them. */
const ulid = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
/** A moment, exactly as `Date.toISOString` writes it. */
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .refine((text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text)
  .refine((text) => text >= '1970' && Number(text.slice(0, 4)) <= LAST_ARCHIVE_YEAR);
/** A text that can be stored and hashed as it is: no half character, no NUL. */
const said = (most: number): z.ZodString =>
  z
    .string()
    .max(most)
    .refine((text) => text.isWellFormed() && !text.includes('\0'));
const actor = said(200)
  .min(1)
  .refine((text) => !UNSEEN_IN_NAME.test(text));
/** JSON as it is stored: a text of its own. */
const json = said(16 * 1024 * 1024);

/** A row of the table `version`, to the letter: the hash of a version is taken over it. */
export const packedVersionSchema = z.object({
  letter_id: ulid,
  version: z.number().int().min(1),
  at: moment,
  actor,
  reason: said(20_000),
  /** JSON, as stored. Covered by no hash: whoever takes it in works it out again. */
  changes: z.string(),
  elements: json,
  attachments: json,
  text_sha256: sha256,
  previous_sha256: z.union([z.literal(''), sha256]),
  sha256,
});
export type PackedVersion = z.infer<typeof packedVersionSchema>;

/** A package, as a letter that came with it names it. */
const origin = z.object({ name: said(1000), sha256 });

/** A history that ran beside the letter's own until the two were joined. */
export const packedBranchSchema = z.object({
  package: origin,
  /** The version of the letter's own history that joined it. */
  joined: z.number().int().min(1),
  versions: z.array(packedVersionSchema).min(1),
});
export type PackedBranch = z.infer<typeof packedBranchSchema>;

/** What was done with a letter's public version; `package` names the one with which it came to the archive that packs it, null for its own. */
export const packedPublicActSchema = z.object({
  act: z.enum(['review', 'return', 'publish', 'withdraw']),
  version: z.number().int().min(1),
  at: moment,
  actor,
  /** The day on which it was published. */
  on: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .nullable(),
  reason: said(2000),
  package: origin.nullable(),
});
export type PackedPublicAct = z.infer<typeof packedPublicActSchema>;

/**
 * 历史/版本.json of one letter: all that is needed to file it again with equal hashes. Paths are below the letter's folder. What one value
 * has to be beside another is in main/archive/intake/package/packed-rules.ts.
 */
export const packedLetterSchema = z.object({
  form: z.literal(PACKAGE_FORM),
  letter: z.object({
    id: ulid,
    ref_code: said(400).min(1).nullable(),
    filed_at: moment,
    archive_year: z.number().int().min(FIRST_ARCHIVE_YEAR).max(LAST_ARCHIVE_YEAR),
    retention: z.enum(RETENTIONS),
    item_no: z.number().int().min(1),
    final_version: z.number().int().min(1).nullable(),
    file_sha256: sha256.nullable(),
    review: z.number().int().min(0).max(1),
  }),
  source: z.object({
    file_name: said(4000),
    format: said(100),
    raw_text_sha256: sha256,
    text_map: json,
    pages: json,
    evidence: json,
    warnings: json,
  }),
  versions: z.array(packedVersionSchema).min(1),
  branches: z.array(packedBranchSchema),
  /** Packages of earlier programs have none. */
  public_acts: z.array(packedPublicActSchema).max(1000).default([]),
  /** Where the content of each SHA-256 lies. */
  contents: z.record(sha256, path),
});
export type PackedLetter = z.infer<typeof packedLetterSchema>;

/** A file of a packed version. A version's hash covers these keys and no other: there is none beside them. */
export const packedFileSchema = z.strictObject({
  id: ulid,
  name: said(1000).min(1),
  role: attachmentRoleSchema,
  mime: said(300),
  size: z.number().int().min(0),
  sha256,
});

export const packageProblemSchema = z.object({
  /** A stable word, as `changed`, `missing`, `added`, `newer`. */
  code: z.string(),
  path: z.string(),
  message: z.string(),
});
export type PackageProblem = z.infer<typeof packageProblemSchema>;

/** What the verifier answers (resources/package/verifier.cjs). */
export const packageCheckSchema = z.object({
  ok: z.boolean(),
  /** Number of the package's form; 0 where it is another program's bag. */
  form: z.number(),
  letters: z.number(),
  versions: z.number(),
  files: z.number(),
  bytes: z.number(),
  /** SHA-256 of tagmanifest-sha256.txt, which covers all else; '' where there is none. */
  sha256: z.string(),
  /** The digests that were compared. */
  algorithms: z.array(z.string()),
  problems: z.array(packageProblemSchema),
});
export type PackageCheck = z.infer<typeof packageCheckSchema>;

/** Both sides of a letter that two archives have changed apart. */
export const packageDifferenceSchema = z.object({
  /** The letter here, and there. */
  local: letterSchema,
  packed: letterSchema,
  diff: diffSchema,
  /** The newest version that both have; 0 where they are two filings of one file. */
  common: z.number(),
});
export type PackageDifference = z.infer<typeof packageDifferenceSchema>;

/** What is decided on such a letter: this archive's content goes on, the package's does, or it is filed as another letter. */
export const PACKAGE_CHOICES = { local: '以本库为准', package: '以数据包为准', apart: '另立一件' } as const;
export const packageChoiceSchema = z.enum(Object.keys(PACKAGE_CHOICES) as [keyof typeof PACKAGE_CHOICES]);
export type PackageChoice = z.infer<typeof packageChoiceSchema>;
