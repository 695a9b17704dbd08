/** The letters of one segment that have a term. */

/** Letters that match, ascending, with the number of places and how they match. Reused between terms. */
export class Matches {
  docs: Uint32Array;
  places: Uint32Array;
  flags: Uint8Array;
  count = 0;
  constructor(capacity: number) {
    this.docs = new Uint32Array(capacity);
    this.places = new Uint32Array(capacity);
    this.flags = new Uint8Array(capacity);
  }
  reserve(capacity: number): void {
    if (this.docs.length >= capacity) return;
    this.docs = new Uint32Array(capacity);
    this.places = new Uint32Array(capacity);
    this.flags = new Uint8Array(capacity);
  }
}
