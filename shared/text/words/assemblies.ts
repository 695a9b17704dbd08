/**
 * Assemblies whose members make proposals, by the kind of letter that answers them. A new one is a word here. Only the two that the
 * law knows have kinds of their own: what a school's or a works' assembly proposes is answered, but is no 提案 of the 政协.
 */
import type { Elements } from '../../model/elements.ts';

type ReplyKind = NonNullable<Elements['reply_kind']>;

export const ASSEMBLIES: readonly { kind: ReplyKind; words: readonly string[] }[] = [
  { kind: '政协提案', words: ['政协', '政治协商会议'] },
  { kind: '人大建议', words: ['人大', '人民代表大会', '人代会', '人民代表'] },
  {
    kind: '其他',
    words: [
      // 学校、医院、企业
      ...['教代会', '教职工代表大会', '教职员工代表大会', '教师代表大会', '职代会', '职工代表大会', '职工大会'],
      ...['工代会', '工会会员代表大会', '股东大会'],
      // 党团和人民团体
      ...['党代会', '党员代表大会', '党代表', '共产党代表大会', '团代会', '妇代会', '妇女代表大会', '侨代会', '文代会'],
      ...['学代会', '学生代表大会', '少代会', '少先队代表大会'],
      // 村居
      ...['村民代表', '居民代表', '业主大会', '居民议事会', '村民议事会', '议事协商会'],
      // 人民代表大会以前的
      '各界人民代表会议',
    ],
  },
];

/** Bodies whose offices hand on what their members ask, or that propose by themselves: none leads a case. Pieces of patterns. */
export const PROPOSING_BODIES = [
  ...['人大', '人民代表大会', '政协'],
  ...['民[盟进革建](?!局)', '农工党', '致公党', '九三学社', '台盟', '工商联', '工商业联合会'],
] as const;

const WORDS = ASSEMBLIES.flatMap(({ kind, words }) => words.map((word) => [word, kind] as const)).sort(
  ([a], [b]) => b.length - a.length,
);
const NAMED = new RegExp(WORDS.map(([word]) => word).join('|'));
const KINDS: ReadonlyMap<string, ReplyKind> = new Map(WORDS);

/** The first assembly that some words name, and where; null where they name none. */
export function firstAssembly(words: string): { kind: ReplyKind; at: number } | null {
  const match = NAMED.exec(words);
  const kind = match === null ? undefined : KINDS.get(match[0]);
  return match === null || kind === undefined ? null : { kind, at: match.index };
}
