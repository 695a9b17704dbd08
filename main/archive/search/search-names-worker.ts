/** Thread entry: holds the names. In a heap of its own, so that its size never delays the text index. */
import { parentPort } from 'node:worker_threads';
import { compactNow } from '../work/memory.ts';
import { NameIndex } from './names.ts';
import type { NamesReply, NamesRequest } from './names-port.ts';

const names = new NameIndex();

/** Once the names have come, what their coming has cost beside them is given back. */
const QUIET_MS = 1000;
let quiet: NodeJS.Timeout | undefined;
let added = 0;
const MANY = 1000;
function noteAdded(count: number): void {
  added += count;
  clearTimeout(quiet);
  if (added < MANY) return;
  quiet = setTimeout(() => {
    added = 0;
    compactNow();
  }, QUIET_MS).unref();
}

parentPort?.on('message', (request: NamesRequest) => {
  let reply: NamesReply;
  try {
    if ('add' in request) {
      names.add(request.add);
      noteAdded(request.add.length);
    }
    const found = 'prefix' in request ? names.suggest(request.prefix, request.limit) : [];
    reply = { id: request.id, ok: true, found };
  } catch (error) {
    reply = { id: request.id, ok: false, message: String(error) };
  }
  parentPort?.postMessage(reply);
});
