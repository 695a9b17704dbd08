/**
 * What pdf.js unpacks streams by, in one step. It asks the platform's DecompressionStream for each content stream and font; Node's hands the
 * bytes through two streams and the pool of threads, which takes longer than to unpack them: a third of the time of a short file.
 */
import { brotliDecompressSync, inflateSync } from 'node:zlib';

/** What gives more is left to pdf.js, which unpacks as far as it must. Bytes. */
const MOST_BYTES = 256 * 1024 * 1024;

/** The part of DecompressionStream that pdf.js uses: all bytes are written at once, then all are read. */
export class InflateAtOnce {
  readonly readable: AsyncIterable<Uint8Array>;
  readonly writable: { getWriter: () => object };

  /** @param format `deflate` (RFC 1950) or `brotli`; anything else fails when it is read, and pdf.js unpacks by itself */
  constructor(format: string) {
    const packed = Promise.withResolvers<Uint8Array>();
    const ready = Promise.resolve();
    const writer = {
      ready,
      write: (bytes: Uint8Array): Promise<void> => {
        packed.resolve(bytes);
        return ready;
      },
      close: (): Promise<void> => ready,
    };
    this.writable = { getWriter: () => writer };
    this.readable = {
      async *[Symbol.asyncIterator]() {
        yield unpacked(format, await packed.promise);
      },
    };
  }
}

/** @throws Error where the bytes are damaged, cut short, or too many */
function unpacked(format: string, bytes: Uint8Array): Uint8Array {
  const limits = { maxOutputLength: MOST_BYTES };
  if (format === 'deflate') return inflateSync(bytes, limits);
  if (format === 'brotli') return brotliDecompressSync(bytes, limits);
  throw new TypeError(`unknown format ${format}`);
}
