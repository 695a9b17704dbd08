/** Makes real files for the readers' tests, with real writers: docx by the package docx, pdf by Typst, zips by fflate. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { zipSync, type Zippable } from 'fflate';
import iconv from 'iconv-lite';
import { onTestFinished } from 'vitest';
import { facesOfFile } from '../../../main/archive/print/font-file.ts';
import { blank, pictureOf, sheetOf, turn } from '../../../main/archive/reading/readers/ocr-image.ts';
import { openPdf } from '../../../main/archive/reading/readers/pdf.ts';

/** A letter of an invented office to an invented member, a paragraph a line. */
export const LETTER_LINES = [
  '青禾市白鹭区水务局',
  '〔A类〕',
  '白水函〔2023〕17号',
  '关于政协白鹭区三届二次会议第030215号提案答复的函',
  '钱松岭委员：',
  '您提出的《关于加快老旧小区供水管网改造的建议》提案收悉，现答复如下：',
  '一、关于改造计划',
  '2023年计划改造 12 个小区，涉及居民 3865 户，投资 2480.75 万元。',
  '（一）已完工 5 个小区，其余 7 个小区将于年底前完成。',
  '感谢您对水务工作的关心和支持。',
  '青禾市白鹭区水务局',
  '2023年5月18日',
  '（联系人：柳青，联系电话：0000-1234567）',
] as const;
export const LETTER = LETTER_LINES.join('\n');

export function bytesOf(buffer: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(buffer);
}

export function encode(text: string, encoding: string, addBOM = false): Uint8Array<ArrayBuffer> {
  return bytesOf(iconv.encode(text, encoding, { addBOM }));
}

/** A zip with these entries: text as UTF-8, or bytes. */
export function zip(entries: Record<string, string | Uint8Array>): Uint8Array<ArrayBuffer> {
  const files: Zippable = {};
  for (const [name, content] of Object.entries(entries)) {
    files[name] = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  }
  return bytesOf(zipSync(files));
}

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A minimal docx by hand, for what no writer at hand makes. `parts` are put beside or instead of the usual ones. */
export function rawDocx(body: string, parts: Record<string, string | Uint8Array> = {}): Uint8Array<ArrayBuffer> {
  return zip({
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${REL}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="${W}" xmlns:r="${REL}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>${body}</w:body></w:document>`,
    ...parts,
  });
}

export function paragraph(text: string): string {
  return `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

const fonts = path.dirname(fileURLToPath(import.meta.resolve('@expo-google-fonts/noto-serif-sc/package.json')));
const ROMAN = path.join(fonts, '400Regular');
const compilers = new Map<string, NodeCompiler>();

/** A pdf set by Typst with an embedded CJK face. */
export function typstPdf(source: string, font = ROMAN): Uint8Array<ArrayBuffer> {
  const compiler = compilers.get(font) ?? NodeCompiler.create({ fontArgs: [{ fontPaths: [ROMAN, font] }] });
  compilers.set(font, compiler);
  const family = font === ROMAN ? 'Noto Serif SC' : facesOfFile(font)[0]?.family;
  if (family === undefined) throw new Error(`${font} is no font`);
  const head = `#set text(font: ("${family}", "Noto Serif SC"), lang: "zh", region: "cn", size: 12pt)\n`;
  return bytesOf(compiler.pdf({ mainFileContent: head + source }));
}

/** Typst reads `#`, `*`, `_` and friends as orders; this keeps a text as it stands. */
export function typstText(text: string): string {
  return `#text(${JSON.stringify(text)})`;
}

