/** Reads options and positional words of one command; anything it does not know is wrong usage. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ArchiveError } from '../../shared/errors.ts';
import { Arguments } from './arguments.ts';
import type { Command } from './command.ts';

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
      `${name} ${command.usage}`,
      thrown instanceof Error ? thrown.message : String(thrown),
    );
  }
  const [least, most] = command.arity;
  if (parsed.positionals.length < least || parsed.positionals.length > most) {
    throw new ArchiveError('USAGE', `${name} ${command.usage}`);
  }
  return new Arguments(parsed.positionals, parsed.values, tell);
}
