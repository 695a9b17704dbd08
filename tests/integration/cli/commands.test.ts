/** The command line by its contract (docs/spec/cli.md): JSON, exit codes, Chinese messages, no stack traces. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../main/cli/run.ts';
import { CAN_SEE_PROCESSES, helpersOf } from '../../support/helper-processes.ts';
import { openEngine, temporaryFile, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';

interface Ran {
  code: number;
  out: string;
  err: string;
  // The shape of each command's JSON is what these tests look at.
  json: () => unknown;
}

async function fuhan(...words: string[]): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await runCommandLine(words, { out: (t) => (out += t), err: (t) => (err += t) });
  return { code, out, err, json: () => JSON.parse(out) as unknown };
}

function letters(): { folder: string; archive: string } {
  const folder = temporaryFolder();
  const archive = join(folder, 'archive');
  mkdirSync(join(folder, 'in', '下级'), { recursive: true });
  writeFileSync(join(folder, 'in', '提案答复.txt'), WRAPPED_LETTER);
  writeFileSync(join(folder, 'in', '下级', '建议答复.txt'), PLAIN_LETTER);
  return { folder, archive };
}

async function imported(): Promise<{ archive: string; id: string; folder: string }> {
  const { folder, archive } = letters();
  const ran = await fuhan('import', join(folder, 'in'), '--archive', archive, '--json');
  const result = ran.json() as { items: { file: string; id: string }[] };
  return { folder, archive, id: result.items.find((i) => i.file.endsWith('提案答复.txt'))?.id ?? '' };
}

describe('the command line', () => {
  test('--version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
      version: string;
    };
    expect(await fuhan('--version')).toMatchObject({ code: 0, out: `${version}\n`, err: '' });
  });

  test('init makes an empty archive once', async () => {
    const archive = join(temporaryFolder(), 'a');
    const made = await fuhan('init', '--archive', archive, '--json');
    expect(made).toMatchObject({ code: 0 });
    expect(made.json()).toMatchObject({ archive });
    expect(await fuhan('init', '--archive', archive)).toMatchObject({
      code: 1,
      err: expect.stringContaining('ARCHIVE_EXISTS') as string,
    });
  });

  test('extract prints elements with evidence and stores nothing', async () => {
    const path = temporaryFile('函.txt', WRAPPED_LETTER);
    const ran = await fuhan('extract', path, '--json');
    expect(ran.code).toBe(0);
    const [item] = ran.json() as {
      text: string;
      elements: Record<string, unknown>;
      evidence: Record<string, { start: number; end: number }>;
    }[];
    expect(item).toMatchObject({ file: path, format: 'txt', ok: true });
    expect(item?.elements).toMatchObject({
      title: '关于政协云溪市十三届二次会议第132045号提案答复的函',
      doc_number: '云教函〔2023〕41号',
      addressees: ['周若兰'],
      case_number: '132045',
      result_code: 'B',
      openness: '主动公开',
      issued_on: '2023-06-19',
      contact: '陈启明',
      phones: ['0830-5521007'],
      cc: ['市政协提案委', '市政府督查室'],
      printed_by: '云溪市教育局',
      printed_on: '2023-06-19',
      cited_documents: ['云政发〔2021〕17号'],
    });
    const at = item?.evidence['doc_number'];
    expect(item?.text.slice(at?.start, at?.end)).toBe('云教函〔2023〕41号');
  });

  test('import files a folder, names duplicates and refused files, and dry runs file nothing', async () => {
    const { folder, archive } = letters();
    writeFileSync(join(folder, 'in', '空.txt'), '');
    writeFileSync(join(folder, 'in', '副本.txt'), WRAPPED_LETTER);
    const dry = await fuhan('import', join(folder, 'in'), '--archive', archive, '--dry-run', '--json');
    expect(dry.json()).toMatchObject({ filed: 2, duplicates: 1, refused: 1 });
    const ran = await fuhan('import', join(folder, 'in'), '--archive', archive, '--json');
    expect(ran.code).toBe(1);
    expect(ran.json()).toMatchObject({ filed: 2, duplicates: 1, refused: 1 });
    const { items } = ran.json() as { items: { file: string; status: string; code?: string }[] };
    expect(items.find((i) => i.file.endsWith('空.txt'))).toMatchObject({ status: 'refused', code: 'EMPTY_FILE' });
    const shown = await fuhan(
      'show',
      (items as { id?: string }[]).find(({ id }) => id)?.id ?? '',
      '--archive',
      archive,
    );
    expect(shown.out).toContain('保管期限：30年，至 ');
    expect((await fuhan('import', folder, '--archive', archive, '--retention', '五年')).code).toBe(2);
    const again = await fuhan('import', join(folder, 'in', '下级'), '--archive', archive, '--json');
    expect(again).toMatchObject({ code: 0 });
    expect(again.json()).toMatchObject({ filed: 0, duplicates: 1 });
    const asked = await fuhan(
      'import',
      join(folder, 'in', '下级'),
      '--archive',
      archive,
      '--allow-duplicates',
      '--json',
    );
    expect(asked.json()).toMatchObject({ filed: 1, duplicates: 0 });
  });

  test.each([
    '1268.5万元',
    '2023年6月19日',
    '云教函[2023]41号',
    '村改居',
    '課後托管點',
    '老旧小区增设',
    '9300.75平方米',
    '1268.5',
  ])('search %s finds the letter exactly once', async (query) => {
    const { archive, id } = await imported();
    const ran = await fuhan('search', query, '--archive', archive, '--json');
    const answer = ran.json() as { total: number; hits: { id: string; snippet: string; marks: [number, number][] }[] };
    expect(answer.total).toBe(1);
    expect(answer.hits.map((hit) => hit.id)).toEqual([id]);
    const [hit] = answer.hits;
    expect(hit?.marks.every(([start, end]) => start < end && end <= (hit.snippet.length ?? 0))).toBe(true);
  });

  test('edit, history, diff, restore, attach, attachment, detach and show follow each other', async () => {
    const { archive, id } = await imported();
    const at = ['--archive', archive, '--json'];
    expect(
      (await fuhan('edit', id, '--set', 'result_code=A', '--set', '联系人=陈启铭', '--reason', '更正', ...at)).json(),
    ).toEqual({ id, version: 2, review: false, warnings: [] });
    const file = temporaryFile('附表.csv', '项目,数量\n托管点,27\n');
    const attached = (await fuhan('attach', id, file, '--role', '附件', '--reason', '补附表', ...at)).json() as {
      version: number;
      attachments: { id: string; name: string }[];
    };
    expect(attached.version).toBe(3);
    const attachment = attached.attachments.find((a) => a.name === '附表.csv')?.id ?? '';
    const out = join(temporaryFolder(), 'out.csv');
    expect((await fuhan('attachment', id, attachment, '--out', out, ...at)).json()).toMatchObject({ name: '附表.csv' });
    expect(readFileSync(out, 'utf8')).toBe('项目,数量\n托管点,27\n');
    expect((await fuhan('search', '附件:托管点', ...at)).json()).toMatchObject({ total: 1 });
    expect((await fuhan('detach', id, attachment, '--reason', '附错', ...at)).json()).toEqual({
      id,
      version: 4,
      review: false,
      warnings: [],
    });
    expect((await fuhan('diff', id, '1', '2', ...at)).json()).toMatchObject({
      fields: [
        { field: 'result_code', from: 'B', to: 'A' },
        { field: 'contact', from: '陈启明', to: '陈启铭' },
      ],
    });
    expect((await fuhan('restore', id, '1', '--reason', '撤回', ...at)).json()).toEqual({
      id,
      version: 5,
      review: false,
      warnings: [],
      left: { attachments: [], elements: ['result_code', 'contact'] },
    });
    expect((await fuhan('show', id, ...at)).json()).toMatchObject({
      id,
      version: 5,
      versions: 5,
      elements: { result_code: 'B' },
    });
    const history = (await fuhan('history', id, ...at)).json() as { version: number; sha256: string }[];
    expect(history.map((row) => row.version)).toEqual([1, 2, 3, 4, 5]);
    expect((await fuhan('verify', ...at)).json()).toMatchObject({ ok: true, checked: { letters: 2, versions: 6 } });
    const audit = (await fuhan('audit', ...at)).json() as { action: string }[];
    expect(audit.map((row) => row.action)).toEqual(
      expect.arrayContaining([
        'letter.file',
        'letter.edit',
        'letter.attach',
        'letter.detach',
        'letter.restore',
        'archive.verify',
      ]),
    );
  });

  test('a text file replaces the letter text', async () => {
    const { archive, id } = await imported();
    const file = temporaryFile('新正文.txt', '新的正文，甲乙丙。');
    await fuhan('edit', id, '--text', file, '--reason', '重录', '--archive', archive);
    expect((await fuhan('show', id, '--archive', archive, '--json')).json()).toMatchObject({
      text: '新的正文，甲乙丙。',
    });
    expect((await fuhan('search', '甲乙丙', '--archive', archive, '--json')).json()).toMatchObject({ total: 1 });
    expect((await fuhan('search', '村改居', '--archive', archive, '--json')).json()).toMatchObject({ total: 0 });
  });

  test.each([
    ['an unknown command', ['frobnicate'], 2, 'UNKNOWN_COMMAND'],
    ['an unknown option', ['search', '社区', '--colour', 'red'], 2, 'USAGE'],
    ['a missing word', ['show'], 2, 'USAGE'],
    ['an unknown field', ['edit', 'X', '--set', 'colour=red', '--reason', '试'], 2, 'UNKNOWN_FIELD'],
    ['a missing reason', ['edit', 'X', '--set', 'title=甲'], 1, 'REASON_REQUIRED'],
    ['a version that is no number', ['diff', 'X', 'one', '2'], 2, 'USAGE'],
    ['no archive', ['search', '社区', '--archive', '/nonexistent/archive'], 3, 'ARCHIVE_NOT_FOUND'],
  ])('%s: a Chinese message, the code and the exit status', async (_sentence, words, exit, code) => {
    const ran = await fuhan(...words, '--json');
    expect(ran.code).toBe(exit);
    expect(ran.json()).toMatchObject({ error: { code } });
    expect(ran.err).toMatch(/[\u4e00-\u9fff]/);
    expect(ran.err).not.toMatch(/\n\s+at /);
  });

  test('an unknown letter, a bad date and a bad query are refused with their codes', async () => {
    const { archive, id } = await imported();
    const at = ['--archive', archive, '--json'];
    expect(await fuhan('show', '01NOTTHERE', ...at)).toMatchObject({
      code: 1,
      err: expect.stringContaining('NOT_FOUND') as string,
    });
    expect(await fuhan('edit', id, '--set', 'issued_on=2023-02-30', '--reason', '试', ...at)).toMatchObject({
      code: 1,
      err: expect.stringContaining('BAD_VALUE') as string,
    });
    expect(await fuhan('edit', id, '--set', 'title=甲', '--reason', '理'.repeat(9000), ...at)).toMatchObject({
      code: 1,
      err: expect.stringContaining('理由不能超过 2000 字') as string,
    });
    expect(await fuhan('search', ' ', ...at)).toMatchObject({
      code: 1,
      err: expect.stringContaining('QUERY_EMPTY') as string,
    });
  });

  test('an archive in use, a damaged one and an empty file in its place are refused with exit status 3', async () => {
    const { archive } = await imported();
    const engine = await openEngine(archive);
    expect(await fuhan('search', '社区', '--archive', archive)).toMatchObject({
      code: 3,
      err: expect.stringContaining('ARCHIVE_IN_USE') as string,
    });
    await engine.close();
    const file = join(archive, 'archive.sqlite');
    const whole = readFileSync(file);
    writeFileSync(file, Buffer.concat([Buffer.from('garbage'.repeat(20)), whole.subarray(140)]));
    expect(await fuhan('show', 'X', '--archive', archive)).toMatchObject({
      code: 3,
      err: expect.stringContaining('ARCHIVE_DAMAGED') as string,
    });
    writeFileSync(file, '');
    expect((await fuhan('show', 'X', '--archive', archive)).code).toBe(3);
    expect((await fuhan('import', archive, '--archive', archive)).code).toBe(3);
    writeFileSync(file, whole);
    expect(await fuhan('search', '村改居', '--archive', archive)).toMatchObject({ code: 0 });
  });

  test('an unreadable path, a folder in place of a file and a path that is not there are told apart', async () => {
    const archive = join(temporaryFolder(), 'a');
    const missing = await fuhan('extract', '/nonexistent/函.txt', '--json');
    expect(missing).toMatchObject({ code: 1 });
    expect(missing.json()).toMatchObject([{ ok: false, error: { code: 'BAD_PATH' } }]);
    const folder = await fuhan('extract', temporaryFolder(), '--json');
    expect(folder.json()).toMatchObject([{ ok: false, error: { code: 'NOT_A_FILE' } }]);
    const path = temporaryFile('锁.txt', WRAPPED_LETTER);
    chmodSync(path, 0o000);
    const ran = await fuhan('import', path, '--archive', archive, '--json');
    if (process.getuid?.() !== 0) expect(ran).toMatchObject({ code: 1 });
  });
});

test.skipIf(!CAN_SEE_PROCESSES)(
  'extract leaves no reading process behind that the program would stay for',
  async () => {
    const before = helpersOf('reading-worker');
    const docx = 'resources/samples/03 农村客运公交化建议答复.docx';
    expect((await fuhan('extract', docx, '--json')).code).toBe(0);
    expect(helpersOf('reading-worker').filter((pid) => !before.includes(pid))).toEqual([]);
  },
);
