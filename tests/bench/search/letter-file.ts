/** Letters in one file, read by offset: an archive for benches that costs no memory. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { IndexedLetter, SearchSource } from '../../../main/archive/search/types.ts';

/** Writes letters one a line, and reads them back by number. */
export class LetterFile implements SearchSource {
  archiveId = 'bench';
  private readonly fd: number;
  private readonly offsets: number[] = [0];
  private readonly numbers = new Map<string, number>();
  /** Letters filed during the bench, in memory. */
  private appended: IndexedLetter[] = [];

  /** @param letters written to a new file; without them an existing file is read */
  constructor(path: string, letters?: Iterable<IndexedLetter>) {
    this.fd = openSync(path, letters === undefined ? 'r' : 'w+');
    if (letters === undefined) this.scan();
    else this.write(letters);
  }

  /** Finds the lines of an existing file. */
  private scan(): void {
    const chunk = Buffer.allocUnsafe(1 << 20);
    for (let at = 0; ;) {
      const read = readSync(this.fd, chunk, 0, chunk.length, at);
      if (read === 0) break;
      for (let i = chunk.indexOf(10); i !== -1 && i < read; i = chunk.indexOf(10, i + 1)) this.offsets.push(at + i + 1);
      at += read;
    }
    for (let number = 0; number < this.count(); number++) this.numbers.set(this.at(number).id, number);
  }

  private write(letters: Iterable<IndexedLetter>): void {
    let pending: Buffer[] = [];
    const flush = (): void => {
      writeSync(this.fd, Buffer.concat(pending));
      pending = [];
    };
    for (const letter of letters) {
      const line = Buffer.from(`${JSON.stringify(letter)}\n`);
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
    return this.count() + this.appended.length;
  }
  /** Letters in the file. */
  count(): number {
    return this.offsets.length - 1;
  }
  *changedSince(sequence: number): Iterable<IndexedLetter> {
    for (let number = sequence; number < this.count(); number++) yield this.at(number);
    yield* this.appended.slice(Math.max(0, sequence - this.count()));
  }
  /** Files a letter; it gets the next change number. */
  append(letter: IndexedLetter): IndexedLetter {
    const filed = { ...letter, sequence: this.sequence() + 1 };
    this.appended.push(filed);
    return filed;
  }
  dropAppended(): void {
    this.appended = [];
  }
  letter(id: string): IndexedLetter | undefined {
    const filed = this.appended.find((letter) => letter.id === id);
    if (filed !== undefined) return filed;
    const number = this.numbers.get(id);
    return number === undefined ? undefined : this.at(number);
  }
  close(): void {
    closeSync(this.fd);
  }
}
