/** The one caller of threads: answers, parts, notes, errors; what happens when a thread ends, is silent, or has nothing to do. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ThreadCaller, threadFile, type ThreadOptions } from '../../../main/archive/work/thread-caller.ts';
import type { EchoCall } from '../../support/threads/echo-worker.ts';

type Echo = ThreadCaller<EchoCall, string, number, string>;
const started: Echo[] = [];
function echo(options: Partial<ThreadOptions<string>> = {}): Echo {
  const thread: Echo = new ThreadCaller({
    file: threadFile('../../support/threads/echo-worker', import.meta.url),
    ended: (why) => new Error(`ended: ${why}`),
    ...options,
  });
  started.push(thread);
  return thread;
}
afterEach(async () => {
  for (const thread of started.splice(0)) await thread.end();
});

describe('a thread', () => {
  test('is started by the first call and answers each call by its number', async () => {
    const thread = echo();
    expect(thread.running).toBe(false);
    expect(await Promise.all([thread.call({ say: '甲' }), thread.call({ say: '乙' })])).toEqual(['甲', '乙']);
    expect(thread.running).toBe(true);
  });

  test('tells parts of an answer on the way, and notes without being asked', async () => {
    const notes: string[] = [];
    const parts: number[] = [];
    const thread = echo({ onNote: (note) => notes.push(note) });
    expect(await thread.call({ count: 3 }, { onPart: (part) => parts.push(part) })).toBe('3 parts');
    expect([notes, parts]).toEqual([['started'], [1, 2, 3]]);
  });

  test('hands over what it threw, with its code', async () => {
    await expect(echo().call({ fail: true })).rejects.toMatchObject({ code: 'BAD_FILE' });
  });

  test('that ends is told to all who wait, and the next call starts another', async () => {
    const thread = echo();
    const waiting = expect(thread.call({ silent: true })).rejects.toThrow('ended: exit 3');
    await expect(thread.call({ die: 3 })).rejects.toThrow('ended: exit 3');
    await waiting;
    expect(await thread.call({ say: '又来' })).toBe('又来');
  });

  test('that holds what starting cannot bring back is not started again', async () => {
    const thread = echo({ once: true });
    await expect(thread.call({ die: 0 })).rejects.toThrow('ended');
    await expect(thread.call({ say: '甲' })).rejects.toThrow('ended');
  });

  test('that is silent too long is given up, whether it is ended or only left', async () => {
    for (const whenSilent of ['end', 'leave'] as const) {
      const thread = echo();
      await expect(thread.call({ silent: true }, { silenceMs: 20, whenSilent })).rejects.toThrow('silent too long');
      expect(await thread.call({ say: '甲' })).toBe('甲');
    }
  });

  test('hears that nobody wants an answer any more', async () => {
    const thread = echo();
    const { id, answer } = thread.begin({ until: 'cancelled' });
    thread.cancel(id);
    expect(await answer).toBe('cancelled');
  });

  test('that is being ended is not asked any more: a call in that moment gets another one', async () => {
    const thread = echo();
    await thread.call({ say: '甲' });
    const ending = thread.end();
    expect(await thread.call({ say: '乙' })).toBe('乙');
    await ending;
  });

  test('with nothing to do goes, and comes back', async () => {
    const thread = echo({ idleMs: 1 });
    await thread.call({ say: '甲' });
    await vi.waitUntil(() => !thread.running);
    expect(await thread.call({ say: '乙' })).toBe('乙');
  });
});
