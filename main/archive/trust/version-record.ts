/** A version's row, and what can be told from rows alone: the one place for who writes versions and who checks them. */
import { changedElements, readRecord } from '../../../shared/model/stored.ts';
import { ambiguityIn } from './stored-json.ts';
import { HASHED_KEYS, versionHash, type HashedAttachment } from './version-hash.ts';

/** A row of the table `version`; `changes`, `elements` and `attachments` are JSON. */
export interface VersionRecord {
  letter_id: string;
  version: number;
  at: string;
  actor: string;
  reason: string;
  changes: string;
  elements: string;
  text_sha256: string;
  attachments: string;
  previous_sha256: string;
  sha256: string;
}

/** @throws SyntaxError where the elements or attachments are no JSON */
export function hashOfRecord(record: Omit<VersionRecord, 'changes' | 'sha256'>): string {
  return versionHash({
    ...record,
    elements: JSON.parse(record.elements),
    attachments: JSON.parse(record.attachments) as HashedAttachment[],
  });
}

/** Why the hash of a version does not say all that stands in its row, in words. */
export function ambiguitiesOf({ elements, attachments }: Pick<VersionRecord, 'elements' | 'attachments'>): string[] {
  const faults = [
    ['要素', ambiguityIn(elements)],
    ['附件清单', ambiguityIn(attachments)],
  ].flatMap(([what, fault]) => (fault === undefined ? [] : [`的${what ?? ''}有歧义：${fault}`]));
  return faults.length === 0 && hasUncovered(attachments) ? ['的附件清单中有摘要没有涵盖的内容'] : faults;
}

/** Whether a list of files says more of them than the hash covers. @param attachments JSON */
function hasUncovered(attachments: string): boolean {
  const listed: unknown = JSON.parse(attachments);
  return !Array.isArray(listed) || listed.some((one: object) => Object.keys(one).some((key) => !HASHED_KEYS.has(key)));
}

/** What a version consists of, as its row has it. */
export type VersionContent = Pick<VersionRecord, 'elements' | 'text_sha256' | 'attachments'>;

/** What a version changes against the one before it: element names, `text`, `attachments`. */
export function changedParts(before: VersionContent, after: VersionContent): string[] {
  const changes = changedElements(readRecord(before.elements), readRecord(after.elements));
  if (before.text_sha256 !== after.text_sha256) changes.push('text');
  if (before.attachments !== after.attachments) changes.push('attachments');
  return changes;
}
