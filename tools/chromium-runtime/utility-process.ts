/**
 * utilityProcess: a child process of Node in which `process.parentPort` is what Electron has there. What goes to the program's
 * executable by itself in Electron (seeing beside app.asar what cannot be loaded from inside) goes along in NODE_OPTIONS.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ForkOptions, UtilityProcess } from 'electron';

const PARENT_PORT = fileURLToPath(new URL('./parent-port.mjs', import.meta.url));

class RuntimeUtilityProcess extends EventEmitter implements Pick<UtilityProcess, 'pid' | 'postMessage' | 'kill'> {
  readonly #child: ChildProcess;
  /** As in Electron, messages wait until the process is there. */
  readonly #spawned = Promise.withResolvers<void>();

  constructor(file: string, words: string[], { env, execArgv = [], stdio }: ForkOptions) {
    super();
    const options = process.env['NODE_OPTIONS'];
    this.#child = fork(file, words, {
      execArgv: ['--import', PARENT_PORT, ...execArgv],
      serialization: 'advanced',
      env: { ...(env as NodeJS.ProcessEnv), ...(options === undefined ? {} : { NODE_OPTIONS: options }) },
      stdio: stdio === 'ignore' ? ['ignore', 'ignore', 'ignore', 'ipc'] : ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.once('spawn', () => {
      this.#spawned.resolve();
      this.emit('spawn');
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.once('error', () => this.emit('exit', -1));
    this.#child.once('exit', (code) => this.emit('exit', code ?? -1));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  postMessage(message: unknown): void {
    void this.#spawned.promise.then(() => {
      if (this.#child.connected) this.#child.send(message as object, () => undefined);
    });
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = {
  fork: (file: string, words: string[] = [], options: ForkOptions = {}): RuntimeUtilityProcess =>
    new RuntimeUtilityProcess(file, words, options),
};
