/** The window's page names no path: at the real door of the main process, in front of a real engine. */
import { readFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CALL_NAMES, CONTRACT, placesOf, type CallName } from '../../shared/contract/index.ts';
import { reportError } from '../../shared/errors.ts';
import type { Engine } from '../../main/archive/engine.ts';
import { fileText, openEngine, temporaryFile, temporaryFolder } from '../support/engine.ts';
import { PLAIN_LETTER } from '../support/letters.ts';
import { placeTries, type PlaceTry } from '../support/place-tries.ts';
import { openWindowDoor, type WindowDoor } from '../support/window-door.ts';

vi.mock('electron', () => import('../support/electron-door.ts'));

let opened: WindowDoor | undefined;
afterEach(() => {
  opened?.close();
  opened = undefined;
});

/** The door in front of an engine of this process; calls go through the contract as those of the worker do. */
function doorOf(engine: Engine): WindowDoor {
  opened = openWindowDoor({
    ready: Promise.resolve(),
    call: async (name, input) => {
      try {
        return { ok: true, value: await engine.call(name, input as never) };
      } catch (thrown) {
        return { ok: false, error: reportError(thrown) };
      }
    },
    cancel: () => undefined,
  });
  return opened;
}

interface World {
  engine: Engine;
  door: WindowDoor;
  letter: string;
  attachment: string;
  tries: PlaceTry[];
  /** Where the archive lies. */
  archive: string;
}

async function withLetter(): Promise<World> {
  const archive = join(temporaryFolder(), 'archive');
  const engine = await openEngine(archive);
  const letter = await fileText(engine, PLAIN_LETTER);
  const attachment = (await engine.call('letters.show', { id: letter })).attachments[0]?.id ?? '';
  const read = await engine.call('desk.read', { source: { name: 'x.txt', bytes: Buffer.from('另一件。') } });
  const door = doorOf(engine);
  const [readable = ''] = await door.choose('shell.chooseFiles', { title: '选' }, [temporaryFile('a.txt', '来文。')]);
  const tries = placeTries({ letter, attachment, draft: read.draft_id, readable });
  return { engine, door, letter, attachment, tries, archive };
}

const codeOf = async (answer: ReturnType<WindowDoor['call']>): Promise<string> => {
  const got = await answer;
  return got.ok ? 'ok' : got.error.code;
};

describe('the contract', () => {
  test('every field of a call that names a file or folder is known as a place, and is tried below', () => {
    const tried = placeTries({ letter: 'x', attachment: 'x', draft: 'x', readable: 'x' }).map(
      ({ name, at }) => `${name} ${at}`,
    );
    const places = CALL_NAMES.flatMap((name) => placesOf(name).map(({ at }) => `${name} ${at.join('.')}`));
    expect([...new Set(places)].sort()).toEqual(tried.sort());
  });

  test('every output that the engine keeps out of the archive is a place that is written', () => {
    for (const name of CALL_NAMES) {
      const call = CONTRACT[name];
      if (!('outputs' in call)) continue;
      for (const field of Object.keys(call.outputs)) {
        const use = placesOf(name).find(({ at }) => at.join('.') === field)?.use;
        expect(use, `${name} ${field}`).toMatch(/^write_/);
      }
    }
  });
});

