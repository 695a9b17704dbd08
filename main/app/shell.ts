/** Answers SHELL_CONTRACT: what only the main process can do for the window (native dialogs and the desktop). */
import { app, dialog, shell } from 'electron';
import type { BrowserWindow } from 'electron';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { exportedPaths } from './exported-paths.ts';
import { installedOfficialFonts } from './official-fonts.ts';
import { ArchiveError } from '../../shared/errors.ts';
import type { PlaceUse } from '../../shared/model/place.ts';
import type { CallName, Chosen, ShellInput, ShellOutput } from '../../shared/contract/index.ts';
import type { Handles } from './handles.ts';
import type { Windows } from './windows.ts';

/** What of the windows is asked here. */
export type ShellWindows = Pick<Windows, 'byId' | 'openLetter'>;
type Parsed<N extends keyof ShellAnswers> = Required<ShellInput<N>>;
interface ShellAnswers {
  'shell.chooseFiles': ShellOutput<'shell.chooseFiles'>;
  'shell.chooseFolder': ShellOutput<'shell.chooseFolder'>;
  'shell.chooseSave': ShellOutput<'shell.chooseSave'>;
  'shell.reveal': ShellOutput<'shell.reveal'>;
  'shell.openLetter': ShellOutput<'shell.openLetter'>;
  'shell.platform': ShellOutput<'shell.platform'>;
  'shell.licences': ShellOutput<'shell.licences'>;
}

const FOLDER_BUTTONS: Readonly<Record<ShellInput<'shell.chooseFolder'>['use'], string>> = {
  read: '读取此文件夹',
  write_folder: '写入此文件夹',
};

export class Shell {
  private readonly licencesFile: string;
  private readonly windows: () => ShellWindows;
  private readonly handles: Handles;
  private readonly exported = new Set<string>();

  /**
   * @param windows the archive's windows, which dialogs belong to
   * @param handles take in what is chosen in them
   * @param licences the file that the build wrote the licences into
   */
  constructor(windows: () => ShellWindows, handles: Handles, licences: string) {
    this.windows = windows;
    this.handles = handles;
    this.licencesFile = licences;
  }

  async chooseFiles(window: number, input: Parsed<'shell.chooseFiles'>): Promise<ShellAnswers['shell.chooseFiles']> {
    const answer = await dialog.showOpenDialog(this.owner(window), {
      title: input.title,
      properties: input.multiple ? ['openFile', 'multiSelections'] : ['openFile'],
    });
    return { chosen: this.chosen(window, answer.canceled ? [] : answer.filePaths, 'read') };
  }

  async chooseFolder(window: number, input: Parsed<'shell.chooseFolder'>): Promise<ShellAnswers['shell.chooseFolder']> {
    const answer = await dialog.showOpenDialog(this.owner(window), {
      title: input.title,
      // The title is the page's word; what the folder is for is said by the main process.
      buttonLabel: FOLDER_BUTTONS[input.use],
      properties: ['openDirectory', 'createDirectory'],
    });
    const [chosen = null] = this.chosen(window, answer.canceled ? [] : answer.filePaths, input.use);
    return { chosen };
  }

  async chooseSave(window: number, input: Parsed<'shell.chooseSave'>): Promise<ShellAnswers['shell.chooseSave']> {
    const answer = await dialog.showSaveDialog(this.owner(window), {
      title: input.title,
      defaultPath: path.join(app.getPath('documents'), path.basename(input.name)),
    });
    const files = answer.canceled || answer.filePath === '' ? [] : [answer.filePath];
    const [chosen = null] = this.chosen(window, files, 'write_file');
    return { chosen };
  }

  /** Shows a file in the file manager; refuses any that this run did not export, so that the window cannot open what it likes. */
  reveal(input: Parsed<'shell.reveal'>): ShellAnswers['shell.reveal'] {
    const file = path.resolve(input.path);
    if (!this.exported.has(file)) throw new ArchiveError('FORBIDDEN', undefined, 'not exported in this run');
    if (!existsSync(file)) throw new ArchiveError('BAD_PATH', file);
    shell.showItemInFolder(file);
    return {};
  }

  openLetter(input: ShellInput<'shell.openLetter'>): ShellAnswers['shell.openLetter'] {
    this.windows().openLetter(input);
    return {};
  }

  async platform(): Promise<ShellAnswers['shell.platform']> {
    return {
      runtime: `Chromium ${process.versions['chrome'] ?? '?'}, Node ${process.versions.node}, ${os.platform()} ${os.arch()}`,
      version: app.getVersion(),
      fonts: await installedOfficialFonts(),
    };
  }

  async licences(): Promise<ShellAnswers['shell.licences']> {
    const text = await readFile(this.licencesFile, 'utf8');
    return { licences: JSON.parse(text) as ShellAnswers['shell.licences']['licences'] };
  }

  /** Remembers what a successful call wrote to disk. */
  noteExported(name: CallName, input: unknown, value: unknown): void {
    for (const file of exportedPaths(name, input, value)) this.exported.add(file);
  }

  private chosen(window: number, files: readonly string[], use: PlaceUse): Chosen[] {
    return files.map((file) => this.handles.give(window, file, use));
  }

  private owner(id: number): BrowserWindow {
    const window = this.windows().byId(id);
    if (window === undefined) throw new ArchiveError('CANCELLED', undefined, 'no window');
    return window;
  }
}
