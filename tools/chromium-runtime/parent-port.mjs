// Loaded before a utility process's own file: gives it `process.parentPort`, as Electron does, over Node's channel to its parent.
import { EventEmitter } from 'node:events';
import { isMainThread } from 'node:worker_threads';

// Threads of the process load this too and have no channel of their own: a library that starts some (pictures are decoded so) must not fail.
if (isMainThread) {
  const port = new EventEmitter();
  const [send, connected] = [process.send.bind(process), () => process.connected];
  port.postMessage = (message) => {
    if (connected()) send(message);
  };
  port.once('newListener', () => process.on('message', (data) => port.emit('message', { data, ports: [] })));
  process.on('disconnect', () => process.exit(0));
  // There is no channel of Node's in a utility process.
  delete process.send;
  process.parentPort = port;
}
