/** The heads of a mail and of its parts as words, for the question of secrecy. */
import { mayBeCertain, mentionsSecrecy, nameAsText } from '../secrecy.ts';

const NAME = /name(?:\*\d*\*?)?\s*=\s*(?:"([^"]*)"|([^;\s]*))/gi;

/**
 * @param heads as they stand, with line ends, folded
 * @returns the values in which a mark may stand, decoded; of addresses the names too, of files their names as words
 */
export async function headTexts(heads: readonly string[]): Promise<string[]> {
  const { decodeWords } = await import('postal-mime');
  const found: string[] = [];
  for (const head of heads) {
    for (const line of head.replaceAll(/\r?\n[ \t]/g, ' ').split(/\r?\n/)) {
      const value = percentDecoded(decodeWords(line.slice(line.indexOf(':') + 1)));
      if (!mentionsSecrecy(value)) continue;
      found.push(value, ...value.split(/[<>"();,]/).filter(mayBeCertain));
      for (const [, quoted, plain] of value.matchAll(NAME)) found.push(nameAsText(quoted ?? plain ?? ''));
    }
  }
  return found;
}

/** Names of files may be written as %E7%A7%98. */
function percentDecoded(value: string): string {
  return value.replaceAll(/(?:%[0-9a-f]{2})+/gi, (coded) => {
    try {
      return decodeURIComponent(coded);
    } catch {
      return coded;
    }
  });
}
