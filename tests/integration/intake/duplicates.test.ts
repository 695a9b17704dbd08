/** What an import leaves out and what it only links (docs/spec/reading.md, Duplicates). */
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importFile } from '../../../main/archive/intake/import.ts';
import { nearDuplicatesOf } from '../../../main/archive/intake/near-duplicates.ts';
import { FolderWatch } from '../../../main/archive/intake/watch.ts';
import { readSheets } from '../../../main/archive/reading/readers/xlsx.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';
import { openEngine, temporaryFolder } from '../../support/engine.ts';
import { LETTER_LINES, paragraph, rawDocx } from '../../unit/readers/make.ts';

/** A letter of an office that does not exist, with one sentence of its own. */
const letter = (sentence: string): string =>
  `松溪县农业农村局\n\n松农函〔2023〕8号\n\n关于县政协第七届委员会第二次会议第021号提案的答复\n\n吴知远委员：\n\n` +
  `    您提出的《关于扶持茶农的提案》收悉，现答复如下：\n\n    ${sentence}\n\n    感谢您对农业农村工作的关心和支持！\n\n` +
  `                              松溪县农业农村局\n                              2023年6月6日\n`;

/** A mail with a covering note and one attached letter. */
const mail = (note: string, name: string, attached: string): string =>
  [
    'From: a@example.cn',
    'To: b@example.cn',
    'Subject: =?utf-8?B?6L2s6YCB562U5aSN5Ye9?=',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="BB"',
    '',
    '--BB',
    'Content-Type: text/plain; charset="utf-8"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(note).toString('base64'),
    '--BB',
    `Content-Type: text/plain; name="${name}"; charset="utf-8"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(attached).toString('base64'),
    '--BB--',
    '',
  ].join('\r\n');

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(temporaryFolder(), '来件');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

describe('a letter that differs in one sign is filed, linked with the other, and what differs is told', () => {
  test.each([
    ['共投入资金1.5万元。', '共投入资金15万元。'],
    ['产量变化为-3.2%。', '产量变化为3.2%。'],
    ['工期为3-5个月。', '工期为35个月。'],
    ['委员意见：☑满意 □不满意', '委员意见：□满意 ☑不满意'],
    ['变化为+5件。', '变化为±5件。'],
    ['此事（暂不）办理。', '此事暂不办理。'],
    ['满意率为98%。', '满意率为98‰。'],
    ['分三、五年实施。', '分三五年实施。'],
  ])('%s and %s', async (one, other) => {
    const engine = await openEngine();
    const folder = folderOf({ '甲.txt': letter(one), '乙.txt': letter(other) });
    const result = await engine.call('letters.import', { paths: [folder], ocr: false });
    expect(result).toMatchObject({ filed: 2, duplicates: 0, refused: 0 });
    const [first, second] = result.items;
    expect(second).toMatchObject({ status: 'filed', review: true, twins: [first?.id], code: 'NEAR_DUPLICATE' });
    expect(second?.message).toMatch(/不同之处：.*(?:另一件为“.+”，本件为“.+”|另一件多“.+”)/u);
    const [twin] = await engine.call('letters.nearDuplicates', { id: first?.id ?? '' });
    expect(twin).toMatchObject({ id: second?.id, kind: 'near' });
    expect(twin?.reason).toContain('不同之处');
  });

  test('in whole clauses', async () => {
    const engine = await openEngine();
    const folder = folderOf({ '1.txt': letter('共投入资金1.5万元。'), '2.txt': letter('共投入资金15万元。') });
    const { items } = await engine.call('letters.import', { paths: [folder], ocr: false });
    expect(items[1]?.message).toContain('正文几乎全同');
    expect(items[1]?.message).toContain('不同之处：另一件为“共投入资金1.5万元”，本件为“共投入资金15万元”。');
  });
});

describe('the same text is filed and linked', () => {
  test('mails with one covering note and other attachments are two letters, both findable', async () => {
    const engine = await openEngine();
    const note = '各位：答复函见附件，请查收。此致';
    const folder = folderOf({
      '1.eml': mail(note, 'a.txt', letter('第一封的附件内容在此。')),
      '2.eml': mail(note, 'a.txt', letter('第二封另一附件内容在此。')),
    });
    const { filed, items } = await engine.call('letters.import', { paths: [folder], ocr: false });
    expect(filed).toBe(2);
    expect(items[1]).toMatchObject({ twins: [items[0]?.id] });
    expect(items[1]?.message).toContain('正文相同，附件不同');
    for (const [words, at] of [
      ['第一封的附件', 0],
      ['第二封另一附件', 1],
    ] as const) {
      const { hits } = await engine.call('search.query', { query: words });
      expect(hits.map(({ id }) => id)).toEqual([items[at]?.id]);
    }
  });

  test('a docx with the same words and another picture is a letter of its own', async () => {
    const engine = await openEngine();
    const folder = folderOf({
      '1.docx': picturedDocx('one'),
      '2.docx': picturedDocx('another'),
    });
    const { filed, items } = await engine.call('letters.import', { paths: [folder], ocr: false });
    expect(filed).toBe(2);
    const [twin] = await engine.call('letters.nearDuplicates', { id: items[0]?.id ?? '' });
    expect(twin).toMatchObject({ id: items[1]?.id, kind: 'text', likeness: 1 });
    const told = '文件内的图片或对象不同：另一件 1 个，本件 1 个，其中 0 个相同';
    expect(twin?.reason).toContain(told);
    expect(items[1]?.message).toContain(told);
  });

  test('a docx with the same words and the same picture may differ in its make only', async () => {
    const engine = await openEngine();
    const other = rawDocx(LETTER_LINES.map(paragraph).join(''), {
      'word/media/image1.png': 'one',
      'word/other.xml': '<x/>',
    });
    const folder = folderOf({ '1.docx': picturedDocx('one'), '2.docx': other });
    const { items } = await engine.call('letters.import', { paths: [folder], ocr: false });
    expect(items[1]?.message).toContain('正文和附件相同，原件不同');
    expect(items[1]?.message).not.toContain('图片或对象不同');
  });

  test('of a letter that an older program filed too: its key is made again', async () => {
    const db = await archiveIn(emptyFolder());
    const options = { actor: 'x', dryRun: false, ocr: false };
    const text = letter('新建茶园一处。');
    const folder = folderOf({ '1.txt': text, '2.txt': `\n${text}` });
    const [first] = await importFile(db, join(folder, '1.txt'), options);
    const [before] = db.read.all<{ text_key: string }>('SELECT text_key FROM letter');
    db.transaction((tx) => tx.run('UPDATE letter SET text_key = ?', ['ab'.repeat(32)]));
    const [second] = await importFile(db, join(folder, '2.txt'), options);
    expect(nearDuplicatesOf(db, first?.id ?? '')).toMatchObject([{ id: second?.id, kind: 'text' }]);
    expect(db.read.all('SELECT DISTINCT text_key FROM letter')).toEqual([before]);
  });
});

describe('only identical bytes are left out', () => {
  test('and the report names the letter that the file equals', async () => {
    const engine = await openEngine();
    const text = letter('已修水渠两条。');
    const first = await engine.call('letters.import', { paths: [folderOf({ '甲.txt': text })] });
    const id = first.items[0]?.id ?? '';
    const [named] = (await engine.call('letters.rows', { ids: [id] })).letters;
    const report = join(temporaryFolder(), '结果.xlsx');
    const again = await engine.call('letters.import', { paths: [folderOf({ '副本.txt': text })], report });
    expect(again).toMatchObject({ filed: 0, duplicates: 1, items: [{ status: 'duplicate', id, code: 'DUPLICATE' }] });
    expect(again.items[0]?.message).toBe(`与“${named?.name ?? ''}”相同：库中已有相同的文件，未重复入库。`);
    const sheet = readSheets({ name: 'a.xlsx', bytes: Uint8Array.from(readFileSync(report)) })[0]?.rows ?? [];
    expect(sheet[1]).toEqual(expect.arrayContaining(['重复', id]));
  });

  test('and in a dry run, where there is no letter yet, the file before it', async () => {
    const engine = await openEngine();
    const text = letter('已修水渠三条。');
    const paths = [folderOf({ '甲.txt': text, '乙.txt': text })];
    const { items } = await engine.call('letters.import', { paths, dry_run: true });
    const left = items.find(({ status }) => status === 'duplicate');
    expect(left?.message).toMatch(/^与“(甲|乙)\.txt”相同/u);
  });

  test('unless duplicates are asked for', async () => {
    const engine = await openEngine();
    const text = letter('已修水渠四条。');
    const paths = [folderOf({ '甲.txt': text, '乙.txt': text })];
    const { filed, items } = await engine.call('letters.import', { paths, allow_duplicates: true });
    expect(filed).toBe(2);
    expect(await engine.call('letters.nearDuplicates', { id: items[0]?.id ?? '' })).toMatchObject([
      { id: items[1]?.id, kind: 'file' },
    ]);
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  });
});

test('what the watched folder noted as a duplicate before is handed in once more', async () => {
  const db = await archiveIn(emptyFolder());
  const folder = folderOf({ '甲.txt': letter('投入1.5万元。'), '乙.txt': letter('投入15万元。') });
  const long = Date.now() / 1000 - 60;
  for (const name of ['甲.txt', '乙.txt']) utimesSync(join(folder, name), long, long);
  const look = async (): Promise<string[]> => {
    const watch = new FolderWatch(db, { actor: 'x', ocr: false, folder, intervalMs: 1, settleMs: 5000 });
    await watch.look();
    return (await watch.look()).map(({ status }) => status);
  };
  expect(await look()).toEqual(['filed', 'filed']);
  db.transaction((tx) => tx.run("UPDATE watched SET status = 'duplicate'"));
  // Both are in the archive by now: nothing is filed twice, and the next time they are known.
  expect(await look()).toEqual(['duplicate', 'duplicate']);
  expect(await look()).toEqual([]);
});

function picturedDocx(picture: string): Uint8Array {
  return rawDocx(LETTER_LINES.map(paragraph).join(''), { 'word/media/image1.png': picture });
}

test('what differs in a number is told with the whole number', async () => {
  const engine = await openEngine();
  const folder = folderOf({ '甲.txt': letter('补助为每人每年2600元。'), '乙.txt': letter('补助为每人每年2000元。') });
  const { items } = await engine.call('letters.import', { paths: [folder], ocr: false });
  expect(items.map(({ message }) => message ?? '').join('')).toMatch(
    /“补助为每人每年2[06]00元”，本件为“补助为每人每年2[06]00元”/,
  );
  await engine.close();
});

test('what an import filed itself is called so when it is taken up again; a copy of another name or in the same batch is not', async () => {
  const folder = temporaryFolder();
  const text = letter('已建成两处茶园示范点。');
  writeFileSync(join(folder, '甲.txt'), text);
  mkdirSync(join(folder, '再放一份'));
  writeFileSync(join(folder, '再放一份', '甲.txt'), text);
  const engine = await openEngine();
  const first = await engine.call('letters.import', { paths: [folder] });
  expect(first).toMatchObject({ filed: 1, duplicates: 1 });
  expect(first.items.some((item) => item.same_file === true)).toBe(false);
  writeFileSync(join(folder, '乙.txt'), text);
  const again = await engine.call('letters.import', { paths: [folder] });
  expect(again).toMatchObject({ filed: 0, duplicates: 3 });
  expect(again.items.every(({ code }) => code === 'DUPLICATE')).toBe(true);
  const own = again.items.filter((item) => item.same_file === true);
  expect(own.map(({ file }) => basename(file))).toEqual(['甲.txt', '甲.txt']);
  for (const { message } of own) expect(message).toMatch(/^已在库中（同一文件，\d{4}-\d\d-\d\d \d\d:\d\d 归档）/);
});
