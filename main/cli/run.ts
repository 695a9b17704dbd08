/** Takes the words of a command line, runs the command, prints, and answers the exit code. */
import { ArchiveError, reportError, type ErrorCode } from '../../shared/errors.ts';
import { VERSION } from '../../shared/version.ts';
import { parseArguments } from './parse-arguments.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { commandHelp, helpText } from './help.ts';
import { nearest } from './nearest.ts';
import { notOpened } from './with-engine.ts';
import { takeEncoding, useEncoding } from './output-encoding.ts';
import { inLine, visible } from './visible.ts';

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
  ARCHIVE_REPLACED: EXIT.archive,
  CLOCK_WRONG: EXIT.archive,
  BACKUP_PLACE_IN_USE: EXIT.archive,
  SIGN_IN_REQUIRED: EXIT.archive,
  WRONG_PASSWORD: EXIT.archive,
  ACCOUNT_LOCKED: EXIT.archive,
  ACCOUNT_DISABLED: EXIT.archive,
  PASSWORD_EXPIRED: EXIT.archive,
};

/** @returns the exit code (0 done, 1 in part or refused, 2 usage, 3 archive not opened, 4 damage found) */
export async function runCommandLine(given: string[], printed: Output): Promise<number> {
  // The one place by which everything goes that people read.
  const output: Output = {
    out: (text, json) => printed.out(json ? text : visible(text), json),
    err: (text) => printed.err(visible(text)),
  };
  const json = given.includes('--json');
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const { encoding, words } = takeEncoding(given, process.env);
    useEncoding(encoding);
    if (words.length === 0 || words[0] === 'help' || words[0] === '--help' || words[0] === '-h') {
      output.out(helpOf(words.slice(1)), false);
      return words.length === 0 ? EXIT.usage : EXIT.done;
    }
    if (words[0] === '--version') {
      output.out(`${VERSION}\n`, false);
      return EXIT.done;
    }
    const found = findCommand(words);
    if (asksForHelp(words) && (found.command !== undefined || found.group.length > 0)) {
      output.out(helpOf(found.name.split(' ')), false);
      return EXIT.done;
    }
    if (found.command === undefined) throw unknownCommand(found);
    const { command, name, rest } = found;
    const note = (line: string): void => output.err(`${inLine(line)}\n`);
    const parsed = parseArguments(name, command, rest, note);
    const result = await command.run(parsed, { signal: abort.signal, note });
    output.out(json ? `${JSON.stringify(result.value, null, 2)}\n` : result.text, json);
    return result.exit ?? EXIT.done;
  } catch (thrown) {
    const error = reportError(thrown);
    if (json) output.out(`${JSON.stringify({ error: { code: error.code, message: error.message } }, null, 2)}\n`, true);
    output.err(`[${error.code}] ${inLine(error.message)}\n`);
    if (error.details !== undefined && process.env['FUHAN_DEBUG'] === '1') output.err(`${error.details}\n`);
    if (error.code === 'BAD_PATH' && thrown instanceof Error && notOpened.has(thrown)) return EXIT.archive;
    return EXIT_OF[error.code] ?? EXIT.refused;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

interface Found {
  command: Command | undefined;
  /** The command's name, or the words that stand in its place. */
  name: string;
  rest: string[];
  /** Commands of two words that begin with the first. */
  group: string[];
}

/** Options of every command, which may stand before its name too. */
const WITH_VALUE = new Set(['--archive', '--user']);
const COMMON = /^(?:--json|--help|-h|--(?:archive|user)=.*)$/su;

/** Commands are one word (`search`) or two (`export pdf`); options of every command may stand before and between them. */
function findCommand(words: readonly string[]): Found {
  const places: number[] = [];
  for (let at = 0; at < words.length && places.length < 2; at++) {
    const word = words[at] ?? '';
    if (WITH_VALUE.has(word)) at++;
    else if (!word.startsWith('-')) places.push(at);
    else if (!COMMON.test(word)) break;
  }
  const named = places.map((at) => words[at] ?? '');
  for (const length of [2, 1]) {
    const name = named.slice(0, length).join(' ');
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    const rest = words.filter((_, at) => !places.slice(0, length).includes(at));
    if (command !== undefined && named.length >= length) return { command, name, rest, group: [] };
  }
  const [first = ''] = named;
  return { command: undefined, name: named.join(' '), rest: [], group: groupOf(first) };
}

const groupOf = (first: string): string[] => Object.keys(COMMANDS).filter((name) => name.startsWith(`${first} `));

function unknownCommand({ name, group }: Found): ArchiveError {
  const [first = ''] = name.split(' ');
  if (group.length > 0) return new ArchiveError('UNKNOWN_COMMAND', `${first} 之后须写明：${group.join('、')}`);
  const all = Object.keys(COMMANDS);
  const near = nearest(name, all) ?? nearest(first, [...new Set(all.map((one) => one.split(' ')[0] ?? one))]);
  return new ArchiveError('UNKNOWN_COMMAND', near === undefined ? name : `${name}（是否指 ${near}？）`);
}

function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? words.length : end).some((word) => word === '--help' || word === '-h');
}

/** The help of a command; of the commands that begin with a word; of all. */
function helpOf(words: readonly string[]): string {
  const { command, name, group } = findCommand(words);
  if (command !== undefined) {
    const own = commandHelp(name, command);
    const others = groupOf(name);
    return others.length === 0 ? own : `${own}\n另见：${others.join('、')}\n`;
  }
  const chosen = group.length > 0 ? group : Object.keys(COMMANDS);
  return helpText(Object.fromEntries(chosen.flatMap((one) => (COMMANDS[one] ? [[one, COMMANDS[one]]] : []))));
}
