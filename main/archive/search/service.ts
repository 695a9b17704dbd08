/**
 * Search as the engine uses it: keeps the index level with the archive, answers queries with snippets and marks, and
 * makes the index again where it cannot be trusted. The archive is the truth throughout.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Progress } from '../../../shared/contract/index.ts';
import type { LongWork } from '../work/long-work.ts';
import { together } from './together.ts';
import { asRelated } from '../letters/catalogue.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type {
  KeptRequest,
  RelatedLetter,
  SearchAnswer,
  SearchHit,
  searchRequestSchema,
  SimilarLetter,
} from '../../../shared/model/search.ts';
import { markTerms, parseQuery, type ParsedQuery } from '../../../shared/text/query.ts';
import { findMarks, type Mark } from '../../../shared/text/snippet.ts';
import { citingQuery } from './cited-by.ts';
import { ColumnOrder, letterOf } from './column-order.ts';
import { beginIndexCheck, withVersions, type IndexChecked } from './check-index.ts';
import type { IndexAnswer, IndexHit, SearchPlan } from './evaluate.ts';
import { explainedWith } from './filter-words.ts';
import { makeHit } from './hits.ts';
import { nameRecord, namesOf } from './name-records.ts';
import type { Suggestion } from './names.ts';
import { namesHere, namesInThread, type NamesPort } from './names-port.ts';
import { offered, otherForms, termsOf, type AskedIndex } from './offer.ts';
import { portHere, portInThread, type IndexPort } from './port.ts';
import { likenessOf, phrasesOf, rarest, similarQuery } from './similar.ts';
import { IndexDamaged } from './segment-layout.ts';
import { splitVersionId, type IndexedLetter, type NameRecord, type SearchSource } from './types.ts';
import { withRefCodes } from './ref-codes.ts';

export interface SearchOptions {
  /** No threads: for the command line. The index is level with the archive when `open` returns. */
  inProcess?: boolean;
  readOnly?: boolean;
  onProgress?: (progress: Progress) => void;
}

/** Letters that one message to the index carries at most, by number and by text. */
const BATCH_LETTERS = 64;
const BATCH_UNITS = 400_000;
/** So many changes are caught up before anything is answered; more are caught up beside the searches. */
const CATCH_UP_FIRST = 300;

/** Letters that are looked at for each that is called similar. */
const LOOKED_AT = 4;

interface LoadedNames {
  port: NamesPort;
  loading: Promise<void>;
}

/** Where earlier versions are indexed, below the index's own folder. */
const OLDER = 'older';

/** Letters whose names go to the names thread in one message. */
const NAMES_AT_ONCE = 200;

const MENDED = '检索索引曾有损坏，已自动弃用并按档案库重新建立。函件内容未受影响。';

export class SearchService {
  private readonly source: SearchSource;
  private readonly folder: string;
  private readonly port: IndexPort;
  private readonly options: SearchOptions;
  private readonly order: ColumnOrder | undefined;
  private contiguous = 0;
  /** Set while many letters are being added beside the searches. */
  private building: { done: number; total: number } | undefined;
  private background: Promise<void> = Promise.resolve();
  private feeding: Promise<void> = Promise.resolve();
  private searching: Promise<unknown> = Promise.resolve();
  private names: Promise<LoadedNames> | undefined;
  /** Earlier versions, indexed apart and only once somebody asks for them. */
  private older: Promise<SearchService> | undefined;
  /** The index was found damaged and is made again: `untold` until a whole answer has said so. */
  private mended: 'no' | 'untold' | 'told' = 'no';
  private closing = false;

  private constructor(folder: string, source: SearchSource, port: IndexPort, options: SearchOptions) {
    this.folder = folder;
    this.source = source;
    this.port = port;
    this.options = options;
    this.order = source.columns && new ColumnOrder(source.columns);
  }

