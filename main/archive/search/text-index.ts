/**
 * The text index of one archive: immutable segments on disk, the newest letters in memory. Derived data: what is
 * missing after a crash comes again from the archive, and what cannot be trusted is dropped.
 */
import { join } from 'node:path';
import type { ListsCheck, ListsChecked } from './check-lists.ts';
import { Evaluator, type Holder, type IndexAnswer, type SearchPlan } from './evaluate.ts';
import { idKeyAt, sequenceOf, type IdKey } from './documents.ts';
import type { Seed } from './fingerprint.ts';
import type { JobRunner } from './jobs.ts';
import { LetterTable, type Place } from './letter-table.ts';
import { letterUnits } from './letter-units.ts';
import { emptyManifest, readManifest, writeManifest, type Manifest } from './manifest.ts';
import { SegmentFile } from './segment-file.ts';
import { realDisk, removeQuietly, type Disk } from '../storage/disk.ts';
import { isLinked, refuseLinkedFolder } from '../storage/links.ts';
import { closeOwnFolder } from '../storage/own-places.ts';
import { IndexDamaged } from './segment-layout.ts';
import { DiskSegment, MemorySegment } from './segments.ts';
import type { IndexedLetter } from './types.ts';

export interface TextIndexOptions {
  folder: string;
  archiveId: string;
  /** Nothing is written; what the files lack is held in memory. */
  readOnly: boolean;
  jobs: JobRunner;
  /** The disk of this machine where left out. */
  disk?: Disk;
}

export interface IndexState {
  letters: number;
  /** Every change up to this number is in the index. */
  contiguous: number;
  /** Why the index began empty although files were there. */
  dropped: 'damaged' | 'other' | undefined;
}

/** A memory segment goes to disk at this size; up to it, a scan costs about a millisecond. */
const FREEZE_LETTERS = 1000;
const FREEZE_UNITS = 3_000_000;
/** While the disk is busy with earlier letters it grows up to so many times that: fewer, larger segments. */
const GROW = 4;
/** On closing, fewer new letters than this are left to be read from the archive again. */
const KEEP_AT_CLOSE = 32;
/** So many segments of about one size are merged into one. */
const MERGE_WIDTH = 8;
/** Positions are 32-bit numbers: no segment grows beyond this. */
const MAX_UNITS = 2 ** 31;
/** Frozen segments that may wait for the disk before adding waits. */
const MAX_FROZEN = 1;

interface Frozen {
  holder: Holder;
  memory: MemorySegment;
  contiguous: number;
}

const SEGMENT_NAME = /^seg-\d+\.idx(\.tmp)?$/;

export class TextIndex {
  private readonly options: TextIndexOptions;
  private readonly disk: Disk;
  private readonly evaluator = new Evaluator();
  private manifest: Manifest;
  private holders: Holder[] = [];
  private files = new Map<Holder, string>();
  private places = new LetterTable();
  private memory = new MemorySegment();
  private memoryHolder: Holder = { segment: this.memory, dead: new Set() };
  private frozen: Frozen[] = [];
  private contiguousNow: number;
  /** Runs while there is work on files. */
  private pumping: Promise<void> | undefined;
  /** Called after each piece of work. */
  private waiting: (() => void)[] = [];
  private failure: unknown;
  private dropped: IndexState['dropped'];
  private closed = false;
  /** While all lists are read for a check no file is exchanged for another. */
  private checking: ListsCheck | 'waiting' | undefined;

