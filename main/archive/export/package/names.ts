/** Names inside a package: safe on Windows, Linux and macOS, short enough for Windows' 260 characters, none like another. */
import { safeFileName } from '../../print/file-names.ts';

/** 36 Han characters: with the folders above it a path stays below 200 characters. */
const NAME_BYTES = 110;

function cut(text: string, maxBytes: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept;
}

/** A file's name made safe; its extension is kept. A percent sign would be written otherwise in the lists of a bag (RFC 8493, 2.1.3). */
export function packedName(name: string, fallback: string): string {
  const [, stem = name, extension = ''] = /^(.+)(\.[A-Za-z0-9]{1,10})$/s.exec(name.toWellFormed()) ?? [];
  const clean = stem.normalize('NFC').replaceAll('%', '％');
  return safeFileName(cut(clean, NAME_BYTES), extension, fallback);
}

/** Folders, each with a name that differs from the others also where case and form of letters make no difference. */
export class PackedFolders {
  readonly #taken = new Set<string>();

  /** @param id stands behind the name where that is taken */
  take(above: string, name: string, id: string): string {
    const wanted = `${above}/${packedName(name, id)}`;
    const key = (path: string): string => path.normalize('NFKC').toLowerCase();
    const path = this.#taken.has(key(wanted)) ? `${wanted} ${id}` : wanted;
    this.#taken.add(key(path));
    return path;
  }
}
