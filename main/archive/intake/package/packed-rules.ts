/**
 * What a packed letter must be beside what its schema says, before anything of it is taken: all that `verify` holds an archive's own letters
 * to and that shows from the letter alone. The package's lists may all be right: who knows the form can make them so.
 */
import { z } from 'zod';
import { ArchiveError } from '../../../../shared/errors.ts';
import { evidenceSchema, warningSchema } from '../../../../shared/model/element-schemas.ts';
import { ELEMENT_LABELS } from '../../../../shared/model/elements.ts';
import type { Attachment } from '../../../../shared/model/letter.ts';
import {
  packedFileSchema,
  packedLetterSchema,
  type PackedLetter,
  type PackedVersion,
} from '../../../../shared/model/package.ts';
import { elementFaults, readRecord, readTexts } from '../../../../shared/model/stored.ts';
import { isIsoDay } from '../../../../shared/text/dates.ts';
import { canonicalJson } from '../../trust/canonical.ts';
import { ambiguityIn } from '../../trust/stored-json.ts';
import { changedParts, hashOfRecord } from '../../trust/version-record.ts';

/** What is wrong with a letter, in words; caught here and nowhere else. */
class Fault extends Error {}

/**
 * The letter that a text of 历史/版本.json says, with what its versions changed worked out here.
 * @param sizeOf bytes of the content that lies at a path below the letter's folder
 * @throws ArchiveError PACKAGE_BAD, naming the letter's folder and what is wrong first
 */
export function packedLetter(text: string, folder: string, sizeOf: (path: string) => number): PackedLetter {
  try {
    const ambiguous = ambiguityIn(text);
    if (ambiguous !== undefined) throw new Fault(`版本历史有歧义：${ambiguous}`);
    const packed = shaped(JSON.parse(text));
    checkVersions(packed);
    checkFiles(packed, (sha256) => sizeOf(packed.contents[sha256] ?? ''));
    checkLetter(packed);
    checkSource(packed);
    return withChanges(packed);
  } catch (thrown) {
    if (thrown instanceof ArchiveError) throw thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    if (thrown instanceof Fault) throw new ArchiveError('PACKAGE_BAD', `${folder}（${message}）`);
    throw new ArchiveError('PACKAGE_BAD', folder, message);
  }
}

function shaped(value: unknown): PackedLetter {
  const read = packedLetterSchema.safeParse(value);
  if (read.success) return read.data;
  throw new Fault(`${read.error.issues[0]?.path.join('.') ?? ''} 的值不合要求`);
}

/** All versions, those of joined histories as well, each with how it is named. */
function* named({ versions, branches }: PackedLetter): Iterable<[PackedVersion, string]> {
  for (const row of versions) yield [row, `第 ${row.version} 版`];
  for (const { versions: joined } of branches) for (const row of joined) yield [row, `并入的第 ${row.version} 版`];
}

