/**
 * PDFs that were damaged on purpose between setting and comparing: each is found, by the reader of the export and by pdf.js as strangers' files are
 * read (fonts and all), and both take the same words out.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareText, textOfPages } from '../../../main/archive/print/check-pdf.ts';
import { renderLetterPdf } from '../../../main/archive/print/letter-pdf.ts';
import {
  dictionaryOf,
  readPdfObjects,
  streamObject,
  writePdfObjects,
  type PdfParts,
} from '../../../main/archive/print/pdf-objects.ts';
import { openOwnPdf } from '../../../main/archive/reading/readers/pdf-own.ts';
import { openPdf } from '../../../main/archive/reading/readers/pdf.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { letterOf, sampleLetters } from '../../unit/export/letters.ts';

const SENTENCE = '已为二百零七名老人装好扶手与夜灯';
const BODY = `您提出的提案收悉。我局会同有关单位逐户走访，${SENTENCE}，并在每个小区设立助餐点，由专人登记、专人回访，所需资金列入年度预算。`;

function letter(): Letter {
  const text = `云溪市民政局\n云民函〔2023〕5号\n关于某项提案答复的函\n某某委员：\n${BODY}\n感谢您的支持。\n云溪市民政局\n2023年7月14日`;
  return letterOf(text, {
    title: '关于某项提案答复的函',
    doc_number: '云民函〔2023〕5号',
    letterhead: '云溪市民政局',
    issuer: '云溪市民政局',
    issued_on: '2023-07-14',
    addressees: ['某某'],
  });
}

let whole: Uint8Array;
beforeAll(async () => {
  whole = (await renderLetterPdf(letter())).pdf;
});

const readers = {
  'the reader of the export': (pdf: Uint8Array) => openOwnPdf('export.pdf', pdf),
  "the reader of strangers' files": (pdf: Uint8Array) => openPdf({ name: 'export.pdf', bytes: Uint8Array.from(pdf) }),
};

/** What each reader says is missing, and the words that it took out. */
async function bothSay(pdf: Uint8Array): Promise<{ missing: string[]; text: string }> {
  const said: { missing: string[]; text: string }[] = [];
  for (const open of Object.values(readers)) {
    const read = await textOfPages(await open(pdf), 1);
    said.push({ missing: (await compareText(read, letter())).missing, text: read.text });
  }
  expect(said[0]).toEqual(said[1]);
  return said[0] ?? expect.fail('nobody read it');
}

function dataOf(body: Buffer): Buffer {
  const start = /stream\r?\n/.exec(body.toString('latin1'));
  if (start === null) throw new Error('no stream');
  return body.subarray(start.index + start[0].length, body.lastIndexOf('endstream') - 1);
}

/** Numbers of objects whose dictionary has these words. */
function numbersOf({ objects }: PdfParts, words: RegExp): number[] {
  return [...objects.keys()].filter((number) => words.test(dictionaryOf(objects, number)));
}

/** The content of the first page, changed. */
function withPage(pdf: Uint8Array, change: (content: string) => string): Uint8Array {
  const parts = readPdfObjects(pdf);
  const [page] = numbersOf(parts, /\/Type \/Page\b/);
  const number = Number(/\/Contents (\d+) 0 R/.exec(dictionaryOf(parts.objects, page ?? 0))?.[1]);
  const before = inflateSync(dataOf(parts.objects.get(number) ?? Buffer.alloc(0))).toString('latin1');
  const after = change(before);
  expect(after).not.toBe(before);
  parts.objects.set(number, streamObject('  /Filter /FlateDecode', deflateSync(Buffer.from(after, 'latin1'))));
  return writePdfObjects(parts);
}

/** The tables that say what glyphs mean (ToUnicode), changed. */
function withTables(pdf: Uint8Array, change: (table: string) => string): Uint8Array {
  const parts = readPdfObjects(pdf);
  let changed = 0;
  for (const number of numbersOf(parts, /\/Type \/CMap/)) {
    const before = dataOf(parts.objects.get(number) ?? Buffer.alloc(0)).toString('latin1');
    const after = change(before);
    if (after === before) continue;
    changed += 1;
    parts.objects.set(number, streamObject('  /Type /CMap\n  /WMode 0', Buffer.from(after, 'latin1')));
  }
  expect(changed).toBeGreaterThan(0);
  return writePdfObjects(parts);
}

const hex = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0');

/** The pieces of a page that show text, with the operator that does it. */
const SHOWN = /\[[^\]]*\]\s*TJ|\((?:\\[^]|[^\\)])*\)\s*Tj/g;
const longest = (content: string): string[] =>
  [...content.matchAll(SHOWN)].map(([piece]) => piece).toSorted((a, b) => b.length - a.length);

