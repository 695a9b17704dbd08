/** Answers the contract's calls that find letters. */
import type { CallOutput, SEARCH_CALLS } from '../../../shared/contract/index.ts';
import type { HandlersOf } from '../host/handlers.ts';
import type { Host } from '../host/host.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { SavedSearch } from '../../../shared/model/search.ts';
import { readAttachmentText } from '../letters/attachments.ts';
import { showLetter } from '../letters/catalogue.ts';
import { readVersion } from '../letters/versions.ts';
import type { ReadableDb } from '../storage/types.ts';
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

/** A kept search with what it finds now; one that another program kept may not be readable. */
async function counted(search: SearchService, { whole, seen, ...kept }: KeptSearch): Promise<SavedSearch> {
  if (!whole) return { ...kept, total: 0, fresh: 0, failed: true };
  try {
    const { total, fresh } = await search.countNewer(kept.request, seen);
    return { ...kept, total, fresh, failed: false };
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code.startsWith('QUERY_'))
      return { ...kept, total: 0, fresh: 0, failed: true };
    throw thrown;
  }
}

export function searchHandlers(host: Host, search: SearchService): HandlersOf<typeof SEARCH_CALLS> {
  const { db } = host;
  return {
    'search.query': async (input, { signal }) => {
      const answer = await search.query(input, signal);
      host.noteSearched(input.query, input.filters, answer.total);
      return answer;
    },
    'search.ids': async ({ query, ...request }) => ({ ids: await search.ids(query, request) }),
    'search.marks': ({ query, id, version, attachment }) => {
      if (attachment === undefined) return { marks: search.marks(query, showLetter(db.read, id, version).text) };
      return { marks: search.marks(query, attachmentText(db.read, id, attachment, version).text, 'attachment') };
    },
    'search.suggest': (input) => search.suggest(input.prefix, input.limit),
    'search.reindex': async (_input, work) => {
      const rebuilt = await search.rebuild(work);
      host.record('index.rebuild', null, { letters: rebuilt.letters });
      return rebuilt;
    },
    'search.attachmentText': (input) => attachmentText(db.read, input.id, input.attachment, input.version),
    'search.similar': (input) => search.similar(input.id, input.limit),
    'search.citedBy': async (input) => {
      const ids = await search.citedBy(input.id);
      return { total: ids.length, letters: search.lines(ids.slice(0, input.limit)) };
    },
    'search.saved': async () => {
      const saved: SavedSearch[] = [];
      for (const kept of listSaved(db.read, host.actor)) saved.push(await counted(search, kept));
      return saved;
    },
    'search.save': (input) => saveSearch(db, host.actor, input.name, input.request),
    'search.seen': (input) => {
      markSeen(db, host.actor, input.id);
      return {};
    },
    'search.unsave': (input) => {
      removeSaved(db, host.actor, input.id);
      return {};
    },
    'search.history': (input) => readSearchHistory(db.read, host.actor, input.limit),
    'search.remember': (input) => {
      rememberQuery(db, host.actor, input.query);
      return {};
    },
    'search.forget': () => {
      forgetQueries(db, host.actor);
      return {};
    },
  };
}
