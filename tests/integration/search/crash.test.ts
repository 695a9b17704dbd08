/**
 * The index after a crash: whichever write, sync, rename or removal is the last that happens, and even where unsynced
 * bytes are lost, the next start answers exactly.
 */
import {
  constants,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { delegate, realDisk, type Disk } from '../../../main/archive/storage/disk.ts';
import { jobsHere } from '../../../main/archive/search/jobs.ts';
import { SearchService } from '../../../main/archive/search/service.ts';
import { TextIndex } from '../../../main/archive/search/text-index.ts';
import { parseQuery } from '../../../shared/text/query.ts';
import { bruteForce } from '../../unit/search/brute-force.ts';
import { LetterSource, request } from '../../unit/search/letters.ts';

/** The disk of these tests: counts what changes it, and stops for ever at a chosen point. */
const state = { left: Infinity, done: 0, paths: new Map<number, string>(), unsynced: new Set<string>() };

/** Lets one more change through, or fails as a process that is gone would. */
function pass(): void {
  state.done++;
  if (state.left-- <= 0) throw new Error('the process is gone');
}

const real = realDisk();
const disk: Disk = {
  ...delegate(real),
  open: (path, flags) => {
    if ((flags & constants.O_TRUNC) !== 0) pass();
    const fd = real.open(path, flags);
    state.paths.set(fd, path);
    return fd;
  },
  write: (fd, from, position) => {
    state.unsynced.add(state.paths.get(fd) ?? '');
    // The last write reaches the disk in part.
    if (state.left === 0) real.write(fd, from.subarray(0, Math.floor(from.length / 2)), position);
    pass();
    return real.write(fd, from, position);
  },
  sync: (fd) => {
    pass();
    real.sync(fd);
    state.unsynced.delete(state.paths.get(fd) ?? '');
  },
  rename: (from, to) => {
    pass();
    real.rename(from, to);
  },
  unlink: (path) => {
    pass();
    real.unlink(path);
  },
};

const QUERIES = ['社区', '水', '社区 -河道', '第3件|第17件', '标题:第1', '件社', '年:2022 社区', '不存在的词'];

let folder: string;
let source: LetterSource;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'search-'));
  source = new LetterSource();
  state.left = Infinity;
});
afterEach(() => {
  state.left = Infinity;
  rmSync(folder, { recursive: true, force: true });
});

const open = () =>
  new TextIndex({ folder: join(folder, 'index'), archiveId: 'x', readOnly: false, jobs: jobsHere(disk), disk });

const file = (number: number, version: number) =>
  source.put(`id${number % 19}`, `第${number}件社区的水，第${version}稿${number % 3 === 0 ? '河道' : ''}`, {
    title: `第${number}件`,
    issued_on: number % 2 === 0 ? '2022-05-01' : null,
  });

/** Files, changes, seals and merges: eight segments of one size are merged into one. */
async function work(index: TextIndex): Promise<void> {
  for (let number = 0; number < 27; number++) {
    const letter = file(number, 1);
    await index.add([letter], letter.sequence);
    if (number % 3 === 2) await index.flush();
  }
  await index.close();
}

function expectExact(index: TextIndex): void {
  for (const words of QUERIES) {
    const query = parseQuery(words);
    const answer = index.search({ query, filters: {}, sort: 'relevance', offset: 0, limit: 100 });
    const ids = answer.hits.map(({ id }) => id).sort();
    expect({ words, ids, total: answer.total }).toEqual({
      words,
      ids: bruteForce(source.letters.values(), query),
      total: ids.length,
    });
  }
}

/** Starts again as the service does: what the index does not cover comes from the archive. */
async function restart(): Promise<TextIndex> {
  const index = open();
  await index.add([...source.changedSince(index.state().contiguous)], source.sequence());
  return index;
}

describe('after a crash', () => {
  it.each([false, true])('at every change of the disk (unsynced bytes lost: %s)', async (lose) => {
    state.done = 0;
    await work(open());
    const changes = state.done;
    expect(changes).toBeGreaterThan(80);
    // Nine were sealed: some of them were merged.
    expect(readdirSync(join(folder, 'index')).filter((name) => name.endsWith('.idx')).length).toBeLessThan(9);
    for (let last = 0; last < changes; last += lose ? 2 : 1) {
      rmSync(folder, { recursive: true, force: true });
      source = new LetterSource();
      state.unsynced.clear();
      state.left = last;
      await work(open()).catch(() => undefined);
      state.left = Infinity;
      if (lose)
        for (const path of state.unsynced)
          if (readdirSync(join(folder, 'index')).some((name) => path.endsWith(`/${name}`))) truncateSync(path, 7);
      const index = await restart();
      expectExact(index);
      expect(index.state().letters).toBe(source.count());
      await index.flush();
      expectExact(index);
      await index.close();
    }
  });
});

describe('a damaged index file', () => {
  const indexFiles = () =>
    readdirSync(join(folder, 'index'))
      .filter((name) => name.startsWith('seg-'))
      .map((name) => join(folder, 'index', name));

  it('is noticed at any byte, dropped, made again, and the answer is exact', async () => {
    for (let number = 0; number < 23; number++) file(number, 1);
    const whole = await SearchService.open(join(folder, 'index'), source, { inProcess: true });
    await whole.rebuild();
    await whole.close();
    const path = indexFiles()[0] ?? '';
    const bytes = readFileSync(path);
    expect(bytes.length).toBeGreaterThan(1000);
    cpSync(join(folder, 'index'), join(folder, 'kept'), { recursive: true });
    for (let at = 0; at < bytes.length; at += 151) {
      rmSync(join(folder, 'index'), { recursive: true });
      cpSync(join(folder, 'kept'), join(folder, 'index'), { recursive: true });
      const damaged = Uint8Array.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x20;
      writeFileSync(path, damaged);
      const search = await SearchService.open(join(folder, 'index'), source, { inProcess: true });
      for (const words of QUERIES) {
        const answer = await search.query(request(words, { limit: 100 }));
        expect(answer.hits.map(({ id }) => id).sort()).toEqual(bruteForce(source.letters.values(), parseQuery(words)));
      }
      await search.close();
    }
  });

  it('a damaged or foreign manifest is dropped', async () => {
    for (let number = 0; number < 23; number++) file(number, 1);
    const index = await restart();
    await index.flush();
    await index.close();
    const manifest = join(folder, 'index', 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"covered"', '"cowered"'));
    const damaged = open();
    expect(damaged.state()).toMatchObject({ letters: 0, contiguous: 0, dropped: 'damaged' });
    const foreign = new TextIndex({
      folder: join(folder, 'index'),
      archiveId: 'y',
      readOnly: false,
      jobs: jobsHere(disk),
      disk,
    });
    expect(foreign.state().letters).toBe(0);
  });
});
