/** The check of the index against the archive: every letter is in it, as it is now, and its lists say what its text says. */
import type { LongWork } from '../work/long-work.ts';
import { sampleNote } from '../work/sample.ts';
import { TimeSlicer } from '../work/time-slicer.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { IndexEntry, ListsChecked } from './check-lists.ts';
import { columnFactsOf, factsDigest, fingerprintOf, newSeed, type Seed } from './fingerprint.ts';
import { letterUnits, lettersHash } from './letter-units.ts';
import type { IndexPort } from './port.ts';
import { IndexDamaged } from './segment-layout.ts';
import type { IndexedLetter, SearchProblem, SearchSource } from './types.ts';

export interface IndexChecked {
  problems: SearchProblem[];
  notes: SearchProblem[];
}

/** How long the index reads at a time: searches that come meanwhile wait so long at most. */
const STEP_MS = 10;
/** The index may be made anew while it is read; then the reading begins again. */
const MOST_TRIES = 3;

const problem = (message: string, id?: string): SearchProblem => ({
  kind: 'index',
  ...(id === undefined ? {} : { id }),
  message,
});

/** @param whole false: the lists of a random sample only @throws ArchiveError CANCELLED */
export async function checkIndex(
  port: IndexPort,
  source: SearchSource,
  whole: boolean,
  work: LongWork,
): Promise<IndexChecked> {
  const seed = newSeed();
  const newest = source.sequence();
  let lists: ListsChecked | undefined;
  try {
    lists = await readLists(port, seed, whole, work);
  } catch (error) {
    if (!(error instanceof IndexDamaged)) throw error;
    return { problems: [problem('检索索引文件已损坏，请重建索引（reindex）。函件内容未受影响。')], notes: [] };
  }
  if (lists === undefined) return { problems: [], notes: [problem('检索索引正在重建，未能核对。')] };
  const problems = await compare(lists.entries, source, newest, seed, work);
  const { compared, total } = lists;
  const told = sampleNote('检索索引的词表', { size: compared, total });
  return { problems, notes: told === undefined ? [] : [{ kind: 'sample', message: told }] };
}

/** undefined where the index was made anew each time. */
async function readLists(
  port: IndexPort,
  seed: Seed,
  whole: boolean,
  work: LongWork,
): Promise<ListsChecked | undefined> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    await port.call('checkBegin', seed, whole);
    let read = false;
    let checked: ListsChecked | undefined;
    try {
      read = await stepThrough(port, work);
    } finally {
      checked = await port.call('checkEnd', read);
    }
    if (checked !== undefined) return checked;
  }
  return undefined;
}

/** True when all lists were read, false where they were thrown away meanwhile. @throws ArchiveError CANCELLED; IndexDamaged */
async function stepThrough(port: IndexPort, { signal, onProgress }: LongWork): Promise<boolean> {
  for (;;) {
    if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
    const step = await port.call('checkStep', STEP_MS);
    if (step === 'gone' || step === 'read') return step === 'read';
    onProgress?.({ ...step, message: '核对检索索引' });
  }
}

/** What the index says of each letter against the letters; those that changed meanwhile are left to the next check. */
async function compare(
  entries: readonly IndexEntry[],
  source: SearchSource,
  newest: number,
  seed: Seed,
  work: LongWork,
): Promise<SearchProblem[]> {
  const problems: SearchProblem[] = [];
  const slicer = new TimeSlicer(work);
  const indexed = new Map(entries.map((entry) => [entry.id, entry]));
  slicer.stage('核对检索索引与正文', entries.length);
  for (const letter of source.changedSince(0)) {
    const entry = indexed.get(letter.id);
    indexed.delete(letter.id);
    if (letter.sequence <= newest) {
      const wrong = entry === undefined ? '检索索引中缺少此函件，请重建索引。' : faultOf(letter, entry, seed);
      if (wrong !== undefined) problems.push(problem(wrong, letter.id));
    }
    await slicer.step();
  }
  for (const id of indexed.keys())
    if (source.letter(id) === undefined) problems.push(problem('检索索引中有库里不存在的函件，请重建索引。', id));
  return problems;
}

function faultOf(letter: IndexedLetter, entry: IndexEntry, seed: Seed): string | undefined {
  const units = letterUnits(letter);
  if (entry.hash !== lettersHash(letter, units) || entry.sequence !== letter.sequence)
    return '检索索引与此函件的现行文本不一致，请重建索引。';
  const same =
    entry.facts === factsDigest(columnFactsOf(letter, units)) &&
    (entry.fingerprint === null || entry.fingerprint === fingerprintOf(units, seed));
  return same ? undefined : '检索索引的词表与此函件的文本不符：按其中的字词可能找不到它，请重建索引。';
}
