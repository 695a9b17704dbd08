/** Checks a call's input against the contract and says in Chinese what is wrong with it: the same words and codes at every door. */
import type { z } from 'zod';
import { ArchiveError } from '../errors.ts';
import { ELEMENT_LABELS, ELEMENT_NAMES, type ElementName } from '../model/elements.ts';
import { CONTRACT, type CallName, type ParsedInput } from './calls.ts';

/**
 * @returns the input with its defaults filled in
 * @throws ArchiveError UNKNOWN_FIELD, BAD_VALUE, REASON_REQUIRED, BAD_REQUEST. Its details name the place and the rule, never the
 *   value: it may be a letter's text or a password.
 */
export function parseInput<N extends CallName>(name: N, input: unknown): ParsedInput<N> {
  const parsed = CONTRACT[name].input.safeParse(input ?? {});
  if (parsed.success) return parsed.data as ParsedInput<N>;
  throw toError(name, parsed.error.issues);
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
    if (field !== undefined) return new ArchiveError('BAD_VALUE', ELEMENT_LABELS[field], details);
    if (issue.path[0] === 'reason') return new ArchiveError('REASON_REQUIRED', undefined, details);
  }
  return new ArchiveError(
    'BAD_REQUEST',
    issues.map(explained).find((text) => text !== undefined),
    details,
  );
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
