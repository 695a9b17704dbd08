/** Characters that the line reader does not know are found by what they look like; where the picture does not tell, nothing is made up. */
import { readFileSync } from 'node:fs';
import { GlobalFonts } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { unpackWoff } from '../../../main/archive/print/woff.ts';
import { fontFile, fontSources } from '../../../main/archive/work/resources.ts';
import { knownCharacters, likest, officeFamilies } from '../../../main/archive/reading/readers/ocr-glyphs.ts';
import { blank, pictureOf, type Box, type Picture } from '../../../main/archive/reading/readers/ocr-image.ts';
import { byShape, type Placed } from '../../../main/archive/reading/readers/ocr-rare.ts';

for (const source of fontSources()) {
  const bytes = readFileSync(fontFile(source));
  GlobalFonts.register(source.as.endsWith('.woff') ? Buffer.from(await unpackWoff(bytes)) : bytes, source.as);
}

const TYPE = 44;
/** The line's box, a little larger than its ink as the finder's is, and room for a character before it. */
const BOX = { x: 100, y: 100, width: 6 * TYPE + 16, height: 52 };

/** A grey page with a line of type, soft, as a scan is. */
function line(text: string, face = 'NotoSerifSC-Regular.ttf'): Picture {
  const sheet = blank(600, 250);
  const context = sheet.getContext('2d');
  context.fillStyle = '#e0e0e0';
  context.fillRect(0, 0, 600, 250);
  context.fillStyle = '#202020';
  context.filter = 'blur(0.8px)';
  context.font = `${TYPE}px "${face}"`;
  context.fillText(text, 108, 142);
  return pictureOf(sheet);
}

function inkIn({ width, height, points }: Picture): Box {
  const dark = Array.from({ length: width * height }, (_, at) => at).filter((at) => (points[at * 4] ?? 255) < 130);
  const columns = dark.map((at) => at % width);
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const [top, bottom] = [Math.floor((dark[0] ?? 0) / width), Math.floor((dark.at(-1) ?? 0) / width)];
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** What the reader read: a sign for each character, blanks for what it left out. */
const read = (text: string, doubts: Readonly<Record<string, Partial<Placed>>> = {}): Placed[] =>
  [...text]
    .map((sign, at) => ({ sign, at: at * 6, confidence: 0.99, x: 108 + (at + 0.5) * TYPE, ...doubts[sign] }))
    .filter(({ sign }) => sign !== ' ');

const text = (signs: readonly Placed[]): string => signs.map(({ sign }) => sign).join('');

describe('what characters look like', () => {
  test('all of both levels of GB 2312 are known, without mere parts of characters', () => {
    const known = knownCharacters();
    expect(known.length).toBeGreaterThan(6700);
    for (const sign of ['一', '岬', '岫', '钪', '雹', '枳']) expect(known).toContain(sign);
    for (const part of ['氵', '扌', '阝']) expect(known).not.toContain(part);
  });

  test('the office’s own 仿宋 and 楷体 are among them where the machine has them, each once', () => {
    const installed = new Set(['仿宋', 'FangSong', '楷体', 'SimSun']);
    expect(officeFamilies((family) => installed.has(family))).toEqual(['FangSong', '楷体']);
    expect(officeFamilies(() => false)).toEqual([]);
  });

  // The last two are faces that no shapes were drawn of.
  test.each(
    ['NotoSerifSC-Regular.ttf', 'NotoSansSC-Medium.ttf', 'NotoSerifSC-Black.ttf', 'LXGWWenKai-Light.woff'].flatMap(
      (face) => ['岬', '岫', '雹', '缮', '枳'].map((sign) => [sign, face] as const),
    ),
  )('%s is found by its shape in %s', (sign, face) => {
    const page = line(sign, face);
    expect(likest(page, inkIn(page), 3)[0]?.sign).toBe(sign);
  });
});

describe('a line by shape', () => {
  test('a character that was left out comes back: within the line, at its head and at its end', () => {
    const page = line('县岫山区人民');
    expect(text(byShape(page, BOX, read('县 山区人民')))).toBe('县岫山区人民');
    expect(text(byShape(line('岫县山区人民'), BOX, read(' 县山区人民')))).toBe('岫县山区人民');
    expect(text(byShape(line('县山区人民岫'), BOX, read('县山区人民 ')))).toBe('县山区人民岫');
  });

  test('a doubtful sign becomes what it looks like, a sure one stays', () => {
    const page = line('冰雹灾害防御');
    const doubt = { 霍: { confidence: 0.5, others: [{ sign: '雹', confidence: 0.2 }] } };
    expect(text(byShape(page, BOX, read('冰霍灾害防御', doubt)))).toBe('冰雹灾害防御');
    expect(text(byShape(page, BOX, read('冰霍灾害防御')))).toBe('冰霍灾害防御');
  });

  test('a doubtful sign that looks like itself stays', () => {
    const doubt = { 人: { confidence: 0.3, others: [{ sign: '入', confidence: 0.3 }] } };
    expect(text(byShape(line('县岫山区人民'), BOX, read('县岫山区人民', doubt)))).toBe('县岫山区人民');
  });

  test('an empty place is a blank, and so is ink that is no character', () => {
    expect(text(byShape(line('县　山区人民'), BOX, read('县 山区人民')))).toBe('县　山区人民');
    const blot = line('县　山区人民');
    for (let y = 112; y < 140; y += 1) blot.points.fill(30, (y * 600 + 158) * 4, (y * 600 + 184) * 4);
    expect(text(byShape(blot, BOX, read('县 山区人民')))).toBe('县　山区人民');
  });

  test('what it finds is never sure', () => {
    for (const { confidence, sign } of byShape(line('县岫山区人民'), BOX, read('县 山区人民')))
      if (sign === '岫') expect(confidence).toBeLessThan(0.9);
  });
});
