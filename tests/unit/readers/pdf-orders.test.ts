/** «What a page of a pdf makes of its orders is counted before it is drawn»: forms that paint forms multiply, whatever way they are named. */
import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, test } from 'vitest';
import { reportError } from '../../../shared/errors.ts';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { mostOrders, PAGE_ORDERS } from '../../../main/archive/reading/readers/pdf-orders.ts';
import { bytesOf, pagedPdf, pdfStream, pdfText, typstPdf } from './make.ts';

/** What is refused is refused by the count: nothing else speaks so. */
const REFUSED = 'FILE_TOO_LARGE a page draws too much';

async function outcome(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return readRaw({ name: 'a.pdf', bytes }, { ocr: false }).then(
    ({ raw }) => raw.text,
    (thrown: unknown) => `${reportError(thrown).code} ${reportError(thrown).details ?? ''}`,
  );
}

const DEPTH = 12;
/** The first of the nested streams has this number. */
const FIRST = 6;
const LINE = '0 0 m 9 9 l S';

interface Nest {
  /** What a stream says of itself, and what it has of the next. */
  stream: (next: number | null) => string;
  /** How it paints the next. */
  paint: (at: number) => string;
  /** How the page holds the first. */
  page: string;
  leaf?: string;
}

/** Forms F0 to F12, each of which paints the next ten times: a file of some kilobytes. */
function nested({ stream, paint, page, leaf = LINE }: Nest): Uint8Array<ArrayBuffer> {
  const objects = Array.from({ length: DEPTH + 1 }, (_, at) => {
    const isLast = at === DEPTH;
    return pdfStream(isLast ? leaf : paint(at + 1), stream(isLast ? null : FIRST + at + 1));
  });
  return pagedPdf([paint(0)], { page, objects });
}

const tenTimes = (orders: string) => (): string => orders.repeat(10);
const TEN = [...'abcdefghij'];
const form = (resources: string): string => `/Type/XObject/Subtype/Form/BBox[0 0 600 800]${resources}`;
/** Resources that name one object, by one name or by several. */
const named = (kind: string, value: string, names: readonly string[] = ['X']): string =>
  `/Resources<</${kind}<<${names.map((name) => `/${name} ${value}`).join('')}>>>>`;
const holding = (kind: string, names?: readonly string[], of = (ref: string): string => ref) => ({
  page: named(kind, of(`${FIRST} 0 R`), names),
  resources: (next: number | null): string => (next === null ? '' : named(kind, of(`${next} 0 R`), names)),
});

const own = holding('XObject');
const plain: Nest = { stream: (next) => form(own.resources(next)), paint: tenTimes('/X Do '), page: own.page };
const called = holding('XObject', TEN);
const masks = holding('ExtGState', undefined, (ref) => `<</SMask<</S/Alpha/G ${ref}>>>>`);
const tiles = holding('Pattern', TEN);
const letters = holding('Font', TEN, (ref) => `<</Type/Font/Subtype/Type3/CharProcs<</x ${ref}>>>>`);
/** All forms stand in the page's resources, and have none. */
const inherited = Array.from({ length: DEPTH + 1 }, (_, at) => `/X${at} ${FIRST + at} 0 R`).join('');

const WAYS: Record<string, Nest> = {
  'forms whose names are written in numbers': { ...plain, paint: tenTimes('/#58 Do ') },
  'forms with remarks and other orders before they are painted': { ...plain, paint: tenTimes('/X 5 w % ( \n Do ') },
  'forms of which each has ten names': {
    stream: (next) => form(called.resources(next)),
    paint: () => TEN.map((name) => `/${name} Do `).join(''),
    page: called.page,
  },
  'forms that have their resources from the page': {
    stream: () => form(''),
    paint: (at) => `/X${at} Do `.repeat(10),
    page: `/Resources<</XObject<<${inherited}>>>>`,
  },
  'forms that are masks': {
    stream: (next) => form(`/Group<</S/Transparency>>${masks.resources(next)}`),
    paint: tenTimes('/X gs '),
    page: masks.page,
  },
  'patterns of which each has ten names': {
    stream: (next) => `/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9${tiles.resources(next)}`,
    paint: () => `/Pattern cs ${TEN.map((name) => `/${name} scn 0 0 9 9 re f `).join('')}`,
    page: tiles.page,
  },
  'letters that are drawn, of which each draws ten others': {
    stream: (next) => letters.resources(next),
    paint: () => TEN.map((name) => `BT /${name} 9 Tf (x) Tj ET `).join(''),
    page: letters.page,
  },
  'forms that a stamp paints': {
    ...plain,
    page: `/Annots[<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/AP<</N ${FIRST} 0 R>>>>]`,
  },
};

