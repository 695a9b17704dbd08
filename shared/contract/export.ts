/** Calls that write letters out. */
import { z } from 'zod';
import { columnKeySchema, registerKindSchema } from '../model/registers.ts';
import { searchRequestSchema } from '../model/search.ts';
import { auditTipSchema } from '../model/audit.ts';
import { warningSchema } from '../model/element-schemas.ts';
import { place } from '../model/place.ts';
import { id, long, oneLine, reads, selectionSchema, writesFiles } from './call.ts';
import { BUSINESS } from './roles.ts';

/** An attachment of a letter that is exported with attachments as pages. */
const attachedFileSchema = z.object({
  id,
  name: z.string(),
  /** Behind the letter; 0 where there are none. */
  pages: z.number(),
  /** Why there are none: NO_PAGES for a file that has none, else what happened. */
  code: z.string().optional(),
});
export type AttachedFile = z.infer<typeof attachedFileSchema>;

const exportedFile = z.object({
  id,
  file: z.string(),
  pages: z.number(),
  sha256: z.string(),
  /** What is printed otherwise than a reader would think: characters without glyph, parts from the elements, … */
  warnings: z.array(warningSchema),
  /** A copy of the pdf that the letter came as, with the 归档章 on its first page. */
  stamped_original: z.object({ file: z.string(), pages: z.number(), sha256: z.string() }).optional(),
  /** What became of the attachments, where they are wanted as pages. */
  attached: z.array(attachedFileSchema).optional(),
});
export const exportPdfResultSchema = z.object({
  files: z.array(exportedFile),
  volumes: z.array(z.object({ file: z.string(), letters: z.number(), pages: z.number(), sha256: z.string() })),
  failed: z.array(z.object({ id, code: z.string(), message: z.string() })),
  /** What concerns the export as a whole. */
  warnings: z.array(warningSchema),
  /** Head of the audit log behind the entry of this export. */
  audit_tip: auditTipSchema,
  /** The list that was written beside the files, unless it was not wanted. */
  list: z.string().optional(),
});
export type ExportPdfResult = z.infer<typeof exportPdfResultSchema>;

export const EXPORT_CALLS = {
  'export.pdf': long(
    writesFiles(
      reads(
        BUSINESS,
        z.object({
          selection: selectionSchema,
          out: place('write_folder'),
          with_attachments: z.boolean().default(false),
          /** Puts the attachments behind the letter as pages: pictures with their words. */
          attachments_as_pages: z.boolean().default(false),
          cover: z.boolean().default(false),
          history: z.boolean().default(false),
          /** Prints the 归档章 on the first page of each letter. */
          stamp: z.boolean().default(false),
          /** Writes beside each letter that came as a pdf a copy of it with the 归档章 on its first page. */
          stamp_original: z.boolean().default(false),
          /** Binds the letters into volumes: beside the single files, or instead of them. */
          volume: z.enum(['no', 'only', 'both']).default('no'),
          /** Attachments lie inside the volumes (PDF/A-3). */
          embed: z.boolean().default(false),
          /** 修改对照表 of the first and the newest version behind each letter that was changed; in volumes. */
          revisions: z.boolean().default(false),
          /** Writes a list of the files with the head of the log beside them. */
          list: z.boolean().default(true),
        }),
        exportPdfResultSchema,
      ),
      { out: 'file' },
    ),
  ),
  /** The list of what was found, as it stands, as xlsx or csv. Its origin stands on a second sheet, or in a list beside the csv. */
  'export.table': long(
    writesFiles(
      reads(
        BUSINESS,
        z.object({
          selection: selectionSchema,
          ...searchRequestSchema.pick({ sort: true, descending: true }).shape,
          out: place('write_file'),
        }),
        z.object({
          file: z.string(),
          letters: z.number(),
          sha256: z.string(),
          warnings: z.array(warningSchema),
          /** Head of the audit log behind the entry of this export. */
          audit_tip: auditTipSchema,
          /** The list beside a csv. */
          list: z.string().optional(),
        }),
      ),
      { out: 'file' },
    ),
  ),
  /**
   * Registers (归档文件目录 by DA/T 22-2015, 答复办理台账, 移交清册, one with columns of the office's own) as xlsx, csv or PDF, and forms of one
   * page (备考表, 封面) as PDF, in the order of archive numbers; of all letters where none are selected.
   */
  'export.register': long(
    writesFiles(
      reads(
        BUSINESS,
        z.object({
          selection: selectionSchema.optional(),
          out: place('write_file'),
          kind: registerKindSchema.default('catalogue'),
          /** Of a register of the kind `free`: its columns, or the name of a layout that is kept. */
          columns: z.array(columnKeySchema).min(1).max(30).optional(),
          layout: z.string().optional(),
          title: oneLine.min(1).max(80).optional(),
          /** 全宗名称. */
          fonds_name: oneLine.max(80).default(''),
        }),
        z.object({
          file: z.string(),
          rows: z.number(),
          sha256: z.string(),
          /** Of a PDF. */
          pages: z.number().optional(),
          warnings: z.array(warningSchema),
          audit_tip: auditTipSchema,
          list: z.string().optional(),
        }),
      ),
      { out: 'file' },
    ),
  ),
} as const;
