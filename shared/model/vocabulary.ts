/** What an archive learned from its office: words that a person put right in the review, and result schemes that were registered. */
import { z } from 'zod';
import { RESULT_CLASSES } from './result-schemes.ts';

export const WORD_KINDS = ['office', 'member', 'section', 'code'] as const;
export type WordKind = (typeof WORD_KINDS)[number];
export const WORD_KIND_LABELS: Readonly<Record<WordKind, string>> = {
  office: '机关',
  member: '委员、代表',
  section: '科室',
  code: '机关代字',
};

export const learnedWordSchema = z.object({
  kind: z.enum(WORD_KINDS),
  word: z.string(),
  /** The letter whose correction taught it, and the version that the correction made. */
  letter: z.string(),
  title: z.string().nullable(),
  /** What that letter is called by, title or not. */
  name: z.string(),
  version: z.number(),
  at: z.string(),
  actor: z.string(),
});
export type LearnedWord = z.infer<typeof learnedWordSchema>;

/** A result scheme of the office's own: what each code means, and in whose letters. */
export const localSchemeSchema = z.object({
  name: z.string().trim().min(1, '须有名称').max(60),
  /** Parts of offices' names for whose letters it holds. */
  places: z.array(z.string().trim().min(2, '须写两个字以上').max(60)).min(1, '须写明适用的单位或地区').max(100),
  codes: z
    .record(
      z.string().regex(/^[A-F甲乙丙丁]$/, '代码须为 A—F 或甲乙丙丁'),
      z.object({ legend: z.string().trim().min(1, '须写明含义').max(100), class: z.enum(RESULT_CLASSES) }),
    )
    .refine((codes) => Object.keys(codes).length > 0, '须有一个以上的代码'),
});
export type LocalScheme = z.infer<typeof localSchemeSchema>;

export const readingSettingsSchema = z.object({
  /** Words that are not used any more, as `wordKey`: settings are shown to people who may not read letters. */
  forgotten: z.array(z.string().regex(/^[0-9a-f]{32}$/)).max(10_000),
  schemes: z
    .array(localSchemeSchema)
    .max(100)
    .refine((schemes) => new Set(schemes.map(({ name }) => name)).size === schemes.length, '方案名称不能重复'),
});

/** What recognition is told. Words are in simplified characters. */
export interface LocalVocabulary {
  words: Readonly<Record<WordKind, ReadonlySet<string>>>;
  schemes: readonly LocalScheme[];
}
