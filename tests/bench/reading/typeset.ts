/** Sets generated letters as text: clean, hard-wrapped as from a page, glued as from a form, and with a scan's noise. */
import type { KnownLetter, Paragraph } from './letter.ts';
import { Random } from '../random.ts';

export const SETTINGS = ['clean', 'wrapped', 'wrapped spaced', 'noisy'] as const;
export type TextSetting = (typeof SETTINGS)[number];

const LINE_EMS = 28;
const TITLE_EMS = 20;
const PAGE_LINES = 22;

/** The letter's text in one setting. The seed varies what the setting leaves open. */
export function typeset(letter: KnownLetter, setting: TextSetting, seed: number): string {
  const random = new Random(seed ^ 0x5bd1e995);
  switch (setting) {
    case 'clean':
      return letter.paragraphs.map((paragraph) => indentFor(paragraph, random.chance(0.5)) + paragraph.text).join('\n');
    case 'wrapped':
      return wrap(letter.paragraphs, random, false);
    case 'wrapped spaced':
      return wrap(letter.paragraphs, random, true);
    case 'noisy':
      return noise(wrap(letter.paragraphs, random, true), random);
  }
}

function indentFor(paragraph: Paragraph, indented: boolean): string {
  return indented && paragraph.role === 'body' ? '　　' : '';
}

/** As a PDF's text layer gives it: lines of 28 ems, pages of 22, blanks round digits, indents lost or kept, a blank line after each line. */
function wrap(paragraphs: readonly Paragraph[], random: Random, spaced: boolean): string {
  const indents = random.chance(0.4);
  const lines: string[] = [];
  for (const paragraph of paragraphs) {
    const text = spaced && paragraph.role !== 'imprint' ? digitBlanks(paragraph.text, random) : paragraph.text;
    if (paragraph.role === 'letterhead' && random.chance(0.6)) lines.push(` ${[...text].join(' ')}`);
    else if (paragraph.role === 'title') lines.push(...breakLine(text, TITLE_EMS, 0));
    else if (paragraph.role === 'body' || paragraph.role === 'note')
      lines.push(...breakLine(text, LINE_EMS, 2).map((line, at) => (at === 0 && indents ? `　　${line}` : line)));
    else lines.push(...breakLine(text, LINE_EMS, 0));
  }
  const out: string[] = [];
  lines.forEach((line, at) => {
    out.push(line);
    if (spaced) out.push('');
    if (at % PAGE_LINES === PAGE_LINES - 1 && at < lines.length - 1) {
      const page = (at + 1) / PAGE_LINES;
      out.push(...random.pick([['', `—— ${page} —`, '—', ''], [`— ${page} —`], [`- ${page} -`, ''], []]));
    }
  });
  return out.join('\n');
}

/** Blanks between Han characters and digits, as PDF readers put them. */
function digitBlanks(text: string, random: Random): string {
  return text
    .replace(/([\u4e00-\u9fff])(?=\d)/g, (character) => (random.chance(0.6) ? `${character} ` : character))
    .replace(/(\d)(?=[\u4e00-\u9fff])/g, (digit) => (random.chance(0.2) ? `${digit} ` : digit));
}

/** Breaks one paragraph into lines; latin words and figures stay whole, closing signs never begin a line. */
function breakLine(text: string, ems: number, firstIndent: number): string[] {
  const pieces = text.match(/[\x21-\x7e]+|\s+|[^\x21-\x7e\s]/g) ?? [];
  const lines: string[] = [];
  let line = '';
  let width = firstIndent;
  for (const piece of pieces) {
    const size = [...piece].reduce((sum, character) => sum + (character.charCodeAt(0) < 0x80 ? 0.5 : 1), 0);
    const hangs = /^[，。、；：！？）》”〕】]/.test(piece);
    if (width + size > ems && !hangs && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = '';
      width = 0;
      if (/^\s+$/.test(piece)) continue;
    }
    line += piece;
    width += size;
  }
  if (line !== '') lines.push(line);
  return lines;
}

const CONFUSIONS: Readonly<Record<string, string>> = {
  己: '已',
  未: '末',
  日: '曰',
  土: '士',
  官: '宫',
  千: '干',
  '〔': '(',
  '，': ',',
  人: '入',
  大: '太',
};

/** A good scan's errors: one character in 150 confused, one blank in 60 between Han characters. */
function noise(text: string, random: Random): string {
  return [...text]
    .map((character) => {
      const confused = CONFUSIONS[character];
      if (confused !== undefined && random.chance(0.04)) return confused;
      return /[\u4e00-\u9fff]/.test(character) && random.chance(1 / 60) ? `${character} ` : character;
    })
    .join('');
}
