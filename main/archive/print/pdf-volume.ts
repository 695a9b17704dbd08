/**
 * Puts PDFs of Typst's one behind the other into one PDF/A: pages, structure, bookmarks and labels of pages of all of them, fonts and
 * colour profiles that are equal once. Written piece by piece, so that a volume of hundreds of letters needs no memory.
 */
import { createHash } from 'node:crypto';
import { ArchiveError } from '../../../shared/errors.ts';
import {
  PdfWriter,
  dictionaryOf,
  isStream,
  pdfText,
  readPdfObjects,
  renumbered,
  setKey,
  streamObject,
  streamPieces,
  type PdfParts,
} from './pdf-objects.ts';
import { withXmpValues, type XmpValues } from './xmp.ts';

export interface VolumePart {
  pdf: Uint8Array;
  /** Of its bookmark. Left out where the part goes on what stands before it, labels included; it has no headings then. */
  title?: string;
  /** Before the number of its pages, which counts from 1: `3-`. Left out where its pages keep the labels that they have. */
  label?: string;
}

/** A file that lies inside the PDF (PDF/A-3). */
export interface EmbeddedFile {
  name: string;
  mime: string;
  size: number;
  /** Its bytes, as often as they are asked for: a large file need not lie in memory. */
  pieces: () => Iterable<Uint8Array>;
  description: string;
}

/** Numbers of the objects that a volume has once. */
const PAGES = 1;
const OUTLINES = 2;
const STRUCTURE = 3;
const CATALOG = 4;
const INFO = 5;
const METADATA = 6;
const FIRST_FREE = 7;

