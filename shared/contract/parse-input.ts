/** Checks a call's input against the contract and says in Chinese what is wrong with it: the same words and codes at every door. */
import type { z } from 'zod';
import { ArchiveError } from '../errors.ts';
import { choicesOf, ELEMENT_LABELS, ELEMENT_NAMES, type ElementName } from '../model/elements.ts';
import { ONE_LINE } from './call.ts';
import { CONTRACT, type CallName, type ParsedInput } from './calls.ts';

/**
 * @returns the input with its defaults filled in
 * @throws ArchiveError UNKNOWN_FIELD, BAD_VALUE, REASON_REQUIRED, HALF_CHARACTER, BAD_REQUEST. Its details name the place and the rule, never the
 *   value: it may be a letter's text or a password.
 */
export function parseInput<N extends CallName>(name: N, input: unknown): ParsedInput<N> {
  const parsed = CONTRACT[name].input.safeParse(input ?? {});
  if (!parsed.success) throw toError(name, parsed.error.issues);
  const place = halfCharacterIn(parsed.data);
  if (place !== undefined) {
    throw new ArchiveError('HALF_CHARACTER', labelOf(place), `${name}: ${place.join('.')}: lone surrogate`);
  }
  return parsed.data as ParsedInput<N>;
}

/**
 * Where a text of an input is no well-formed Unicode: half of a surrogate pair can be neither written as UTF-8 nor hashed.
 * Bytes are not looked into.
 */
function halfCharacterIn(value: unknown, place: readonly string[] = []): readonly string[] | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : place;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = key.isWellFormed() ? halfCharacterIn(inner, [...place, key]) : [...place, key.toWellFormed()];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What people call the fields of calls that are no elements. */
const FIELD_LABELS: Readonly<Record<string, string>> = {
  reason: '理由',
  text: '正文',
  query: '检索词',
  name: '名称',
  display_name: '姓名',
  path: '文件名',
  password: '密码',
  organization: '移交单位',
  fonds_name: '全宗名称',
};

function labelOf(place: readonly string[]): string {
  const element = place.find(isElement);
  const last = place.findLast((key) => !/^\d+$/.test(key)) ?? '';
  return element === undefined ? (FIELD_LABELS[last] ?? last) : ELEMENT_LABELS[element];
}

function isElement(key: unknown): key is ElementName {
  return typeof key === 'string' && (ELEMENT_NAMES as string[]).includes(key);
}

function toError(name: CallName, issues: readonly z.core.$ZodIssue[]): ArchiveError {
  const details = `${name}: ${issues.map(({ path, code }) => `${path.join('.') || '(input)'}: ${code}`).join('; ')}`;
  for (const issue of issues) {
    const field = issue.path.find(isElement);
    if (issue.code === 'unrecognized_keys' && (issue.path.includes('set') || issue.path.includes('elements'))) {
      return new ArchiveError('UNKNOWN_FIELD', issue.keys.join('、'), details);
    }
    if (field !== undefined)
      return new ArchiveError('BAD_VALUE', `${ELEMENT_LABELS[field]}${wanted(field, issue)}`, details);
    if (issue.message === ONE_LINE)
      return new ArchiveError('BAD_VALUE', labelOf(issue.path.map(String)) + ONE_LINE, details);
    if (issue.path[0] === 'reason')
      return issue.code === 'too_big'
        ? new ArchiveError('BAD_VALUE', `理由不能超过 ${String(issue.maximum)} 字`, details)
        : new ArchiveError('REASON_REQUIRED', undefined, details);
  }
  return new ArchiveError(
    'BAD_REQUEST',
    issues.map(explained).find((text) => text !== undefined),
    details,
  );
}

/** What an element may be, and what of that the value is not; never the value itself. */
function wanted(field: ElementName, issue: z.core.$ZodIssue): string {
  const choices = choicesOf(field);
  if (choices !== undefined) return `（须为 ${choices.join('、')}）`;
  if (issue.code === 'too_big')
    return `（不能超过 ${String(issue.maximum)} ${issue.origin === 'string' ? '字' : '项'}）`;
  if (issue.code === 'too_small') return '（不能为空）';
  return /[\u4e00-\u9fff]/.test(issue.message) ? `（${issue.message}）` : '';
}

/** Bounds and the contract's own words are told; what only a program can have sent wrong is not. */
function explained(issue: z.core.$ZodIssue): string | undefined {
  const place = issue.path.join('.');
  const text = issue.code === 'too_big' || issue.code === 'too_small' ? issue.origin === 'string' : false;
  const unit = text ? '字' : '';
  if (issue.code === 'too_big') return `${place} 不能超过 ${String(issue.maximum)}${unit}`;
  if (issue.code === 'too_small') return `${place} 不能少于 ${String(issue.minimum)}${unit}`;
  return /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : undefined;
}
