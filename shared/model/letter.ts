/** Shapes of letters, versions and attachments as they cross the contract. */
import { z } from 'zod';
import { RETENTIONS } from './settings.ts';
import { elementsSchema, evidenceSchema, shownElementsSchema, warningSchema } from './element-schemas.ts';
import { ELEMENT_NAMES, elementLabel } from './elements.ts';

/** DA/T 48 document roles (domain K18), as an archivist names them. */
export const ATTACHMENT_ROLES = {
  ORIGINAL: '原件',
  ATTACHMENT: '附件',
  DRAFT: '定稿',
  INCOMING: '来文',
  CO_OPINION: '会办意见',
  CONSULT: '面商记录',
  FEEDBACK: '征询意见表',
  PUBLIC: '公开版',
  WHOLE: '完整原件',
} as const;
export const attachmentRoleSchema = z.enum(
  Object.keys(ATTACHMENT_ROLES) as [keyof typeof ATTACHMENT_ROLES, ...(keyof typeof ATTACHMENT_ROLES)[]],
);
export type AttachmentRole = z.infer<typeof attachmentRoleSchema>;

/** Roles that a person gives a file. What takes the place of an unfinished original is known by comparing the two, never by saying so. */
export const givenRoleSchema = attachmentRoleSchema.exclude(['WHOLE']);
export type GivenRole = z.infer<typeof givenRoleSchema>;

/** Files that the letter itself was read from: its text is theirs, and none of them can be taken out. */
export function isOriginal({ role }: { role: string }): boolean {
  return role === 'ORIGINAL' || role === 'WHOLE';
}

/** The file to show as the letter's original: where an unfinished one was filed first, the whole one that came later. */
export function shownOriginal<T extends { role: string }>(files: readonly T[]): T | undefined {
  return files.findLast(({ role }) => role === 'WHOLE') ?? files.find(({ role }) => role === 'ORIGINAL');
}

/** A role in Chinese; one that another program gave, as it is. */
export function roleLabel(role: string): string {
  return Object.hasOwn(ATTACHMENT_ROLES, role) ? ATTACHMENT_ROLES[role as AttachmentRole] : role;
}

/** What a version changed, in Chinese: an element, the text or the attachments. */
export function changeLabel(part: string): string {
  return part === 'text' ? '正文' : part === 'attachments' ? '附件' : elementLabel(part);
}

export const attachmentSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Of ATTACHMENT_ROLES, unless another program gave it (stored.ts). */
  role: z.string(),
  mime: z.string(),
  size: z.number(),
  sha256: z.string(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** One letter at one version, whole. `versions` is how many there are. */
export const letterSchema = z.object({
  id: z.string(),
  version: z.number(),
  versions: z.number(),
  ref_code: z.string().nullable(),
  /** 保管期限, and the last day of it (null: for ever). */
  retention: z.enum(RETENTIONS),
  expires: z.string().nullable(),
  filed_at: z.string(),
  /** 定稿: takes no new version until it is unlocked. */
  final: z.boolean(),
  /** Whether it waits for a review; left out of what is not filed here. */
  review: z.boolean().optional(),
  name: z.string(),
  elements: shownElementsSchema,
  text: z.string(),
  attachments: z.array(attachmentSchema),
});
export type Letter = z.infer<typeof letterSchema>;

/** What a list of letters may be sorted by. */
export const LETTER_SORTS = [
  ...(['filed', 'issued', 'issuer', 'doc_number', 'title', 'result', 'openness', 'ref_code', 'retention'] as const),
] as const;
export type LetterSort = (typeof LETTER_SORTS)[number];

/** Letters that have in common what a person may have to do about them. */
export const LETTER_GROUPS = {
  review: '待核对',
  expired: '保管期限已满',
  final: '已定稿',
  no_date: '缺成文日期',
  no_issuer: '缺责任者',
  no_number: '缺发文字号',
} as const;
export type LetterGroup = keyof typeof LETTER_GROUPS;

/** A line of a list: never a body. */
export const letterRowSchema = z.object({
  id: z.string(),
  ref_code: z.string().nullable(),
  title: z.string().nullable(),
  doc_number: z.string().nullable(),
  issuer: z.string().nullable(),
  issued_on: z.string().nullable(),
  reply_kind: z.string().nullable(),
  result_code: z.string().nullable(),
  openness: z.string().nullable(),
  addressees: z.array(z.string()),
  filed_at: z.string(),
  version: z.number(),
  /** What people call it (letter-name.ts). */
  name: z.string(),
  session: z.string().nullable(),
  case_number: z.string().nullable(),
  retention: z.string(),
  /** Somebody should still look at it. */
  review: z.boolean(),
  /** Files beside the original. */
  files: z.number(),
});
export type LetterRow = z.infer<typeof letterRowSchema>;

export const fieldChangeSchema = z.object({
  field: z.string(),
  from: z.unknown(),
  to: z.unknown(),
});
/** A package that something came with: its name, and the SHA-256 that stands for all of it. */
export const originSchema = z.object({ name: z.string(), sha256: z.string() });
export type Origin = z.infer<typeof originSchema>;

export const versionRowSchema = z.object({
  version: z.number(),
  at: z.string(),
  actor: z.string(),
  reason: z.string(),
  changes: z.array(z.string()),
  sha256: z.string(),
  /** The package that it came with, where it was made in another archive. */
  origin: originSchema.optional(),
  /** Histories of other archives that it joined to the letter's own: how many versions came with which package. */
  joined: z.array(originSchema.extend({ versions: z.number() })).optional(),
});
export type VersionRow = z.infer<typeof versionRowSchema>;

export const textOpSchema = z.object({ op: z.enum(['equal', 'insert', 'delete']), text: z.string() });
export type TextOp = z.infer<typeof textOpSchema>;
export const attachmentChangeSchema = z.object({
  op: z.enum(['added', 'removed', 'kept', 'role']),
  attachment: attachmentSchema,
});
export const DIFF_LANES = { date: '日期', number: '数字', name: '姓名', document: '文号' } as const;
export const diffLaneSchema = z.object({
  lane: z.enum(Object.keys(DIFF_LANES) as [keyof typeof DIFF_LANES]),
  removed: z.array(z.string()),
  added: z.array(z.string()),
});
export type DiffLane = z.infer<typeof diffLaneSchema>;
export const diffSchema = z.object({
  id: z.string(),
  from: z.number(),
  to: z.number(),
  fields: z.array(fieldChangeSchema),
  text: z.array(textOpSchema),
  /** What went and what came, apart from the words around it: dates, numbers, names, document numbers. */
  lanes: z.array(diffLaneSchema),
  attachments: z.array(attachmentChangeSchema),
});
export type LetterDiff = z.infer<typeof diffSchema>;

/** What reading one file brought. Nothing of it is stored yet. */
export const readingSchema = z.object({
  file: z.string(),
  format: z.string(),
  size: z.number(),
  text: z.string(),
  elements: elementsSchema,
  evidence: z.partialRecord(z.enum(ELEMENT_NAMES as [keyof typeof elementsSchema.shape]), evidenceSchema),
  warnings: z.array(warningSchema),
});
export type Reading = z.infer<typeof readingSchema>;