/** A folder of the test's own, gone when the test ends. */
export function ownFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fuhan-readers-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A compound file (OLE) with these streams in its root: sectors of 512 bytes, no small streams. */
export function compoundFile(streams: Record<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const SECTOR = 512;
  const names = Object.keys(streams);
  const padded = names.map((name) => {
    const content = streams[name] ?? new Uint8Array(0);
    const out = new Uint8Array(Math.max(Math.ceil(content.length / SECTOR), 8) * SECTOR);
    out.set(content);
    return out;
  });
  const directory = new Uint8Array(Math.ceil((names.length + 1) / 4) * SECTOR);
  const view = new DataView(directory.buffer);
  const fat: number[] = [0xfffffffd];
  const chain = (sectors: number): number => {
    const start = fat.length;
    for (let at = 1; at < sectors; at++) fat.push(start + at);
    fat.push(0xfffffffe);
    return start;
  };
  const directoryStart = chain(directory.length / SECTOR);
  const write = (
    at: number,
    name: string,
    type: number,
    links: readonly number[],
    start: number,
    size: number,
  ): void => {
    [...name].forEach((char, index) => view.setUint16(at * 128 + index * 2, char.charCodeAt(0), true));
    view.setUint16(at * 128 + 64, (name.length + 1) * 2, true);
    view.setUint8(at * 128 + 66, type);
    links.forEach((link, index) => view.setUint32(at * 128 + 68 + index * 4, link, true));
    view.setUint32(at * 128 + 116, start, true);
    view.setUint32(at * 128 + 120, size, true);
  };
  write(0, 'Root Entry', 5, [0xffffffff, 0xffffffff, names.length > 0 ? 1 : 0xffffffff], 0xfffffffe, 0);
  padded.forEach((content, index) => {
    const next = index + 1 < padded.length ? index + 2 : 0xffffffff;
    const start = chain(content.length / SECTOR);
    // Streams below 4096 bytes would belong into the stream of small ones: sizes are the padded ones.
    write(index + 1, names[index] ?? '', 2, [0xffffffff, next, 0xffffffff], start, content.length);
  });
  const header = new Uint8Array(SECTOR);
  const head = new DataView(header.buffer);
  header.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  head.setUint16(24, 0x3e, true);
  head.setUint16(26, 3, true);
  head.setUint16(28, 0xfffe, true);
  head.setUint16(30, 9, true);
  head.setUint16(32, 6, true);
  head.setUint32(44, 1, true);
  head.setUint32(48, directoryStart, true);
  head.setUint32(56, 4096, true);
  head.setUint32(60, 0xfffffffe, true);
  head.setUint32(68, 0xfffffffe, true);
  for (let at = 0; at < 109; at++) head.setUint32(76 + at * 4, at === 0 ? 0 : 0xffffffff, true);
  const table = new Uint8Array(SECTOR).fill(0xff);
  const tableView = new DataView(table.buffer);
  fat.forEach((word, at) => tableView.setUint32(at * 4, word, true));
  return bytesOf(Buffer.concat([header, table, directory, ...padded]));
}

/** LibreOffice's command where it is installed with its Writer (a system may have only a part of it, such as Calc), else null. */
export function findOffice(): string | null {
  const found = (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, 'soffice'));
  const hasWriter = (file: string): boolean =>
    existsSync(file) && existsSync(path.join(path.dirname(realpathSync(file)), 'libswlo.so'));
  return found.find(hasWriter) ?? null;
}

/** Lets LibreOffice write a file in another format. The profile is the call's own, so that calls may run side by side. */
export function convertWithOffice(office: string, input: string, filter: string): string {
  const folder = path.dirname(input);
  const profile = pathToFileURL(path.join(folder, 'profile')).href;
  execFileSync(
    office,
    [`-env:UserInstallation=${profile}`, '--headless', '--convert-to', filter, '--outdir', folder, input],
    {
      stdio: 'ignore',
      timeout: 200_000,
    },
  );
  return path.join(folder, `${path.parse(input).name}.${filter.split(':', 1)[0] ?? ''}`);
}

const NUMBERING = `<?xml version="1.0" encoding="UTF-8"?><w:numbering xmlns:w="${W}"><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>${[
  ['chineseCounting', '%1、'],
  ['chineseCounting', '（%2）'],
  ['decimal', '%3.'],
]
  .map(
    ([format, text], level) =>
      `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:suff w:val="nothing"/><w:lvlText w:val="${text}"/></w:lvl>`,
  )
  .join('')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>`;

