/** Shapes of what a package (交接数据包) says of a letter, and of what a check and an import of one answer. docs/spec/package.md. */
import { z } from 'zod';
import { diffSchema, letterSchema, originSchema } from './letter.ts';

/** Grows when a reader of today could not read a package rightly any more; a package of a larger number is refused. */
export const PACKAGE_FORM = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const path = z.string().min(1).max(1000);

/** A row of the table `version`, to the letter: the hash of a version is taken over it. */
export const packedVersionSchema = z.object({
  letter_id: z.string().min(1).max(64),
  version: z.number().int().min(1),
  at: z.string(),
  actor: z.string(),
  reason: z.string(),
  /** JSON, as stored. */
  changes: z.string(),
  elements: z.string(),
  attachments: z.string(),
  text_sha256: sha256,
  previous_sha256: z.union([z.literal(''), sha256]),
  sha256,
});
export type PackedVersion = z.infer<typeof packedVersionSchema>;

/** A history that ran beside the letter's own until the two were joined. */
export const packedBranchSchema = z.object({
  package: originSchema,
  /** The version of the letter's own history that joined it. */
  joined: z.number().int().min(1),
  versions: z.array(packedVersionSchema).min(1),
});
export type PackedBranch = z.infer<typeof packedBranchSchema>;

/** What was done with a letter's public version; `package` names the one with which it came to the archive that packs it, null for its own. */
export const packedPublicActSchema = z.object({
  act: z.enum(['review', 'return', 'publish', 'withdraw']),
  version: z.number().int().min(1),
  at: z.string().max(40),
  actor: z.string().max(200),
  /** The day on which it was published. */
  on: z.string().max(10).nullable(),
  reason: z.string().max(2000),
  package: originSchema.nullable(),
});
export type PackedPublicAct = z.infer<typeof packedPublicActSchema>;

/** 历史/版本.json of one letter: all that is needed to file it again with equal hashes. Paths are below the letter's folder. */
export const packedLetterSchema = z.object({
  form: z.number().int(),
  letter: z.object({
    id: z.string().min(1).max(64),
    ref_code: z.string().nullable(),
    filed_at: z.string(),
    archive_year: z.number().int(),
    retention: z.enum(['Y', 'D30', 'D10']),
    item_no: z.number().int().min(1),
    final_version: z.number().int().nullable(),
    file_sha256: sha256.nullable(),
    review: z.number().int().min(0).max(1),
  }),
  source: z.object({
    file_name: z.string(),
    format: z.string(),
    raw_text_sha256: sha256,
    text_map: z.string(),
    pages: z.string(),
    evidence: z.string(),
    warnings: z.string(),
  }),
  versions: z.array(packedVersionSchema).min(1),
  branches: z.array(packedBranchSchema),
  /** Packages of earlier programs have none. */
  public_acts: z.array(packedPublicActSchema).max(1000).default([]),
  /** Where the content of each SHA-256 lies. */
  contents: z.record(sha256, path),
});
export type PackedLetter = z.infer<typeof packedLetterSchema>;

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
