/**
 * Pages in the journal carry their checksum as those in the file do: SQLite writes them there first, and what another
 * program wrote into a journal would otherwise become the archive's own at the next opening. SQLite reckons a frame's
 * checksum before it hands the page over, so the frame is given one here that fits the sealed page.
 * A rollback journal does not exist for SQLite: the archive never uses one, and one that lies there is not ours.
 */
import { constants } from 'node:fs';
import { delegate, diskFault, readFully, writeFully } from './disk.ts';
import type { Disk } from './disk.ts';
import { DAMAGED_PAGE } from './failures.ts';
import { isPageSound, sealPage, sealedPageBytes } from './page-checks.ts';
import {
  FRAME_HEADER_BYTES,
  WAL_HEADER_BYTES,
  frameOffset,
  frameSum,
  parseFrameHeader,
  parseWalHeader,
  putFrameSum,
  type WalHeader,
  type WalSum,
} from './wal-format.ts';

/** Names that are never there: journals of the other kind, and what other programs keep of a journal in shared memory. */
const HIDDEN = ['-journal', '-shm'];
const WAL = '-wal';

interface OpenWal {
  path: string;
  pageBytes: number;
  header: WalHeader | undefined;
  /** A frame's header that SQLite has written and whose page comes next. */
  pending: { bytes: Uint8Array; position: number } | undefined;
  /** The page that each frame holds, as far as it is known. */
  pages: number[];
  /** Frames put together, one behind the other, that are not written yet, and where the first of them begins. */
  run: Uint8Array;
  runBytes: number;
  runPosition: number;
  /** The checksum of the frame written last, with which the next one begins. */
  last: { frame: number; sum: WalSum } | undefined;
}

/** So many frames are written in one call. */
const RUN_FRAMES = 16;

