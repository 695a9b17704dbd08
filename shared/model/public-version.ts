/** 公开版: what is hidden from the public and on which ground, who decided, what became of it. */
import { z } from 'zod';

/** Legal grounds for hiding something, by the code that is stored. */
export const GROUNDS = {
  R14: '《政府信息公开条例》第十四条',
  R15: '《政府信息公开条例》第十五条',
  R16: '《政府信息公开条例》第十六条',
  R37: '《政府信息公开条例》第三十七条',
  P28: '《个人信息保护法》第二十八条',
  P34: '《个人信息保护法》第三十四条',
} as const;
export type Ground = keyof typeof GROUNDS;
export const groundSchema = z.enum(Object.keys(GROUNDS) as [Ground, ...Ground[]]);

/** What each ground is about, for who chooses one. */
export const GROUND_HINTS: Readonly<Record<Ground, string>> = {
  R14: '国家秘密，危及国家安全、公共安全、经济安全、社会稳定',
  R15: '商业秘密、个人隐私，公开会损害第三方合法权益',
  R16: '内部事务信息、过程性信息、行政执法案卷信息',
  R37: '含有不予公开的内容，能够区分处理',
  P28: '敏感个人信息，不满十四周岁未成年人的个人信息',
  P34: '国家机关处理个人信息不超出履行法定职责所必需',
};

interface KindSpec {
  label: string;
  /** What the program proposes. */
  verdict: 'hide' | 'keep';
  ground: Ground;
}

/** In the order in which a value that is several of them is called. */
export const PRIVATE_KINDS = {
  whole: { label: '整件', verdict: 'hide', ground: 'R15' },
  contact: { label: '联系人一行', verdict: 'hide', ground: 'R16' },
  proposer: { label: '提案人、建议人', verdict: 'keep', ground: 'P34' },
  id_card: { label: '身份证号', verdict: 'hide', ground: 'P28' },
  credit_code: { label: '统一社会信用代码', verdict: 'hide', ground: 'R15' },
  bank_card: { label: '银行卡号、账号', verdict: 'hide', ground: 'P28' },
  passport: { label: '护照、通行证号', verdict: 'hide', ground: 'P28' },
  mobile: { label: '手机号码', verdict: 'hide', ground: 'P34' },
  landline: { label: '固定电话', verdict: 'hide', ground: 'P34' },
  email: { label: '电子邮箱', verdict: 'hide', ground: 'P34' },
  plate: { label: '车牌号', verdict: 'hide', ground: 'P34' },
  address: { label: '住址', verdict: 'hide', ground: 'R15' },
  minor: { label: '未成年人信息', verdict: 'hide', ground: 'P28' },
  health: { label: '健康信息', verdict: 'hide', ground: 'P28' },
  person: { label: '个人姓名', verdict: 'hide', ground: 'R15' },
  other: { label: '其他', verdict: 'hide', ground: 'R37' },
} as const satisfies Readonly<Record<string, KindSpec>>;
export type PrivateKind = keyof typeof PRIVATE_KINDS;
export const privateKindSchema = z.enum(Object.keys(PRIVATE_KINDS) as [PrivateKind, ...PrivateKind[]]);

export const kindSpec = (kind: PrivateKind): Readonly<KindSpec> => PRIVATE_KINDS[kind];

/** Where in a letter something stands: its text, or an element that the public version shows. */
export const PUBLIC_FIELDS = {
  text: '正文',
  title: '题名',
  doc_number: '发文字号',
  issuer: '责任者',
  letterhead: '发文机关标志',
} as const;
export type PublicField = keyof typeof PUBLIC_FIELDS;
export const publicFieldSchema = z.enum(Object.keys(PUBLIC_FIELDS) as [PublicField, ...PublicField[]]);

/** UTF-16 units of the field, end exclusive. */
export const publicPlaceSchema = z.object({
  where: publicFieldSchema,
  start: z.number().int().min(0),
  end: z.number().int().min(1),
});
export type PublicPlace = z.infer<typeof publicPlaceSchema>;

/** `hide`: not in the public version. Of the whole letter: it is not made public. */
export const verdictSchema = z.enum(['hide', 'keep']);
export type Verdict = z.infer<typeof verdictSchema>;

/** What stands where something was taken out: always as wide. */
export const HIDDEN_MARK = '［已隐去］';

/** A decision as it is stored. All places of one value are decided at once, so that no value is hidden here and shown there. */
export const publicDecisionSchema = z.object({
  item: z.string(),
  kind: privateKindSchema,
  places: z.array(publicPlaceSchema),
  verdict: verdictSchema,
  ground: groundSchema.nullable(),
});
export type PublicDecision = z.infer<typeof publicDecisionSchema>;

/** One value with all its places, and what was decided. `value` is for who may read the letter; no log and no list has it. */
export const publicItemSchema = publicDecisionSchema.extend({
  value: z.string(),
  reason: z.string(),
  /** Whether the letter cannot be made public without a decision. */
  required: z.boolean(),
  suggested: z.object({ verdict: verdictSchema, ground: groundSchema.nullable() }),
  verdict: verdictSchema.nullable(),
  /** Lies wholly inside something that is hidden. */
  covered: z.boolean(),
  decided_by: z.string().nullable(),
  decided_at: z.string().nullable(),
});
export type PublicItem = z.infer<typeof publicItemSchema>;

/** How far the public version of a letter's newest version has come. */
export const PUBLIC_STATES = {
  undecided: '待决定',
  withheld: '不予公开',
  decided: '待复核',
  returned: '复核退回',
  reviewed: '已复核',
} as const;
export type PublicState = keyof typeof PUBLIC_STATES;
export const publicStateSchema = z.enum(Object.keys(PUBLIC_STATES) as [PublicState, ...PublicState[]]);

/** What people were told: published on a day, or taken back. */
export const publicationSchema = z.object({
  /** The version that was published. */
  version: z.number(),
  on: z.string(),
  by: z.string(),
  withdrawn: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
});
export type Publication = z.infer<typeof publicationSchema>;

/** An act on the public version, in words that are stored. */
export const publicActSchema = z.enum(['decide', 'review', 'return', 'publish', 'withdraw']);
export type PublicActKind = z.infer<typeof publicActSchema>;
export const PUBLIC_ACTS: Readonly<Record<PublicActKind, string>> = {
  decide: '决定',
  review: '复核同意',
  return: '复核退回',
  publish: '登记公开',
  withdraw: '撤回',
};

/** An act of another archive, which came with a package: shown, and nothing follows from it here. */
export const foreignPublicActSchema = z.object({
  act: publicActSchema.exclude(['decide']),
  version: z.number(),
  at: z.string(),
  actor: z.string(),
  on: z.string().nullable(),
  reason: z.string(),
  package: z.object({ name: z.string(), sha256: z.string() }),
});
export type ForeignPublicAct = z.infer<typeof foreignPublicActSchema>;

const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '日期须写作 2026-10-01');

/** A day that is not as its weekday says: a holiday, or a weekend day that is worked. */
export const holidaySchema = z.object({ day, work: z.boolean(), name: z.string().max(40) });
export type Holiday = z.infer<typeof holidaySchema>;

export const publicSettingsSchema = z.object({
  holidays: z
    .array(holidaySchema)
    .max(2000)
    .refine((all) => new Set(all.map((one) => one.day)).size === all.length, '同一天只能列一次'),
});
