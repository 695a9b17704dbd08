/**
 * The elements (要素) of a reply letter: one table, from which everything that knows elements is derived (the form, the register's
 * headings, the index, lists, differences, `--set` on the command line). The names are those of the command line's contract.
 *
 * A new element is a row here, the next migration (storage/migrations, because a program before this one must not open what it does
 * not know) and the index format (search/manifest.ts). See docs/decisions and CONTRIBUTING.md.
 */
export const REPLY_KINDS = ['政协提案', '人大建议', '会办意见', '信访', '依申请公开', '其他'] as const;
export const OPENNESS = ['主动公开', '依申请公开', '不予公开'] as const;

/** From this confidence on a value is sure; below it a person should look. */
export const SURE = 0.9;

/** How much an element may hold: characters (UTF-16) of a text, of an item of a list, and items. */
export const ELEMENT_BOUNDS = { text: 2000, item: 500, items: 500 } as const;

/**
 * A part of a letter that a query may name (`文号:`, `案号:`, `委员:`, `单位:`, `联系人:`), with the elements that belong to it. Stored in
 * the index by its place: new ones come last.
 */
export const ELEMENT_SCOPES = [
  'doc_number',
  'case_number',
  'addressee',
  'office',
  'session',
  'case_title',
  'contact',
  'phones',
  'address',
  'cc',
  'cited',
] as const;
export type ElementScope = (typeof ELEMENT_SCOPES)[number];

/** The groups of the form, in order. */
export const ELEMENT_GROUPS = ['head', 'case', 'office', 'other'] as const;
export type ElementGroup = (typeof ELEMENT_GROUPS)[number];

interface ElementSpec {
  /** What people call it. */
  label: string;
  /** How it is typed: one line, a text that may wrap, one of some words, a day, a list, a list of one entry a line. */
  kind: 'line' | 'text' | 'choice' | 'date' | 'list' | 'lines';
  /** The words of a choice. */
  choices?: readonly string[];
  /** Group on the form and place in it. */
  form: readonly [ElementGroup, number];
  /** Takes the whole width of the form. */
  wide?: true;
  /** How it is searched; left out where it is found through a filter or not at all. The title has a place of its own. */
  search?: {
    /** Stored in the index: never used again for another element. */
    number: number;
    scope?: ElementScope;
    /** A query that equals the whole of it goes first. */
    exact?: true;
  };
  /** Counted beside the results of a search, and a filter; its place among them. */
  facet?: number;
  /** Place in a list of letters (办理台账). */
  column?: number;
  /** Headings of a register (著录表) that mean it, without blanks and brackets. */
  headings: readonly string[];
  /** A letter without it cannot be catalogued (DA/T 46-2009). */
  mandatory?: true;
  /** The schema version that brought it, where that is not the first: versions of letters from before do not have it. */
  since?: number;
  /** Number and name in DA/T 46-2009. */
  dat46?: readonly [string, string];
}