const run = (text: string, properties = ''): string =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const numbered = (text: string, level: number): string =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="1"/></w:numPr></w:pPr>${run(text)}</w:p>`;
const tableRow = (...cells: string[]): string =>
  `<w:tr>${cells.map((text) => `<w:tc><w:p>${run(text)}</w:p></w:tc>`).join('')}</w:tr>`;

/** A letter with all that makes Word files hard: automatic numbers, tracked changes, hidden text, a table, a field, a header. */
export function richDocx(): Uint8Array<ArrayBuffer> {
  const change = 'w:id="9" w:author="甲" w:date="2023-05-18T08:00:00Z"';
  const body = [
    paragraph('关于政协白鹭区三届二次会议第030215号提案答复的函'),
    paragraph('It says “quoted” – nothing else'),
    numbered('基本情况', 0),
    numbered('管网', 1),
    numbered('水厂', 1),
    numbered('材料', 2),
    numbered('下一步', 0),
    numbered('监管', 1),
    `<w:p>${run('可见')}${run('隐藏', '<w:vanish/>')}<w:del ${change}><w:r><w:delText>删除</w:delText></w:r></w:del><w:ins ${change}>${run('插入')}</w:ins><w:r><w:br/></w:r>${run('另行')}</w:p>`,
    `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>${tableRow('事项', '单位')}${tableRow('管网改造', '水务局')}</w:tbl>`,
    `<w:p>${run('共 ')}<w:fldSimple w:instr=" NUMPAGES ">${run('1')}</w:fldSimple>${run(' 页')}</w:p>`,
    paragraph('2023年5月18日'),
    '<w:sectPr><w:headerReference w:type="default" r:id="r2"/></w:sectPr>',
  ];
  return rawDocx(body.join(''), {
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${[
      ['document', 'document.main'],
      ['numbering', 'numbering'],
      ['header1', 'header'],
    ]
      .map(
        ([part, kind]) =>
          `<Override PartName="/word/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${kind}+xml"/>`,
      )
      .join('')}</Types>`,
    'word/_rels/document.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${REL}/numbering" Target="numbering.xml"/><Relationship Id="r2" Type="${REL}/header" Target="header1.xml"/></Relationships>`,
    'word/numbering.xml': NUMBERING,
    'word/header1.xml': `<?xml version="1.0" encoding="UTF-8"?><w:hdr xmlns:w="${W}">${paragraph('青禾市白鹭区水务局')}</w:hdr>`,
  });
}

export const RICH_LINES = [
  '青禾市白鹭区水务局',
  '关于政协白鹭区三届二次会议第030215号提案答复的函',
  'It says “quoted” – nothing else',
  '一、基本情况',
  '（一）管网',
  '（二）水厂',
  '1.材料',
  '二、下一步',
  '（一）监管',
  '可见插入',
  '另行',
  '事项\t单位',
  '管网改造\t水务局',
  '共 1 页',
  '2023年5月18日',
] as const;

/** A page of a pdf (the first where none is named) as a scanner gives it: a picture of 200 dots an inch or as many as wanted, turned by so many degrees. */
export async function scan(
  pdf: Uint8Array<ArrayBuffer>,
  options: { degrees?: number; format?: 'png' | 'jpeg'; page?: number; dotsPerInch?: number } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const document = await openPdf({ name: 'page.pdf', bytes: Uint8Array.from(pdf) });
  const page = await document.getPage(options.page ?? 1);
  const viewport = page.getViewport({ scale: (options.dotsPerInch ?? 200) / 72 });
  const picture = blank(Math.round(viewport.width), Math.round(viewport.height));
  await page.render({ canvas: picture as unknown as HTMLCanvasElement, viewport }).promise;
  await document.loadingTask.destroy();
  const turned = sheetOf(turn(pictureOf(picture), options.degrees ?? 0));
  return bytesOf(options.format === 'jpeg' ? await turned.encode('jpeg', 75) : await turned.encode('png'));
}

