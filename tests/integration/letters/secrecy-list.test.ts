/** Letters filed before the rule of secrecy was as wide as it is are listed (docs/spec/reading.md, Secrecy). */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileLetter } from '../../../main/archive/letters/filing.ts';
import { lettersTheWiderRuleRefuses } from '../../../main/archive/letters/secrecy-list.ts';
import { stopReading } from '../../../main/archive/reading/process/read-apart.ts';
import { recognise } from '../../../main/archive/reading/recognise.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { appendAudit } from '../../../main/archive/trust/audit.ts';
import { runCommandLine } from '../../../main/cli/run.ts';
import { temporaryFolder } from '../../support/engine.ts';
import { rawXlsx } from '../../unit/readers/make.ts';

const BODY = '青禾市水务局\n关于供水的答复\n李晓青委员：\n来函收悉，现答复如下。\n青禾市水务局\n2023年5月18日';
const row = '<sheetData><row><c t="inlineStr"><is><t>正文</t></is></c></row></sheetData>';

test(
  'by their text, elements, reasons, names, and what their files do not show; others are not',
  { timeout: 120_000 },
  async () => {
    const folder = join(temporaryFolder(), 'archive');
    const db = await openArchiveDb(folder, { create: true });
    const file = (
      name: string,
      text: string,
      bytes: Uint8Array<ArrayBuffer> = Uint8Array.from(Buffer.from(text)),
      { title, reason = '导入', warning }: { title?: string; reason?: string; warning?: string } = {},
    ): string => {
      const map = [{ clean: 0, raw: 0, length: text.length }];
      const { elements, evidence } = recognise({ text, map });
      const warnings = warning === undefined ? [] : [{ code: 'OCR_TEXT', message: warning }];
      const source = { fileName: name, format: 'txt', rawText: text, map, pages: [], evidence, warnings };
      return fileLetter(db, '档案员', {
        elements: title === undefined ? elements : { ...elements, title },
        text,
        original: { name, bytes },
        originalSha256: createHash('sha256').update(bytes).digest('hex'),
        source,
        attachments: [],
        reason,
        review: false,
      }).id;
    };
    const header = '<headerFooter><oddHeader>&amp;C机密★1年</oddHeader></headerFooter>';
    file('复函.txt', BODY);
    const text = file('二.txt', `${BODY}\n${'我们高度重视。\n'.repeat(30)}机密★10年\n附件`);
    const name = file('【秘密】三.txt', `${BODY}三`);
    const hidden = file('四.xlsx', `${BODY}四`, rawXlsx(row + header));
    const title = file('五.txt', `${BODY}五`, undefined, { title: '机密★5年' });
    const reason = file('六.txt', `${BODY}六`, undefined, { reason: '密级：机密★' });
    const act = file('七.txt', `${BODY}七`);
    db.transaction((tx) =>
      appendAudit(tx, { actor: '档案员', action: 'letter.finalise', subject: act, detail: { reason: '秘密★5年' } }),
    );
    file('八.txt', `${BODY}八`, undefined, { title: '关于“秘密★5年”字样的答复', reason: '保密审查通过' });
    const warned = file('九.txt', `${BODY}九`, undefined, { warning: '机密★20年' });
    const found = await lettersTheWiderRuleRefuses(db.read);
    expect(found).toEqual({
      checked: 9,
      unread: 0,
      unread_files: [],
      letters: [
        { id: text, where: 'text' },
        { id: name, where: 'name' },
        { id: hidden, where: 'file' },
        { id: title, where: 'elements' },
        { id: reason, where: 'reason' },
        { id: act, where: 'reason' },
        { id: warned, where: 'elements' },
      ],
    });
    await stopReading();
    db.close();

    const told: string[] = [];
    const exit = await runCommandLine(['secrecy', '--archive', folder, '--json'], {
      out: (words) => told.push(words),
      err: () => undefined,
    });
    expect(exit).toBe(1);
    expect(JSON.parse(told.join(''))).toEqual(found);
  },
);
