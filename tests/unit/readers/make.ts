/** Makes real files for the readers' tests, with real writers: docx by the package docx, pdf by Typst, zips by fflate. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { zipSync, type Zippable } from 'fflate';
import iconv from 'iconv-lite';
import { onTestFinished } from 'vitest';

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
export function rawDocx(body: string, parts: Record<string, string> = {}): Uint8Array<ArrayBuffer> {
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
let compiler: NodeCompiler | undefined;

/** A pdf set by Typst with an embedded CJK face. */
export function typstPdf(source: string): Uint8Array<ArrayBuffer> {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: [path.join(fonts, '400Regular')] }] });
  const head = '#set text(font: "Noto Serif SC", lang: "zh", region: "cn", size: 12pt)\n';
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
