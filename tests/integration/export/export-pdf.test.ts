/** Exporting letters into a folder: names, repeats, failures, attachments, cancelling. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportPdf, type PdfLetter } from '../../../main/archive/export/export-pdf.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Progress } from '../../../shared/contract/index.ts';
import { letterOf } from '../../unit/export/letters.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let out = '';
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'fuhan-export-'));
});
afterEach(() => rmSync(out, { recursive: true }));

function pdfLetter(id: string, title: string, body = '正文。'): PdfLetter {
  return { letter: letterOf(`${title}\n某某委员：\n${body}`, { title, doc_number: null }, { id }) };
}
const TITLE = '关于某项提案答复的函';
const names = (): string[] => readdirSync(out).toSorted();

describe('exporting letters as PDF', () => {
  it('writes each letter under its number and title, and tells pages and hash', async () => {
    const target = join(out, '新建', '文件夹');
    const letter = pdfLetter('a', TITLE);
    letter.letter.elements.doc_number = '云民函〔2023〕5号';
    const { files, failed } = await exportPdf([() => letter], target);
    expect(failed).toEqual([]);
    expect(readdirSync(target)).toEqual(['云民函〔2023〕5号 关于某项提案答复的函.pdf']);
    const [file] = files;
    expect(file).toMatchObject({ id: 'a', pages: 1, file: join(target, '云民函〔2023〕5号 关于某项提案答复的函.pdf') });
    expect(sha256(readFileSync(file?.file ?? ''))).toBe(file?.sha256);
  });

  it('keeps the name when the same file is there already, and never writes over another', async () => {
    const first = await exportPdf([() => pdfLetter('a', TITLE)], out);
    const again = await exportPdf([() => pdfLetter('a', TITLE)], out);
    expect(again).toEqual(first);
    expect(names()).toEqual([`${TITLE}.pdf`]);
    const other = await exportPdf(
      [() => pdfLetter('b', TITLE, '别的正文。'), () => pdfLetter('c', TITLE, '又一正文。')],
      out,
    );
    expect(other.files.map(({ file }) => basename(file))).toEqual([`${TITLE} (2).pdf`, `${TITLE} (3).pdf`]);
    writeFileSync(join(out, '关于手册答复的函.pdf'), '别人的文件');
    await exportPdf([() => pdfLetter('d', '关于手册答复的函')], out);
    expect(readFileSync(join(out, '关于手册答复的函.pdf'), 'utf8')).toBe('别人的文件');
    expect(names()).toContain('关于手册答复的函 (2).pdf');
  });

  it('goes on after a letter that fails, says why, and leaves nothing half-written', async () => {
    const broken: PdfLetter = {
      ...pdfLetter('bad', '关于坏附件答复的函'),
      piecesOf: () => [Buffer.from('变了')],
    };
    broken.letter.attachments = [
      { id: 'x', name: '表.docx', role: 'ATTACHMENT', mime: 'x', size: 6, sha256: sha256(Buffer.from('原来')) },
    ];
    const { files, failed } = await exportPdf(
      [
        () => pdfLetter('a', '关于甲答复的函'),
        {
          id: 'zzz',
          load: () => {
            throw new ArchiveError('NOT_FOUND', 'zzz');
          },
        },
        () => broken,
        () => pdfLetter('b', '关于乙答复的函'),
      ],
      out,
      { withAttachments: true },
    );
    expect(files.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(failed.map(({ id, code }) => [id, code])).toEqual([
      ['zzz', 'NOT_FOUND'],
      ['bad', 'EXPORT_MISMATCH'],
    ]);
    expect(names()).toEqual(['关于乙答复的函.pdf', '关于甲答复的函.pdf'].toSorted());
  });

  it('writes attachments byte for byte into a folder beside the PDF', async () => {
    const contents = new Map(
      ['表格的内容', '另一份', '另一份的副本'].map((text) => [sha256(Buffer.from(text)), Buffer.from(text)]),
    );
    const letter = pdfLetter('a', TITLE);
    letter.letter.attachments = [...contents.keys()].map((hash, index) => ({
      id: `${index}`,
      name: ['情况表.docx', '名单/终稿.pdf', '..'][index] ?? '',
      role: 'ATTACHMENT',
      mime: 'application/octet-stream',
      size: contents.get(hash)?.length ?? 0,
      sha256: hash,
    }));
    letter.piecesOf = (hash) => [contents.get(hash) ?? Buffer.alloc(0)];
    await exportPdf([() => letter], out, { withAttachments: true });
    await exportPdf([() => letter], out, { withAttachments: true });
    expect(names()).toEqual([`${TITLE} 附件`, `${TITLE}.pdf`].toSorted());
    const folder = join(out, `${TITLE} 附件`);
    expect(readdirSync(folder).toSorted()).toEqual(['01 情况表.docx', '02 名单／终稿.pdf', '03']);
    expect(readFileSync(join(folder, '01 情况表.docx'), 'utf8')).toBe('表格的内容');
  });

  it('writes no attachments where nobody asked for them', async () => {
    const letter = pdfLetter('a', TITLE);
    letter.letter.attachments = [
      { id: 'x', name: '表.docx', role: 'ATTACHMENT', mime: 'x', size: 6, sha256: 'ab'.repeat(32) },
    ];
    expect((await exportPdf([() => letter], out)).failed).toEqual([]);
    expect(names()).toEqual([`${TITLE}.pdf`]);
  });

  it('reports progress and stops between two letters when it is cancelled', async () => {
    const stop = new AbortController();
    const progress: Progress[] = [];
    const letters = ['关于甲答复的函', '关于乙答复的函', '关于丙答复的函'].map((title, index) => () => {
      if (index === 1) stop.abort();
      return pdfLetter(`${index}`, title);
    });
    await expect(
      exportPdf(letters, out, {}, { signal: stop.signal, onProgress: (step) => progress.push(step) }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(progress.map(({ done, total }) => [done, total])).toEqual([
      [0, 3],
      [1, 3],
    ]);
    expect(names()).toEqual(['关于乙答复的函.pdf', '关于甲答复的函.pdf'].toSorted());
  });

  it('refuses a target that is a file', async () => {
    const file = join(out, '文件');
    writeFileSync(file, '');
    await expect(exportPdf([() => pdfLetter('a', TITLE)], file)).rejects.toMatchObject({ code: 'BAD_PATH' });
    await expect(exportPdf([() => pdfLetter('a', TITLE)], join(file, '里面'))).rejects.toMatchObject({
      code: 'BAD_PATH',
    });
  });
});