/** A pdf whose pages are these pictures and nothing else. */
export function scannedPdf(...pictures: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fuhan-readers-'));
  try {
    const pages = pictures.map((picture, index) => {
      const name = `${index}.${picture[0] === 0xff ? 'jpg' : 'png'}`;
      writeFileSync(path.join(folder, name), picture);
      return `#image("${name}", width: 100%)`;
    });
    const source = `#set page(paper: "a4", margin: 0pt)\n${pages.join('\n#pagebreak()\n')}`;
    return bytesOf(NodeCompiler.create({ workspace: folder, fontArgs: [] }).pdf({ mainFileContent: source }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How many characters must be put in, taken out or changed to make one text of the other, blanks aside. */
export function editDistance(a: string, b: string): number {
  const [from, to] = [[...a.replaceAll(/\s/g, '')], [...b.replaceAll(/\s/g, '')]];
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  from.forEach((char, line) => {
    const next = [line + 1];
    to.forEach((other, at) => {
      next.push(Math.min((row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1, (row[at] ?? 0) + (char === other ? 0 : 1)));
    });
    row = next;
  });
  return row[to.length] ?? 0;
}

/** A pdf of these objects, numbered from 1, the first being its catalog: for what no writer at hand makes. */
export function rawPdf(objects: readonly (string | Uint8Array)[], head = '%PDF-1.7'): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [Buffer.from(`${head}\n`)];
  let length = head.length + 1;
  const places = objects.map((object, index) => {
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]);
    const place = length;
    parts.push(part);
    length += part.length;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const tail = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF`;
  return bytesOf(Buffer.concat([...parts, Buffer.from(tail)]));
}

/** A stream object of a pdf. */
export function pdfStream(content: string | Uint8Array, dictionary = ''): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([
    Buffer.from(`<<${dictionary}/Length ${bytes.length}>>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}

const hexOf = (text: string): string =>
  [...text].map((char) => char.charCodeAt(0).toString(16).padStart(4, '0')).join('');

/** A string of a pdf outside of its pages: UTF-16 with its mark. */
export const pdfString = (text: string): string => `<FEFF${hexOf(text)}>`;
/** Draws a line of text in the font F1 of `pagedPdf`. */
export const pdfText = (text: string, x: number, y: number): string =>
  `BT /F1 16 Tf ${x} ${y} Td <${hexOf(text)}> Tj ET`;

/**
 * A pdf of one page a content stream, in a Chinese font that is not embedded.
 * @param more.page entries for every page's dictionary, e.g. `/Annots[7 0 R]`; objects of `more.objects` are numbered from 6
 */
export function pagedPdf(
  contents: readonly string[],
  more: { page?: string; catalog?: string; objects?: readonly (string | Uint8Array)[] } = {},
): Uint8Array<ArrayBuffer> {
  const own = more.objects ?? [];
  const first = 6 + own.length;
  const kids = contents.map((_, at) => `${first + at * 2} 0 R`).join(' ');
  return rawPdf([
    `<</Type/Catalog/Pages 2 0 R${more.catalog ?? ''}>>`,
    `<</Type/Pages/Count ${contents.length}/Kids[${kids}]>>`,
    '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>',
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 5 0 R>>',
    '<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>',
    ...own,
    ...contents.flatMap((content, at) => [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${first + at * 2 + 1} 0 R${more.page ?? ''}>>`,
      pdfStream(content),
    ]),
  ]);
}

const OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"';

export const ofdText = (text: string, x: number, y: number, more = ''): string =>
  `<ofd:TextObject Boundary="${x} ${y} 170 8" Size="6"${more}><ofd:TextCode X="0" Y="6">${text}</ofd:TextCode></ofd:TextObject>`;

/**
 * An ofd of one page with these objects.
 * @param more.document elements of the document beside its pages; `more.parts` by their names below Doc_0/
 */
export function rawOfd(
  objects: string,
  more: { common?: string; document?: string; parts?: Record<string, string | Uint8Array> } = {},
): Uint8Array<ArrayBuffer> {
  const parts = Object.entries(more.parts ?? {}).map(([name, content]) => [
    `Doc_0/${name}`,
    typeof content === 'string' ? content.replace(/^<([\w:]+)/, `<$1 ${OFD}`) : content,
  ]);
  return zip({
    'OFD.xml': `<ofd:OFD ${OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    'Doc_0/Document.xml': `<ofd:Document ${OFD}><ofd:CommonData>${more.common ?? ''}</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>${more.document ?? ''}</ofd:Document>`,
    'Doc_0/Pages/Page_0/Content.xml': `<ofd:Page ${OFD}><ofd:Content><ofd:Layer>${objects}</ofd:Layer></ofd:Content></ofd:Page>`,
    ...(Object.fromEntries(parts) as Record<string, string | Uint8Array>),
  });
}

const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/**
 * A workbook of one sheet.
 * @param sheet what stands inside `<worksheet>`; `more.relations` are the sheet's own, as [type, target]
 */
export function rawXlsx(
  sheet: string,
  more: {
    book?: string;
    sheets?: string;
    relations?: [string, string][];
    parts?: Record<string, string | Uint8Array>;
  } = {},
): Uint8Array<ArrayBuffer> {
  const relations = (all: readonly [string, string][]): string =>
    `<Relationships xmlns="${PACKAGE}">${all.map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${REL}/${type}" Target="${target}"/>`).join('')}</Relationships>`;
  return zip({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook xmlns="${SHEET}" xmlns:r="${REL}">${more.book ?? ''}<sheets>${more.sheets ?? '<sheet name="表一" r:id="rId1"/>'}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['worksheet', 'worksheets/sheet2.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${SHEET}" xmlns:r="${REL}">${sheet}</worksheet>`,
    ...(more.relations && { 'xl/worksheets/_rels/sheet1.xml.rels': relations(more.relations) }),
    ...more.parts,
  });
}
