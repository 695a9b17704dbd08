/** Shapes of a search and its answer. Ids, snippets, marks and facets: never bodies. */
import { z } from 'zod';
import { LETTER_SORTS } from './letter.ts';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期须写作 2022-06-27');

export const searchFiltersSchema = z.object({
  from: date.optional(),
  to: date.optional(),
  year: z.array(z.number().int()).optional(),
  reply_kind: z.array(z.string()).optional(),
  result_code: z.array(z.string()).optional(),
  openness: z.array(z.string()).optional(),
  issuer: z.array(z.string()).optional(),
});
export type SearchFilters = z.infer<typeof searchFiltersSchema>;

export const searchRequestSchema = z.object({
  query: z.string(),
  limit: z.number().int().min(0).max(1000).default(20),
  offset: z.number().int().min(0).default(0),
  /** `date` is newest first; the columns of a list go up, or down with `descending`. */
  sort: z.enum(['relevance', 'date', ...LETTER_SORTS]).default('relevance'),
  descending: z.boolean().optional(),
  filters: searchFiltersSchema.default({}),
  /** Earlier versions too: a letter is found where its newest or any earlier version meets the whole query. */
  versions: z.boolean().default(false),
});
export type SearchRequest = z.infer<typeof searchRequestSchema>;

/** `marks` are [start, end) pairs in UTF-16 units that index `snippet`; `title_marks` index `title`. */
export const searchHitSchema = z.object({
  id: z.string(),
  /** The version that matched, where it is not the newest. */
  version: z.number().optional(),
  title: z.string().nullable(),
  title_marks: z.array(z.tuple([z.number(), z.number()])),
  /** What people call it (letter-name.ts), with the marks in it. */
  name: z.string(),
  name_marks: z.array(z.tuple([z.number(), z.number()])),
  addressees: z.array(z.string()),
  doc_number: z.string().nullable(),
  issuer: z.string().nullable(),
  issued_on: z.string().nullable(),
  result_code: z.string().nullable(),
  openness: z.string().nullable(),
  score: z.number(),
  where: z.enum(['text', 'title', 'element', 'attachment']),
  /** The field that matched, where `where` is `element`. */
  element: z.string().optional(),
  attachment: z.object({ id: z.string(), name: z.string(), page: z.number().optional() }).optional(),
  snippet: z.string(),
  marks: z.array(z.tuple([z.number(), z.number()])),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const facetSchema = z.array(z.object({ value: z.string(), count: z.number() }));
export type Facet = z.infer<typeof facetSchema>;

export const searchAnswerSchema = z.object({
  query: z.string(),
  /** What was understood, in Chinese, for people. */
  explained: z.string(),
  total: z.number(),
  took_ms: z.number(),
  hits: z.array(searchHitSchema),
  facets: z.object({
    year: facetSchema,
    issuer: facetSchema,
    result_code: facetSchema,
    openness: facetSchema,
    reply_kind: facetSchema,
  }),
  /** With zero hits: one relaxation and what it would find; with `filters` in the place of those that were asked with. */
  relaxed: z
    .object({ query: z.string(), total: z.number(), explained: z.string(), filters: searchFiltersSchema.optional() })
    .optional(),
  /** What people must know about this answer: above all that the index is still being made and the total incomplete. */
  notice: z.string().optional(),
});
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;

/** A line of a list of letters that belong to another. */
export const relatedLetterSchema = z.object({
  id: z.string(),
  title: z.string().nullable(),
  doc_number: z.string().nullable(),
  issuer: z.string().nullable(),
  issued_on: z.string().nullable(),
  name: z.string(),
});
export type RelatedLetter = z.infer<typeof relatedLetterSchema>;

/** `reasons` in Chinese, strongest first. */
export const similarLetterSchema = relatedLetterSchema.extend({ reasons: z.array(z.string()) });
export type SimilarLetter = z.infer<typeof similarLetterSchema>;

/** What is kept of a search: all of the request but the page. */
export const keptRequestSchema = searchRequestSchema.omit({ limit: true, offset: true });
export type KeptRequest = z.infer<typeof keptRequestSchema>;

export const savedSearchSchema = z.object({
  id: z.string(),
  name: z.string(),
  request: keptRequestSchema,
  /** ISO UTC. */
  created: z.string(),
  total: z.number(),
  /** Of these, how many were filed or changed since the search was last looked at. */
  fresh: z.number(),
  /** The search can no longer be read; `total` is 0. */
  failed: z.boolean(),
});
export type SavedSearch = z.infer<typeof savedSearchSchema>;
