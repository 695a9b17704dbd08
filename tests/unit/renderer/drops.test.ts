/** Files that are let go over the window before its frame is there, and while it is not. */
import { afterEach, expect, test } from 'vitest';
import { keepDrops, takeDrops } from '../../../renderer/app/drops.ts';

const page = new EventTarget();
keepDrops(page);

let leave = (): void => undefined;
afterEach(() => leave());

/** An event as the browser makes it of files (a name that ends in / is a folder's), or of dragged words. @returns whether it was accepted */
function dragged(type: string, names: readonly string[] | null): boolean {
  const items = (names ?? ['words']).map((name) => ({
    kind: names === null ? 'string' : 'file',
    webkitGetAsEntry: () => ({ isDirectory: name.endsWith('/') }),
    getAsFile: () => (names === null ? null : new File([], name)),
  }));
  const dataTransfer = { types: names === null ? ['text/plain'] : ['Files'], items };
  const event = Object.assign(new Event(type, { cancelable: true }), { dataTransfer });
  return !page.dispatchEvent(event);
}

function takeInto(taken: string[][]): () => void {
  leave = takeDrops((files) => taken.push(files.map(({ file, folder }) => (folder ? `[${file.name}]` : file.name))));
  return leave;
}

test('what is let go before the frame is there is taken up with it, once, in its order', () => {
  expect(dragged('drop', ['a.docx', '卷/'])).toBe(true);
  expect(dragged('drop', ['b.pdf'])).toBe(true);
  const taken: string[][] = [];
  takeInto(taken);
  expect(taken).toEqual([['a.docx', '[卷/]', 'b.pdf']]);
  leave();
  takeInto(taken);
  expect(taken).toHaveLength(1);
});

test('what comes while it is there is taken at once, and kept again while it is hidden', () => {
  const taken: string[][] = [];
  const away = takeInto(taken);
  dragged('drop', ['a.docx']);
  away();
  dragged('drop', ['b.docx']);
  expect(taken).toEqual([['a.docx']]);
  takeInto(taken);
  expect(taken).toEqual([['a.docx'], ['b.docx']]);
});

test('files may be let go anywhere, words are left to the fields they are dragged to', () => {
  expect(['dragenter', 'dragover', 'drop'].map((type) => dragged(type, ['a.docx']))).toEqual([true, true, true]);
  expect(['dragenter', 'dragover', 'drop'].map((type) => dragged(type, null))).toEqual([false, false, false]);
  const taken: string[][] = [];
  takeInto(taken);
  expect(taken).toEqual([['a.docx']]);
});
