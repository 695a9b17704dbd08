/** What registers are made of: the letters with their years, items and pages, and what the archive is set to. */
import type { ParsedInput } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { RegisterLayout } from '../../../shared/model/registers.ts';
import { beijingDay } from '../../../shared/text/dates.ts';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { showLetter } from '../letters/catalogue.ts';
import { publishedLetters } from '../letters/public/published.ts';
import { typesettingForBatch } from '../print/typesetting-batch.ts';
import type { ReadableDb } from '../storage/types.ts';
import { readSettings } from '../trust/settings.ts';
import type { LongWork } from '../work/long-work.ts';
import { breathe } from '../work/time-slicer.ts';
import { placeOf, type RowSource } from './file-catalogue.ts';
import { PageCounts, newestHash, sourcePages } from './page-counts.ts';
import type { RegisterAbout } from './registers.ts';

/** From so many letters on that must be set for their pages, threads are worth while. */
const MANY_TO_COUNT = 12;

export function registerAbout(db: ReadableDb, fondsName: string): RegisterAbout {
  const { fonds, office } = readSettings(db).ref_code;
  return { fonds, fondsName, office, day: beijingDay(new Date().toISOString()) };
}

/**
 * The columns that are asked for: named, or of a layout that is kept.
 * @throws ArchiveError NOT_FOUND where no layout has the name
 */
export function layoutOf(
  db: ReadableDb,
  input: Pick<ParsedInput<'export.register'>, 'columns' | 'layout' | 'title' | 'kind'>,
): Pick<RegisterLayout, 'title' | 'columns'> | undefined {
  if (input.kind !== 'free') return undefined;
  if (input.layout !== undefined) {
    const kept = readSettings(db).registers.layouts.find(({ name }) => name === input.layout);
    if (kept === undefined) throw new ArchiveError('NOT_FOUND', `清册版式“${input.layout}”`);
    return kept;
  }
  if (input.columns === undefined) throw new ArchiveError('BAD_VALUE', '自定清册须写明各栏，或用已存的版式');
  return { title: input.title ?? '函件清册', columns: input.columns };
}

/**
 * A row a letter, with progress; others have their turns meanwhile. Letters whose files have no pages of their own are set to be
 * counted, unless that was done before.
 * @throws ArchiveError CANCELLED, NOT_FOUND
 */
export async function registerRows(
  host: Host,
  ids: readonly string[],
  { signal, onProgress }: LongWork,
): Promise<RowSource[]> {
  const db = host.db.read;
  const counts = new PageCounts(join(host.folder, 'index'), host.db.read);
  const published = publishedLetters(db);
  const rows: RowSource[] = [];
  const uncounted: { row: RowSource; hash: string }[] = [];
  const step = async (done: number, total: number, message: string): Promise<void> => {
    if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
    onProgress?.({ done, total, message });
    await breathe();
  };
  for (const [at, id] of ids.entries()) {
    const letter = showLetter(db, id);
    const row: RowSource = {
      letter,
      number: at + 1,
      ...placeOf(db, id),
      pages: sourcePages(db, id),
      published: published.get(id)?.on ?? null,
    };
    if (row.pages === 0) {
      const hash = newestHash(db, letter);
      row.pages = counts.find(hash) ?? 0;
      if (row.pages === 0) uncounted.push({ row, hash });
    }
    rows.push(row);
    if (at % 100 === 99) await step(at + 1, ids.length, '正在读取函件');
  }
  if (uncounted.length === 0) return rows;
  const own = uncounted.length >= MANY_TO_COUNT && host.typesetting.width === 1;
  const typesetting = own ? typesettingForBatch() : host.typesetting;
  try {
    for (let at = 0; at < uncounted.length; at += typesetting.width) {
      await step(at, uncounted.length, '正在计算页数');
      const some = uncounted.slice(at, at + typesetting.width);
      await Promise.all(
        some.map(async ({ row, hash }) => {
          // A letter that cannot be set has no pages: its row says none.
          row.pages = await typesetting.pages(row.letter).catch(() => 0);
          if (row.pages > 0) counts.add(hash, row.pages);
        }),
      );
    }
  } finally {
    counts.save();
    if (own) await typesetting.close();
  }
  return rows;
}
