/**
 * Result classes of handled proposals. The same letter means different things by place and year, so a code is kept with
 * its scheme, and only the normalised class may be added up across schemes (sources: docs/spec/reading.md).
 */

import { simplifiedKey } from '../text/simplified.ts';

/** Normalised classes, best outcome first. */
export const RESULT_CLASSES = [
  'SOLVED',
  'PARTIAL',
  'IN_PROGRESS',
  'PLANNED',
  'DEFERRED',
  'REFERENCE',
  'INFEASIBLE',
] as const;
export type ResultClass = (typeof RESULT_CLASSES)[number];

export const RESULT_CLASS_LABELS: Readonly<Record<ResultClass, string>> = {
  SOLVED: '已解决或基本解决',
  PARTIAL: '部分解决',
  IN_PROGRESS: '正在解决',
  PLANNED: '列入计划逐步解决',
  DEFERRED: '暂不能解决，待以后解决',
  REFERENCE: '留作参考',
  INFEASIBLE: '不可行',
};

export interface ResultMeaning {
  /** As the scheme words it. */
  legend: string;
  class: ResultClass;
}

export interface ResultScheme {
  name: string;
  /** Where and for whom it holds. */
  scope: string;
  /** Parts of office or place names that tell the scheme; empty where a person must say. */
  places: readonly string[];
  codes: Readonly<Record<string, ResultMeaning>>;
}

const meaning = (legend: string, cls: ResultClass): ResultMeaning => ({ legend, class: cls });

export const RESULT_SCHEMES = {
  NPC4: {
    name: '全国人大四类',
    scope: '全国人大代表建议、全国政协提案的承办部门',
    places: [],
    codes: {
      A: meaning('已解决或基本解决', 'SOLVED'),
      B: meaning('正在解决或列入规划逐步解决', 'IN_PROGRESS'),
      C: meaning('因条件限制或其他原因待以后解决', 'DEFERRED'),
      D: meaning('留作参考', 'REFERENCE'),
    },
  },
  YN3: {
    name: '云南三类',
    scope: '云南省、昆明市及所属县区',
    places: [
      '云南',
      '昆明',
      '官渡',
      '五华',
      '盘龙',
      '西山区',
      '呈贡',
      '东川',
      '安宁',
      '晋宁',
      '曲靖',
      '玉溪',
      '保山',
      '昭通',
      '丽江',
      '普洱',
      '临沧',
      '楚雄',
      '红河',
      '文山',
      '西双版纳',
      '大理',
      '德宏',
      '怒江',
      '迪庆',
    ],
    codes: {
      A: meaning('已解决或基本解决', 'SOLVED'),
      B: meaning('列入计划逐步解决', 'PLANNED'),
      C: meaning('留作参考', 'REFERENCE'),
    },
  },
  SX3: {
    name: '陕西三类',
    scope: '陕西省部分县区（佛坪等）',
    places: ['陕西', '西安', '汉中', '佛坪', '延安', '咸阳', '宝鸡', '渭南', '铜川', '榆林', '安康', '商洛'],
    codes: {
      A: meaning('已解决或采纳', 'SOLVED'),
      B: meaning('列入计划拟解决或拟采纳', 'PLANNED'),
      C: meaning('留作参考', 'REFERENCE'),
    },
  },
  ZJ3: {
    name: '浙江三类',
    scope: '浙江省直部门',
    places: ['浙江', '杭州', '温州', '嘉兴', '湖州', '绍兴', '金华', '衢州', '舟山', '台州', '丽水'],
    codes: {
      A: meaning('已解决或基本解决', 'SOLVED'),
      B: meaning('部分解决或列入计划', 'PARTIAL'),
      C: meaning('受条件限制留作参考或不可行', 'REFERENCE'),
    },
  },
  M4: {
    name: '四类（列入规划计划为 C）',
    scope: '部分城市（2020—2024 年办理情况报告）',
    places: [],
    codes: {
      A: meaning('已解决或通过其他途径解决', 'SOLVED'),
      B: meaning('正在解决或已启动', 'IN_PROGRESS'),
      C: meaning('列入规划计划', 'PLANNED'),
      D: meaning('留作参考或不可行、已解释', 'REFERENCE'),
    },
  },
  NB4: {
    name: '宁波四类',
    scope: '宁波市（不用字母）',
    places: ['宁波'],
    codes: {
      已解决: meaning('已解决', 'SOLVED'),
      部分解决: meaning('部分解决', 'PARTIAL'),
      暂不能解决: meaning('暂不能解决', 'DEFERRED'),
      留作参考: meaning('留作参考', 'REFERENCE'),
    },
  },
  SZ4: {
    name: '深圳四类',
    scope: '深圳市（不用字母）',
    places: ['深圳'],
    codes: {
      已解决: meaning('已解决', 'SOLVED'),
      正在解决或列入计划: meaning('正在解决或列入计划', 'IN_PROGRESS'),
      暂不能解决: meaning('暂不能解决', 'DEFERRED'),
      留作参考: meaning('留作参考', 'REFERENCE'),
    },
  },
  JYB: {
    name: '甲乙丙三类',
    scope: '沁阳市等',
    places: ['沁阳', '焦作'],
    codes: {
      甲: meaning('已解决', 'SOLVED'),
      乙: meaning('正在解决及列入计划', 'IN_PROGRESS'),
      丙: meaning('暂不能解决', 'DEFERRED'),
    },
  },
} as const satisfies Record<string, ResultScheme>;

