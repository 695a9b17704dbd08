/** Pages as one text, and what is said of them: page numbers, notes that lie on them. */
import { warning } from './reader.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { PageSpan } from '../types.ts';

/** 1, 2, 3, 7 as `1–3、7`; long lists are cut, with their number. */
export function pageList(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  const shown = runs.slice(0, 12).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return runs.length > shown.length ? `${shown.join('、')} 等 ${numbers.length}` : shown.join('、');
}

/** Lines of pages as one text with each page's place. */
export function joinPages(pages: readonly (readonly string[])[]): { text: string; spans: PageSpan[] } {
  const spans: PageSpan[] = [];
  let text = '';
  for (const lines of pages) {
    const start = text.length;
    for (const line of lines) text += `${line}\n`;
    spans.push({ start, end: text.length });
  }
  return { text, spans };
}

const SHOWN_NOTES = 100;

/** What stands in notes and stamps laid over the pages, which is not the letter's own text. */
export function annotationsWarning(notes: readonly string[]): Warning {
  const words = [...new Set(notes)].join('；').replaceAll(/\s+/g, ' ');
  const shown = words.length > SHOWN_NOTES ? `${words.slice(0, SHOWN_NOTES)}…` : words;
  return warning('ANNOTATIONS_NOT_READ', `页面上另加的批注或图章文字未列入正文：${shown}`);
}
