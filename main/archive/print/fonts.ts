/**
 * Which fonts a letter is set in: the office's own 仿宋, 小标宋, 黑体, 楷体 and 宋体 where they are installed under
 * one of the names below, the shipped open fonts otherwise. No other font of the system is ever used, so that two
 * machines with the same of these fonts make the same file.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { extname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { facesOfBytes, facesOfFile, type FontFace } from './font-file.ts';
import { shippedFonts } from '../work/resources.ts';
import { unpackWoff } from './woff.ts';

export type FontRole = 'fangsong' | 'xiaobiaosong' | 'heiti' | 'kaiti' | 'songti';

/** Names to look for, in order (GB/T 9704-2012 5.2.2 and the fonts that offices have for it). */
const OFFICE_FONTS: Record<FontRole, readonly string[]> = {
  fangsong: [
    '仿宋_GB2312',
    'FangSong_GB2312',
    '方正仿宋_GBK',
    'FZFangSong-Z02',
    'FangSong',
    '仿宋',
    'STFangsong',
    '华文仿宋',
    'FandolFang',
    'FandolFang R',
  ],
  xiaobiaosong: ['方正小标宋_GBK', 'FZXiaoBiaoSong-B05', '方正小标宋简体', 'FZXiaoBiaoSong-B05S'],
  heiti: ['SimHei', '黑体', '方正黑体_GBK', 'FZHei-B01', 'STHeiti', '华文黑体'],
  kaiti: [
    '楷体_GB2312',
    'KaiTi_GB2312',
    'KaiTi',
    '楷体',
    'STKaiti',
    '华文楷体',
    '方正楷体_GBK',
    'FZKai-Z03',
    'AR PL UKai CN',
  ],
  songti: ['SimSun', '宋体', 'NSimSun', '新宋体', 'STSong', '华文宋体'],
};

/** Fonts for rare characters only, behind the role's own font. */
const RARE_FONTS = [
  'SimSun-ExtB',
  'SimSun-ExtG',
  'FZSong-Extended',
  'HanaMinA',
  'HanaMinB',
  'BabelStone Han',
  'Plangothic P1',
  'Plangothic P2',
  'TH-Tshyn-P0',
  'TH-Tshyn-P1',
  'TH-Tshyn-P2',
];

/** Weight of the stand-in, and which shipped family stands in. The office's own fonts have one weight: regular. */
const STAND_IN: Record<FontRole, { family: string; weight: number }> = {
  fangsong: { family: 'Noto Serif SC', weight: 400 },
  xiaobiaosong: { family: 'Noto Serif SC', weight: 900 },
  heiti: { family: 'Noto Sans SC', weight: 500 },
  kaiti: { family: 'LXGW WenKai', weight: 300 },
  songti: { family: 'Noto Serif SC', weight: 400 },
};

/** Shipped families behind every role's own: they have characters that the others lack. */
const FALLBACKS = ['Noto Serif SC', 'LXGW WenKai', 'Fuhan Rare'];

export interface RoleFont {
  /** Family names for Typst, most wanted first. */
  families: string[];
  weight: number;
  /** The office's own font that was found, or null where a stand-in is used. */
  own: string | null;
}

export interface LetterFonts {
  /** What Typst must be given (the system's fonts it finds by itself): files, and files of fonts that are packed as WOFF. */
  files: string[];
  packed: string[];
  roles: Record<FontRole, RoleFont>;
  /** True where the role's fonts can show the character. */
  has(role: FontRole, codePoint: number): boolean;
  /**
   * Where some of the characters share a glyph in some font (• and ‧, ⻩ and 黄, 〜 and ～), the one of them that stands for the others:
   * from the page alone they cannot be told apart. The others are the keys.
   */
  lookalikes(characters: Iterable<string>): Map<string, string>;
}

function systemFontFolders(): string[] {
  const home = homedir();
  switch (process.platform) {
    case 'win32':
      return [
        join(process.env['WINDIR'] ?? 'C:\\Windows', 'Fonts'),
        join(process.env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Microsoft', 'Windows', 'Fonts'),
      ];
    case 'darwin':
      return ['/System/Library/Fonts', '/Library/Fonts', join(home, 'Library', 'Fonts')];
    default:
      return [
        '/usr/share/fonts',
        '/usr/local/share/fonts',
        join(home, '.local', 'share', 'fonts'),
        join(home, '.fonts'),
      ];
  }
}

const FONT_EXTENSIONS = new Set(['.ttf', '.otf', '.ttc', '.otc']);

/** Font files below a folder, sorted, so that the order never depends on the disk. A missing folder has none. */
function fontFilesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && FONT_EXTENSIONS.has(extname(entry.name).toLowerCase()))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted();
  } catch {
    return [];
  }
}

/** Of a packed font only what tells its names and characters is unpacked here: it has 20 MB. */
async function facesOfPacked(file: string): Promise<FontFace[]> {
  return facesOfBytes(await unpackWoff(readFileSync(file), ['name', 'cmap']));
}

