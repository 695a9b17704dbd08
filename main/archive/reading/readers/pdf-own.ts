/**
 * Opens a PDF that this program has just written, for its words: through pdf.js as any other (pdf.ts), but hundreds of such files in a
 * row. What pdf.js does for a screen and for strangers is left out: programs of fonts are not read, and one worker for all files gets
 * its messages as they are, not copied.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { PDFWorker } from 'pdfjs-dist/types/src/display/api.js';
import { asArchiveError } from './reader.ts';
import { loadPdfJs } from './pdf-js.ts';

type Listener = (this: SharingPort, event: { data: unknown }) => void;
interface Message {
  chunk?: unknown;
}

/** One end of a conversation within a thread: messages arrive later, as a real port's do, but the same objects. */
class SharingPort {
  readonly #listeners = new Set<Listener>();
  readonly #later = Promise.resolve();
  #other: SharingPort | undefined;

  static pair(): [SharingPort, SharingPort] {
    const [one, other] = [new SharingPort(), new SharingPort()];
    one.#other = other;
    other.#other = one;
    return [one, other];
  }

  postMessage(message: Message): void {
    // pdf.js goes on filling the object that it sent a chunk of text in.
    const data = isObject(message.chunk) ? { ...message, chunk: { ...message.chunk } } : message;
    void this.#later.then(() => this.#other?.arrive({ data }));
  }

  private arrive(event: { data: unknown }): void {
    for (const listener of this.#listeners) listener.call(this, event);
  }

  addEventListener(_name: string, listener: Listener, { signal }: { signal?: AbortSignal } = {}): void {
    this.#listeners.add(listener);
    signal?.addEventListener('abort', () => this.#listeners.delete(listener));
  }

  removeEventListener(_name: string, listener: Listener): void {
    this.#listeners.delete(listener);
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

async function startWorker(): Promise<PDFWorker> {
  const pdfjs = await loadPdfJs();
  const { WorkerMessageHandler } = await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
  const [here, there] = SharingPort.pair();
  WorkerMessageHandler.initializeFromPort(there);
  return pdfjs.PDFWorker.create({ port: here as unknown as Worker });
}

let worker: Promise<PDFWorker> | undefined;

/** Loads pdf.js ahead of the first file. */
export async function beginOwnPdf(): Promise<void> {
  await (worker ??= startWorker());
}

const FONT_PROGRAM = '/FontFile2 ';
/** Means nothing in a PDF: who reads it passes over it. */
const PASSED_OVER = '/FontFileX ';

/**
 * The file without its fonts' programs: pdf.js translates each anew for every file, a fifth of the time of a short one, and says
 * nothing where it cannot. What a glyph means stands in the ToUnicode beside it, how wide it is in W: words come from these alone.
 * @returns a copy
 */
function withoutFontPrograms(pdf: Uint8Array): Uint8Array {
  const bytes = Buffer.from(pdf);
  for (let at = bytes.indexOf(FONT_PROGRAM); at >= 0; at = bytes.indexOf(FONT_PROGRAM, at)) {
    bytes.write(PASSED_OVER, at, 'latin1');
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * @param pdf as the program wrote it, with dictionaries that lie open
 * @returns a document whose words may be asked for; whoever asked lets it go (`loadingTask.destroy`)
 * @throws ArchiveError BAD_FILE where it is no readable PDF
 */
export async function openOwnPdf(name: string, pdf: Uint8Array): Promise<PDFDocumentProxy> {
  const pdfjs = await loadPdfJs();
  const task = pdfjs.getDocument({
    data: withoutFontPrograms(pdf),
    worker: await (worker ??= startWorker()),
    disableFontFace: true,
    useSystemFonts: false,
    isEvalSupported: false,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    return await task.promise;
  } catch (thrown) {
    await task.destroy();
    throw asArchiveError(thrown, 'BAD_FILE', name);
  }
}
