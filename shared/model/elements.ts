/** The elements (要素) of a reply letter, with the names that the command line's contract fixes. */
import { z } from 'zod';

export const REPLY_KINDS = ['政协提案', '人大建议', '会办意见', '信访', '依申请公开', '其他'] as const;
export const OPENNESS = ['主动公开', '依申请公开', '不予公开'] as const;

const text = z.string().min(1).max(2000).nullable();
const list = z.array(z.string().min(1).max(500)).max(500);
const isoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期须写作 2022-06-27')
  .refine((value) => {
    const date = new Date(`${value}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === value;
  }, '日期不存在')
  .nullable();

/** All elements of one letter. null or [] where the letter does not say. */
export const elementsSchema = z.strictObject({
  title: text,
  doc_number: text,
  issuer: text,
  letterhead: text,
  addressees: list,
  reply_kind: z.enum(REPLY_KINDS).nullable(),
  session: text,
  case_number: text,
  case_title: text,
  result_code: text,
  openness: z.enum(OPENNESS).nullable(),
  issued_on: isoDate,
  contact: text,
  phones: list,
  cc: list,
  printed_by: text,
  printed_on: isoDate,
  cited_documents: list,
});
export type Elements = z.infer<typeof elementsSchema>;
export type ElementName = keyof Elements;

export const ELEMENT_NAMES = Object.keys(elementsSchema.shape) as ElementName[];

/** Chinese labels, in the order in which the letter and every form show them. */
export const ELEMENT_LABELS: Record<ElementName, string> = {
  title: '题名',
  doc_number: '发文字号',
  issuer: '责任者',
  letterhead: '发文机关标志',
  addressees: '主送',
  reply_kind: '文书类别',
  session: '届次',
  case_number: '案号',
  case_title: '案由',
  result_code: '办理结果',
  openness: '公开属性',
  issued_on: '成文日期',
  contact: '联系人',
  phones: '联系电话',
  cc: '抄送',
  printed_by: '印发机关',
  printed_on: '印发日期',
  cited_documents: '引用文件',
};

export const LIST_ELEMENTS: readonly ElementName[] = ['addressees', 'phones', 'cc', 'cited_documents'];

export function emptyElements(): Elements {
  return {
    title: null,
    doc_number: null,
    issuer: null,
    letterhead: null,
    addressees: [],
    reply_kind: null,
    session: null,
    case_number: null,
    case_title: null,
    result_code: null,
    openness: null,
    issued_on: null,
    contact: null,
    phones: [],
    cc: [],
    printed_by: null,
    printed_on: null,
    cited_documents: [],
  };
}

/**
 * Where an element was read. `start`/`end` (UTF-16 units, end exclusive) index the cleaned text; `original` indexes
 * the text as the file had it. `confidence` is 0..1; below 0.9 a person should look.
 */
export const evidenceSchema = z.object({
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  confidence: z.number().min(0).max(1),
  original: z.object({ start: z.number().int().min(0), end: z.number().int().min(0) }).optional(),
});
export type ElementEvidence = z.infer<typeof evidenceSchema>;
export type Evidence = Partial<Record<ElementName, ElementEvidence>>;

/** Something that a person should know about a reading: a stable code and Chinese words. */
export const warningSchema = z.object({ code: z.string(), message: z.string() });
export type Warning = z.infer<typeof warningSchema>;
