/**
 * What main/app/ipc.ts and main/app/shell.ts use of Electron, for tests of the window's door without a browser: the stand-in's own
 * ipcMain, and dialogs that a test answers beforehand.
 */
import { tmpdir } from 'node:os';
import type { App, OpenDialogReturnValue, SaveDialogReturnValue, Shell } from 'electron';
import { ipcMain } from '../../tools/chromium-runtime/ipc-main.ts';

export { ipcMain };

const answers: string[][] = [];
const next = (): string[] => answers.shift() ?? [];

/** What the next dialog answers; none: cancelled. */
export function answerDialog(paths: string[]): void {
  answers.push(paths);
}

export const dialog = {
  showOpenDialog: async (): Promise<OpenDialogReturnValue> => {
    const filePaths = next();
    return { canceled: filePaths.length === 0, filePaths };
  },
  showSaveDialog: async (): Promise<SaveDialogReturnValue> => {
    const [filePath] = next();
    return { canceled: filePath === undefined, filePath: filePath ?? '' };
  },
};

export const app: Pick<App, 'getPath' | 'getVersion'> = { getPath: () => tmpdir(), getVersion: () => '0' };

/** What was shown in the file manager. */
export const shown: string[] = [];
export const shell: Pick<Shell, 'showItemInFolder'> = { showItemInFolder: (file) => void shown.push(file) };
