/** Public versions on the command line, as docs/spec/cli.md tells. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { runCommandLine } from '../../../main/cli/run.ts';
import { parseHolidays } from '../../../shared/text/holidays.ts';
import { passwordOf } from '../../support/accounts.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PEOPLE } from '../../support/office.ts';
import { PRIVATE_LETTER, REVIEWER, SECRETS, publicOffice } from '../../support/public-versions.ts';

afterEach(() => {
  delete process.env['FUHAN_PASSWORD'];
});

interface Ran {
  code: number;
  value: Record<string, unknown> & { items?: Record<string, unknown>[] };
  err: string;
}

async function run(archive: string, words: readonly string[], who?: { name: string; word: string }): Promise<Ran> {
  let [out, err] = ['', ''];
  if (who !== undefined) process.env['FUHAN_PASSWORD'] = passwordOf(who.word);
  const as = who === undefined ? [] : ['--user', who.name];
  const code = await runCommandLine([...words, '--archive', archive, ...as, '--json'], {
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, value: JSON.parse(out) as Ran['value'], err };
}

test('listed, decided, reviewed by another, made, published and withdrawn', async () => {
  const { engine, folder, id } = await publicOffice();
  await engine.call('letters.edit', { id, set: { openness: '主动公开' }, reason: '补录' });
  await engine.close();
  const out = join(temporaryFolder(), '公开版');
  const archivist = PEOPLE.archivist;
  const fuhan = (...words: string[]): Promise<Ran> => run(folder, words, archivist);
  const listed = await fuhan('redact', id);
  expect(listed.value).toMatchObject({ id, version: 2, state: 'undecided', accounts: true, due: '2023-07-17' });
  const items = listed.value.items ?? [];
  expect(items.find(({ value }) => value === '138 0013 8000')).toMatchObject({ kind: 'mobile', required: true });
  const waiting = items.flatMap(({ item, required, covered }) =>
    required === true && covered === false ? [String(item)] : [],
  );
  expect((await fuhan('redact', 'decide', id, ...waiting)).code).toBe(2);
  expect((await fuhan('redact', 'decide', id, 'whole', '--keep', '--ground', 'R15')).code).toBe(2);
  const decided = await fuhan(
    'redact',
    'decide',
    id,
    ...waiting,
    '--hide',
    '--mark',
    '困难救助',
    '--kind',
    '其他',
    '--version',
    '2',
  );
  expect(decided).toMatchObject({ code: 0, value: { state: 'decided', undecided: 0 } });
  expect(await fuhan('redact', 'decide', id, 'whole', '--keep', '--version', '1')).toMatchObject({
    code: 1,
    value: { error: { code: 'VERSION_CONFLICT' } },
  });
  const early = await fuhan('export', 'pdf', id, '--public', '--out', out);
  expect(early).toMatchObject({ code: 1, value: { files: [], failed: [{ id, code: 'PUBLIC_NOT_REVIEWED' }] } });
  expect(await fuhan('redact', 'review', id)).toMatchObject({
    code: 1,
    value: { error: { code: 'PUBLIC_SAME_PERSON' } },
  });
  expect((await run(folder, ['redact', 'review', id], REVIEWER)).value).toMatchObject({ state: 'reviewed' });
  expect((await fuhan('export', 'pdf', id, '--public', '--cover', '--out', out)).code).toBe(2);
  const made = await fuhan('export', 'pdf', id, '--public', '--out', out);
  expect(made).toMatchObject({ code: 0, value: { failed: [], files: [{ id, pages: 2 }] } });
  expect(readdirSync(out).length).toBe(2);
  expect((await fuhan('redact', 'due', '--overdue')).value).toMatchObject({ total: 1, years_without_holidays: [2023] });
  expect((await fuhan('redact', 'publish', id, '--on', '2023-07-03')).value).toEqual({
    id,
    version: 2,
    on: '2023-07-03',
  });
  const catalogue = await fuhan('export', 'register', '--kind', '公开目录', '--out', join(out, '公开目录.pdf'));
  expect(catalogue.value).toMatchObject({ rows: 1 });
  expect((await fuhan('redact', 'withdraw', id, '--reason', '内容有误')).value).toEqual({ id, version: 2 });
  const log = await fuhan('audit');
  for (const { action, detail } of log.value as unknown as { action: string; detail: string }[])
    if (action.startsWith('public.') || action === 'export.public')
      for (const secret of Object.values(SECRETS)) expect(detail).not.toContain(secret);
});

test('without accounts the review and the file are refused with the reason, and nothing is written', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const id = await fileText(engine, PRIVATE_LETTER);
  await engine.close();
  const out = join(temporaryFolder(), '公开版');
  expect((await run(folder, ['redact', id])).value).toMatchObject({ accounts: false, state: 'undecided' });
  expect((await run(folder, ['redact', 'review', id])).value).toMatchObject({ error: { code: 'PUBLIC_NO_ACCOUNTS' } });
  const made = await run(folder, ['export', 'pdf', id, '--public', '--out', out]);
  expect(made).toMatchObject({ code: 1, value: { failed: [{ code: 'PUBLIC_NO_ACCOUNTS' }] } });
  expect(made.err).not.toContain('启用账户');
  const [{ message = '' } = {}] = (made.value as { failed: { message?: string }[] }).failed;
  expect(message).toContain('请先启用账户（“设置”的账户一栏，命令行用 user add）');
  expect(existsSync(out) ? readdirSync(out) : []).toEqual([]);
});

test('the table of holidays is taken whole, line by line, and a wrong line is named', async () => {
  const folder = join(temporaryFolder(), 'archive');
  await (await openEngine(folder)).close();
  const file = join(temporaryFolder(), '节假日.txt');
  writeFileSync(file, '\uFEFF# 2026 年\r\n2026-10-10 班\r\n2026-10-01 休 国庆节\r\n');
  const holidays = [
    { day: '2026-10-01', work: false, name: '国庆节' },
    { day: '2026-10-10', work: true, name: '' },
  ];
  expect((await run(folder, ['holidays', '--set', file])).value).toEqual({ holidays });
  expect((await run(folder, ['holidays'])).value).toEqual({ holidays });
  for (const wrong of ['2026-02-30 休', '2026-10-01 假', '10月1日 休', '2026-10-01 休\n2026-10-01 班'])
    expect(() => parseHolidays(wrong), wrong).toThrow('节假日表');
  expect((await run(folder, ['holidays', '--set', join(folder, '没有.txt')])).value).toMatchObject({
    error: { code: 'BAD_PATH' },
  });
});
