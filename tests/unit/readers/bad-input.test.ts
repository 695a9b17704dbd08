/** Whatever comes in: text, or a code in bounded time. Never a crash, a hang or a file outside. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ArchiveError, type ErrorCode } from '../../../shared/errors.ts';
import { readRaw, type RawFile } from '../../../main/archive/reading/read-raw.ts';
import {
  LETTER,
  LETTER_LINES,
  bytesOf,
  compoundFile,
  encode,
  paragraph,
  rawDocx,
  richDocx,
  typstPdf,
  typstText,
  zip,
} from './make.ts';
import { codeOf } from './code-of.ts';

/** Any one file must be done with in this time, on a machine that has other things to do. */
const MOMENT_MS = 20_000;

type Outcome = { code: ErrorCode } | { code: null; file: RawFile };

/** Reads, and lets nothing pass but text or an ArchiveError that is not INTERNAL. */
async function outcome(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Outcome> {
  const started = performance.now();
  try {
    return { code: null, file: await readRaw({ name, bytes }, { ocr: false }) };
  } catch (thrown) {
    expect(thrown, `${name}: ${String(thrown)}`).toBeInstanceOf(ArchiveError);
    const { code } = thrown as ArchiveError;
    expect(code).not.toBe('INTERNAL');
    return { code };
  } finally {
    expect(performance.now() - started).toBeLessThan(MOMENT_MS);
  }
}

const mail = encode(
  'From: a@example.invalid\r\nTo: b@example.invalid\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n5rC05Yqh5bGA\r\n--b\r\nContent-Type: application/zip; name="a.zip"\r\n\r\nPK\r\n--b--\r\n',
  'utf-8',
);
const ofd = zip({
  'OFD.xml':
    '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>D/d.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
  'D/d.xml':
    '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Pages><ofd:Page BaseLoc="p.xml"/></ofd:Pages></ofd:Document>',
  'D/p.xml': `<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:TextObject Boundary="0 0 9 9" Size="4"><ofd:TextCode X="0" Y="4">${LETTER}</ofd:TextCode></ofd:TextObject></ofd:Page>`,
});
const xlsx = zip({
  '[Content_Types].xml': '<Types/>',
  'xl/workbook.xml':
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>',
  'xl/worksheets/s.xml':
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c t="inlineStr"><is><t>甲</t></is></c></row></sheetData></worksheet>',
});

const rtfText = [...LETTER].map((character) => `\\u${character.charCodeAt(0)}?`).join('');
const odt = zip({
  mimetype: 'application/vnd.oasis.opendocument.text',
  'content.xml': `<?xml version="1.0"?><o:d xmlns:o="o" xmlns:text="t">${LETTER_LINES.map((line) => `<text:p>${line}</text:p>`).join('')}</o:d>`,
});
const GOOD: readonly (readonly [string, () => Uint8Array<ArrayBuffer>])[] = [
  ['a.txt', () => encode(LETTER, 'gb18030')],
  ['a.docx', () => richDocx()],
  ['a.doc', () => bytesOf(readFileSync(new URL('fixtures/rich.doc', import.meta.url)))],
  ['a.pdf', () => typstPdf(LETTER_LINES.map((line) => typstText(line)).join('\\\n'))],
  [
    'a.html',
    () => encode(`<html><body>${LETTER_LINES.map((line) => `<p>${line}</p>`).join('')}</body></html>`, 'utf-8'),
  ],
  ['a.eml', () => mail.slice()],
  ['a.zip', () => zip({ 'a.txt': LETTER, 'b/c.docx': rawDocx(paragraph('甲')) })],
  ['a.ofd', () => ofd.slice()],
  ['a.xlsx', () => xlsx.slice()],
  ['a.rtf', () => encode(`{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 F;}}\\f0 ${rtfText}\\par}`, 'latin1')],
  ['a.odt', () => odt.slice()],
];

/** A fixed sequence of numbers in [0, 1), so that a failure can be seen again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe.each(GOOD)('%s', (name, make) => {
  test('whole gives text', async () => {
    const result = await outcome(name, make());
    expect(result.code).toBeNull();
  });

  test('cut off at many points gives text or a code', async () => {
    const bytes = make();
    for (let step = 1; step < 24; step++) await outcome(name, bytes.slice(0, Math.ceil((bytes.length * step) / 24)));
  });

  test('with bits flipped at random gives text or a code', async () => {
    const random = randomFrom(name.length * 7919);
    for (let round = 0; round < 24; round++) {
      const bytes = make();
      for (let flips = 0; flips < 1 + round; flips++) {
        const at = Math.floor(random() * bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      }
      await outcome(name, bytes);
    }
  });

  test('with a stretch of zeros gives text or a code', async () => {
    for (let part = 0; part < 8; part++) {
      const bytes = make();
      bytes.fill(0, Math.floor((bytes.length * part) / 8), Math.floor((bytes.length * (part + 1)) / 8));
      await outcome(name, bytes);
    }
  });

  test('under another extension is read by its content, with a word about it', async () => {
    const result = await outcome('letter.png', make());
    expect(result.code === null && result.file.raw.warnings.map((warning) => warning.code)).toContain(
      'EXTENSION_MISMATCH',
    );
  });
});

describe('files that are no letters', () => {
  const random = randomFrom(42);
  const noise = bytesOf(Uint8Array.from({ length: 5000 }, () => Math.floor(random() * 256)));
  test.each([
    ['0 bytes', 'a.txt', new Uint8Array(0), 'EMPTY_FILE'],
    ['noise', 'a.txt', noise, 'UNSUPPORTED_FORMAT'],
    ['noise named docx', 'a.docx', noise, 'UNSUPPORTED_FORMAT'],
    ['zeros', 'a.pdf', new Uint8Array(4096), 'FILE_UNFINISHED'],
    [
      'text with room behind it',
      'a.txt',
      bytesOf(Buffer.concat([Buffer.from(LETTER), Buffer.alloc(600)])),
      'FILE_UNFINISHED',
    ],
    [
      'half a zip with room behind it',
      'a.docx',
      bytesOf(Buffer.concat([richDocx().subarray(0, 800), Buffer.alloc(600)])),
      'FILE_UNFINISHED',
    ],
    ['a program', 'a.doc', bytesOf(Buffer.from('7f454c4602010100', 'hex')), 'UNSUPPORTED_FORMAT'],
    [
      'a Windows program',
      'a.pdf',
      bytesOf(Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)])),
      'UNSUPPORTED_FORMAT',
    ],
    ['a rar', 'a.rar', bytesOf(Buffer.from('526172211a0700cf', 'hex')), 'UNSUPPORTED_FORMAT'],
    ['a 7z', 'a.zip', bytesOf(Buffer.from('377abcaf271c0004', 'hex')), 'UNSUPPORTED_FORMAT'],
    ['a film', 'a.docx', bytesOf(Buffer.from('00000018667479706d703432', 'hex')), 'UNSUPPORTED_FORMAT'],
    ['a database', 'a.txt', bytesOf(Buffer.from('SQLite format 3\0')), 'UNSUPPORTED_FORMAT'],
    [
      'xml of an unknown kind',
      'a.xml',
      encode('<?xml version="1.0"?><uof:UOF xmlns:uof="x"/>', 'utf-8'),
      'UNSUPPORTED_FORMAT',
    ],
    ['slides', 'a.pptx', zip({ '[Content_Types].xml': '<T/>', 'ppt/p.xml': '<p/>' }), 'UNSUPPORTED_FORMAT'],
    ['only the head of a pdf', 'a.pdf', encode('%PDF-1.7\n', 'utf-8'), 'BAD_FILE'],
    ['only the head of a zip', 'a.docx', bytesOf(Buffer.from('504b0304', 'hex')), 'BAD_FILE'],
    ['only the head of a compound file', 'a.doc', bytesOf(Buffer.from('d0cf11e0a1b11ae1', 'hex')), 'BAD_FILE'],
    ['a docx without its document', 'a.docx', zip({ '[Content_Types].xml': '<T/>', 'word/x.xml': '<x/>' }), 'BAD_FILE'],
    ['a docx whose document is no xml', 'a.docx', rawDocx('', { 'word/document.xml': '甲' }), 'BAD_FILE'],
    [
      'a docx whose xml is cut off',
      'a.docx',
      rawDocx('', { 'word/document.xml': '<w:document><w:body><w:p>' }),
      'BAD_FILE',
    ],
    [
      'a compound file whose Word stream is empty',
      'a.doc',
      compoundFile({ WordDocument: new Uint8Array(5000) }),
      'BAD_FILE',
    ],
  ] as const)('%s', async (_what, name, bytes, code) => {
    expect(await codeOf({ name, bytes })).toBe(code);
  });

  test('one byte is text', async () => {
    expect((await readRaw({ name: 'a.txt', bytes: encode('甲', 'gbk') })).raw.text).toBe('甲');
  });

  test('text with a nul in it is still text', async () => {
    const text = `${LETTER.slice(0, 100)}\0${LETTER.slice(100)}`;
    expect((await readRaw({ name: 'a.txt', bytes: encode(text, 'utf-8') })).raw.text).toBe(text);
  });
});

describe('locked files ask for the password to be taken off', () => {
  test('a docx', async () => {
    const bytes = compoundFile({ EncryptedPackage: new Uint8Array(5000), EncryptionInfo: new Uint8Array(5000) });
    expect(await codeOf({ name: 'a.docx', bytes })).toBe('PASSWORD_PROTECTED');
  });

  test('a zip', async () => {
    const bytes = zip({ 'a.txt': '甲' });
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 4 < bytes.length; at++) {
      const signature = view.getUint32(at, true);
      if (signature === 0x04034b50) view.setUint16(at + 6, view.getUint16(at + 6, true) | 1, true);
      if (signature === 0x02014b50) view.setUint16(at + 8, view.getUint16(at + 8, true) | 1, true);
    }
    expect(await codeOf({ name: 'a.zip', bytes })).toBe('PASSWORD_PROTECTED');
  });

  test('a pdf with a password for opening', async () => {
    expect(await codeOf({ name: 'a.pdf', bytes: lockedPdf() })).toBe('PASSWORD_PROTECTED');
  });
});

/** The smallest pdf of the standard security handler (revision 3, RC4 128): its keys fit no empty password. */
function lockedPdf(): Uint8Array<ArrayBuffer> {
  const hex = (seed: string): string => createHash('sha256').update(seed).digest('hex');
  const id = hex('id').slice(0, 32);
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>',
    `<</Filter/Standard/V 2/R 3/Length 128/P -44/O<${hex('owner')}>/U<${hex('user')}>>>`,
  ];
  let body = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const tail = `xref\n0 5\n0000000000 65535 f \n${table}trailer\n<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<${id}><${id}>]>>\nstartxref\n${body.length}\n%%EOF`;
  return encode(body + tail, 'latin1');
}

