/** Acts on public versions under evidence: each has its row of the log with its hash, and whoever changes one with another program is found. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { ARCHIVE_NAME } from '../../../main/archive/storage/open-checks.ts';
import { canonicalJson, sha256Hex } from '../../../main/archive/trust/canonical.ts';
import { DETAILS } from '../../../renderer/features/audit/words.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PRIVATE_LETTER, SECRETS } from '../../support/public-versions.ts';

test('the hash in the log is over exactly the columns that the page names, and no detail says what is hidden', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const id = await fileText(engine, PRIVATE_LETTER);
  const { items } = await engine.call('public.show', { id });
  const decisions = items.slice(1).map(({ item }) => ({ item, verdict: 'hide' as const }));
  await engine.call('public.decide', { id, base_version: 1, decisions });
  const row = (await engine.call('trust.audit', { action: 'public.decide' }))[0];
  const detail = JSON.parse(row?.detail ?? '{}') as Record<string, unknown>;
  for (const key of Object.keys(detail)) expect(DETAILS, key).toHaveProperty([key]);
  await engine.close();
  const db = new DatabaseSync(join(folder, ARCHIVE_NAME), { readOnly: true });
  const stored = db.prepare('SELECT * FROM public_act').all() as Record<string, string | number>[];
  db.close();
  expect(stored).toHaveLength(1);
  const { act, actor, at, detail: text, letter_id, seq, version } = stored[0] ?? {};
  expect(detail['public_sha256']).toBe(
    sha256Hex(canonicalJson({ act, actor, at, detail: text, letter_id, seq, version })),
  );
  for (const secret of Object.values(SECRETS))
    for (const where of [String(text), row?.detail ?? '']) expect(where).not.toContain(secret);
});

test('a decision that was changed, taken out or put in is named by verify', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PRIVATE_LETTER);
  const decide = { id, base_version: 1, decisions: [{ mark: '困难救助', verdict: 'hide' as const }] };
  await engine.call('public.decide', decide);
  const db = Reflect.get(engine, 'db') as { transaction: (act: (tx: { run: (sql: string) => void }) => void) => void };
  const problems = async (): Promise<string[]> =>
    (await engine.call('trust.verify', {})).problems
      .filter(({ kind }) => kind === 'public')
      .map(({ message }) => message);
  expect(await problems()).toEqual([]);
  const change = (sql: string): void =>
    db.transaction((tx) => {
      tx.run('DROP TRIGGER archive.public_act_is_final');
      tx.run('DROP TRIGGER archive.public_act_stays');
      tx.run(sql);
      tx.run(
        "CREATE TRIGGER archive.public_act_is_final BEFORE UPDATE ON public_act BEGIN SELECT RAISE(ABORT, 'an act on a public version never changes'); END",
      );
      tx.run(
        "CREATE TRIGGER archive.public_act_stays BEFORE DELETE ON public_act BEGIN SELECT RAISE(ABORT, 'an act on a public version is never deleted'); END",
      );
    });
  change("UPDATE archive.public_act SET detail = replace(detail, 'hide', 'keep')");
  expect(await problems()).toEqual([`函件 ${id} 公开版的第 1 号登记被改动`]);
  change("UPDATE archive.public_act SET detail = replace(detail, 'keep', 'hide')");
  expect(await problems()).toEqual([]);
  change(`INSERT INTO archive.public_act VALUES (2, '${id}', 1, 'review', '', '另一人', '{}')`);
  expect(await problems()).toEqual([`函件 ${id} 公开版的第 2 号登记不在审计日志中`]);
  change('DELETE FROM archive.public_act');
  expect(await problems()).toEqual([`函件 ${id} 公开版的第 1 号登记在审计日志中有记录而库中没有`]);
});
