/**
 * The one contract of the archive: every call, its input and output as zod schemas, and the roles that may use it.
 * The window, the command line and tests all speak it; the engine (main/archive) answers it.
 */
import { z } from 'zod';
import { elementsSchema } from './model/elements.ts';
import {
  attachmentRoleSchema,
  attachmentSchema,
  diffSchema,
  fieldChangeSchema,
  letterRowSchema,
  letterSchema,
  readingSchema,
  versionRowSchema,
} from './model/letter.ts';
import {
  keptRequestSchema,
  relatedLetterSchema,
  savedSearchSchema,
  searchAnswerSchema,
  searchRequestSchema,
  similarLetterSchema,
} from './model/search.ts';
import { RETENTIONS, settingsSchema } from './model/settings.ts';
import { auditTipSchema, keptHeadCheckSchema, keptHeadSchema } from './model/audit.ts';
import { inspectionSchema } from './model/inspection.ts';
import { registerReportSchema, reviewItemSchema, reviewRowSchema, twinSchema } from './model/intake.ts';
import type { ErrorReport } from './errors.ts';

/** 档案员, 查阅, 审计 and the three separated administrators. Without accounts the one user may do everything. */
export const ROLES = ['archivist', 'reader', 'auditor', 'sysadmin', 'secadmin', 'auditadmin'] as const;
export type Role = (typeof ROLES)[number];
export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  archivist: '档案员',
  reader: '查阅',
  auditor: '审计',
  sysadmin: '系统管理员',
  secadmin: '安全管理员',
  auditadmin: '审计管理员',
};

const EVERYONE: readonly Role[] = ROLES;
const BUSINESS: readonly Role[] = ['archivist', 'reader', 'auditor'];
const ARCHIVIST: readonly Role[] = ['archivist'];
const ADMINISTRATORS: readonly Role[] = ['sysadmin', 'secadmin', 'auditadmin'];
const KEEPERS: readonly Role[] = ['archivist', 'sysadmin'];
const INSPECTORS: readonly Role[] = ['auditor', 'auditadmin', 'archivist'];

interface Call<I extends z.ZodType, O extends z.ZodType> {
  input: I;
  output: O;
  roles: readonly Role[];
  /** True where the call changes the archive. */
  writes: boolean;
  /** True where the call is answered before anybody has signed in. */
  open?: true;
}

function reads<I extends z.ZodType, O extends z.ZodType>(roles: readonly Role[], input: I, output: O): Call<I, O> {
  return { input, output, roles, writes: false };
}
function writes<I extends z.ZodType, O extends z.ZodType>(roles: readonly Role[], input: I, output: O): Call<I, O> {
  return { input, output, roles, writes: true };
}

/** Answered before anybody has signed in; it checks for itself who asks. */
function open<I extends z.ZodType, O extends z.ZodType>(call: Call<I, O>): Call<I, O> {
  return { ...call, open: true };
}

const id = z.string().min(1).max(64);
const reason = z.string().trim().min(1, '理由不能为空').max(2000);
const version = z.number().int().min(1);
const nothing = z.object({}).default({});
const path = z.string().min(1).max(4096);

/** A file that a door hands in: on this machine's disk, or bytes (clipboard). */
export const fileSourceSchema = z.union([
  z.object({ path }),
  z.object({ name: z.string().min(1).max(255), bytes: z.instanceof(Uint8Array) }),
]);
export type FileSource = z.infer<typeof fileSourceSchema>;

const newAttachment = z.object({ source: fileSourceSchema, role: attachmentRoleSchema.default('ATTACHMENT') });

export const versionMadeSchema = z.object({ id, version });

export const importItemSchema = z.object({
  file: z.string(),
  status: z.enum(['filed', 'duplicate', 'refused']),
  id: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  review: z.boolean().optional(),
  title: z.string().nullable().optional(),
  doc_number: z.string().nullable().optional(),
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
  /** How the register was understood, where one was given. */
  register: registerReportSchema.optional(),
  /** The report file that was written, where one was asked for. */
  report: z.string().optional(),
});
export type ImportResult = z.infer<typeof importResultSchema>;

/** Which letters an export takes: by id, or all that a search finds. */
export const selectionSchema = z.union([
  z.object({ ids: z.array(id).min(1) }),
  searchRequestSchema.pick({ query: true, filters: true, versions: true }),
]);

