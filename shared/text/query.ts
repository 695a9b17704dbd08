/**
 * The query grammar: what people type becomes a small typed tree, with a Chinese explanation of what was understood.
 * Nothing that was typed is dropped: what is no operator is text to be found. Rules: docs/spec/search.md.
 */
import { ArchiveError } from '../errors.ts';
import {
  ELEMENT_LABELS,
  ELEMENT_NAMES,
  choicesOf,
  elementSpec,
  type ElementName,
  type ElementScope,
} from '../model/elements.ts';
import { foldText } from './fold.ts';
import { isLikeRefCode, refCodeKey } from './ref-codes.ts';

export const QUERY_LIMIT = 2000;

/** Where a term is looked for. `all` is text, title, elements and attachments. */
export type Scope = 'all' | 'title' | 'body' | 'attachment' | ElementScope;
export type ColumnName = 'result_code' | 'reply_kind' | 'openness';
export type StateName = '有附件' | '无附件' | '缺标题' | '缺文号' | '缺日期';

/** A term as typed, and folded as it is looked for. */
export interface TextAtom {
  kind: 'text';
  scope: Scope;
  term: string;
  raw: string;
}
/** Days as yyyymmdd numbers, both inclusive. */
export interface DateAtom {
  kind: 'date';
  from: number;
  to: number;
}
export interface ValueAtom {
  kind: 'value';
  column: ColumnName;
  values: string[];
}
export interface StateAtom {
  kind: 'state';
  state: StateName;
}
/** Part of an archive number, in the one form of ref-codes.ts. It is no text of the letter: its record has it. */
export interface RefCodeAtom {
  kind: 'ref_code';
  key: string;
  raw: string;
}
export type Atom = TextAtom | DateAtom | ValueAtom | StateAtom | RefCodeAtom;

/** One condition: at least one of `any` holds, or, where `negated`, none does. */
export interface Clause {
  negated: boolean;
  any: Atom[];
  /** As typed, to build a relaxed query from the parts. */
  source: string;
}

/** All clauses hold. `joined` are words typed with blanks between them, tried as one: they rank first. */
export interface ParsedQuery {
  clauses: Clause[];
  joined: { term: string; raw: string; parts: string[] }[];
  explained: string;
}

const STATES: readonly StateName[] = ['有附件', '无附件', '缺标题', '缺文号', '缺日期'];
/** What a name before a colon asks for: a part of the letter, one of its values, its date, or what its record has or lacks. */
type Field = { scope: Scope } | { column: ColumnName } | 'date' | 'year' | 'kind' | 'state' | 'ref_code';

/** The short names; each stands before the others of its kind, and is what the program writes itself. */
const SHORT_FIELDS: Readonly<Record<string, Field>> = {
  文号: { scope: 'doc_number' },
  案号: { scope: 'case_number' },
  委员: { scope: 'addressee' },
  单位: { scope: 'office' },
  标题: { scope: 'title' },
  正文: { scope: 'body' },
  附件: { scope: 'attachment' },
  类别: 'kind',
  公开: { column: 'openness' },
  结果: { column: 'result_code' },
  年: 'year',
  日期: 'date',
  状态: 'state',
  档号: 'ref_code',
  代表: { scope: 'addressee' },
  电话: { scope: 'phones' },
  地址: { scope: 'address' },
};
/** Headings of a register that are shorter are words that letters use too (`时间：`, `会议：`): they are text. */
const SHORTEST_HEADING = 3;

/** What an element's names ask for; undefined where it is neither text nor a filter of the index. */
function fieldOf(name: ElementName): Field | undefined {
  const { search } = elementSpec(name);
  if (name === 'title') return { scope: 'title' };
  if (name === 'issued_on') return 'date';
  if (search?.scope !== undefined) return { scope: search.scope };
  return COLUMNS.find((column) => column === name) === undefined ? undefined : { column: name as ColumnName };
}

const COLUMNS: readonly ColumnName[] = ['result_code', 'reply_kind', 'openness'];

/** The names of every element: its label, and what registers call it. */
const FIELDS: ReadonlyMap<string, Field> = new Map([
  ...Object.entries(SHORT_FIELDS),
  ...ELEMENT_NAMES.flatMap((name) => {
    const field = fieldOf(name);
    const { label, headings } = elementSpec(name);
    const names = [label, ...headings.filter((heading) => heading.length >= SHORTEST_HEADING)];
    return field === undefined ? [] : names.map((one) => [one, field] as const);
  }),
]);