  /**
   * Opens the index in a folder, or makes it.
   * @param folder for the index alone; everything in it may be thrown away
   * @throws ArchiveError DISK_ERROR where the folder cannot be used
   */
  static async open(folder: string, source: SearchSource, options: SearchOptions = {}): Promise<SearchService> {
    const setup = { folder, archiveId: source.archiveId, readOnly: options.readOnly === true };
    const port = (options.inProcess === true ? portHere : portInThread)(setup);
    const service = new SearchService(folder, source, port, options);
    await service.start();
    return service;
  }

  private async start(): Promise<void> {
    const state = await this.port.call('state');
    this.contiguous = state.contiguous;
    if (state.dropped === 'damaged') this.mended = 'untold';
    const newest = this.source.sequence();
    // An archive that was put back from a backup may be older than the index.
    if (this.contiguous > newest || state.letters > this.source.count()) await this.reset();
    const behind = newest - this.contiguous;
    if (behind === 0) return;
    if (this.options.inProcess === true || behind <= CATCH_UP_FIRST) await this.feed(this.options.onProgress);
    else this.startBackground();
  }

  /** Throws the index away. Never while letters are being added: what is added behind it would count as whole. */
  private reset(): Promise<void> {
    return this.inTurn(async () => {
      await this.port.call('reset');
      this.contiguous = 0;
    });
  }

  private startBackground(): void {
    this.building = { done: 0, total: this.source.count() };
    this.background = this.feed((progress) => {
      if (this.building !== undefined) this.building.done = progress.done;
      this.options.onProgress?.(progress);
    })
      .catch(() => undefined)
      .finally(() => {
        this.building = undefined;
      });
  }

  private inTurn(act: () => Promise<void>): Promise<void> {
    const run = this.feeding.then(act);
    this.feeding = run.catch(() => undefined);
    return run;
  }

  /** Adds every letter that changed since the index was level. Only one runs at a time. */
  private feed(onProgress?: LongWork['onProgress'], signal?: AbortSignal): Promise<void> {
    return this.inTurn(() => this.feedNow(onProgress, signal));
  }

  private async feedNow(onProgress?: LongWork['onProgress'], signal?: AbortSignal): Promise<void> {
    const goal = this.source.sequence();
    if (goal <= this.contiguous) return;
    const total = this.contiguous === 0 ? this.source.count() : goal - this.contiguous;
    let done = 0;
    let batch: IndexedLetter[] = [];
    let units = 0;
    const send = async (upTo: number): Promise<void> => {
      await this.port.call('add', batch, upTo);
      this.contiguous = Math.max(this.contiguous, upTo);
      done += batch.length;
      batch = [];
      units = 0;
      onProgress?.({ done, total: Math.max(total, done), message: '正在建立检索索引' });
    };
    for (const letter of this.source.changedSince(this.contiguous)) {
      if (signal?.aborted === true || this.closing) throw new ArchiveError('CANCELLED');
      batch.push(letter);
      units += letter.text.length + letter.attachments.reduce((sum, { text }) => sum + text.length, 0);
      if (batch.length >= BATCH_LETTERS || units >= BATCH_UNITS) await send(letter.sequence);
    }
    await send(goal);
  }

  /** Makes a letter's newest state findable; it is when this returns. */
  async put(letter: IndexedLetter): Promise<void> {
    if (this.building !== undefined) await this.port.call('add', [letter], 0);
    else await this.feed();
    const names = await this.names;
    await names?.port.add([nameRecord(letter)]);
  }

  /** Waits until the index is level with the archive. */
  private async level(): Promise<void> {
    await this.background;
    if (this.source.sequence() > this.contiguous) await this.feed();
  }

  /** Asks the index; one question at a time, so that one that is no longer wanted is never asked. */
  private ask(asked: SearchPlan, signal?: AbortSignal): Promise<IndexAnswer> {
    const plan = withRefCodes(asked, this.source);
    const run = this.searching.then(async () => {
      if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
      if (this.building === undefined && this.source.sequence() > this.contiguous) await this.feed();
      try {
        return await this.port.call('search', plan);
      } catch (error) {
        if (!(error instanceof IndexDamaged)) throw error;
        await this.recover();
        return this.port.call('search', plan);
      }
    });
    this.searching = run.catch(() => undefined);
    return run;
  }

