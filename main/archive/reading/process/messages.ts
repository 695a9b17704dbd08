/** What the reading process and its caller say to each other. */
import type { Progress } from '../../../../shared/contract/index.ts';
import type { ErrorReport } from '../../../../shared/errors.ts';
import type { RawText } from '../types.ts';

export type ToReader =
  | { kind: 'read'; id: number; name: string; bytes: Uint8Array<ArrayBuffer>; ocr: boolean }
  | { kind: 'cancel'; id: number }
  | { kind: 'end' };

export type FromReader =
  /** Also the sign that the reader lives. */
  | { kind: 'progress'; id: number; progress: Progress }
  /** From here on scans are read, of which one page may take long. */
  | { kind: 'scans'; id: number }
  | { kind: 'read'; id: number; raw: RawText }
  | { kind: 'failed'; id: number; error: ErrorReport };
