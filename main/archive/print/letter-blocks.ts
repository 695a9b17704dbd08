/** The parts of a letter as the blocks that letter.typ sets: paragraphs, headings, tables, closing lines, annexes. Pure. */
import type { FontRole } from './fonts.ts';
import type { LetterPart } from './split-letter.ts';
import { columnShares } from './table-widths.ts';

/** Makes words fit to print in a role's fonts. */
export type Print = (role: FontRole, text: string) => string;

/** A part of the body as letter.typ sets it. `widths`: a share for each column. */
export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'heading1' | 'heading2'; text: string; rest: string }
  | { kind: 'table'; rows: string[][]; widths: number[] }
  | { kind: 'attachments'; items: { label: string; number: string; name: string }[] };

export type TailItem =
  { kind: 'signed'; name: string | null; date: string | null; blank: boolean } | { kind: 'note'; text: string };
export type ColophonItem = { kind: 'cc'; text: string } | { kind: 'printed'; text: string; date: string };

export interface Annex {
  label: string;
  title: string | null;
  blocks: Block[];
}

export function ofRole(parts: readonly LetterPart[], role: LetterPart['role']): string[] {
  return parts.filter((part) => part.role === role).map((part) => part.text);
}

/** 官 渡 区 民 政 局 is a way to write 官渡区民政局 wide: the page has its own letter-spacing. */
export function closeUp(text: string): string {
  const words = text.split(/\s+/u);
  return words.every((word) => [...word].length === 1) ? words.join('') : text;
}

const ATTACHMENT = /^(附件\s*[：:]\s*)?(\d{1,2}\s*[.．、]\s*)?([\s\S]*)$/;

function attachmentItem(text: string): { label: string; number: string; name: string } {
  const [, label = '', number = '', name = ''] = ATTACHMENT.exec(text) ?? [];
  return { label, number, name };
}

/** Body parts as blocks: rows that follow each other are one table, a heading takes the rest of its paragraph along. */
export function toBlocks(parts: readonly LetterPart[], print: Print): Block[] {
  const blocks: Block[] = [];
  let previous: LetterPart | undefined;
  for (const part of parts) {
    const last = blocks.at(-1);
    const sameLine = previous?.line === part.line;
    switch (part.role) {
      case 'row': {
        const cells = part.text.split('\t').map((cell) => print('fangsong', cell.trim()));
        if (last?.kind === 'table') last.rows.push(cells);
        else blocks.push({ kind: 'table', rows: [cells], widths: [] });
        break;
      }
      case 'heading1':
      case 'heading2':
        blocks.push({
          kind: part.role,
          text: print(part.role === 'heading1' ? 'heiti' : 'kaiti', part.text),
          rest: '',
        });
        break;
      case 'attachments': {
        const item = attachmentItem(print('fangsong', part.text));
        if (last?.kind === 'attachments') last.items.push(item);
        else blocks.push({ kind: 'attachments', items: [item] });
        break;
      }
      default:
        if (sameLine && (last?.kind === 'heading1' || last?.kind === 'heading2'))
          last.rest = print('fangsong', part.text);
        else blocks.push({ kind: 'paragraph', text: print('fangsong', part.text) });
    }
    previous = part;
  }
  return blocks.flatMap((block) => {
    if (block.kind !== 'table') return [block];
    return isRealTable(block.rows) ? [{ ...block, widths: columnShares(block.rows) }] : asParagraphs(block.rows);
  });
}

const TABLE_COLUMNS_MAX = 12;
const TABLE_CELL_CHARS_MAX = 240;

/** A single line with a tab in it is no table, and what would not fit a cell reads better as a paragraph. */
function isRealTable(rows: readonly (readonly string[])[]): boolean {
  return (
    rows.length > 1 &&
    rows.every((row) => row.length <= TABLE_COLUMNS_MAX && row.every((cell) => cell.length <= TABLE_CELL_CHARS_MAX))
  );
}

function asParagraphs(rows: readonly (readonly string[])[]): Block[] {
  return rows.map((row) => ({ kind: 'paragraph', text: row.filter((cell) => cell !== '').join('　') }));
}

/** The closing lines: a name and the date after it are one block, as they are sealed together. */
export function toTail(parts: readonly LetterPart[], print: Print): TailItem[] {
  const items: TailItem[] = [];
  for (const part of parts) {
    const text = print('fangsong', part.text);
    const last = items.at(-1);
    const blank = !items.some((item) => item.kind === 'signed');
    if (part.role === 'signature') items.push({ kind: 'signed', name: text, date: null, blank });
    else if (part.role !== 'date') items.push({ kind: 'note', text });
    else if (last?.kind === 'signed' && last.date === null) last.date = text;
    else items.push({ kind: 'signed', name: null, date: text, blank });
  }
  return items;
}

export function toAnnexes(parts: readonly LetterPart[], print: Print): Annex[] {
  const groups: LetterPart[][] = [];
  for (const part of parts) {
    if (part.role === 'annex') groups.push([part]);
    else groups.at(-1)?.push(part);
  }
  return groups.map((group) => ({
    label: print('heiti', ofRole(group, 'annex')[0] ?? ''),
    title: ofRole(group, 'annexTitle').map((text) => print('xiaobiaosong', text))[0] ?? null,
    blocks: toBlocks(
      group.filter((part) => part.role !== 'annex' && part.role !== 'annexTitle'),
      print,
    ),
  }));
}

const PRINTED = /^(.*?)\s*(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印发)$/;

export function toColophon(parts: readonly LetterPart[], print: Print): ColophonItem[] {
  return parts.map((part) => {
    const text = print('fangsong', part.text);
    if (part.role === 'cc') return { kind: 'cc', text };
    const [, office = text, date = ''] = PRINTED.exec(text) ?? [];
    return { kind: 'printed', text: office, date };
  });
}
