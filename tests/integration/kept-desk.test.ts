/** The desk from start to start, at the real door of the main process: whose it is, what is written down, and what is not. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { CallName, Chosen } from '../../shared/contract/index.ts';
import { errorFromReport } from '../../shared/errors.ts';
import { temporaryFolder } from '../support/engine.ts';
import { openWindowDoor, type From, type WindowDoor } from '../support/window-door.ts';

vi.mock('electron', () => import('../support/electron-door.ts'));

let opened: WindowDoor | undefined;
afterEach(() => {
  opened?.close();
  opened = undefined;
});

/** Who is signed in at the engine behind the door; undefined where the archive has no accounts. */
let person: string | null | undefined;
let called: CallName[] = [];

/** A new start of the window on the same user's data. */
function start(file: string): WindowDoor {
  opened?.close();
  called = [];
  opened = openWindowDoor(
    {
      ready: Promise.resolve(),
      call: (name) => {
        called.push(name);
        if (name !== 'session.current') return Promise.resolve({ ok: true, value: {} });
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
const letterIn = (name: string): string => {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, '函');
  return file;
};
const choose = (door: WindowDoor, files: string[], from: From = {}): Promise<string[]> =>
  door.choose('shell.chooseFiles', { title: '选' }, files, from);

async function kept(door: WindowDoor, from: From = {}): Promise<Chosen[]> {
  const answer = await door.call('shell.keptDesk', {}, from);
  if (!answer.ok) throw errorFromReport(answer.error);
  return (answer.value as { chosen: Chosen[] }).chosen;
}

test('what lay at the desk is there at the next start, in its order, by handles of that start', async () => {
  person = undefined;
  const file = deskFile();
  const files = [letterIn('乙.txt'), letterIn('甲.txt')];
  const before = start(file);
  const handles = await choose(before, files);
  expect(await before.call('shell.keepDesk', { handles })).toMatchObject({ ok: true });
  const found = await kept(start(file));
  expect(found.map(({ shown }) => shown)).toEqual(files);
  expect(found.some(({ handle }) => handles.includes(handle))).toBe(false);
  // The desk begins anew: readings of the page before are forgotten.
  expect(called).toContain('desk.clear');
});

test('an empty desk is kept as one', async () => {
  person = undefined;
  const file = deskFile();
  const door = start(file);
  await door.call('shell.keepDesk', { handles: await choose(door, [letterIn('甲.txt')]) });
  await door.call('shell.keepDesk', { handles: [] });
  expect(await kept(start(file))).toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe('{}');
});

test('each person has a desk of his own, and nobody who has not signed in has one', async () => {
  const file = deskFile();
  person = '档案员乙';
  const door = start(file);
  await door.call('shell.keepDesk', { handles: await choose(door, [letterIn('甲.txt')]) });
  person = '查阅员丙';
  expect(await kept(door)).toEqual([]);
  person = null;
  for (const [name, input] of [
    ['shell.keptDesk', {}],
    ['shell.keepDesk', { handles: [] }],
  ] as const)
    expect(await door.call(name, input)).toMatchObject({ ok: false, error: { code: 'SIGN_IN_REQUIRED' } });
  person = '档案员乙';
  expect(await kept(door)).toHaveLength(1);
});

test('a path, a handle of another window and one of another use are not put down', async () => {
  person = undefined;
  const file = deskFile();
  const door = start(file);
  const [theirs = ''] = await choose(door, [letterIn('甲.txt')], { window: 2 });
  const [folder = ''] = await door.choose('shell.chooseFolder', { title: '写', use: 'write_folder' }, [
    temporaryFolder(),
  ]);
  expect(await door.call('shell.keepDesk', { handles: ['/etc/passwd', theirs, folder] })).toMatchObject({ ok: true });
  expect(await kept(start(file))).toEqual([]);
});

test('no name that bears a mark of secrecy is written down', async () => {
  person = undefined;
  const file = deskFile();
  const door = start(file);
  const handles = await choose(door, [letterIn('甲.txt'), '/来文/机密-2023-17.pdf']);
  await door.call('shell.keepDesk', { handles });
  expect(readFileSync(file, 'utf8')).not.toContain('机密');
  expect(await kept(start(file))).toHaveLength(1);
});

test('the desk lies in one window at a time', async () => {
  person = undefined;
  const file = deskFile();
  const door = start(file);
  await door.call('shell.keepDesk', { handles: await choose(door, [letterIn('甲.txt')]) });
  expect(await kept(door, { window: 2 })).toEqual([]);
  await door.call('shell.keepDesk', { handles: [] }, { window: 2 });
  expect(await kept(door)).toHaveLength(1);
});

test.each(['', '[]', 'null', '{"a":1}', '{"a":["x", 3, null]}', '不是 JSON'])(
  'a damaged file (%j) is an empty desk',
  async (text) => {
    person = undefined;
    const file = deskFile();
    writeFileSync(file, text);
    expect(await kept(start(file))).toEqual([]);
    expect(existsSync(file)).toBe(true);
  },
);
