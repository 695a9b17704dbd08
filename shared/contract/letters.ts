/** Calls on letters that are filed: looking, changing, comparing, numbering, keeping. */
import { z } from 'zod';
import { elementsSchema } from '../model/element-schemas.ts';
import {
  attachmentSchema,
  diffSchema,
  fieldChangeSchema,
  letterRowSchema,
  letterSchema,
  versionRowSchema,
} from '../model/letter.ts';
import { place } from '../model/place.ts';
import { relatedLetterSchema } from '../model/search.ts';
import { RETENTIONS } from '../model/settings.ts';
import {
  id,
  long,
  newAttachment,
  nothing,
  printedSchema,
  reads,
  reason,
  version,
  versionMadeSchema,
  writes,
  writesFiles,
} from './call.ts';
import { ARCHIVIST, BUSINESS } from './roles.ts';

/** How many letters have a value; null where they have none. */
const countedSchema = z.object({ value: z.string().nullable(), count: z.number() });

/** `where` is the text, a file's name, or what a file holds beside its text. */
export const markedLettersSchema = z.object({
  checked: z.number(),
  /** Files that could not be read for it. */
  unread: z.number(),
  letters: z.array(z.object({ id: z.string(), where: z.enum(['text', 'name', 'file']) })),
});
export type MarkedLetters = z.infer<typeof markedLettersSchema>;

