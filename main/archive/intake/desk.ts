/** The desk: files that are read and wait for the archivist, and the filing of what he confirms. */
import { basename } from 'node:path';
import type { CallOutput, FileSource, ParsedInput } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import { readAttachments } from '../letters/attachment-text.ts';
import { findDuplicates } from '../letters/catalogue.ts';
import { fileLetter } from '../letters/filing.ts';
import { newId } from '../letters/ids.ts';
import { refreshKeys } from '../letters/near-keys.ts';
import { readLetter } from '../reading/read-letter.ts';
import { sha256OfBytes } from '../reading/read-raw.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import type { LongWork } from '../work/long-work.ts';
import { toReading, type ReadFile } from './extract.ts';
import { localVocabulary } from './vocabulary.ts';
import { findNear, nearWarnings } from './near-duplicates.ts';
import { partsInside } from './parts-inside.ts';

/** At most so many unfiled drafts are kept; the oldest goes first. */
const DRAFT_LIMIT = 500;

type Draft = ReadFile & { source: FileSource };

export class Desk {
  readonly #db: ArchiveDb;
  readonly #drafts = new Map<string, Draft>();

  constructor(db: ArchiveDb) {
    this.#db = db;
  }

  /** Reads a file and keeps the reading, not in the archive, until it is filed or discarded. */
  async read(source: FileSource, { signal }: LongWork): Promise<CallOutput<'desk.read'>> {
    const read = await readLetter(source, {
      apart: true,
      local: localVocabulary(this.#db.read),
      ...(signal && { signal }),
    });
    const duplicates = findDuplicates(this.#db.read, read.sha256);
    return {
      ...toReading(read),
      warnings: duplicates.length > 0 ? read.warnings : [...read.warnings, ...this.#nearWarnings(read)],
      draft_id: this.#keep({ ...read, source }),
      duplicate_of: duplicates,
    };
  }

  discard(draftId: string): void {
    this.#drafts.delete(draftId);
  }

  /**
   * Files a draft as the archivist confirmed it; the original file is kept as the first attachment.
   * @throws ArchiveError NOT_FOUND, DUPLICATE, and as fileLetter()
   */
  async file(input: ParsedInput<'desk.file'>, actor: string): Promise<CallOutput<'desk.file'>> {
    const draft = this.#drafts.get(input.draft_id);
    if (draft === undefined) throw new ArchiveError('NOT_FOUND', `待归档文件 ${input.draft_id}`);
    const text = input.text ?? draft.clean.text;
    const same = findDuplicates(this.#db.read, draft.sha256)[0];
    if (same !== undefined && !input.allow_duplicate)
      throw new ArchiveError('DUPLICATE', same.title ?? same.id, same.id);
    const embedded = draft.raw.embedded.map((file) => ({
      source: { name: basename(file.name), bytes: file.bytes },
      role: 'ATTACHMENT' as const,
    }));
    const made = fileLetter(this.#db, actor, {
      elements: input.elements,
      text,
      retention: input.retention,
      original: draft.source,
      originalSha256: draft.sha256,
      source: {
        fileName: draft.name,
        format: draft.raw.format,
        rawText: draft.raw.text,
        map: draft.clean.map,
        pages: draft.raw.pages,
        evidence: draft.evidence,
        warnings: draft.warnings,
      },
      attachments: await readAttachments([...embedded, ...input.attachments]),
      reason: '归档',
      review: false,
    });
    this.#drafts.delete(input.draft_id);
    return made;
  }

  #keep(draft: Draft): string {
    const id = newId();
    this.#drafts.set(id, draft);
    const oldest = this.#drafts.keys().next().value;
    if (this.#drafts.size > DRAFT_LIMIT && oldest !== undefined) this.#drafts.delete(oldest);
    return id;
  }

  /** What a letter at the desk may be a second copy of. */
  #nearWarnings({ clean, elements, raw, bytes }: ReadFile): Warning[] {
    if (clean.text.trim() === '') return [];
    refreshKeys(this.#db);
    const attached = raw.embedded.map(({ bytes }) => sha256OfBytes(bytes));
    const inside = (): readonly string[] | undefined => (bytes === null ? undefined : partsInside(bytes));
    return nearWarnings(findNear(this.#db.read, { text: clean.text, elements, attached, inside }));
  }
}
