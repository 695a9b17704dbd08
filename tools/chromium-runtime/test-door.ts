/** A test that started this process with an IPC channel gets the window's Playwright endpoint and answers dialogs beforehand. */
import type { BrowserContext } from 'playwright-core';

/** From the test to this process. */
export interface FromTest {
  kind: 'dialog';
  /** Paths that the next file dialog answers; empty: cancelled. */
  paths: string[];
}
/** From this process to the test. */
export interface ToTest {
  kind: 'window';
  /** A named pipe for chromium.connect(). */
  endpoint: string;
}

const answers: string[][] = [];
const hasTest = process.send !== undefined;
if (hasTest) {
  process.on('message', (message: FromTest) => answers.push(message.paths));
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // The channel must not keep the process alive by itself.
  process.channel?.unref();
}

export function nextDialogAnswer(): string[] | undefined {
  return answers.shift();
}

/** Tells the test that the window shows its page. */
export async function tellTest(context: BrowserContext): Promise<void> {
  if (!hasTest) return;
  const server = await context.browser()?.bind('chromium-runtime');
  if (server !== undefined) process.send?.({ kind: 'window', endpoint: server.endpoint } satisfies ToTest);
}
