/** Answers the contract's calls on what belongs to a search beside the search itself. */
import type { CallName, CallOutput, ParsedInput } from '../../../shared/contract.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { SavedSearch } from '../../../shared/model/search.ts';
import { readAttachmentText } from '../letters/attachments.ts';
import { readVersion } from '../letters/versions.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import {
  forgetQueries,
  listSaved,
  markSeen,
  readSearchHistory,
  rememberQuery,
  removeSaved,
  saveSearch,
  type KeptSearch,
} from './saved-searches.ts';
import type { SearchService } from './service.ts';

type SearchCall = Exclude<
  Extract<CallName, `search.${string}`>,
  'search.query' | 'search.marks' | 'search.suggest' | 'search.reindex'
>;
export type SearchHandlers = {
  [N in SearchCall]: (input: ParsedInput<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};

/**
 * The text that was read from an attachment of a letter's version; '' where there is none.
 * @throws ArchiveError NOT_FOUND
 */
export function attachmentText(
  db: ReadableDb,
  letter: string,
  attachment: string,
  version?: number,
): CallOutput<'search.attachmentText'> {
  const found = readVersion(db, letter, version).attachments.find(({ id }) => id === attachment);
  if (found === undefined) throw new ArchiveError('NOT_FOUND', attachment);
  const { text, pages } = readAttachmentText(db, found.sha256);
  return { name: found.name, text, pages: pages.map(({ start, end }) => [start, end]) };
}

/** A kept search with what it finds now; one that an older program kept may no longer be readable. */
async function counted(search: SearchService, { id, name, request, created, seen }: KeptSearch): Promise<SavedSearch> {
  const kept = { id, name, request, created };
  try {
    const { total, fresh } = await search.countNewer(request, seen);
    return { ...kept, total, fresh, failed: false };
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code.startsWith('QUERY_'))
      return { ...kept, total: 0, fresh: 0, failed: true };
    throw thrown;
  }
}

/** @param who who does the call in hand */
export function searchHandlers(db: ArchiveDb, search: SearchService, who: () => string): SearchHandlers {
  return {
    'search.attachmentText': (input) => attachmentText(db.read, input.id, input.attachment, input.version),
    'search.similar': (input) => search.similar(input.id, input.limit),
    'search.citedBy': async (input) => {
      const ids = await search.citedBy(input.id);
      return { total: ids.length, letters: search.lines(ids.slice(0, input.limit)) };
    },
    'search.saved': async () => {
      const saved: SavedSearch[] = [];
      for (const kept of listSaved(db.read, who())) saved.push(await counted(search, kept));
      return saved;
    },
    'search.save': (input) => saveSearch(db, who(), input.name, input.request),
    'search.seen': (input) => {
      markSeen(db, who(), input.id);
      return {};
    },
    'search.unsave': (input) => {
      removeSaved(db, who(), input.id);
      return {};
    },
    'search.history': (input) => readSearchHistory(db.read, who(), input.limit),
    'search.remember': (input) => {
      rememberQuery(db, who(), input.query);
      return {};
    },
    'search.forget': () => {
      forgetQueries(db, who());
      return {};
    },
  };
}
