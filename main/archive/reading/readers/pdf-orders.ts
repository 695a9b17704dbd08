/**
 * How much a page of a pdf makes pdf.js go through, counted before it does: forms that paint forms multiply. Counted are the bytes of the
 * orders of a page, those of each form as often as its name stands there, and of what these paint in turn; each form is gone through once.
 */
import { isRef, PdfObjects, type PdfDict, type PdfObject, type PdfValue } from './pdf-objects.ts';
import { isBomb, plainNames, unpack } from './pdf-streams.ts';

const MiB = 1024 * 1024;
/** A page of a letter says some kilobytes, one of a map some megabytes; pdf.js goes through some megabytes a second. */
export const PAGE_ORDERS = 64 * MiB;
/** Orders of all pages and forms of a file, each counted once. */
const FILE_ORDERS = 512 * MiB;
/** To paint an empty form costs pdf.js as much as so many bytes of orders. */
const FORM_BYTES = 256;
/** Forms in one another: those of any drawing are a few deep. */
const DEEPEST = 200;
/** Names that are looked up at most: files beyond are built to be looked through long. */
const MOST_LOOKS = 20_000_000;
/** Locked files of more bytes are not unlocked for this. */
const LOCKED_BYTES = 64 * MiB;
const NAME = /\/([^\0\t\n\f\r /<>[\](){}%]+)/g;

/**
 * The most that one page of the file makes of its orders, in bytes; Infinity where it is beyond counting. Never fails: what cannot be
 * taken apart counts nothing, and is bounded by time.
 * @param locked it says that its streams are ciphers
 */
export async function mostOrders(bytes: Uint8Array<ArrayBuffer>, locked: boolean): Promise<number> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // What only claims to be locked is counted as it stands.
  const most = await mostOf(file);
  const opened = locked && bytes.length <= LOCKED_BYTES ? await unlocked(bytes) : null;
  return opened === null ? most : Math.max(most, await mostOf(opened));
}

async function mostOf(file: Buffer): Promise<number> {
  return new Orders(await PdfObjects.of(file)).mostOfAPage();
}

/** The objects of a locked file that opens without a password, one behind the other; null where it does not. */
async function unlocked(bytes: Uint8Array<ArrayBuffer>): Promise<Buffer | null> {
  const { PDFDocument, PDFRawStream } = await import('@cantoo/pdf-lib');
  try {
    const { context } = await PDFDocument.load(bytes, { password: '', updateMetadata: false });
    const parts = context.enumerateIndirectObjects().flatMap(([reference, object]) => {
      const head = Buffer.from(`\n${reference.objectNumber} 0 obj\n`);
      if (!(object instanceof PDFRawStream)) return [head, Buffer.from(object.toString(), 'latin1')];
      const dictionary = Buffer.from(`${object.dict.toString()}\nstream\n`, 'latin1');
      return [head, dictionary, Buffer.from(object.getContents()), Buffer.from('\nendstream')];
    });
    return Buffer.concat(parts);
  } catch {
    return null;
  }
}

/** What orders say: how long they are, and how often each name stands in them. */
interface Said {
  length: number;
  names: ReadonlyMap<string, number>;
}

class Orders {
  readonly #objects: PdfObjects;
  readonly #said = new Map<PdfObject, Said>();
  /** By the form and the resources that it falls back on. */
  readonly #known = new Map<PdfObject, Map<PdfValue | undefined, number>>();
  readonly #open: PdfObject[] = [];
  #looks = 0;
  #left = FILE_ORDERS;

  constructor(objects: PdfObjects) {
    this.#objects = objects;
  }

  async mostOfAPage(): Promise<number> {
    let most = 0;
    for (const number of this.#objects.numbers()) {
      for (const { value, stream } of this.#objects.get(number)) {
        if (stream === null && value instanceof Map && !isWords(value))
          most = Math.max(most, await this.#ofPage(value));
        if (most === Infinity) return most;
      }
    }
    return most;
  }

  async #ofPage(page: PdfDict): Promise<number> {
    const resources = this.#inherited(page, 'Resources');
    let sum = 0;
    for (const { value, stream } of this.#objects.resolve(page.get('Contents'))) {
      if (stream !== null) sum += await this.#ofStream({ value, stream }, resources);
      else if (Array.isArray(value)) {
        for (const one of value) sum += await this.#most(this.#objects.resolve(one), resources);
      }
    }
    for (const note of this.#objects.resolve(page.get('Annots')).flatMap(({ value }) => listOf(value))) {
      for (const { value } of this.#objects.resolve(note)) {
        if (value instanceof Map) sum += await this.#ofLooks(value.get('AP'), 0);
      }
    }
    return sum;
  }

