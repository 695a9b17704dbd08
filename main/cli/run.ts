/** Takes the words of a command line, runs the command, prints, and answers the exit code. */
import { ArchiveError, reportError, type ErrorCode } from '../../shared/errors.ts';
import { VERSION } from '../../shared/version.ts';
import { parseArguments } from './parse-arguments.ts';
import { COMMANDS, helpText } from './commands.ts';
import { takeEncoding, useEncoding } from './output-encoding.ts';

/** Where a command prints: `out` is for its answer alone, `err` for progress, warnings and messages. */
export interface Output {
  out: (text: string, json: boolean) => void;
  err: (text: string) => void;
}

export const EXIT = { done: 0, refused: 1, usage: 2, archive: 3, damage: 4 } as const;

const EXIT_OF: Partial<Record<ErrorCode, number>> = {
  USAGE: EXIT.usage,
  UNKNOWN_COMMAND: EXIT.usage,
  UNKNOWN_FIELD: EXIT.usage,
  BAD_REQUEST: EXIT.usage,
  ARCHIVE_IN_USE: EXIT.archive,
  ARCHIVE_DAMAGED: EXIT.archive,
  ARCHIVE_MISSING: EXIT.archive,
  ARCHIVE_NOT_FOUND: EXIT.archive,
  ARCHIVE_NEWER: EXIT.archive,
  ACCOUNTS_MISSING: EXIT.archive,
  ARCHIVE_LINKED: EXIT.archive,
  SIGN_IN_REQUIRED: EXIT.archive,
  WRONG_PASSWORD: EXIT.archive,
  ACCOUNT_LOCKED: EXIT.archive,
  ACCOUNT_DISABLED: EXIT.archive,
  PASSWORD_EXPIRED: EXIT.archive,
};

/** @returns the exit code (0 done, 1 in part or refused, 2 usage, 3 archive not opened, 4 damage found) */
export async function runCommandLine(given: string[], output: Output): Promise<number> {
  const json = given.includes('--json');
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const { encoding, words } = takeEncoding(given, process.env);
    useEncoding(encoding);
    if (words.length === 0 || words[0] === 'help' || words[0] === '--help' || words[0] === '-h') {
      output.out(helpText(), false);
      return words.length === 0 ? EXIT.usage : EXIT.done;
    }
    if (words[0] === '--version') {
      output.out(`${VERSION}\n`, false);
      return EXIT.done;
    }
    const { command, name, rest } = findCommand(words);
    const note = (line: string): void => output.err(`${line}\n`);
    const parsed = parseArguments(name, command, rest, note);
    const result = await command.run(parsed, { signal: abort.signal, note });
    output.out(json ? `${JSON.stringify(result.value, null, 2)}\n` : result.text, json);
    return result.exit ?? EXIT.done;
  } catch (thrown) {
    const error = reportError(thrown);
    if (json) output.out(`${JSON.stringify({ error: { code: error.code, message: error.message } }, null, 2)}\n`, true);
    output.err(`[${error.code}] ${error.message}\n`);
    if (error.details !== undefined && process.env['FUHAN_DEBUG'] === '1') output.err(`${error.details}\n`);
    return EXIT_OF[error.code] ?? EXIT.refused;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

/** Commands are one word (`search`) or two (`export pdf`). */
function findCommand(words: string[]): { command: (typeof COMMANDS)[string]; name: string; rest: string[] } {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command !== undefined && words.length >= length) return { command, name, rest: words.slice(length) };
  }
  throw new ArchiveError('UNKNOWN_COMMAND', words.filter((word) => !word.startsWith('-')).join(' ') || words.join(' '));
}