  /** Opens what is there; drops what belongs to another archive, layout or folding, or is damaged. */
  constructor(options: TextIndexOptions) {
    this.options = options;
    this.disk = options.disk ?? realDisk();
    // Opened for reading, an index that is a link is made anew in memory; for writing it was put aside before.
    const linked = isLinked(this.disk, options.folder);
    if (!options.readOnly) {
      refuseLinkedFolder(this.disk, options.folder);
      this.disk.mkdir(options.folder);
      closeOwnFolder(options.folder);
    }
    const read = linked ? ({ missing: 'none' } as const) : readManifest(this.disk, options.folder, options.archiveId);
    this.manifest = 'manifest' in read ? read.manifest : emptyManifest(options.archiveId);
    this.dropped = 'missing' in read && read.missing !== 'none' ? read.missing : undefined;
    try {
      this.adopt(this.manifest.segments);
    } catch (error) {
      if (!(error instanceof IndexDamaged)) throw error;
      this.forget();
      this.dropped = 'damaged';
    }
    this.contiguousNow = this.manifest.covered;
    if (!options.readOnly) this.sweep();
  }

  state(): IndexState {
    return { letters: this.places.size, contiguous: this.contiguousNow, dropped: this.dropped };
  }

  private adopt(segments: Manifest['segments']): void {
    for (const { file, bytes } of segments) {
      if (!SEGMENT_NAME.test(file)) throw new IndexDamaged(`a segment named ${file}`);
      const segment = new DiskSegment(new SegmentFile(join(this.options.folder, file), this.disk, bytes));
      const holder: Holder = { segment, dead: new Set() };
      this.holders.push(holder);
      this.files.set(holder, file);
    }
    this.places.expect(this.holders.reduce((sum, { segment }) => sum + segment.documents.count, 0));
    for (const holder of this.holders) this.places.adopt(holder);
  }

  /** Notes where a letter stands; the older of two states of one letter is dead. */
  private place(key: IdKey, place: Place): void {
    const known = this.places.find(key);
    const older = known === undefined ? undefined : known.sequence > place.sequence ? place : known;
    older?.holder.dead.add(older.doc);
    if (older !== place) this.places.set(key, place);
  }

  /** Removes files that no manifest names: leftovers of a crash or a merge. */
  private sweep(): void {
    const known = new Set(this.manifest.segments.map((segment) => segment.file));
    for (const name of this.disk.list(this.options.folder)) {
      if (SEGMENT_NAME.test(name) && !known.has(name)) this.remove(name);
    }
  }

  private remove(name: string): void {
    removeQuietly(this.disk, join(this.options.folder, name));
  }

  private forget(): void {
    for (const { segment } of this.holders) if (segment instanceof DiskSegment) segment.file.close();
    this.holders = [];
    this.files.clear();
    this.places = new LetterTable();
    this.frozen = [];
    this.memory = new MemorySegment();
    this.memoryHolder = { segment: this.memory, dead: new Set() };
    this.manifest = { ...emptyManifest(this.options.archiveId), next: this.manifest.next };
    this.contiguousNow = 0;
    this.checking = undefined;
  }

  /** Throws everything away, on disk too. */
  async reset(): Promise<void> {
    await this.pumping;
    this.failure = undefined;
    this.forget();
    if (this.options.readOnly) return;
    writeManifest(this.disk, this.options.folder, this.manifest);
    this.sweep();
  }

  /**
   * Adds letters; they are findable when this returns, except that it may first wait for the disk.
   * @param contiguous every change up to this number has been added with these
   */
  async add(letters: readonly IndexedLetter[], contiguous: number): Promise<void> {
    for (const letter of letters) this.addOne(letter);
    this.contiguousNow = Math.max(this.contiguousNow, contiguous);
    const size = this.frozen.length === 0 ? 1 : GROW;
    if (this.memory.count >= FREEZE_LETTERS * size || this.memory.length >= FREEZE_UNITS * size) this.freeze();
    await this.until(() => this.frozen.length <= MAX_FROZEN);
  }

  private addOne(letter: IndexedLetter): void {
    const known = this.places.findId(letter.id);
    if (known !== undefined && known.sequence >= letter.sequence) return;
    const doc = this.memory.add(letter, letterUnits(letter));
    this.place(idKeyAt(this.memory.documents, doc), { holder: this.memoryHolder, doc, sequence: letter.sequence });
  }

