/** The desk: files that are read and wait for the archivist, and the filing of what he confirms. */
import { basename } from 'node:path';
import type { CallOutput, FileSource, ParsedInput } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { ELEMENT_NAMES } from '../../../shared/model/elements.ts';
import { readAttachments } from '../letters/attachment-text.ts';
import type { NewAttachment } from '../letters/attachments.ts';
import { findDuplicates, showLetter } from '../letters/catalogue.ts';
import { fileLetter } from '../letters/filing.ts';
import { newId } from '../letters/ids.ts';
import { refreshKeys } from '../letters/near-keys.ts';
import { readLetter } from '../reading/read-letter.ts';
import { drawPreview } from '../reading/readers/page-picture.ts';
import { shownPage } from '../letters/page-shown.ts';
import { withNames } from '../storage/letter-names.ts';
import { loadFile, sha256OfBytes, wholeBytes } from '../reading/load-file.ts';
import { hasUnfinishedName } from '../reading/unfinished.ts';
import { NEAR_DUPLICATE, nearKey, similarity, textKey } from '../reading/text-key.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { refuseDisposed } from '../trust/disposed/records.ts';
import type { LongWork } from '../work/long-work.ts';
import { toReading, type ReadFile } from './extract.ts';
import { completeFrom, lettersBegunBy, toldBegun } from './longer-copies.ts';
import { findNear, nearWarnings, type Near } from './near-duplicates.ts';
import { partsInside } from './parts-inside.ts';
import { localVocabulary } from './vocabulary.ts';
import { withWholeParts } from './whole-parts.ts';

/** At most so many unfiled drafts are kept; the oldest goes first. */
const DRAFT_LIMIT = 500;

type Beside = CallOutput<'desk.read'>['beside'][number];
/** `key` is the near key of its text, `words` the key of the same words; '' for a file without text. */
type Draft = ReadFile & { source: FileSource; key: Uint8Array; words: string };

/** A draft as it was confirmed. */
type Confirmed = Pick<ParsedInput<'desk.file'>, 'draft_id' | 'elements' | 'review'> & {
  text: string;
  attachments: NewAttachment[];
};

export class Desk {
  readonly #db: ArchiveDb;
  readonly #drafts = new Map<string, Draft>();

  constructor(db: ArchiveDb) {
    this.#db = db;
  }

