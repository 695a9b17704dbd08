/**
 * dialog, Menu, clipboard and shell. There are no native dialogs here: a test answers them beforehand (see test-door.ts), a person is
 * asked inside the window, by path. The menu is kept but not shown: an app window of Chromium has none.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import type {
  Clipboard,
  Dialog,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  MessageBoxReturnValue,
  OpenDialogOptions,
  OpenDialogReturnValue,
  SaveDialogOptions,
  SaveDialogReturnValue,
  Shell,
} from 'electron';
import { BrowserWindow } from './browser-window.ts';
import { nextDialogAnswer } from './test-door.ts';

const NO_DIALOG = '此运行环境没有系统的文件对话框。';

export const dialog = {
  async showOpenDialog(window: BrowserWindow, options: OpenDialogOptions): Promise<OpenDialogReturnValue> {
    const many = options.properties?.includes('multiSelections') === true;
    const folder = options.properties?.includes('openDirectory') === true;
    const kind = folder ? '文件夹' : '文件';
    const text = `${NO_DIALOG}请输入${kind}的完整路径${many ? '，每行一个' : ''}。`;
    const paths = await askForPaths(window, options.title ?? `选择${kind}`, text, '', many);
    return { canceled: paths.length === 0, filePaths: many ? paths : paths.slice(0, 1) };
  },

  async showSaveDialog(window: BrowserWindow, options: SaveDialogOptions): Promise<SaveDialogReturnValue> {
    const text = `${NO_DIALOG}请输入要保存到的完整路径。`;
    const [filePath] = await askForPaths(window, options.title ?? '保存', text, options.defaultPath ?? '', false);
    return { canceled: filePath === undefined, filePath: filePath ?? '' };
  },

  async showMessageBox(
    first: BrowserWindow | MessageBoxOptions,
    second?: MessageBoxOptions,
  ): Promise<MessageBoxReturnValue> {
    const options = second ?? (first as MessageBoxOptions);
    const window = first instanceof BrowserWindow ? first : BrowserWindow.getAllWindows()[0];
    const text = [options.message, options.detail].filter((part) => part !== undefined).join('\n\n');
    const reply = await window?.ask({ title: options.title ?? '', text, buttons: options.buttons ?? ['确定'] });
    if (reply === undefined) process.stderr.write(`${text}\n`);
    const response =
      reply === undefined || reply.button < 0 ? (options.cancelId ?? options.defaultId ?? 0) : reply.button;
    return { response, checkboxChecked: false };
  },
} satisfies Record<keyof Pick<Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'>, unknown>;

async function askForPaths(
  window: BrowserWindow,
  title: string,
  text: string,
  value: string,
  lines: boolean,
): Promise<string[]> {
  const stubbed = nextDialogAnswer();
  if (stubbed !== undefined) return stubbed;
  const reply = await window.ask({ title, text, field: { value, lines }, buttons: ['确定', '取消'] });
  if (reply?.button !== 0) return [];
  return reply.text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => path.isAbsolute(line));
}

export const Menu = {
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => ({ template }),
  setApplicationMenu: (_menu: { template: MenuItemConstructorOptions[] } | null): void => undefined,
};

export const clipboard: Pick<Clipboard, 'writeText'> = {
  writeText: async (text) => BrowserWindow.getAllWindows()[0]?.copy(text),
};

const OPENERS: Partial<Record<NodeJS.Platform, (file: string) => [string, string[]]>> = {
  win32: (file) => ['explorer.exe', [`/select,${file}`]],
  darwin: (file) => ['open', ['-R', file]],
};

export const shell: Pick<Shell, 'showItemInFolder'> = {
  showItemInFolder(file) {
    const [command, args] = OPENERS[process.platform]?.(file) ?? ['xdg-open', [path.dirname(file)]];
    spawn(command, args, { detached: true, stdio: 'ignore' })
      .on('error', () => undefined)
      .unref();
  },
};
