/** Thirty files as they lie in a folder of an office: letters of many kinds, and what else lies between them. */
import fs from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { sample } from '../e2e/window-steps.ts';
import { invented, writeLetters } from './letters.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** How many of them are letters that can be filed. */
export const LETTERS_AMONG = 24;

/** Writes them and answers their paths, in the order in which a file manager hands them over. */
export function writeMixed(folder: string): string[] {
  fs.mkdirSync(folder, { recursive: true });
  const put = (name: string, data: string | Uint8Array): string => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, data);
    return file;
  };
  const samples = fs
    .readdirSync(sample('.'))
    .filter((name) => /^0[1-7].*\.(?:docx|pdf|txt)$/.test(name))
    .map((name) => put(name, fs.readFileSync(sample(name))));
  const invention = writeLetters(folder, 12, 2000);
  const html = invented(2101)
    .text.split('\n')
    .map((line) => `<p>${line}</p>`);
  const letters = [
    put('网页.html', `<!doctype html><meta charset="utf-8"><body>${html.join('')}</body>`),
    put(
      '邮件.eml',
      `From: a@office.invalid\r\nTo: b@office.invalid\r\nSubject: letter\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${invented(2102).text}`,
    ),
    put('无日期.txt', invented(2103).text.replace(/\n\d{4}年\d+月\d+日\n/, '\n')),
    put('无题名.txt', invented(2104).text.replace(/关于政协.*答复的函\n/, '')),
  ];
  const others = [
    put('空.txt', ''),
    put('空白.txt', ' \n　\n'),
    put('副本.txt', invented(2000).text),
    put('程序.bin', new Uint8Array([0, 1, 2, 3, 250, 251, 252, 253])),
    put('压缩.zip', zipSync({ '里面.txt': bytesOf(invented(2105).text) })),
    put('损坏.docx', bytesOf('PK\u0003\u0004 损坏')),
  ];
  return [...samples, ...invention, ...letters, ...others];
}
