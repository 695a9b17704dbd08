/** What is typed, from start to start, at the real door of the main process: whose it is, and where it is not kept. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../support/engine.ts';
import { openWindowDoor, type WindowDoor } from '../support/window-door.ts';

vi.mock('electron', () => import('../support/electron-door.ts'));

let opened: WindowDoor | undefined;
afterEach(() => {
  opened?.close();
  opened = undefined;
});

/** Who is signed in; undefined where the archive has no accounts. */
let person: string | null | undefined;

function start(file: string): WindowDoor {
  opened?.close();
  opened = openWindowDoor(
    {
      ready: Promise.resolve(),
      call: () => {
        const session = person === undefined || person === null ? null : { name: person };
        return Promise.resolve({ ok: true, value: { accounts: person !== undefined, session } });
      },
      cancel: () => undefined,
    },
    file,
  );
  return opened;
}
const deskFile = (): string => join(temporaryFolder(), 'desk.json');
const kept = (door: WindowDoor): Promise<unknown> => door.call('shell.keptTyped', {});

test('what was typed is there at the next start, as it was typed', async () => {
  person = undefined;
  const file = deskFile();
  const typed = JSON.stringify({ issued_on: '2025-06-31' });
  expect(await start(file).call('shell.keepTyped', { person: '', typed })).toMatchObject({ ok: true });
  expect(await kept(start(file))).toEqual({ ok: true, value: { typed } });
});

test('each person has his own, and nobody gets any who is not signed in', async () => {
  const file = deskFile();
  person = '王';
  await start(file).call('shell.keepTyped', { person: '王', typed: '一' });
  person = '李';
  const door = start(file);
  expect(await kept(door)).toEqual({ ok: true, value: { typed: null } });
  // What the page of one who was signed out still sends is nobody else's.
  await door.call('shell.keepTyped', { person: '王', typed: '二' });
  expect(await kept(door)).toEqual({ ok: true, value: { typed: null } });
  person = null;
  for (const [name, input] of [
    ['shell.keptTyped', {}],
    ['shell.keepTyped', { person: '王', typed: '三' }],
  ] as const)
    expect(await door.call(name, input)).toMatchObject({ ok: false, error: { code: 'SIGN_IN_REQUIRED' } });
  person = '王';
  expect(await kept(door)).toEqual({ ok: true, value: { typed: '一' } });
});

test('a file that was broken is begun anew', async () => {
  person = undefined;
  const file = deskFile();
  writeFileSync(`${file}.typed`, '{"a":');
  const door = start(file);
  expect(await kept(door)).toEqual({ ok: true, value: { typed: null } });
  await door.call('shell.keepTyped', { person: '', typed: '一' });
  expect(Object.values(JSON.parse(readFileSync(`${file}.typed`, 'utf8')) as object)).toEqual(['一']);
});
