/**
 * A test that started this process with an IPC channel gets the window's Playwright endpoint, answers file dialogs beforehand and asks
 * it to quit. It is what Playwright's own `_electron` does for Electron.
 */
import type { BrowserContext } from 'playwright-core';

/** From the test to this process: the paths that the next file dialog answers (none: cancelled), or the wish to quit. */
export type FromTest = { kind: 'dialog'; paths: string[] } | { kind: 'quit' };
/** From this process to the test: a named pipe for chromium.connect(), or that a dialog's answer is kept. */
export type ToTest = { kind: 'window'; endpoint: string } | { kind: 'dialog-kept' };

const answers: string[][] = [];
const tell = (message: ToTest): void => void process.send?.(message);

/** Starts listening where there is a test. */
export function openTestDoor(quit: () => void): void {
  if (process.send === undefined) return;
  process.on('message', (message: FromTest) => {
    if (message.kind === 'quit') return quit();
    answers.push(message.paths);
    tell({ kind: 'dialog-kept' });
  });
  // A test that has gone needs no window any more.
  process.on('disconnect', quit);
  process.channel?.unref();
}

export function nextDialogAnswer(): string[] | undefined {
  return answers.shift();
}

/** Tells the test that the window shows its page. */
export async function tellTest(context: BrowserContext): Promise<void> {
  if (process.send === undefined) return;
  const server = await context.browser()?.bind('chromium-runtime');
  if (server !== undefined) tell({ kind: 'window', endpoint: server.endpoint });
}
