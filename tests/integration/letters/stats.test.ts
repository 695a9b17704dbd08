/** Counts of an archive (docs/spec/cli.md, `stats`): each sums up to the letters, and unlike result classes are never added. */
import { expect, test } from 'vitest';
import { runCommandLine } from '../../../main/cli/run.ts';
import { join } from 'node:path';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';

const letter = (office: string, code: string, year: number, number: number): string =>
  [
    office,
    `某函〔${year}〕${number}号`,
    `〔${code}类〕`,
    `关于市政协九届${year - 2020}次会议第${number}号提案的答复`,
    '李明委员：',
    `您提出的《关于节水的提案》收悉，现答复如下：本年安排资金${number}万元。`,
    office,
    `${year}年5月6日`,
  ].join('\n');

test('year, office, kind, openness and retention each sum up to the letters; a class counts within its scheme or office', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  // Two offices of one scheme, and two of none.
  for (const [office, code, year, number] of [
    ['昆明市水务局', 'A', 2022, 1],
    ['昆明市民政局', 'A', 2023, 2],
    ['青岚市水务局', 'A', 2023, 3],
    ['云溪市水务局', 'A', 2023, 4],
    ['青岚市水务局', 'B', 2022, 5],
  ] as const)
    await fileText(engine, letter(office, code, year, number), `${number}.txt`);
  const stats = await engine.call('letters.stats', {});
  expect(stats).toMatchObject({ letters: 5, versions: 5, attachments: 5, final: 0 });
  for (const counts of [stats.year, stats.issuer, stats.reply_kind, stats.openness, stats.retention])
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(5);
  expect(stats.year).toEqual([
    { value: '2022', count: 2 },
    { value: '2023', count: 3 },
  ]);
  const results = stats.result.map(({ scheme, issuer, code, count }) => [scheme !== null, issuer, code, count]);
  expect(results).toHaveLength(4);
  expect(results).toEqual(
    expect.arrayContaining([
      [true, null, 'A', 2],
      [false, '青岚市水务局', 'A', 1],
      [false, '云溪市水务局', 'A', 1],
      [false, '青岚市水务局', 'B', 1],
    ]),
  );
  await engine.close();
  let out = '';
  const io = { out: (text: string) => (out += text), err: () => undefined };
  expect(await runCommandLine(['stats', '--archive', folder], io)).toBe(0);
  expect(out).toContain('青岚市水务局（分类方案未登记）  A  1');
});
