import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { facesOfBytes, facesOfFile } from '../../../main/archive/print/font-file.ts';
import { chooseFonts } from '../../../main/archive/print/fonts.ts';
import { PrintableText, readCodePoints } from '../../../main/archive/print/printable.ts';
import { shippedFonts } from '../../../main/archive/work/resources.ts';
import { isWoff, unpackWoff } from '../../../main/archive/print/woff.ts';

const folder = mkdtempSync(join(tmpdir(), 'fuhan-fonts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [serif = '', , sans = '', kai = ''] = shippedFonts();
const codePoint = (character: string): number => character.codePointAt(0) ?? 0;

/** A font file with names and a table of characters (format 4) and nothing else. */
function tinyFont(names: readonly string[], characters: string): Buffer {
  const strings = names.map((name) => Buffer.from(name, 'utf16le').swap16());
  const name = Buffer.alloc(6 + names.length * 12);
  name.writeUInt16BE(names.length, 2);
  name.writeUInt16BE(name.length, 4);
  let at = 0;
  strings.forEach((string, index) => {
    [3, 1, index === 0 ? 0x409 : 0x804, 1, string.length, at].forEach((value, field) => {
      name.writeUInt16BE(value, 6 + index * 12 + field * 2);
    });
    at += string.length;
  });
  const codes = [...[...characters].map(codePoint).toSorted((one, two) => one - two), 0xffff];
  const count = codes.length;
  const cmap = Buffer.alloc(12 + 16 + count * 8);
  [0, 1, 3, 1].forEach((value, field) => cmap.writeUInt16BE(value, field * 2));
  cmap.writeUInt32BE(12, 8);
  [4, 16 + count * 8, 0, count * 2, 0, 0, 0].forEach((value, field) => cmap.writeUInt16BE(value, 12 + field * 2));
  codes.forEach((code, index) => {
    cmap.writeUInt16BE(code, 12 + 14 + index * 2);
    cmap.writeUInt16BE(code, 12 + 16 + (count + index) * 2);
    // The difference that makes the glyph's number index + 1; the closing segment gives glyph 0.
    cmap.writeUInt16BE((index + 1 === count ? 1 : index + 1 - code) & 0xffff, 12 + 16 + (count * 2 + index) * 2);
  });
  const tables = [
    ['cmap', cmap],
    ['name', Buffer.concat([name, ...strings])],
  ] as const;
  const head = Buffer.alloc(12 + tables.length * 16);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(tables.length, 4);
  let offset = head.length;
  tables.forEach(([tag, bytes], index) => {
    head.write(tag, 12 + index * 16, 'latin1');
    head.writeUInt32BE(offset, 12 + index * 16 + 8);
    head.writeUInt32BE(bytes.length, 12 + index * 16 + 12);
    offset += bytes.length;
  });
  return Buffer.concat([head, ...tables.map(([, bytes]) => bytes)]);
}

describe('reading a font file', () => {
  it('gives the family under which Typst finds it', () => {
    expect(facesOfFile(serif).map((face) => face.family)).toEqual(['Noto Serif SC']);
    expect(facesOfFile(sans).map((face) => face.family)).toEqual(['Noto Sans SC']);
  });

  it('knows which characters it has, in all planes', () => {
    const [face] = facesOfFile(serif);
    for (const character of '〔2023〕龘〇—“㛃𬱖')
      expect(face?.glyphOf(codePoint(character)), character).toBeGreaterThan(0);
    for (const character of ['😀', '\u{30000}', '\u0e01', '\ue000'])
      expect(face?.glyphOf(codePoint(character)), character).toBe(0);
  });

  it('reads tables of 16-bit characters, and both names of a Chinese font', () => {
    const [face] = facesOfBytes(tinyFont(['FangSong', '仿宋'], '函件'));
    expect(face?.names).toEqual(['FangSong', '仿宋']);
    expect(['件', '函', '书', '😀'].map((character) => face?.glyphOf(codePoint(character)))).toEqual([1, 2, 0, 0]);
  });

  it('takes no harm from files that are no fonts', () => {
    const whole = tinyFont(['Whole'], '函');
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(join(folder, 'cut.ttf'), whole.subarray(0, length));
      expect(facesOfFile(join(folder, 'cut.ttf')), `${length} bytes`).toEqual([]);
      const flipped = Buffer.from(whole);
      flipped.writeUInt8(255 - flipped.readUInt8(length), length);
      writeFileSync(join(folder, 'flipped.ttf'), flipped);
      for (const face of facesOfFile(join(folder, 'flipped.ttf')))
        expect(face.glyphOf(0x51fd)).toBeGreaterThanOrEqual(0);
    }
    expect(facesOfFile(join(folder, 'missing.ttf'))).toEqual([]);
  });

  it('unpacks WOFF into the font it carries', async () => {
    const packed = readFileSync(kai);
    expect(isWoff(packed)).toBe(true);
    expect(isWoff(readFileSync(serif))).toBe(false);
    const [face] = facesOfBytes(await unpackWoff(packed));
    expect(face?.family).toBe('LXGW WenKai');
    expect(face?.names).toContain('霞鹜文楷 Light');
    expect(face?.glyphOf(codePoint('楷'))).toBeGreaterThan(0);
    await expect(unpackWoff(packed.subarray(0, 100_000))).rejects.toThrow();
    await expect(unpackWoff(readFileSync(serif))).rejects.toThrow('not a WOFF font');
  });
});

/** What a machine without any of the office's fonts has. */
const shippedOnly = await chooseFonts([]);

describe('choosing fonts', () => {
  it('uses the shipped stand-ins where the office has none of its own', () => {
    const { roles } = shippedOnly;
    expect(roles.fangsong).toEqual({
      families: ['Noto Serif SC', 'LXGW WenKai', 'Fuhan Rare'],
      weight: 400,
      own: null,
    });
    expect(roles.xiaobiaosong).toMatchObject({ weight: 900, own: null });
    expect(roles.heiti.families[0]).toBe('Noto Sans SC');
    expect(roles.kaiti.families[0]).toBe('LXGW WenKai');
  });

  it("takes the office's own fonts by their names, the most wanted first, and no other font of the system", async () => {
    const system = join(folder, 'system', 'nested');
    mkdirSync(system, { recursive: true });
    writeFileSync(join(system, 'a.ttf'), tinyFont(['STFangsong', '华文仿宋'], '函'));
    writeFileSync(join(system, 'b.TTF'), tinyFont(['FangSong_GB2312', '仿宋_GB2312'], '函'));
    writeFileSync(join(system, 'c.ttf'), tinyFont(['Some Other Font'], '函\u{2b7}'));
    writeFileSync(join(system, 'd.ttf'), Buffer.from('damaged'));
    const { roles } = await chooseFonts([join(folder, 'system'), join(folder, 'missing')]);
    expect(roles.fangsong).toEqual({
      families: ['FangSong_GB2312', 'Noto Serif SC', 'LXGW WenKai', 'Fuhan Rare'],
      weight: 400,
      own: 'FangSong_GB2312',
    });
    expect(roles.heiti.own).toBeNull();
    expect(Object.values(roles).flatMap((role) => role.families)).not.toContain('Some Other Font');
  });

  it('shows every rare character of the list that our own font is made of', () => {
    const list = readFileSync(new URL('../../../tools/rare-font/characters.txt', import.meta.url), 'utf8');
    const rare = Array.from(list.replaceAll('\n', ''));
    expect(rare).toHaveLength(750);
    expect(rare).toContain('𠀀');
    expect(rare.filter((character) => !shippedOnly.has('fangsong', codePoint(character)))).toEqual([]);
  });

  it('tells that characters which share a glyph look alike', () => {
    const alike = shippedOnly.lookalikes(['•', '‧', '黄', '⻩', '皇']);
    expect([...alike]).toEqual([
      ['‧', '•'],
      ['黄', '⻩'],
    ]);
    expect([...shippedOnly.lookalikes(['黄', '皇'])]).toEqual([]);
  });
});

describe('making text printable', () => {
  const print = (text: string): { printed: string; missing: string[] } => {
    const printable = new PrintableText(shippedOnly);
    return { printed: printable.print('fangsong', text), missing: printable.missing() };
  };

  it('leaves ordinary text, rare names and signs as they are', () => {
    const text = '王𬱖、陈㛃委员：〔2023〕84580.32㎡，50%——“①”#$*_`\\@~<>[]{}';
    expect(print(text)).toEqual({ printed: text, missing: [] });
  });

  it('writes what no font has as its code point, and back', () => {
    const text = '函\u{2a701}件😀\ue000\u0000\ud800。';
    const { printed, missing } = print(text);
    expect(printed).toBe('函［U+2A701］件［U+1F600］［U+E000］［U+0000］［U+D800］。');
    expect(readCodePoints(printed)).toBe(text);
    expect(missing).toEqual(['U+0000', 'U+D800', 'U+E000', '😀（U+1F600）', '𪜁（U+2A701）']);
  });

  it('composes accents, and writes one that stays alone as its code point', () => {
    expect(print('e\u0301 好\u0301').printed).toBe('é 好［U+0301］');
  });

  it('drops what is invisible and lets long Latin runs break', () => {
    expect(print('a\u200bb\ufe0fc\u2028').printed).toBe('abc［U+2028］');
    expect(print('x'.repeat(40)).printed.replace(/\u200b/g, '')).toBe('x'.repeat(40));
    expect(print('x'.repeat(40)).printed).toContain('\u200b');
  });
});
