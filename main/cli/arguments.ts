/** The options and positional words of one command, as it asks for them. */
import { ArchiveError } from '../../shared/errors.ts';
import { archiveFolder } from '../app/user-data.ts';

export class Arguments {
  readonly archive: string;
  readonly positionals: string[];
  /** A line for the person, on stderr. */
  readonly tell: (line: string) => void;
  private readonly values: Record<string, unknown>;

  constructor(positionals: string[], values: Record<string, unknown>, tell: (line: string) => void) {
    this.positionals = positionals;
    this.tell = tell;
    this.values = values;
    const named = values['archive'];
    this.archive = typeof named === 'string' ? named : archiveFolder();
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  texts(name: string): string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  /** @throws ArchiveError USAGE where the value is not a whole number */
  number(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^\d{1,15}$/.test(value)) throw new ArchiveError('USAGE', `--${name} 须为非负整数`);
    return Number(value);
  }

  /** The positional word at `index`; the command's arity has been checked. */
  word(index: number): string {
    return this.positionals[index] ?? '';
  }

  /** The positional word at `index` as a version number. */
  version(index: number): number {
    const word = this.word(index);
    if (!/^[1-9]\d{0,8}$/.test(word)) throw new ArchiveError('USAGE', `版本号须为正整数：${word}`);
    return Number(word);
  }
}
