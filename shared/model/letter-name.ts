/**
 * The one name of a letter, wherever people meet it: its 案由, else its title, else the title that would be proposed, else its first
 * sentence, else the name of its file. Never an id. Pure.
 */
import type { Elements } from './elements.ts';

type Told = Pick<Elements, 'title' | 'case_title'> & Partial<Elements>;

/** A first sentence is cut to so many characters. */
const LONGEST = 60;
/** What a letter without anything to be called by is called. */
export const NAMELESS = '（空白函件）';

/**
 * A title for a letter that has none, in 〔 〕 as its maker is the cataloguer and not the office (DA/T 22: 自拟题名).
 * @returns null where the letter says too little
 */
export function proposeTitle(elements: Partial<Elements>): string | null {
  const office = elements.issuer ?? elements.letterhead ?? '';
  const { session, case_number: number, case_title: matter, reply_kind: kind, addressees } = elements;
  const noun = kind === '人大建议' ? '建议' : '提案';
  if (number != null) return `〔${office}关于${session ?? ''}第${number}号${noun}的答复〕`;
  if (matter != null) return `〔${office}关于“${matter}”的答复〕`;
  const name = addressees?.[0];
  if (name !== undefined) return `〔${office}给${name}${(addressees?.length ?? 0) > 1 ? '等' : ''}的答复〕`;
  return office === '' ? null : `〔${office}的答复〕`;
}

/** The first words of a text that say anything, up to the end of their sentence. */
export function firstSentence(text: string): string | null {
  const line = text.split('\n').find((one) => one.trim() !== '');
  if (line === undefined) return null;
  const [sentence = ''] = line.trim().split(/(?<=[。！？；])/u);
  return sentence.length > LONGEST ? `${sentence.slice(0, LONGEST)}…` : sentence;
}

/** A file's name without its folder and ending. */
export function fileStem(file: string): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  return name.replace(/(?<=.)\.[^.]{1,5}$/u, '');
}

const inOneLine = (text: string | null): string | null => {
  const line = text?.replaceAll(/\s*\n\s*/gu, '').trim() ?? '';
  return line === '' ? null : line;
};

/** The name by what the elements say alone; null where they say too little. */
export function nameByElements(elements: Told): string | null {
  return inOneLine(elements.case_title) ?? inOneLine(elements.title) ?? proposeTitle(elements);
}

/**
 * @param text the letter's text, asked for only where its elements give no name
 * @param file the name of the file that it was read from
 */
export function letterName(elements: Told, text: () => string, file: () => string | null = () => null): string {
  const told = nameByElements(elements) ?? firstSentence(text());
  if (told !== null) return told;
  const name = file();
  return name === null || name === '' ? NAMELESS : fileStem(name);
}

/** A formal title where there is one, else what the letter is called by: for headings that say 题名. */
export function titleOrName(elements: Told, text: () => string): string {
  return inOneLine(elements.title) ?? letterName(elements, text);
}

/** What a letter that was disposed of is called: of its words nothing stays but its title. */
export function stubName(stub: { title: string | null; doc_number: string | null; issuer: string | null }): string {
  return inOneLine(stub.title) ?? stub.doc_number ?? proposeTitle({ issuer: stub.issuer }) ?? NAMELESS;
}
