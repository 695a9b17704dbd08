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
  /** `name` is `prefix:local` with the prefix of NAMESPACES, whatever prefix the file chose. */
  open?(name: string, attributes: Attributes): void;
  text?(data: string): void;
  close?(name: string): void;
}

/** Namespaces that readers look at, by what their address ends with: transitional and strict OOXML share endings. */
const NAMESPACES: readonly (readonly [RegExp, string])[] = [
  [/wordprocessingml\/(2006\/)?main$/, 'w'],
  [/drawingml\/(2006\/)?main$/, 'a'],
  [/officeDocument\/(2006\/)?math$/, 'm'],
  [/officeDocument\/(2006\/)?relationships$/, 'r'],
  [/spreadsheetml\/(2006\/)?main$/, 'x'],
  [/markup-compatibility\/2006$/, 'mc'],
  [/schemas-microsoft-com:vml$/, 'v'],
  [/package\/2006\/relationships$/, 'rel'],
  [/ofdspec\.org/, 'ofd'],
];

/**
 * @param bytes one XML part, in the encoding that it declares
 * @param fileName for messages only
 * @throws ArchiveError BAD_FILE (a document type, tags that do not close, no element at all), FILE_TOO_LARGE
 */
export function walkXml(bytes: Uint8Array, fileName: string, visitor: XmlVisitor): void {
  if (bytes.length > LIMITS.textBytes)
    throw new ArchiveError('FILE_TOO_LARGE', fileName, `xml part of ${bytes.length} bytes`);
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^<\?xml[^>]*encoding=["']([^"']+)/.exec(head)?.[1] ?? 'utf-8';
  const { text } = decodeDeclared(bytes, declared);
  const bad = (details: string): ArchiveError => new ArchiveError('BAD_FILE', fileName, details);

  const prefixes = new Map<string, string>();
  const canonical = (name: string): string => {
    const colon = name.indexOf(':');
    const prefix = colon < 0 ? '' : name.slice(0, colon);
    const known = prefixes.get(prefix);
    return known === undefined ? name : `${known}:${name.slice(colon + 1)}`;
  };
  let opened = 0;
  let depth = 0;
  const parser = new Parser(
    {
      onprocessinginstruction(name) {
        if (name.startsWith('!')) throw bad('document type declaration');
      },
      onopentag(name, attributes) {
        opened++;
        if (++depth > LIMITS.nesting * 16) throw bad('nested too deeply');
        for (const key in attributes) {
          if (!key.startsWith('xmlns')) continue;
          const known = NAMESPACES.find(([ending]) => ending.test(attributes[key] ?? ''));
          if (known !== undefined) prefixes.set(key.slice(6), known[1]);
        }
        visitor.open?.(canonical(name), attributes);
      },
      ontext(data) {
        visitor.text?.(data);
      },
      onclosetag(name, implied) {
        // Closed by another element's end or by the end of the file, not by itself (<x/>): cut off or damaged.
        if (implied && text[parser.endIndex - 1] !== '/') throw bad(`${name} is not closed`);
        depth--;
        visitor.close?.(canonical(name));
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(text);
  parser.end();
  if (opened === 0) throw bad('no xml element');
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
