/** Scans for the day on Windows: a page of a letter of an invented office, as picture and as telefax. */
import fs from 'node:fs';
import path from 'node:path';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import loadVips from 'wasm-vips';

const ROOT = path.resolve(import.meta.dirname, '../..');
const LINES = [
  '青禾市白鹭区水务局',
  '白水函〔2023〕17号',
  '关于政协白鹭区三届二次会议第030215号提案答复的函',
  '钱松岭委员：',
  '您提出的关于加快老旧小区供水管网改造的建议收悉。',
];

/** Writes `scan.jpg` and `fax.tif` into the folder. */
export async function writeTestScans(folder: string): Promise<void> {
  GlobalFonts.registerFromPath(path.join(ROOT, 'dist/resources/fonts/NotoSerifSC-Regular.ttf'), 'Scan');
  const sheet = createCanvas(1654, 900);
  const pen = sheet.getContext('2d');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.fillStyle = '#000000';
  pen.font = '44px Scan';
  LINES.forEach((line, index) => pen.fillText(line, 160, 200 + index * 110));
  fs.writeFileSync(path.join(folder, 'scan.jpg'), await sheet.encode('jpeg', 85));
  const vips = await loadVips({ dynamicLibraries: [] });
  const grey = vips.Image.newFromBuffer(await sheet.encode('png'))
    .flatten({ background: [255, 255, 255] })
    .colourspace('b-w');
  fs.writeFileSync(path.join(folder, 'fax.tif'), grey.tiffsaveBuffer({ compression: 'ccittfax4', bitdepth: 1 }));
  vips.shutdown();
}
