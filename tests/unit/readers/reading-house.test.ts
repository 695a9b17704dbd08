/** The process that reads files and scans goes when there is nothing to read: its models and pictures hold much memory. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import { ReadingHouse } from '../../../main/archive/reading/process/read-apart.ts';
import type { RawText } from '../../../main/archive/reading/types.ts';
import type { HelperEvents, HelperPort } from '../../../main/archive/work/helper-process.ts';

const RAW: RawText = {
  format: 'image',
  mime: 'image/png',
  text: '',
  layout: 'unknown',
  pages: [],
  warnings: [],
  embedded: [],
};
/** What is promised, and more than the program takes. */
const PROMISED_MS = 60_000;

/** A reader of which the test is the process. */
class FakeReader {
  readonly told: { kind: string; id?: number }[] = [];
  readonly events: HelperEvents;

  constructor(events: HelperEvents) {
    this.events = events;
  }
  port(): HelperPort {
    return {
      environment: {},
      send: (message) => {
        const order = message as { kind: string; id?: number };
        this.told.push(order);
        if (order.kind === 'end') this.events.onEnd('ended');
      },
      hold: () => undefined,
      residentBytes: () => 0,
      kill: () => undefined,
    };
  }
  answer(): void {
    const asked = this.told.findLast(({ kind }) => kind === 'read');
    this.events.onMessage({ kind: 'read', id: asked?.id, raw: RAW });
  }
  refuse(id: number | undefined, details: string): void {
    this.events.onMessage({
      kind: 'failed',
      id,
      error: reportError(new ArchiveError('FILE_TOO_LARGE', 'a.pdf', details)),
    });
  }
  get ended(): boolean {
    return this.told.some(({ kind }) => kind === 'end');
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function house(): { house: ReadingHouse; readers: FakeReader[] } {
  const readers: FakeReader[] = [];
  return {
    readers,
    house: new ReadingHouse({}, (events) => {
      const reader = new FakeReader(events);
      readers.push(reader);
      return reader.port();
    }),
  };
}
const file = { name: '扫描件.png', bytes: new Uint8Array([1]) };

test('it goes within a minute after the last file, and not while one is read', async () => {
  const { house: reading, readers } = house();
  const first = reading.read(file, {});
  await vi.advanceTimersByTimeAsync(PROMISED_MS);
  expect(readers[0]?.ended).toBe(false);
  readers[0]?.answer();
  await first;
  expect(readers[0]?.ended).toBe(false);
  await vi.advanceTimersByTimeAsync(PROMISED_MS);
  expect(readers[0]?.ended).toBe(true);
});

test('a file that comes in between keeps it, and one that comes afterwards starts another', async () => {
  const { house: reading, readers } = house();
  const read = async (): Promise<void> => {
    const result = reading.read(file, {});
    readers.at(-1)?.answer();
    await result;
  };
  await read();
  await vi.advanceTimersByTimeAsync(15_000);
  await read();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(readers.map(({ ended }) => ended)).toEqual([false]);
  await vi.advanceTimersByTimeAsync(PROMISED_MS);
  expect(readers.map(({ ended }) => ended)).toEqual([true]);
  await read();
  expect(readers).toHaveLength(2);
});

/** A house whose readers end when they are killed; the names of what each was asked to read. */
function killable(): { house: ReadingHouse; readers: FakeReader[] } {
  const readers: FakeReader[] = [];
  const house = new ReadingHouse({}, (events) => {
    const reader = new FakeReader(events);
    readers.push(reader);
    return { ...reader.port(), kill: () => events.onEnd('spent') };
  });
  return { house, readers };
}
const outcome = (read: Promise<RawText>): Promise<unknown> =>
  read.then(
    (raw) => raw,
    (thrown: unknown) => (thrown as { code: string }).code,
  );

test('a file that is silent by itself is refused after one wait, and the next is read', async () => {
  const { house: reading, readers } = killable();
  const silent = outcome(reading.read(file, {}));
  await vi.advanceTimersByTimeAsync(100_000);
  expect(await silent).toBe('FILE_TOO_LARGE');
  const next = reading.read(file, {});
  readers.at(-1)?.answer();
  expect(await next).toBe(RAW);
  expect(readers).toHaveLength(2);
});

test('of two that were silent together each is waited for half as long by itself', async () => {
  const { house: reading, readers } = killable();
  const both = [outcome(reading.read(file, {})), outcome(reading.read(file, {}))];
  await vi.advanceTimersByTimeAsync(100_000);
  // Each alone in a process of its own.
  expect(readers[1]?.told.filter(({ kind }) => kind === 'read')).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(50_000);
  readers.at(-1)?.answer();
  expect(await Promise.all(both)).toEqual(['FILE_TOO_LARGE', RAW]);
});

test('scans are waited for longer; a file silent over them is read without', async () => {
  const { house: reading, readers } = killable();
  const read = reading.read(file, {});
  readers[0]?.events.onMessage({ kind: 'scans', id: 1 });
  await vi.advanceTimersByTimeAsync(200_000);
  expect(readers).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(50_000);
  expect(readers[1]?.told).toContainEqual(expect.objectContaining({ kind: 'read', ocr: false }));
  readers[1]?.answer();
  expect(await read).toMatchObject({ format: 'image' });
});

test('a pdf that took too much of the processor is refused; beside another file it is read once more alone before that', async () => {
  const { house: reading, readers } = house();
  const reads = (): (number | undefined)[] =>
    readers[0]?.told.flatMap((one) => (one.kind === 'read' ? [one.id] : [])) ?? [];
  const outcomes: string[] = [];
  const heard = (name: string): Promise<unknown> =>
    reading.read({ ...file, name }, {}).then(
      () => outcomes.push(`${name} read`),
      (thrown: unknown) => outcomes.push(`${name} ${reportError(thrown).code}`),
    );
  const both = [heard('hostile'), heard('neighbour')];
  const [hostile, neighbour] = reads();
  readers[0]?.refuse(neighbour, 'processor time');
  expect(reads()).toEqual([hostile, neighbour]);
  readers[0]?.refuse(hostile, 'processor time');
  // Each alone now: the later one comes when the first has its answer.
  expect(reads()).toEqual([hostile, neighbour, hostile]);
  readers[0]?.refuse(hostile, 'processor time');
  await both[0];
  expect(reads()).toEqual([hostile, neighbour, hostile, neighbour]);
  readers[0]?.answer();
  await both[1];
  expect(outcomes).toEqual(['hostile FILE_TOO_LARGE', 'neighbour read']);
});
