/**
 * Writes the files of a bag (BagIt 1.0, RFC 8493) and keeps the digests that its lists are made of. Nothing here knows of
 * letters; nothing here is shared with what checks packages.
 */
import { createHash, getHashes, type Hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as smCrypto from 'sm-crypto-v2';
import { whileHeld } from '../../storage/held-files.ts';
import type { TimeSlicer } from '../../work/time-slicer.ts';
import { SyncQueue } from './sync-queue.ts';

export interface Digests {
  size: number;
  sha256: string;
  sha512: string;
  /** '' where it was not asked for. */
  sm3: string;
}

/** A digest that takes pieces. */
interface Running {
  update(piece: Uint8Array): void;
  hex(): string;
}

const HAS_SM3 = getHashes().includes('sm3');
const require = createRequire(import.meta.url);

function running(hash: Hash): Running {
  return { update: (piece) => void hash.update(piece), hex: () => hash.digest('hex') };
}

/** Electron's BoringSSL has no SM3: there the library takes the whole, in memory, at the end. */
function runningSm3(): Running {
  if (HAS_SM3) return running(createHash('sm3'));
  const pieces: Uint8Array[] = [];
  return {
    update: (piece) => void pieces.push(Uint8Array.from(piece)),
    hex: () => (require('sm-crypto-v2') as typeof smCrypto).sm3(Buffer.concat(pieces)),
  };
}

/** Bytes between two looks at other work. */
const GIVE_WAY_BYTES = 4 * 1024 * 1024;

export class BagWriter {
  readonly root: string;
  /** By path below the bag, `data/…` with slashes. */
  readonly payload = new Map<string, Digests>();
  readonly tags = new Map<string, Digests>();
  readonly #folders = new Set<string>();
  readonly #sm3: boolean;
  #bytes = 0;
  /** Payload is on its way to the medium while more of it is written; tag files are written anew until the end. */
  readonly #syncing = new SyncQueue();

  /** @param root an empty folder @param sm3 whether payload gets an SM3 too */
  constructor(root: string, sm3 = true) {
    this.root = root;
    this.#sm3 = sm3;
  }

  /** Bytes of the payload so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A payload file. @param path below `data` */
  put(path: string, content: string | Uint8Array): Digests {
    const digests = this.#write(`data/${path}`, content, this.#sm3);
    this.#take(`data/${path}`, digests);
    return digests;
  }

  /** A tag file: beside `data`. */
  putTag(path: string, content: string | Uint8Array): void {
    this.tags.set(path, this.#write(path, content, false));
  }

  /**
   * A payload file whose bytes come piece by piece, with room for other work between them.
   * @param sha256 where the source itself vouches for it, so that it is not taken twice
   */
  async putPieces(path: string, pieces: Iterable<Uint8Array>, slicer: TimeSlicer, sha256?: string): Promise<Digests> {
    const digests = await this.#writePieces(`data/${path}`, pieces, slicer, { sm3: this.#sm3, sha256 });
    this.#take(`data/${path}`, digests);
    return digests;
  }

  /** The same for a tag file. */
  async putTagPieces(path: string, pieces: Iterable<Uint8Array>, slicer: TimeSlicer): Promise<void> {
    this.tags.set(path, await this.#writePieces(path, pieces, slicer, { sm3: false, sha256: undefined }));
  }

  /** The lists of the payload, and of the tag files, as they are now. */
  putManifests(): void {
    for (const algorithm of ['sha256', 'sha512'] as const)
      this.putTag(`manifest-${algorithm}.txt`, list(this.payload, algorithm));
  }

  /** The lists of the tag files: last of all. */
  putTagManifests(): void {
    const covered = [...this.tags].filter(([path]) => !path.startsWith('tagmanifest-'));
    for (const algorithm of ['sha256', 'sha512'] as const)
      this.putTag(`tagmanifest-${algorithm}.txt`, list(covered, algorithm));
  }

  /** Returns when all that was written is on the medium, names with it. @throws ArchiveError CANCELLED; the system's error */
  async sync(slicer: TimeSlicer): Promise<void> {
    for (const path of this.tags.keys()) this.#syncing.add(join(this.root, path));
    // Windows syncs no folders.
    if (process.platform !== 'win32') for (const folder of [this.root, ...this.#folders]) this.#syncing.add(folder);
    const total = this.#syncing.left;
    slicer.stage('写入磁盘', total);
    for (let left = total; left > 0; left = this.#syncing.left) {
      await this.#syncing.next();
      await slicer.step(left - this.#syncing.left);
    }
    await this.#syncing.next();
  }

  /** Leaves all files alone from now on, so that they can be removed. */
  drop(): Promise<void> {
    return this.#syncing.drop();
  }

  #take(path: string, digests: Digests): void {
    this.payload.set(path, digests);
    this.#bytes += digests.size;
  }

  /** Payload is finished when it is closed; a tag file is synced at the end. */
  #close(path: string, descriptor: number): void {
    if (path.startsWith('data/')) this.#syncing.addOpen(join(this.root, path), descriptor);
    else closeSync(descriptor);
  }

  #open(path: string): number {
    const place = join(this.root, path);
    const folder = dirname(place);
    if (!this.#folders.has(folder)) {
      mkdirSync(folder, { recursive: true });
      for (let at = folder; at.length > this.root.length; at = dirname(at)) this.#folders.add(at);
    }
    // What a bag says of itself is written anew as it grows.
    return whileHeld(() => openSync(place, path.startsWith('data/') ? 'wx' : 'w'));
  }

  #write(path: string, content: string | Uint8Array, sm3: boolean): Digests {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const fd = this.#open(path);
    try {
      writeAll(fd, bytes);
    } finally {
      this.#close(path, fd);
    }
    return {
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sha512: createHash('sha512').update(bytes).digest('hex'),
      sm3: sm3 ? sm3Of(bytes) : '',
    };
  }

  async #writePieces(
    path: string,
    pieces: Iterable<Uint8Array>,
    slicer: TimeSlicer,
    known: { sm3: boolean; sha256: string | undefined },
  ): Promise<Digests> {
    const first = known.sha256 === undefined ? running(createHash('sha256')) : undefined;
    const sha512 = running(createHash('sha512'));
    const third = known.sm3 ? runningSm3() : undefined;
    const fd = this.#open(path);
    let size = 0;
    let since = 0;
    try {
      for (const piece of pieces) {
        writeAll(fd, piece);
        first?.update(piece);
        sha512.update(piece);
        third?.update(piece);
        size += piece.length;
        since += piece.length;
        if (since < GIVE_WAY_BYTES) continue;
        since = 0;
        await slicer.step(0);
      }
    } finally {
      this.#close(path, fd);
    }
    return { size, sha256: known.sha256 ?? first?.hex() ?? '', sha512: sha512.hex(), sm3: third?.hex() ?? '' };
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function sm3Of(bytes: Uint8Array): string {
  const digest = runningSm3();
  digest.update(bytes);
  return digest.hex();
}

/** Lines of `digest  path`, as sha256sum writes and reads them. */
export function list(files: Iterable<readonly [string, Digests]>, algorithm: 'sha256' | 'sha512' | 'sm3'): string {
  return [...files]
    .map(([path, digests]) => [path, digests[algorithm]] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, digest]) => `${digest}  ${path}\n`)
    .join('');
}
