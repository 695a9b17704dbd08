/**
 * In which encoding the command line prints: UTF-8, or what programs expect that read a pipe under Windows' Chinese code page
 * (936) or in an old Chinese locale.
 */
import { createRequire } from 'node:module';
import type iconvLite from 'iconv-lite';
import { ArchiveError } from '../../shared/errors.ts';

/** As `--encoding` and FUHAN_ENCODING name them. */
export const ENCODINGS = ['utf8', 'gbk', 'gb18030'] as const;
export type OutputEncoding = (typeof ENCODINGS)[number];

/** Stands where a character is not in GBK: what Chinese type sets for a sort that is missing. */
export const NO_SUCH_CHARACTER = '〓';

/** Loaded by those who ask for it: the others start faster. */
const codec = (): typeof iconvLite => createRequire(import.meta.url)('iconv-lite') as typeof iconvLite;

const NAMES: Readonly<Record<string, OutputEncoding>> = {
  utf8: 'utf8',
  'utf-8': 'utf8',
  gbk: 'gbk',
  cp936: 'gbk',
  '936': 'gbk',
  gb18030: 'gb18030',
};

/**
 * Takes `--encoding NAME` out of a command line; FUHAN_ENCODING counts where it is not there. Words behind `--` are left alone.
 * @throws ArchiveError USAGE for an encoding that is not known
 */
export function takeEncoding(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): { encoding: OutputEncoding; words: string[] } {
  const left: string[] = [];
  let named = env['FUHAN_ENCODING'] ?? '';
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') {
      left.push(...words.slice(at));
      break;
    }
    if (word === '--encoding') named = words[++at] ?? '（未写明）';
    else if (word.startsWith('--encoding=')) named = word.slice('--encoding='.length);
    else left.push(word);
  }
  const encoding = named === '' ? 'utf8' : NAMES[named.toLowerCase()];
  if (encoding === undefined) throw new ArchiveError('USAGE', `--encoding ${ENCODINGS.join('|')}，不能是 ${named}`);
  return { encoding, words: left };
}

/**
 * Text as bytes. What GBK has no character for becomes `\uXXXX` in JSON, which means the same there, and 〓 elsewhere.
 * @param json whether the text is a JSON document
 */
export function encodeText(text: string, encoding: OutputEncoding, json: boolean): Uint8Array {
  if (encoding === 'utf8') return Buffer.from(text, 'utf8');
  const iconv = codec();
  const bytes = iconv.encode(text, encoding);
  if (iconv.decode(bytes, encoding) === text) return bytes;
  const told = [...text].map((character) =>
    iconv.decode(iconv.encode(character, encoding), encoding) === character ? character : inPlaceOf(character, json),
  );
  return iconv.encode(told.join(''), encoding);
}

function inPlaceOf(character: string, json: boolean): string {
  if (!json) return NO_SUCH_CHARACTER;
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/**
 * Writes text to one of the process's own streams. Windows' console is not a pipe: it is given characters, and bytes that are not UTF-8 would
 * be broken there.
 */
export function writeText(
  stream: NodeJS.WriteStream,
  text: string,
  { encoding = chosen, json = false }: { encoding?: OutputEncoding; json?: boolean } = {},
): void {
  const console = process.platform === 'win32' && stream.isTTY;
  stream.write(encodeText(text, console ? 'utf8' : encoding, json));
}

let chosen: OutputEncoding = 'utf8';

/** What writeText() uses from now on. */
export function useEncoding(encoding: OutputEncoding): void {
  chosen = encoding;
}
