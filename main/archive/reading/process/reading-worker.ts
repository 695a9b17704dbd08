/**
 * The reading process: takes files apart and reads scans, so that a hostile or broken file costs this process and not the
 * archive's. Opens no file but one that is named to it, knows nothing of the archive, ends with its caller.
 */
import { reportError } from '../../../../shared/errors.ts';
import { ownPort } from '../../work/own-port.ts';
import { collectIfLarge } from '../../work/memory.ts';
import { HEAD_BYTES, detectFormat } from '../detect-format.ts';
import { bytesOfHash } from '../load-file.ts';
import { readHere } from '../read-raw.ts';
import { stopOcr } from '../readers/ocr.ts';
import type { FromReader, ToReader } from './messages.ts';

/** Progress is told no oftener than this, ms: a file of ten thousand pages would send as many messages. */
const BETWEEN_PROGRESS_MS = 500;

const port = ownPort();
const running = new Map<number, AbortController>();
/** Files are read two at a time, so that one is read while another waits for a thread; more would only take memory. */
const SIDE_BY_SIDE = 2;
const waiting: (ToReader & { kind: 'read' })[] = [];

function next(): void {
  while (running.size < SIDE_BY_SIDE) {
    const file = waiting.shift();
    if (file === undefined) return;
    void read(file);
  }
}

function answer(message: FromReader): void {
  port.post(message);
}

async function read({ id, name, from, ocr }: ToReader & { kind: 'read' }): Promise<void> {
  const abort = new AbortController();
  running.set(id, abort);
  let told = Date.now();
  try {
    const bytes = 'path' in from ? await bytesOfHash(from.path, from.sha256) : from.bytes;
    const family = detectFormat(bytes.subarray(0, HEAD_BYTES), name);
    const file = { name, bytes, ...('path' in from && { path: from.path }) };
    const raw = await readHere(family, file, {
      ocr,
      signal: abort.signal,
      onScans: () => answer({ kind: 'scans', id }),
      onProgress: (progress) => {
        if (Date.now() - told < BETWEEN_PROGRESS_MS) return;
        told = Date.now();
        answer({ kind: 'progress', id, progress });
      },
    });
    answer({ kind: 'read', id, raw });
  } catch (thrown) {
    answer({ kind: 'failed', id, error: reportError(thrown) });
  } finally {
    running.delete(id);
    collectIfLarge();
    next();
  }
}

function cancel(id: number): void {
  const at = waiting.findIndex((file) => file.id === id);
  if (at >= 0) waiting.splice(at, 1);
  running.get(id)?.abort();
}

async function end(): Promise<void> {
  waiting.splice(0);
  for (const abort of running.values()) abort.abort();
  // A thread that is ended while a model runs takes its process down with a crash report.
  await stopOcr();
  process.exit(0);
}

port.onMessage((told) => {
  const message = told as ToReader;
  switch (message.kind) {
    case 'read':
      waiting.push(message);
      next();
      break;
    case 'cancel':
      cancel(message.id);
      break;
    case 'end':
      void end();
      break;
  }
});
port.onAlone(() => void end());
