/** The letters of an open package, each read when its turn comes, and what becomes of each beside the archive. */
import { ArchiveError } from '../../../../shared/errors.ts';
import type { PackedLetter, PackedVersion } from '../../../../shared/model/package.ts';
import { readAttachments } from '../../../../shared/model/stored.ts';
import { hasVersion } from '../../letters/foreign-versions.ts';
import { findDuplicates } from '../../letters/catalogue.ts';
import type { ReadableDb } from '../../storage/types.ts';
import { packedLetter } from './packed-rules.ts';
import type { OpenPackage } from './source.ts';

const HISTORY = '/历史/版本.json';

/** A letter as it lies in a package. */
export interface LaidLetter {
  /** Its folder, below the package. */
  folder: string;
  packed: PackedLetter;
}

function wholeText(source: OpenPackage, path: string): string {
  const pieces: Buffer[] = [];
  for (const piece of source.read(path)) pieces.push(Buffer.from(piece));
  const bytes = Buffer.concat(pieces);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ArchiveError('PACKAGE_BAD', `${path}（不是 UTF-8）`);
  }
}

/** The folders of a package's letters, in order. */
export function foldersOf(source: OpenPackage): string[] {
  const paths = source.files.map(({ path }) => path.normalize('NFC')).filter((path) => path.endsWith(HISTORY));
  return paths.sort().map((path) => path.slice(0, -HISTORY.length));
}

/** The letter of a folder, held to all that can be asked of it alone. @throws ArchiveError PACKAGE_BAD */
export function readLaid(source: OpenPackage, folder: string): LaidLetter {
  const text = wholeText(source, folder + HISTORY);
  return { folder, packed: packedLetter(text, folder, (path) => source.sizeOf(`${folder}/${path}`)) };
}

/** @throws ArchiveError NOT_FOUND; PACKAGE_BAD where it is not among those that can be read and one cannot */
export function letterOf(source: OpenPackage, id: string): LaidLetter {
  let bad: ArchiveError | undefined;
  for (const folder of foldersOf(source)) {
    try {
      const laid = readLaid(source, folder);
      if (laid.packed.letter.id === id) return laid;
    } catch (thrown) {
      if (!(thrown instanceof ArchiveError) || thrown.code !== 'PACKAGE_BAD') throw thrown;
      bad ??= thrown;
    }
  }
  throw bad ?? new ArchiveError('NOT_FOUND', `数据包中的函件 ${id}`);
}

/** What a packed letter is to the archive. */
export type Standing =
  | { kind: 'new' }
  /** Nothing of it is news. */
  | { kind: 'known'; id: string }
  /** It goes on where this archive's letter ends: these versions are to come. */
  | { kind: 'ahead'; id: string; versions: PackedVersion[] }
  /** Both have gone on from `common`, or one file was filed in both archives (0). */
  | { kind: 'differs'; id: string; common: number };

const headOf = ({ versions }: PackedLetter): string => versions.at(-1)?.sha256 ?? '';

export function standingOf(db: ReadableDb, packed: PackedLetter): Standing {
  const { id, file_sha256: file } = packed.letter;
  const own = db.all<{ version: number; sha256: string }>(
    'SELECT version, sha256 FROM version WHERE letter_id = ? ORDER BY version',
    [id],
  );
  if (own.length > 0) {
    if (hasVersion(db, id, headOf(packed))) return { kind: 'known', id };
    const head = own.at(-1)?.sha256;
    const at = packed.versions.findIndex(({ sha256 }) => sha256 === head);
    if (at >= 0) return { kind: 'ahead', id, versions: packed.versions.slice(at + 1) };
    const common = own.filter(({ sha256 }, n) => packed.versions[n]?.sha256 === sha256).length;
    return { kind: 'differs', id, common };
  }
  const twins = file === null ? [] : findDuplicates(db, file);
  const known = twins.find((twin) => hasVersion(db, twin.id, headOf(packed)) || sameContent(db, twin.id, packed));
  if (known !== undefined) return { kind: 'known', id: known.id };
  const [twin] = twins;
  return twin === undefined ? { kind: 'new' } : { kind: 'differs', id: twin.id, common: 0 };
}

/** Whether two filings of one file say the same: elements, text and files, whatever their ids are. */
function sameContent(db: ReadableDb, id: string, packed: PackedLetter): boolean {
  const here = db.get<Pick<PackedVersion, 'elements' | 'text_sha256' | 'attachments'>>(
    'SELECT elements, text_sha256, attachments FROM version WHERE letter_id = ? ORDER BY version DESC LIMIT 1',
    [id],
  );
  const there = packed.versions.at(-1);
  if (here === undefined || there === undefined) return false;
  const files = (json: string): string =>
    JSON.stringify(readAttachments(json, '').map(({ name, role, sha256 }) => [role, name, sha256]));
  return (
    here.text_sha256 === there.text_sha256 &&
    here.elements === there.elements &&
    files(here.attachments) === files(there.attachments)
  );
}
