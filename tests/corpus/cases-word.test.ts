/**
 * Small inputs of word processors' formats kept beside the project (../shared/cases), each with what it must give. Their
 * data may not be copied into the project. Skipped with a line where they are missing.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ArchiveError } from '../../shared/errors.ts';
import { readLetter } from '../../main/archive/reading/read-letter.ts';
import { readRaw } from '../../main/archive/reading/read-raw.ts';

const CASES = path.resolve(import.meta.dirname, '../../../shared/cases');
const READING = path.join(CASES, 'reading');
const present = existsSync(path.join(READING, 'cases.jsonl'));
if (!present) process.stdout.write('corpus: ../shared/cases is not here, skipped\n');

interface Case {
  file: string;
  what: string;
  /** Conditions parted by `;`: `text has: …`, `text lacks: …`, `error CODE`, `or a warning (CODE)`. */
  expected: string;
}

const cases = present
  ? readFileSync(path.join(READING, 'cases.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Case)
      .filter(({ file }) => /^(?:dx|do|rt|od)-/.test(file))
  : [];

describe.skipIf(!present)('cases of word processors', () => {
  it.each(cases)('$file: $what', async ({ file, expected }) => {
    const source = { path: path.join(READING, file) };
    const code = /^error (\w+)/.exec(expected)?.[1];
    if (code !== undefined) {
      await expect(readRaw(source)).rejects.toMatchObject({ code });
      return;
    }
    const { raw } = await readRaw(source);
    const warned = /or a warning \((\S+)\)/.exec(expected)?.[1];
    const told = warned !== undefined && raw.warnings.some((warning) => warned === '*' || warning.code === warned);
    for (const condition of expected.split(';').map((part) => part.trim())) {
      const has = /^text has: (.+)$/.exec(condition)?.[1];
      const lacks = /^text lacks: (.+)$/.exec(condition)?.[1];
      if (has !== undefined && !told) expect(raw.text).toContain(has);
      if (lacks !== undefined) expect(raw.text).not.toContain(lacks);
    }
  });

  it('a document inside the document: a saved page in the middle of the letter is read', async () => {
    const { raw } = await readRaw({ path: path.join(CASES, 'acts/altchunk/半嵌入.docx') });
    expect(raw.text).toContain('网页系统导出之正文辛');
  });

  it('a letter that lies wholly in a web page inside the file has its title, number and addressee', async () => {
    const { elements } = await readLetter({ path: path.join(CASES, 'acts/altchunk/网页导出html.docx') });
    expect(elements.title).not.toBeNull();
    expect(elements.doc_number).not.toBeNull();
    expect(elements.addressees).not.toEqual([]);
  });

  it.each(['footnote', 'numbering', 'sdtinline', 'sdttable', 'textbox'])('nothing of %s.docx is lost', async (name) => {
    const file = path.join(CASES, 'acts/docx', `${name}.docx`);
    const { raw } = await readRaw({ path: file });
    const wanted: Record<string, string[]> = {
      footnote: ['正文引用数据'],
      numbering: ['一、工作情况', '（一）加强领导', '（二）落实资金', '二、下步打算', '无编号段', '五、重新起编'],
      sdtinline: ['前文控件行内乙后文'],
      sdttable: ['单元格一\t控件单元格二\t单元格三', '控件行四\t控件行五\t控件行六', '格内控件七\t八\t九'],
      textbox: ['文本框戊'],
    };
    for (const line of wanted[name] ?? []) expect(raw.text).toContain(line);
    expect(raw.warnings).toEqual([]);
  });

  it('files cut off or damaged anywhere give a code or text', async () => {
    for (const { file } of cases) {
      const bytes = Uint8Array.from(readFileSync(path.join(READING, file)));
      for (let step = 1; step < 12; step += 1) {
        const part = bytes.slice(0, Math.ceil((bytes.length * step) / 12));
        await readRaw({ name: file, bytes: part }, { ocr: false }).catch((thrown: unknown) => {
          expect(thrown, file).toBeInstanceOf(ArchiveError);
        });
      }
    }
  });
});
