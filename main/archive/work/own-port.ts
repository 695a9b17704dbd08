/** How a helper speaks with whoever started it, whether it is a thread, a child process, or a utility process of Electron. */
import { parentPort } from 'node:worker_threads';

export interface OwnPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called when nobody is there any more to speak with; in a thread never, it ends with its caller. */
  onAlone(listener: () => void): void;
  /** Ends the conversation, so that the helper can end. */
  close(): void;
}

/** Electron's, see its `process.parentPort`. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
}

/** @throws Error where this file is nobody's helper */
export function ownPort(): OwnPort {
  const thread = parentPort;
  if (thread !== null) {
    return {
      post: (message) => thread.postMessage(message),
      onMessage: (listener) => void thread.on('message', listener),
      onAlone: () => undefined,
      close: () => thread.close(),
    };
  }
  const { parentPort: utility } = process as { parentPort?: UtilityPort };
  if (utility !== undefined) {
    return {
      post: (message) => utility.postMessage(message),
      onMessage: (listener) => void utility.on('message', ({ data }) => listener(data)),
      // Electron ends its utility processes with itself.
      onAlone: () => undefined,
      close: () => process.exit(0),
    };
  }
  if (process.send === undefined) throw new Error('this file runs in a helper of the engine');
  return {
    post(message) {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => void process.on('message', listener),
    onAlone: (listener) => void process.on('disconnect', listener),
    close: () => process.disconnect(),
  };
}
