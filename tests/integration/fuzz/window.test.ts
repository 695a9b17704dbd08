/**
 * Broken and random messages through the window's door (main/app/ipc.ts) to the engine in its worker: from the archive's own page, and
 * from frames, origins and windows that are none of its. No crash, an answer of data to each, no effect but what the page may ask for.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CHANNEL } from '../../../main/app/channels.ts';
import { APP_PAGE } from '../../../main/app/app-url.ts';
import { EngineClient } from '../../../main/app/engine-client.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import type { Answer } from '../../../shared/contract/index.ts';
import { fileText, openEngine } from '../../support/engine.ts';
import { FUZZ_NAMES, inputFor } from '../../support/fuzz-messages.ts';
import { FUZZ_CALLS, FUZZ_SEED, FUZZ_TIMEOUT_MS } from '../../support/fuzz-calls.ts';
import {
  oddPaths,
  pathsGiven,
  spoiling,
  spoilt,
  tellsTooMuch,
  textOf,
  type Spoiling,
} from '../../support/fuzz-values.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { answerDialog } from '../../support/electron-door.ts';
import { openWindowDoor, type From, type WindowDoor } from '../../support/window-door.ts';

vi.mock('electron', () => import('../../support/electron-door.ts'));

let top = '';
let place = '';
let archive = '';
let engine: EngineClient;
let door: WindowDoor;
let letter = '';
let attachment = '';
/** By use, of what was chosen; the page knows them all. */
let handles: string[] = [];
let stale = '';

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', note);
  top = mkdtempSync(join(tmpdir(), 'fuhan-fuzz-window-'));
  place = mkdtempSync(join(top, 'place-'));
  archive = join(top, 'archive');
  const filling = await openEngine(archive);
  letter = await fileText(filling, PLAIN_LETTER);
  attachment = (await filling.call('letters.show', { id: letter })).attachments[0]?.id ?? '';
  await filling.close();
  engine = new EngineClient({ folder: archive, actor: '王档案' });
  await engine.ready;
  door = openWindowDoor(engine);
  const file = join(place, '来文.txt');
  writeFileSync(file, PLAIN_LETTER.replaceAll('0236', '0777'));
  stale = (await door.choose('shell.chooseFiles', { title: '选' }, [file]))[0] ?? '';
  door.handles.forget(1);
  handles = [
    ...(await door.choose('shell.chooseFiles', { title: '选' }, [file])),
    ...(await door.choose('shell.chooseFolder', { title: '从', use: 'read' }, [place])),
    ...(await door.choose('shell.chooseFolder', { title: '到', use: 'write_folder' }, [join(place, '导出')])),
    ...(await door.choose('shell.chooseSave', { title: '存', name: 'x.csv' }, [join(place, '表.csv')])),
  ];
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  door.close();
  await engine.close();
  rmSync(top, { recursive: true, force: true });
});

interface Message {
  channel: string;
  name: string;
  how: Spoiling;
  /** Of the envelope. */
  outer: Spoiling;
  spoilEnvelope: boolean;
  extra: boolean;
  from: From;
}

function messages(count: number, texts: readonly string[]): Message[] {
  const from: fc.Arbitrary<From> = fc.oneof(
    { weight: 6, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.record({
        window: fc.constantFrom(1, 2, 3, -1),
        url: fc.constantFrom(
          APP_PAGE,
          'https://example.com/',
          'app://fuhan.example/',
          'app://fuhan@other/',
          'file:///',
          '',
          'app://',
        ),
        inner: fc.boolean(),
      }),
    },
  );
  const message = fc.record({
    channel: fc.oneof(
      { weight: 8, arbitrary: fc.constant(CHANNEL.call) },
      { weight: 1, arbitrary: fc.constantFrom(CHANNEL.dropped, CHANNEL.cancel) },
    ),
    name: fc.constantFrom(...FUZZ_NAMES),
    how: spoiling(texts),
    outer: spoiling(texts),
    spoilEnvelope: fc.nat(9).map((one) => one === 0),
    extra: fc.nat(19).map((one) => one === 0),
    from,
  });
  return fc.sample(message, { seed: FUZZ_SEED, numRuns: count });
}

const isOwn = ({ window = 1, url = APP_PAGE, inner = false }: From): boolean =>
  [1, 2].includes(window) && url === APP_PAGE && !inner;

async function head(): Promise<unknown> {
  const answer = await engine.call('trust.tip', {});
  return answer.ok ? answer.value : answer.error;
}

describe('whatever is sent to the window’s door', () => {
  test(
    'every message gets an answer of data or none, a stranger’s has no effect, and the archive verifies',
    async () => {
      const paths = [...oddPaths(place), archive, join(archive, 'archive.sqlite')];
      const texts = [...paths, ...handles, stale, letter, attachment, '某人'];
      // What a person chose is nothing new to the page.
      const chosen = [join(place, '来文.txt'), join(place, '导出'), join(place, '表.csv'), place];
      const roots = [top, tmpdir(), process.cwd()];
      const tally = new Map<string, number>();
      const diskErrors: string[] = [];
      let strangers = 0;
      let request = 0;
      for (const { channel, name, how, outer, spoilEnvelope, extra, from } of messages(FUZZ_CALLS, texts)) {
        request += 1;
        const input = spoilt(inputFor(name, { letter, attachment, handles }), how);
        const envelope = { name, input, requestId: `f${request}` };
        const first = channel === CHANNEL.dropped ? how.values[0] : spoilEnvelope ? spoilt(envelope, outer) : envelope;
        const args = extra ? [first, outer.values[1]] : [first];
        if (channel === CHANNEL.cancel) {
          door.tell(channel, args, from);
          continue;
        }
        if (name.startsWith('shell.choose')) answerDialog([]);
        const own = isOwn(from);
        const before = own ? undefined : await head();
        const answer = (await door.send(channel, args, from)) as Answer<unknown>;
        const code = answer.ok ? 'ok' : answer.error.code;
        tally.set(code, (tally.get(code) ?? 0) + 1);
        const what = `${channel} ${name} ${textOf(args).slice(0, 300)}`;
        if (!answer.ok)
          expect(tellsTooMuch(answer.error, [...pathsGiven('', args), ...chosen], roots), what).toBeUndefined();
        if (code === 'DISK_ERROR') diskErrors.push(`${what} ${answer.ok ? '' : (answer.error.details ?? '')}`);
        if (own) continue;
        strangers += 1;
        expect(code, what).toBe('WINDOW_DENIED');
        expect(await head()).toEqual(before);
      }
      process.stdout.write(
        `fuzz of the window: ${[...tally]
          .sort(([, a], [, b]) => b - a)
          .map(([code, count]) => `${code} ${count}`)
          .join(', ')}\n`,
      );
      expect(tally.has('INTERNAL')).toBe(false);
      // Nothing is wrong with this disk.
      expect(diskErrors).toEqual([]);
      expect(tally.get('ok') ?? 0).toBeGreaterThan(FUZZ_CALLS / 50);
      expect(tally.get('PLACE_NOT_CHOSEN') ?? 0).toBeGreaterThan(FUZZ_CALLS / 100);
      expect(strangers).toBeGreaterThan(FUZZ_CALLS / 50);
      expect(unhandled).toEqual([]);
      await engine.close();
      const db = await openArchiveDb(archive);
      try {
        expect((await verifyArchive(db)).problems).toEqual([]);
      } finally {
        db.close();
      }
    },
    FUZZ_TIMEOUT_MS,
  );
});
