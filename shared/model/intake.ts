/** What comes in: near duplicates of a letter, the review queue, the watched folder, registers beside letters. */
import { z } from 'zod';
import { evidenceSchema, warningSchema } from './element-schemas.ts';
import { ELEMENT_NAMES, type ElementName } from './elements.ts';
import { letterSchema } from './letter.ts';

export const nearDuplicateSchema = z.object({
  id: z.string(),
  title: z.string().nullable(),
  name: z.string(),
  /** The same file; the same words; almost the same words; the same number. */
  kind: z.enum(['file', 'text', 'near', 'number']),
  /** 0..1: share of the text that is common, 0 where only the number is. */
  likeness: z.number(),
  /** In words, for the person who decides. */
  reason: z.string(),
});
export type NearDuplicate = z.infer<typeof nearDuplicateSchema>;

const elementName = z.enum(ELEMENT_NAMES as [ElementName]);

export const reviewRowSchema = z.object({
  id: z.string(),
  title: z.string().nullable(),
  name: z.string(),
  /** The imported file's name. */
  file: z.string(),
  /** Larger is more doubtful; the queue is ordered by it. */
  doubt: z.number(),
  doubtful: z.array(elementName),
  warnings: z.number(),
  /** Why it waits, in words; '' where nothing is open any more. */
  why: z.string(),
});
export type ReviewRow = z.infer<typeof reviewRowSchema>;

export const reviewItemSchema = z.object({
  letter: letterSchema,
  file: z.string(),
  format: z.string(),
  /** Empty where the text is no longer the one that was read. */
  evidence: z.partialRecord(elementName, evidenceSchema),
  warnings: z.array(warningSchema),
  /** What of it no version has settled: what is missing, how sure the rest is that was read with little confidence, and what was warned of. */
  doubts: z.object({
    missing: z.array(elementName),
    unsure: z.partialRecord(elementName, z.number()),
    warnings: z.array(warningSchema),
  }),
  twins: z.array(nearDuplicateSchema),
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;

/** How a register (著录表) was understood. Row numbers are those of the sheet, from 1. */
export const registerReportSchema = z.object({
  columns: z.array(z.object({ header: z.string(), field: z.string().nullable() })),
  rows: z.number(),
  matched: z.number(),
  unmatched: z.array(z.object({ row: z.number(), label: z.string() })),
  problems: z.array(z.object({ row: z.number(), message: z.string() })),
});
export type RegisterReport = z.infer<typeof registerReportSchema>;

/** Kinds of files as people name them, by the ends of their names. */
export const FILE_KINDS = {
  word: {
    label: 'Word 文档',
    extensions: ['doc', 'docx', 'docm', 'dot', 'dotx', 'dotm', 'wps', 'wpt', 'rtf', 'odt', 'ott', 'fodt'],
  },
  page: { label: 'PDF、OFD', extensions: ['pdf', 'ofd'] },
  picture: { label: '图片', extensions: ['jpg', 'jpeg', 'jpe', 'png', 'gif', 'bmp', 'webp', 'tif', 'tiff'] },
  sheet: { label: '表格', extensions: ['xls', 'xlsx', 'xlsm', 'xltx', 'et', 'csv', 'tsv'] },
  mail: { label: '邮件', extensions: ['eml', 'mht', 'mhtml'] },
  packed: { label: '压缩包', extensions: ['zip', 'rar', '7z', 'gz', 'tar'] },
  text: { label: '文本、网页', extensions: ['txt', 'text', 'md', 'log', 'html', 'htm', 'xhtml', 'shtml', 'xml'] },
  other: { label: '其他', extensions: [] },
} as const satisfies Record<string, { label: string; extensions: readonly string[] }>;
export type FileKind = keyof typeof FILE_KINDS;

export const countedFilesSchema = z.object({
  files: z.number(),
  packages: z.number(),
  kinds: z.array(z.object({ kind: z.enum(Object.keys(FILE_KINDS) as [FileKind, ...FileKind[]]), files: z.number() })),
  /** Not read, by the code that says why. */
  left_out: z.array(z.object({ code: z.string(), files: z.number() })),
});
export type CountedFiles = z.infer<typeof countedFilesSchema>;
