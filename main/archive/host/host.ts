/** What the engine lends the rooms that answer its calls. */
import type { ParsedInput, VerifyResult } from '../../../shared/contract/index.ts';
import type { AuditAction } from '../../../shared/model/audit.ts';
import type { KeptRequest } from '../../../shared/model/search.ts';
import type { LongWork } from '../work/long-work.ts';
import type { Typesetting } from '../print/typesetting.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';

/** Which letters: by id, or all that a search finds. */
export type Selection = ParsedInput<'export.pdf'>['selection'];

export interface Host {
  /** The archive's folder. */
  readonly folder: string;
  readonly db: ArchiveDb;
  /** Where pages are set. */
  readonly typesetting: Typesetting;
  /** Who does the call in hand: the person signed in, or the system user where the archive has no accounts. */
  readonly actor: string;
  /** Writes an act that changes nothing in the letters into the log. */
  record(action: AuditAction, subject: string | null, detail: object): void;
  /** Makes a changed letter findable; the archive itself is durable before. */
  index(letterId: string): Promise<void>;
  /** The ids of a selection, in the order asked for. */
  select(selection: Selection, order?: Partial<Pick<KeptRequest, 'sort' | 'descending'>>): Promise<string[]>;
  /**
   * Begins to compare the index with the letters, whole or a random sample of its lists, beside other work.
   * @returns what goes on with it and answers what is wrong
   */
  checkIndex(
    whole: boolean,
    signal: AbortSignal | undefined,
  ): (work: LongWork) => Promise<Pick<VerifyResult, 'problems' | 'notes'>>;
  /** Notes that somebody looks at a letter. */
  noteOpened(letterId: string, version: number): void;
  /** Notes what somebody searched for. */
  noteSearched(query: string, filters: object, total: number): void;
  /** Puts searches that are waiting into the log. */
  settleReading(): void;
}

/** Makes what an act has changed findable, and hands on what the act answers. */
export async function indexed<T extends { id: string }>(host: Host, made: T): Promise<T> {
  await host.index(made.id);
  return made;
}

/** The same for an act of which only the version that it made is told. */
export async function newVersion(
  host: Host,
  made: { id: string; version: number },
): Promise<{ id: string; version: number }> {
  await host.index(made.id);
  return { id: made.id, version: made.version };
}
