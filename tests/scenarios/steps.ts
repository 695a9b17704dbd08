/** What days at the archive have in common: a window on an archive of its own, letters in it, calls beside the window. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { CallName, ShellCallName, ShellOutput } from '../../shared/contract/index.ts';
import type { LaunchedApp } from '../e2e/fixtures.ts';
import { openDesk, visit } from '../e2e/window-steps.ts';
import { writeLetters } from './letters.ts';

export interface Day {
  app: LaunchedApp;
  page: Page;
  complaints: string[];
  /** A call through the window's own bridge, for what the scenario takes as given. */
  ask: <T>(name: CallName | ShellCallName, input: object) => Promise<T>;
  /** Files what lies in a folder, behind the window's back. */
  importFolder: (folder: string) => Promise<void>;
  /** Puts every draft back where it came from. */
  emptyDesk: () => Promise<void>;
}

let asked = 0;

/** Starts a day with so many letters filed already. */
export async function beginDay(letters: number, options: Parameters<typeof openDesk>[0] = {}): Promise<Day> {
  const { app, complaints } = await openDesk(options);
  const { page } = app;
  const ask = async <T>(name: CallName | ShellCallName, input: object): Promise<T> => {
    const answer = await page.evaluate(([called, given, id]) => window.archive.call(called, given, id), [
      name,
      input,
      `scenario-${(asked += 1)}`,
    ] as const);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
    return answer.value as T;
  };
  const importFolder = async (folder: string): Promise<void> => {
    // The page names no folder of its own: it is chosen in the dialog, as a person does.
    await app.stubDialog([folder]);
    const { chosen } = await ask<ShellOutput<'shell.chooseFolder'>>('shell.chooseFolder', {
      title: '导入',
      use: 'read',
    });
    await ask('letters.import', { paths: [chosen?.handle ?? ''], ocr: false });
  };
  if (letters > 0) {
    const folder = path.join(app.folder, '往年');
    writeLetters(folder, letters);
    await importFolder(folder);
    // The window learns of what was filed behind its back when it is loaded again.
    await page.reload();
    await visit(page, '今日');
  }
  return { app, page, complaints, ask, importFolder, emptyDesk: () => emptyDesk(page) };
}

/** Puts every draft back where it came from. */
async function emptyDesk(page: Page): Promise<void> {
  await visit(page, '归档');
  const nothing = page.getByText('把复函文件或文件夹拖到这里');
  const put = page.getByRole('button', { name: '移出归档台' });
  for (;;) {
    await nothing.or(put.first()).first().waitFor();
    if (await nothing.isVisible()) return;
    const left = (await page.getByRole('list', { name: '待归档' }).getByRole('button').count()) - 1;
    const gone = left === 0 ? nothing : page.getByText(`待归档 ${left} 件`);
    const sure = page.getByRole('dialog').getByRole('button', { name: '移出归档台' });
    await put.first().click();
    // What could not be read goes without a question.
    await sure.or(gone).first().waitFor();
    if (!(await gone.isVisible())) await sure.click();
    await gone.waitFor();
    await sure.waitFor({ state: 'hidden' });
  }
}