/** Each version is what its hash says, says one thing, and stands on the one before it. */
function checkVersions(packed: PackedLetter): void {
  const { letter, versions, branches } = packed;
  for (const [row, what] of named(packed)) {
    for (const [json, of] of [
      [row.elements, '要素'],
      [row.attachments, '附件清单'],
    ] as const) {
      const ambiguous = ambiguityIn(json);
      if (ambiguous !== undefined) throw new Fault(`${what}的${of}有歧义：${ambiguous}`);
    }
    if (!isObject(parsed(row.elements))) throw new Fault(`${what}的要素读不出`);
    filesOf(row, what);
    if (hashOfRecord(row) !== row.sha256) throw new Fault(`${what}与其摘要不符`);
  }
  let previous = '';
  for (const [at, row] of versions.entries()) {
    if (row.letter_id !== letter.id || row.version !== at + 1 || row.previous_sha256 !== previous)
      throw new Fault(`第 ${row.version} 版与前一版接不上`);
    previous = row.sha256;
  }
  const all = new Map([...named(packed)].map(([row]) => [row.sha256, row]));
  for (const { joined, versions: rows } of branches) {
    if (joined > versions.length) throw new Fault('没有并入另一份历史的版本');
    for (const row of rows) {
      const base = all.get(row.previous_sha256);
      const begins = row.previous_sha256 === '' && row.version === 1;
      const follows = base?.letter_id === row.letter_id && base.version + 1 === row.version;
      if (!begins && !follows) throw new Fault(`并入的第 ${row.version} 版与前一版接不上`);
    }
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `undefined` where a text is no JSON. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** The files that a version lists. */
function filesOf(row: PackedVersion, what: string): Attachment[] {
  const listed = parsed(row.attachments);
  if (!Array.isArray(listed)) throw new Fault(`${what}的附件清单读不出`);
  const files = listed.map((one: unknown): Attachment => {
    const read = packedFileSchema.safeParse(one);
    if (read.success) return read.data;
    throw new Fault(`${what}的附件清单中 ${read.error.issues[0]?.path.join('.') ?? ''} 的值不合要求`);
  });
  if (new Set(files.map(({ id }) => id)).size < files.length) throw new Fault(`${what}的附件清单中有两个相同的附件`);
  return files;
}

/** A file is the same in all versions, and as long as its bytes are; the original is there from the first to the last. */
function checkFiles(packed: PackedLetter, sizeOf: (sha256: string) => number): void {
  const known = new Map<string, string>();
  for (const [row, what] of named(packed)) {
    for (const { id, name, mime, size, sha256 } of filesOf(row, what)) {
      const same = canonicalJson({ name, mime, size, sha256 });
      if ((known.get(id) ?? same) !== same) throw new Fault(`附件“${name}”在各版中不是同一个文件`);
      if (!known.has(id) && sizeOf(sha256) !== size) throw new Fault(`附件“${name}”的大小与内容不符`);
      known.set(id, same);
    }
  }
  const { letter, versions } = packed;
  const originals = versions.map((row) => filesOf(row, '').find(({ role }) => role === 'ORIGINAL'));
  if ((originals[0]?.sha256 ?? null) !== letter.file_sha256) throw new Fault('登记的原件不是第 1 版的原件');
  const lost = originals.findIndex((original) => original?.id !== originals[0]?.id);
  if (lost >= 0) throw new Fault(`第 ${lost + 1} 版的原件不是第 1 版的原件`);
}

/** What is registered of the letter is what its versions say. */
function checkLetter({ letter, versions }: PackedLetter): void {
  const [first, newest] = [versions[0], versions.at(-1)];
  if (first === undefined || newest === undefined) throw new Fault('没有任何版本');
  if (letter.filed_at !== first.at) throw new Fault('登记的入库时间不是第 1 版的时间');
  if (letter.final_version !== null && letter.final_version !== newest.version)
    throw new Fault('登记的定稿版本不是最新一版');
  if (!yearsOf(versions).has(letter.archive_year)) throw new Fault('归档年度既不是成文年度，也不是入库年度');
  const [fault] = elementFaults(readRecord(newest.elements));
  if (fault !== undefined) throw new Fault(`${ELEMENT_LABELS[fault.name]}不合要求`);
}

/** The year is that of the letter's date as it stood at filing, else that of filing (in whatever time zone). */
function yearsOf(versions: readonly PackedVersion[]): Set<number> {
  const years = new Set<number>();
  const filed = Number(versions[0]?.at.slice(0, 4));
  for (const year of [filed - 1, filed, filed + 1]) years.add(year);
  for (const { elements } of versions) {
    const date = readRecord(elements)['issued_on'];
    if (typeof date === 'string' && isIsoDay(date)) years.add(Number(date.slice(0, 4)));
  }
  return years;
}

const place = z.number().int().min(0);
/** What was read from the original, as it is stored with a letter (storage of `letter_source`, docs/spec/archive-file.md). */
const SOURCE_PARTS = {
  text_map: z.array(z.tuple([place, place, place])),
  pages: z.array(z.tuple([place, place])),
  evidence: z.record(z.string(), evidenceSchema),
  warnings: z.array(warningSchema),
} as const;

/** Lists and an object, each with one meaning: others read them later, and count on them. */
function checkSource({ source }: PackedLetter): void {
  for (const name of ['text_map', 'pages', 'evidence', 'warnings'] as const) {
    if (!SOURCE_PARTS[name].safeParse(parsed(source[name])).success) throw new Fault(`来源记录的 ${name} 读不出`);
    const ambiguous = ambiguityIn(source[name]);
    if (ambiguous !== undefined) throw new Fault(`来源记录的 ${name} 有歧义：${ambiguous}`);
  }
}

/** No hash covers what a version says that it changed: where it does not say what it did, it says so afterwards. */
function withChanges(packed: PackedLetter): PackedLetter {
  const all = new Map([...named(packed)].map(([row]) => [row.sha256, row]));
  const right = (row: PackedVersion): PackedVersion => {
    const base = all.get(row.previous_sha256);
    const parts = base === undefined ? [] : changedParts(base, row);
    const said = readTexts(row.changes);
    const isSo =
      canonicalJson(said) === row.changes && canonicalJson(said.toSorted()) === canonicalJson(parts.toSorted());
    return isSo ? row : { ...row, changes: JSON.stringify(parts) };
  };
  return {
    ...packed,
    versions: packed.versions.map(right),
    branches: packed.branches.map((branch) => ({ ...branch, versions: branch.versions.map(right) })),
  };
}
