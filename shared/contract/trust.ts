/** Calls by which an archive is proved and kept: checks, log, reports, backups. */
import { z } from 'zod';
import { auditTipSchema, anchoredHeadCheckSchema, anchoredHeadSchema } from '../model/audit.ts';
import { inspectionSchema } from '../model/inspection.ts';
import { place } from '../model/place.ts';
import { long, nothing, printedSchema, reads, reason, selectionSchema, writes, writesFiles } from './call.ts';
import { accountName, password, secondPerson } from './accounts.ts';
import { INSPECTORS, KEEPERS } from './roles.ts';

export const problemSchema = z.object({
  kind: z.string(),
  id: z.string().optional(),
  message: z.string(),
  /** What the system or SQLite said, for maintainers. */
  details: z.string().optional(),
});
export const verifyResultSchema = z.object({
  ok: z.boolean(),
  checked: z.object({ letters: z.number(), versions: z.number(), blobs: z.number(), audit: z.number() }),
  problems: z.array(problemSchema),
  /** What is whole, but should be known; no hindrance to a backup or restore. */
  notes: z.array(problemSchema),
});
export type VerifyResult = z.infer<typeof verifyResultSchema>;

export const auditRowSchema = z.object({
  seq: z.number(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  detail: z.string(),
  /** SHA-256 and SM3, each over the row and the one before it; SM3 is '' in rows that an older program wrote. */
  hash: z.string(),
  sm3: z.string(),
});
export type AuditRow = z.infer<typeof auditRowSchema>;

const backupMadeSchema = z.object({
  file: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  verified: z.boolean(),
});

export const TRUST_CALLS = {
  /** `deep`: what takes long is checked for all letters, not for a random sample. */
  'trust.verify': long(
    reads(INSPECTORS, z.object({ deep: z.boolean().default(false) }).default({ deep: false }), verifyResultSchema),
  ),
  'trust.audit': reads(
    INSPECTORS,
    z.object({
      from: z.string().optional(),
      to: z.string().optional(),
      actor: z.string().optional(),
      action: z.string().optional(),
      /** What a row is about: the id of a letter, as its rows have it. */
      subject: z.string().optional(),
      limit: z.number().int().min(1).max(100_000).default(1000),
      offset: z.number().int().min(0).default(0),
      newest_first: z.boolean().default(false),
    }),
    z.array(auditRowSchema),
  ),
  /** The four properties (DA/T 70-2018) of some letters or all; `out`: also a report as PDF and JSON in that folder. */
  'trust.inspect': long(
    writesFiles(
      reads(
        INSPECTORS,
        z.object({ selection: selectionSchema.optional(), out: place('write_folder').optional() }),
        inspectionSchema.extend({ files: z.array(z.string()) }),
      ),
      { out: 'file' },
    ),
  ),
  /** 校验单 of a month (2026-11) with two signatures, into a folder. */
  'trust.checkSheet': writesFiles(
    reads(
      INSPECTORS,
      z.object({
        month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份须写作 2026-11'),
        out: place('write_folder'),
      }),
      printedSchema,
    ),
    { out: 'file' },
  ),
  /** The log as JSON for `fuhan audit --verify`, into a new file: whole, since it could not be checked otherwise. That it was taken out is in the log. */
  'trust.exportAudit': writesFiles(
    reads(
      INSPECTORS,
      z.object({ out: place('write_file') }),
      z.object({ file: z.string(), rows: z.number(), sha256: z.string() }),
    ),
    { out: 'file' },
  ),
  'trust.tip': reads(INSPECTORS, nothing, auditTipSchema),
  /** Holds a head of the log that was kept on paper or in an exported file against the log as it is now. */
  'trust.checkHead': long(
    reads(
      INSPECTORS,
      z.union([z.object({ file: place('read') }), z.object({ head: anchoredHeadSchema })]),
      anchoredHeadCheckSchema,
    ),
  ),
  /** Takes the log as it is after an opening found that a kept head did not fit: `seq` is the row that tells of it. */
  'trust.acceptHead': writes(
    ['auditor', 'auditadmin'],
    z.object({ seq: z.number().int().min(1), reason }),
    z.object({ seq: z.number() }),
  ),
  /** A restore that took the archive back needs no more telling: `seq` is the row that tells of it. */
  'trust.acknowledgeRestore': writes(
    ['secadmin'],
    z.object({ seq: z.number().int().min(1), reason }),
    z.object({ seq: z.number() }),
  ),
  'trust.backup': long(
    writesFiles(
      reads(
        KEEPERS,
        /** What is left out is as the settings say. */
        z.object({ to: place('write_folder').optional(), incremental: z.boolean().optional() }),
        backupMadeSchema.extend({
          /** Bytes written; fewer than `bytes` where earlier backups hold the rest. */
          written: z.number(),
          /** Older backups that went by the rule. */
          removed: z.array(z.string()),
          /** Why older ones stay that should have gone; the backup itself is made. */
          warnings: z.array(z.string()),
        }),
      ),
      { to: 'backup' },
    ),
  ),
  /** What could be restored: newest first, from the archive's folder, the folder in the settings and `in`. */
  'trust.backups': reads(
    KEEPERS,
    z.object({ in: place('read').optional() }),
    z.array(
      z.object({
        file: z.string(),
        at: z.string(),
        bytes: z.number(),
        /** `kept`: what a restore replaced; `form`: made before the archive got a newer form. */
        kind: z.enum(['backup', 'incremental', 'kept', 'form']),
        /** That the file is cut short, in words; absent where it is not. */
        incomplete: z.string().optional(),
        /** In what it is not the backup that the log says was made under this name, in words; absent where nothing tells. */
        differs: z.string().optional(),
        /** By which the window's page names it in a restore; the window's door puts it in. */
        handle: z.string().optional(),
      }),
    ),
  ),
  /**
   * Puts a backup in the archive's place; what is there now is kept. Name and password only where the archive does not open.
   * `second`: a security administrator who agrees, where the backup's accounts or log are not those of the present archive.
   */
  'trust.restoreBackup': long(
    writes(
      KEEPERS,
      z.object({
        file: place('backup'),
        name: accountName.optional(),
        password: password.optional(),
        second: secondPerson.optional(),
      }),
      backupMadeSchema.extend({ kept: z.string().nullable() }),
    ),
  ),
  /** Takes the last restore back, or the one that kept this folder. `second` as for a restore. */
  'trust.undoRestore': long(
    writes(
      KEEPERS,
      z.object({ kept: place('backup').optional(), second: secondPerson.optional() }),
      z.object({ kept: z.string() }),
    ),
  ),
} as const;
