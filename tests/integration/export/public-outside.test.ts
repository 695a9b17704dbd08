/** What is public outside: its days, the words written of it, and its letter (docs/spec/public.md, 10 and 14 to 17; docs/spec/package.md). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blockOf } from '../../../main/archive/disposal/blocks.ts';
import { temporaryFolder } from '../../support/engine.ts';
import { publicOffice, type PublicOffice } from '../../support/public-versions.ts';
import { databaseOf } from '../../support/role-office.ts';

const LETTER = `云溪市交通运输局
云交函〔2024〕7号
关于居民张小满反映公交问题的答复
罗知远代表：
您转来的居民张小满反映的公交问题收悉，现答复如下：
我局自下月起加密环城线班次，早晚高峰每八分钟一班。
云溪市交通运输局
2024年5月6日
`;

const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (thrown: unknown) => (thrown as { code?: string }).code ?? String(thrown),
  );

/** What no finder finds: somebody marks it. */
const MARKED = '环城线班次';

async function published(text = LETTER): Promise<PublicOffice> {
  const office = await publicOffice(text);
  await office.decideAll();
  await office.engine.call('public.decide', {
    ...{ id: office.id, base_version: 1 },
    decisions: [{ mark: MARKED, verdict: 'hide', ground: 'R37' }],
  });
  await office.review();
  await office.engine.call('public.publish', { id: office.id, base_version: 1, on: '2024-05-20' });
  return office;
}

test('nothing was public before the day of its letter', async () => {
  const office = await publicOffice(LETTER);
  await office.decideAll();
  await office.review();
  const publish = (on: string): Promise<string> =>
    codeOf(office.engine.call('public.publish', { id: office.id, base_version: 1, on }));
  expect(await publish('1949-10-01')).toBe('BAD_VALUE');
  expect(await publish('2024-05-05')).toBe('BAD_VALUE');
  expect(await publish('2024-05-06')).toBe('done');
});

test('a withdrawal does not say what the published version hides, whatever was edited since', async () => {
  const { engine, id } = await published();
  await engine.call('public.decide', { id, base_version: 1, decisions: [{ mark: MARKED, verdict: 'keep' }] });
  const misses = `误公开${MARKED}`;
  expect(await codeOf(engine.call('public.withdraw', { id, reason: misses }))).toBe('BAD_VALUE');
  await engine.call('letters.edit', { id, set: { result_code: 'A' }, reason: '补录' });
  expect((await engine.call('public.show', { id })).items.some(({ value }) => value === MARKED)).toBe(false);
  expect(await codeOf(engine.call('public.withdraw', { id, reason: misses }))).toBe('BAD_VALUE');
  expect(await codeOf(engine.call('public.withdraw', { id, reason: '内容有误' }))).toBe('done');
});

test('a letter whose public version is out is not disposed of before that is withdrawn', async () => {
  const { engine, id } = await published();
  const db = databaseOf(engine).read;
  const block = (): string | null => {
    const row = db.get<{ archive_year: number }>('SELECT archive_year FROM letter WHERE id = ?', [id]);
    const letter = {
      id,
      archive_year: row?.archive_year ?? 0,
      retention: 'D10',
      final_version: null,
      review: 0,
    } as const;
    return blockOf(db, letter as never, new Map(), '2099-01-01');
  };
  expect(block()).toBe('DISPOSAL_PUBLIC');
  await engine.call('public.withdraw', { id, reason: '内容有误' });
  expect(block()).toBeNull();
});

test('the name of the office that hands over is one line of the files that say it', async () => {
  const { engine, id } = await publicOffice(LETTER);
  const out = join(temporaryFolder(), '数据包');
  const made = engine.call('export.package', { out, selection: { ids: [id] }, organization: '云溪\n制作人：他人' });
  expect(await codeOf(made)).toBe('BAD_VALUE');
  const named = join(temporaryFolder(), '数据包\n制作人：他人');
  const { dir } = await engine.call('export.package', { out: named, selection: { ids: [id] }, organization: '云溪' });
  const lines = readFileSync(join(dir, 'data', '说明文件.TXT'), 'utf8').split(/[\r\n]+/u);
  expect(lines.filter((line) => line.startsWith('制作人：'))).toHaveLength(1);
  expect(lines).toContain('移交单位：云溪');
});
