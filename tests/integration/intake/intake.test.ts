/** What comes in by the folder: registers, reports, a killed run, the watched folder, the review queue, near duplicates. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readFileSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FolderWatch } from '../../../main/archive/intake/watch.ts';
import { parseCsv, parseRegister } from '../../../main/archive/intake/register.ts';
import { writeTable } from '../../../main/archive/print/table-file.ts';
import { readSheets } from '../../../main/archive/reading/readers/xlsx.ts';
import { makeLetter } from '../../bench/reading/generator.ts';
import { typeset } from '../../bench/reading/typeset.ts';
import type { Elements } from '../../../shared/model/elements.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';
import { openEngine, temporaryFolder } from '../../support/engine.ts';
import { LETTER_LINES, encode, richDocx, typstPdf, typstText, zip } from '../../unit/readers/make.ts';

const letterText = (seed: number): string => typeset(makeLetter(seed), 'clean', seed);

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = path.join(temporaryFolder(), '来件');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return folder;
}

function rowsOf(file: string): string[][] {
  return readSheets({ name: 'a.xlsx', bytes: Uint8Array.from(readFileSync(file)) })[0]?.rows ?? [];
}

const SECRET = '机密★5年\n青岚市某局\n关于某事的函\n';

describe('an import with a report', () => {
  test('tells each file once, as xlsx or csv, and of a secret file only the fact', async () => {
    const engine = await openEngine();
    const folder = folderOf({ '1.txt': letterText(1), '2.txt': letterText(2), '3.txt': SECRET, '4.txt': '' });
    const report = path.join(temporaryFolder(), '导入结果.xlsx');
    const result = await engine.call('letters.import', { paths: [folder], report });
    expect(result).toMatchObject({ filed: 2, refused: 2, report });
    const rows = rowsOf(report);
    expect(rows.map((row) => [row[2], row[7] ?? ''])).toEqual([
      ['结果', '原因代码'],
      ['已入库', ''],
      ['已入库', ''],
      ['未入库', 'SECRET_REFUSED'],
      ['未入库', 'EMPTY_FILE'],
    ]);
    expect(JSON.stringify(rows)).not.toContain('3.txt');
    const again = path.join(temporaryFolder(), '导入结果.csv');
    await engine.call('letters.import', { paths: [folder], report: again });
    const csv = parseCsv(readFileSync(again, 'utf8').replace(/^\uFEFF/, ''));
    expect(csv.slice(1).map((row) => row[2])).toEqual(['重复', '重复', '未入库', '未入库']);
  });

  test('is written also where the import is cancelled, and never over a file', async () => {
    const engine = await openEngine();
    const folder = folderOf(Object.fromEntries([1, 2, 3, 4].map((seed) => [`${seed}.txt`, letterText(seed)])));
    const report = path.join(temporaryFolder(), 'r.csv');
    const cancel = new AbortController();
    const onProgress = ({ done }: { done: number }): void => {
      if (done === 2) cancel.abort();
    };
    await expect(
      engine.call('letters.import', { paths: [folder], report }, { signal: cancel.signal, onProgress }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(parseCsv(readFileSync(report, 'utf8'))).toHaveLength(3);
    await expect(engine.call('letters.import', { paths: [folder], report })).rejects.toMatchObject({
      code: 'TARGET_EXISTS',
    });
    expect((await engine.call('letters.list', {})).total).toBe(2);
  });

  test('where it is asked for, a cancelled import answers what was done till then and how many files are left', async () => {
    const engine = await openEngine();
    const folder = folderOf(Object.fromEntries([1, 2, 3, 4].map((seed) => [`${seed}.txt`, letterText(seed)])));
    const cancel = new AbortController();
    const onProgress = ({ done }: { done: number }): void => {
      if (done === 2) cancel.abort();
    };
    const input = { paths: [folder], answer_cancelled: true };
    const answer = await engine.call('letters.import', input, { signal: cancel.signal, onProgress });
    expect(answer).toMatchObject({ filed: 2, cancelled: { left: 2 } });
    expect(answer.items.map(({ status }) => status)).toEqual(['filed', 'filed']);
    const again = await engine.call('letters.import', input);
    expect(again).toMatchObject({ filed: 2, duplicates: 2 });
    expect(again.cancelled).toBeUndefined();
  });

  test('no cell is run as a formula', () => {
    const folder = temporaryFolder();
    const csv = writeTable(path.join(folder, 'a.csv'), ['甲'], [['=1+1'], ['a"b']]);
    expect(readFileSync(csv, 'utf8')).toBe('\uFEFF"甲"\r\n"\t=1+1"\r\n"a""b"\r\n');
    const xlsx = writeTable(path.join(folder, 'a.xlsx'), ['甲'], [['=1+1'], ['<&>']]);
    expect(rowsOf(xlsx)).toEqual([['甲'], ['=1+1'], ['<&>']]);
  });
});

test('a run that is killed is started again and files nothing twice', async () => {
  const count = 60;
  const folder = folderOf(
    Object.fromEntries(Array.from({ length: count }, (_, seed) => [`${seed}.txt`, letterText(3000 + seed)])),
  );
  const archive = path.join(temporaryFolder(), 'archive');
  const script = `
    const { Engine } = await import(${JSON.stringify(path.resolve('main/archive/engine.ts'))});
    const engine = await Engine.open({ folder: ${JSON.stringify(archive)}, actor: 'x', create: true, inProcess: true });
    await engine.call('letters.import', { paths: [${JSON.stringify(folder)}] }, { onProgress: ({ done }) => console.log(done) });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let seen = '';
  child.stdout.on('data', (data: Buffer) => {
    seen += data.toString();
    if (/^20$/m.test(seen)) child.kill('SIGKILL');
  });
  const [, signal] = (await ended) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  const engine = await openEngine(archive);
  const before = (await engine.call('letters.list', {})).total;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(count);
  const result = await engine.call('letters.import', { paths: [folder] });
  expect(result).toMatchObject({ filed: count - before, duplicates: before, refused: 0 });
  expect((await engine.call('letters.list', {})).total).toBe(count);
}, 60_000);

test('seventy bad files among good ones: each is kept or refused with a reason, the good ones are filed, nothing else is touched', async () => {
  const pdf = typstPdf(LETTER_LINES.map((line) => typstText(line)).join('\\\n'));
  const whole: Readonly<Record<string, Uint8Array>> = {
    docx: richDocx(),
    pdf,
    zip: zip({ 'a.txt': '甲', '../../b.txt': '乙' }),
    html: encode('<html><body><script>x()</script><p>甲</p></body></html>', 'utf-8'),
    rtf: encode('{\\rtf1\\ansi \\u22797?\\u20989?\\par}', 'latin1'),
    eml: encode('From: a@b.cn\r\nTo: c@d.cn\r\nSubject: x\r\n\r\n甲', 'utf-8'),
    txt: encode(letterText(70), 'gb18030'),
  };
  const folder = folderOf({ '好的一.txt': letterText(71), '零字节.txt': '', '末尾.txt': letterText(72) });
  let count = 0;
  for (const [kind, bytes] of Object.entries(whole)) {
    for (let part = 1; part <= 5; part += 1) {
      writeFileSync(path.join(folder, `截断${part}.${kind}`), bytes.slice(0, Math.ceil((bytes.length * part) / 6)));
      const flipped = bytes.slice();
      for (let at = part; at < flipped.length; at += 97 * part) flipped[at] = (flipped[at] ?? 0) ^ (1 << (part - 1));
      writeFileSync(path.join(folder, `翻转${part}.${kind}`), flipped);
      count += 2;
    }
  }
  const before = hashes(folder);
  const engine = await openEngine();
  const result = await engine.call('letters.import', { paths: [folder], ocr: false });
  const files = new Set(result.items.map(({ file }) => file.slice(folder.length + 1).split(/[/\\]/)[0]));
  expect(files.size).toBe(count + 3);
  const good = result.items.filter(({ file }) => /好的一|末尾/.test(file));
  expect(good.map(({ status }) => status)).toEqual(['filed', 'filed']);
  for (const item of result.items.filter(({ status }) => status === 'refused')) {
    expect(item.code).not.toBe('INTERNAL');
    expect(item.message).toMatch(/[\u4e00-\u9fff]/);
  }
  expect(hashes(folder)).toEqual(before);
  expect((await engine.call('trust.verify', {})).problems).toEqual([]);
}, 120_000);

function hashes(folder: string): string[] {
  return readdirSync(folder).map(
    (name) =>
      `${name} ${createHash('sha256')
        .update(readFileSync(path.join(folder, name)))
        .digest('hex')}`,
  );
}

test('archive numbers run without gaps where many are filed at once and some fail', async () => {
  const engine = await openEngine();
  const folder = folderOf(
    Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`${at}.txt`, letterText(500 + at)])),
  );
  const read = async (seed: number): Promise<{ draft_id: string; elements: Elements }> =>
    engine.call('desk.read', { source: { name: `${seed}.txt`, bytes: encode(letterText(seed), 'utf-8') } });
  const drafts = await Promise.all(Array.from({ length: 12 }, (_, at) => read(600 + at)));
  const gone = path.join(folder, '不在.txt');
  const filing = drafts.map(async ({ draft_id, elements }, at) =>
    // Every third has an attachment that is not there and is refused as a whole.
    engine.call('desk.file', {
      draft_id,
      elements,
      attachments: at % 3 === 0 ? [{ source: { path: gone }, role: 'ATTACHMENT' }] : [],
    }),
  );
  const [results] = await Promise.all([Promise.allSettled(filing), engine.call('letters.import', { paths: [folder] })]);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  const items = new Map<string, number[]>();
  for (const { ref_code } of (await engine.call('letters.list', { limit: 100 })).letters) {
    const [, series = '', item = ''] = /^(.*)-(\d{4})$/.exec(ref_code ?? '') ?? [];
    items.set(series, [...(items.get(series) ?? []), Number(item)]);
  }
  expect([...items.values()].flat()).toHaveLength(20);
  for (const [series, numbers] of items)
    expect(
      numbers.sort((a, b) => a - b),
      series,
    ).toEqual(numbers.map((_, at) => at + 1));
});

describe('保管期限', () => {
  test('is what the archivist chose at filing, for one and for all, and what the settings say otherwise', async () => {
    const engine = await openEngine();
    const read = await engine.call('desk.read', { source: { name: '甲.txt', bytes: encode(letterText(41), 'utf-8') } });
    const { elements, draft_id } = read;
    const made = await engine.call('desk.file', { draft_id, elements, retention: 'Y' });
    expect(made.ref_code).toMatch(/-Y-0001$/);
    expect(await engine.call('letters.show', { id: made.id })).toMatchObject({ retention: 'Y', expires: null });
    const files = { '乙.txt': letterText(42) };
    const { items } = await engine.call('letters.import', { paths: [folderOf(files)], retention: 'D10' });
    const [second] = await Promise.all(items.map(({ id }) => engine.call('letters.show', { id: id ?? '' })));
    expect(second?.retention).toBe('D10');
    expect(second?.expires).toBe(`${Number(second?.elements.issued_on?.slice(0, 4)) + 10}-12-31`);
    const third = await engine.call('letters.import', { paths: [folderOf({ '丙.txt': letterText(43) })] });
    const usual = await engine.call('letters.show', { id: third.items[0]?.id ?? '' });
    expect(usual.retention).toBe((await engine.call('settings.show', {})).ref_code.retention);
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  });

  test('of a register goes before that of the run, and what is none is a problem of its row', async () => {
    const engine = await openEngine();
    const folder = folderOf({ '甲.txt': letterText(44), '乙.txt': letterText(45), '丙.txt': letterText(46) });
    const register = path.join(folder, '著录表.xlsx');
    writeTable(
      register,
      ['文件名', '题名', '保管期限'],
      [
        ['甲.txt', '', '永久'],
        ['乙.txt', '', '定期（10年）'],
        ['丙.txt', '', ''],
      ],
    );
    const { items } = await engine.call('letters.import', { paths: [folder], register, retention: 'D30' });
    const kept = new Map<string, string>();
    for (const { file, id } of items)
      kept.set(path.basename(file), (await engine.call('letters.show', { id: id ?? '' })).retention);
    expect(Object.fromEntries(kept)).toEqual({ '甲.txt': 'Y', '乙.txt': 'D10', '丙.txt': 'D30' });
    expect(
      parseRegister(
        [
          ['文件名', '题名', '保管期限'],
          ['甲.txt', '', '五年'],
        ],
        'x',
      ).problems,
    ).toEqual([{ row: 2, message: '保管期限“五年”须为永久、30年或10年。' }]);
  });
});

describe('a register beside the files', () => {
  const head = ['序号', '文件名', '题名', '发文字号', '成文日期', '办理结果', '提案人', '备注'];

  test('goes before what was read, and says where the two differ', async () => {
    const engine = await openEngine();
    const letter = makeLetter(11);
    const folder = folderOf({ '甲.txt': letterText(11), '乙.txt': letterText(12) });
    const register = path.join(folder, '著录表.xlsx');
    writeTable(register, head, [
      ['1', '甲.txt', '关于某事的答复', '青民函[2020]第007号', '2020年3月4日', 'B类', '李明、王红委员', 'x'],
      ['2', '没有的.txt', '另一件', '', '', '', '', ''],
    ]);
    const result = await engine.call('letters.import', { paths: [folder], register });
    expect(result).toMatchObject({ filed: 2, refused: 0 });
    expect(result.register).toMatchObject({
      rows: 2,
      matched: 1,
      unmatched: [{ row: 3, label: '没有的.txt' }],
      problems: [],
    });
    expect(result.register?.columns.at(-1)).toEqual({ header: '备注', field: null });
    const id = result.items.find(({ file }) => file.endsWith('甲.txt'))?.id ?? '';
    const shown = await engine.call('review.show', { id });
    expect(shown.letter.elements).toMatchObject({
      title: '关于某事的答复',
      doc_number: '青民函〔2020〕7号',
      issued_on: '2020-03-04',
      result_code: 'B',
      addressees: ['李明', '王红'],
      issuer: letter.truth.issuer,
    });
    expect(shown.warnings.map(({ code }) => code)).toContain('REGISTER_DIFFERS');
    expect(shown.evidence.issued_on).toBeUndefined();
  });

  test('finds a file by its number where it names none', async () => {
    const engine = await openEngine();
    const seed = Array.from({ length: 50 }, (_, at) => at).find((at) => makeLetter(at).forms['number'] === '〔〕') ?? 0;
    const folder = folderOf({ 'x.txt': letterText(seed) });
    const register = path.join(temporaryFolder(), '目录.csv');
    writeFileSync(register, `文号,联系人\n${makeLetter(seed).truth.doc_number ?? ''},赵六\n`);
    const result = await engine.call('letters.import', { paths: [folder], register });
    expect(result.register).toMatchObject({ matched: 1 });
    const shown = await engine.call('letters.show', { id: result.items[0]?.id ?? '' });
    expect(shown.elements.contact).toBe('赵六');
  });

  test('with mistakes files nothing and names the rows; a dry run tells them all', async () => {
    const engine = await openEngine();
    const folder = folderOf({ 'a.txt': letterText(1) });
    const register = path.join(temporaryFolder(), 't.csv');
    writeFileSync(register, '文件名,成文日期,结果\na.txt,2023年2月30日,A\nA.TXT,2023-01-02,很好\n');
    await expect(engine.call('letters.import', { paths: [folder], register })).rejects.toMatchObject({
      code: 'BAD_VALUE',
      message: expect.stringContaining('第 2 行：成文日期“2023年2月30日”不符合要求。') as string,
    });
    expect((await engine.call('letters.list', {})).total).toBe(0);
    const tried = await engine.call('letters.import', { paths: [folder], register, dry_run: true });
    expect(tried.register?.problems.map(({ row }) => row)).toEqual([2, 3, 3]);
  });

  test('without headings is no register', () => {
    expect(() => parseRegister([['甲', '乙']], 't.csv')).toThrow('没有著录表的表头');
  });
});

describe('letters that may be the same', () => {
  test('are proposed with the reason, linked both ways, and never merged', async () => {
    const engine = await openEngine();
    const text = letterText(21);
    const scanned = text.replaceAll('作', '昨').replace('日', '曰');
    const first = folderOf({ '定稿.txt': text });
    const filed = await engine.call('letters.import', { paths: [first] });
    const id = filed.items[0]?.id ?? '';
    const second = folderOf({
      '扫描.txt': scanned,
      '别的.txt': letterText(22),
      '同文.txt': text.replaceAll('\n', '\r\n\r\n'),
    });
    const result = await engine.call('letters.import', { paths: [second] });
    const item = (name: string) => result.items.find(({ file }) => file.endsWith(name));
    const same = item('同文.txt')?.id ?? '';
    expect(item('同文.txt')).toMatchObject({ status: 'filed', review: true });
    expect(item('同文.txt')?.twins).toContain(id);
    expect(item('扫描.txt')).toMatchObject({ status: 'filed', review: true });
    expect(item('扫描.txt')?.twins).toContain(id);
    expect(item('别的.txt')).toMatchObject({ status: 'filed', twins: [] });
    const again = item('扫描.txt')?.id ?? '';
    const [words, known] = await engine.call('letters.nearDuplicates', { id });
    expect(words).toMatchObject({ id: same, kind: 'text', likeness: 1 });
    expect(known).toMatchObject({
      id: again,
      kind: 'near',
      reason: expect.stringMatching(/正文约有 \d+% 相同/) as string,
    });
    const linked = await engine.call('letters.nearDuplicates', { id: again });
    expect(linked.map((one) => one.id).sort()).toEqual([id, same].sort());
    expect((await engine.call('letters.list', {})).total).toBe(4);
  });

  test('are found by the text that a correction left, and a copy filed on purpose is linked by its file', async () => {
    const engine = await openEngine();
    const source = { name: 'a.txt', bytes: new TextEncoder().encode(letterText(31)) };
    const file = async (allow: boolean): Promise<string> => {
      const read = await engine.call('desk.read', { source });
      const input = { draft_id: read.draft_id, elements: read.elements, allow_duplicate: allow };
      return (await engine.call('desk.file', input)).id;
    };
    const first = await file(false);
    const second = await file(true);
    expect(await engine.call('letters.nearDuplicates', { id: first })).toMatchObject([
      { id: second, kind: 'file', likeness: 1 },
    ]);
    await engine.call('letters.edit', { id: second, text: `${letterText(32)}\n另一件`, reason: '正文录错' });
    expect(await engine.call('letters.nearDuplicates', { id: first })).toMatchObject([{ id: second, kind: 'file' }]);
    const third = await engine.call('letters.import', { paths: [folderOf({ 'b.txt': letterText(32) })] });
    expect(third.items[0]?.twins).toEqual([second]);
  });
});

test('the desk is told of a letter that is almost the one in hand', async () => {
  const engine = await openEngine();
  const text = letterText(61);
  await engine.call('letters.import', { paths: [folderOf({ 'a.txt': text })] });
  const again = await engine.call('desk.read', {
    source: { name: 'b.txt', bytes: new TextEncoder().encode(text.replaceAll('作', '昨')) },
  });
  expect(again.duplicate_of).toEqual([]);
  expect(again.warnings.map(({ code }) => code)).toContain('NEAR_DUPLICATE');
});

describe('the review queue', () => {
  test('puts the most doubtful first, and a confirmed letter leaves it', async () => {
    const engine = await openEngine();
    const folder = folderOf({
      '好.txt': letterText(40),
      '残.txt': '某某事\n来信收悉。\n',
      '扫.txt': typeset(makeLetter(41), 'noisy', 41),
    });
    await engine.call('letters.import', { paths: [folder] });
    const queue = await engine.call('review.list', {});
    expect(queue.letters[0]).toMatchObject({
      file: '残.txt',
      doubtful: expect.arrayContaining(['title', 'issuer']) as string[],
    });
    expect(queue.letters.map(({ doubt }) => doubt)).toEqual(
      [...queue.letters.map(({ doubt }) => doubt)].sort((a, b) => b - a),
    );
    const { id } = queue.letters[0] ?? { id: '' };
    const corrected = await engine.call('review.confirm', { id, base_version: 1, set: { title: '〔某某事的答复〕' } });
    expect(corrected).toMatchObject({ id, version: 2 });
    const next = (await engine.call('review.list', {})).letters[0]?.id ?? '';
    expect(next).not.toBe(id);
    const plain = await engine.call('review.confirm', { id: next, base_version: 1 });
    expect(plain).toEqual({ id: next, version: 1 });
    expect((await engine.call('review.list', {})).total).toBe(queue.total - 2);
    const log = await engine.call('trust.audit', { action: 'letter.review' });
    expect(log.map(({ subject }) => subject)).toEqual([next]);
  });

  test('refuses to confirm what somebody changed meanwhile', async () => {
    const engine = await openEngine();
    await engine.call('letters.import', { paths: [folderOf({ '残.txt': '来信收悉。\n' })] });
    const { id } = (await engine.call('review.list', {})).letters[0] ?? { id: '' };
    await engine.call('letters.edit', { id, set: { title: '甲' }, reason: '补题名' });
    await expect(engine.call('review.confirm', { id, base_version: 1 })).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
    });
  });
});

describe('the watched folder', () => {
  const old = (file: string, ageSeconds: number): void => {
    const at = Date.now() / 1000 - ageSeconds;
    utimesSync(file, at, at);
  };

  test('takes a file only when its copy has ended, once, and leaves it where it is', async () => {
    const db = await archiveIn(emptyFolder());
    const folder = folderOf({});
    let now = Date.now();
    const watch = new FolderWatch(db, {
      actor: 'x',
      ocr: false,
      folder,
      intervalMs: 1,
      settleMs: 5000,
      clock: () => now,
    });
    const text = letterText(50);
    const file = path.join(folder, 'a.txt');
    writeFileSync(file, text.slice(0, 100));
    expect(await watch.look()).toEqual([]);
    appendFileSync(file, text.slice(100));
    expect(await watch.look()).toEqual([]);
    expect(await watch.look()).toEqual([]);
    now += 6000;
    expect(await watch.look()).toMatchObject([{ status: 'filed' }]);
    expect(await watch.look()).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(text);
    renameSync(file, path.join(folder, 'b.txt'));
    expect(await watch.look()).toEqual([]);
    expect(await watch.look()).toMatchObject([{ status: 'duplicate' }]);
    expect(db.read.get<{ n: number }>('SELECT count(*) AS n FROM letter')?.n).toBe(1);
  });

  test('remembers over a restart, and writes down no name of a secret file', async () => {
    const db = await archiveIn(emptyFolder());
    const folder = folderOf({ 'a.txt': letterText(51), '不该来.txt': SECRET });
    const watch = (): FolderWatch =>
      new FolderWatch(db, { actor: 'x', ocr: false, folder, intervalMs: 1, settleMs: 5000 });
    old(path.join(folder, 'a.txt'), 60);
    old(path.join(folder, '不该来.txt'), 60);
    const first = watch();
    await first.look();
    expect((await first.look()).map(({ status }) => status).sort()).toEqual(['filed', 'refused']);
    expect(await first.look()).toEqual([]);
    expect(db.read.all('SELECT path FROM watched')).toHaveLength(1);
    expect(JSON.stringify(db.read.all('SELECT detail FROM audit'))).not.toContain('不该来');
    const second = watch();
    await second.look();
    expect((await second.look()).map(({ code }) => code)).toEqual(['SECRET_REFUSED']);
  });

  test('runs as a call until it is cancelled and tells what it took', async () => {
    const engine = await openEngine();
    const folder = folderOf({ 'a.txt': letterText(52) });
    old(path.join(folder, 'a.txt'), 60);
    const cancel = new AbortController();
    const onProgress = ({ done }: { done: number }): void => {
      if (done === 1) cancel.abort();
    };
    const result = await engine.call(
      'letters.watch',
      { folder, interval_seconds: 0.05, settle_seconds: 1 },
      { signal: cancel.signal, onProgress },
    );
    expect(result).toMatchObject({ filed: 1, refused: 0 });
    await expect(engine.call('letters.watch', { folder: path.join(folder, 'nichts') })).rejects.toMatchObject({
      code: 'BAD_PATH',
    });
  });
});
