/**
 * Packing by zlib (RFC 1950), which every language can unpack: short contents and what letters were read from are kept so.
 * What is hashed is always what was packed, never the packed bytes.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { ArchiveError } from '../../../shared/errors.ts';

/** Longer contents stay in pieces as they are, so that nothing large is ever held whole. Bytes. */
export const MOST_PACKED_BYTES = 1024 * 1024;
/** Of what is longer, so many bytes of its middle are packed first: files that are packed already are told apart by them. */
const SAMPLE_BYTES = 4096;
/** Packed it must be shorter by this share, or it is not worth unpacking it. */
const WORTH = 1 / 8;

const isWorth = (packed: number, plain: number): boolean => packed <= plain * (1 - WORTH);

/** zlib with its tables as small as a short content needs: to clear the large ones takes longer than to pack it. The packed bytes are no larger. */
const SHORT = { windowBits: 13, memLevel: 6, chunkSize: 4096 } as const;
/** What a window of 13 bits sees at once. Bytes. */
const SHORT_BYTES = 1 << SHORT.windowBits;

const deflated = (bytes: Uint8Array): Buffer =>
  bytes.length <= SHORT_BYTES ? deflateSync(bytes, SHORT) : deflateSync(bytes);

/** The bytes packed; undefined where that does not pay, or where they are too many. */
export function pack(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length > MOST_PACKED_BYTES) return undefined;
  if (bytes.length > 2 * SAMPLE_BYTES) {
    const middle = (bytes.length - SAMPLE_BYTES) >>> 1;
    const sample = deflated(bytes.subarray(middle, middle + SAMPLE_BYTES));
    if (!isWorth(sample.length, SAMPLE_BYTES)) return undefined;
  }
  const packed = deflated(bytes);
  return isWorth(packed.length, bytes.length) ? packed : undefined;
}

/** Room that the unpacker asks for at once: mostly enough for all, and for a short content not more than it needs. */
const roomFor = (packed: Uint8Array): number => Math.min(Math.max(4 * packed.length, 4096), 64 * 1024);

/**
 * What was packed.
 * @param packed nothing may follow the end of what zlib reads: no hash would cover it
 * @param mostBytes where it gives more it is refused before it takes the memory
 * @throws ArchiveError ARCHIVE_DAMAGED
 */
export function unpack(packed: Uint8Array, mostBytes: number): Buffer {
  let result: { buffer: Buffer; engine: { bytesWritten: number } };
  try {
    result = inflateSync(packed, {
      info: true,
      // Nothing longer is packed, whatever the file says of its length.
      maxOutputLength: Math.min(mostBytes, MOST_PACKED_BYTES),
      chunkSize: roomFor(packed),
    }) as unknown as typeof result;
  } catch (thrown) {
    throw new ArchiveError('ARCHIVE_DAMAGED', undefined, `unpacking: ${thrown instanceof Error ? thrown.message : ''}`);
  }
  if (result.engine.bytesWritten !== packed.length)
    throw new ArchiveError('ARCHIVE_DAMAGED', undefined, 'unpacking: bytes behind the end');
  return result.buffer;
}
