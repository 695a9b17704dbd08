/**
 * A disk in memory that behaves as badly as a real one may: what was not synced can be lost, torn or kept in any order
 * at a power cut, and any call can fail. It keeps a log of all that was done to it, so that the state after a cut at any
 * point can be made from one run.
 */
import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { diskFault } from '../../main/archive/storage/disk.ts';
import type { Disk, DiskStat } from '../../main/archive/storage/disk.ts';

/** What becomes, at a power cut, of writes that were never synced. */
export const CUTS = ['lost', 'kept', 'any subset', 'torn sectors'] as const;
export type Cut = (typeof CUTS)[number];

type Change =
  | { kind: 'write'; inode: number; offset: number; data: Buffer }
  | { kind: 'truncate'; inode: number; sizeBytes: number }
  | { kind: 'sync'; inode: number }
  | { kind: 'name'; path: string; inode: number }
  | { kind: 'unname'; path: string }
  | { kind: 'rename'; from: string; to: string }
  | { kind: 'syncFolder'; path: string };

/** Calls that change something, or promise that it is durable: where a cut makes a difference. */
export type FaultHook = (call: string, path: string, changes: boolean) => void;

const SECTOR_BYTES = 512;

/** A small repeatable generator of numbers in [0, 1) (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function resized(content: Buffer, sizeBytes: number): Buffer {
  if (sizeBytes <= content.length) return content.subarray(0, sizeBytes);
  return Buffer.concat([content, Buffer.alloc(sizeBytes - content.length)]);
}

/** Content that grows without being copied at each write. */
class Content {
  #buffer: Buffer = Buffer.alloc(0);
  sizeBytes = 0;

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.sizeBytes);
  }
  write(offset: number, data: Uint8Array): void {
    const end = offset + data.length;
    if (end > this.#buffer.length) this.#buffer = resized(this.bytes, Math.max(end, 2 * this.#buffer.length));
    this.#buffer.set(data, offset);
    this.sizeBytes = Math.max(this.sizeBytes, end);
  }
  truncate(sizeBytes: number): void {
    if (sizeBytes > this.#buffer.length) this.#buffer = resized(this.bytes, sizeBytes);
    else this.#buffer.fill(0, Math.min(sizeBytes, this.sizeBytes), Math.max(sizeBytes, this.sizeBytes));
    this.sizeBytes = sizeBytes;
  }
}

export class SimulatedDisk implements Disk {
  readonly #contents = new Map<number, Content>();
  readonly #names = new Map<string, number>();
  readonly #folders = new Set<string>(['/']);
  readonly #descriptors = new Map<number, { inode: number; path: string }>();
  readonly #log: Change[] = [];
  #nextInode = 1;
  #nextDescriptor = 3;
  /** A disk that answers a sync without doing it. */
  pretendsToSync = false;
  /** Called before every call; may throw what the call is to fail with. */
  hook: FaultHook = () => undefined;

  /** How many changes were made so far: the points at which power can be cut. */
  get changes(): number {
    return this.#log.length;
  }

  #inode(path: string, call: string): number {
    const inode = this.#names.get(path);
    if (inode === undefined) throw diskFault('ENOENT', call, path);
    return inode;
  }
  #content(inode: number): Content {
    let content = this.#contents.get(inode);
    if (content === undefined) this.#contents.set(inode, (content = new Content()));
    return content;
  }
  #opened(fd: number): { inode: number; path: string } {
    const opened = this.#descriptors.get(fd);
    if (opened === undefined) throw diskFault('EBADF', 'descriptor', String(fd));
    return opened;
  }
  #apply(change: Change): void {
    this.#log.push(change);
    applyToContents(change, (inode) => this.#content(inode));
    applyToNames(change, this.#names);
  }

  open(path: string, flags: number): number {
    const creates = (flags & constants.O_CREAT) !== 0 && !this.#names.has(path);
    this.hook('open', path, creates);
    if (this.#folders.has(path)) throw diskFault('EISDIR', 'open', path);
    if (this.#names.has(path) && (flags & constants.O_EXCL) !== 0) throw diskFault('EEXIST', 'open', path);
    if (creates) {
      if (!this.#folders.has(dirname(path))) throw diskFault('ENOENT', 'open', path);
      this.#apply({ kind: 'name', path, inode: this.#nextInode++ });
    }
    const inode = this.#inode(path, 'open');
    if ((flags & constants.O_TRUNC) !== 0) this.#apply({ kind: 'truncate', inode, sizeBytes: 0 });
    const fd = this.#nextDescriptor++;
    this.#descriptors.set(fd, { inode, path });
    return fd;
  }
  close(fd: number): void {
    this.#descriptors.delete(fd);
  }
  read(fd: number, into: Uint8Array, position: number): number {
    const { inode, path } = this.#opened(fd);
    this.hook('read', path, false);
    const from = this.#content(inode).bytes;
    const count = Math.max(0, Math.min(into.length, from.length - position));
    into.set(from.subarray(position, position + count));
    return count;
  }
  write(fd: number, from: Uint8Array, position: number): number {
    const { inode, path } = this.#opened(fd);
    this.hook('write', path, true);
    this.#apply({ kind: 'write', inode, offset: position, data: Buffer.from(from) });
    return from.length;
  }
  truncate(fd: number, sizeBytes: number): void {
    const { inode, path } = this.#opened(fd);
    this.hook('truncate', path, true);
    this.#apply({ kind: 'truncate', inode, sizeBytes });
  }
  sync(fd: number): void {
    const { inode, path } = this.#opened(fd);
    this.hook('sync', path, true);
    if (!this.pretendsToSync) this.#apply({ kind: 'sync', inode });
  }
  syncLater(fd: number): Promise<void> {
    return new Promise((resolve) => {
      this.sync(fd);
      resolve();
    });
  }
  syncFolder(path: string): void {
    this.hook('syncFolder', path, true);
    if (!this.pretendsToSync) this.#apply({ kind: 'syncFolder', path });
  }
  statOpen(fd: number): DiskStat {
    const { inode, path } = this.#opened(fd);
    this.hook('stat', path, false);
    return this.#statOf(inode);
  }
  stat(path: string): DiskStat {
    this.hook('stat', path, false);
    if (this.#folders.has(path)) {
      return { isFolder: true, sizeBytes: 0, mode: 0o040700, links: 1, inode: 1n << 40n, modifiedMs: 0 };
    }
    return this.#statOf(this.#inode(path, 'stat'));
  }
  #statOf(inode: number): DiskStat {
    const links = [...this.#names.values()].filter((other) => other === inode).length;
    const { sizeBytes } = this.#content(inode);
    return { isFolder: false, sizeBytes, mode: 0o100600, links, inode: BigInt(inode), modifiedMs: 0 };
  }
  isLink(path: string): boolean {
    this.hook('isLink', path, false);
    if (!this.#folders.has(path)) this.#inode(path, 'isLink');
    return false;
  }
  realPath(path: string): string {
    this.hook('realPath', path, false);
    if (!this.#folders.has(path)) this.#inode(path, 'realPath');
    return path;
  }
  access(path: string): void {
    this.hook('access', path, false);
    if (!this.#folders.has(path)) this.#inode(path, 'access');
  }
  unlink(path: string): void {
    this.hook('unlink', path, true);
    this.#inode(path, 'unlink');
    this.#apply({ kind: 'unname', path });
  }
  rename(from: string, to: string): void {
    this.hook('rename', to, true);
    this.#inode(from, 'rename');
    this.#apply({ kind: 'rename', from, to });
  }
  link(from: string, to: string): void {
    this.hook('link', to, true);
    const inode = this.#inode(from, 'link');
    if (this.#names.has(to)) throw diskFault('EEXIST', 'link', to);
    this.#apply({ kind: 'name', path: to, inode });
  }
  /** Folders are taken to survive every cut: an empty folder harms nobody. */
  mkdir(path: string): void {
    this.hook('mkdir', path, true);
    for (let folder = path; !this.#folders.has(folder); folder = dirname(folder)) this.#folders.add(folder);
  }
  room(): { freeBytes: number; totalBytes: number } {
    return { freeBytes: Infinity, totalBytes: Infinity };
  }
  list(path: string): string[] {
    this.hook('list', path, false);
    if (!this.#folders.has(path)) throw diskFault('ENOENT', 'list', path);
    const below = [...this.#names.keys(), ...this.#folders].filter((name) => name !== path && dirname(name) === path);
    return below.map((name) => name.slice(path === '/' ? 1 : path.length + 1)).sort();
  }

  /** A file's content as it stands. */
  content(path: string): Buffer {
    return Buffer.from(this.#content(this.#inode(path, 'content')).bytes);
  }
  /** Puts content under a name, as something from outside would. */
  put(path: string, bytes: Uint8Array): void {
    this.mkdir(dirname(path));
    const inode = this.#names.get(path) ?? this.#nextInode++;
    this.#apply({ kind: 'name', path, inode });
    this.#apply({ kind: 'truncate', inode, sizeBytes: 0 });
    this.#apply({ kind: 'write', inode, offset: 0, data: Buffer.from(bytes) });
    this.#apply({ kind: 'sync', inode });
    this.#apply({ kind: 'syncFolder', path: dirname(path) });
  }

  /**
   * The disk as it is found after power was cut when `point` changes had been made.
   * @param random decides what survives of the unsynced, where the cut leaves it open
   */
  afterCut(point: number, cut: Cut, random: () => number): SimulatedDisk {
    const contents = new Map<number, Content>();
    const content = (inode: number): Content => {
      let found = contents.get(inode);
      if (found === undefined) contents.set(inode, (found = new Content()));
      return found;
    };
    const names = new Map<string, number>();
    let unsynced: Change[] = [];
    for (const change of this.#log.slice(0, point)) {
      if (change.kind === 'sync' || change.kind === 'syncFolder') {
        const reached = unsynced.filter((pending) => isReached(pending, change));
        for (const pending of reached) {
          applyToContents(pending, content);
          applyToNames(pending, names);
        }
        unsynced = unsynced.filter((pending) => !isReached(pending, change));
      } else {
        unsynced.push(change);
      }
    }
    // File systems keep the order of names in their own journal: of those, a first part survives.
    const namesKept = cut === 'lost' ? 0 : cut === 'kept' ? Infinity : Math.floor(random() * (unsynced.length + 1));
    unsynced.forEach((change, index) => {
      if (change.kind === 'name' || change.kind === 'unname' || change.kind === 'rename') {
        if (index < namesKept) applyToNames(change, names);
      } else {
        for (const survivor of survivors(change, cut, random)) applyToContents(survivor, content);
      }
    });
    const after = new SimulatedDisk();
    for (const folder of this.#folders) after.#folders.add(folder);
    for (const [path, inode] of names) after.put(path, content(inode).bytes);
    return after;
  }
}

function isReached(pending: Change, sync: Change): boolean {
  if (sync.kind === 'sync')
    return (pending.kind === 'write' || pending.kind === 'truncate') && pending.inode === sync.inode;
  if (sync.kind !== 'syncFolder') return false;
  if (pending.kind === 'name' || pending.kind === 'unname') return dirname(pending.path) === sync.path;
  return pending.kind === 'rename' && (dirname(pending.to) === sync.path || dirname(pending.from) === sync.path);
}

function* survivors(change: Change, cut: Cut, random: () => number): Iterable<Change> {
  if (cut === 'lost') return;
  if (cut === 'kept') yield change;
  else if (cut === 'any subset' || change.kind !== 'write') {
    if (random() < 0.5) yield change;
  } else {
    for (let start = 0; start < change.data.length; start += SECTOR_BYTES) {
      const data = change.data.subarray(start, start + SECTOR_BYTES);
      if (random() < 0.5) yield { ...change, offset: change.offset + start, data };
    }
  }
}

function applyToContents(change: Change, content: (inode: number) => Content): void {
  if (change.kind === 'write') content(change.inode).write(change.offset, change.data);
  else if (change.kind === 'truncate') content(change.inode).truncate(change.sizeBytes);
}

function applyToNames(change: Change, names: Map<string, number>): void {
  if (change.kind === 'name') names.set(change.path, change.inode);
  else if (change.kind === 'unname') names.delete(change.path);
  else if (change.kind === 'rename') {
    const inode = names.get(change.from);
    names.delete(change.from);
    if (inode !== undefined) names.set(change.to, inode);
  }
}
