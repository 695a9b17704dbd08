/** The same letters otherwise written: in traditional characters, and without a single line end. Their truth turns with them. */
import { Converter } from 'opencc-js/cn2t';
import { choicesOf, ELEMENT_NAMES, elementSpec, type ElementName } from '../../../shared/model/elements.ts';
import { elementsSchema } from '../../../shared/model/element-schemas.ts';
import type { KnownLetter } from './letter.ts';

export const WRITTEN = ['simplified', 'traditional', 'unbroken', 'traditional unbroken'] as const;
export type Written = (typeof WRITTEN)[number];

const toTraditional = Converter({ from: 'cn', to: 't' });

/** A letter as it would be written so. */
export function writtenAs(letter: KnownLetter, written: Written): KnownLetter {
  const turned = written.startsWith('traditional') ? traditional(letter) : letter;
  return written.endsWith('unbroken') ? unbroken(turned) : turned;
}

/** All of a letter on one line, as a form's field or a message loses its line ends. */
function unbroken(letter: KnownLetter): KnownLetter {
  return { ...letter, paragraphs: [{ role: 'body', text: letter.paragraphs.map(({ text }) => text).join('') }] };
}

/** A word is turned by what stands beside it, so that a value's characters are those of its place in the letter, where it has one. */
function traditional(letter: KnownLetter): KnownLetter {
  const before = bare(letter.paragraphs.map(({ text }) => text).join(''));
  const paragraphs = letter.paragraphs.map(({ role, text }) => ({ role, text: toTraditional(text) }));
  const behind = bare(paragraphs.map(({ text }) => text).join(''));
  const turn = (name: ElementName, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((one) => turn(name, one));
    if (typeof value !== 'string' || choicesOf(name) !== undefined || elementSpec(name).kind === 'date') return value;
    const at = before.length === behind.length ? before.indexOf(bare(value)) : -1;
    return at >= 0 && bare(value) === value ? behind.slice(at, at + value.length) : toTraditional(value);
  };
  const truth = Object.fromEntries(ELEMENT_NAMES.map((name) => [name, turn(name, letter.truth[name])]));
  return { ...letter, paragraphs, truth: elementsSchema.parse(truth) };
}

function bare(text: string): string {
  return text.replace(/\s/g, '');
}
