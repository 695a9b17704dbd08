/** Appraisal and disposal on the command line, as docs/spec/cli.md tells. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { runCommandLine } from '../../../main/cli/run.ts';
import { passwordOf } from '../../support/accounts.ts';
import { STAFF, disposalOffice, filesWith } from '../../support/disposals.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { PEOPLE } from '../../support/office.ts';
import { EARLIER_SENTENCE, OLD_LETTER, OTHER_LETTER } from '../../support/old-letter.ts';

afterEach(() => {
  delete process.env['FUHAN_PASSWORD'];
});

interface Ran {
  code: number;
  value: Record<string, unknown> & { error?: { code: string; message: string } };
}
interface Who {
  name: string;
  word: string;
}

async function run(archive: string, words: readonly string[], who?: Who): Promise<Ran> {
  let out = '';
  if (who !== undefined) process.env['FUHAN_PASSWORD'] = passwordOf(who.word);
  const as = who === undefined ? [] : ['--user', who.name];
  const code = await runCommandLine([...words, '--archive', archive, ...as, '--json'], {
    out: (text) => (out += text),
    err: () => undefined,
  });
  return { code, value: JSON.parse(out) as Ran['value'] };
}

test('listed, put forward, appraised, approved, signed, executed, and its register written', async () => {
  const office = await disposalOffice();
  const { folder } = office;
  const [going, staying] = [await office.file(OLD_LETTER), await office.file(OTHER_LETTER, '另一件.txt')];
  const usb = join(temporaryFolder(), 'usb');
  mkdirSync(usb);
  await office.engine.call('trust.backup', { to: usb });
  await office.engine.close();
  const { archivist } = PEOPLE;
  const fuhan = (who: Who, ...words: string[]): Promise<Ran> => run(folder, words, who);

  expect((await fuhan(archivist, 'appraise')).value).toMatchObject({ total: 2, accounts: true });
  expect((await fuhan(archivist, 'appraise', 'open', going)).value.error?.code).toBe('REASON_REQUIRED');
  const opened = await fuhan(archivist, 'appraise', 'open', going, staying, '--reason', '到期');
  expect(opened).toMatchObject({ code: 0, value: { state: 'opinions' } });
  const id = String(opened.value['id']);
  expect((await fuhan(archivist, 'appraise', 'opine', id)).code).toBe(2);
  expect((await fuhan(archivist, 'appraise', 'opine', id, '--all', '烧掉')).code).toBe(2);
  for (const who of [archivist, STAFF.second, STAFF.third])
    expect(
      (await fuhan(who, 'appraise', 'opine', id, '--all', '拟销毁', '--letter', `${staying}=永久`, '--note', '无价值'))
        .code,
    ).toBe(0);
  expect((await fuhan(archivist, 'appraise', 'approve', id)).value.error?.code).toBe('DISPOSAL_SAME_PERSON');
  expect((await fuhan(STAFF.second, 'appraise', 'approve', id)).value.error?.code).toBe('FORBIDDEN');
  expect((await fuhan(STAFF.leader, 'appraise', 'approve', id)).value).toEqual({ id, state: 'signing' });
  const early = await fuhan(archivist, 'dispose', 'execute', id);
  expect([early.code, early.value.error?.code]).toEqual([1, 'DISPOSAL_UNSIGNED']);
  expect((await fuhan(STAFF.watcher, 'dispose', 'sign', id)).code).toBe(0);
  expect((await fuhan(STAFF.witness, 'dispose', 'sign', id)).value).toEqual({ id, state: 'ready' });
  // The disk with the backup is not connected.
  const drawer = `${usb}-away`;
  renameSync(usb, drawer);
  const done = await fuhan(archivist, 'dispose', 'execute', id);
  expect(done).toMatchObject({ code: 1, value: { state: 'done' } });
  expect(JSON.stringify(done.value['remaining'])).toContain(usb);
  expect(filesWith(folder, [EARLIER_SENTENCE])).toEqual([]);
  expect(filesWith(drawer, [EARLIER_SENTENCE])).toHaveLength(1);
  renameSync(drawer, usb);
  const again = await fuhan(archivist, 'dispose', 'execute', id);
  expect(again).toMatchObject({ code: 0, value: { remaining: [] } });
  expect(filesWith(usb, [EARLIER_SENTENCE])).toEqual([]);
  const shown = await fuhan(archivist, 'show', going);
  expect([shown.code, shown.value.error?.code]).toEqual([1, 'LETTER_DISPOSED']);
  expect((await fuhan(archivist, 'show', staying)).value).toMatchObject({ retention: 'Y' });
  const out = join(temporaryFolder(), '清册.xlsx');
  expect((await fuhan(archivist, 'dispose', 'register', id, '--out', out)).value).toMatchObject({ rows: 1 });
  expect(existsSync(out)).toBe(true);
  expect((await fuhan(archivist, 'appraise', 'list')).value).toMatchObject({
    total: 1,
    disposals: [{ id, state: 'done', letters: 2, remaining: 0 }],
  });
  expect((await fuhan(archivist, 'appraise', 'show', id)).value).toMatchObject({ id, state: 'done' });
  expect((await fuhan(archivist, 'appraise', 'cancel', id, '--reason', '迟了')).value.error?.code).toBe(
    'DISPOSAL_CLOSED',
  );
  expect((await fuhan(STAFF.third, 'verify')).code).toBe(0);
}, 120_000);

test('an archive without accounts says why not', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const id = await fileText(engine, PLAIN_LETTER);
  await engine.close();
  const refused = await run(folder, ['appraise', 'open', id, '--reason', '到期']);
  expect(refused.code).toBe(1);
  expect(refused.value.error?.message).toContain('没有启用账户');
});
