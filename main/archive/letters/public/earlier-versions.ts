/** What a letter's versions say of its public version: reasons to withhold that an edit took away, and who must not review. */
import type { Elements } from '../../../../shared/model/elements.ts';
import { simplifiedKey } from '../../../../shared/text/simplified.ts';
import { readText } from '../../storage/content.ts';
import type { ReadableDb } from '../../storage/types.ts';
import { readVersion } from '../versions.ts';

const WITHHOLDING = '不予公开|不公开|不宜公开|免予公开|依申请公开';
/** An openness that stands for itself: between blanks, brackets or ends of a line, never within a sentence. */
const BETWEEN_BLANKS = new RegExp(`(?:^|[\\s〔[【(（：:])(${WITHHOLDING})(?=$|[\\s〕\\]】)）])`, 'mu');
/** The same as all that a line says, whatever signs are around it and between its characters; what it is called may stand before it. */
const ALONE = new RegExp(
  `^(?:(?:政府)?信息)?(?:公开(?:属性|类别|类型|方式|形式|范围|意见|选项|情况)?|是否(?:同意)?公开|属性|类别|[此本该](?:件|函|文|复函|答复))?(${WITHHOLDING})$`,
  'u',
);
const NO_LETTERS = /[^\p{L}\p{N}]+/gu;
/** Neither words of this kind nor what they are called is longer; signs between them do not count. */
const LONGEST_ALONE = 24;

/** A word of openness that was printed by itself, as it is called; undefined where there is none. */
export function printedOpenness(text: string): string | undefined {
  // Width and traditional characters make no difference.
  const plain = simplifiedKey(text.normalize('NFKC'));
  const between = BETWEEN_BLANKS.exec(plain)?.[1];
  if (between !== undefined) return between;
  for (const line of plain.split(/[\n\r\u2028\u2029]/u)) {
    if (!line.includes('公')) continue;
    const words = line.replaceAll(NO_LETTERS, '');
    const alone = words.length > LONGEST_ALONE ? undefined : ALONE.exec(words)?.[1];
    if (alone !== undefined) return alone;
  }
  return undefined;
}

/** Why letters of these kinds are not made public unless somebody decides so; null where nothing says so. */
export function reasonToWithhold({ elements, text }: { elements: Elements; text: string }): string | null {
  if (elements.reply_kind === '信访' || elements.reply_kind === '依申请公开')
    return `文书类别为${elements.reply_kind}，默认不予公开`;
  if (elements.openness === '不予公开' || elements.openness === '依申请公开') return `公开属性为${elements.openness}`;
  // What was not recognised, or was recognised otherwise, still stands on the paper.
  const printed = printedOpenness(text);
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
  const printed = source === undefined ? undefined : printedOpenness(readText(db, source.sha256));
  return printed === undefined ? null : `来源文件上写有“${printed}”`;
}