describe('hostile files', () => {
  test('a pdf of 5,000 pages is read to its end, page by page', { timeout: 240_000 }, async () => {
    const bytes = typstPdf(
      `#set page(width: 60pt, height: 40pt, margin: 4pt)\n#for at in range(1, 5001) { page([#at]) }`,
    );
    let last = 0;
    const { raw } = await readRaw(
      { name: 'a.pdf', bytes },
      {
        ocr: false,
        onProgress: ({ done, total }) => {
          expect([done, total]).toEqual([last + 1, 5000]);
          last = done;
        },
      },
    );
    expect(last).toBe(5000);
    expect(raw.pages).toHaveLength(5000);
    expect(raw.text.slice(raw.pages[4999]?.start).trim()).toBe('5000');
  });

  test('a zip bomb is stopped by what it claims', async () => {
    const bytes = zip({ 'a.txt': new Uint8Array(300 * 1024 * 1024) });
    expect(bytes.length).toBeLessThan(1024 * 1024);
    expect(await codeOf({ name: 'a.zip', bytes })).toBe('FILE_TOO_LARGE');
  });

  test('a zip bomb that lies about its size is stopped while it is unpacked', async () => {
    const bytes = zip({ 'word/document.xml': new Uint8Array(64 * 1024 * 1024), '[Content_Types].xml': '<T/>' });
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 4 < bytes.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) > 1000)
        view.setUint32(at + 24, 1000, true);
    }
    expect(await codeOf({ name: 'a.docx', bytes })).toBe('BAD_FILE');
  });

  test('an entry packed by an unknown method costs that entry only', async () => {
    const bytes = zip({ 'a.txt': '甲'.repeat(99), 'b.txt': '乙' });
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 4 < bytes.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50) {
        view.setUint16(at + 10, 99, true);
        break;
      }
    }
    const { raw } = await readRaw({ name: 'a.zip', bytes });
    expect(raw.embedded.map((file) => file.name)).toEqual(['b.txt']);
  });

  test('a docx part that unpacks to more text than any letter has', async () => {
    const bytes = rawDocx(paragraph('甲'.repeat(12 * 1024 * 1024)));
    expect(await codeOf({ name: 'a.docx', bytes })).toBe('FILE_TOO_LARGE');
  });

  test.each([
    ['an outside entity', '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ['an outside type', '<!DOCTYPE w:document SYSTEM "http://x.invalid/a.dtd">'],
    [
      'entities of entities',
      `<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa">${'bcdefgh'
        .split('')
        .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefg'[at] ?? ''};`.repeat(10)}">`)
        .join('')}]>`,
    ],
  ])('xml with %s is refused, nothing is expanded or opened', async (_what, type) => {
    const bytes = rawDocx('', { 'word/document.xml': `${type}<w:document xmlns:w="x"><w:t>&x;&h;</w:t></w:document>` });
    expect(await codeOf({ name: 'a.docx', bytes })).toBe('BAD_FILE');
  });

  test('xml nested a hundred thousand deep', async () => {
    const bytes = rawDocx('<w:p>'.repeat(100_000) + '</w:p>'.repeat(100_000));
    expect(await codeOf({ name: 'a.docx', bytes })).toBe('BAD_FILE');
  });

  test('tables nested too deeply', async () => {
    const bytes = rawDocx('<w:tbl><w:tr><w:tc>'.repeat(200) + '</w:tc></w:tr></w:tbl>'.repeat(200));
    expect(await codeOf({ name: 'a.docx', bytes })).toBe('BAD_FILE');
  });

  test('html nested a hundred thousand deep gives what can be seen', async () => {
    const result = await outcome('a.html', encode(`<html><body><p>甲</p>${'<div>'.repeat(100_000)}乙`, 'utf-8'));
    expect(result.code === null && result.file.raw.text).toContain('甲');
  });

  test('html full of scripts and handlers gives its words alone', async () => {
    const html =
      '<html><body onload="x()"><script>甲()</script><a href="javascript:x()">乙</a><iframe src="file:///etc/passwd"></iframe><p>丙</p></body></html>';
    const result = await outcome('a.html', encode(html, 'utf-8'));
    expect(result.code === null && result.file.raw.text.replaceAll('\n', '')).toBe('乙丙');
  });

  test('a mail with parts in parts without end', async () => {
    const head = (at: number): string => `Content-Type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}\r\n`;
    const text = `From: a@x.invalid\r\nTo: b@x.invalid\r\n${Array.from({ length: 2000 }, (_, at) => head(at)).join('')}`;
    await outcome('a.eml', encode(text, 'utf-8'));
  });

  test('a compound file whose sectors run in a circle', async () => {
    const bytes = compoundFile({ WordDocument: new Uint8Array(9000) });
    // The chain of the stream starts behind table and directory: its second link points back to its first.
    const view = new DataView(bytes.buffer);
    view.setUint32(512 + 3 * 4, 2, true);
    expect(await codeOf({ name: 'a.doc', bytes })).toBe('BAD_FILE');
  });

  test('a workbook with one cell far out', async () => {
    const sheet =
      '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c r="XFD1"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData></worksheet>';
    const files = {
      '[Content_Types].xml': '<T/>',
      'xl/workbook.xml':
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet r:id="r"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r" Target="worksheets/s.xml"/></Relationships>',
      'xl/worksheets/s.xml': sheet,
    };
    expect((await readRaw({ name: 'a.xlsx', bytes: zip(files) })).raw.text).toBe('2\t1');
  });

  test('an entry whose stated place lies outside the zip', async () => {
    const bytes = zip({ 'a.txt': '甲' });
    const view = new DataView(bytes.buffer);
    const at = bytes.length - 22 - 46 - 'a.txt'.length;
    expect(view.getUint32(at, true)).toBe(0x02014b50);
    view.setUint32(at + 42, 0xfffffff0, true);
    const { raw } = await readRaw({ name: 'a.zip', bytes });
    expect(raw.warnings.map((warning) => warning.code)).toEqual(['ENTRIES_DAMAGED']);
  });

  test('a zip that says it has more entries than are there', async () => {
    const bytes = zip({ 'a.txt': '甲' });
    new DataView(bytes.buffer).setUint16(bytes.length - 12, 9, true);
    expect(await codeOf({ name: 'a.zip', bytes })).toBe('BAD_FILE');
  });

  test('packed data behind a good head that never ends', async () => {
    const packed = deflateRawSync(Buffer.from(LETTER));
    const bytes = zip({ 'a.txt': LETTER });
    bytes.fill(0xff, 35, 35 + Math.floor(packed.length / 2));
    const { raw } = await readRaw({ name: 'a.zip', bytes });
    expect(raw.embedded).toEqual([]);
  });
});
