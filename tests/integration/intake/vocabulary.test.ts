/** What a person puts right in the review is known the next time, with its source, until it is forgotten; schemes are registered. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { fittedConfidence } from '../../../main/archive/reading/recognition/calibration.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { runTool } from '../../support/other-tools.ts';

const letter = (number: number, signer: string, tail = ''): string =>
  `云民函〔2023〕${number}号
关于县政协十届二次会议第${number}号提案的答复
常明远督学：
您提出的《关于养老的提案》收悉，现答复如下：已办理${number}件。
${signer}
2023年6月12日
${tail}`;
const read = (engine: Engine, text: string) =>
  engine.call('desk.read', { source: { name: '来文.txt', bytes: new TextEncoder().encode(text) } });

test('offices and members that were put right are known the next time, and no longer once they are forgotten', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, letter(1, '云岭养老小筑'));
  const before = await read(engine, letter(2, '云岭养老小筑'));
  // A title that nobody listed leaves its name as doubtful as such names were.
  const doubtful = fittedConfidence('addressees', 0.85, true);
  expect(doubtful).toBeLessThan(0.9);
  expect([before.elements.issuer, before.evidence.addressees?.confidence]).toEqual([null, doubtful]);
  const set = { issuer: '云岭养老小筑', addressees: ['常明远'] };
  await engine.call('review.confirm', { id, base_version: 1, set });

  const { words } = await engine.call('reading.vocabulary', {});
  expect(words.map(({ kind, word, letter: from, version }) => [kind, word, from, version])).toEqual(
    expect.arrayContaining([
      ['office', '云岭养老小筑', id, 2],
      ['member', '常明远', id, 2],
    ]),
  );
  expect(words.map(({ name }) => name)).toEqual(words.map(() => '关于养老的提案'));
  const known = await read(engine, letter(2, '云岭养老小筑'));
  expect(known.elements).toMatchObject({ issuer: '云岭养老小筑', addressees: ['常明远'] });
  expect(known.evidence.issuer?.confidence).toBeGreaterThanOrEqual(0.9);

  await engine.call('reading.forgetWord', { kind: 'office', word: '云岭养老小筑' });
  expect((await engine.call('reading.vocabulary', {})).words.map(({ word }) => word)).toEqual(['常明远']);
  expect((await read(engine, letter(3, '云岭养老小筑'))).elements.issuer).toBeNull();
  await expect(engine.call('reading.forgetWord', { kind: 'office', word: '云岭养老小筑' })).rejects.toMatchObject({
    code: 'NOTHING_CHANGED',
  });
});

test('what was typed in outside the review teaches nothing', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, letter(1, '云岭养老小筑'));
  await engine.call('letters.edit', { id, set: { issuer: '云岭养老小筑' }, reason: '补录' });
  expect((await engine.call('reading.vocabulary', {})).words).toEqual([]);
});

test('the reason of a correction in the review is nobody else’s to write, and what came with a package teaches nothing', async (context) => {
  const office = await openEngine();
  const id = await fileText(office, letter(1, '云岭养老小筑'));
  const edit = office.call('letters.edit', { id, set: { issuer: '云岭养老小筑' }, reason: ' 核对时更正 ' });
  await expect(edit).rejects.toMatchObject({ code: 'BAD_VALUE' });
  await office.call('review.confirm', { id, base_version: 1, set: { issuer: '云岭养老小筑' } });
  expect((await office.call('reading.vocabulary', {})).words.map(({ word }) => word)).toContain('云岭养老小筑');
  const { dir } = await office.call('export.package', { out: join(temporaryFolder(), '数据包') });
  const other = await openEngine();
  expect(await other.call('letters.import', { paths: [dir] })).toMatchObject({ filed: 1 });
  expect((await other.call('letters.history', { id })).map(({ reason }) => reason)).toContain('核对时更正');
  expect((await other.call('reading.vocabulary', {})).words).toEqual([]);
  // Paper does not name a person of this archive for it, whoever bears that name here.
  const { file } = await other.call('letters.printDiff', { id, from: 1, to: 2, out: temporaryFolder() });
  expect(runTool(context, 'pdftotext', '-raw', file, '-').replaceAll(/\s/gu, '')).toMatch(
    /外库用户\S+（随数据包“数据包”接收）/,
  );
});

test('sections and codes: a name without the section that was read into it, a cited number', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, letter(1, '云岭县民政局', '依据转发岭发改〔2020〕5号。'));
  await engine.call('letters.edit', { id, set: { contact: '康养专班贺知秋' }, reason: '补录' });
  const set = { contact: '贺知秋', cited_documents: ['岭发改〔2020〕5号'] };
  await engine.call('review.confirm', { id, base_version: 2, set });
  const { words } = await engine.call('reading.vocabulary', {});
  expect(words.map(({ kind, word }) => `${kind} ${word}`)).toContain('section 康养专班');
});

test('a registered scheme gives its letters their meaning, and no warning asks for it', async () => {
  const engine = await openEngine();
  const marked = letter(1, '云岭县民政局').replace('云民函', '〔B类〕\n云民函');
  const codes = async (): Promise<string[]> => (await read(engine, marked)).warnings.map(({ code }) => code);
  expect(await codes()).toContain('RESULT_SCHEME_UNKNOWN');
  const { reading } = await engine.call('settings.show', {});
  const scheme = {
    name: '云岭两类',
    places: ['云岭'],
    codes: { B: { legend: '正在办理', class: 'IN_PROGRESS' as const } },
  };
  await engine.call('settings.change', { reading: { ...reading, schemes: [scheme] } });
  expect(await codes()).not.toContain('RESULT_SCHEME_UNKNOWN');
  await fileText(engine, marked);
  const { result } = await engine.call('letters.stats', {});
  expect(result).toEqual([{ scheme: '云岭两类', issuer: null, code: 'B', meaning: '正在办理', count: 1 }]);
});
