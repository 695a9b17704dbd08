/** Public versions from end to end: found, decided, reviewed by another, made, proved by other programs (docs/spec/public.md). */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { LISTS_FOLDER } from '../../../main/archive/export/public/export-public.ts';
import { HIDDEN_MARK } from '../../../shared/model/public-version.ts';
import { foldText } from '../../../shared/text/fold.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { runTool } from '../../support/other-tools.ts';
import { textOfPdf } from '../../support/pdf-text.ts';
import { PRIVATE_LETTER, REVIEWER, SECRETS, publicOffice } from '../../support/public-versions.ts';

const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (thrown: unknown) => (thrown as { code?: string }).code ?? String(thrown),
  );

/** All bytes of a PDF and of its streams, unpacked by this test's own hand. */
function inside(path: string): string {
  const bytes = readFileSync(path);
  const raw = bytes.toString('latin1');
  const parts = [bytes];
  for (const { index, 0: word } of raw.matchAll(/(?<!end)stream\r?\n/g)) {
    const data = bytes.subarray(index + word.length, raw.indexOf('endstream', index));
    if (data[0] === 0x78) parts.push(inflateSync(data, { finishFlush: 2 }));
  }
  return parts
    .flatMap((part) => {
      const even = Buffer.from(part.subarray(0, part.length - (part.length % 2)));
      const odd = Buffer.from(part.subarray(1, part.length - ((part.length + 1) % 2)));
      return [part.toString('utf8'), even.swap16().toString('utf16le'), odd.swap16().toString('utf16le')];
    })
    .join('\n');
}

describe('a public version', () => {
  test('holds nothing of what was hidden, by pdf.js, pdftotext, its unpacked bytes and its name, and the list never says what', async (context) => {
    const { engine, id, decideAll, review } = await publicOffice(
      PRIVATE_LETTER,
      `${SECRETS.person} ${SECRETS.mobile}.txt`,
    );
    const title = `关于居民${SECRETS.person}反映问题（电话13800138000）答复的函`;
    await engine.call('letters.edit', { id, set: { title }, reason: '补题名' });
    await decideAll();
    await review();
    const out = temporaryFolder();
    const { files, failed } = await engine.call('export.public', { selection: { ids: [id] }, out });
    expect(failed).toEqual([]);
    const [file] = files;
    const path = file?.file ?? '';
    expect(basename(path)).toBe(
      '云民函〔2023〕41号 关于居民［已隐去］反映问题（电话［已隐去］）答复的函（公开版）.pdf',
    );
    const [shown, list] = [foldText(await textOfPdf(path)), foldText(await textOfPdf(file?.list ?? ''))];
    const plain = foldText(runTool(context, 'pdftotext', path, '-'));
    const stored = inside(path);
    for (const secret of Object.values(SECRETS)) {
      for (const where of [shown, plain, foldText(path), list]) expect(where).not.toContain(foldText(secret));
      expect(stored).not.toContain(secret);
    }
    for (const text of [shown, plain]) {
      expect(text).toContain(foldText('周若兰委员'));
      expect(text).toContain('惠及68岁以上老人4120人');
      expect(text).toContain(foldText(HIDDEN_MARK));
    }
    expect(readdirSync(out).toSorted()).toEqual([LISTS_FOLDER, basename(path)].toSorted());
    for (const words of ['王档案', REVIEWER.name, '《个人信息保护法》第二十八条', '正文第'])
      expect(list).toContain(foldText(words));
    // Nothing of the archive, by which a guess could be tried.
    const history = await engine.call('letters.history', { id });
    const letter = await engine.call('letters.show', { id });
    for (const own of [id, letter.ref_code ?? '', ...history.map(({ sha256 }) => sha256)])
      expect(stored).not.toContain(own);
    const log = JSON.stringify(await engine.call('trust.audit', {}));
    const made = log.slice(log.indexOf('public.decide'));
    expect(made).toContain('export.public');
    for (const secret of [SECRETS.mobile, SECRETS.child, SECRETS.id, SECRETS.address])
      expect(made).not.toContain(secret);
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  });

  test('marks are as wide whatever they hide', async () => {
    const lines = ['手机13800138000。', '家住云溪市云岭镇大河村三组第十二号院落东侧两层小楼。'];
    const { engine, id, decideAll, review } = await publicOffice(
      PRIVATE_LETTER.replace('一、基本情况', `一、基本情况\n${lines.join('\n')}`),
    );
    await decideAll();
    await review();
    const { files } = await engine.call('export.public', { selection: { ids: [id] }, out: temporaryFolder() });
    const text = foldText(await textOfPdf(files[0]?.file ?? ''));
    expect(text).toContain(foldText(`手机${HIDDEN_MARK}。`));
    expect(text).toContain(foldText(`家住${HIDDEN_MARK}。`));
  });

  test('in an archive without accounts there is none, and what was decided counts no more once there are', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, PRIVATE_LETTER);
    const { items, version } = await engine.call('public.show', { id });
    const decisions = items.flatMap(({ item, kind }) => (kind === 'whole' ? [] : [{ item, verdict: 'hide' as const }]));
    expect((await engine.call('public.decide', { id, base_version: version, decisions })).state).toBe('decided');
    expect(await codeOf(engine.call('public.review', { id, base_version: version, agreed: true }))).toBe(
      'PUBLIC_NO_ACCOUNTS',
    );
    const out = temporaryFolder();
    const { failed } = await engine.call('export.public', { selection: { ids: [id] }, out });
    expect(failed.map(({ code }) => code)).toEqual(['PUBLIC_NO_ACCOUNTS']);
    expect(readdirSync(out)).toEqual([]);
    const secadmin = { name: '陈安全', password: 'Hetang-chen-Yuese7' };
    await engine.call('accounts.enable', { secadmin, archivist: { name: '王档案', password: 'Hetang-first-Yuese7' } });
    await engine.call('accounts.changePassword', {
      ...{ name: '王档案', current: 'Hetang-first-Yuese7', password: 'Hetang-wang-Yuese7' },
    });
    await engine.call('session.signIn', { name: '王档案', password: 'Hetang-wang-Yuese7' });
    // The same name as the system user's: it is an account now, and its decisions are that account's.
    expect(await codeOf(engine.call('public.review', { id, base_version: version, agreed: true }))).toBe(
      'PUBLIC_SAME_PERSON',
    );
  });
});

