/** Calls by which letters come in: reading, the desk, import, the watched folder, near duplicates, review. */
import { z } from 'zod';
import { elementsSchema, warningSchema } from '../model/element-schemas.ts';
import { ELEMENT_NAMES, type ElementName } from '../model/elements.ts';
import { readingSchema } from '../model/letter.ts';
import { place } from '../model/place.ts';
import { pagePictureSchema } from '../model/page.ts';
import { previewSchema } from '../model/preview.ts';
import { RETENTIONS } from '../model/settings.ts';
import { WORD_KINDS, learnedWordSchema, localSchemeSchema } from '../model/vocabulary.ts';
import {
  countedFilesSchema,
  registerReportSchema,
  reviewItemSchema,
  reviewRowSchema,
  nearDuplicateSchema,
} from '../model/intake.ts';
import {
  fileSourceSchema,
  id,
  long,
  newAttachment,
  nothing,
  reads,
  version,
  versionMadeSchema,
  writes,
  writesFiles,
} from './call.ts';
import { ARCHIVIST, BUSINESS } from './roles.ts';

export const importItemSchema = z.object({
  file: z.string(),
  /**
   * `differs`: a person decides; of a package, a letter that this archive has changed too (package.decide), else the whole file of
   * a letter that was filed from an unfinished one (LONGER_COPY), which `version` says was made a version of it.
   */
  status: z.enum(['filed', 'duplicate', 'refused', 'differs', 'version']),
  id: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  review: z.boolean().optional(),
  /** Of a duplicate: this very file, by bytes and name, was filed before, as when an import is taken up again. */
  same_file: z.boolean().optional(),
  /** Why it waits for a review, in words. */
  why: z.string().optional(),
  title: z.string().nullable().optional(),
  doc_number: z.string().nullable().optional(),
  /** Of a package: the letter's id in it, and how many versions came. */
  packed_id: z.string().optional(),
  /** The version that was made of it. */
  version: z.number().optional(),
  versions: z.number().optional(),
  /** Letters that may be the same one; nothing was done about it. */
  twins: z.array(z.string()).optional(),
});
export type ImportItem = z.infer<typeof importItemSchema>;
export const importResultSchema = z.object({
  filed: z.number(),
  duplicates: z.number(),
  refused: z.number(),
  review: z.number(),
  items: z.array(importItemSchema),
  /** Packages among the paths, each with what became of its letters. */
  packages: z
    .array(
      z.object({
        file: z.string(),
        name: z.string(),
        sha256: z.string(),
        letters: z.number(),
        differs: z.number(),
      }),
    )
    .optional(),
  /** How the register was understood, where one was given. */
  register: registerReportSchema.optional(),
  /** The report file that was written, where one was asked for. */
  report: z.string().optional(),
  /** Whole files that became versions of letters, where there are any. */
  completed: z.number().optional(),
  /** It was cancelled: what is told was done, and so many files were not come to. Only where `answer_cancelled` asked for it. */
  cancelled: z.object({ left: z.number() }).optional(),
  /** Nothing was filed: `filed` is what would be. */
  dry_run: z.literal(true).optional(),
});
export type ImportResult = z.infer<typeof importResultSchema>;

