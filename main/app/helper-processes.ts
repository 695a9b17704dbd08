/** Starts the engine's helpers as utility processes of Electron, and carries what they and the engine's thread say to each other. */
import { utilityProcess } from 'electron';
import path from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { helperOrders, isHelperName, type HelperEnd } from '../archive/work/helper-process.ts';
import type { FromLender, ToLender } from '../archive/work/lent-helpers.ts';

type Helper = ReturnType<typeof utilityProcess.fork>;

/**
 * Lends helpers over a port.
 * @param folder where the bundle lies, dist/main
 * @returns ends all that still run
 */
export function lendHelpers(port: MessagePort, folder: string): () => void {
  const running = new Map<number, Helper>();
  const tell = (message: FromLender): void => port.postMessage(message);
  port.on('message', (asked: ToLender) => {
    switch (asked.kind) {
      case 'start':
        start(asked);
        break;
      case 'send':
        running.get(asked.id)?.postMessage(asked.message);
        break;
      case 'kill':
        kill(running.get(asked.id));
        break;
    }
  });
  const start = ({ id, name, env }: ToLender & { kind: 'start' }): void => {
    if (!isHelperName(name)) return;
    const helper = utilityProcess.fork(path.join(folder, `${name}.js`), [], {
      serviceName: `fuhan ${name}`,
      execArgv: helperOrders(name),
      env,
      stdio: 'ignore',
    });
    running.set(id, helper);
    let spent = false;
    // What V8 cannot go on from: the heap is full.
    helper.on('error', () => {
      spent = true;
    });
    helper.on('spawn', () => tell({ kind: 'started', id, pid: helper.pid }));
    helper.on('message', (message: unknown) => tell({ kind: 'message', id, message }));
    helper.on('exit', (code) => {
      running.delete(id);
      tell({ kind: 'ended', id, end: endOfUtility(code, spent || killed.has(helper)) });
    });
  };
  return () => {
    for (const helper of running.values()) kill(helper);
  };
}

const killed = new WeakSet<Helper>();

function kill(helper: Helper | undefined): void {
  if (helper === undefined) return;
  killed.add(helper);
  helper.kill();
}

/** Electron's code of a process that a signal ended differs from system to system; that it is not 0 does not. */
function endOfUtility(code: number, spent: boolean): HelperEnd {
  if (code === 0 && !spent) return 'ended';
  return spent ? 'spent' : 'crashed';
}
