/** Windows of letters beside the main one: whose they are, how many, and when they end (docs/spec/window.md). */
import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import { isAppUrl } from '../../../main/app/app-url.ts';
import { letterPage, Windows } from '../../../main/app/windows.ts';
import { letterOfAddress } from '../../../renderer/app/own-window.ts';

class FakeWindow extends EventEmitter {
  readonly webContents: { id: number };
  readonly address: string;
  focused = 0;
  destroyed = false;

  constructor(id: number, address: string) {
    super();
    this.webContents = { id };
    this.address = address;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  isMinimized(): boolean {
    return false;
  }
  focus(): void {
    this.focused += 1;
  }
  close(): void {
    this.destroyed = true;
    this.emit('closed');
  }
}

function opened(): { windows: Windows; main: FakeWindow; made: FakeWindow[]; gone: number[] } {
  const main = new FakeWindow(1, '');
  const made: FakeWindow[] = [];
  const gone: number[] = [];
  const windows = new Windows(
    main as unknown as BrowserWindow,
    (address) => {
      const window = new FakeWindow(made.length + 2, address);
      made.push(window);
      return window as unknown as BrowserWindow;
    },
    (id) => gone.push(id),
  );
  return { windows, main, made, gone };
}

test('the page reads out of its address the letter that the main process put there, and the address is the app’s own', () => {
  for (const letter of [
    { id: '01J0ABC', version: undefined },
    { id: 'x&letter=y?#/', version: 3 },
  ]) {
    const address = letterPage(letter);
    expect(isAppUrl(address)).toBe(true);
    expect(letterOfAddress(new URL(address).search)).toEqual(letter);
  }
  for (const search of ['', '?letter=', `?letter=${'x'.repeat(65)}`, '?version=2'])
    expect(letterOfAddress(search)).toBeNull();
  expect(letterOfAddress('?letter=a&version=-1')).toEqual({ id: 'a', version: undefined });
});

test('a letter has one window, which is brought to the front when it is asked for again', () => {
  const { windows, made } = opened();
  windows.openLetter({ id: 'a' });
  windows.openLetter({ id: 'b' });
  windows.openLetter({ id: 'a' });
  expect(made.map(({ address }) => address)).toEqual([letterPage({ id: 'a' }), letterPage({ id: 'b' })]);
  expect(made[0]?.focused).toBe(1);
});

test('a window counts as the archive’s as long as it is there', () => {
  const { windows, made, gone } = opened();
  windows.openLetter({ id: 'a' });
  expect([1, 2, 3].map((id) => windows.byId(id) !== undefined)).toEqual([true, true, false]);
  made[0]?.close();
  expect(windows.byId(2)).toBeUndefined();
  expect(gone).toEqual([2]);
  windows.openLetter({ id: 'a' });
  expect(made).toHaveLength(2);
});

test('the thirteenth is refused with words', () => {
  const { windows, made } = opened();
  for (let at = 0; at < 12; at += 1) windows.openLetter({ id: `letter${at}` });
  expect(() => windows.openLetter({ id: 'more' })).toThrow(expect.objectContaining({ code: 'WINDOWS_FULL' }));
  made[3]?.close();
  windows.openLetter({ id: 'more' });
  expect(made).toHaveLength(13);
});

test('windows of letters end with the main one', () => {
  const { windows, main, made } = opened();
  windows.openLetter({ id: 'a' });
  windows.openLetter({ id: 'b' });
  main.close();
  expect(made.map(({ destroyed }) => destroyed)).toEqual([true, true]);
});