const SCOPE_LABELS: Record<Scope, string> = {
  all: '',
  title: '标题',
  body: '正文',
  attachment: '附件',
  doc_number: '文号',
  case_number: '案号',
  addressee: '主送的委员、代表',
  office: '单位',
  session: ELEMENT_LABELS.session,
  case_title: ELEMENT_LABELS.case_title,
  contact: ELEMENT_LABELS.contact,
  phones: ELEMENT_LABELS.phones,
  address: ELEMENT_LABELS.contact_address,
  cc: ELEMENT_LABELS.cc,
  cited: ELEMENT_LABELS.cited_documents,
};
/** What stands before a term that is looked for in one part: `标题:`; '' for everywhere. */
export function fieldPrefix(scope: Scope): string {
  const name = [...FIELDS].find(
    ([, field]) => typeof field === 'object' && 'scope' in field && field.scope === scope,
  )?.[0];
  return name === undefined ? '' : `${name}:`;
}

/** The names that may stand before a colon. */
export const QUERY_FIELDS: readonly string[] = [...FIELDS.keys()];

/** Longer names first: what begins like a shorter one is not cut. */
const FIELD = new RegExp(`^(${QUERY_FIELDS.join('|')})[:：](?=[^\\s|｜])`, 'u');
const UNKNOWN_FIELD = /^([\p{L}\p{N}]{1,10})[:：][^\s]/u;
const QUOTE = /["“”„＂]/u;
const BLANK = /\s/u;
const OR = /[|｜]/u;

const DAYS_IN_MONTH = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** One end of a date range: the first and last day (yyyymmdd) that the words cover. */
function readDay(words: string): { first: number; last: number } {
  const bad = (): never => {
    throw new ArchiveError('QUERY_BAD_DATE', `“${words}”（可写 2022、2022-06、2022-06-27、2020..2022）`);
  };
  const match = /^(\d{4})(?:年|[-./](?=\d)|(?=$))(?:(\d{1,2})(?:月|[-./](?=\d)|(?=$))(?:(\d{1,2})日?)?)?$/.exec(words);
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(words);
  const [, yearText = '', monthText, dayText] = match ?? compact ?? bad();
  const year = Number(yearText);
  const month = monthText === undefined ? undefined : Number(monthText);
  const day = dayText === undefined ? undefined : Number(dayText);
  if (month !== undefined && (month < 1 || month > 12)) bad();
  if (month !== undefined && day !== undefined && (day < 1 || day > DAYS_IN_MONTH(year, month))) bad();
  const lastMonth = month ?? 12;
  return {
    first: year * 10000 + (month ?? 1) * 100 + (day ?? 1),
    last: year * 10000 + lastMonth * 100 + (day ?? DAYS_IN_MONTH(year, lastMonth)),
  };
}

/**
 * Reads `2022`, `2022-06`, `2022年6月27日`, `2020..2022`, `2020..` and `..2022`.
 * @throws ArchiveError QUERY_BAD_DATE where the day does not exist or the range runs backwards
 */
export function readDateRange(value: string): DateAtom {
  const [from = '', to, ...rest] = value.split(/\.\.+|…|~|至/u);
  if (rest.length > 0 || (from === '' && (to ?? '') === '')) throw new ArchiveError('QUERY_BAD_DATE', `“${value}”`);
  if (to === undefined) {
    const day = readDay(from);
    return { kind: 'date', from: day.first, to: day.last };
  }
  const atom: DateAtom = {
    kind: 'date',
    from: from === '' ? 0 : readDay(from).first,
    to: to === '' ? 99991231 : readDay(to).last,
  };
  if (atom.from > atom.to) throw new ArchiveError('QUERY_BAD_DATE', `“${value}”起止颠倒`);
  return atom;
}

function readField(name: string, value: string): Atom | undefined {
  const field = FIELDS.get(name);
  if (field === undefined) return undefined;
  const folded = foldText(value);
  const plain = value.normalize('NFKC').trim();
  const refuse = (known: string): never => {
    throw new ArchiveError('QUERY_BAD_FIELD', `“${name}：${value}”（${name}可写：${known}；按原文查找请加引号）`);
  };
  if (typeof field === 'object') {
    if ('column' in field) return readValue(field.column, plain) ?? refuse(choicesOf(field.column)?.join('、') ?? 'A');
    return folded === '' ? undefined : { kind: 'text', scope: field.scope, term: folded, raw: value };
  }
  switch (field) {
    case 'date':
      return readDateRange(plain);
    case 'year':
      if (!/^(\d{4})?年?(\.\.+)?(\d{4})?年?$/.test(plain)) refuse('2022、2020..2022');
      return readDateRange(plain.replaceAll('年', ''));
    case 'kind':
      return readValue('reply_kind', plain) ?? readValue('result_code', plain);
    case 'ref_code': {
      const key = refCodeKey(value);
      return key === '' ? undefined : { kind: 'ref_code', key, raw: value };
    }
    case 'state': {
      const state = STATES.find((known) => known === plain);
      return state === undefined ? refuse(STATES.join('、')) : { kind: 'state', state };
    }
  }
}

/** The values of a column that some words mean; undefined where it can have none of them. */
function readValue(column: ColumnName, plain: string): ValueAtom | undefined {
  if (column === 'result_code') return { kind: 'value', column, values: [plain.replace(/类$/u, '').toUpperCase()] };
  const values = (choicesOf(column) ?? []).filter(
    (known) => known.includes(plain) || (plain === '不公开' && known === '不予公开'),
  );
  return values.length === 0 ? undefined : { kind: 'value', column, values };
}

/** Reads a query from left to right. */
class Reader {
  readonly text: string;
  at = 0;
  constructor(text: string) {
    this.text = text;
  }
  get rest(): string {
    return this.text.slice(this.at);
  }
  get done(): boolean {
    return this.at >= this.text.length;
  }
  sees(pattern: RegExp): boolean {
    return !this.done && pattern.test(this.text.charAt(this.at));
  }
  skipBlanks(): void {
    while (this.sees(BLANK)) this.at++;
  }

  /** A quoted phrase; undefined where the quote is part of the text (`46个“村改居”社区`). */
  phrase(): string | undefined {
    if (!this.sees(QUOTE)) return undefined;
    let close = this.at + 1;
    while (close < this.text.length && !QUOTE.test(this.text.charAt(close))) close++;
    const inside = this.text.slice(this.at + 1, close);
    const next = this.text.charAt(close + 1);
    if (foldText(inside) === '') return undefined;
    if (close < this.text.length && next !== '' && !BLANK.test(next) && !OR.test(next)) return undefined;
    this.at = Math.min(close + 1, this.text.length);
    return inside;
  }

  word(): string {
    const start = this.at;
    while (!this.done && !this.sees(BLANK) && !this.sees(OR)) this.at++;
    return this.text.slice(start, this.at);
  }
}

interface Part {
  clause: Clause;
  /** A single unquoted word without field: may be joined with its neighbours. */
  bare: boolean;
}

function readClause(reader: Reader, hints: string[]): Part | undefined {
  const start = reader.at;
  const negated = /^[-－][^\s|｜]/u.test(reader.rest);
  if (negated) reader.at++;
  const any: Atom[] = [];
  let field: string | undefined;
  let bare = !negated;
  for (;;) {
    const named = FIELD.exec(reader.rest);
    if (named !== null) {
      field = named[1];
      reader.at += named[0].length;
    }
    const phrase = reader.phrase();
    const value = phrase ?? reader.word();
    if (field !== undefined || phrase !== undefined) bare = false;
    const atom = field === undefined ? plainAtom(value, phrase === undefined ? hints : []) : readField(field, value);
    // A bare archive number is that of a letter, and text that others may have.
    if (field === undefined && atom !== undefined && isLikeRefCode(value))
      any.push({ kind: 'ref_code', key: refCodeKey(value), raw: value });
    if (atom !== undefined) any.push(atom);
    const end = reader.at;
    reader.skipBlanks();
    if (!reader.sees(OR)) {
      reader.at = end;
      break;
    }
    while (reader.sees(OR) || reader.sees(BLANK)) reader.at++;
    if (reader.done) break;
  }
  if (any.length === 0) return undefined;
  const source = reader.text.slice(start, reader.at).trim();
  return { clause: { negated, any, source }, bare: bare && any.length === 1 };
}

function plainAtom(value: string, hints: string[]): TextAtom | undefined {
  const unknown = UNKNOWN_FIELD.exec(value);
  if (unknown !== null) hints.push(`“${unknown[1] ?? ''}：”不是检索字段，按原文查找`);
  const term = foldText(value);
  return term === '' ? undefined : { kind: 'text', scope: 'all', term, raw: value };
}

/** Runs of neighbouring bare words, each as one term. */
function joinRuns(parts: Part[]): ParsedQuery['joined'] {
  const joined: ParsedQuery['joined'] = [];
  let runTexts: TextAtom[] = [];
  const close = (): void => {
    if (runTexts.length > 1) {
      const raw = runTexts.map((atom) => atom.raw).join('');
      joined.push({ term: foldText(raw), raw, parts: runTexts.map((atom) => atom.term) });
    }
    runTexts = [];
  };
  for (const part of parts) {
    const atom = part.clause.any[0];
    if (part.bare && atom?.kind === 'text') runTexts.push(atom);
    else close();
  }
  close();
  return joined;
}

const day = (value: number): string => {
  const digits = String(value).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
};

function explainDate(atom: DateAtom): string {
  if (atom.from === 0) return `成文日期不晚于 ${day(atom.to)}`;
  if (atom.to === 99991231) return `成文日期不早于 ${day(atom.from)}`;
  return atom.from === atom.to ? `成文日期为 ${day(atom.from)}` : `成文日期从 ${day(atom.from)} 至 ${day(atom.to)}`;
}

function explainAtom(atom: Atom): string {
  switch (atom.kind) {
    case 'text':
      return `${SCOPE_LABELS[atom.scope]}含“${atom.raw.trim()}”`;
    case 'date':
      return explainDate(atom);
    case 'value':
      return `${ELEMENT_LABELS[atom.column]}为${atom.values.join('、')}`;
    case 'state':
      return atom.state;
    case 'ref_code':
      return `档号含“${atom.raw.trim()}”`;
  }
}

const SHOWN = 12;

function explainClause(clause: Clause): string {
  const shown = clause.any.slice(0, SHOWN).map(explainAtom).join('或者');
  const words = clause.any.length > SHOWN ? `${shown}等 ${clause.any.length} 项之一` : shown;
  return clause.negated ? `不要：${words}` : words;
}

function explain(clauses: Clause[], joined: ParsedQuery['joined'], hints: string[]): string {
  const words = clauses.slice(0, SHOWN).map(explainClause).join('，并且');
  const more = clauses.length > SHOWN ? `等 ${clauses.length} 个条件` : '';
  const first = joined.slice(0, 3).map((run) => `；连写“${run.raw}”的排在前面`);
  return [words + more, ...first, ...[...new Set(hints)].slice(0, 3).map((hint) => `；${hint}`)].join('');
}

/**
 * Reads a query.
 * @throws ArchiveError QUERY_EMPTY, QUERY_TOO_LONG, QUERY_BAD_FIELD (value of a known field), QUERY_BAD_DATE
 */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > QUERY_LIMIT) throw new ArchiveError('QUERY_TOO_LONG');
  const reader = new Reader(text);
  const parts: Part[] = [];
  const hints: string[] = [];
  for (reader.skipBlanks(); !reader.done; reader.skipBlanks()) {
    const before = reader.at;
    const part = readClause(reader, hints);
    if (part !== undefined) parts.push(part);
    if (reader.at === before) reader.at++;
  }
  if (parts.length === 0) {
    // Only operators were typed: then they are the text that is meant.
    const term = foldText(text);
    if (term === '') throw new ArchiveError('QUERY_EMPTY');
    const atom: TextAtom = { kind: 'text', scope: 'all', term, raw: text.trim() };
    parts.push({ clause: { negated: false, any: [atom], source: text.trim() }, bare: false });
  }
  const clauses = parts.map((part) => part.clause);
  const joined = joinRuns(parts);
  return { clauses, joined, explained: explain(clauses, joined, hints) };
}

/** What counts as a match inside one text: terms for marks and snippets, from the positive text atoms of these scopes. */
export function markTerms(query: ParsedQuery, scopes: readonly Scope[]): MarkTerms {
  const terms = new Set<string>();
  for (const clause of query.clauses) {
    if (clause.negated) continue;
    for (const atom of clause.any) if (atom.kind === 'text' && scopes.includes(atom.scope)) terms.add(atom.term);
  }
  return { terms: [...terms], joined: scopes.includes('all') ? query.joined : [] };
}

export interface MarkTerms {
  terms: string[];
  joined: ParsedQuery['joined'];
}
