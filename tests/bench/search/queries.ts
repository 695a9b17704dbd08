/** Query sets of the bench: what people type, key by key, and what they paste. */
import { foldText } from '../../../shared/text/fold.ts';
import type { IndexedLetter } from '../../../main/archive/search/types.ts';
import { randomFrom } from '../random.ts';

export interface QuerySet {
  name: string;
  /** Every keystroke of each typed query, in order. */
  typed: string[];
  pasted: string[];
}

type At = (number: number) => IndexedLetter;

function cut(text: string, random: () => number, length: number): string {
  const from = Math.floor(random() * Math.max(1, text.length - length));
  return text
    .slice(from, from + length)
    .replace(/[\s"“”|｜]/g, '')
    .replace(/^[-－]+/, '');
}

const keystrokes = (query: string): string[] => [...query].map((_, i, all) => all.slice(0, i + 1).join(''));

/** The set that tuning looked at: words and phrases of random letters. */
export function firstSet(at: At, count: number, size = 200): QuerySet {
  const random = randomFrom(42);
  const letter = (): IndexedLetter => at(Math.floor(random() * count));
  const typed: string[] = [];
  while (typed.length < size)
    typed.push(
      ...keystrokes(cut(letter().text, random, 2 + Math.floor(random() * 5))).filter((q) => foldText(q) !== ''),
    );
  const pasted: string[] = [];
  while (pasted.length < size) {
    const phrase = cut(letter().text, random, 6 + Math.floor(random() * 30));
    if (foldText(phrase).length > 1) pasted.push(phrase);
  }
  return { name: 'first set', typed, pasted };
}

/** Another set: names, numbers, dates, offices, titles, two words, not, or, fields. */
export function mixedSet(at: At, count: number, size = 200): QuerySet {
  const random = randomFrom(4711);
  const letter = (): IndexedLetter => at(Math.floor(random() * count));
  const forms: (() => string)[] = [
    () => letter().elements.addressees[0] ?? '',
    () => letter().elements.issuer ?? '',
    () => `${cut(letter().text, random, 2)} ${cut(letter().text, random, 2)}`,
    () => `第${letter().elements.case_number ?? ''}号`,
    () => cut(letter().text, random, 3),
    () => '感谢您对我们工作的关心',
    () => `${cut(letter().text, random, 2)} -${cut(letter().text, random, 2)}`,
  ];
  const typed: string[] = [];
  for (let i = 0; typed.length < size; i++)
    typed.push(...keystrokes(forms[i % forms.length]?.() ?? '').filter((q) => foldText(q) !== ''));
  const pastes: (() => string)[] = [
    () => (letter().elements.doc_number ?? '').replace('〔', '[').replace('〕', ']'),
    () => letter().elements.title ?? '',
    () => letter().elements.case_title ?? '',
    () => `${cut(letter().text, random, 4)} ${cut(letter().text, random, 5)}`,
    () => `${cut(letter().text, random, 4)}|${cut(letter().text, random, 4)}`,
    () => `标题:${cut(letter().elements.title ?? '', random, 5)} 年:${2008 + Math.floor(random() * 16)}`,
    () => cut(letter().text, random, 60),
    () => `单位:${letter().elements.issuer ?? ''} ${cut(letter().text, random, 3)}`,
  ];
  const pasted = Array.from({ length: size }, (_, i) => pastes[i % pastes.length]?.() ?? '').filter(
    (q) => foldText(q) !== '',
  );
  return { name: 'mixed set', typed, pasted };
}

const wide = (text: string): string =>
  text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

/** The third set; what years cost in it led to the last tuning. */
export function lateSet(at: At, count: number, size = 200): QuerySet {
  const random = randomFrom(90_210);
  const letter = (): IndexedLetter => at(Math.floor(random() * count));
  const words = (length: number): string => cut(letter().text, random, length);
  const year = (): number => 2008 + Math.floor(random() * 16);
  const forms: (() => string)[] = [
    () => words(2) + words(2),
    () => `${year()}年${1 + Math.floor(random() * 12)}月`,
    () => (letter().elements.issuer ?? '').slice(-6),
    () => `"${words(3)}`,
    () => wide((letter().elements.case_number ?? '').slice(0, 5)),
    () => (letter().elements.case_title ?? '').slice(2, 8),
    () => `${words(2)}|${words(2)}`,
    () => `的${words(1)}`,
  ];
  const typed: string[] = [];
  for (let i = 0; typed.length < size; i++)
    typed.push(...keystrokes(forms[i % forms.length]?.() ?? '').filter((q) => foldText(q) !== ''));
  const pastes: (() => string)[] = [
    () => `《${letter().elements.case_title ?? ''}》`,
    () => letter().text.split('\n')[3]?.slice(0, 120) ?? '',
    () => `委员:${letter().elements.addressees[0] ?? ''} ${words(2)}`,
    () => `${words(5)} -${words(2)}`,
    () => `"${words(8)}"`,
    () => wide(letter().elements.doc_number ?? ''),
    () => `案号:${letter().elements.case_number ?? ''}`,
    () => `公开:主动 类别:A ${words(3)}`,
  ];
  const pasted = Array.from({ length: size }, (_, i) => pastes[i % pastes.length]?.() ?? '').filter(
    (q) => foldText(q) !== '',
  );
  return { name: 'late set', typed, pasted };
}

/** The set written when the tuning was over: asked once, reported, never tuned to. */
export function finalSet(at: At, count: number, size = 200): QuerySet {
  const random = randomFrom(31_337);
  const letter = (): IndexedLetter => at(Math.floor(random() * count));
  const words = (length: number): string => cut(letter().text, random, length);
  const below = (limit: number): number => Math.floor(random() * limit);
  const forms: (() => string)[] = [
    () => `第${below(900)}号`,
    () => `标题:${(letter().elements.case_title ?? '').slice(4, 8)}`,
    () => `${words(2)} -${words(2)}`,
    () => `${below(100)}%`,
    () => `${below(12) + 1}月${below(28) + 1}日`,
    () => (letter().elements.phones[0] ?? letter().elements.contact ?? words(3)).slice(0, 7),
    () => (letter().elements.addressees[0] ?? words(3)) + words(1),
    () => `${below(9000)}万元`,
    () => words(6),
    () => `关于${words(2)}`,
  ];
  const typed: string[] = [];
  for (let i = 0; typed.length < size; i++)
    typed.push(...keystrokes(forms[i % forms.length]?.() ?? '').filter((q) => foldText(q) !== ''));
  const pastes: (() => string)[] = [
    () => words(60),
    () => `${words(2)}|${words(3)}|${words(2)}|${words(4)}`,
    () => (letter().elements.doc_number ?? '').replace('〔', '[').replace('〕', ']'),
    () => `${words(2)} ${words(2)} ${words(2)} ${words(2)}`,
    () => `单位:${(letter().elements.issuer ?? '').slice(0, 5)} 年:${2010 + below(12)}`,
    () => `日期:${2010 + below(6)}-03..${2016 + below(6)}-09 ${words(3)}`,
    () => letter().text.slice(0, 40),
    () => `正文:${words(4)} -标题:${words(2)}`,
  ];
  const pasted = Array.from({ length: size }, (_, i) => pastes[i % pastes.length]?.() ?? '').filter(
    (q) => foldText(q) !== '',
  );
  return { name: 'final set', typed, pasted };
}
