import { describe, expect, test } from 'vitest';
import { isCancelled, makeCaller } from '../../../renderer/archive/client.ts';
import type { Answer, ArchiveBridge, Progress } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';

/** A bridge in this process whose answers the test gives by hand, in any order. */
function openBridge() {
  const listeners = new Set<(requestId: string, progress: Progress) => void>();
  const calls: { name: string; requestId: string; answer: (answer: Answer<unknown>) => void }[] = [];
  const cancelled: string[] = [];
  const bridge: ArchiveBridge = {
    call: (name, _input, requestId) => new Promise((answer) => calls.push({ name, requestId, answer })),
    cancel: (requestId) => void cancelled.push(requestId),
    onProgress: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onClosing: () => undefined,
    handleForFile: async () => ({ ok: true, value: null }),
  };
  return { bridge, calls, cancelled, listeners };
}
const at = <T>(list: readonly T[], index: number): T => {
  const item = list[index];
  if (item === undefined) throw new Error(`nothing at ${index}`);
  return item;
};

describe('the client', () => {
  test('answers of calls that overtake each other go to their own callers', async () => {
    const { bridge, calls } = openBridge();
    const call = makeCaller(() => bridge);
    const first = call('letters.history', { id: 'a' });
    const second = call('letters.history', { id: 'b' });
    expect(at(calls, 0).requestId).not.toBe(at(calls, 1).requestId);
    at(calls, 1).answer({ ok: true, value: ['b'] });
    at(calls, 0).answer({ ok: true, value: ['a'] });
    expect(await Promise.all([first, second])).toEqual([['a'], ['b']]);
  });

  test('a refusal becomes an ArchiveError with its code, message and details', async () => {
    const { bridge, calls } = openBridge();
    const failing = makeCaller(() => bridge)('trust.tip', {});
    at(calls, 0).answer({ ok: false, error: { code: 'DISK_FULL', message: '磁盘满', details: 'ENOSPC' } });
    await expect(failing).rejects.toMatchObject({ code: 'DISK_FULL', message: '磁盘满', details: 'ENOSPC' });
    await expect(failing).rejects.toBeInstanceOf(ArchiveError);
  });

  test('progress reaches only the call that it belongs to, and only while it runs', async () => {
    const { bridge, calls, listeners } = openBridge();
    const seen: number[] = [];
    const running = makeCaller(() => bridge)('trust.verify', {}, { onProgress: ({ done }) => seen.push(done) });
    const { requestId, answer } = at(calls, 0);
    const tell = (id: string, done: number): void =>
      listeners.forEach((listener) => listener(id, { done, total: 9, message: '' }));
    tell(requestId, 1);
    tell('another', 2);
    answer({ ok: true, value: {} });
    await running;
    tell(requestId, 3);
    expect([seen, listeners.size]).toEqual([[1], 0]);
  });

  test('aborting cancels the request and still waits for the engine’s answer', async () => {
    const { bridge, calls, cancelled } = openBridge();
    const abort = new AbortController();
    const running = makeCaller(() => bridge)('trust.verify', {}, { signal: abort.signal });
    abort.abort();
    expect(cancelled).toEqual([at(calls, 0).requestId]);
    at(calls, 0).answer({ ok: false, error: { code: 'CANCELLED', message: '已取消' } });
    expect(isCancelled(await running.catch((thrown: unknown) => thrown))).toBe(true);
  });

  test('a call that was cancelled before it began is not sent', async () => {
    const { bridge, calls } = openBridge();
    const call = makeCaller(() => bridge);
    await expect(call('trust.tip', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(calls).toEqual([]);
  });

  test('a page without the bridge says so', async () => {
    await expect(makeCaller(() => undefined)('trust.tip', {})).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});
