/**
 * Damaged files of word processors: text or a code, whatever byte is hit. Parts are damaged inside their
 * zip, where a checksum would otherwise stop every damage before a reader sees it. The sequence is fixed.
 */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { ArchiveError } from '../../../shared/errors.ts';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { IN_TABLE, ROW_END, HIDDEN, makeDoc, makeOldDoc, paragraphOf, run } from './make-doc.ts';
import { LETTER_LINES, bytesOf, encode, richDocx, zip } from './make.ts';

const ROUNDS = 80;

type Random = () => number;
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Bits turned, bytes put in or taken out, a number made very large, a stretch doubled, the end cut off. */
function damage(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const at = (): number => Math.floor(random() * bytes.length);
  const out = bytesOf(bytes);
  switch (Math.floor(random() * 6)) {
    case 0:
      for (let flips = Math.floor(random() * 12); flips >= 0; flips--) {
        const place = at();
        out[place] = (out[place] ?? 0) ^ (1 << Math.floor(random() * 8));
      }
      return out;
    case 1:
      for (let changes = Math.floor(random() * 12); changes >= 0; changes--) out[at()] = Math.floor(random() * 256);
      return out;
    case 2:
      out.fill(0xff, at(), at());
      return out;
    case 3: {
      const [start, place] = [at(), at()];
      return bytesOf(Buffer.concat([out.subarray(0, place), out.subarray(start, start + 200), out.subarray(place)]));
    }
    case 4: {
      const place = at();
      return bytesOf(Buffer.concat([out.subarray(0, place), out.subarray(place + Math.floor(random() * 60))]));
    }
    default:
      return out.slice(0, at());
  }
}

/** One of the parts of a zip is damaged. */
function damagePart(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const parts = unzipSync(bytes);
  const names = Object.keys(parts);
  const name = names[Math.floor(random() * names.length)] ?? '';
  return zip({ ...parts, [name]: damage(parts[name] ?? new Uint8Array(0), random) });
}

const line = (text: string): ReturnType<typeof paragraphOf> => paragraphOf(`${text}\r`);
const doc = makeDoc({
  body: [
    ...LETTER_LINES.map(line),
    paragraphOf('显示', run('隐藏', HIDDEN), '\x13EQ \\o\\ac(○,1)\x15\f'),
    { runs: [run('格\x07')], properties: IN_TABLE },
    { runs: [run('\x07')], properties: ROW_END },
  ],
  margins: [['双页', '单页', '', '', '首页', '']],
  sections: [{ end: 400, titlePage: true }],
  wordArt: ['白鹭区水务局'],
  properties: { 类别: '提案' },
});
const NS = ['office', 'text', 'table', 'style']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ');
const odtBody = `<office:automatic-styles><text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:list-style></office:automatic-styles><office:body><office:text>${LETTER_LINES.map((text) => `<text:p>${text}</text:p>`).join('')}<text:list text:style-name="L"><text:list-item><text:p>甲<text:note><text:note-body><text:p>注</text:p></text:note-body></text:note></text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>乙</text:p></table:table-cell></table:table-row></table:table></office:text></office:body>`;
const FILES: readonly (readonly [string, Uint8Array<ArrayBuffer>, typeof damage])[] = [
  ['a.docx', richDocx(), damagePart],
  ['a.doc', doc, damage],
  ['fixture.doc', bytesOf(readFileSync(new URL('fixtures/rich.doc', import.meta.url))), damage],
  ['old.doc', makeOldDoc({ body: LETTER_LINES.map(line), header: '水务局' }), damage],
  [
    'a.rtf',
    encode(
      `{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 S;}{\\f1\\fcharset2 Wingdings;}}{\\header A\\par}{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt B\\par}}}\\trowd\\intbl C\\cell\\row\\pard{\\field{\\*\\fldinst{SYMBOL 254 \\\\f "Wingdings"}}{\\fldrslt}}{\\*\\footnote D}{\\pict\\bin4 {}{}}E${[...'提案答复'].map((one) => `\\u${one.charCodeAt(0)}?`).join('')}\\par}`,
      'latin1',
    ),
    damage,
  ],
  [
    'a.odt',
    zip({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'content.xml': `<office:document-content ${NS}>${odtBody}</office:document-content>`,
      'styles.xml': `<office:document-styles ${NS}><office:master-styles><style:master-page style:name="S"><style:header><text:p>水务局</text:p></style:header></style:master-page></office:master-styles></office:document-styles>`,
    }),
    damagePart,
  ],
  [
    'a.fodt',
    encode(
      `<office:document ${NS} office:mimetype="application/vnd.oasis.opendocument.text">${odtBody}</office:document>`,
      'utf-8',
    ),
    damage,
  ],
  [
    'word2003.xml',
    encode(
      `<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="http://schemas.microsoft.com/aml/2001/core"><w:body>${LETTER_LINES.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>旧</w:delText></w:r></aml:content></aml:annotation></w:p>`).join('')}<w:sectPr><w:hdr w:type="odd"><w:p><w:r><w:t>水务局</w:t></w:r></w:p></w:hdr></w:sectPr></w:body></w:wordDocument>`,
      'utf-8',
    ),
    damage,
  ],
];

describe.each(FILES)('%s', (name, bytes, harm) => {
  test('whole gives text', async () => {
    expect((await readRaw({ name, bytes }, { ocr: false })).raw.text).not.toBe('');
  });

  test(`damaged in ${ROUNDS} ways gives text or a code`, async () => {
    const random = randomFrom(name.length * 104_729);
    for (let round = 0; round < ROUNDS; round++) {
      const damaged = harm(bytes, random);
      if (damaged.length === 0) continue;
      const thrown = await readRaw({ name, bytes: damaged }, { ocr: false }).then(
        () => null,
        (error: unknown) => error,
      );
      if (thrown !== null) {
        expect(thrown, `round ${round}`).toBeInstanceOf(ArchiveError);
        // What a parser trips over is damage that it should have seen itself.
        expect((thrown as ArchiveError).details ?? '', `round ${round}`).not.toMatch(
          /Cannot read|is not a|Invalid|Maximum call|out of range/,
        );
      }
    }
  });
});
