/** Calls on letters that are filed: looking, changing, comparing, numbering, keeping. */
import { z } from 'zod';
import { elementsSchema, warningSchema } from '../model/element-schemas.ts';
import {
  attachmentSchema,
  diffSchema,
  fieldChangeSchema,
  letterRowSchema,
  letterSchema,
  versionRowSchema,
} from '../model/letter.ts';
import { place } from '../model/place.ts';
import { LETTER_GROUPS, LETTER_SORTS, type LetterGroup } from '../model/letter.ts';
import { pagePictureSchema, pagePlaceSchema } from '../model/page.ts';
import { previewSchema } from '../model/preview.ts';
import { relatedLetterSchema } from '../model/search.ts';
import { RETENTIONS } from '../model/settings.ts';
import {
  changeMadeSchema,
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
import { secondPerson } from './accounts.ts';
import { lastActSchema } from './archive.ts';
import { ARCHIVIST, BUSINESS } from './roles.ts';

/** How many letters have a value; null where they have none. */
const countedSchema = z.object({ value: z.string().nullable(), count: z.number() });

/** `where` is the text, a file's name, or what a file holds beside its text. */
export const markedLettersSchema = z.object({
  checked: z.number(),
  /** Files that could not be read for it. */
  unread: z.number(),
  /** Which these are, each with its letter. */
  unread_files: z.array(z.object({ id: z.string(), name: z.string() })),
  letters: z.array(z.object({ id: z.string(), where: z.enum(['text', 'name', 'file', 'elements', 'reason']) })),
});
export type MarkedLetters = z.infer<typeof markedLettersSchema>;

/** Which letters a list has, and in which order. */
const listed = {
  sort: z.enum(LETTER_SORTS).default('filed'),
  descending: z.boolean().default(true),
  only: z.enum(Object.keys(LETTER_GROUPS) as [LetterGroup]).optional(),
  /** Of these alone. */
  ids: z.array(id).max(20_000).optional(),
};

export const todaySchema = z.object({
  /** Letters that wait for somebody's look. */
  review: z.number(),
  /** When the first of them was filed. */
  review_since: z.string().nullable(),
  /** Letters whose retention has ended. */
  expired: z.number(),
  no_date: z.number(),
  no_issuer: z.number(),
  /** Document numbers that are missing between the first and the last of a series, the newest series first. */
  gaps: z.array(z.object({ code: z.string(), year: z.number(), missing: z.array(z.tuple([z.number(), z.number()])) })),
  filed_today: z.number(),
  filed_week: z.number(),
  changed_week: z.number(),
  letters: z.number(),
  versions: z.number(),
  /** Of all content, each stored once. */
  bytes: z.number(),
  verify: lastActSchema,
  inspection: lastActSchema,
  backup: lastActSchema,
  /** What the caller read last, newest first. */
  recent: z.array(z.object({ id, name: z.string(), at: z.string() })),
  /** Letters by year and result class, oldest first; null where none is written. */
  years: z.array(z.object({ year: z.string(), result: z.string().nullable(), count: z.number() })),
});
export type Today = z.infer<typeof todaySchema>;

export const LETTER_CALLS = {
  'letters.list': reads(
    BUSINESS,
    z.object({
      limit: z.number().int().min(1).max(500).default(50),
      offset: z.number().int().min(0).default(0),
      ...listed,
    }),
    z.object({ total: z.number(), letters: z.array(letterRowSchema) }),
  ),
  /** The ids of the whole of a list, in its order: what 全选 takes. */
  'letters.listIds': reads(BUSINESS, z.object(listed), z.object({ ids: z.array(z.string()) })),
  /** Lines of a list for letters that are known by their ids, in that order; what is not there is left out. */
  'letters.rows': reads(
    BUSINESS,
    z.object({ ids: z.array(id).max(500) }),
    z.object({ letters: z.array(letterRowSchema) }),
  ),
  /** Letters by what people name them: an id, or the whole of an archive number or document number. Each word with all that bear it. */
  'letters.find': reads(
    BUSINESS,
    z.object({ words: z.array(z.string().min(1).max(500)).max(10_000) }),
    z.array(
      z.object({
        word: z.string(),
        letters: z.array(
          z.object({
            id,
            title: z.string().nullable(),
            ref_code: z.string().nullable(),
            doc_number: z.string().nullable(),
          }),
        ),
      }),
    ),
  ),
  /** What letters are called and what a version of each changed, in words: for the log. */
  'letters.told': reads(
    BUSINESS,
    z.object({ letters: z.array(z.object({ id, version: version.optional() })).max(500) }),
    z.array(
      z.object({
        id,
        version: z.number().nullable(),
        name: z.string(),
        changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
      }),
    ),
  ),
  /** What waits, what changed and how the archive stands: the first page of a day. */
  'letters.today': reads(BUSINESS, nothing, todaySchema),
  'letters.show': reads(BUSINESS, z.object({ id, version: version.optional() }), letterSchema),
  'letters.edit': writes(
    ARCHIVIST,
    z.object({
      id,
      /** The version that the user was looking at; refused where a newer one exists. */
      base_version: version.optional(),
      set: elementsSchema.partial().default({}),
      text: z.string().optional(),
      /** The person says that nothing is open any more: a letter that waits for a review leaves the queue where that is so. */
      reviewed: z.boolean().default(false),
      reason,
    }),
    changeMadeSchema,
  ),
  /** Reads the files first, which takes its time with scans; then all are attached, or none. */
  'letters.attach': long(
    writes(
      ARCHIVIST,
      z.object({ id, base_version: version.optional(), attachments: z.array(newAttachment).min(1), reason }),
      changeMadeSchema.extend({ attachments: z.array(attachmentSchema) }),
    ),
  ),
  'letters.detach': writes(
    ARCHIVIST,
    z.object({ id, base_version: version.optional(), attachment: id, reason }),
    changeMadeSchema,
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
    /** `left`: what the letter had and no longer has; it stays in the history. */
    changeMadeSchema.extend({
      left: z.object({
        attachments: z.array(z.object({ id, name: z.string() })),
        elements: z.array(z.string()),
      }),
    }),
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
        name: z.string(),
        version: z.number(),
        changes: z.array(fieldChangeSchema),
        /** What is to be known of the new values. */
        warnings: z.array(warningSchema),
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
    z.object({ batch: id, changed: z.array(id), warnings: z.array(warningSchema.extend({ letter: id })) }),
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
          name: z.string(),
          ref_code: z.string().nullable(),
          year: z.number(),
          retention: z.enum(RETENTIONS),
          expires: z.string().nullable(),
        }),
      ),
    }),
  ),
  /**
   * Gives letters another retention and the archive number that goes with it; all of them or none. `second`: who agrees, where one of
   * them is shortened in an archive with accounts.
   */
  'letters.setRetention': writes(
    ARCHIVIST,
    z.object({
      ids: z.array(id).min(1).max(10_000),
      retention: z.enum(RETENTIONS),
      reason,
      second: secondPerson.optional(),
    }),
    z.array(z.object({ id, ref_code: z.string() })),
  ),
  /** A page of an attached pdf or picture to look at, as the attachment was filed. `image` is a data URL (png). */
  'letters.attachmentPage': reads(
    BUSINESS,
    z.object({ id, attachment: id, page: z.number().int().min(1).default(1) }),
    pagePictureSchema,
  ),
  /** An attached Word file, OFD page, mail or workbook as it looks, in shapes of our own: nothing in it runs or is fetched. */
  'letters.preview': reads(
    BUSINESS,
    z.object({ id, attachment: id, page: z.number().int().min(1).default(1) }),
    previewSchema,
  ),
  /** Reads the words of a scanned page of an attachment again, to show where they stand. Seconds of work. */
  'letters.pageWords': long(
    reads(
      BUSINESS,
      z.object({ id, attachment: id, page: z.number().int().min(1) }),
      z.object({ places: z.array(pagePlaceSchema) }),
    ),
  ),
} as const;