export const INTAKE_CALLS = {
  /** Reads letters and recognises their elements; stores nothing. */
  'reading.extract': reads(
    BUSINESS,
    z.object({ source: fileSourceSchema, ocr: z.boolean().default(true) }),
    readingSchema,
  ),
  /** Reads a file for the desk and keeps the reading (not in the archive) until it is filed or discarded. */
  'desk.read': reads(
    ARCHIVIST,
    z.object({ source: fileSourceSchema }),
    /** `duplicate_of`: letters that were filed from a file of the same bytes. */
    readingSchema.extend({
      draft_id: id,
      duplicate_of: z.array(z.object({ id, title: z.string().nullable(), name: z.string() })),
      /** Filed letters that may be the same one. */
      twins: z.array(nearDuplicateSchema),
      /** Drafts that wait beside it and may be the same letter: the same file, or the same words. */
      /** Filed letters whose original is the beginning of this file, the longest first; `corrected` is what a person put right in them. */
      begun: z.array(
        z.object({
          id,
          title: z.string().nullable(),
          name: z.string(),
          version: z.number(),
          corrected: z.array(z.enum(ELEMENT_NAMES as [ElementName])),
        }),
      ),
      beside: z.array(z.object({ draft_id: id, file: z.string(), kind: z.enum(['file', 'text', 'near']) })),
    }),
  ),
  /** A page of a draft's pdf or picture as it looks, with the places of its words. */
  'desk.page': reads(
    ARCHIVIST,
    z.object({ draft_id: id, page: z.number().int().min(1).default(1) }),
    pagePictureSchema,
  ),
  /** A draft's Word file, OFD page, mail or workbook as it looks (as letters.preview). */
  'desk.preview': reads(ARCHIVIST, z.object({ draft_id: id, page: z.number().int().min(1).default(1) }), previewSchema),
  /** The archive number that a letter of this date would get now. */
  'desk.number': reads(
    ARCHIVIST,
    z.object({
      issued_on: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/)
        .nullable(),
      retention: z.enum(RETENTIONS).optional(),
    }),
    z.object({ ref_code: z.string(), year: z.number() }),
  ),
  'desk.discard': reads(ARCHIVIST, z.object({ draft_id: id }), z.object({})),
  /** Files a draft as the archivist confirmed it. The original file is kept as the first attachment. */
  'desk.file': writes(
    ARCHIVIST,
    z.object({
      draft_id: id,
      elements: elementsSchema,
      text: z.string().optional(),
      attachments: z.array(newAttachment).default([]),
      /** As the settings say where left out. */
      retention: z.enum(RETENTIONS).optional(),
      /** Files also what is in the archive already, or goes on with a letter of it. */
      allow_duplicate: z.boolean().default(false),
      /** The letter of which it is the whole file: it becomes the next version of that letter, and no letter of its own. */
      as_version: z.object({ id, base_version: version }).optional(),
      /** Filed as it stands, to be looked at later. */
      review: z.boolean().default(false),
    }),
    /** `warnings`: what is to be known of the version that was made of a filed letter. */
    versionMadeSchema.extend({ ref_code: z.string().nullable(), warnings: z.array(warningSchema).optional() }),
  ),
  /** Forgets all readings that were not filed: the desk begins anew. */
  'desk.clear': reads(ARCHIVIST, nothing, z.object({})),
  /** What an import of these paths would come upon, by the names of the files; no letter is read. */
  'letters.countFiles': long(reads(ARCHIVIST, z.object({ paths: z.array(place('read')).min(1) }), countedFilesSchema)),
  /** Files everything below the paths; reports progress; can be cancelled. */
  'letters.import': long(
    writesFiles(
      writes(
        ARCHIVIST,
        z.object({
          paths: z.array(place('read')).min(1),
          dry_run: z.boolean().default(false),
          ocr: z.boolean().default(true),
          /** Files also what is in the archive already, byte for byte. */
          allow_duplicates: z.boolean().default(false),
          /** Makes whole files of letters that were filed from unfinished ones new versions of these; else they wait for a person. */
          as_version: z.boolean().default(false),
          /** Of all that is filed, unless the register says otherwise; as the settings say where left out. */
          retention: z.enum(RETENTIONS).optional(),
          /** 著录表: an xlsx or csv whose rows say what the files are. */
          register: place('read').optional(),
          /** A new xlsx or csv with what became of each file. */
          report: place('write_file').optional(),
          /** Once cancelled it answers what was done till then (`cancelled`); left out, it fails with CANCELLED. */
          answer_cancelled: z.boolean().default(false),
        }),
        importResultSchema,
      ),
      { report: 'file' },
    ),
  ),
  /** 收件夹: files what comes into a folder until it is cancelled, then tells what was taken. */
  'letters.watch': long(
    writes(
      ARCHIVIST,
      z.object({
        folder: place('read'),
        ocr: z.boolean().default(true),
        interval_seconds: z.number().min(0.05).max(3600).default(5),
        settle_seconds: z.number().min(0).max(3600).default(5),
        /** Ends after so many looks; a file is taken at the second look at the earliest. */
        rounds: z.number().int().min(1).max(1_000_000).optional(),
      }),
      importResultSchema,
    ),
  ),
  /** Letters that may be the same as this one, with the reason. */
  'letters.nearDuplicates': reads(BUSINESS, z.object({ id }), z.array(nearDuplicateSchema)),
  /** What was learned from corrections in the review, with its sources, and the registered result schemes. */
  'reading.vocabulary': reads(
    ARCHIVIST,
    nothing,
    z.object({ words: z.array(learnedWordSchema), schemes: z.array(localSchemeSchema) }),
  ),
  /** The word is not used any more, also where a later correction has it again. */
  'reading.forgetWord': writes(
    ARCHIVIST,
    z.object({ kind: z.enum(WORD_KINDS), word: z.string().min(1).max(500) }),
    nothing,
  ),
  /** Letters that were filed with doubts, the most doubtful first. */
  'review.list': reads(
    ARCHIVIST,
    z.object({ limit: z.number().int().min(1).max(500).default(100), offset: z.number().int().min(0).default(0) }),
    z.object({ total: z.number(), letters: z.array(reviewRowSchema) }),
  ),
  /** Looking for twins takes a moment in a large archive: they are left out where only the doubts are asked for. */
  'review.show': reads(ARCHIVIST, z.object({ id, twins: z.boolean().default(true) }), reviewItemSchema),
  /** Takes a filed letter back into the review queue; its number and its rows in the log stay. */
  'review.reopen': writes(ARCHIVIST, z.object({ id }), z.object({ id })),
  /** A person has looked: corrections make a new version, the letter leaves the queue. */
  'review.confirm': writes(
    ARCHIVIST,
    z.object({ id, base_version: version, set: elementsSchema.partial().default({}) }),
    versionMadeSchema,
  ),
} as const;