/** In the order in which the letter and every list show them. */
export const ELEMENT_TABLE = {
  title: {
    label: '题名',
    kind: 'text',
    form: ['head', 1],
    wide: true,
    column: 1,
    headings: ['题名', '标题', '文件题名', '文件标题', '正题名', '公文标题'],
    mandatory: true,
    dat46: ['M22', '题名'],
  },
  doc_number: {
    label: '发文字号',
    kind: 'line',
    form: ['head', 2],
    search: { number: 1, scope: 'doc_number', exact: true },
    column: 2,
    headings: ['发文字号', '文件编号', '文号', '发文号', '公文文号', '字号'],
    dat46: ['M31', '文件编号'],
  },
  issuer: {
    label: '责任者',
    kind: 'line',
    form: ['office', 1],
    search: { number: 4, scope: 'office', exact: true },
    facet: 1,
    column: 3,
    headings: ['责任者', '发文机关', '发文单位', '承办单位', '答复单位', '主办单位', '制发机关', '作者'],
    mandatory: true,
    dat46: ['M32', '责任者'],
  },
  signers: {
    label: '联合署名',
    kind: 'list',
    form: ['office', 6],
    wide: true,
    search: { number: 15, scope: 'office', exact: true },
    headings: ['联合署名', '联合发文', '联合发文机关', '联合办理单位'],
    since: 11,
  },
  draft_unit: {
    label: '代拟单位',
    kind: 'line',
    form: ['office', 7],
    search: { number: 16, scope: 'office' },
    headings: ['代拟单位', '拟稿单位', '起草单位'],
    since: 11,
  },
  letterhead: {
    label: '发文机关标志',
    kind: 'line',
    form: ['office', 2],
    search: { number: 5, scope: 'office', exact: true },
    headings: ['发文机关标志', '红头', '版头'],
  },
  addressees: {
    label: '主送',
    kind: 'list',
    form: ['head', 4],
    wide: true,
    search: { number: 3, scope: 'addressee', exact: true },
    column: 9,
    headings: [
      ...['主送', '主送机关', '主送单位', '提案人', '提案者', '建议人', '领衔代表', '委员', '代表', '委员姓名'],
      ...['代表姓名', '提出人', '受文者'],
    ],
    dat46: ['M36', '主送'],
  },
  reply_kind: {
    label: '文书类别',
    kind: 'choice',
    choices: REPLY_KINDS,
    form: ['head', 3],
    facet: 4,
    column: 5,
    headings: ['文书类别', '文件类别', '答复类别', '类型', '文种类别'],
  },
  session: {
    label: '届次',
    kind: 'line',
    form: ['case', 1],
    search: { number: 7, scope: 'session' },
    column: 6,
    headings: ['届次', '会议', '会议届次'],
  },
  case_number: {
    label: '案号',
    kind: 'line',
    form: ['case', 2],
    search: { number: 2, scope: 'case_number', exact: true },
    column: 7,
    headings: ['案号', '提案号', '建议号', '编号', '提案编号', '建议编号', '提案建议编号'],
  },
  case_numbers: {
    label: '并案案号',
    kind: 'list',
    form: ['case', 6],
    wide: true,
    search: { number: 14, scope: 'case_number', exact: true },
    headings: ['并案案号', '并案', '并案提案号', '并案建议号'],
    since: 11,
  },
  case_title: {
    label: '案由',
    kind: 'text',
    form: ['case', 3],
    wide: true,
    search: { number: 8, scope: 'case_title' },
    column: 8,
    headings: ['案由', '提案题目', '提案标题', '建议题目', '建议标题', '提案名称', '建议名称', '事由'],
  },
  result_code: {
    label: '办理结果',
    kind: 'line',
    form: ['case', 4],
    facet: 2,
    column: 10,
    headings: ['办理结果', '结果', '结果分类', '办复类别', '办理类别', '答复分类', 'ABC分类'],
  },
  openness: {
    label: '公开属性',
    kind: 'choice',
    choices: OPENNESS,
    form: ['case', 5],
    facet: 3,
    column: 11,
    headings: ['公开属性', '公开方式', '公开类别', '是否公开', '公开'],
  },
  issued_on: {
    label: '成文日期',
    kind: 'date',
    form: ['office', 3],
    column: 4,
    headings: [
      ...['成文日期', '日期', '文件日期', '形成日期', '形成时间', '发文日期', '答复日期', '文件形成日期', '时间'],
    ],
    mandatory: true,
    dat46: ['M33', '日期'],
  },
  contact: {
    label: '联系人',
    kind: 'line',
    form: ['other', 1],
    search: { number: 9, scope: 'contact', exact: true },
    column: 12,
    headings: ['联系人', '经办人', '承办人'],
  },
  phones: {
    label: '联系电话',
    kind: 'list',
    form: ['other', 2],
    search: { number: 10, scope: 'phones', exact: true },
    column: 13,
    headings: ['联系电话', '电话', '联系方式'],
  },
  contact_address: {
    label: '联系地址',
    kind: 'line',
    form: ['other', 3],
    wide: true,
    search: { number: 13, scope: 'address' },
    column: 14,
    headings: ['联系地址', '通讯地址', '通信地址', '办公地址', '地址'],
    since: 8,
  },
  cc: {
    label: '抄送',
    kind: 'list',
    form: ['other', 4],
    wide: true,
    search: { number: 11, scope: 'cc' },
    headings: ['抄送', '抄送机关', '抄送单位'],
    dat46: ['M37', '抄送'],
  },
  printed_by: {
    label: '印发机关',
    kind: 'line',
    form: ['office', 5],
    wide: true,
    search: { number: 6, scope: 'office' },
    headings: ['印发机关', '印发单位'],
  },
  printed_on: {
    label: '印发日期',
    kind: 'date',
    form: ['office', 4],
    headings: ['印发日期', '印发时间'],
  },
  cited_documents: {
    label: '引用文件',
    kind: 'lines',
    form: ['other', 5],
    wide: true,
    search: { number: 12, scope: 'cited' },
    headings: ['引用文件', '引文'],
  },
} as const satisfies Record<string, ElementSpec>;