describe('deciding and reviewing', () => {
  test('nothing undecided, nothing unreviewed, nobody twice; a change or a new version asks for all again', async () => {
    const { engine, id, as, decideAll, review } = await publicOffice();
    const version = async (): Promise<number> => (await engine.call('public.show', { id })).version;
    const out = temporaryFolder();
    const refused = async (): Promise<string | undefined> =>
      (await engine.call('export.public', { selection: { ids: [id] }, out })).failed[0]?.code;
    const publish = async (): Promise<string> =>
      codeOf(engine.call('public.publish', { id, base_version: await version() }));
    expect([await refused(), await publish()]).toEqual(['PUBLIC_UNDECIDED', 'PUBLIC_UNDECIDED']);
    await decideAll();
    expect([await refused(), await publish()]).toEqual(['PUBLIC_NOT_REVIEWED', 'PUBLIC_NOT_REVIEWED']);
    const agree = async (): Promise<string> =>
      codeOf(engine.call('public.review', { id, base_version: await version(), agreed: true }));
    expect(await agree()).toBe('PUBLIC_SAME_PERSON');
    await as('reviewer');
    const back = (reason: string): Promise<string> =>
      version().then((base_version) =>
        codeOf(engine.call('public.review', { id, base_version, agreed: false, reason })),
      );
    expect(await back('')).toBe('REASON_REQUIRED');
    expect(await back(`${SECRETS.person}不必隐去`)).toBe('BAD_VALUE');
    expect(await back('手机１３８ 0013 8000 不必隐去')).toBe('BAD_VALUE');
    expect(await back('联系人不必隐去')).toBe('done');
    expect((await engine.call('public.show', { id })).state).toBe('returned');
    expect(await agree()).toBe('done');
    // Who reviews may decide too, and can then not review it.
    const mark = { mark: '困难救助', verdict: 'hide' as const, ground: 'R37' as const };
    await engine.call('public.decide', { id, base_version: await version(), decisions: [mark] });
    expect([await refused(), await agree()]).toEqual(['PUBLIC_NOT_REVIEWED', 'PUBLIC_SAME_PERSON']);
    await as('decider');
    await engine.call('letters.edit', { id, set: { result_code: 'A' }, reason: '补录' });
    expect(await refused()).toBe('PUBLIC_UNDECIDED');
    const stale = engine.call('public.decide', { id, base_version: 1, decisions: [mark] });
    expect(await codeOf(stale)).toBe('VERSION_CONFLICT');
    await decideAll();
    await review();
    expect((await engine.call('public.show', { id })).state).toBe('reviewed');
    expect(await refused()).toBeUndefined();
  });

  test('bad input is refused: an item that is not there, words that do not occur, a single character, a ground of another list', async () => {
    const { engine, id } = await publicOffice();
    const decide = (decision: object): Promise<string> =>
      codeOf(engine.call('public.decide', { id, base_version: 1, decisions: [decision] } as never));
    expect(await decide({ item: 'mobile@text:1-2', verdict: 'hide' })).toBe('NOT_FOUND');
    expect(await decide({ mark: '没有这几个字', verdict: 'hide' })).toBe('NOT_FOUND');
    expect(await decide({ mark: '我', verdict: 'hide' })).toBe('BAD_VALUE');
    expect(await decide({ mark: '困难救助', kind: 'whole', verdict: 'hide' })).toBe('BAD_REQUEST');
    expect(await decide({ mark: '困难救助', verdict: 'hide', ground: 'X99' })).toBe('BAD_REQUEST');
    expect((await engine.call('public.show', { id })).items.filter(({ decided_by }) => decided_by !== null)).toEqual(
      [],
    );
  });

  test('a letter that bears 不予公开 is withheld although the element says nothing; the words in a sentence are none', async () => {
    const bears = async (line: string): Promise<string> => {
      const { engine, id } = await publicOffice(PRIVATE_LETTER.replace('云民函〔2023〕41号', line));
      const { elements } = await engine.call('letters.show', { id });
      if (elements.openness !== null)
        await engine.call('letters.edit', { id, set: { openness: null }, reason: '识别不出' });
      return (await engine.call('public.show', { id })).items.find(({ kind }) => kind === 'whole')?.reason ?? '';
    };
    expect(await bears('云民函[2023]41号  C类  不予公开')).toBe('函件上写有“不予公开”');
    expect(await bears('云民函〔2023〕41号\n〔依申请公开〕')).toBe('函件上写有“依申请公开”');
    expect(await bears('云民函〔2023〕41号\n关于不予公开的情形，另有规定。')).toBe('没有不予公开的缘由');
  });

  test('信访 and 依申请公开 letters are not made public unless somebody decides so', async () => {
    const { engine, id, decideAll, review } = await publicOffice();
    await engine.call('letters.edit', { id, set: { reply_kind: '信访' }, reason: '更正' });
    const whole = async (): Promise<unknown> => (await engine.call('public.show', { id })).items[0];
    expect(await whole()).toMatchObject({ item: 'whole', required: true, suggested: { verdict: 'hide' } });
    await decideAll();
    expect((await engine.call('public.show', { id })).undecided).toBe(1);
    const decide = async (verdict: 'hide' | 'keep'): Promise<string> =>
      (await engine.call('public.decide', { id, base_version: 2, decisions: [{ item: 'whole', verdict }] })).state;
    expect(await decide('hide')).toBe('withheld');
    const out = temporaryFolder();
    const { failed } = await engine.call('export.public', { selection: { ids: [id] }, out });
    expect(failed[0]?.code).toBe('PUBLIC_WITHHELD');
    expect(await decide('keep')).toBe('decided');
    await review();
    expect((await engine.call('export.public', { selection: { ids: [id] }, out })).failed).toEqual([]);
  });
});

