/**
 * Lists of ascending numbers, packed: Elias-Fano in blocks of 128, with a table of the blocks' first numbers so that a
 * search decodes only the blocks it needs. About two bits above the logarithm of the mean gap, however the gaps lie.
 */

export const BLOCK = 128;
/** Lists up to this length are stored as they are. */
const RAW = 8;

/** A growing array of 32-bit words. */
export class Words {
  data = new Uint32Array(1024);
  length = 0;
  /** Makes room for `count` zero words at the end and answers where they begin. */
  take(count: number): number {
    const at = this.length;
    if (at + count > this.data.length) {
      const wider = new Uint32Array(Math.max(this.data.length * 2, at + count));
      wider.set(this.data.subarray(0, at));
      this.data = wider;
    }
    this.data.fill(0, at, at + count);
    this.length += count;
    return at;
  }
}

/** Bits per low part: the mean gap's logarithm. `span` is last − first − (n − 1) of n numbers. */
function lowBits(span: number, gaps: number): number {
  const mean = Math.floor(span / gaps);
  return mean < 1 ? 0 : Math.min(31, 31 - Math.clz32(mean));
}

/** Appends values[from..to) (strictly ascending) to `out`. */
export function encodeList(values: Uint32Array, from: number, to: number, out: Words): void {
  const count = to - from;
  if (count <= RAW) {
    const at = out.take(count);
    out.data.set(values.subarray(from, to), at);
    return;
  }
  const blocks = Math.ceil(count / BLOCK);
  const head = out.take(blocks * 2);
  for (let block = 0; block < blocks; block++) {
    const start = from + block * BLOCK;
    encodeBlock(values, start, Math.min(to, start + BLOCK), out, head, block);
  }
}

function encodeBlock(values: Uint32Array, from: number, to: number, out: Words, head: number, block: number): void {
  const first = values[from] ?? 0;
  const gaps = to - from - 1;
  const span = gaps === 0 ? 0 : (values[to - 1] ?? 0) - first - gaps;
  const low = gaps === 0 ? 0 : lowBits(span, gaps);
  const lowWords = Math.ceil((gaps * low) / 32);
  const highWords = gaps === 0 ? 0 : Math.ceil((gaps + Math.floor(span / 2 ** low)) / 32);
  const at = out.take(lowWords + highWords);
  const data = out.data;
  data[head + block * 2] = first;
  data[head + block * 2 + 1] = (((at - head) << 5) | low) >>> 0;
  const mask = low === 0 ? 0 : 0xffffffff >>> (32 - low);
  const highAt = at + lowWords;
  for (let i = 1; i <= gaps; i++) {
    const relative = (values[from + i] ?? 0) - first - i;
    if (low > 0) {
      const bit = (i - 1) * low;
      const word = at + (bit >>> 5);
      const shift = bit & 31;
      const part = relative & mask;
      data[word] = ((data[word] ?? 0) | (part << shift)) >>> 0;
      if (shift + low > 32) data[word + 1] = part >>> (32 - shift);
    }
    const high = (relative >>> low) + i - 1;
    const word = highAt + (high >>> 5);
    data[word] = ((data[word] ?? 0) | (1 << (high & 31))) >>> 0;
  }
}

/** A packed list, as stored. */
export class PostingList {
  readonly count: number;
  readonly blocks: number;
  private readonly words: Uint32Array;
  private readonly raw: boolean;

  constructor(words: Uint32Array, count: number) {
    this.words = words;
    this.count = count;
    this.raw = count <= RAW;
    this.blocks = this.raw ? 1 : Math.ceil(count / BLOCK);
  }

  /** The first number of a block. */
  first(block: number): number {
    return this.words[block * 2] ?? 0;
  }

  /** The last block whose first number is not above `value`, looking from block `from` on (which must qualify or be the answer). */
  blockFor(value: number, from: number): number {
    if (this.raw) return 0;
    const words = this.words;
    let step = 1;
    let low = from;
    while (low + step < this.blocks && (words[(low + step) * 2] ?? 0) <= value) {
      low += step;
      step *= 2;
    }
    let high = Math.min(this.blocks, low + step);
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((words[middle * 2] ?? 0) <= value) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Unpacks one block into `out` at `offset`; answers how many numbers it holds. */
  decode(block: number, out: Uint32Array, offset: number): number {
    if (this.raw) {
      for (let i = 0; i < this.count; i++) out[offset + i] = this.words[i] ?? 0;
      return this.count;
    }
    const words = this.words;
    const count = Math.min(BLOCK, this.count - block * BLOCK);
    const first = words[block * 2] ?? 0;
    const meta = words[block * 2 + 1] ?? 0;
    const low = meta & 31;
    const at = meta >>> 5;
    out[offset] = first;
    const gaps = count - 1;
    if (gaps === 0) return 1;
    let wordAt = at + Math.ceil((gaps * low) / 32);
    let word = words[wordAt] ?? 0;
    let base = 0;
    if (low === 0) {
      for (let i = 0; i < gaps; i++) {
        while (word === 0) {
          word = words[++wordAt] ?? 0xffffffff;
          base += 32;
        }
        out[offset + i + 1] = first + 1 + base + 31 - Math.clz32(word & -word);
        word &= word - 1;
      }
      return count;
    }
    const mask = 0xffffffff >>> (32 - low);
    for (let i = 0, bit = 0; i < gaps; i++, bit += low) {
      while (word === 0) {
        word = words[++wordAt] ?? 0xffffffff;
        base += 32;
      }
      const high = base + 31 - Math.clz32(word & -word) - i;
      word &= word - 1;
      const lowAt = at + (bit >>> 5);
      const shift = bit & 31;
      let part = (words[lowAt] ?? 0) >>> shift;
      if (shift + low > 32) part |= (words[lowAt + 1] ?? 0) << (32 - shift);
      out[offset + i + 1] = first + 1 + i + ((high << low) | (part & mask));
    }
    return count;
  }

  /** All numbers. */
  all(): Uint32Array {
    const values = new Uint32Array(this.count);
    this.into(values, 0);
    return values;
  }

  /** Writes all numbers to `out` from `at` on. */
  into(out: Uint32Array, at: number): void {
    for (let block = 0; block < this.blocks; block++) this.decode(block, out, at + block * BLOCK);
  }
}

const scratch = new Uint32Array(BLOCK);

/**
 * Keeps those of the first `count` candidates for which candidate + offset is in the list, in place and in order.
 * @returns how many were kept
 */
export function intersect(candidates: Uint32Array, count: number, list: PostingList, offset: number): number {
  let kept = 0;
  let block = 0;
  for (let i = 0; i < count;) {
    block = list.blockFor((candidates[i] ?? 0) + offset, block);
    const size = list.decode(block, scratch, 0);
    // Candidates below the next block's first number are judged by this block alone.
    const next = block + 1 < list.blocks ? list.first(block + 1) : Infinity;
    const last = scratch[size - 1] ?? 0;
    for (let at = 0; i < count; i++) {
      const candidate = candidates[i] ?? 0;
      const target = candidate + offset;
      if (target > last) break;
      while ((scratch[at] ?? 0) < target) at++;
      if (scratch[at] === target) candidates[kept++] = candidate;
    }
    while (i < count && (candidates[i] ?? 0) + offset < next) i++;
  }
  return kept;
}
