/** The invented letters that the benches of exports print, and archives of them. */
import { createHash } from 'node:crypto';
import type { NewAttachment } from '../../../main/archive/letters/attachments.ts';
import { fileLetter } from '../../../main/archive/letters/filing.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { emptyElements } from '../../../shared/model/elements.ts';

/** One invented reply of two to three pages. */
export function letterText(number: number): { title: string; text: string } {
  const title = `关于政协云溪市十三届二次会议第${132_000 + number}号提案答复的函`;
  const body = Array.from(
    { length: 10 + (number % 6) },
    (_, at) =>
      `${at % 5 === 0 ? `${'一二三四'[at / 5] ?? '五'}、第${at / 5 + 1}方面工作情况。` : ''}城东片区老旧小区改造工作第${at + 1}项：已安排资金${number * 3 + at}.5万元，计划于${2023 + (at % 3)}年底前完成，惠及群众${number + at * 17}人，由市直有关部门按职责分工落实，并按季度通报进展情况。`,
  );
  const head = `云溪市民政局\n〔A类〕\n云民函〔2023〕${number}号\n${title}\n周若兰委员：`;
  const tail =
    '感谢您对民政工作的关心和支持。\n（联系人及电话：陈启明 0830-5521007）\n云溪市民政局\n2023年6月19日\n抄送：市政协提案委，市政府督查室。';
  return { title, text: `${head}\n您提出的提案收悉，现答复如下：\n${body.join('\n')}\n${tail}` };
}

/** Makes an archive of so many letters, filed as the desk does, `pages` as a pdf's reader would have counted them (0: a text), with what is attached to each. */
export async function archiveOf(
  folder: string,
  count: number,
  pages: number,
  attachedTo: (number: number) => NewAttachment[] = () => [],
): Promise<void> {
  const db = await openArchiveDb(folder, { create: true });
  try {
    for (let number = 1; number <= count; number += 1) {
      const { title, text } = letterText(number);
      const bytes = new Uint8Array(Buffer.from(`${text}\n`));
      fileLetter(db, 'bench', {
        elements: {
          ...emptyElements(),
          title,
          doc_number: `云民函〔2023〕${number}号`,
          issuer: '云溪市民政局',
          letterhead: '云溪市民政局',
          addressees: ['周若兰'],
          issued_on: '2023-06-19',
        },
        text,
        original: { name: `${number}.txt`, bytes },
        originalSha256: createHash('sha256').update(bytes).digest('hex'),
        source: {
          fileName: `${number}.txt`,
          format: 'txt',
          rawText: text,
          map: [],
          pages: Array.from({ length: pages }, (_, page) => ({ start: page, end: page + 1 })),
          evidence: {},
          warnings: [],
        },
        attachments: attachedTo(number),
        reason: '归档',
        review: false,
      });
    }
  } finally {
    db.close();
  }
}