export const LETTER_CALLS = {
  'letters.list': reads(
    BUSINESS,
    z.object({ limit: z.number().int().min(1).max(500).default(50), offset: z.number().int().min(0).default(0) }),
    z.object({ total: z.number(), letters: z.array(letterRowSchema) }),
  ),
  'letters.show': reads(BUSINESS, z.object({ id, version: version.optional() }), letterSchema),
  'letters.edit': writes(
    ARCHIVIST,
    z.object({
      id,
      /** The version that the user was looking at; refused where a newer one exists. */
      base_version: version.optional(),
      set: elementsSchema.partial().default({}),
      text: z.string().optional(),
      reason,
    }),
    versionMadeSchema,
  ),
  'letters.attach': writes(
    ARCHIVIST,
    z.object({ id, base_version: version.optional(), attachments: z.array(newAttachment).min(1), reason }),
    versionMadeSchema.extend({ attachments: z.array(attachmentSchema) }),
  ),
  'letters.detach': writes(
    ARCHIVIST,
    z.object({ id, base_version: version.optional(), attachment: id, reason }),
    versionMadeSchema,
  ),
  /** Writes an attachment's original bytes to a new file; never overwrites. */
  'letters.saveAttachment': writesFiles(
    reads(
      BUSINESS,
      z.object({ id, attachment: id, out: place('write_file') }),
      z.object({ name: z.string(), size: z.number(), sha256: z.string() }),
    ),
    { out: 'file' },
  ),
  'letters.history': reads(BUSINESS, z.object({ id }), z.array(versionRowSchema)),
  /** `loose`: line wraps, blanks and the width of characters make no difference. */
  'letters.diff': reads(
    BUSINESS,
    z.object({ id, from: version, to: version, loose: z.boolean().default(false) }),
    diffSchema,
  ),
  /** Two letters side by side, the earlier first: what an office said this year and last. */
  'letters.compare': reads(
    BUSINESS,
    z.object({ id, other: id, loose: z.boolean().default(true) }),
    z.object({ before: relatedLetterSchema, after: relatedLetterSchema, diff: diffSchema }),
  ),
  /** 修改对照表: the difference as a PDF. */
  'letters.printDiff': writesFiles(
    reads(
      BUSINESS,
      z.object({ id, from: version, to: version, loose: z.boolean().default(false), out: place('write_folder') }),
      printedSchema,
    ),
    { out: 'file' },
  ),
  'letters.restore': writes(
    ARCHIVIST,
    z.object({ id, version, base_version: version.optional(), reason }),
    versionMadeSchema,
  ),
  /** 定稿: the newest version is final until it is unlocked. */
  'letters.finalise': writes(ARCHIVIST, z.object({ id, base_version: version.optional(), reason }), versionMadeSchema),
  'letters.unlock': writes(ARCHIVIST, z.object({ id, reason }), versionMadeSchema),
  /** What a bulk edit would change, letter by letter; changes nothing. */
  'letters.previewBulk': reads(
    ARCHIVIST,
    z.object({ ids: z.array(id).min(1).max(10_000), set: elementsSchema.partial() }),
    z.array(
      z.object({
        id,
        title: z.string().nullable(),
        version: z.number(),
        changes: z.array(fieldChangeSchema),
        refused: z.enum(['LETTER_LOCKED']).nullable(),
      }),
    ),
  ),
  /** All letters or none; `version` is what the preview showed. */
  'letters.editBulk': writes(
    ARCHIVIST,
    z.object({
      letters: z.array(z.object({ id, version })).min(1).max(10_000),
      set: elementsSchema.partial(),
      reason,
    }),
    z.object({ batch: id, changed: z.array(id) }),
  ),
  'letters.undoBulk': writes(
    ARCHIVIST,
    z.object({ batch: id, reason }),
    z.object({ undone: z.array(id), left: z.array(id) }),
  ),
  /** Gaps and repeats of document numbers per 机关代字 and year. */
  'letters.numbering': reads(
    BUSINESS,
    nothing,
    z.array(
      z.object({
        code: z.string(),
        year: z.number(),
        count: z.number(),
        first: z.number(),
        last: z.number(),
        gaps: z.array(z.tuple([z.number(), z.number()])),
        repeats: z.array(z.object({ number: z.number(), ids: z.array(id) })),
      }),
    ),
  ),
  /** Letters that would be refused for secrecy today. */
  'letters.secrecy': long(reads(['archivist', 'auditor'], nothing, markedLettersSchema)),
  /** How many of what the archive holds. Results are counted within their scheme, or within the office where none is known. */
  'letters.stats': long(
    reads(
      BUSINESS,
      nothing,
      z.object({
        letters: z.number(),
        versions: z.number(),
        attachments: z.number(),
        /** Of all content, each stored once. */
        bytes: z.number(),
        review: z.number(),
        final: z.number(),
        year: z.array(countedSchema),
        issuer: z.array(countedSchema),
        reply_kind: z.array(countedSchema),
        openness: z.array(countedSchema),
        retention: z.array(countedSchema),
        result: z.array(
          z.object({
            scheme: z.string().nullable(),
            issuer: z.string().nullable(),
            code: z.string(),
            meaning: z.string().nullable(),
            count: z.number(),
          }),
        ),
      }),
    ),
  ),
  /** Letters by the end of their retention; with `until` only what has run out by then. */
  'letters.retention': reads(
    BUSINESS,
    z.object({
      until: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/, '日期须写作 2026-12-31')
        .optional(),
      limit: z.number().int().min(1).max(500).default(100),
      offset: z.number().int().min(0).default(0),
    }),
    z.object({
      total: z.number(),
      counts: z.record(z.enum(RETENTIONS), z.number()),
      letters: z.array(
        z.object({
          id,
          title: z.string().nullable(),
          ref_code: z.string().nullable(),
          year: z.number(),
          retention: z.enum(RETENTIONS),
          expires: z.string().nullable(),
        }),
      ),
    }),
  ),
  /** Gives letters another retention and the archive number that goes with it; all of them or none. */
  'letters.setRetention': writes(
    ARCHIVIST,
    z.object({ ids: z.array(id).min(1).max(10_000), retention: z.enum(RETENTIONS), reason }),
    z.array(z.object({ id, ref_code: z.string() })),
  ),
  /** A page of an attached pdf or picture to look at, as the attachment was filed. `image` is a data URL (png). */
  'letters.attachmentPage': reads(
    BUSINESS,
    z.object({ id, attachment: id, page: z.number().int().min(1).default(1) }),
    z.object({
      name: z.string(),
      page: z.number(),
      pages: z.number(),
      width: z.number(),
      height: z.number(),
      image: z.string(),
    }),
  ),
} as const;
