/** The icon in every form, the entry of the menu, and what kind of file an archive is. */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { Data } from 'resedit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ICO_SIZES, PNG_SIZES, makeIcons } from '../../../tools/icons.mjs';
import { desktopEntry, desktopId, mimeTypes } from '../../../tools/pack/installers/desktop.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
let folder: string;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-desktop-'));
  await makeIcons(path.join(ROOT, 'resources/icons'), path.join(folder, 'icons'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Size, and the colour in the middle of the dark edge above the drawing: something is drawn, at this size. */
async function looked(picture: Buffer): Promise<{ size: number; edge: number[] }> {
  const image = await loadImage(picture);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const edge = context.getImageData(image.width / 2, Math.max(1, Math.floor(image.height * 0.06)), 1, 1).data;
  return { size: image.width, edge: [...edge] };
}
const DARK = [31, 59, 92, 255];

describe('the icon', () => {
  test('is drawn in every size that desktops look for', async () => {
    for (const size of PNG_SIZES) {
      const bytes = fs.readFileSync(path.join(folder, 'icons', `${size}x${size}.png`));
      expect(await looked(bytes)).toEqual({ size, edge: DARK });
    }
  });

  test('is one file for Windows with every size in it, as the tool that puts it into a program reads it', async () => {
    const { icons } = Data.IconFile.from(fs.readFileSync(path.join(folder, 'icons/icon.ico')));
    expect(icons.map(({ width }) => (width === 0 ? 256 : width))).toEqual([...ICO_SIZES]);
    const file = await loadImage(fs.readFileSync(path.join(folder, 'icons/icon.ico')));
    expect(file.width).toBeGreaterThanOrEqual(16);
  });

  test('is the same, byte for byte, each time it is made', async () => {
    const again = path.join(folder, 'again');
    await makeIcons(path.join(ROOT, 'resources/icons'), again);
    const sum = (place: string): string[] =>
      fs
        .readdirSync(place)
        .sort()
        .map((name) =>
          createHash('sha256')
            .update(fs.readFileSync(path.join(place, name)))
            .digest('hex'),
        );
    expect(sum(again)).toEqual(sum(path.join(folder, 'icons')));
  });
});

describe('the entry of the menu', () => {
  test('is in Chinese, and the window is known to belong to it', () => {
    const entry = desktopEntry('/opt/fuhan-archive/fuhan-archive');
    expect(entry).toContain('Name[zh_CN]=复函档案');
    // Electron names its window by package.json's desktopName; a desktop looks for the entry of that name.
    expect(desktopId()).toMatch(/^[a-z]+\.[a-z]+\.[A-Za-z]+$/);
    expect(entry).toContain(`StartupWMClass=${desktopId()}\n`);
  });

  test('claims no files, because the program opens none by their names', () => {
    expect(desktopEntry('/x')).not.toMatch(/MimeType|%[fFuU]/);
  });
});

test.skipIf(spawnSync('update-mime-database', ['-v']).error !== undefined)(
  'an archive is told from other databases by its content, whatever its name',
  async () => {
    const mime = path.join(folder, 'share/mime');
    fs.mkdirSync(path.join(mime, 'packages'), { recursive: true });
    fs.writeFileSync(path.join(mime, 'packages/fuhan-archive.xml'), mimeTypes());
    expect(spawnSync('update-mime-database', [mime]).status).toBe(0);
    const magic = fs.readFileSync(path.join(mime, 'magic'), 'latin1');
    expect(magic).toContain('[90:application/x-fuhan-archive]');
    const db = await openArchiveDb(path.join(folder, 'archive'), { create: true });
    db.close();
    const head = fs.readFileSync(path.join(folder, 'archive/archive.sqlite')).subarray(0, 100).toString('latin1');
    // The rules as the database was compiled: ">offset=" two bytes of length, then the value.
    const rules = [...magic.matchAll(/(\d+)=([\0-\xff])([\0-\xff])/g)].map((found) => {
      const [whole, offset, high = '', low = ''] = found;
      const from = found.index + whole.length;
      return { offset: Number(offset), value: magic.slice(from, from + high.charCodeAt(0) * 256 + low.charCodeAt(0)) };
    });
    expect(rules).toHaveLength(2);
    for (const { offset, value } of rules) expect(head.startsWith(value, offset)).toBe(true);
  },
);