/** By another writer, which packs objects. */
async function rewritten(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return bytesOf(await (await PDFDocument.load(bytes)).save({ useObjectStreams: true }));
}

describe('what a page of a pdf makes of its orders is counted before it is drawn', () => {
  test('forms that paint the next one ten times, thirteen deep, are refused by the count', async () => {
    const bytes = nested(plain);
    expect(bytes.length).toBeLessThan(8192);
    expect(await mostOrders(bytes, false)).toBeGreaterThan(10 ** 13);
    expect(await outcome(bytes)).toBe(REFUSED);
  });

  test.each(Object.entries(WAYS))('%s are, in a file of some kilobytes', async (_, nest) => {
    const bytes = nested(nest);
    expect(bytes.length).toBeLessThan(16_384);
    expect(await outcome(bytes)).toBe(REFUSED);
  });

  test('a file whose objects lie packed is, and one that is locked for changes', async () => {
    const packed = await rewritten(nested(plain));
    expect(Buffer.from(packed).includes('/ObjStm')).toBe(true);
    expect(await outcome(packed)).toBe(REFUSED);
    const document = await PDFDocument.load(nested(plain));
    document.encrypt({ userPassword: '', ownerPassword: 'owner' });
    const locked = bytesOf(await document.save({ useObjectStreams: false }));
    expect(Buffer.from(locked).includes('/Encrypt')).toBe(true);
    expect(await outcome(locked)).toBe(REFUSED);
  });

  test('forms that paint one another in a ring are; one that paints itself is left out of itself', async () => {
    const all = Array.from({ length: 14 }, (_, at) => `/X${at} ${FIRST + at} 0 R`).join('');
    const resources = `/Resources<</XObject<<${all}>>>>`;
    const everyOne = Array.from({ length: 14 }, (_, at) => `/X${at} Do `).join('');
    const ring = Array.from({ length: 14 }, () => pdfStream(everyOne, form(resources)));
    expect(await outcome(pagedPdf(['/X0 Do '], { page: resources, objects: ring }))).toBe(REFUSED);
    const itself = pdfStream('/X Do ', form(named('XObject', '6 0 R')));
    expect(await mostOrders(pagedPdf(['/X Do '], { page: own.page, objects: [itself] }), false)).toBeLessThan(2048);
  });

  test('an end of a stream that is written inside of it hides nothing', async () => {
    const paint = tenTimes('/X Do ');
    expect(await outcome(nested({ ...plain, paint: () => `(endstream endobj) ${paint()}` }))).toBe(REFUSED);
  });
});

describe('ordinary pdfs are far from the bound', () => {
  test('a letterhead with a logo on each of 300 pages', async () => {
    const logo = pdfStream('1 0 0 RG 0 0 m 9 9 l 9 0 l s\n'.repeat(200), form(''));
    const head = pdfStream(`q .1 0 0 .1 50 780 cm /L Do Q q /L Do Q`, form(named('XObject', '6 0 R', ['L'])));
    const pages = Array.from({ length: 300 }, (_, at) => `/H Do ${pdfText(`第${at + 1}页`, 90, 700)}`);
    const bytes = pagedPdf(pages, {
      page: '/Resources<</Font<</F1 3 0 R>>/XObject<</H 7 0 R>>>>',
      objects: [logo, head],
    });
    const most = await mostOrders(bytes, false);
    expect(most).toBeGreaterThan(2 * 5800);
    expect(most * 1000).toBeLessThan(PAGE_ORDERS);
    expect(await outcome(bytes)).toContain('第300页');
  });

  test('a letter as Typst sets it', async () => {
    const bytes = typstPdf('关于第12号提案的答复\n\n#circle() #table(columns: 2)[甲][乙]');
    expect(await mostOrders(bytes, false)).toBeLessThan(PAGE_ORDERS / 1000);
    expect(await mostOrders(bytes, false)).toBeGreaterThan(100);
    expect(await outcome(bytes)).toContain('号提案的答复');
  });
});
