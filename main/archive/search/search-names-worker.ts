/** Thread entry: holds the names. In a heap of its own, so that its size never delays the text index. */
import { parentPort } from 'node:worker_threads';
import { NameIndex } from './names.ts';
import type { NamesReply, NamesRequest } from './names-port.ts';

const names = new NameIndex();

parentPort?.on('message', (request: NamesRequest) => {
  let reply: NamesReply;
  try {
    if ('add' in request) names.add(request.add);
    const found = 'prefix' in request ? names.suggest(request.prefix, request.limit) : [];
    reply = { id: request.id, ok: true, found };
  } catch (error) {
    reply = { id: request.id, ok: false, message: String(error) };
  }
  parentPort?.postMessage(reply);
});