describe('a PDF damaged on purpose', () => {
  it('is whole before', async () => {
    const { missing, text } = await bothSay(whole);
    expect(missing).toEqual([]);
    expect(text.replace(/\s/g, '')).toContain(SENTENCE);
  });

  it('is found where a glyph means another character', async () => {
    const changed = withTables(whole, (table) =>
      table.replace(new RegExp(`(<[0-9a-f]+> )<${hex('灯')}>`, 'i'), `$1<${hex('炉')}>`),
    );
    const { missing, text } = await bothSay(changed);
    expect(text.replace(/\s/g, '')).toContain(SENTENCE.replace('灯', '炉'));
    expect(missing).toEqual([BODY]);
  });

  it('is found where a digit of the date means another', async () => {
    const changed = withTables(whole, (table) =>
      table.replace(new RegExp(`(<[0-9a-f]+> )<${hex('7')}>`, 'i'), `$1<${hex('1')}>`),
    );
    expect((await bothSay(changed)).missing).toContain('2023年7月14日');
  });

  it('is found where glyphs mean nothing any more', async () => {
    const parts = readPdfObjects(whole);
    for (const number of numbersOf(parts, /\/ToUnicode \d+ 0 R/)) {
      const font = dictionaryOf(parts.objects, number).replace(/\/ToUnicode \d+ 0 R/, '');
      parts.objects.set(number, Buffer.from(font, 'latin1'));
    }
    expect((await bothSay(writePdfObjects(parts))).missing).toContain(BODY);
  });

  it('is found where a line is gone', async () => {
    const gone = withPage(whole, (content) => content.replace(longest(content)[0] ?? '', '[] TJ'));
    expect((await bothSay(gone)).missing).toEqual([BODY]);
  });

  it('is found where two lines of a paragraph have changed places', async () => {
    const swapped = withPage(whole, (content) => {
      const [one = '', other = ''] = longest(content);
      return content.replace(one, 'HERE').replace(other, one).replace('HERE', other);
    });
    const { missing, text } = await bothSay(swapped);
    expect(missing).toEqual([BODY]);
    // No character is lost: the order alone is wrong.
    const { text: before } = await bothSay(whole);
    expect([...text.replace(/\s/g, '')].toSorted()).toEqual([...before.replace(/\s/g, '')].toSorted());
  });

  it('is found where a line stands beside the page', async () => {
    const beside = withPage(whole, (content) => {
      const [line = ''] = longest(content);
      return content.replace(line, `1 0 0 1 9000 0 Tm ${line}`);
    });
    expect((await bothSay(beside)).missing).toEqual([BODY]);
  });

  it('is found where the words stand there as what is no part of the text', async () => {
    const artifact = withPage(whole, (content) => content.replace(/\/(?:Span|P) <<\s*\/MCID/g, '/Artifact <</MCID'));
    expect((await bothSay(artifact)).missing).toContain(BODY);
  });

  it("is not found where a font's program is broken: neither reader looks at shapes", async () => {
    const parts = readPdfObjects(whole);
    for (const number of numbersOf(parts, /\/Length \d+\s+\/Filter/)) {
      const body = parts.objects.get(number) ?? Buffer.alloc(0);
      const data = inflateSync(dataOf(body));
      if (data.indexOf('glyf') < 0) continue;
      parts.objects.set(number, streamObject('  /Filter /FlateDecode', deflateSync(data.subarray(0, 300))));
    }
    const broken = writePdfObjects(parts);
    expect(broken.length).toBeLessThan(whole.length / 2);
    expect((await bothSay(broken)).missing).toEqual([]);
  });

  it('is found where the file is cut short', async () => {
    for (const open of Object.values(readers)) {
      await expect(open(whole.subarray(0, 600))).rejects.toMatchObject({ code: 'BAD_FILE' });
    }
  });

  it('does not trouble the files that are compared behind it', async () => {
    await expect(openOwnPdf('export.pdf', new Uint8Array([37, 80, 68, 70]))).rejects.toMatchObject({
      code: 'BAD_FILE',
    });
    const [first, second] = await Promise.all([0, 1].map(async () => textOfPages(await openOwnPdf('a.pdf', whole), 1)));
    expect(first).toEqual(second);
    expect(first).toEqual(await textOfPages(await openPdf({ name: 'a.pdf', bytes: Uint8Array.from(whole) }), 1));
  });
});

it('takes the same words out of every sample letter as the reader of strangers’ files', async () => {
  const options = { cover: true, history: true };
  for (const sample of [...sampleLetters(), letterOf('王𬱖、\u{2a701}、\u{30edd} é ‐-—―•‧·…⋯ 黄⻩ Ａ ﬁ №　㈠')]) {
    const { pdf, pages } = await renderLetterPdf(sample, options);
    const own = await textOfPages(await openOwnPdf('own.pdf', pdf), 1);
    expect(own, sample.id).toEqual(
      await textOfPages(await openPdf({ name: 'own.pdf', bytes: pdf as Uint8Array<ArrayBuffer> }), 1),
    );
    expect(own.pages).toBe(pages);
  }
});
