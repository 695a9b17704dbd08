/** Letters in one file, read by offset: an archive for benches that costs no memory. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { IndexedLetter, SearchSource } from '../../../main/archive/search/types.ts';

/** Writes letters one a line, and reads them back by number. */
export class LetterFile implements SearchSource {
  archiveId = 'bench';
  private readonly fd: number;
  private readonly offsets: number[] = [0];
  private readonly numbers = new Map<string, number>();

  constructor(path: string, letters: Iterable<IndexedLetter>) {
    this.fd = openSync(path, 'w+');
    let pending: Buffer[] = [];
    const flush = (): void => {
      writeSync(this.fd, Buffer.concat(pending));
      pending = [];
    };
    for (const letter of letters) {
      const line = Buffer.from(JSON.stringify(letter));
      this.numbers.set(letter.id, this.offsets.length - 1);
      this.offsets.push((this.offsets.at(-1) ?? 0) + line.length);
      pending.push(line);
      if (pending.length >= 500) flush();
    }
    flush();
  }

  at(number: number): IndexedLetter {
    const from = this.offsets[number] ?? 0;
    const bytes = Buffer.allocUnsafe((this.offsets[number + 1] ?? from) - from);
    readSync(this.fd, bytes, 0, bytes.length, from);
    return JSON.parse(bytes.toString('utf8')) as IndexedLetter;
  }
  sequence(): number {
    return this.count();
  }
  count(): number {
    return this.offsets.length - 1;
  }
  *changedSince(sequence: number): Iterable<IndexedLetter> {
    for (let number = sequence; number < this.count(); number++) yield this.at(number);
  }
  letter(id: string): IndexedLetter | undefined {
    const number = this.numbers.get(id);
    return number === undefined ? undefined : this.at(number);
  }
  close(): void {
    closeSync(this.fd);
  }
}
