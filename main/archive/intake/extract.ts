/** Reads a file and stores nothing. */
import type { ParsedInput } from '../../../shared/contract/index.ts';
import type { Reading } from '../../../shared/model/letter.ts';
import { readLetter } from '../reading/read-letter.ts';
import type { LongWork } from '../work/long-work.ts';

export type ReadFile = Awaited<ReturnType<typeof readLetter>>;

/** A file that was read, as the contract tells it. */
export function toReading(read: ReadFile): Reading {
  return {
    file: read.name,
    format: read.raw.format,
    size: read.size,
    text: read.clean.text,
    elements: read.elements,
    evidence: read.evidence,
    warnings: read.warnings,
  };
}

/** Needs no archive. @throws ArchiveError as readLetter() */
export async function extractReading(
  input: ParsedInput<'reading.extract'>,
  { signal }: LongWork = {},
): Promise<Reading> {
  return toReading(await readLetter(input.source, { ocr: input.ocr, apart: true, ...(signal && { signal }) }));
}
