/** Pictures and objects inside an office file, as the directory of its package tells them: two letters of one text are told apart by them. */
import { ArchiveError } from '../../../shared/errors.ts';
import { ZipContainer } from '../reading/readers/zip-container.ts';
import { hasContent, readBytes } from '../storage/content.ts';
import type { ReadableDb } from '../storage/types.ts';

/** Where docx, xlsx, odt and ofd keep them. */
const PART = /(^|\/)(media|embeddings|pictures|res)\/[^/]+$/i;
/** Larger originals are not looked into for it. */
const MOST_BYTES = 64 * 1024 * 1024;

/** CRC and size of each part, sorted; undefined where the file is no package. Nothing is unpacked. */
export function partsInside(bytes: Uint8Array): readonly string[] | undefined {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b || bytes.length > MOST_BYTES) return undefined;
  try {
    return new ZipContainer(Uint8Array.from(bytes), '').entries
      .filter(({ name, folder }) => !folder && PART.test(name))
      .map(({ crc, size }) => `${crc}:${size}`)
      .sort();
  } catch (thrown) {
    if (thrown instanceof ArchiveError) return undefined;
    throw thrown;
  }
}

/** The parts inside the original of a letter. */
export function partsOfLetter(db: ReadableDb, id: string): readonly string[] | undefined {
  const file = db.get<{ sha256: string; size: number }>(
    'SELECT c.sha256, c.size FROM letter l JOIN content c ON c.sha256 = l.file_sha256 WHERE l.id = ?',
    [id],
  );
  if (file === undefined || file.size > MOST_BYTES || !hasContent(db, file.sha256)) return undefined;
  return partsInside(readBytes(db, file.sha256));
}

/** What one has otherwise than the other, in words; undefined where they are the same or not known. */
export function partsDiffer(
  mine: readonly string[] | undefined,
  theirs: readonly string[] | undefined,
): string | undefined {
  if (mine === undefined || theirs === undefined || mine.join() === theirs.join()) return undefined;
  const left = [...theirs];
  const same = mine.filter((part) => {
    const at = left.indexOf(part);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
  return `文件内的图片或对象不同：另一件 ${theirs.length} 个，本件 ${mine.length} 个，其中 ${same} 个相同。`;
}
