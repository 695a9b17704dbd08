/** 鉴定与销毁: who says what of a letter whose retention has ended, what becomes of it, and what stays of one that was disposed of. */
import { z } from 'zod';
import { RETENTIONS } from './settings.ts';

/** What somebody thinks of a letter, and what becomes of it. */
export const VERDICTS_OF_APPRAISAL = { keep: '续存', change: '改期限', destroy: '拟销毁' } as const;
export type Appraisal = keyof typeof VERDICTS_OF_APPRAISAL;
export const appraisalSchema = z.enum(Object.keys(VERDICTS_OF_APPRAISAL) as [Appraisal, ...Appraisal[]]);

export const retentionSchema = z.enum(RETENTIONS);

/** So many people give an opinion, and so many supervise. */
export const APPRAISERS = 3;
export const SUPERVISORS = 2;
/** 档发〔2012〕7号: who handed letters over keeps them for at least so many years. */
export const KEPT_AFTER_HANDOVER_YEARS = 5;

export const opinionSchema = z.object({
  letter: z.string().min(1).max(64),
  verdict: appraisalSchema,
  /** Where the verdict is `change`. */
  retention: retentionSchema.nullable().default(null),
  note: z.string().trim().max(500).default(''),
});
export type Opinion = z.infer<typeof opinionSchema>;

export const outcomeSchema = z.object({
  letter: z.string(),
  outcome: appraisalSchema,
  retention: retentionSchema.nullable(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** Acts in words that are stored. */
export const DISPOSAL_ACTS = {
  open: '提出鉴定',
  opine: '鉴定意见',
  approve: '批准',
  reject: '不批准',
  sign: '监销签字',
  cancel: '撤销',
  execute: '销毁',
  rewrite: '清除副本',
  finish: '销毁完毕',
} as const;
export type DisposalActKind = keyof typeof DISPOSAL_ACTS;

/** How far one has come. */
export const DISPOSAL_STATES = {
  opinions: '征求意见',
  approval: '待批准',
  signing: '待监销签字',
  ready: '待执行',
  executing: '执行未完',
  done: '已销毁',
  closed: '鉴定完毕，无销毁',
  rejected: '未批准',
  cancelled: '已撤销',
} as const;
export type DisposalState = keyof typeof DISPOSAL_STATES;
export const disposalStateSchema = z.enum(Object.keys(DISPOSAL_STATES) as [DisposalState, ...DisposalState[]]);

const sha256 = z.string();

/** The JSON of a stub. */
export const stubRecordSchema = z.object({
  /** The letter's own history, of which the texts are gone. */
  versions: z.array(z.object({ version: z.number(), at: z.string(), actor: z.string(), sha256 })),
  files: z.array(z.object({ name: z.string(), size: z.number(), sha256 })),
  /** What went: texts and files. */
  gone: z.array(sha256),
  /** What stays because another letter uses it. */
  kept: z.array(sha256),
  /** Why: what the appraisers noted. */
  notes: z.array(z.string()),
});
export type StubRecord = z.infer<typeof stubRecordSchema>;

/** A line of the 销毁清册. */
export const registerItemSchema = z.object({
  letter: z.string(),
  ref_code: z.string().nullable(),
  title: z.string().nullable(),
  doc_number: z.string().nullable(),
  issuer: z.string().nullable(),
  issued_on: z.string().nullable(),
  year: z.number(),
  retention: retentionSchema,
  expired_on: z.string(),
  files: z.number(),
  bytes: z.number(),
  notes: z.array(z.string()),
  /** Hashes of content that stays, because other letters use it. */
  kept: z.array(sha256),
});
export type RegisterItem = z.infer<typeof registerItemSchema>;

/** 销毁清册: kept for ever, covered by the log. */
export const disposalRegisterSchema = z.object({
  reason: z.string(),
  items: z.array(registerItemSchema),
  opened_by: z.string(),
  appraisers: z.array(z.string()),
  approved_by: z.string(),
  supervisors: z.array(z.string()),
  executed_by: z.string(),
});
export type DisposalRegister = z.infer<typeof disposalRegisterSchema>;

/** What copies are: backups of both kinds, what a restore kept, the copy before a new form, what lies in quarantine. */
export const COPY_KINDS = {
  backup: '备份',
  incremental: '增量备份',
  kept: '恢复前留存',
  form: '升级前副本',
  quarantine: '隔离的文件',
} as const;
export type CopyKind = keyof typeof COPY_KINDS;

/** A copy that was written anew without the letters (`after`: its new SHA-256), or taken away (null). */
export const rewrittenSchema = z.object({
  file: z.string(),
  kind: z.enum(Object.keys(COPY_KINDS) as [CopyKind, ...CopyKind[]]),
  before: sha256,
  after: sha256.nullable(),
});
export type Rewritten = z.infer<typeof rewrittenSchema>;

/** A copy that may still hold them, and why nothing could be done. */
export const remainingSchema = z.object({ what: z.string(), why: z.string() });
export type Remaining = z.infer<typeof remainingSchema>;
