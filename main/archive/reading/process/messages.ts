/** What the reading process and its caller say to each other. */
import type { Progress } from '../../../../shared/contract/index.ts';
import type { ErrorReport } from '../../../../shared/errors.ts';
import type { RawText } from '../types.ts';

/** Bytes as they come, or where they lie: a very large file is not sent from one process to another. */
export type FileFrom = { bytes: Uint8Array<ArrayBuffer> } | { path: string; sha256: string };

export type ToReader =
  | { kind: 'read'; id: number; name: string; from: FileFrom; ocr: boolean }
  | { kind: 'cancel'; id: number }
  | { kind: 'end' };

export type FromReader =
  /** Also the sign that the reader lives. */
  | { kind: 'progress'; id: number; progress: Progress }
  /** From here on scans are read, of which one page may take long. */
  | { kind: 'scans'; id: number }
  | { kind: 'read'; id: number; raw: RawText }
  | { kind: 'failed'; id: number; error: ErrorReport };