const exportedFile = z.object({ id, file: z.string(), pages: z.number(), sha256: z.string() });
export const exportPdfResultSchema = z.object({
  files: z.array(exportedFile),
  failed: z.array(z.object({ id, code: z.string(), message: z.string() })),
  /** Head of the audit log behind the entry of this export. */
  audit_tip: auditTipSchema,
  /** The list that was written beside the files, unless it was not wanted. */
  list: z.string().optional(),
});
export type ExportPdfResult = z.infer<typeof exportPdfResultSchema>;

/** How many letters have a value; null where they have none. */
const countedSchema = z.object({ value: z.string().nullable(), count: z.number() });

/** A report that was printed to a PDF. */
export const printedSchema = z.object({ file: z.string(), pages: z.number(), sha256: z.string() });

export const problemSchema = z.object({ kind: z.string(), id: z.string().optional(), message: z.string() });
export const verifyResultSchema = z.object({
  ok: z.boolean(),
  checked: z.object({ letters: z.number(), versions: z.number(), blobs: z.number(), audit: z.number() }),
  problems: z.array(problemSchema),
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

const accountName = z.string().min(1).max(64);
/** Never logged, never in an audit row or an error. */
const password = z.string().min(1).max(1024);
const roles = z.array(z.enum(ROLES)).max(ROLES.length);
export const accountSchema = z.object({
  name: z.string(),
  display_name: z.string(),
  roles,
  disabled: z.boolean(),
  /** The next sign-in asks for a new password first. */
  must_change: z.boolean(),
  /** Until when sign-in is refused; null where it is not. Times are ISO UTC. */
  locked_until: z.string().nullable(),
  last_sign_in: z.string().nullable(),
  password_expires: z.string(),
  created: z.string(),
  changed: z.string(),
});
export type Account = z.infer<typeof accountSchema>;
export const sessionSchema = z.object({
  name: z.string(),
  display_name: z.string(),
  roles,
  started: z.string(),
  password_expires: z.string(),
});
export type SessionInfo = z.infer<typeof sessionSchema>;

const backupMadeSchema = z.object({
  file: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  verified: z.boolean(),
});

export const CONTRACT = {
  'archive.info': reads(
    EVERYONE,
    nothing,
    z.object({
      archive: z.string(),
      archive_id: z.string(),
      created: z.string(),
      letters: z.number(),
      actor: z.string(),
      read_only: z.boolean(),
      /** Number of the archive's form. */
      form: z.number(),
      /** What opening it did to bring it up to date. */
      migrated: z.object({ from: z.number(), to: z.number(), backup: z.string() }).nullable(),
      warnings: z.array(z.string()),
    }),
  ),

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
    readingSchema.extend({ draft_id: id, duplicate_of: z.array(z.object({ id, title: z.string().nullable() })) }),
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
      allow_duplicate: z.boolean().default(false),
    }),
    versionMadeSchema.extend({ ref_code: z.string().nullable() }),
  ),
  /** Files everything below the paths; reports progress; can be cancelled. */
  'letters.import': writes(
    ARCHIVIST,
    z.object({
      paths: z.array(path).min(1),
      dry_run: z.boolean().default(false),
      ocr: z.boolean().default(true),
      /** Of all that is filed, unless the register says otherwise; as the settings say where left out. */
      retention: z.enum(RETENTIONS).optional(),
      /** 著录表: an xlsx or csv whose rows say what the files are. */
      register: path.optional(),
      /** A new xlsx or csv with what became of each file. */
      report: path.optional(),
    }),
    importResultSchema,
  ),
  /** 收件夹: files what comes into a folder until it is cancelled, then tells what was taken. */
  'letters.watch': writes(
    ARCHIVIST,
    z.object({
      folder: path,
      ocr: z.boolean().default(true),
      interval_seconds: z.number().min(0.05).max(3600).default(5),
      settle_seconds: z.number().min(0).max(3600).default(5),
      /** Ends after so many looks; a file is taken at the second look at the earliest. */
      rounds: z.number().int().min(1).max(1_000_000).optional(),
    }),
    importResultSchema,
  ),
  /** Letters that may be the same as this one, with the reason. */
  'letters.twins': reads(BUSINESS, z.object({ id }), z.array(twinSchema)),

  /** Letters that were filed with doubts, the most doubtful first. */
  'review.list': reads(
    ARCHIVIST,
    z.object({ limit: z.number().int().min(1).max(500).default(100), offset: z.number().int().min(0).default(0) }),
    z.object({ total: z.number(), letters: z.array(reviewRowSchema) }),
  ),
  'review.show': reads(ARCHIVIST, z.object({ id }), reviewItemSchema),
  /** A person has looked: corrections make a new version, the letter leaves the queue. */
  'review.confirm': writes(
    ARCHIVIST,
    z.object({ id, base_version: version, set: elementsSchema.partial().default({}) }),
    versionMadeSchema,
  ),

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
  'letters.saveAttachment': reads(
    BUSINESS,
    z.object({ id, attachment: id, out: path }),
    z.object({ name: z.string(), size: z.number(), sha256: z.string() }),
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
  'letters.printDiff': reads(
    BUSINESS,
    z.object({ id, from: version, to: version, loose: z.boolean().default(false), out: path }),
    printedSchema,
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

  /** How many of what the archive holds. Results are counted within their scheme, or within the office where none is known. */
  'letters.stats': reads(
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

  'settings.show': reads(EVERYONE, nothing, settingsSchema),
  'settings.change': writes(['archivist', 'sysadmin'], settingsSchema.partial(), settingsSchema),

  'search.query': reads(BUSINESS, searchRequestSchema, searchAnswerSchema),
  /** Every mark of a query in one letter's text, or in the text of one of its attachments, for the letter view. */
  'search.marks': reads(
    BUSINESS,
    z.object({ query: z.string(), id, version: version.optional(), attachment: id.optional() }),
    z.object({ marks: z.array(z.tuple([z.number(), z.number()])) }),
  ),
  /** The text that was read from an attachment, as it is searched; pages are [start, end) in it. */
  'search.attachmentText': reads(
    BUSINESS,
    z.object({ id, attachment: id, version: version.optional() }),
    z.object({ name: z.string(), text: z.string(), pages: z.array(z.tuple([z.number(), z.number()])) }),
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
  /** Letters like a letter, the most alike first, each with the reasons. */
  'search.similar': reads(
    BUSINESS,
    z.object({ id, limit: z.number().int().min(1).max(50).default(8) }),
    z.array(similarLetterSchema),
  ),
  /** Letters in which this one's number stands, newest first. */
  'search.citedBy': reads(
    BUSINESS,
    z.object({ id, limit: z.number().int().min(1).max(200).default(50) }),
    z.object({ total: z.number(), letters: z.array(relatedLetterSchema) }),
  ),
  /** The caller's own saved searches, by name, with what is new in them. */
  'search.saved': reads(BUSINESS, nothing, z.array(savedSearchSchema)),
  /** Keeps a search under a name of the caller's; one of the same name is replaced. */
  'search.save': writes(
    BUSINESS,
    z.object({ name: z.string().trim().min(1).max(60), request: keptRequestSchema }),
    z.object({ id }),
  ),
  /** What is there now is no longer new. */
  'search.seen': writes(BUSINESS, z.object({ id }), z.object({})),
  'search.unsave': writes(BUSINESS, z.object({ id }), z.object({})),
  /** The caller's own latest queries, newest first. */
  'search.history': reads(
    BUSINESS,
    z.object({ limit: z.number().int().min(1).max(100).default(20) }),
    z.array(z.object({ query: z.string(), at: z.string() })),
  ),
  'search.remember': writes(BUSINESS, z.object({ query: z.string().trim().min(1).max(2000) }), z.object({})),
  'search.forget': writes(BUSINESS, nothing, z.object({})),
  'search.suggest': reads(
    BUSINESS,
    z.object({ prefix: z.string().max(100), limit: z.number().int().min(1).max(20).default(8) }),
    z.array(z.object({ kind: z.enum(['title', 'name', 'office', 'number']), text: z.string(), count: z.number() })),
  ),
  'search.reindex': writes(ARCHIVIST, nothing, z.object({ letters: z.number(), took_ms: z.number() })),

  'export.pdf': reads(
    BUSINESS,
    z.object({
      selection: selectionSchema,
      out: path,
      with_attachments: z.boolean().default(false),
      cover: z.boolean().default(false),
      history: z.boolean().default(false),
      /** Writes a list of the files with the head of the log beside them. */
      list: z.boolean().default(true),
    }),
    exportPdfResultSchema,
  ),
  /** The list of what was found, as it stands, as xlsx or csv. Its origin stands on a second sheet, or in a list beside the csv. */
  'export.table': reads(
    BUSINESS,
    z.object({ selection: selectionSchema, sort: searchRequestSchema.shape.sort, out: path }),
    z.object({
      file: z.string(),
      letters: z.number(),
      sha256: z.string(),
      /** Head of the audit log behind the entry of this export. */
      audit_tip: auditTipSchema,
      /** The list beside a csv. */
      list: z.string().optional(),
    }),
  ),
  /** 归档文件目录 (DA/T 22-2015) as xlsx or csv, in the order of archive numbers; of all letters where none are selected. */
  'export.register': reads(
    BUSINESS,
    z.object({ selection: selectionSchema.optional(), out: path }),
    z.object({
      file: z.string(),
      rows: z.number(),
      sha256: z.string(),
      audit_tip: auditTipSchema,
      list: z.string().optional(),
    }),
  ),

  'trust.verify': reads(INSPECTORS, nothing, verifyResultSchema),
  'trust.audit': reads(
    INSPECTORS,
    z.object({
      from: z.string().optional(),
      to: z.string().optional(),
      actor: z.string().optional(),
      action: z.string().optional(),
      limit: z.number().int().min(1).max(100_000).default(1000),
      offset: z.number().int().min(0).default(0),
      newest_first: z.boolean().default(false),
    }),
    z.array(auditRowSchema),
  ),
  /** The four properties (DA/T 70-2018) of some letters or all; `out`: also a report as PDF and JSON in that folder. */
  'trust.inspect': reads(
    INSPECTORS,
    z.object({ selection: selectionSchema.optional(), out: path.optional() }),
    inspectionSchema.extend({ files: z.array(z.string()) }),
  ),
  /** 校验单 of a month (2026-11) with two signatures, into a folder. */
  'trust.checkSheet': reads(
    INSPECTORS,
    z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份须写作 2026-11'), out: path }),
    printedSchema,
  ),
  /** The log as JSON for `fuhan audit --verify`, into a new file. */
  'trust.exportAudit': reads(
    INSPECTORS,
    z.object({ out: path }),
    z.object({ file: z.string(), rows: z.number(), sha256: z.string() }),
  ),
  'trust.tip': reads(INSPECTORS, nothing, auditTipSchema),
  /** Holds a head of the log that was kept on paper or in an exported file against the log as it is now. */
  'trust.checkHead': reads(
    INSPECTORS,
    z.union([z.object({ file: path }), z.object({ head: keptHeadSchema })]),
    keptHeadCheckSchema,
  ),
  'trust.backup': reads(
    KEEPERS,
    /** What is left out is as the settings say. */
    z.object({ to: path.optional(), incremental: z.boolean().optional() }),
    backupMadeSchema.extend({
      /** Bytes written; fewer than `bytes` where earlier backups hold the rest. */
      written: z.number(),
      /** Older backups that went by the rule. */
      removed: z.array(z.string()),
    }),
  ),
  /** What could be restored: newest first, from the archive's folder, the folder in the settings and `in`. */
  'trust.backups': reads(
    KEEPERS,
    z.object({ in: path.optional() }),
    z.array(
      z.object({
        file: z.string(),
        at: z.string(),
        bytes: z.number(),
        /** `kept`: what a restore replaced; `form`: made before the archive got a newer form. */
        kind: z.enum(['backup', 'incremental', 'kept', 'form']),
      }),
    ),
  ),
  /** Puts a backup in the archive's place; what is there now is kept. Name and password only where the archive does not open. */
  'trust.restoreBackup': writes(
    KEEPERS,
    z.object({ file: path, name: accountName.optional(), password: password.optional() }),
    backupMadeSchema.extend({ kept: z.string().nullable() }),
  ),
  /** Takes the last restore back, or the one that kept this folder. */
  'trust.undoRestore': writes(KEEPERS, z.object({ kept: path.optional() }), z.object({ kept: z.string() })),

  /** Whether the archive has accounts, and who is signed in. `idle_seconds`: how long without a call ends a session. */
  'session.current': open(
    reads(
      EVERYONE,
      nothing,
      z.object({ accounts: z.boolean(), session: sessionSchema.nullable(), idle_seconds: z.number() }),
    ),
  ),
  'session.signIn': open(reads(EVERYONE, z.object({ name: accountName, password }), sessionSchema)),
  'session.signOut': open(reads(EVERYONE, nothing, z.object({}))),

  'accounts.list': reads(ADMINISTRATORS, nothing, z.array(accountSchema)),
  /** Without accounts it makes the first one, a secadmin; from then on everybody signs in. */
  'accounts.add': writes(
    ['sysadmin', 'secadmin'],
    z.object({ name: accountName, display_name: z.string().max(64).optional(), roles: roles.optional(), password }),
    accountSchema,
  ),
  'accounts.setDisabled': writes(
    ['sysadmin', 'secadmin'],
    z.object({ name: accountName, disabled: z.boolean() }),
    accountSchema,
  ),
  'accounts.setRoles': writes(['secadmin'], z.object({ name: accountName, roles }), accountSchema),
  /** With the current password: one's own, also before sign-in. Without: another's, by a secadmin. */
  'accounts.changePassword': open(
    writes(EVERYONE, z.object({ name: accountName, current: password.optional(), password }), accountSchema),
  ),
  'accounts.unlock': writes(['secadmin'], z.object({ name: accountName }), accountSchema),
} as const;

export type CallName = keyof typeof CONTRACT;
export const CALL_NAMES = Object.keys(CONTRACT) as CallName[];
/** What a caller passes (defaults may be left out). */
export type CallInput<N extends CallName> = z.input<(typeof CONTRACT)[N]['input']>;
/** What a handler gets (defaults filled in). */
export type ParsedInput<N extends CallName> = z.output<(typeof CONTRACT)[N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof CONTRACT)[N]['output']>;

/** How far a long call has come. `total` 0 means not known yet. */
export const progressSchema = z.object({ done: z.number(), total: z.number(), message: z.string() });
export type Progress = z.infer<typeof progressSchema>;

export type Answer<T> = { ok: true; value: T } | { ok: false; error: ErrorReport };

export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(CONTRACT, name);
}

/**
 * Calls that the main process itself answers, for what only it can do: native dialogs and the desktop. They never
 * touch the archive.
 */
export const SHELL_CONTRACT = {
  /** Native open dialog; empty where the user cancelled. */
  'shell.chooseFiles': {
    input: z.object({ title: z.string().max(100), multiple: z.boolean().default(true) }),
    output: z.object({ paths: z.array(z.string()) }),
  },
  'shell.chooseFolder': {
    input: z.object({ title: z.string().max(100) }),
    output: z.object({ path: z.string().nullable() }),
  },
  /** Native save dialog. */
  'shell.chooseSave': {
    input: z.object({ title: z.string().max(100), name: z.string().max(255) }),
    output: z.object({ path: z.string().nullable() }),
  },
  /** Shows a file that the archive itself exported in this run in the system's file manager or viewer. */
  'shell.reveal': { input: z.object({ path }), output: z.object({}) },
  'shell.platform': {
    input: nothing,
    output: z.object({ runtime: z.string(), version: z.string(), fonts: z.array(z.string()) }),
  },
} as const;
export type ShellCallName = keyof typeof SHELL_CONTRACT;
export type ShellInput<N extends ShellCallName> = z.input<(typeof SHELL_CONTRACT)[N]['input']>;
export type ShellOutput<N extends ShellCallName> = z.output<(typeof SHELL_CONTRACT)[N]['output']>;

/** What preload puts on `window.archive`: the only thing of the outside that the window can reach. */
export interface ArchiveBridge {
  /** Sends a call; `requestId` (chosen by the window, unique) names it for progress and cancel. */
  call(name: CallName | ShellCallName, input: unknown, requestId: string): Promise<Answer<unknown>>;
  cancel(requestId: string): void;
  /** Subscribes to progress of all calls; returns the way to unsubscribe. */
  onProgress(listener: (requestId: string, progress: Progress) => void): () => void;
  /** The path of a file that the user dropped or chose, or '' where it has none. May need a moment to be known. */
  pathForFile(file: File): Promise<string>;
}
