/** A file that is read where it is asked for, instead of lying in memory. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface FilePieces {
  /** Bytes. */
  size: number;
  /** Bytes from `start` to `end`, exclusive. */
  read: (start: number, end: number) => Uint8Array;
}

/** Of a file on the disk, open until it is closed. @throws the system's error */
export function piecesOfFile(path: string): FilePieces & { close: () => void } {
  const descriptor = openSync(path, 'r');
  return {
    size: fstatSync(descriptor).size,
    read: (start, end) => {
      const bytes = new Uint8Array(end - start);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, start));
    },
    close: () => closeSync(descriptor),
  };
}

/** Of bytes in memory: each piece is a copy, which its reader may keep. */
export function piecesOfBytes(bytes: Uint8Array): FilePieces {
  return { size: bytes.length, read: (start, end) => bytes.slice(start, end) };
}
