/** What an archive is set to: its archive numbers (档号), its backups, what it learned of its office, its holidays. Kept in the archive; each change is in the log. */
import { z } from 'zod';
import { place } from './place.ts';
import { publicSettingsSchema } from './public-version.ts';
import { layoutSchema } from './registers.ts';
import { readingSettingsSchema } from './vocabulary.ts';

/** 保管期限 (国家档案局令第8号): 永久, 30 and 10 years. */
export const RETENTIONS = ['Y', 'D30', 'D10'] as const;
export type Retention = (typeof RETENTIONS)[number];
export const RETENTION_LABELS: Readonly<Record<Retention, string>> = { Y: '永久', D30: '30年', D10: '10年' };

/** Placeholders of a pattern of archive numbers; the last three make a number its own and must be there. */
export const REF_CODE_PARTS = ['全宗号', '门类', '机构', '年度', '保管期限', '件号'] as const;
export const NEEDED_PARTS = ['年度', '保管期限', '件号'] as const;

/** DA/T 22-2015: `Z109-WS·2011-Y-BGS-0001`. */
export const REF_CODE_PATTERN = '{全宗号}-{门类}·{年度}-{保管期限}-{机构}-{件号}';

const code = z.string().regex(/^[0-9A-Za-z\u4e00-\u9fff·.]{0,20}$/u, '只能用字母、数字、汉字');
const pattern = z
  .string()
  .max(200)
  .refine(
    (text) => NEEDED_PARTS.every((part) => text.split(`{${part}}`).length === 2),
    '须各含一次 {年度}、{保管期限}、{件号}',
  )
  .refine(
    (text) => {
      const rest = text.replaceAll(/\{([^{}]*)\}/gu, (whole, part: string) =>
        (REF_CODE_PARTS as readonly string[]).includes(part) ? '' : whole,
      );
      return !/[{}\s\p{Cc}]/u.test(rest);
    },
    `只能用 ${REF_CODE_PARTS.map((part) => `{${part}}`).join('')} 和普通字符`,
  );

/** As stored; what is set today keeps to `givenRefCodeSchema` too. */
export const refCodeSettingsSchema = z.object({
  fonds: code.min(1),
  category: code.min(1),
  /** 机构(问题)代码; '' leaves the level out. */
  office: code,
  pattern,
  /** What a letter gets when it is filed. */
  retention: z.enum(RETENTIONS),
});

/** A number is printed, searched for and made a name of files: nothing unseen, no path. */
const NOT_IN_NUMBER = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Z}\s/\\\u2044\u2215\u29f8\uff0f\uff3c]/u;
const givenRefCodeSchema = refCodeSettingsSchema.extend({
  pattern: pattern.refine((text) => !NOT_IN_NUMBER.test(text), '档号格式不能有空格、斜线、反斜线和看不见的字符'),
});

const count = z.number().int().min(1).max(1000);
export const backupSettingsSchema = z.object({
  /** A folder (another disk, a share, a USB disk); null where none is set. */
  to: place('write_folder').nullable(),
  /** Time of day, this computer's own, at which a backup is made; null: on demand only. */
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间须写作 18:30')
    .nullable(),
  /** Copies only what earlier backups of the folder do not hold. */
  incremental: z.boolean(),
  daily: count,
  weekly: count,
  monthly: count,
});

/** Registers with columns of the office's own, kept under a name. */
export const registerSettingsSchema = z.object({ layouts: z.array(layoutSchema).max(50) });

export const settingsSchema = z.object({
  ref_code: refCodeSettingsSchema,
  backup: backupSettingsSchema,
  registers: registerSettingsSchema,
  /** What the archive learned (vocabulary.ts). */
  reading: readingSettingsSchema,
  /** By which working days are counted. */
  public: publicSettingsSchema,
});
export type Settings = z.infer<typeof settingsSchema>;

/** Whole groups, of which the folder alone may be left out: it stays. */
export const settingsChangeSchema = z.object({
  ref_code: givenRefCodeSchema.optional(),
  backup: backupSettingsSchema.partial({ to: true }).optional(),
  registers: registerSettingsSchema.optional(),
  reading: readingSettingsSchema.optional(),
  public: publicSettingsSchema.optional(),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

export const DEFAULT_SETTINGS: Settings = {
  ref_code: { fonds: 'Z001', category: 'WS', office: '', pattern: REF_CODE_PATTERN, retention: 'D30' },
  backup: { to: null, at: null, incremental: false, daily: 7, weekly: 4, monthly: 12 },
  registers: { layouts: [] },
  reading: { forgotten: [], schemes: [] },
  public: { holidays: [] },
};
