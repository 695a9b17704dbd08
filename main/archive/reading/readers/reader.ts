/** What every reader of a file format takes and gives, and the limits that all of them keep to. */
import type { LongWork } from '../../work/long-work.ts';
import { ArchiveError, type ErrorCode } from '../../../../shared/errors.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { RawText } from '../types.ts';

const MiB = 1024 * 1024;

/**
 * Every limit of reading, in one place. Sizes in bytes unless the name says otherwise. They are far above any real
 * letter; they exist so that a hostile or mistaken file costs a clear answer instead of the machine's memory.
 */
export const LIMITS = {
  /** Larger files are not read at all. */
  fileBytes: 512 * MiB,
  /** Larger files are read, but their bytes are not handed on: the caller copies them from the path in parts. */
  heldBytes: 128 * MiB,
  /** Plain text, web pages, mails' bodies, xml parts: 32 MiB are some eleven million characters. */
  textBytes: 32 * MiB,
  /** All entries of one zip container together, unpacked. */
  zipTotalBytes: 512 * MiB,
  /** One entry of a zip container, unpacked. */
  zipEntryBytes: 256 * MiB,
  zipEntries: 20_000,
  /** A zip in a zip is opened; what is deeper is kept closed. */
  zipDepth: 2,
  pdfPages: 20_000,
  /** Scanned pages of one file that OCR reads; the rest is named in a warning. */
  ocrPages: 500,
  /** How deep tables, boxes and mail parts may stand in one another. */
  nesting: 64,
} as const;

/** A file whose bytes are in memory. `name` is the bare file name, without folders. */
export interface FileBytes {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface ReadOptions extends LongWork {
  /** False leaves scans without text. Default true. */
  ocr?: boolean;
}

/** Reads one format. Throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE, CANCELLED. */
export type Reader = (file: FileBytes, options: ReadOptions) => Promise<RawText>;

/** @throws ArchiveError CANCELLED once the signal has been given. */
export function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
}

export function warning(code: string, message: string): Warning {
  return { code, message };
}

/** Lets ArchiveErrors pass and gives everything else that a parser throws the stated code. */
export function asArchiveError(thrown: unknown, code: ErrorCode, fileName: string): ArchiveError {
  if (thrown instanceof ArchiveError) return thrown;
  return new ArchiveError(code, fileName, thrown instanceof Error ? thrown.message : String(thrown));
}