export type ResultSchemeId = keyof typeof RESULT_SCHEMES;
export const RESULT_SCHEME_IDS = Object.keys(RESULT_SCHEMES) as ResultSchemeId[];

/** One scheme with its general type. */
export function resultScheme(id: ResultSchemeId): ResultScheme {
  return RESULT_SCHEMES[id];
}

/** Whether any known scheme has a result, or it is a letter with a number behind it, as offices divide a class (A1). */
export function isKnownResult(code: string): boolean {
  return (
    /^[A-F甲乙丙丁]\d?$/u.test(code) || RESULT_SCHEME_IDS.some((id) => Object.hasOwn(RESULT_SCHEMES[id].codes, code))
  );
}

/** What `code` means in a scheme; undefined where the scheme has no such code. */
export function meaningOf(scheme: ResultSchemeId, code: string): ResultMeaning | undefined {
  const codes = resultScheme(scheme).codes;
  return Object.hasOwn(codes, code) ? codes[code] : undefined;
}

/** The normalised class of a code; undefined where the scheme has no such code. */
export function classOf(scheme: ResultSchemeId, code: string): ResultClass | undefined {
  return meaningOf(scheme, code)?.class;
}

/**
 * The scheme that holds for a letter: one that the office registered, else the one that its place gives away.
 * @param local schemes of the archive's own
 */
export function schemeOf(
  office: string | null,
  session: string | null,
  local: readonly Omit<ResultScheme, 'scope'>[] = [],
): Omit<ResultScheme, 'scope'> | null {
  const name = simplifiedKey(office ?? '');
  const own = local.find(({ places }) => places.some((place) => name.includes(simplifiedKey(place))));
  if (own !== undefined) return own;
  const id = schemeFor(office, session);
  return id === null ? null : resultScheme(id);
}

/**
 * The scheme that an office's name or its letter's session gives away, or null where a person must say.
 * @param office name of the office that answers
 * @param session as the letter writes it; national bodies use their own scheme
 */
export function schemeFor(office: string | null, session: string | null): ResultSchemeId | null {
  if (session !== null && /全国|全國/.test(session)) return 'NPC4';
  if (office === null) return null;
  const name = simplifiedKey(office);
  for (const id of RESULT_SCHEME_IDS) {
    if (resultScheme(id).places.some((place) => name.includes(place))) return id;
  }
  return null;
}
