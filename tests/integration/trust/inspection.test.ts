/** The four properties of real archives: passed is only what was looked at. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { refCodeSettingsSchema } from '../../../shared/model/settings.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { runTool } from '../../support/other-tools.ts';
import { textOfPdf } from '../../support/pdf-text.ts';

type Found = CallOutput<'trust.inspect'>;
const outcome = (found: Found, code: string): string | undefined =>
  found.items.find((item) => item.code === code)?.outcome;

test('an archive in order: what a program can tell passes, viruses and media are left to people', async () => {
  const engine = await openEngine();
  await fileText(engine, PLAIN_LETTER);
  await fileText(engine, WRAPPED_LETTER, '另一件.txt');
  const out = temporaryFolder();
  const found = await engine.call('trust.inspect', { out });
  expect(found).toMatchObject({ ok: true, letters: 2 });
  for (const code of [
    '1-1',
    '1-2',
    '1-4',
    '1-7',
    '1-8',
    '1-10',
    '1-11',
    '2-1',
    '2-2',
    '2-4',
    '2-6',
    '2-7',
    '3-4',
    '4-7',
  ])
    expect(outcome(found, code), code).toBe('pass');
  for (const code of ['2-9', '3-5', '4-1', '4-2', '4-3']) expect(outcome(found, code), code).toBe('manual');
  for (const code of ['1-14', '2-10', '3-1']) expect(outcome(found, code), code).toBe('none');
  for (const item of found.items) if (item.outcome === 'pass') expect(item.checked, item.code).toBeGreaterThan(0);
  const [pdf = '', json = ''] = found.files;
  const { files: _, ...written } = found;
  expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual(written);
  const text = await textOfPdf(pdf);
  expect(text).toContain('四性检测报告');
  expect(text).toContain('真实性检测');
});

test('each kind of fault fails its own item and names the letter', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  const other = await fileText(engine, WRAPPED_LETTER, '另一件.txt');
  const file = (name: string, text: string) => ({ source: { name, bytes: new TextEncoder().encode(text) } });
  await engine.call('letters.attach', { id, attachments: [file('图纸.pdf', '不是 PDF')], reason: '补充' });
  await engine.call('letters.attach', { id, attachments: [file('附图.dwg', 'AC1032')], reason: '补充' });
  await engine.call('letters.edit', { id, set: { issued_on: '2031-01-01', issuer: null }, reason: '改错' });
  await engine.call('letters.edit', { id: other, set: { doc_number: '云交函〔2024〕8号' }, reason: '改错' });
  const found = await engine.call('trust.inspect', {});
  expect(found.ok).toBe(false);
  for (const code of ['1-5', '1-8', '2-4', '3-4']) expect(outcome(found, code), code).toBe('fail');
  expect(found.findings.find(({ code }) => code === '3-4')).toMatchObject({
    id,
    message: expect.stringContaining('图纸.pdf') as string,
  });
  expect(found.findings.filter(({ code }) => code === '2-4').map((finding) => finding.id)).toEqual([id]);
  expect(found.findings.some(({ code, message }) => code === '3-3' && message.includes('附图.dwg'))).toBe(true);
});

test('on paper an archive number stands on one line beside what is wrong with its letter', async (context) => {
  const engine = await openEngine();
  const id = await fileText(engine, '收悉。谢谢。\n此复。', '无题.txt');
  const { files = [] } = await engine.call('trust.inspect', { out: temporaryFolder() });
  const pdf = files.find((file) => file.endsWith('.pdf')) ?? '';
  const [, findings = ''] = runTool(context, 'pdftotext', '-layout', pdf, '-').split('明细');
  const { ref_code: refCode } = await engine.call('letters.show', { id });
  expect(findings).toContain(refCode);
});

test('some letters only: what concerns the whole archive is not said to have passed', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  await fileText(engine, WRAPPED_LETTER, '另一件.txt');
  const found = await engine.call('trust.inspect', { selection: { ids: [id] } });
  expect(found.letters).toBe(1);
  for (const code of ['2-1', '2-2', '2-6', '4-7', '3-2', '1-8']) expect(outcome(found, code), code).toBe('none');
  expect(outcome(found, '1-1')).toBe('pass');
  await expect(engine.call('trust.inspect', { selection: { ids: ['none'] } })).rejects.toThrow(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  );
});

test('a number left behind by a change of retention is no gap; a missing one is', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const first = await fileText(engine, PLAIN_LETTER);
  await fileText(engine, PLAIN_LETTER.replace('0236号', '0237号').replace('8号', '9号'), '二.txt');
  await engine.call('letters.setRetention', { ids: [first], retention: 'Y', reason: '重要' });
  const shown = await engine.call('letters.retention', {});
  expect(shown.counts).toEqual({ Y: 1, D30: 1, D10: 0 });
  expect(shown.letters.map(({ expires }) => expires)).toEqual(['2054-12-31', null]);
  expect(shown.letters[1]?.ref_code).toMatch(/2024-Y-0001$/);
  expect((await engine.call('letters.retention', { until: '2054-12-30' })).total).toBe(0);
  expect((await engine.call('letters.retention', { until: '2054-12-31' })).total).toBe(1);
  expect(outcome(await engine.call('trust.inspect', {}), '2-6')).toBe('pass');
  expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  await expect(engine.call('letters.setRetention', { ids: [first], retention: 'Y', reason: '再改' })).rejects.toThrow(
    expect.objectContaining({ code: 'NOTHING_CHANGED' }),
  );
});

test('archive numbers follow the archive’s own pattern, and a pattern without its parts is refused', async () => {
  const engine = await openEngine();
  const settings = await engine.call('settings.show', {});
  const pattern = '{全宗号}·{门类}-{年度}-{机构}-{保管期限}-{件号}';
  await engine.call('settings.change', {
    ref_code: { ...settings.ref_code, fonds: 'Z109', office: 'BGS', pattern, retention: 'D10' },
  });
  const id = await fileText(engine, PLAIN_LETTER);
  expect((await engine.call('letters.show', { id })).ref_code).toBe('Z109·WS-2024-BGS-D10-0001');
  for (const bad of [
    '{年度}-{件号}',
    '{年度}{保管期限}{件号}{件号}',
    '{年度}-{保管期限}-{件号}-{别的}',
    '{年度} {保管期限}{件号}',
    '{年度}\u200b{保管期限}{件号}',
    '{年度}\u202e{保管期限}{件号}',
    '../../../x/{年度}{保管期限}{件号}',
    '{年度}\\{保管期限}{件号}',
    '{年度}／{保管期限}{件号}',
  ]) {
    await expect(
      engine.call('settings.change', { ref_code: { ...settings.ref_code, pattern: bad } }),
      bad,
    ).rejects.toThrow(
      expect.objectContaining({ code: 'BAD_REQUEST', message: expect.stringMatching(/须|只能|不能有/u) as unknown }),
    );
  }
  // What a program before this one took is still read.
  const old = '{年度}/{保管期限}/{件号}';
  expect(refCodeSettingsSchema.parse({ ...settings.ref_code, pattern: old }).pattern).toBe(old);
  expect((await engine.call('trust.verify', {})).problems).toEqual([]);
});

test('who may not see letters neither finds them by their words in an inspection nor hears what they are called', async () => {
  const engine = await openEngine(join(temporaryFolder(), 'rights'));
  const passwordFor = (name: string): string => `Hetang-${Buffer.from(name).toString('hex').slice(0, 6)}-Yuese7`;
  await fileText(engine, PLAIN_LETTER);
  await fileText(engine, `${PLAIN_LETTER}\n附注：另行通知。`, '同题.txt');
  const signIn = (name: string) => engine.call('session.signIn', { name, password: passwordFor(name) });
  await engine.call('accounts.add', { name: '陈安全', password: passwordFor('陈安全') });
  await signIn('陈安全');
  for (const [name, role] of [
    ['钱审管', 'auditadmin'],
    ['孙审计', 'auditor'],
  ] as const) {
    const first = `Shouci-${passwordFor(name)}`;
    await engine.call('accounts.add', { name, roles: [role], password: first });
    await engine.call('accounts.changePassword', { name, current: first, password: passwordFor(name) });
  }
  await signIn('孙审计');
  const seen = await engine.call('trust.inspect', {});
  const titles = seen.findings.flatMap(({ title, name }) => [title, name]).filter((one) => typeof one === 'string');
  expect(titles).not.toEqual([]);
  expect(await engine.call('trust.inspect', { selection: { query: '答复' } })).toMatchObject({ letters: 2 });
  await signIn('钱审管');
  await expect(engine.call('trust.inspect', { selection: { query: '答复' } })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  const found = await engine.call('trust.inspect', {});
  expect(found.findings.map(({ code }) => code)).toEqual(seen.findings.map(({ code }) => code));
  for (const title of titles) expect(JSON.stringify(found.findings)).not.toContain(title);
  await engine.close();
});