  /** Reads a file and keeps the reading, not in the archive, until it is filed or discarded. */
  async read(source: FileSource, { signal }: LongWork): Promise<CallOutput<'desk.read'>> {
    const name = basename('path' in source ? source.path : source.name);
    if (hasUnfinishedName(name)) throw new ArchiveError('FILE_UNFINISHED', name);
    const local = localVocabulary(this.#db.read);
    const read = withWholeParts(await readLetter(source, { apart: true, local, ...(signal && { signal }) }));
    refuseDisposed(this.#db.read, { fileSha256: read.sha256 });
    const duplicates = findDuplicates(this.#db.read, read.sha256);
    const key = nearKey(read.clean.text);
    const alike = duplicates.length > 0 ? [] : this.#near(read);
    const begun = duplicates.length > 0 ? [] : lettersBegunBy(this.#db.read, read, key);
    const twins = alike.filter(({ id }) => !begun.some((one) => one.id === id));
    const words = read.clean.text.trim() === '' ? '' : textKey(read.clean.text);
    const beside = this.#besides(read.sha256, key, words);
    return {
      ...toReading(read),
      warnings: [...read.warnings, ...nearWarnings(this.#db.read, twins)],
      draft_id: this.#keep({ ...read, source, key, words }),
      duplicate_of: withNames(this.#db.read, duplicates),
      twins: withNames(
        this.#db.read,
        twins.map(({ differences: _differences, ...one }) => one),
      ),
      begun: toldBegun(this.#db.read, begun),
      beside,
    };
  }

  /**
   * A page of a draft as it looks, with the places of its words.
   * @throws ArchiveError NOT_FOUND, UNSUPPORTED_FORMAT, FILE_CHANGED and as drawPage()
   */
  async page(draftId: string, page: number): Promise<CallOutput<'desk.page'>> {
    const { draft, bytes } = await this.#fileOf(draftId);
    const drawn = await shownPage({ name: draft.name, bytes }, page);
    const scanned = draft.raw.scanned?.find((one) => one.page === drawn.page);
    return scanned === undefined ? drawn : { ...drawn, places: scanned.places };
  }

  /**
   * A draft's Word file, OFD page, mail or workbook as it looks.
   * @throws ArchiveError NOT_FOUND, FILE_CHANGED and as drawPreview()
   */
  async preview(draftId: string, page: number): Promise<CallOutput<'desk.preview'>> {
    const { draft, bytes } = await this.#fileOf(draftId);
    return drawPreview({ name: draft.name, bytes }, page);
  }

  discard(draftId: string): void {
    this.#drafts.delete(draftId);
  }

  clear(): void {
    this.#drafts.clear();
  }

  /**
   * Files a draft as the archivist confirmed it; the original file is kept as the first attachment. Where it is the whole file of a
   * letter that was filed from an unfinished one, it becomes the next version of that.
   * @throws ArchiveError NOT_FOUND, DUPLICATE, LONGER_COPY, and as fileLetter() and completeFrom()
   */
  async file(input: ParsedInput<'desk.file'>, actor: string): Promise<CallOutput<'desk.file'>> {
    const draft = this.#drafts.get(input.draft_id);
    if (draft === undefined) throw new ArchiveError('NOT_FOUND', `待归档文件 ${input.draft_id}`);
    const text = input.text ?? draft.clean.text;
    const same = findDuplicates(this.#db.read, draft.sha256)[0];
    if (same !== undefined && !input.allow_duplicate)
      throw new ArchiveError('DUPLICATE', withNames(this.#db.read, [same])[0]?.name, same.id);
    const embedded = draft.raw.embedded.map((file) => ({
      source: { name: basename(file.name), bytes: file.bytes },
      role: 'ATTACHMENT' as const,
    }));
    const attachments = await readAttachments([...embedded, ...input.attachments]);
    if (input.as_version !== undefined)
      return this.#complete(draft, { ...input, text, attachments }, input.as_version, actor);
    if (!input.allow_duplicate) this.#refuseLonger(draft);
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
      attachments,
      reason: '归档',
      review: input.review,
    });
    this.#drafts.delete(input.draft_id);
    return made;
  }

  #refuseLonger(draft: Draft): void {
    const [begun] = withNames(this.#db.read, lettersBegunBy(this.#db.read, draft, draft.key).slice(0, 1));
    if (begun !== undefined) throw new ArchiveError('LONGER_COPY', `与“${begun.name}”同名，前一部分相同`, begun.id);
  }

  /** What the archivist changed at the desk goes before what is read, and before what was put right in the letter. */
  #complete(
    draft: Draft,
    { draft_id, elements, text, attachments, review }: Confirmed,
    { id, base_version: baseVersion }: NonNullable<ParsedInput<'desk.file'>['as_version']>,
    actor: string,
  ): CallOutput<'desk.file'> {
    const given = Object.fromEntries(
      ELEMENT_NAMES.filter((name) => JSON.stringify(elements[name]) !== JSON.stringify(draft.elements[name])).map(
        (name) => [name, elements[name]],
      ),
    );
    const made = this.#db.transaction((tx) =>
      completeFrom(tx, draft, {
        ...{ id, actor, baseVersion, given, text, attachments, source: draft.source },
        ...(review ? { waits: true } : { reviewed: 'whole' as const }),
      }),
    );
    this.#drafts.delete(draft_id);
    const { version, warnings } = made;
    return { id, version, ref_code: showLetter(this.#db.read, id).ref_code, warnings };
  }

  /** A draft and its file, as it was when it was read. @throws ArchiveError NOT_FOUND, FILE_CHANGED */
  async #fileOf(draftId: string): Promise<{ draft: Draft; bytes: Uint8Array<ArrayBuffer> }> {
    const draft = this.#drafts.get(draftId);
    if (draft === undefined) throw new ArchiveError('NOT_FOUND', `待归档文件 ${draftId}`);
    const file = await loadFile(draft.source);
    if (file.sha256 !== draft.sha256) throw new ArchiveError('FILE_CHANGED', draft.name);
    return { draft, bytes: await wholeBytes(file) };
  }

  #keep(draft: Draft): string {
    const id = newId();
    this.#drafts.set(id, draft);
    const oldest = this.#drafts.keys().next().value;
    if (this.#drafts.size > DRAFT_LIMIT && oldest !== undefined) this.#drafts.delete(oldest);
    return id;
  }

  /** Filed letters that a letter at the desk may be a second copy of. */
  #near({ clean, elements, raw, bytes }: ReadFile): Near[] {
    if (clean.text.trim() === '') return [];
    refreshKeys(this.#db);
    const attached = raw.embedded.map(({ bytes }) => sha256OfBytes(bytes));
    const inside = (): readonly string[] | undefined => (bytes === null ? undefined : partsInside(bytes));
    return findNear(this.#db.read, { text: clean.text, elements, attached, inside });
  }

  /** Drafts that wait beside it and are the same letter: the same file twice, or its docx and its pdf. */
  #besides(sha256: string, key: Uint8Array, words: string): Beside[] {
    return [...this.#drafts].flatMap(([draft_id, other]): Beside[] => {
      if (other.sha256 === sha256) return [{ draft_id, file: other.name, kind: 'file' }];
      if (words === '' || other.words === '') return [];
      if (other.words === words) return [{ draft_id, file: other.name, kind: 'text' }];
      return similarity(key, other.key) >= NEAR_DUPLICATE ? [{ draft_id, file: other.name, kind: 'near' }] : [];
    });
  }
}
