/**
 * Hands what is typed and not saved to the main process, which writes it down: soon after each change, and at once before the window closes.
 * What the page stores itself reaches the disk seconds later.
 */
import { call } from '../archive/client.ts';
import { keptNow, mergeKept, onTyped, type TypedKept } from './kept.ts';

/** Typing has paused for so long when it is handed over. */
const AFTER_MS = 250;

let timer: ReturnType<typeof setTimeout> | undefined;
/** One after the other, so that an older one never comes last. */
let sending: Promise<void> = Promise.resolve();
/** Who still types something and keeps it at a pause only. */
const hasty = new Set<() => void>();

/** Hands over what there is now. It is in the page's own store too: where it cannot be handed over, nothing is lost by that. */
function handOver(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const { person, typed } = keptNow();
  sending = sending
    .then(() => call('shell.keepTyped', { person, typed: JSON.stringify(typed) }))
    .then(
      () => undefined,
      () => undefined,
    );
  return sending;
}

/** Begins to hand over; to be called once. */
export function handOverTyped(): void {
  onTyped(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void handOver(), AFTER_MS);
  });
  window.archive.onClosing(() => {
    for (const keepNow of hasty) keepNow();
    return timer === undefined ? sending : handOver();
  });
}

/** Asks to be called before the window closes; returns the way to be left alone. */
export function beforeClosing(keepNow: () => void): () => void {
  hasty.add(keepNow);
  return () => void hasty.delete(keepNow);
}

/**
 * Takes up what the person who is signed in had typed, where that is newer than what the page itself has.
 * @param signal aborted where another one is signed in by now
 */
export async function takeUpTyped(signal: AbortSignal): Promise<void> {
  const { typed } = await call('shell.keptTyped', {});
  if (typed !== null && !signal.aborted) mergeKept(JSON.parse(typed) as TypedKept);
}