describe('a page that sends what it likes', () => {
  test.each(['/etc', '/etc/shadow', '/etc/fuhan.out', '..', 'C:\\Windows', 'place-', `place-${'0'.repeat(36)}`])(
    'is refused with one code where it sends the path %s, whatever the call, and nothing happens',
    async (path) => {
      const { engine, tries, door } = await withLetter();
      const before = await engine.call('trust.tip', {});
      for (const { name, at, input } of tries) {
        expect(await codeOf(door.call(name, input(path))), `${name} ${at}`).toBe('PLACE_NOT_CHOSEN');
      }
      expect(await engine.call('trust.tip', {})).toEqual(before);
      expect(existsSync('/etc/fuhan.out')).toBe(false);
    },
  );

  test('is refused where it sends a handle of another use', async () => {
    const { tries, engine, door } = await withLetter();
    const file = temporaryFile('来文.txt', PLAIN_LETTER);
    const handles = {
      read: (await door.choose('shell.chooseFiles', { title: '选' }, [file]))[0],
      write_file: (await door.choose('shell.chooseSave', { title: '存', name: 'a.json' }, [`${file}.json`]))[0],
      write_folder: (await door.choose('shell.chooseFolder', { title: '到', use: 'write_folder' }, [`${file}.d`]))[0],
    };
    const before = await engine.call('trust.tip', {});
    for (const { name, at, input } of tries) {
      const wanted = placesOf(name).find((place) => place.at.join('.') === at)?.use;
      for (const [use, handle = ''] of Object.entries(handles)) {
        if (use === wanted) continue;
        expect(await codeOf(door.call(name, input(handle))), `${name} ${at} with ${use}`).toBe('PLACE_NOT_CHOSEN');
      }
    }
    expect(await engine.call('trust.tip', {})).toEqual(before);
    expect(readFileSync(file, 'utf8')).toBe(PLAIN_LETTER);
  });

  test("is refused with another window's handle, and with one from before the page was loaded again", async () => {
    const { door } = await withLetter();
    const file = temporaryFile('来文.txt', PLAIN_LETTER);
    const choose = async (): Promise<string> =>
      (await door.choose('shell.chooseFiles', { title: '选' }, [file]))[0] ?? '';
    const handle = await choose();
    const extract = (path: string, window = 1): Promise<string> =>
      codeOf(door.call('reading.extract', { source: { path } }, { window }));
    expect(await extract(handle, 2)).toBe('PLACE_NOT_CHOSEN');
    expect(await extract(handle)).toBe('ok');
    door.handles.forget(1);
    expect(await extract(handle)).toBe('PLACE_NOT_CHOSEN');
    expect(await extract(await choose())).toBe('ok');
  });

  test('is refused with what the person before chose, once another one has signed in', () => {
    const { handles } = doorOf({} as Engine);
    const { handle } = handles.give(1, '/home/chen/a.txt', 'read');
    const extract = (): unknown => handles.resolve(1, 'desk.read', { source: { path: handle } });
    handles.answered(1, 'session.signIn', { name: '陈安全' });
    handles.answered(1, 'session.signIn', { name: '陈安全' });
    expect(extract()).toEqual({ source: { path: '/home/chen/a.txt' } });
    handles.answered(1, 'session.signIn', { name: '王档案' });
    expect(extract).toThrow(expect.objectContaining({ code: 'PLACE_NOT_CHOSEN' }));
  });

  test('cannot give itself a handle: the channel of dropped files is the preload’s, and takes whole paths of the own window only', async () => {
    const door = doorOf({} as Engine);
    const dropped = async (path: unknown, from = {}): Promise<unknown> => {
      const answer = (await door.send('archive:dropped', [path], from)) as { ok: boolean; error?: { code: string } };
      return answer.ok ? 'ok' : answer.error?.code;
    };
    expect(await dropped('/tmp/a.txt', { url: 'https://example.com/' })).toBe('WINDOW_DENIED');
    expect(await dropped('/tmp/a.txt', { window: 3 })).toBe('WINDOW_DENIED');
    expect(await dropped('/tmp/a.txt', { inner: true })).toBe('WINDOW_DENIED');
    for (const bad of ['a.txt', '', '/tmp/\0', 5, null, ['/tmp'], `/${'x'.repeat(5000)}`])
      expect(await dropped(bad)).toBe('BAD_REQUEST');
    expect(await dropped('/tmp/a.txt')).toBe('ok');
  });
});

