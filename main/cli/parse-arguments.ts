/** Reads options and positional words of one command; anything it does not know is wrong usage. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ArchiveError } from '../../shared/errors.ts';
import { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { meant } from './nearest.ts';

/** @param tell where lines for the person go  @throws ArchiveError USAGE */
export function parseArguments(
  name: string,
  command: Command,
  words: string[],
  tell: (line: string) => void,
): Arguments {
  const options: NonNullable<ParseArgsConfig['options']> = {
    archive: { type: 'string' },
    json: { type: 'boolean' },
    user: { type: 'string' },
  };
  for (const [option, kind] of Object.entries(command.options)) {
    options[option] = { type: kind === 'flag' ? 'boolean' : 'string', multiple: kind === 'texts' };
  }
  let parsed;
  try {
    parsed = parseArgs({ args: words, options, allowPositionals: true, strict: true });
  } catch (thrown) {
    throw new ArchiveError(
      'USAGE',
      `${wrongOption(words, options)}${usageOf(name, command)}`,
      thrown instanceof Error ? thrown.message : String(thrown),
    );
  }
  const [least, most] = command.arity;
  if (parsed.positionals.length < least || parsed.positionals.length > most) {
    throw new ArchiveError('USAGE', `${wrongNumber(parsed.positionals, command)}${usageOf(name, command)}`);
  }
  return new Arguments(parsed.positionals, parsed.values, tell);
}

const usageOf = (name: string, { usage }: Command): string => `（写法：fuhan ${name} ${usage}）`;

/** The words that a command must have, as its usage names them (`ID FILE…`): what stands before the first option or choice. */
const named = ({ usage }: Command): string[] => /^[A-Z…\s]*/u.exec(usage)?.[0].trim().split(/\s+/u) ?? [];

/** What is wrong with the number of words: which is missing, or which is one too many. */
function wrongNumber(words: readonly string[], command: Command): string {
  const [least, most] = command.arity;
  if (words.length > most)
    return most === 0 ? `不带“${words[0] ?? ''}”这样的词` : `多出“${words.slice(most).join(' ')}”`;
  const missing = named(command).slice(words.length, least);
  return missing.length === 0 ? '词数不足' : `缺少 ${missing.join('、')}`;
}

/** What is wrong with the options, where that can be told: one that is not known, with the nearest that is; one without its value. */
function wrongOption(words: readonly string[], options: NonNullable<ParseArgsConfig['options']>): string {
  const end = words.indexOf('--');
  for (const [at, word] of words.slice(0, end < 0 ? words.length : end).entries()) {
    if (/^-[^-]/u.test(word)) return `“${word}”以“-”开头，被当作选项；是要找的词时，写在 -- 之后（-- ${word}）`;
    const [, option, value] = /^--([^=]+)(=.*)?$/su.exec(word) ?? [];
    if (option === undefined) continue;
    const known = options[option];
    if (known === undefined) return `没有选项 --${option}${meant(option, Object.keys(options), '--')}`;
    const next = words[at + 1];
    if (known.type === 'string' && value === undefined && (next === undefined || next.startsWith('-')))
      return `--${option} 后面须写值`;
    if (known.type === 'boolean' && value !== undefined) return `--${option} 不带值`;
  }
  return '';
}
