/** A window that closes asks its page first, and is not held by a page that does not answer. */
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { LastWords } from '../../../main/app/last-words.ts';

/** A window that closes unless a listener prevents it, as Electron's does. */
class FakeWindow extends EventEmitter {
  closed = 0;
  isDestroyed(): boolean {
    return this.closed > 0;
  }
  close(): void {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (!prevented) this.closed += 1;
  }
}

function opened(patienceMs?: number): { window: FakeWindow; words: LastWords; asked: { count: number } } {
  const window = new FakeWindow();
  const asked = { count: 0 };
  const words = new LastWords(window, () => (asked.count += 1), patienceMs);
  return { window, words, asked };
}

test('closing waits for the page, and goes on once it has answered', async () => {
  const { window, words, asked } = opened();
  window.close();
  expect([asked.count, window.closed]).toEqual([1, 0]);
  const heard = words.heard();
  words.answered();
  await heard;
  await Promise.resolve();
  expect([asked.count, window.closed]).toEqual([1, 1]);
});

test('a page that does not answer is not waited for longer than the patience', async () => {
  const { window, words } = opened(1);
  window.close();
  await words.heard();
  await Promise.resolve();
  expect(window.closed).toBe(1);
});

test('where the engine has ended the window closes without a question', () => {
  const { window, words, asked } = opened();
  words.letPass();
  window.close();
  expect([asked.count, window.closed]).toEqual([0, 1]);
});