describe('a window of a letter', () => {
  test('is opened for a window of the archive alone, for one letter by its id', async () => {
    const door = doorOf({} as Engine);
    const open = async (input: unknown, from = {}): Promise<string> => {
      const answer = await door.call('shell.openLetter', input, from);
      return answer.ok ? 'ok' : answer.error.code;
    };
    expect(await open({ id: 'a', version: 2 })).toBe('ok');
    for (const stranger of [{ window: 3 }, { inner: true }, { url: 'https://example.com/' }])
      expect(await open({ id: 'a' }, stranger)).toBe('WINDOW_DENIED');
    for (const bad of [{}, { id: '' }, { id: 'x'.repeat(65) }, { id: 'a', version: 0 }, { id: ['a'] }])
      expect(await open(bad)).toBe('BAD_REQUEST');
    expect(door.opened).toEqual([{ id: 'a', version: 2 }]);
  });

  test('ends when somebody signs in or out, not at other calls', async () => {
    const door = openWindowDoor({
      ready: Promise.resolve(),
      call: async (name) =>
        name === 'session.signIn' ? { ok: false, error: reportError(new Error('refused')) } : { ok: true, value: {} },
      cancel: () => undefined,
    });
    opened = door;
    await door.call('session.current', {});
    await door.call('session.signIn', { name: '王档案', password: 'x' });
    expect(door.changed.count).toBe(0);
    await door.call('session.signOut', {});
    expect(door.changed.count).toBe(1);
  });
});

describe('what a person chose', () => {
  test('is read and written where the person said', async () => {
    const { letter, attachment, door } = await withLetter();
    const folder = temporaryFolder();
    const out = join(folder, '复函.txt');
    const [save = ''] = await door.choose('shell.chooseSave', { title: '存', name: 'a.txt' }, [out]);
    expect(await codeOf(door.call('letters.saveAttachment', { id: letter, attachment, out: save }))).toBe('ok');
    expect(readFileSync(out, 'utf8')).toBe(PLAIN_LETTER);
    const inbox = join(folder, '来文');
    mkdirSync(inbox);
    writeFileSync(join(inbox, 'a.txt'), PLAIN_LETTER.replaceAll('0236', '0999'));
    const [from = ''] = await door.choose('shell.chooseFolder', { title: '从', use: 'read' }, [inbox]);
    expect(await door.call('letters.import', { paths: [from] })).toMatchObject({ ok: true, value: { filed: 1 } });
    // What was exported may be shown, and nothing else.
    expect(await codeOf(door.call('shell.reveal', { path: out }))).toBe('ok');
    expect(await codeOf(door.call('shell.reveal', { path: join(inbox, 'a.txt') }))).toBe('FORBIDDEN');
  });

  test('a folder of backups is set by a handle, and stays where the page leaves it out', async () => {
    const { engine, door } = await withLetter();
    const folder = temporaryFolder();
    const [to] = await door.choose('shell.chooseFolder', { title: '到', use: 'write_folder' }, [folder]);
    const backup = { at: null, incremental: false, daily: 7, weekly: 4, monthly: 12 };
    expect(await codeOf(door.call('settings.change', { backup: { ...backup, to } }))).toBe('ok');
    expect(await codeOf(door.call('settings.change', { backup: { ...backup, daily: 8 } }))).toBe('ok');
    expect((await engine.call('settings.show', {})).backup).toEqual({ ...backup, daily: 8, to: folder });
    expect(await codeOf(door.call('settings.change', { backup: { ...backup, to: null } }))).toBe('ok');
    expect((await engine.call('settings.show', {})).backup.to).toBeNull();
  });

  test('a backup is restored by the handle that its list has, and by nothing else', async () => {
    const { engine, archive, door } = await withLetter();
    await engine.call('trust.backup', { to: join(archive, 'backups') });
    const list = await door.call('trust.backups', {});
    if (!list.ok) throw new Error(list.error.code);
    const [backup] = list.value as { file: string; handle: string }[];
    expect(await codeOf(door.call('trust.restoreBackup', { file: backup!.file }))).toBe('PLACE_NOT_CHOSEN');
    expect(await codeOf(door.call('reading.extract', { source: { path: backup!.handle } }))).toBe('PLACE_NOT_CHOSEN');
    expect(await codeOf(door.call('trust.restoreBackup', { file: backup!.handle }))).toBe('ok');
    expect(CALL_NAMES.filter((name: CallName) => placesOf(name).some(({ use }) => use === 'backup'))).toEqual([
      'trust.restoreBackup',
      'trust.undoRestore',
    ]);
  });
});