const refuse = (details: string): ArchiveError => new ArchiveError('EXPORT_FAILED', 'PDF', details);
const latin = (text: string): Buffer => Buffer.from(`${text}\n`, 'latin1');
const numberAt = (text: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

interface Bookmark {
  number: number;
  title: string;
  page: number;
  /** First and last of what stands below it, and how many, as the part had them. */
  below: string;
}

export class PdfVolume {
  readonly #writer: PdfWriter;
  readonly #hash = createHash('sha256');
  readonly #streams = new Map<string, number>();
  readonly #trees: number[] = [];
  readonly #bookmarks: Bookmark[] = [];
  readonly #roots: string[] = [];
  readonly #parents: string[] = [];
  readonly #ids: [string, number][] = [];
  readonly #roles = new Map<string, string>();
  readonly #labels: string[] = [];
  readonly #files: { name: string; number: number }[] = [];
  #next = FIRST_FREE;
  #pages = 0;
  #structured = 0;
  #catalog = '';
  #info: Buffer = Buffer.alloc(0);
  #xmp = '';

  constructor(write: (bytes: Uint8Array) => void) {
    this.#writer = new PdfWriter(write);
  }

  get pages(): number {
    return this.#pages;
  }

  /** Adds a PDF behind what is there. The first one gives the volume its title. @throws ArchiveError EXPORT_FAILED */
  add({ pdf, title, label }: VolumePart): void {
    const parts = readPdfObjects(pdf);
    const { objects, root, info } = parts;
    const catalog = dictionaryOf(objects, root);
    const place = (key: string): number | undefined => numberAt(catalog, new RegExp(`/${key} (\\d+) 0 R`));
    const [tree, structure, metadata, outlines, intents] = [
      place('Pages'),
      place('StructTreeRoot'),
      place('Metadata'),
      place('Outlines'),
      place('OutputIntents'),
    ];
    if (tree === undefined || structure === undefined || metadata === undefined) throw refuse('no pages or structure');
    this.#hash.update(pdf);
    const isFirst = this.#catalog === '';
    const once = new Set([root, info, metadata, structure, ...(isFirst ? [] : this.#intentsOf(objects, intents))]);
    const map = this.#place(objects, once, structure);
    const moved = (text: string): string => renumbered(Buffer.from(text, 'latin1'), map).toString('latin1');
    const to = (number: number): number => {
      const known = map(number);
      if (known === undefined) throw refuse(`object ${number} has no place`);
      return known;
    };
    const part = this.#trees.length + 1;
    const own = outlines === undefined ? undefined : dictionaryOf(objects, outlines);
    this.#writeObjects(parts, once, map, part, tree, outlines);
    const count = numberAt(dictionaryOf(objects, tree), /\/Count (\d+)/) ?? 0;
    this.#trees.push(to(tree));
    if (title === undefined) {
      if (own !== undefined) throw refuse('headings in a part that goes on another');
    } else {
      this.#bookmarks.push({
        number: outlines === undefined ? this.#next++ : to(outlines),
        title,
        page: to(firstPageOf(objects, tree)),
        below: own === undefined ? '' : this.#below(own, moved),
      });
      this.#labels.push(
        ...(label === undefined ? this.#ownLabels(catalog) : [`${this.#pages} << /P ${pdfText(label)} /S /D >>`]),
      );
    }
    this.#pages += count;
    this.#takeStructure(dictionaryOf(objects, structure), to, part);
    if (!isFirst) return;
    this.#catalog = catalog
      .replace(/\/Pages \d+ 0 R/, `/Pages ${PAGES} 0 R`)
      .replace(/\/Metadata \d+ 0 R/, `/Metadata ${METADATA} 0 R`)
      .replace(/\/StructTreeRoot \d+ 0 R/, `/StructTreeRoot ${STRUCTURE} 0 R`)
      .replace(/\/OutputIntents (\d+) 0 R/, (_, number: string) => `/OutputIntents ${to(Number(number))} 0 R`)
      .replace(/\s*\/Outlines \d+ 0 R/, '')
      .replace(/\s*\/PageLabels << \/Nums \[[^\]]*\] >>/, '');
    this.#info = objects.get(info) ?? Buffer.alloc(0);
    const body = objects.get(metadata) ?? Buffer.alloc(0);
    this.#xmp = body.subarray(body.indexOf('<?xpacket'), body.lastIndexOf('endstream')).toString('utf8').trimEnd();
  }

  /** Puts a file inside. @returns nothing; the volume is PDF/A-3 then */
  embed({ name, mime, size, pieces, description }: EmbeddedFile): void {
    const stream = this.#next++;
    const subtype = mime.replaceAll(
      /[^!-~]|[#/%()<>[\]{}]/g,
      (sign) => `#${sign.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
    const sum = createHash('md5');
    let counted = 0;
    for (const piece of pieces()) {
      sum.update(piece);
      counted += piece.length;
    }
    if (counted !== size) throw refuse(`${name}: ${counted} bytes, not ${size}`);
    const params = `/Params << /Size ${size} /CheckSum <${sum.digest('hex')}> >>`;
    this.#writer.objectOf(
      stream,
      streamPieces(`  /Type /EmbeddedFile\n  /Subtype /${subtype}\n  ${params}`, size, pieces()),
    );
    const number = this.#next++;
    const written = pdfText(name);
    this.#writer.object(
      number,
      latin(
        `<<\n  /Type /Filespec\n  /F ${written}\n  /UF ${written}\n  /Desc ${pdfText(description)}\n  /AFRelationship /Supplement\n  /EF << /F ${stream} 0 R /UF ${stream} 0 R >>\n>>`,
      ),
    );
    this.#files.push({ name: written, number });
  }

  /**
   * Writes what all parts have together. The file is whole then.
   * @param values what the file says of itself; without them it says what its first part says
   */
  end(values?: XmpValues): { pages: number } {
    const refs = (numbers: readonly number[]): string => numbers.map((number) => `${number} 0 R`).join(' ');
    this.#writer.object(
      PAGES,
      latin(`<<\n  /Type /Pages\n  /Count ${this.#pages}\n  /Kids [${refs(this.#trees)}]\n>>`),
    );
    this.#writeBookmarks();
    const roles = [...this.#roles].map(([from, to]) => `/${from} /${to}`).join(' ');
    const ids = this.#ids.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([id, number]) => `(${id}) ${number} 0 R`);
    this.#writer.object(
      STRUCTURE,
      latin(
        `<<\n  /Type /StructTreeRoot\n  /RoleMap << ${roles} >>\n  /K [${this.#roots.join(' ')}]\n  /ParentTree << /Nums [${this.#parents.join(' ')}] >>\n${ids.length === 0 ? '' : `  /IDTree << /Names [${ids.join(' ')}] >>\n`}  /ParentTreeNextKey ${this.#structured}\n>>`,
      ),
    );
    let catalog = setKey(this.#catalog, 'PageLabels', `<< /Nums [${this.#labels.join(' ')}] >>`);
    catalog = setKey(catalog, 'Outlines', `${OUTLINES} 0 R`);
    if (this.#files.length > 0) {
      const sorted = this.#files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const names = sorted.map(({ name, number }) => `${name} ${number} 0 R`).join(' ');
      catalog = setKey(catalog, 'Names', `<< /EmbeddedFiles << /Names [${names}] >> >>`);
      catalog = setKey(catalog, 'AF', `[${refs(sorted.map(({ number }) => number))}]`);
    }
    this.#writer.object(CATALOG, latin(catalog.trimEnd()));
    this.#writer.object(INFO, this.#info);
    const counted = this.#xmp.replace(/<xmpTPg:NPages>\d+</, `<xmpTPg:NPages>${this.#pages}<`);
    const xmp = values === undefined ? counted : withXmpValues(counted, values, this.#files.length > 0 ? 3 : 2);
    this.#writer.object(METADATA, streamObject('  /Type /Metadata\n  /Subtype /XML', Buffer.from(xmp)));
    const id = this.#hash.digest('hex').slice(0, 32).toUpperCase();
    this.#writer.end({ root: CATALOG, info: INFO, id: `[<${id}> <${id}>]` });
    return { pages: this.#pages };
  }

  /** Labels as the part has them, moved to where it stands. */
  #ownLabels(catalog: string): string[] {
    const own = /\/PageLabels << \/Nums \[([^\]]*)\] >>/.exec(catalog)?.[1] ?? '';
    return Array.from(
      own.matchAll(/(\d+) (<< (?:\/P <[0-9A-F]*> )?\/S \/D >>)/g),
      ([, page, words = '']) => `${this.#pages + Number(page)} ${words}`,
    );
  }

  #intentsOf(objects: ReadonlyMap<number, Buffer>, intents: number | undefined): number[] {
    if (intents === undefined) return [];
    return [intents, ...Array.from(dictionaryOf(objects, intents).matchAll(/(\d+) 0 R/g), (match) => Number(match[1]))];
  }

  /** A place for each object; data that the volume has already keeps the place that it has. */
  #place(
    objects: ReadonlyMap<number, Buffer>,
    once: ReadonlySet<number>,
    structure: number,
  ): (number: number) => number | undefined {
    const places = new Map<number, number>([[structure, STRUCTURE]]);
    for (const [number, body] of objects) {
      if (once.has(number)) continue;
      const key = isStream(body) && !/\d 0 R/.test(dictionaryOf(objects, number)) ? hashOf(body) : undefined;
      const known = key === undefined ? undefined : this.#streams.get(key);
      if (known !== undefined) {
        places.set(number, known);
        continue;
      }
      places.set(number, this.#next);
      if (key !== undefined) this.#streams.set(key, this.#next);
      this.#next += 1;
    }
    return (number) => places.get(number);
  }

  #writeObjects(
    { objects }: PdfParts,
    once: ReadonlySet<number>,
    map: (number: number) => number | undefined,
    part: number,
    tree: number,
    outlines: number | undefined,
  ): void {
    for (const [number, body] of objects) {
      const to = map(number);
      // What stands for all parts is written at the end; data that is there already is not written again.
      if (once.has(number) || number === outlines || to === undefined || this.#written.has(to)) continue;
      this.#written.add(to);
      if (isStream(body)) {
        this.#writer.object(to, renumbered(body, map));
        continue;
      }
      let text = renumbered(body, map).toString('latin1');
      if (number === tree) text = setKey(text, 'Parent', `${PAGES} 0 R`);
      text = text.replace(/\/StructParents? (\d+)/g, (whole, key: string) =>
        whole.replace(key, String(Number(key) + this.#structured)),
      );
      if (text.includes('/Type /StructElem') || text.includes('/Headers')) text = apart(text, part);
      this.#writer.object(to, Buffer.from(text, 'latin1'));
    }
  }
  readonly #written = new Set<number>();

  #below(outlines: string, moved: (text: string) => string): string {
    const first = /\/First \d+ 0 R/.exec(outlines)?.[0];
    const last = /\/Last \d+ 0 R/.exec(outlines)?.[0];
    const count = numberAt(outlines, /\/Count -?(\d+)/) ?? 0;
    return first === undefined || last === undefined ? '' : ` ${moved(first)} ${moved(last)} /Count -${count}`;
  }

  #takeStructure(structure: string, to: (number: number) => number, part: number): void {
    for (const [, number] of (/\/K \[([^\]]*)\]/.exec(structure)?.[1] ?? '').matchAll(/(\d+) 0 R/g))
      this.#roots.push(`${to(Number(number))} 0 R`);
    const nums = /\/ParentTree <<\s*\/Nums \[([^\]]*)\]/.exec(structure)?.[1] ?? '';
    for (const [, key, number] of nums.matchAll(/(\d+) (\d+) 0 R/g))
      this.#parents.push(`${Number(key) + this.#structured} ${to(Number(number))} 0 R`);
    const names = /\/IDTree <<\s*\/Names \[([^\]]*)\]/.exec(structure)?.[1] ?? '';
    for (const [, id = '', number] of names.matchAll(/\(([^()]*)\) (\d+) 0 R/g))
      this.#ids.push([idOf(id, part), to(Number(number))]);
    for (const [, from = '', role = ''] of (/\/RoleMap <<([^>]*)>>/.exec(structure)?.[1] ?? '').matchAll(
      /\/(\w+) \/(\w+)/g,
    ))
      this.#roles.set(from, role);
    this.#structured += numberAt(structure, /\/ParentTreeNextKey (\d+)/) ?? 0;
  }

  #writeBookmarks(): void {
    const marks = this.#bookmarks;
    const [first, last] = [marks[0], marks.at(-1)];
    if (first === undefined || last === undefined) return;
    this.#writer.object(
      OUTLINES,
      latin(
        `<<\n  /Type /Outlines\n  /First ${first.number} 0 R\n  /Last ${last.number} 0 R\n  /Count ${marks.length}\n>>`,
      ),
    );
    for (const [at, { number, title, page, below }] of marks.entries()) {
      const before = marks[at - 1];
      const next = marks[at + 1];
      const beside = `${before === undefined ? '' : ` /Prev ${before.number} 0 R`}${next === undefined ? '' : ` /Next ${next.number} 0 R`}`;
      this.#writer.object(
        number,
        latin(
          `<<\n  /Title ${pdfText(title)} /Parent ${OUTLINES} 0 R${beside}${below}\n  /Dest [${page} 0 R /XYZ null null null]\n>>`,
        ),
      );
    }
  }
}

/** The first page of a tree, whose branches may be trees of parts. */
function firstPageOf(objects: ReadonlyMap<number, Buffer>, tree: number): number {
  for (let at = tree, depth = 0; depth < 16; depth += 1) {
    const node = dictionaryOf(objects, at);
    if (!/\/Type \/Pages\b/.test(node)) return at;
    const first = numberAt(node, /\/Kids \[\s*(\d+) 0 R/);
    if (first === undefined) break;
    at = first;
  }
  throw refuse('no page');
}

const hashOf = (body: Buffer): string => createHash('sha256').update(body).digest('hex');
const idOf = (id: string, part: number): string => `P${part}-${id}`;

/** Names of cells in a part's tables, told apart from those of the other parts. */
function apart(text: string, part: number): string {
  return text
    .replace(/\/ID \(([^()]*)\)/g, (_, id: string) => `/ID (${idOf(id, part)})`)
    .replace(
      /\/Headers \[([^\]]*)\]/g,
      (_, ids: string) => `/Headers [${ids.replace(/\(([^()]*)\)/g, (__, id: string) => `(${idOf(id, part)})`)}]`,
    );
}
