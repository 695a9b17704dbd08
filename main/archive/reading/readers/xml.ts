/**
 * Walks through XML parts of office files. A document type is refused, its entities never expanded: office files have
 * none, and it is how a file would read other files (XXE) or fill the memory (billion laughs).
 */
import { Parser } from 'htmlparser2';
import { ArchiveError } from '../../../../shared/errors.ts';
import { LIMITS } from './reader.ts';
import { decodeDeclared } from './text-encoding.ts';

export type Attributes = Readonly<Record<string, string>>;

export interface XmlVisitor {
  /**
   * `name` is `prefix:local` with the prefix of NAMESPACES, whatever prefix the file chose. `end` is the place behind the
   * tag in the text that `walkXml` gives.
   */
  open?(name: string, attributes: Attributes, end: number): void;
  text?(data: string): void;
  /** A comment of the XML itself, or an instruction to a program, which no reader takes for text. */
  comment?(data: string): void;
  /** `start` is the place of the closing tag in that text. */
  close?(name: string, start: number): void;
}

/** Namespaces that readers look at, by what their address ends with: transitional and strict OOXML share endings. */
const NAMESPACES: readonly (readonly [RegExp, string])[] = [
  [/wordprocessingml\/(2006\/)?main$|office\/word\/2003\/wordml$/, 'w'],
  [/drawingml\/(2006\/)?main$/, 'a'],
  [/drawingml\/(2006\/)?chart$/, 'c'],
  [/drawing\/2014\/chartex$/, 'cx'],
  [/drawingml\/(2006\/)?diagram$/, 'dgm'],
  [/drawingml\/(2006\/)?wordprocessingDrawing$/, 'wp'],
  [/officeDocument\/(2006\/)?math$/, 'm'],
  [/officeDocument\/(2006\/)?relationships$/, 'r'],
  [/spreadsheetml\/(2006\/)?main$/, 'x'],
  [/markup-compatibility\/2006$/, 'mc'],
  [/schemas-microsoft-com:vml$/, 'v'],
  [/schemas-microsoft-com:office:office$/, 'o'],
  [/package\/2006\/relationships$/, 'rel'],
  [/office\/2006\/xmlPackage$/, 'pkg'],
  [/word\/2003\/auxHint$/, 'wx'],
  [/aml\/2001\/core$/, 'aml'],
  [/opendocument:xmlns:text:1\.0$/, 'text'],
  [/opendocument:xmlns:office:1\.0$/, 'office'],
  [/opendocument:xmlns:table:1\.0$/, 'table'],
  [/opendocument:xmlns:style:1\.0$/, 'style'],
  [/opendocument:xmlns:drawing:1\.0$/, 'draw'],
  [/opendocument:xmlns:form:1\.0$/, 'form'],
  [/opendocument:xmlns:svg-compatible:1\.0$/, 'svg'],
  [/ofdspec\.org/, 'ofd'],
];

/** Real files know some forty; each element that changes one costs a copy of all. */
const MOST_PREFIXES = 200;

/** Gives names the prefixes of NAMESPACES, within the elements that declare them. */
class NameScope {
  #prefixes = new Map<string, string>();
  #names = new Map<string, string>();
  readonly #outer: { depth: number; prefixes: Map<string, string> }[] = [];

  /** To be called for each element before its name is asked for. */
  enter(attributes: Attributes, depth: number): void {
    for (const key in attributes) {
      if (!key.startsWith('xmlns')) continue;
      const prefix = key.slice(6);
      const known = NAMESPACES.find(([ending]) => ending.test(attributes[key] ?? ''))?.[1];
      if (this.#prefixes.get(prefix) === known) continue;
      if (known !== undefined && this.#prefixes.size >= MOST_PREFIXES) continue;
      if (this.#outer.at(-1)?.depth !== depth) {
        this.#outer.push({ depth, prefixes: this.#prefixes });
        this.#prefixes = new Map(this.#prefixes);
      }
      if (known === undefined) this.#prefixes.delete(prefix);
      else this.#prefixes.set(prefix, known);
      this.#names = new Map();
    }
  }

  leave(depth: number): void {
    if (this.#outer.at(-1)?.depth !== depth) return;
    this.#prefixes = this.#outer.pop()?.prefixes ?? new Map<string, string>();
    this.#names = new Map();
  }

  canonical(name: string): string {
    let found = this.#names.get(name);
    if (found === undefined) {
      const colon = name.indexOf(':');
      const known = this.#prefixes.get(colon < 0 ? '' : name.slice(0, colon));
      found = known === undefined ? name : `${known}:${name.slice(colon + 1)}`;
      this.#names.set(name, found);
    }
    return found;
  }
}

/**
 * @param bytes one XML part, in the encoding that it declares
 * @param fileName for messages only
 * @returns its text
 * @throws ArchiveError BAD_FILE (a document type, tags that do not close, no element at all), FILE_TOO_LARGE
 */
export function walkXml(bytes: Uint8Array, fileName: string, visitor: XmlVisitor): string {
  if (bytes.length > LIMITS.textBytes)
    throw new ArchiveError('FILE_TOO_LARGE', fileName, `xml part of ${bytes.length} bytes`);
  const { text } = decodeDeclared(bytes, declaredEncoding(bytes));
  const bad = (details: string): ArchiveError => new ArchiveError('BAD_FILE', fileName, details);

  const names = new NameScope();
  let opened = 0;
  let depth = 0;
  const parser = new Parser(
    {
      onprocessinginstruction(name, data) {
        if (name.startsWith('!')) throw bad('document type declaration');
        visitor.comment?.(data);
      },
      oncomment(data) {
        visitor.comment?.(data);
      },
      onopentag(name, attributes) {
        opened++;
        if (++depth > LIMITS.nesting * 16) throw bad('nested too deeply');
        names.enter(attributes, depth);
        visitor.open?.(names.canonical(name), attributes, parser.endIndex + 1);
      },
      ontext(data) {
        visitor.text?.(data);
      },
      onclosetag(name, implied) {
        // Closed by another element's end or by the end of the file, not by itself (<x/>): cut off or damaged.
        if (implied && text[parser.endIndex - 1] !== '/') throw bad(`${name} is not closed`);
        visitor.close?.(names.canonical(name), parser.startIndex);
        names.leave(depth--);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(text);
  parser.end();
  if (opened === 0) throw bad('no xml element');
  return text;
}

/** The encoding that an XML part says it has. */
export function declaredEncoding(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  return /^<\?xml[^>]*encoding=["']([^"']+)/.exec(head)?.[1] ?? 'utf-8';
}

/** An attribute by its local name, whatever its prefix. */
export function attribute(attributes: Attributes, local: string): string | undefined {
  const direct = attributes[local];
  if (direct !== undefined) return direct;
  const suffix = `:${local}`;
  for (const key in attributes) {
    if (key.endsWith(suffix)) return attributes[key];
  }
  return undefined;
}
