/** What a letter's versions say of its public version: reasons to withhold that an edit took away, and who must not review. */
import type { Elements } from '../../../../shared/model/elements.ts';
import { readText } from '../../storage/content.ts';
import type { ReadableDb } from '../../storage/types.ts';
import { readVersion } from '../versions.ts';

/** An openness that stands for itself: between blanks, brackets or ends of a line, never within a sentence. */
const PRINTED_OPENNESS = /(?:^|[\s〔[【(（：:])(不予公开|不公开|依申请公开)(?=$|[\s〕\]】)）])/mu;

/** Why letters of these kinds are not made public unless somebody decides so; null where nothing says so. */
export function reasonToWithhold({ elements, text }: { elements: Elements; text: string }): string | null {
  if (elements.reply_kind === '信访' || elements.reply_kind === '依申请公开')
    return `文书类别为${elements.reply_kind}，默认不予公开`;
  if (elements.openness === '不予公开' || elements.openness === '依申请公开') return `公开属性为${elements.openness}`;
  // What was not recognised, or was recognised otherwise, still stands on the paper.
  const printed = PRINTED_OPENNESS.exec(text)?.[1];
  return printed === undefined ? null : `函件上写有“${printed}”`;
}

export interface OpennessHistory {
  /** Of this version, else of the newest one before it that has one, else of the file as it was read. */
  withheld: string | null;
  /** Who made this version, brought it in, or changed openness, kind or the reason to withhold since filing. */
  makers: readonly string[];
}

/** @throws ArchiveError NOT_FOUND */
export function opennessHistory(db: ReadableDb, letterId: string, version: number): OpennessHistory {
  const makers = new Set<string>();
  let before: { openness: string | null; kind: string | null; reason: string | null } | undefined;
  let earlier: string | null = null;
  let reason: string | null = null;
  for (let at = 1; at <= version; at += 1) {
    const { elements, textSha256, actor } = readVersion(db, letterId, at);
    reason = reasonToWithhold({ elements, text: readText(db, textSha256) });
    const { openness, reply_kind: kind } = elements;
    const isChanged =
      before !== undefined && (before.openness !== openness || before.kind !== kind || before.reason !== reason);
    if (isChanged || at === version) for (const maker of [actor, ...broughtBy(db, letterId, at)]) makers.add(maker);
    if (reason !== null && at < version) earlier = `第 ${at} 版${reason}`;
    before = { openness, kind, reason };
  }
  return { withheld: reason ?? earlier ?? reasonOfFile(db, letterId), makers: [...makers] };
}

/** Who took in a version that was made elsewhere. */
const broughtBy = (db: ReadableDb, letterId: string, version: number): string[] =>
  db
    .all<{ actor: string }>(
      `SELECT p.actor FROM version_origin o JOIN package p ON p.sha256 = o.package_sha256
       WHERE o.letter_id = ? AND o.version = ?`,
      [letterId, version],
    )
    .map(({ actor }) => actor);

/** What was corrected before the letter was filed still stands in its file. */
function reasonOfFile(db: ReadableDb, letterId: string): string | null {
  const source = db.get<{ sha256: string }>(
    'SELECT raw_text_sha256 AS sha256 FROM archive.letter_source WHERE letter_id = ?',
    [letterId],
  );
  const printed = source === undefined ? undefined : PRINTED_OPENNESS.exec(readText(db, source.sha256))?.[1];
  return printed === undefined ? null : `来源文件上写有“${printed}”`;
}
