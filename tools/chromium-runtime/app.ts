/** app: the life of the process, its folders, its switches and the single-instance lock. */
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { App, CommandLine } from 'electron';
import { openTestDoor } from './test-door.ts';

type UsedByMain =
  | 'isPackaged'
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'getName'
  | 'getVersion'
  | 'getPath'
  | 'setPath'
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
  | 'requestSingleInstanceLock';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, string>;

/** Switches of this process's command line and those that the main script added. */
class RuntimeCommandLine implements Pick<CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue'> {
  private readonly given = new Map<string, string>();
  private readonly added = new Map<string, string>();

  constructor(argv: readonly string[]) {
    for (const word of argv) {
      const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
      if (name !== undefined) this.given.set(name, value ?? '');
    }
  }

  appendSwitch(name: string, value = ''): void {
    this.added.set(name, value);
  }
  hasSwitch(name: string): boolean {
    return this.added.has(name) || this.given.has(name);
  }
  getSwitchValue(name: string): string {
    return this.added.get(name) ?? this.given.get(name) ?? '';
  }
  /** What the main script added, for Chromium's command line. */
  forChromium(): string[] {
    return [...this.added].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
  }
}

class RuntimeApp extends EventEmitter implements Pick<App, UsedByMain> {
  readonly isPackaged = false;
  readonly commandLine = new RuntimeCommandLine(process.argv.slice(2));
  /** Open windows and how to close them; kept by browser-window.ts. */
  readonly windows = new Set<{ close: () => void }>();
  private readonly paths = new Map<string, string>();
  private readonly ready = new Promise<void>((resolve) => setImmediate(resolve));
  private quitting = false;

  whenReady(): Promise<void> {
    return this.ready;
  }
  getName(): string {
    return manifest['productName'] ?? 'app';
  }
  getVersion(): string {
    return manifest['version'] ?? '0';
  }
  getPath(name: Parameters<App['getPath']>[0]): string {
    const set = this.paths.get(name);
    if (set !== undefined) return set;
    switch (name) {
      case 'userData':
        return this.commandLine.getSwitchValue('user-data-dir') || path.join(os.homedir(), '.config', this.getName());
      case 'documents':
        return [path.join(os.homedir(), 'Documents')].find((folder) => fs.existsSync(folder)) ?? os.homedir();
      default:
        throw new Error(`the Chromium stand-in knows no path '${name}'`);
    }
  }
  setPath(name: string, folder: string): void {
    this.paths.set(name, folder);
  }
  enableSandbox(): void {
    // Chromium's pages are sandboxed anyway.
  }
  disableHardwareAcceleration(): void {
    this.commandLine.appendSwitch('disable-gpu');
  }

  quit(): void {
    if (this.quitting) return;
    if (!this.emitCancelable('before-quit')) return;
    this.quitting = true;
    for (const window of [...this.windows]) window.close();
    if (this.windows.size === 0) this.exit(0);
  }

  /** Told by a window that it has gone. */
  windowClosed(window: { close: () => void }): void {
    this.windows.delete(window);
    if (this.windows.size > 0) return;
    if (this.quitting) this.exit(0);
    else this.emit('window-all-closed');
  }

  exit(code = 0): void {
    this.emit('quit');
    process.exit(code);
  }

  /** One process a user data folder: a lock file that names the holder, and a local socket by which a second one says hello. */
  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData');
    fs.mkdirSync(folder, { recursive: true });
    const lock = path.join(folder, 'instance.lock');
    const address =
      process.platform === 'win32' ? `\\\\.\\pipe\\${lock.replace(/[^\w]/g, '-')}` : path.join(folder, 'instance.sock');
    if (holderOf(lock) !== undefined) {
      const socket = net.connect(address, () => socket.end(JSON.stringify(process.argv)));
      socket.on('error', () => undefined);
      return false;
    }
    fs.writeFileSync(lock, String(process.pid));
    fs.rmSync(address, { force: true });
    const server = net.createServer((socket) => {
      socket.resume().on('end', () => this.emit('second-instance', {}, [], ''));
    });
    server.on('error', () => undefined);
    server.listen(address).unref();
    this.once('quit', () => {
      server.close();
      fs.rmSync(lock, { force: true });
    });
    return true;
  }

  private emitCancelable(event: string): boolean {
    let prevented = false;
    this.emit(event, { preventDefault: () => (prevented = true) });
    return !prevented;
  }
}

/** The living process that a lock file names. */
function holderOf(lock: string): number | undefined {
  try {
    const pid = Number(fs.readFileSync(lock, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}

export const app = new RuntimeApp();
process.on('SIGTERM', () => app.quit());
process.on('SIGINT', () => app.quit());
openTestDoor(() => app.quit());
