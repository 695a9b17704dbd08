/**
 * A random sample for checks that would take long on everything: so many that, where one in a hundred is wrong, at least one of
 * them is among the sample in 99 cases of 100. n = ln 0.01 / ln 0.99, rounded up.
 */
import { randomInt } from 'node:crypto';

export const SAMPLE_SIZE = Math.ceil(Math.log(0.01) / Math.log(0.99));

const BELOW = 2 ** 32;

/** Picks from things that go by one after the other, each as likely as any other. */
export class Sample {
  readonly total: number;
  readonly size: number;
  #left: number;
  #wanted: number;

  /** @param total how many will go by @param all picks everything */
  constructor(total: number, all = false) {
    this.total = total;
    this.size = all ? total : Math.min(total, SAMPLE_SIZE);
    this.#left = total;
    this.#wanted = this.size;
  }

  /** Whether the next one is picked. More than were told of are picked too. */
  takes(): boolean {
    const left = Math.max(1, this.#left--);
    if (randomInt(BELOW) / BELOW >= this.#wanted / left && this.#left >= 0) return false;
    this.#wanted--;
    return true;
  }
}

/** What a check of a sample must say of itself; undefined where it was of everything. */
export function sampleNote(what: string, { size, total }: Pick<Sample, 'size' | 'total'>): string | undefined {
  if (size >= total) return undefined;
  return `${what}随机抽查 ${size} 件（共 ${total} 件）：若有百分之一的函件不符，查出的可能为 99%。逐件核对用深度校验（verify --deep）`;
}
