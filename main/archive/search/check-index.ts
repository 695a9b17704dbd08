/** The check of the index against the archive: every letter is in it, as it is now, and its lists say what its text says. */
import type { Progress } from '../../../shared/contract/index.ts';
import type { LongWork } from '../work/long-work.ts';
import { sampleNote } from '../work/sample.ts';
import { TimeSlicer } from '../work/time-slicer.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { IndexEntry, ListsChecked } from './check-lists.ts';
import { columnFactsOf, factsDigest, fingerprintOf, newSeed, type Seed } from './fingerprint.ts';
import { letterUnits, lettersHash } from './letter-units.ts';
import type { IndexPort } from './port.ts';
import { IndexDamaged } from './segment-layout.ts';
import { splitVersionId, type IndexedLetter, type SearchProblem, type SearchSource } from './types.ts';

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

/** What the index says, to be compared with letters that are no newer. */
interface ListsRead {
  seed: Seed;
  newest: number;
  /** `damaged` where a list cannot be trusted; undefined where the index was made anew each time. */
  lists: ListsChecked | 'damaged' | undefined;
}

/**
 * Begins to read all lists, in the thread of the index, while other work goes on.
 * @param ready when the index knows all letters
 * @param whole false: the lists of a random sample only
 * @returns what waits for that and compares them with the letters; it throws ArchiveError CANCELLED
 */
export function beginIndexCheck(
  port: IndexPort,
  source: SearchSource,
  ready: Promise<void>,
  { whole, signal }: { whole: boolean; signal: AbortSignal | undefined },
): (work: LongWork) => Promise<IndexChecked> {
  // Of who waits, from then on.
  let onProgress: LongWork['onProgress'];
  const work = { ...(signal && { signal }), onProgress: (progress: Progress) => onProgress?.(progress) };
  const reading = ready.then(() => readIndex(port, source, whole, work));
  reading.catch(() => undefined); // for who waits; where something else has ended the check, nobody does
  return async (waiting) => {
    onProgress = waiting.onProgress;
    return checkIndex(source, await reading, waiting);
  };
}

/** What was found, and what was found in the index of earlier versions, told of their letters. */
export function withVersions(found: IndexChecked, earlier: IndexChecked): IndexChecked {
  const told = ({ kind, id, message }: SearchProblem): SearchProblem => ({
    kind,
    ...(id === undefined ? {} : { id: splitVersionId(id).letter }),
    message: `历史版本：${message}`,
  });
  return {
    problems: [...found.problems, ...earlier.problems.map(told)],
    notes: [...found.notes, ...earlier.notes.map(told)],
  };
}

async function readIndex(port: IndexPort, source: SearchSource, whole: boolean, work: LongWork): Promise<ListsRead> {
  const read = { seed: newSeed(), newest: source.sequence() };
  try {
    return { ...read, lists: await readLists(port, read.seed, whole, work) };
  } catch (error) {
    if (!(error instanceof IndexDamaged)) throw error;
    return { ...read, lists: 'damaged' };
  }
}

async function checkIndex(
  source: SearchSource,
  { seed, newest, lists }: ListsRead,
  work: LongWork,
): Promise<IndexChecked> {
  if (lists === 'damaged')
    return { problems: [problem('检索索引文件已损坏，请重建索引（reindex）。函件内容未受影响。')], notes: [] };
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
