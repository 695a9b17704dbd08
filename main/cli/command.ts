/** What a command is. */
import type { Arguments } from './arguments.ts';

export type OptionKind = 'text' | 'texts' | 'flag' | 'number';

export interface CommandResult {
  /** Printed with --json. */
  value: unknown;
  /** Printed without. */
  text: string;
  exit?: number;
}

export interface CommandContext {
  signal: AbortSignal;
  /** A line of progress or a warning, on stderr. */
  note: (line: string) => void;
}

export interface Command {
  usage: string;
  does: string;
  /** The words behind `fuhan`, as somebody might type them: the help shows it, a test reads it. */
  example: string;
  /** What its exit codes mean where they mean more than for every command. */
  exits?: Readonly<Record<number, string>>;
  options: Readonly<Record<string, OptionKind>>;
  /** Fewest and most positional words. */
  arity: readonly [number, number];
  run: (args: Arguments, context: CommandContext) => Promise<CommandResult>;
}