  /** Sends the memory segment to disk; it stays searchable meanwhile. */
  private freeze(): void {
    if (this.options.readOnly || this.memory.count === 0) return;
    this.frozen.push({ holder: this.memoryHolder, memory: this.memory, contiguous: this.contiguousNow });
    this.memory = new MemorySegment();
    this.memoryHolder = { segment: this.memory, dead: new Set() };
    this.pump();
  }

  /** Starts the work on files if it is not running. */
  private pump(): void {
    this.pumping ??= this.work().finally(() => {
      this.pumping = undefined;
      if (this.frozen.length > 0 && this.failure === undefined) this.pump();
      this.wake();
    });
  }

  /**
   * Seals what is frozen, and merges when nothing waits to be sealed. A failure of the disk stops it and leaves the
   * letters searchable in memory.
   */
  private async work(): Promise<void> {
    try {
      for (;;) {
        const group = this.frozen.length > 0 || this.closed ? [] : this.mergeable();
        if (this.frozen.length > 0) await this.sealNext();
        else if (group.length > 0) await this.merge(group);
        else return;
        this.wake();
      }
    } catch (error) {
      this.failure = error;
    }
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Waits for the work on files to bring something about, or to fail. */
  private async until(reached: () => boolean): Promise<void> {
    while (!reached() && this.failure === undefined) {
      this.pump();
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
    }
  }

  private nextFile(): string {
    const name = `seg-${this.manifest.next}.idx`;
    this.manifest = { ...this.manifest, next: this.manifest.next + 1 };
    return name;
  }

  private async sealNext(): Promise<void> {
    const next = this.frozen[0];
    if (next === undefined) return;
    const file = this.nextFile();
    const path = join(this.options.folder, file);
    const bytes = await this.options.jobs.run({
      kind: 'build',
      path,
      units: next.memory.units,
      documents: next.memory.documents,
    });
    const segment = new DiskSegment(new SegmentFile(path, this.disk, bytes));
    this.commit({
      ...this.manifest,
      covered: Math.max(this.manifest.covered, next.contiguous),
      segments: [...this.manifest.segments, { file, bytes }],
    });
    next.holder.segment = segment;
    this.holders.push(next.holder);
    this.files.set(next.holder, file);
    this.frozen.shift();
  }

  private commit(manifest: Manifest): void {
    writeManifest(this.disk, this.options.folder, manifest);
    this.manifest = manifest;
  }

  /** Segments of about one size, enough to be worth one merge. */
  private mergeable(): Holder[] {
    if (this.checking !== undefined) return [];
    const levels = new Map<number, Holder[]>();
    for (const holder of this.holders) {
      const units = holder.segment.documents.columns.bases.at(-1) ?? 0;
      const level = Math.max(0, Math.floor(Math.log(Math.max(1, units) / 300_000) / Math.log(MERGE_WIDTH)));
      const group = levels.get(level) ?? [];
      group.push(holder);
      levels.set(level, group);
      if (group.length < MERGE_WIDTH) continue;
      const sum = group.reduce((total, { segment }) => total + (segment.documents.columns.bases.at(-1) ?? 0), 0);
      if (sum < MAX_UNITS) return group;
    }
    return [];
  }

  private async merge(group: readonly Holder[]): Promise<void> {
    const file = this.nextFile();
    const path = join(this.options.folder, file);
    const sources = group.map((holder) => ({
      path: join(this.options.folder, this.files.get(holder) ?? ''),
      dead: Uint32Array.from(holder.dead),
    }));
    let bytes: number;
    try {
      bytes = await this.options.jobs.run({ kind: 'merge', path, sources });
    } catch (error) {
      // Closing stops a merge; its sources are untouched.
      if (this.closed) return;
      throw error;
    }
    const segment = new DiskSegment(new SegmentFile(path, this.disk, bytes));
    const old = new Set(group.map((holder) => this.files.get(holder)));
    const kept = this.manifest.segments.filter((known) => !old.has(known.file));
    this.commit({ ...this.manifest, segments: [...kept, { file, bytes }] });
    this.swap(group, { segment, dead: new Set() }, file);
  }

  /** Puts the merged segment in the place of its sources, for searches from now on. */
  private swap(group: readonly Holder[], merged: Holder, file: string): void {
    const { documents } = merged.segment;
    for (let doc = 0; doc < documents.count; doc++) {
      const key = idKeyAt(documents, doc);
      const sequence = sequenceOf(documents.columns, doc);
      // A letter that changed while the merge ran is alive elsewhere.
      if (this.places.find(key)?.sequence === sequence) this.places.set(key, { holder: merged, doc, sequence });
      else merged.dead.add(doc);
    }
    this.holders = [...this.holders.filter((holder) => !group.includes(holder)), merged];
    this.files.set(merged, file);
    for (const holder of group) {
      const name = this.files.get(holder);
      this.files.delete(holder);
      if (holder.segment instanceof DiskSegment) holder.segment.file.close();
      if (name !== undefined) this.remove(name);
    }
  }

  /** All segments, the newest letters last. */
  private all(): Holder[] {
    return [...this.holders, ...this.frozen.map(({ holder }) => holder), this.memoryHolder];
  }

  /** @throws IndexDamaged where a list on disk cannot be trusted */
  search(plan: SearchPlan): IndexAnswer {
    const holders = this.all();
    let units = 0;
    for (const { segment } of holders) units += segment.documents.columns.bases.at(-1) ?? 0;
    const answer = this.evaluator.search(holders, { letters: this.places.size, units }, plan);
    const { alsoEstimate } = plan;
    return alsoEstimate === undefined ? answer : { ...answer, estimates: this.estimate(alsoEstimate) };
  }

  /** About how many places each term has at most; cheap. @throws IndexDamaged */
  estimate(terms: readonly string[]): number[] {
    const holders = this.all();
    for (const { segment } of holders) segment.prepare(terms);
    return terms.map((term) => holders.reduce((sum, { segment }) => sum + segment.estimate(term), 0));
  }

  /** Begins to read every list once, for the check against the archive. @param all false for a random sample of letters */
  async checkBegin(seed: Seed, all: boolean): Promise<void> {
    this.checking = 'waiting';
    await this.pumping;
    // Loaded when it is needed: the first answer after a start does not wait for it.
    const { ListsCheck } = await import('./check-lists.ts');
    this.checking = new ListsCheck(this.all(), this.places.places(), seed, all);
  }

  /**
   * Goes on for some milliseconds.
   * @returns `gone` where the index was thrown away meanwhile
   * @throws IndexDamaged where a list cannot be trusted
   */
  checkStep(ms: number): { done: number; total: number } | 'read' | 'gone' {
    if (this.checking === undefined || this.checking === 'waiting') return 'gone';
    return this.checking.step(ms) ?? 'read';
  }

  /** Ends the check, also one that was broken off. @returns what the index says of each letter, where all lists were read */
  checkEnd(whole: boolean): ListsChecked | undefined {
    const check = this.checking;
    this.checking = undefined;
    this.pump();
    return whole && check !== undefined && check !== 'waiting' ? check.result() : undefined;
  }

  /** Writes what is only in memory; everything is on disk when it returns. Merging may go on. */
  async flush(): Promise<void> {
    this.freeze();
    await this.until(() => this.frozen.length === 0);
    if (this.failure !== undefined) throw this.failure instanceof Error ? this.failure : new Error('index not written');
  }

  /** Merges what is worth merging; returns when there is nothing of it left. */
  async settle(): Promise<void> {
    if (this.options.readOnly) return;
    await this.until(() => this.closed || (this.frozen.length === 0 && this.mergeable().length === 0));
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    if (this.memory.count >= KEEP_AT_CLOSE) this.freeze();
    await this.options.jobs.stopMerge();
    await this.pumping;
    await this.options.jobs.close();
    this.forget();
  }
}
