/** Finds the files below given paths, in a fixed order, safe against loops of links. */
import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { pathError } from './load-file.ts';
import type { FoundFile } from './found-file.ts';
import { hasUnfinishedName } from './unfinished.ts';

/** What systems leave beside people's files. */
const LEFT_OUT = /^(\.|Thumbs\.db$|ehthumbs\.db$|desktop\.ini$|\$RECYCLE\.BIN$|System Volume Information$|__MACOSX$)/i;

/**
 * All files at and below the paths, folders in the order of their names. A path that is named itself is taken even where
 * its name is of the kind left out below folders. What is reached twice (links, overlapping paths) is read once; the second time it
 * comes with READ_BEFORE, so that nothing is left out without a word. A link below a folder that leads out of it is not followed (LINK_LEADS_OUT).
 * @param archive its folder is not looked into (ARCHIVE_OWN_FILE)
 */
export function* walkFiles(paths: readonly string[], archive?: string): Generator<FoundFile> {
  const seen = new Set<string>();
  const own = archive === undefined ? null : realpathSync(archive);
  for (const start of paths) yield* walk(start, seen, { within: null, own });
}

const isIn = (place: string, folder: string): boolean =>
  place === folder || place.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);

/** Real paths. */
interface Bounds {
  /** The folder that was named; null for what is named itself. */
  within: string | null;
  /** Of the archive, whose files are no letters. */
  own: string | null;
}

function* walk(place: string, seen: Set<string>, { within, own }: Bounds): Generator<FoundFile> {
  let entries: Dirent[] | null;
  let top = within;
  try {
    const real = realpathSync(place);
    // Who may write to a folder is not to have files read that only its reader may read.
    if (within !== null && !isIn(real, within)) throw new ArchiveError('LINK_LEADS_OUT', path.basename(place));
    if (own !== null && isIn(real, own)) throw new ArchiveError('ARCHIVE_OWN_FILE', path.basename(place));
    top ??= real;
    if (seen.has(real)) throw new ArchiveError('READ_BEFORE', path.basename(place));
    seen.add(real);
    entries = statSync(place).isDirectory() ? readdirSync(place, { withFileTypes: true }) : null;
  } catch (thrown) {
    yield { path: place, error: pathError(thrown, path.basename(place)) };
    return;
  }
  if (entries === null) {
    yield { path: place };
    return;
  }
  const names = entries.map((entry) => entry.name).filter((name) => !LEFT_OUT.test(name) || hasUnfinishedName(name));
  for (const name of names.sort(byName)) {
    const below = path.join(place, name);
    if (hasUnfinishedName(name)) yield { path: below, error: new ArchiveError('FILE_UNFINISHED', name) };
    else yield* walk(below, seen, { within: top, own });
  }
}

const collator = new Intl.Collator('zh-Hans-CN', { numeric: true });

/** 2.docx before 10.docx; names that only differ in what the collator ignores keep one order. */
function byName(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