  /** The index cannot be trusted: makes it again. */
  private async recover(): Promise<void> {
    await this.background;
    this.mended = 'untold';
    await this.reset();
    if (this.options.inProcess === true || this.source.count() <= CATCH_UP_FIRST)
      await this.feed(this.options.onProgress);
    else this.startBackground();
  }

  /** What an answer must say about itself; that the index was mended is said up to the first whole answer. */
  private notice(): string | undefined {
    const said: string[] = [];
    if (this.mended === 'untold') said.push(MENDED);
    if (this.building !== undefined) {
      const { done, total } = this.building;
      said.push(`检索索引正在建立（${done} / ${total} 件），结果暂不完整，建成后自动补全。`);
    } else if (this.mended === 'untold') this.mended = 'told';
    return said.length === 0 ? undefined : said.join('');
  }

  /** What a person must know about the index for as long as this archive is open. */
  warnings(): string[] {
    return this.mended === 'no' ? [] : [MENDED];
  }

  /**
   * Answers a query with a page of hits.
   * @throws ArchiveError QUERY_EMPTY, QUERY_TOO_LONG, QUERY_BAD_FIELD, QUERY_BAD_DATE, CANCELLED
   */
  async query(request: z.input<typeof searchRequestSchema>, signal?: AbortSignal): Promise<SearchAnswer> {
    const began = performance.now();
    const asked = this.plan(request);
    const { query } = asked;
    const forms = query === undefined ? [] : otherForms(query);
    // One question to the index instead of two.
    const plan = forms.length === 0 ? asked : { ...asked, alsoEstimate: termsOf(forms) };
    const older = request.versions === true ? await this.openOlder() : undefined;
    const answer = await this.askInOrder(request, plan, older, signal);
    const index: AskedIndex = {
      total: async (wider) => (await this.ask(wider, signal)).total,
      issuers: async (wider) => (await this.ask(wider, signal)).facets.issuer.map(({ value }) => value),
      // What is offered beside an answer never ends it: a damaged index is made again by the next question.
      estimate: (terms) =>
        this.port.call('estimate', terms).catch((error: unknown) => {
          if (error instanceof IndexDamaged) return [];
          throw error;
        }),
    };
    const offer =
      query === undefined ? undefined : offered(index, request, query, answer.total, forms, answer.estimates);
    const hits = answer.hits.flatMap((hit) => this.shownHit(hit, query));
    const relaxed = await offer;
    if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
    const notice = [this.notice(), older?.notice()].filter((said) => said !== undefined).join('');
    return {
      query: request.query,
      explained: explainedWith(query?.explained, plan.filters) + (older === undefined ? '' : '；含历史版本'),
      total: answer.total,
      took_ms: Math.round((performance.now() - began) * 10) / 10,
      hits,
      facets: answer.facets,
      ...(relaxed === undefined ? {} : { relaxed }),
      ...(notice === '' ? {} : { notice }),
    };
  }

  private plan(request: z.input<typeof searchRequestSchema>): SearchPlan {
    const { filters = {}, sort: by = 'relevance', offset = 0, limit = 20 } = request;
    const sort = by === 'relevance' ? by : 'date';
    const filtered = Object.values(filters).some((value) => value !== undefined);
    const query = filtered && request.query.trim() === '' ? undefined : parseQuery(request.query);
    return { query, filters, sort, offset, limit };
  }

  /** A letter is found by its newest version, or else by the newest of the earlier ones that meets the query. */
  private async askFor(plan: SearchPlan, older?: SearchService, signal?: AbortSignal): Promise<IndexAnswer> {
    if (older === undefined) return this.ask(plan, signal);
    const newest = await this.ask({ ...plan, offset: 0, limit: this.source.count() }, signal);
    const except = newest.hits.map(({ id }) => id);
    const { offset, limit } = plan;
    const earlier = await older.ask({ ...plan, offset: 0, limit: offset + limit, newestOnly: { except } }, signal);
    return together(newest, earlier, offset, limit);
  }