/** The same disk with journals sealed when written and checked when read, and none but write-ahead ones. */
export function sealedJournalDisk(base: Disk): Disk {
  const open = new Map<number, OpenWal>();
  const hide = (path: string, call: string): void => {
    if (HIDDEN.some((end) => path.endsWith(end))) throw diskFault('ENOENT', call, path);
  };
  const stepBytes = (wal: OpenWal): number => FRAME_HEADER_BYTES + wal.pageBytes;
  /** The frame that begins at a position; undefined where none does. */
  const frameAt = (wal: OpenWal, position: number): number | undefined => {
    const frame = (position - WAL_HEADER_BYTES) / stepBytes(wal);
    return Number.isInteger(frame) && frame >= 0 ? frame : undefined;
  };
  const readHeader = (fd: number, frame: number, wal: OpenWal): Uint8Array => {
    const bytes = new Uint8Array(FRAME_HEADER_BYTES);
    readFully(base, fd, bytes, frameOffset(frame, wal.pageBytes));
    return bytes;
  };
  const pageOf = (fd: number, frame: number, wal: OpenWal): number =>
    (wal.pages[frame] ??= parseFrameHeader(readHeader(fd, frame, wal)).page);
  /** The checksum that stands before a frame. */
  const sumBefore = (fd: number, frame: number, wal: OpenWal, header: WalHeader): WalSum => {
    if (frame === 0) return header.sum;
    if (wal.last?.frame === frame - 1) return wal.last.sum;
    return parseFrameHeader(readHeader(fd, frame - 1, wal)).sum;
  };
  /** Writes the frames that were put together. Where that fails they are as if never written: SQLite is told, and goes back. */
  const writeRun = (fd: number, wal: OpenWal): void => {
    const { run, runBytes, runPosition } = wal;
    if (runBytes === 0) return;
    wal.runBytes = 0;
    try {
      writeFully(base, fd, run.subarray(0, runBytes), runPosition);
    } catch (thrown) {
      wal.last = undefined;
      throw thrown;
    }
  };
  /** Nothing stays in memory alone. A header alone: SQLite has made it from the page that lies in the journal already. */
  const settle = (fd: number): OpenWal | undefined => {
    const wal = open.get(fd);
    if (wal === undefined) return undefined;
    writeRun(fd, wal);
    if (wal.pending === undefined) return wal;
    const { bytes, position } = wal.pending;
    wal.pending = undefined;
    wal.last = undefined;
    writeFully(base, fd, bytes, position);
    return wal;
  };
  /** Puts a frame together, its page sealed and its checksum right for that. It is written with those behind it, the last of a commit at once. */
  const writeFrame = (
    fd: number,
    wal: OpenWal,
    header: WalHeader,
    frame: number,
    head: Uint8Array,
    page: Uint8Array,
  ): void => {
    const { page: number, salts, pagesAfterCommit } = parseFrameHeader(head);
    const position = frameOffset(frame, wal.pageBytes);
    if (position !== wal.runPosition + wal.runBytes) writeRun(fd, wal);
    sealPage(page, number);
    let sum: WalSum | undefined;
    // Without salts it is one of a long transaction, whose checksums SQLite makes at its end, from the journal.
    if (salts[0] === header.salts[0] && salts[1] === header.salts[1]) {
      sum = frameSum(head, page, header.bigEndian, sumBefore(fd, frame, wal, header));
      putFrameSum(head, sum);
    }
    wal.pages[frame] = number;
    if (wal.runBytes === 0) wal.runPosition = position;
    wal.run.set(head, wal.runBytes);
    wal.run.set(page, wal.runBytes + FRAME_HEADER_BYTES);
    wal.runBytes += stepBytes(wal);
    wal.last = sum && { frame, sum };
    if (pagesAfterCommit !== 0 || wal.runBytes === wal.run.length) writeRun(fd, wal);
  };
  return {
    ...delegate(base),
    open: (path, flags) => {
      if ((flags & constants.O_CREAT) === 0) hide(path, 'open');
      // Not ENOENT: SQLite is to fail, not to go on without a journal.
      else if (HIDDEN.some((end) => path.endsWith(end))) throw diskFault('EACCES', 'open', path);
      const fd = base.open(path, flags);
      if (!path.endsWith(WAL)) return fd;
      const pageBytes = sealedPageBytes(base, path.slice(0, -WAL.length));
      if (pageBytes === undefined) return fd;
      const head = new Uint8Array(WAL_HEADER_BYTES);
      const header = parseWalHeader(head.subarray(0, readFully(base, fd, head, 0)));
      const run = new Uint8Array(RUN_FRAMES * (FRAME_HEADER_BYTES + pageBytes));
      const nothing = { pending: undefined, pages: [], run, runBytes: 0, runPosition: 0, last: undefined };
      open.set(fd, { path, pageBytes, header, ...nothing });
      return fd;
    },
    close: (fd) => {
      try {
        settle(fd);
      } finally {
        open.delete(fd);
        base.close(fd);
      }
    },
    read: (fd, into, position) => {
      const wal = settle(fd);
      const frame = wal && into.length === wal.pageBytes ? frameAt(wal, position - FRAME_HEADER_BYTES) : undefined;
      if (wal === undefined || frame === undefined) return base.read(fd, into, position);
      const count = readFully(base, fd, into, position);
      const page = pageOf(fd, frame, wal);
      if (count === into.length && !isPageSound(into, page)) {
        throw diskFault(DAMAGED_PAGE, `page ${page} in the journal`, wal.path);
      }
      return count;
    },
    write: (fd, from, position) => {
      const wal = open.get(fd);
      if (wal === undefined) return base.write(fd, from, position);
      const { pending, header } = wal;
      if (header !== undefined && from.length === wal.pageBytes) {
        const frame = frameAt(wal, position - FRAME_HEADER_BYTES);
        if (frame !== undefined && pending?.position === position - FRAME_HEADER_BYTES) {
          wal.pending = undefined;
          writeFrame(fd, wal, header, frame, pending.bytes, from);
          return from.length;
        }
        settle(fd);
        // A page that changed again in one long transaction takes the place of its former self.
        if (frame !== undefined) sealPage(from, pageOf(fd, frame, wal));
        wal.last = undefined;
        return base.write(fd, from, position);
      }
      if (header !== undefined && from.length === FRAME_HEADER_BYTES && frameAt(wal, position) !== undefined) {
        if (pending !== undefined) settle(fd);
        wal.pending = { bytes: from.slice(), position };
        return from.length;
      }
      settle(fd);
      if (position === 0) {
        wal.header = parseWalHeader(from);
        wal.pages = [];
        wal.last = undefined;
      }
      return base.write(fd, from, position);
    },
    truncate: (fd, sizeBytes) => {
      const wal = settle(fd);
      if (wal !== undefined) wal.last = undefined;
      base.truncate(fd, sizeBytes);
    },
    sync: (fd) => {
      settle(fd);
      base.sync(fd);
    },
    syncLater: (fd) => {
      settle(fd);
      return base.syncLater(fd);
    },
    statOpen: (fd) => {
      settle(fd);
      return base.statOpen(fd);
    },
    stat: (path) => {
      hide(path, 'stat');
      return base.stat(path);
    },
    access: (path, mode) => {
      hide(path, 'access');
      base.access(path, mode);
    },
    unlink: (path) => {
      hide(path, 'unlink');
      base.unlink(path);
    },
  };
}
