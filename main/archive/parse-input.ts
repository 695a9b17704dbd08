/** Checks a call's input against the contract and says in Chinese what is wrong with it. */
import type { z } from 'zod';
import { ArchiveError } from '../../shared/errors.ts';
import { CONTRACT, type CallName, type ParsedInput } from '../../shared/contract.ts';
import { ELEMENT_LABELS, ELEMENT_NAMES, type ElementName } from '../../shared/model/elements.ts';

/** @throws ArchiveError UNKNOWN_FIELD, BAD_VALUE, REASON_REQUIRED, BAD_REQUEST */
export function parseInput<N extends CallName>(name: N, input: unknown): ParsedInput<N> {
  const parsed = CONTRACT[name].input.safeParse(input ?? {});
  if (parsed.success) return parsed.data as ParsedInput<N>;
  throw toError(name, parsed.error.issues);
}

function isElement(key: unknown): key is ElementName {
  return typeof key === 'string' && (ELEMENT_NAMES as string[]).includes(key);
}

function toError(name: CallName, issues: readonly z.core.$ZodIssue[]): ArchiveError {
  const details = `${name}: ${issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`;
  for (const issue of issues) {
    const field = issue.path.find(isElement);
    if (issue.code === 'unrecognized_keys' && (issue.path.includes('set') || issue.path.includes('elements'))) {
      return new ArchiveError('UNKNOWN_FIELD', issue.keys.join('、'), details);
    }
    if (field !== undefined) return new ArchiveError('BAD_VALUE', ELEMENT_LABELS[field], details);
    if (issue.path[0] === 'reason') return new ArchiveError('REASON_REQUIRED', undefined, details);
  }
  return new ArchiveError('BAD_REQUEST', undefined, details);
}