const FILES_AT_A_TIME = 20;

/** A machine may have a thousand fonts: others get their turn in between. */
async function readFonts(files: readonly string[]): Promise<FontFace[]> {
  const faces: FontFace[] = [];
  for (const [index, file] of files.entries()) {
    faces.push(...facesOfFile(file));
    if (index % FILES_AT_A_TIME === 0) await nextTurn();
  }
  return faces;
}

function byName(faces: readonly FontFace[]): Map<string, FontFace> {
  const known = new Map<string, FontFace>();
  for (const face of faces) {
    for (const name of [...face.names, face.family]) if (!known.has(name)) known.set(name, face);
  }
  return known;
}

/**
 * True where some face can show the character. An accented letter must be in the first face: one that lacks it would
 * build it from a letter and an accent, and the way back from glyphs to text (ToUnicode) would be spoilt.
 */
function canShow(faces: readonly FontFace[], codePoint: number): boolean {
  const character = String.fromCodePoint(codePoint);
  if (character.normalize('NFD') !== character) return (faces[0]?.glyphOf(codePoint) ?? 0) > 0;
  return faces.some((face) => face.glyphOf(codePoint) > 0);
}

function lookalikesIn(faces: readonly FontFace[], characters: Iterable<string>): Map<string, string> {
  const sorted = [...new Set(characters)].toSorted();
  const standsFor = new Map<string, string>();
  for (const face of faces) {
    const byGlyph = new Map<number, string>();
    for (const character of sorted) {
      const glyph = face.glyphOf(character.codePointAt(0) ?? 0);
      const known = standsFor.get(character) ?? character;
      const first = byGlyph.get(glyph);
      if (glyph === 0 || first === known) continue;
      if (first === undefined) byGlyph.set(glyph, known);
      else {
        for (const [other, one] of standsFor) if (one === known) standsFor.set(other, first);
        if (!standsFor.has(known)) standsFor.set(known, first);
      }
    }
  }
  return standsFor;
}

/**
 * Chooses the fonts of a letter.
 * @param folders where the system's fonts lie; tests give their own
 */
export async function chooseFonts(folders: readonly string[] = systemFontFolders()): Promise<LetterFonts> {
  const isPacked = (path: string): boolean => extname(path) === '.woff';
  const files = shippedFonts().filter((path) => !isPacked(path));
  const packed = shippedFonts().filter(isPacked);
  const shipped = byName([...files.flatMap(facesOfFile), ...(await Promise.all(packed.map(facesOfPacked))).flat()]);
  const installed = byName(await readFonts(folders.flatMap(fontFilesBelow)));
  const fallbacks = FALLBACKS.flatMap((name) => shipped.get(name) ?? []);
  const rare = RARE_FONTS.flatMap((name) => installed.get(name) ?? []);
  const facesOf = (role: FontRole): { own: FontFace | undefined; faces: FontFace[] } => {
    const own = OFFICE_FONTS[role].map((name) => installed.get(name)).find((face) => face !== undefined);
    const standIn = shipped.get(STAND_IN[role].family);
    if (standIn === undefined) throw new Error(`shipped font ${STAND_IN[role].family} is missing`);
    return { own, faces: [...(own === undefined ? [] : [own]), standIn, ...fallbacks, ...rare] };
  };
  const roles = Object.keys(OFFICE_FONTS) as FontRole[];
  const chosen = new Map(roles.map((role) => [role, facesOf(role)] as const));
  const shown = new Map<FontRole, Map<number, boolean>>(roles.map((role) => [role, new Map()]));
  const has = (role: FontRole, codePoint: number): boolean => {
    const known = shown.get(role)?.get(codePoint);
    if (known !== undefined) return known;
    const can = canShow(chosen.get(role)?.faces ?? [], codePoint);
    shown.get(role)?.set(codePoint, can);
    return can;
  };
  const allFaces = [...new Set([...chosen.values()].flatMap(({ faces }) => faces))];
  const roleFont = (role: FontRole): RoleFont => {
    const { own, faces } = chosen.get(role) ?? facesOf(role);
    return {
      families: [...new Set(faces.map((face) => face.family))],
      weight: own === undefined ? STAND_IN[role].weight : 400,
      own: own?.family ?? null,
    };
  };
  return {
    files,
    packed,
    roles: {
      fangsong: roleFont('fangsong'),
      xiaobiaosong: roleFont('xiaobiaosong'),
      heiti: roleFont('heiti'),
      kaiti: roleFont('kaiti'),
      songti: roleFont('songti'),
    },
    has,
    lookalikes: (characters) => lookalikesIn(allFaces, characters),
  };
}

let machineFonts: Promise<LetterFonts> | undefined;

/** The fonts of this machine, looked up once: reading the system's fonts and unpacking takes up to a second. */
export function letterFonts(): Promise<LetterFonts> {
  machineFonts ??= chooseFonts();
  return machineFonts;
}
