/** What days at the archive have in common: a window on an archive of its own, letters in it, calls beside the window. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { CallName } from '../../shared/contract/index.ts';
import type { LaunchedApp } from '../e2e/fixtures.ts';
import { openDesk, visit } from '../e2e/window-steps.ts';
import { writeLetters } from './letters.ts';

export interface Day {
  app: LaunchedApp;
  page: Page;
  complaints: string[];
  /** A call through the window's own bridge, for what the scenario takes as given. */
  ask: <T>(name: CallName, input: object) => Promise<T>;
}

let asked = 0;

/** Starts a day with so many letters filed already. */
export async function beginDay(letters: number, options: Parameters<typeof openDesk>[0] = {}): Promise<Day> {
  const { app, complaints } = await openDesk(options);
  const { page } = app;
  const ask = async <T>(name: CallName, input: object): Promise<T> => {
    const answer = await page.evaluate(([called, given, id]) => window.archive.call(called, given, id), [
      name,
      input,
      `scenario-${(asked += 1)}`,
    ] as const);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
    return answer.value as T;
  };
  if (letters > 0) {
    const folder = path.join(app.folder, '往年');
    writeLetters(folder, letters);
    await ask('letters.import', { paths: [folder], ocr: false });
    // The window learns of what was filed behind its back when it is loaded again.
    await page.reload();
    await visit(page, '今日');
  }
  return { app, page, complaints, ask };
}