type Table = typeof ELEMENT_TABLE;
export type ElementName = keyof Table;
export const ELEMENT_NAMES = Object.keys(ELEMENT_TABLE) as ElementName[];

/** The table, where what is asked of a row may be left out in it. */
const SPECS: Readonly<Record<ElementName, ElementSpec>> = ELEMENT_TABLE;

/** A row of the table. */
export function elementSpec(name: ElementName): Readonly<ElementSpec> {
  return SPECS[name];
}

function forEach<T>(value: (spec: ElementSpec) => T): Record<ElementName, T> {
  return Object.fromEntries(ELEMENT_NAMES.map((name) => [name, value(SPECS[name])])) as Record<ElementName, T>;
}

/** All elements of one letter. null or [] where the letter does not say. */
export type Elements = {
  -readonly [N in ElementName]: Table[N]['kind'] extends 'list' | 'lines' ? string[] : string | null;
};

/** Chinese labels. */
export const ELEMENT_LABELS: Readonly<Record<ElementName, string>> = forEach(({ label }) => label);

/** Whether a name, from a file or a person, is an element's. */
export function isElementName(name: string): name is ElementName {
  return Object.hasOwn(ELEMENT_TABLE, name);
}

/** What people call a part of a version that changed: an element's label, or the name itself where it is none. */
export function elementLabel(name: string): string {
  return isElementName(name) ? ELEMENT_LABELS[name] : name;
}

export function isList(name: ElementName): boolean {
  const { kind } = SPECS[name];
  return kind === 'list' || kind === 'lines';
}

/** The words among which an element's value is chosen; undefined where it is written freely. */
export function choicesOf(name: ElementName): readonly string[] | undefined {
  return SPECS[name].choices;
}

/** The elements without which a letter cannot be catalogued. */
export const MANDATORY_ELEMENTS: readonly ElementName[] = ELEMENT_NAMES.filter((name) => SPECS[name].mandatory);

/** The elements of the form, group by group. */
export const FORM_GROUPS: readonly { group: ElementGroup; names: readonly ElementName[] }[] = ELEMENT_GROUPS.map(
  (group) => ({
    group,
    names: ELEMENT_NAMES.filter((name) => SPECS[name].form[0] === group).sort(
      (a, b) => SPECS[a].form[1] - SPECS[b].form[1],
    ),
  }),
);

/** The elements that are counted beside the results of a search. */
export type FacetName = { [N in ElementName]: Table[N] extends { facet: number } ? N : never }[ElementName];
export const FACET_ELEMENTS: readonly FacetName[] = ELEMENT_NAMES.filter(
  (name): name is FacetName => SPECS[name].facet !== undefined,
).sort((a, b) => (SPECS[a].facet ?? 0) - (SPECS[b].facet ?? 0));

/** Something for each facet. */
export function forEachFacet<T>(make: (name: FacetName) => T): Record<FacetName, T> {
  return Object.fromEntries(FACET_ELEMENTS.map((name) => [name, make(name)])) as Record<FacetName, T>;
}

/** The elements of a list of letters, in the order of a 办理台账. */
export const COLUMN_ELEMENTS: readonly ElementName[] = ELEMENT_NAMES.filter(
  (name) => SPECS[name].column !== undefined,
).sort((a, b) => (SPECS[a].column ?? 0) - (SPECS[b].column ?? 0));

const NO_VALUES = Object.fromEntries(ELEMENT_NAMES.map((name) => [name, null])) as unknown as Elements;
const LIST_NAMES = ELEMENT_NAMES.filter(isList);

export function emptyElements(): Elements {
  const lists = Object.fromEntries(LIST_NAMES.map((name) => [name, []]));
  return { ...NO_VALUES, ...lists };
}

/**
 * Where an element was read. `start`/`end` (UTF-16 units, end exclusive) index the cleaned text; `original` indexes
 * the text as the file had it. `confidence` is 0..1; below 0.9 a person should look.
 */
export interface ElementEvidence {
  start: number;
  end: number;
  confidence: number;
  original?: { start: number; end: number } | undefined;
}
export type Evidence = Partial<Record<ElementName, ElementEvidence>>;

/** Something that a person should know about a reading: a stable code and Chinese words. */
export interface Warning {
  code: string;
  message: string;
}