describe('publishing', () => {
  test('days, lateness, withdrawal, and the catalogue of what is public now', async () => {
    const { engine, id, decideAll, review } = await publicOffice();
    const title = `关于居民${SECRETS.person}反映问题答复的函`;
    await engine.call('letters.edit', { id, set: { openness: '主动公开', title }, reason: '补录' });
    const due = (await engine.call('public.due', { overdue: true })).letters[0];
    expect(due).toMatchObject({ id, due: '2023-07-17', state: 'undecided', publication: null });
    expect(due?.late).toBeGreaterThan(1000);
    const holidays = [
      { day: '2023-06-22', work: false, name: '端午节' },
      { day: '2023-06-23', work: false, name: '端午节' },
      { day: '2023-06-25', work: true, name: '' },
    ];
    await engine.call('settings.change', { public: { holidays } });
    const later = await engine.call('public.due', {});
    expect(later.letters[0]?.due).toBe('2023-07-18');
    expect(later.years_without_holidays).toEqual([]);
    await decideAll();
    await review();
    const version = 2;
    const publish = (on?: string): Promise<string> =>
      codeOf(engine.call('public.publish', { id, base_version: version, ...(on === undefined ? {} : { on }) }));
    expect(await publish('2023-02-30')).toBe('BAD_VALUE');
    expect(await publish('2999-01-01')).toBe('BAD_VALUE');
    expect(await publish('2023-07-03')).toBe('done');
    expect(await publish()).toBe('NOTHING_CHANGED');
    expect((await engine.call('public.due', { overdue: true })).letters).toEqual([]);
    const out = temporaryFolder();
    const register = await engine.call('export.register', { kind: 'public', out: join(out, '公开目录.xlsx') });
    expect(register.rows).toBe(1);
    const book = foldText(await readBook(register.file));
    expect(book).toContain(foldText(`关于居民${HIDDEN_MARK}反映问题答复的函`));
    for (const own of [SECRETS.person, id, '王档案', 'Z001', '出处']) expect(book).not.toContain(foldText(own));
    expect(readFileSync(register.list ?? '', 'utf8')).toContain('audit_tip');
    expect(await codeOf(engine.call('public.withdraw', { id, reason: `误公开${SECRETS.person}` }))).toBe('BAD_VALUE');
    expect(await codeOf(engine.call('public.withdraw', { id, reason: '内容有误' }))).toBe('done');
    expect(await codeOf(engine.call('public.withdraw', { id, reason: '内容有误' }))).toBe('PUBLIC_NOT_PUBLISHED');
    expect((await engine.call('export.register', { kind: 'public', out: join(out, '再次.csv') })).rows).toBe(0);
    expect(await publish()).toBe('PUBLIC_NOT_REVIEWED');
    const actions = (await engine.call('trust.audit', {})).map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining(['public.decide', 'public.review', 'public.publish', 'public.withdraw']),
    );
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  });
});

async function readBook(path: string): Promise<string> {
  const { unzipSync, strFromU8 } = await import('fflate');
  return Object.values(unzipSync(readFileSync(path)))
    .map((part) => strFromU8(part))
    .join('\n');
}
