/**
 * The parts of an office file and how they name one another (ECMA-376 part 2), whether they lie in a zip or stand in one
 * XML file (flat OPC, as Word writes with “Word XML 文档”).
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import { attribute, walkXml } from './xml.ts';

/** What holds the parts. A ZipContainer is one. */
export interface PartStore {
  readonly entries: readonly { readonly name: string }[];
  has(name: string): boolean;
  /** Case does not matter. @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE */
  read(name: string): Uint8Array;
}

/** The parts of a flat OPC file: XML stands in it as it is, everything else in base64. */
export class FlatPackage implements PartStore {
  readonly entries: { name: string }[] = [];
  readonly #fileName: string;
  readonly #parts = new Map<string, { text: string; binary: boolean }>();

  /** @throws ArchiveError BAD_FILE, FILE_TOO_LARGE */
  constructor(bytes: Uint8Array, fileName: string) {
    this.#fileName = fileName;
    let name = '';
    let start = 0;
    const spans: { name: string; start: number; end: number; binary: boolean }[] = [];
    const text = walkXml(bytes, fileName, {
      open(element, attributes, end) {
        if (element === 'pkg:part') name = (attribute(attributes, 'name') ?? '').replace(/^\//, '');
        else if (element === 'pkg:xmlData' || element === 'pkg:binaryData') start = end;
      },
      close(element, end) {
        const binary = element === 'pkg:binaryData';
        if (binary || element === 'pkg:xmlData') spans.push({ name, start, end, binary });
      },
    });
    for (const span of spans) {
      this.entries.push({ name: span.name });
      this.#parts.set(span.name.toLowerCase(), { text: text.slice(span.start, span.end), binary: span.binary });
    }
  }

  has(name: string): boolean {
    return this.#parts.has(name.toLowerCase());
  }

  read(name: string): Uint8Array {
    const part = this.#parts.get(name.toLowerCase());
    if (part === undefined) throw new ArchiveError('BAD_FILE', this.#fileName, `no part ${name}`);
    return part.binary ? Uint8Array.from(Buffer.from(part.text, 'base64')) : new TextEncoder().encode(part.text);
  }
}

/** A part that another one names. */
export interface Relation {
  /** The last word of the relation's type: styles, numbering, footnotes … */
  kind: string;
  part: string;
}

export interface Relations {
  byId: ReadonlyMap<string, Relation>;
  /** The parts of these kinds, each once, in the order of the file. */
  ofKind(...kinds: string[]): string[];
}

/** What a part names of the package; places outside it (links) are left out. */
export function readRelations(store: PartStore, part: string, fileName: string): Relations {
  const slash = part.lastIndexOf('/') + 1;
  const folder = part.slice(0, slash);
  const byId = new Map<string, Relation>();
  const place = `${folder}_rels/${part.slice(slash)}.rels`;
  if (store.has(place)) {
    walkXml(store.read(place), fileName, {
      open(_name, attributes) {
        const [id, type, target] = ['Id', 'Type', 'Target'].map((key) => attribute(attributes, key));
        if (id === undefined || type === undefined || target === undefined) return;
        if (attribute(attributes, 'TargetMode') === 'External') return;
        byId.set(id, { kind: type.slice(type.lastIndexOf('/') + 1), part: resolvePart(folder, target) });
      },
    });
  }
  return {
    byId,
    ofKind: (...kinds) => [
      ...new Set([...byId.values()].filter(({ kind }) => kinds.includes(kind)).map((relation) => relation.part)),
    ],
  };
}

/** A part's name inside the package. Only ever looked up there, so that `..` leads nowhere. */
function resolvePart(folder: string, target: string): string {
  const segments = (target.startsWith('/') ? target : folder + target).split('/');
  const out: string[] = [];
  for (const segment of segments) {
    if (segment === '..') out.pop();
    else if (segment !== '' && segment !== '.') out.push(segment);
  }
  return out.join('/');
}

/**
 * The part with which reading begins.
 * @param top what the package itself names
 * @throws ArchiveError BAD_FILE where it is not there
 */
export function findMainPart(store: PartStore, top: Relations, fileName: string): string {
  const part = top.ofKind('officeDocument')[0] ?? 'word/document.xml';
  if (!store.has(part)) throw new ArchiveError('BAD_FILE', fileName, `no ${part}`);
  return part;
}

/** Whether a part holds one of these words, so that parts that say nothing of interest need not be walked through. */
export function mentions(bytes: Uint8Array, ...words: string[]): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = buffer.subarray(0, 4).includes(0) || buffer[0] === 0xfe || buffer[0] === 0xff;
  return wide || words.some((word) => buffer.includes(word));
}
