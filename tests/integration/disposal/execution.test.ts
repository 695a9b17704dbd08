/** An execution: what is gone, what stays, and that nothing of a letter is found in any file again. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { disposalOffice, filesWith, type DisposalOffice } from '../../support/disposals.ts';
import { temporaryFolder } from '../../support/engine.ts';
import { ATTACHED_SENTENCE, EARLIER_SENTENCE, OLD_LETTER, OTHER_LETTER, SENTENCE } from '../../support/old-letter.ts';

const ALL = [SENTENCE, ATTACHED_SENTENCE, EARLIER_SENTENCE] as const;

/** A letter with two versions, an attached text, a public version begun and published; and one that stays and shares a file with it. */
async function letters(office: DisposalOffice): Promise<{ going: string; staying: string }> {
  const going = await office.file(OLD_LETTER);
  const staying = await office.file(OTHER_LETTER, '另一件.txt');
  const { engine } = office;
  await engine.call('letters.edit', {
    id: going,
    text: OLD_LETTER.replace(EARLIER_SENTENCE, SENTENCE),
    reason: '改为定稿文字',
  });
  const own = { name: '附表.txt', bytes: new TextEncoder().encode(`${ATTACHED_SENTENCE}。`) };
  const shared = { name: '共用的附图.txt', bytes: new TextEncoder().encode('两件函件共用的说明文字，内容保留。') };
  const attach = (id: string, ...sources: (typeof own)[]) =>
    engine.call('letters.attach', {
      id,
      attachments: sources.map((source) => ({ source, role: 'ATTACHMENT' as const })),
      reason: '补充',
    });
  await attach(going, own, shared);
  await attach(staying, shared);
  await engine.call('letters.nearDuplicates', { id: going });
  await engine.call('search.query', { query: SENTENCE.slice(0, 6), versions: true });
  return { going, staying };
}

test('a letter goes from the database, the index and all backups; its stub, the register and what others use stay', async () => {
  const office = await disposalOffice();
  const { going, staying } = await letters(office);
  const backups = join(temporaryFolder(), 'backups');
  const { engine } = office;
  mkdirSync(backups, { recursive: true });
  await engine.call('trust.backup', { to: join(backups, 'named.sqlite') });
  const whole = await engine.call('trust.backup', { to: backups });
  const list = await engine.call('trust.backup', { to: join(backups, 'increments'), incremental: true });
  const quarantine = join(office.folder, 'quarantine-20261130T000000Z-aaaaaaaa');
  mkdirSync(quarantine);
  writeFileSync(join(quarantine, 'archive.sqlite-wal'), `${SENTENCE}……`);
  expect(filesWith(office.folder, ALL).length).toBeGreaterThan(1);
  expect(filesWith(backups, ALL).length).toBeGreaterThan(2);

  const id = await office.ready(going);
  const done = await engine.call('disposal.execute', { id });

  expect(done).toMatchObject({ state: 'done', executed: { by: '王档案' }, remaining: [] });
  expect(done.items).toMatchObject([{ letter: going, disposed: true, outcome: 'destroy' }]);
  expect(done.items[0]?.kept).toBeGreaterThan(0);
  expect(filesWith(office.folder, ALL)).toEqual([]);
  expect(filesWith(backups, ALL)).toEqual([]);
  // What another letter uses stays.
  expect((await engine.call('letters.show', { id: staying })).attachments.map(({ name }) => name)).toContain(
    '共用的附图.txt',
  );
  expect((await engine.call('search.query', { query: '龙泉河护岸维修' })).total).toBe(1);
  expect((await engine.call('search.query', { query: SENTENCE.slice(0, 6), versions: true })).total).toBe(0);
  await expect(engine.call('letters.show', { id: going })).rejects.toMatchObject({ code: 'LETTER_DISPOSED' });
  await expect(engine.call('letters.history', { id: going })).rejects.toThrow('销毁');

  const checked = await engine.call('trust.verify', { deep: true });
  expect(checked.problems).toEqual([]);
  expect(checked.ok).toBe(true);
  // The four-property inspection counts what was disposed of: no letter and no number is missed.
  const inspected = await engine.call('trust.inspect', {});
  for (const item of ['2-1', '2-6'])
    expect(inspected.items.find(({ code }) => code === item)?.outcome, item).toBe('pass');
  // Copies that were written anew are whole, and the log has both hashes of each.
  const rows = await engine.call('trust.audit', { action: 'disposal.rewrite' });
  const told = rows.map(({ detail }) => JSON.parse(detail) as { kind: string; before: string; after: string | null });
  expect(told.map(({ kind }) => kind).toSorted()).toEqual(['backup', 'backup', 'incremental', 'quarantine']);
  expect(told.map(({ before }) => before)).toEqual(expect.arrayContaining([whole.sha256, list.sha256]));
  expect(existsSync(join(quarantine, 'archive.sqlite-wal'))).toBe(false);
  expect(done.rewritten).toHaveLength(4);
});
