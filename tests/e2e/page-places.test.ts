/** What a script in the window's page gets where it names files of the machine by itself: nothing. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Chosen } from '../../shared/contract/index.ts';
import { placeTries } from '../support/place-tries.ts';
import { BOOT_TIMEOUT_MS, fileAll, openDesk, sample } from './window-steps.ts';
import type { LaunchedApp } from './fixtures.ts';

let app: LaunchedApp;
beforeAll(async () => {
  ({ app } = await openDesk());
}, BOOT_TIMEOUT_MS);
afterAll(() => app.close());

let calls = 0;
async function call(name: string, input: unknown): Promise<Answer<unknown>> {
  calls += 1;
  return app.page.evaluate(([called, given, id]) => window.archive.call(called as never, given, id), [
    name,
    input,
    `places-${calls}`,
  ] as const);
}

async function value<T>(name: string, input: unknown): Promise<T> {
  const answer = await call(name, input);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value as T;
}

test(
  'a script in the page reads and writes nothing that nobody chose, by whatever call',
  { timeout: 120_000 },
  async () => {
    await fileAll(app, [sample('02 老旧小区加装电梯提案答复.txt')]);
    const [first] = (await value<{ letters: { id: string }[] }>('letters.list', {})).letters;
    const letter = first?.id ?? '';
    const [kept] = (await value<{ attachments: { id: string }[] }>('letters.show', { id: letter })).attachments;
    const theirs = path.join(app.folder, '他人的文件.txt');
    fs.writeFileSync(theirs, '不是给档案库的');
    const target = path.join(app.folder, '随处');
    await app.stubDialog([theirs]);
    const [chosen] = (await value<{ chosen: Chosen[] }>('shell.chooseFiles', { title: '选择' })).chosen;
    const readable = chosen?.handle ?? '';
    const before = await value('trust.tip', {});
    for (const { name, at, input } of placeTries({ letter, attachment: kept?.id ?? '', draft: 'x', readable })) {
      for (const place of ['/etc', '/etc/shadow', theirs, target, app.archive]) {
        const answer = await call(name, input(place));
        expect(answer, `${name} ${at} ${place}`).toMatchObject({ ok: false, error: { code: 'PLACE_NOT_CHOSEN' } });
      }
    }
    expect(await value('trust.tip', {})).toEqual(before);
    expect(fs.existsSync(target)).toBe(false);

    // What was chosen is read, until the page is loaded again.
    expect(await call('reading.extract', { source: { path: readable } })).toMatchObject({ ok: true });
    await app.page.reload();
    await app.page.locator('#root > *').first().waitFor();
    const stale = await call('reading.extract', { source: { path: readable } });
    expect(stale).toMatchObject({ ok: false, error: { code: 'PLACE_NOT_CHOSEN' } });
  },
);
