/** Calls that find letters. */
import { z } from 'zod';
import {
  keptRequestSchema,
  relatedLetterSchema,
  savedSearchSchema,
  searchAnswerSchema,
  searchRequestSchema,
  similarLetterSchema,
} from '../model/search.ts';
import { id, long, nothing, reads, version, writes } from './call.ts';
import { ARCHIVIST, BUSINESS } from './roles.ts';

export const SEARCH_CALLS = {
  'search.query': reads(BUSINESS, searchRequestSchema, searchAnswerSchema),
  /** The ids of all that a search finds, in its order: what 全选 takes. */
  'search.ids': reads(BUSINESS, keptRequestSchema, z.object({ ids: z.array(z.string()) })),
  /** Every mark of a query in one letter's text, or in the text of one of its attachments, for the letter view. */
  'search.marks': reads(
    BUSINESS,
    z.object({ query: z.string(), id, version: version.optional(), attachment: id.optional() }),
    z.object({ marks: z.array(z.tuple([z.number(), z.number()])) }),
  ),
  /** The text that was read from an attachment, as it is searched; pages are [start, end) in it. */
  'search.attachmentText': reads(
    BUSINESS,
    z.object({ id, attachment: id, version: version.optional() }),
    z.object({ name: z.string(), text: z.string(), pages: z.array(z.tuple([z.number(), z.number()])) }),
  ),
  /** Letters like a letter, the most alike first, each with the reasons. */
  'search.similar': reads(
    BUSINESS,
    z.object({ id, limit: z.number().int().min(1).max(50).default(8) }),
    z.array(similarLetterSchema),
  ),
  /** Letters in which this one's number stands, newest first. */
  'search.citedBy': reads(
    BUSINESS,
    z.object({ id, limit: z.number().int().min(1).max(200).default(50) }),
    z.object({ total: z.number(), letters: z.array(relatedLetterSchema) }),
  ),
  /** The caller's own saved searches, by name, with what is new in them. */
  'search.saved': reads(BUSINESS, nothing, z.array(savedSearchSchema)),
  /** Keeps a search under a name of the caller's; one of the same name is replaced. */
  'search.save': writes(
    BUSINESS,
    z.object({ name: z.string().trim().min(1).max(60), request: keptRequestSchema }),
    z.object({ id }),
  ),
  /** What is there now is no longer new. */
  'search.seen': writes(BUSINESS, z.object({ id }), z.object({})),
  'search.unsave': writes(BUSINESS, z.object({ id }), z.object({})),
  /** The caller's own latest queries, newest first. */
  'search.history': reads(
    BUSINESS,
    z.object({ limit: z.number().int().min(1).max(100).default(20) }),
    z.array(z.object({ query: z.string(), at: z.string() })),
  ),
  'search.remember': writes(BUSINESS, z.object({ query: z.string().trim().min(1).max(2000) }), z.object({})),
  'search.forget': writes(BUSINESS, nothing, z.object({})),
  'search.suggest': reads(
    BUSINESS,
    z.object({ prefix: z.string().max(100), limit: z.number().int().min(1).max(20).default(8) }),
    z.array(z.object({ kind: z.enum(['title', 'name', 'office', 'number']), text: z.string(), count: z.number() })),
  ),
  'search.reindex': long(writes(ARCHIVIST, nothing, z.object({ letters: z.number(), took_ms: z.number() }))),
} as const;