  /** The index orders by relevance and day; any other order is that of the archive's columns. */
  private async askInOrder(
    { sort = 'relevance', descending = false, versions = false }: z.input<typeof searchRequestSchema>,
    plan: SearchPlan,
    older?: SearchService,
    signal?: AbortSignal,
  ): Promise<IndexAnswer> {
    if (sort === 'relevance' || sort === 'date' || this.order === undefined) return this.askFor(plan, older, signal);
    const { query, filters, offset, limit } = plan;
    const asked = { query, filters, versions, done: this.building?.done ?? null };
    const whole = { ...plan, offset: 0, limit: this.source.count() };
    const all = await this.order.answer(asked, sort, descending, () => this.askFor(whole, older));
    return { ...all, hits: all.hits.slice(offset, offset + limit) };
  }

  private async openOlder(): Promise<SearchService | undefined> {
    const { older } = this.source;
    if (older === undefined) return undefined;
    this.older ??= SearchService.open(join(this.folder, OLDER), older, this.options).catch((error: unknown) => {
      // What failed once (a version that cannot be read) is tried again by whoever asks next.
      this.older = undefined;
      throw error;
    });
    return this.older;
  }

  private shownHit({ id, score }: IndexHit, query: ParsedQuery | undefined): SearchHit[] {
    const isOlder = id.includes('@');
    const letter = isOlder ? this.source.older?.letter(id) : this.source.letter(id);
    if (letter === undefined) return [];
    const hit = makeHit(letter, score, query);
    if (!isOlder) return [hit];
    const { letter: of, version } = splitVersionId(id);
    return [{ ...hit, id: of, version }];
  }

  /**
   * How much a kept search finds, and how much of it changed after a change number.
   * @throws ArchiveError as `query` does
   */
  async countNewer(request: KeptRequest, sequence: number): Promise<{ total: number; fresh: number }> {
    const older = request.versions ? await this.openOlder() : undefined;
    return this.askFor({ ...this.plan({ ...request, limit: 0 }), newerThan: sequence }, older);
  }

  /**
   * Every mark of a query in a letter's text, or in an attachment's, [start, end) in UTF-16 units; [] for a query that
   * cannot be read.
   */
  marks(query: string, text: string, part: 'body' | 'attachment' = 'body'): Mark[] {
    try {
      return findMarks(text, markTerms(parseQuery(query), ['all', part]));
    } catch (error) {
      if (error instanceof ArchiveError) return [];
      throw error;
    }
  }

  /**
   * The ids of all letters that a search finds, newest first or as asked: of its words, its filters, with earlier versions or without.
   * @throws ArchiveError as `query` does
   */
  async ids(
    query: string,
    { filters = {}, versions = false, sort = 'date', descending = false }: Partial<KeptRequest> = {},
  ): Promise<string[]> {
    await this.level();
    const request = { query, filters, versions, sort, descending };
    const plan = { ...this.plan(request), limit: this.source.count() };
    const { hits } = await this.askInOrder(request, plan, versions ? await this.openOlder() : undefined);
    return hits.map(({ id }) => letterOf(id));
  }

  /**
   * Titles, names, offices and numbers that what was typed may mean, by words, pinyin and initials. The names are
   * loaded from the first call on; until they are all there, the answer comes from those that are.
   */
  async suggest(prefix: string, limit: number): Promise<Suggestion[]> {
    this.names ??= this.loadNames();
    const { port, loading } = await this.names;
    if (this.options.inProcess === true || this.source.count() <= CATCH_UP_FIRST) await loading;
    return port.suggest(prefix, limit);
  }

  private async loadNames(): Promise<LoadedNames> {
    const port = this.options.inProcess === true ? await namesHere() : namesInThread();
    const load = async (): Promise<void> => {
      let batch: NameRecord[] = [];
      for (const record of this.source.names?.() ?? namesOf(this.source.changedSince(0))) {
        if (this.closing) return;
        batch.push(record);
        if (batch.length < NAMES_AT_ONCE) continue;
        await port.add(batch);
        batch = [];
      }
      await port.add(batch);
    };
    // Suggestions are a help: where their thread fails, searching goes on.
    return { port, loading: load().catch(() => undefined) };
  }

