/** Where each letter stands in the index, by id: a hash table in typed arrays, for it is made anew at each opening. */
import { idKey, idKeyAt, sameId, sequenceOf, type IdKey } from './documents.ts';
import type { Holder } from './evaluate.ts';

export interface Place {
  holder: Holder;
  doc: number;
  sequence: number;
}

const EMPTY = -1;

export class LetterTable {
  /** Number of the letter in the columns below, EMPTY where the slot is free. A power of two of them, at most half full. */
  private slots = new Int32Array(64).fill(EMPTY);
  private hashes = new Uint32Array(32);
  private docs = new Uint32Array(32);
  private sequences = new Float64Array(32);
  private holders: Holder[] = [];

  get size(): number {
    return this.holders.length;
  }

  /** The slot that holds this id, or the free one where it would go. */
  private slot(key: IdKey): number {
    const mask = this.slots.length - 1;
    for (let slot = Math.imul(key.hash, 0x9e3779b1) & mask; ; slot = (slot + 1) & mask) {
      const letter = this.slots[slot] ?? EMPTY;
      if (letter === EMPTY || (this.hashes[letter] === key.hash && sameId(key, this.keyOf(letter)))) return slot;
    }
  }

  private keyOf(letter: number): IdKey {
    const holder = this.holders[letter];
    if (holder === undefined) throw new RangeError('no such letter');
    return idKeyAt(holder.segment.documents, this.docs[letter] ?? 0);
  }

  private placeOf(letter: number): Place | undefined {
    const holder = this.holders[letter];
    return holder && { holder, doc: this.docs[letter] ?? 0, sequence: this.sequences[letter] ?? 0 };
  }

  find(key: IdKey): Place | undefined {
    return this.placeOf(this.slots[this.slot(key)] ?? EMPTY);
  }

  findId(id: string): Place | undefined {
    return this.find(idKey(id));
  }

  /** Notes where a letter stands from now on. The segment must hold it already. */
  set(key: IdKey, { holder, doc, sequence }: Place): void {
    const slot = this.slot(key);
    let letter = this.slots[slot] ?? EMPTY;
    if (letter === EMPTY) {
      letter = this.holders.length;
      this.reserve(letter + 1);
      this.slots[slot] = letter;
    }
    this.hashes[letter] = key.hash;
    this.docs[letter] = doc;
    this.sequences[letter] = sequence;
    this.holders[letter] = holder;
    if (this.holders.length * 2 > this.slots.length) this.widen(this.slots.length * 4);
  }

  /** Makes room for so many letters more. */
  expect(letters: number): void {
    this.reserve(this.size + letters);
    if (this.slots.length < 2 * (this.size + letters)) this.widen(2 * (this.size + letters));
  }

  /**
   * Takes in all letters of a segment, for which room was made. Of two states of one letter the older is dead. Nothing is allocated a letter: this
   * is most of what opening an index costs.
   */
  adopt(holder: Holder): void {
    const { documents } = holder.segment;
    const { idHashes } = documents.columns;
    const { slots } = this;
    const mask = slots.length - 1;
    for (let doc = 0; doc < documents.count; doc++) {
      const hash = idHashes[doc] ?? 0;
      let slot = Math.imul(hash, 0x9e3779b1) & mask;
      let letter = slots[slot] ?? EMPTY;
      while (
        letter !== EMPTY &&
        !(this.hashes[letter] === hash && sameId(idKeyAt(documents, doc), this.keyOf(letter)))
      ) {
        slot = (slot + 1) & mask;
        letter = slots[slot] ?? EMPTY;
      }
      const sequence = sequenceOf(documents.columns, doc);
      if (letter === EMPTY) {
        letter = this.holders.length;
        slots[slot] = letter;
      } else if ((this.sequences[letter] ?? 0) > sequence) {
        holder.dead.add(doc);
        continue;
      } else this.holders[letter]?.dead.add(this.docs[letter] ?? 0);
      this.hashes[letter] = hash;
      this.docs[letter] = doc;
      this.sequences[letter] = sequence;
      this.holders[letter] = holder;
    }
  }

  private reserve(size: number): void {
    if (size <= this.hashes.length) return;
    const wider = <T extends Uint32Array | Float64Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.hashes = wider(new Uint32Array(size * 2), this.hashes);
    this.docs = wider(new Uint32Array(size * 2), this.docs);
    this.sequences = wider(new Float64Array(size * 2), this.sequences);
  }

  private widen(least: number): void {
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(least))).fill(EMPTY);
    const mask = this.slots.length - 1;
    for (let letter = 0; letter < this.holders.length; letter++) {
      let slot = Math.imul(this.hashes[letter] ?? 0, 0x9e3779b1) & mask;
      while (this.slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      this.slots[slot] = letter;
    }
  }

  *places(): Iterable<Place> {
    for (let letter = 0; letter < this.holders.length; letter++) {
      const place = this.placeOf(letter);
      if (place !== undefined) yield place;
    }
  }
}