  /** A page's own entry, or that of the pages around it. */
  #inherited(page: PdfDict, key: string): PdfValue | undefined {
    let at: PdfValue = page;
    for (let depth = 0; depth < DEEPEST && at instanceof Map; depth++) {
      const own: PdfValue | undefined = at.get(key);
      if (own !== undefined) return own;
      at = this.#objects.resolve(at.get('Parent'))[0]?.value ?? null;
    }
    return undefined;
  }

  /** The appearances of a note or field: a stream each, by the state in which it is. */
  async #ofLooks(looks: PdfValue | undefined, depth: number): Promise<number> {
    let sum = 0;
    for (const object of this.#objects.resolve(looks)) {
      if (object.stream !== null) sum += await this.#ofStream(object, undefined);
      else if (object.value instanceof Map && depth < 2) {
        for (const one of object.value.values()) sum += await this.#ofLooks(one, depth + 1);
      }
    }
    return sum;
  }

  async #most(objects: readonly PdfObject[], resources: PdfValue | undefined): Promise<number> {
    let most = 0;
    for (const object of objects)
      if (object.stream !== null) most = Math.max(most, await this.#ofStream(object, resources));
    return most;
  }

  /** @param around the resources in force where it has none of its own */
  async #ofStream(object: PdfObject, around: PdfValue | undefined): Promise<number> {
    const { value } = object;
    if (!(value instanceof Map) || isPicture(value)) return 0;
    const own = value.get('Resources') ?? around;
    const key = own !== undefined && isRef(own) ? own.ref : own;
    const known = this.#known.get(object) ?? new Map<PdfValue | undefined, number>();
    this.#known.set(object, known);
    const before = known.get(key);
    if (before !== undefined) return before;
    const at = this.#open.indexOf(object);
    if (at >= 0) return aroundAgain(this.#open.length - at);
    if (this.#open.length >= DEEPEST || this.#looks > MOST_LOOKS) return Infinity;
    this.#open.push(object);
    const sum = await this.#sum(object, own);
    this.#open.pop();
    known.set(key, sum);
    return sum;
  }

  async #sum(object: PdfObject, own: PdfValue | undefined): Promise<number> {
    const { length, names } = await this.#saidBy(object);
    let sum = FORM_BYTES + length;
    this.#looks += 1 + names.size;
    for (const { value: resources } of names.size === 0 ? [] : this.#objects.resolve(own)) {
      if (!(resources instanceof Map)) continue;
      for (const [kind, often] of KINDS) {
        for (const { value: listed } of this.#objects.resolve(resources.get(kind))) {
          if (!(listed instanceof Map)) continue;
          for (const [name, times] of names) {
            const one = listed.get(name);
            if (one !== undefined) sum += (often ? times : 1) * (await this.#ofNamed(kind, one, own));
          }
        }
      }
    }
    return sum;
  }

  async #ofNamed(kind: Kind, one: PdfValue, own: PdfValue | undefined): Promise<number> {
    const objects = this.#objects.resolve(one);
    if (kind === 'XObject' || kind === 'Pattern') return this.#most(objects, own);
    let most = 0;
    for (const { value } of objects) {
      if (!(value instanceof Map)) continue;
      if (kind === 'ExtGState') {
        for (const { value: mask } of this.#objects.resolve(value.get('SMask'))) {
          if (mask instanceof Map) most = Math.max(most, await this.#most(this.#objects.resolve(mask.get('G')), own));
        }
      } else {
        let shapes = 0;
        for (const { value: drawn } of this.#objects.resolve(value.get('CharProcs'))) {
          if (!(drawn instanceof Map)) continue;
          for (const shape of drawn.values()) {
            shapes += await this.#most(this.#objects.resolve(shape), value.get('Resources') ?? own);
          }
        }
        most = Math.max(most, shapes);
      }
    }
    return most;
  }

  async #saidBy(object: PdfObject): Promise<Said> {
    const before = this.#said.get(object);
    if (before !== undefined) return before;
    const said = await saidBy(object);
    this.#said.set(object, said);
    this.#left -= said.length;
    if (this.#left < 0) this.#looks = Infinity;
    return said;
  }
}

type Kind = 'XObject' | 'ExtGState' | 'Pattern' | 'Font';
/** What orders use by name, and whether each use costs: patterns and letters that are drawn are kept by pdf.js. */
const KINDS: readonly (readonly [Kind, boolean])[] = [
  ['XObject', true],
  ['ExtGState', true],
  ['Pattern', false],
  ['Font', false],
];

async function saidBy({ stream }: PdfObject): Promise<Said> {
  const names = new Map<string, number>();
  if (stream === null) return { length: 0, names };
  const unpacked = await unpack(stream.dictionary, stream.data, PAGE_ORDERS);
  if (unpacked === null) return { length: isBomb(stream.dictionary, stream.data, PAGE_ORDERS) ? Infinity : 0, names };
  for (const [, name = ''] of plainNames(unpacked.content.toString('latin1')).matchAll(NAME)) {
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  return { length: unpacked.content.length, names };
}

/** So many forms that paint one another in a ring: pdf.js leaves out only those that are being painted. */
function aroundAgain(forms: number): number {
  let ways = FORM_BYTES;
  for (let at = 2; at <= forms; at++) ways *= at;
  return ways;
}

const listOf = (value: PdfValue): readonly PdfValue[] => (Array.isArray(value) ? value : []);
/** What bears words under /Contents, or nothing, is no page. */
const isWords = (object: PdfDict): boolean => {
  const contents = object.get('Contents');
  return !Array.isArray(contents) && !(contents !== undefined && isRef(contents)) && !object.has('Annots');
};

function isPicture(dictionary: PdfDict): boolean {
  const subtype = dictionary.get('Subtype') ?? null;
  return typeof subtype === 'object' && subtype !== null && 'name' in subtype && subtype.name === 'Image';
}
