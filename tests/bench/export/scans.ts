/** Invented attachments with pages: scans as pictures and in pdf files, and a pdf with text. What a scanner makes of paper is noise to whoever packs it. */
import { PDFDocument } from '@cantoo/pdf-lib';
import loadVips from 'wasm-vips';
import type { NewAttachment } from '../../../main/archive/letters/attachments.ts';
import { renderLetterPdf } from '../../../main/archive/print/letter-pdf.ts';
import { letterOf } from '../../unit/export/letters.ts';
import { letterText } from './letters.ts';

/** A4 at 200 dots an inch. */
const [WIDTH, HEIGHT] = [1654, 2339];
/** Scans that differ: no two attachments of one letter are the same. */
const DIFFERENT = 12;
/** Scans in the pdf that has such. */
const IN_PDF = 5;
/** Pages that are drawn of each letter: two pictures, the scanned pdf and the letter as a pdf of three pages. */
export const DRAWN_PAGES = 2 + IN_PDF + 3;

/** Grey pages with the grain of paper, as jpeg of some 600 KiB. */
async function scans(): Promise<Uint8Array[]> {
  const vips = await loadVips({ dynamicLibraries: [] });
  return Array.from({ length: DIFFERENT }, () =>
    Uint8Array.from(
      vips.Image.gaussnoise(WIDTH, HEIGHT, { mean: 225, sigma: 9 }).cast('uchar').jpegsaveBuffer({ Q: 75 }),
    ),
  );
}

async function scannedPdf(pictures: readonly Uint8Array[]): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  for (const picture of pictures) {
    const image = await pdf.embedJpg(picture);
    pdf.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 });
  }
  return pdf.save();
}

/** @returns what is attached to the letter of a number: two scans, a scanned pdf, a pdf with text, and a text that has no pages */
export async function attachedScans(): Promise<(number: number) => NewAttachment[]> {
  const pictures = await scans();
  const some = (from: number, count: number): Uint8Array[] =>
    Array.from({ length: count }, (_, at) => pictures[(from + at) % DIFFERENT] ?? new Uint8Array());
  const scanned = await Promise.all(Array.from({ length: DIFFERENT }, (_, at) => scannedPdf(some(at, IN_PDF))));
  const { title, text } = letterText(9);
  const { pdf } = await renderLetterPdf(letterOf(text, { title, issued_on: '2023-06-19' }));
  return (number) =>
    [
      ...some(number, 2).map((bytes, at) => ({ name: `扫描件${at + 1}.jpg`, bytes })),
      { name: '会议纪要（扫描）.pdf', bytes: scanned[number % DIFFERENT] ?? new Uint8Array() },
      { name: '来函.pdf', bytes: pdf },
      { name: '说明.txt', bytes: Buffer.from(`第${number}号的说明。`) },
    ].map(({ name, bytes }) => ({ source: { name, bytes: Uint8Array.from(bytes) }, role: 'ATTACHMENT' }));
}
