/** What a pdf may take of the processor, page by page: no file holds an import for long, however many pages each cost little enough. */
import { ArchiveError } from '../../../../shared/errors.ts';

/** How such a refusal is told apart: beside another file, what that one took is counted too. */
export const TOOK_TOO_LONG = 'processor time';
/** Any page may be a large drawing; ordinary ones take some milliseconds, pictures of scans some hundred. In ms. */
const AT_LEAST = 45_000;
const A_PAGE = { text: 100, pictures: 1000 } as const;

/** Microseconds of the processor that this thread has taken. */
const ofThisThread = (): number => {
  const { user, system } = process.threadCpuUsage();
  return user + system;
};

export class ProcessorTime {
  readonly #fileName: string;
  readonly #taken: () => number;
  readonly #begin: number;
  #allowedMs = AT_LEAST;

  /** @param taken microseconds of the processor, from any beginning */
  constructor(fileName: string, taken: () => number = ofThisThread) {
    this.#fileName = fileName;
    this.#taken = taken;
    this.#begin = taken();
  }

  /** To be called before each page. @throws ArchiveError FILE_TOO_LARGE */
  startPage(lookedAtFor: keyof typeof A_PAGE): void {
    this.#allowedMs += A_PAGE[lookedAtFor];
    if ((this.#taken() - this.#begin) / 1000 > this.#allowedMs) {
      throw new ArchiveError('FILE_TOO_LARGE', this.#fileName, TOOK_TOO_LONG);
    }
  }
}
