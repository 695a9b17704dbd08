/** A PDF as qpdf writes it in JSON: objects by reference, streams unpacked. Nothing of ours reads it. */
import type { TestContext } from 'vitest';
import { runTool } from './other-tools.ts';

export type PdfValue = string | number | boolean | null | PdfValue[] | { [key: string]: PdfValue };
export type PdfDictionary = Record<string, PdfValue>;

interface JsonObject {
  value?: PdfValue;
  stream?: { dict: PdfDictionary; data: string };
}

/** A name, a text or a reference as it is written; nothing else is one. */
export const wordOf = (value: PdfValue | undefined): string => (typeof value === 'string' ? value : '');

export class PdfJson {
  readonly #objects: ReadonlyMap<string, JsonObject>;
  readonly trailer: PdfDictionary;

  constructor(context: TestContext, file: string) {
    const said = runTool(context, 'qpdf', '--json=2', '--json-stream-data=inline', '--decode-level=generalized', file);
    const { qpdf } = JSON.parse(said) as { qpdf: [unknown, Record<string, JsonObject>] };
    this.#objects = new Map(Object.entries(qpdf[1]).map(([name, object]) => [name.replace(/^obj:/, ''), object]));
    this.trailer = this.dictionary(this.#objects.get('trailer')?.value ?? null);
  }

  /** References of all objects. */
  get all(): string[] {
    return [...this.#objects.keys()].filter((name) => name !== 'trailer');
  }

  /** What a value is, through references. */
  value(value: PdfValue | undefined): PdfValue {
    if (typeof value !== 'string' || !/^\d+ \d+ R$/.test(value)) return value ?? null;
    const object = this.#objects.get(value);
    return object?.stream?.dict ?? object?.value ?? null;
  }

  /** A dictionary, also that of a stream; empty where it is none. */
  dictionary(value: PdfValue | undefined): PdfDictionary {
    const found = this.value(value);
    return found !== null && typeof found === 'object' && !Array.isArray(found) ? found : {};
  }

  array(value: PdfValue | undefined): PdfValue[] {
    const found = this.value(value);
    return Array.isArray(found) ? found : [];
  }

  /** The unpacked data of a stream; undefined where there is none. */
  data(reference: PdfValue | undefined): Buffer | undefined {
    const data = typeof reference === 'string' ? this.#objects.get(reference)?.stream?.data : undefined;
    return data === undefined ? undefined : Buffer.from(data, 'base64');
  }

  /** Pages in order, with what they inherit. */
  pages(node: PdfValue | undefined = this.catalog['/Pages'], above: PdfDictionary = {}): PdfDictionary[] {
    const own = { ...above, ...this.dictionary(node) };
    if (own['/Type'] === '/Page') return [own];
    const { '/Kids': kids = [], ...rest } = own;
    return this.array(kids).flatMap((kid) => this.pages(kid, { '/Resources': rest['/Resources'] ?? null }));
  }

  /** The content of a page, its parts put together as a reader does. */
  content(page: PdfDictionary): string {
    const contents = page['/Contents'];
    const parts = Array.isArray(this.value(contents)) ? this.array(contents) : [contents];
    return parts.map((part) => this.data(part)?.toString('latin1') ?? '').join('\n');
  }

  get catalog(): PdfDictionary {
    return this.dictionary(this.trailer['/Root']);
  }
}

/** One operator of a page's content with what stands before it. */
export interface Operation {
  operator: string;
  operands: string[];
}

/** A text in brackets, which may hold further pairs of them. */
const nested = (inner: string): string => `\\((?:\\\\[^]|[^\\\\()]|${inner})*\\)`;
const TEXT = nested(nested(nested(nested('(?!)'))));
/** Text, name, number, dictionary mark or word, as they stand in a content stream. */
const TOKEN = new RegExp(
  `${TEXT}|<<|>>|<[0-9A-Fa-f\\s]*>|[[\\]]|/[^\\s()<>[\\]{}/%]*|[+-]?(?:\\d+\\.?\\d*|\\.\\d+)|[A-Za-z'"*][A-Za-z0-9'"*]*`,
  'g',
);

export function operationsOf(content: string): Operation[] {
  const found: Operation[] = [];
  let operands: string[] = [];
  let depth = 0;
  for (const [token] of content.matchAll(TOKEN)) {
    if (token === '<<') depth += 1;
    if (token === '>>') depth -= 1;
    if (depth > 0 || /^[(</[\]>+\-.\d]/.test(token) || token === 'true' || token === 'false') operands.push(token);
    else {
      found.push({ operator: token, operands });
      operands = [];
    }
  }
  return found;
}
