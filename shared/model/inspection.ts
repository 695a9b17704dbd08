/** Shapes of the four-property inspection (四性检测, DA/T 70-2018). */
import { z } from 'zod';
import { auditTipSchema } from './audit.ts';

export const PROPERTIES = { 1: '真实性', 2: '完整性', 3: '可用性', 4: '安全性' } as const;
export type Property = keyof typeof PROPERTIES;

/** 通过, 不通过, 不适用, and 人工: what only a person can tell, never counted as passed. */
export const OUTCOMES = { pass: '通过', fail: '不通过', none: '不适用', manual: '人工' } as const;
export type Outcome = keyof typeof OUTCOMES;
export const outcomeSchema = z.enum(Object.keys(OUTCOMES) as [Outcome]);

export const inspectionItemSchema = z.object({
  /** As `1-4`: property and item. */
  code: z.string(),
  name: z.string(),
  outcome: outcomeSchema,
  /** What was looked at, how many of them, or why nothing was. */
  note: z.string(),
  checked: z.number(),
  failed: z.number(),
});
export const findingSchema = z.object({
  code: z.string(),
  /** Of the letter; '' where it is of the archive as a whole. */
  id: z.string(),
  message: z.string(),
  /** 档号 and 题名 of the letter, by which people know it. */
  ref_code: z.string().nullish(),
  title: z.string().nullish(),
  /** What it is called by, title or not. */
  name: z.string().optional(),
});
export const inspectionSchema = z.object({
  ok: z.boolean(),
  at: z.string(),
  archive_id: z.string(),
  /** Name and version of the program that looked. */
  tool: z.string(),
  letters: z.number(),
  /** Head of the log when it looked. */
  audit_tip: auditTipSchema,
  items: z.array(inspectionItemSchema),
  findings: z.array(findingSchema),
});
export type InspectionItem = z.infer<typeof inspectionItemSchema>;
export type InspectionFinding = z.infer<typeof findingSchema>;
export type Inspection = z.infer<typeof inspectionSchema>;
