/**
 * Letters of which some are to go. Of those every sentence bears a mark that stands in no other letter, so that whatever is left of one can be
 * found: of its texts, its file as it came (UTF-8, UTF-16 or GBK by turns), what is attached and what was read from that.
 */
import { createHash } from 'node:crypto';
import { fileLetter } from '../../../main/archive/letters/filing.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import type { Retention } from '../../../shared/model/settings.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import { gbk } from '../../support/traces.ts';
import { randomFrom } from '../random.ts';

/** Characters of GBK that folding leaves as they are, and that no other letter has. */
export const MARK = '魑爨貔饕';
/** By these words they are asked for, and no other letter: what people searched for stays in the log. */
export const ASKED = '已经办结';
/** A sentence of the letters that go, every one with the mark. */
const marked = (number: number, at: number): string =>
  `${MARK}第${number}号之${at}：拨付资金${number * 7 + at}万元，${ASKED}。`;
const plain = (number: number, at: number): string =>
  `城东片区第${number}号改造工作第${at}项：安排资金${number * 3 + at}.5万元，由市直有关部门按职责分工落实。`;

const SENTENCES = 30;

function letterText(number: number, goes: boolean): { title: string; doc: string; text: string } {
  const title = `关于政协云溪市十三届二次会议第${100_000 + number}号提案答复的函`;
  const doc = `云民函〔${goes ? 2010 : 2023}〕${number}号`;
  const body = Array.from({ length: SENTENCES }, (_, at) => (goes ? marked(number, at) : plain(number, at)));
  const lines = ['云溪市民政局', doc, title, '周若兰委员：', '您提出的提案收悉，现答复如下：', ...body];
  return { title, doc, text: [...lines, '云溪市民政局', `${goes ? 2010 : 2023}年6月19日`].join('\n') };
}

/** The file as it came: text in one of three encodings. */
function fileOf(text: string, number: number): Buffer {
  if (number % 3 === 0) return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  return number % 3 === 1 ? gbk(text) : Buffer.from(text);
}

const KILOBYTE = 1024;
/** What does not pack, with the mark once in each kilobyte of it. */
function scan(number: number): Buffer {
  const next = randomFrom(number);
  const bytes = Buffer.alloc(100 * KILOBYTE);
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(Math.floor(next() * 2 ** 32), at);
  for (let at = 0; at < bytes.length; at += KILOBYTE) bytes.write(MARK, at);
  return bytes;
}

/** Files so many letters, the ones that go evenly among them. @returns the ids of these */
export async function fileLetters(folder: string, count: number, going: number): Promise<string[]> {
  const db = await openArchiveDb(folder);
  const ids: string[] = [];
  const every = Math.floor(count / going);
  try {
    for (let number = 1; number <= count; number += 1) {
      const goes = number % every === 0 && ids.length < going;
      const { title, doc, text } = letterText(number, goes);
      const bytes = new Uint8Array(fileOf(text, number));
      const table = Array.from({ length: 20 }, (_, at) => marked(number, SENTENCES + at)).join('\n');
      const read = { text: table, pages: [], code: null };
      const source = { name: '附表.txt', bytes: new Uint8Array(Buffer.from(`${table}\n`)) };
      const scanned = { name: '扫描件.bin', bytes: new Uint8Array(scan(number)) };
      const retention: Retention = goes ? 'D10' : 'D30';
      const filed = fileLetter(db, 'bench', {
        elements: {
          ...emptyElements(),
          title,
          doc_number: doc,
          issuer: '云溪市民政局',
          letterhead: '云溪市民政局',
          addressees: ['周若兰'],
          issued_on: goes ? '2010-06-19' : '2023-06-19',
        },
        text,
        original: { name: `${number}.txt`, bytes },
        originalSha256: createHash('sha256').update(bytes).digest('hex'),
        source: {
          fileName: `${number}.txt`,
          format: 'txt',
          rawText: text,
          map: [],
          pages: [],
          evidence: {},
          warnings: [],
        },
        attachments: goes
          ? [
              { source, role: 'ATTACHMENT', text: read },
              ...(ids.length % 10 === 0 ? [{ source: scanned, role: 'ATTACHMENT' as const }] : []),
            ]
          : [],
        reason: '归档',
        retention,
        review: false,
      });
      if (goes) ids.push(filed.id);
    }
  } finally {
    db.close();
  }
  return ids;
}