  /**
   * Letters like this one, the most alike first, each with its reasons.
   * @throws ArchiveError NOT_FOUND
   */
  async similar(id: string, limit = 10): Promise<SimilarLetter[]> {
    const letter = this.known(id);
    const phrases = phrasesOf(letter);
    const counts = await this.port.call('estimate', phrases);
    const chosen = rarest(phrases, counts, this.source.count());
    const query = similarQuery(letter, chosen);
    if (query === undefined) return [];
    // More than are wanted are looked at: what the index ranks first need not have the same subject.
    const answer = await this.ask({ query, filters: {}, sort: 'relevance', offset: 0, limit: limit * LOOKED_AT + 1 });
    return answer.hits
      .flatMap((hit) => {
        const other = hit.id === id ? undefined : this.source.letter(hit.id);
        if (other === undefined) return [];
        const { reasons, weight } = likenessOf(letter, other, chosen);
        return reasons.length === 0 ? [] : [{ letter: { ...asRelated(other), reasons }, weight }];
      })
      .sort((a, b) => b.weight - a.weight)
      .slice(0, limit)
      .map((one) => one.letter);
  }

  /**
   * The letters that cite this one's number in any form, newest first.
   * @throws ArchiveError NOT_FOUND
   */
  async citedBy(id: string): Promise<string[]> {
    const query = citingQuery(this.known(id).elements.doc_number);
    if (query === undefined) return [];
    const { hits } = await this.ask({ query, filters: {}, sort: 'date', offset: 0, limit: this.source.count() });
    return hits.map((hit) => hit.id);
  }

  /** Letters by their ids, as lines of a list. */
  lines(ids: readonly string[]): RelatedLetter[] {
    return ids.flatMap((id) => {
      const letter = this.source.letter(id);
      return letter === undefined ? [] : [asRelated(letter)];
    });
  }

  private known(id: string): IndexedLetter {
    const letter = this.source.letter(id);
    if (letter === undefined) throw new ArchiveError('NOT_FOUND', id);
    return letter;
  }

  /** Makes the whole index again. @throws ArchiveError CANCELLED; what was not yet indexed follows by itself */
  async rebuild(options: LongWork = {}): Promise<{ letters: number; took_ms: number }> {
    const began = performance.now();
    await this.background;
    await this.reset();
    await this.feed(options.onProgress, options.signal);
    if (this.options.readOnly !== true) await this.port.call('flush');
    const { letters } = await this.port.call('state');
    return { letters, took_ms: Math.round(performance.now() - began) };
  }

  /** Waits until the index has merged all that is worth merging. */
  async settle(): Promise<void> {
    await this.port.call('settle');
  }

  /**
   * Compares the index with the archive, letter by letter: what it was made from, what its columns say, and what its lists say of
   * all letters or of a random sample. Searches go on meanwhile.
   * @throws ArchiveError CANCELLED
   */
  check(whole: boolean, work: LongWork = {}): Promise<IndexChecked> {
    return this.beginCheck(whole, work.signal)(work);
  }

  /**
   * Begins it: the lists are read in the thread of the index beside other work. @returns what waits for that, and compares
   */
  beginCheck(whole: boolean, signal?: AbortSignal): (work?: LongWork) => Promise<IndexChecked> {
    const compare = beginIndexCheck(this.port, this.source, this.level(), { whole, signal });
    return async (work = {}) => this.withOlder(await compare(work), whole, work);
  }

  private async withOlder(found: IndexChecked, whole: boolean, work: LongWork): Promise<IndexChecked> {
    const { older } = this.source;
    if (older === undefined || !existsSync(join(this.folder, OLDER))) return found;
    const earlier = await (await this.openOlder())?.check(whole, work);
    return earlier === undefined ? found : withVersions(found, earlier);
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.background;
    await this.feeding;
    const names = await this.names;
    await names?.loading;
    await names?.port.close();
    await (await this.older)?.close();
    await this.port.call('close');
  }
}
