/**
 * A letter's parts in the order in which the page sets them (GB/T 9704-2012). Pure, but that the last few
 * are remembered. The parts are pieces of the text itself, in its order: joined again they are the text, so nothing can be lost or doubled.
 */
import type { Elements } from '../../../shared/model/elements.ts';
import { anatomyOf } from '../../../shared/text/anatomy/anatomy.ts';
import { bare } from '../../../shared/text/anatomy/known.ts';
import { looksLikeOffice } from '../../../shared/text/anatomy/offices.ts';
import type { Part } from '../../../shared/text/anatomy/parts.ts';

/**
 * `mark` is any short line of the head that is neither name, number nor title: 〔A类〕, 〔主动公开〕, 特急, 份号.
 * `subtitle` stands between title and addressee. `row` is one row of a table, its cells separated by tabs.
 * `annex` is the line 附件1 that opens an annex, `annexTitle` the annex's own title.
 */
export type PartRole =
  | 'letterhead'
  | 'mark'
  | 'number'
  | 'title'
  | 'subtitle'
  | 'addressee'
  | 'heading1'
  | 'heading2'
  | 'paragraph'
  | 'row'
  | 'attachments'
  | 'signature'
  | 'date'
  | 'note'
  | 'cc'
  | 'printed'
  | 'annex'
  | 'annexTitle';

export interface LetterPart {
  role: PartRole;
  /** The text of the part, blanks at its ends taken off. Of a heading: the part set in the heading's face. */
  text: string;
  /** Number of the source line (0-based, blank lines not counted). Two parts may share a line; in order they make it up. */
  line: number;
}

/** Where no title, addressee or other sign of a letter was found, all is `paragraph` or headings and `recognised` is false. */
export interface SplitLetter {
  parts: LetterPart[];
  recognised: boolean;
}

const HEAD_ROLES: ReadonlySet<Part['role']> = new Set(['letterhead', 'mark', 'number', 'title', 'subtitle', 'date']);
const BODY_ROLES: ReadonlySet<Part['role']> = new Set(['heading', 'text', 'table']);

/** A letter of a batch is split when it is set and again when its file is compared: so many are remembered. */
const MOST_RECENT = 12;
const recent = new Map<string, SplitLetter>();

/**
 * Splits a letter's text into its parts (GB/T 9704-2012, 7 and 10.1).
 * @param text the letter's text: paragraphs separated by line ends; blank lines carry nothing
 * @param elements what is known of the letter; the head is found by its values
 * @returns the parts in the order of the text. Joined by source line they give the text again, blanks at line ends aside
 */
export function splitLetter(text: string, elements: Elements): SplitLetter {
  const key = `${JSON.stringify(elements)}\n${text}`;
  const split = recent.get(key) ?? splitAnew(text, elements);
  recent.delete(key);
  recent.set(key, split);
  const [oldest] = recent.keys();
  if (recent.size > MOST_RECENT && oldest !== undefined) recent.delete(oldest);
  return split;
}

function splitAnew(text: string, elements: Elements): SplitLetter {
  const { parts, partsAboveBody } = anatomyOf(text, elements);
  const firstBehind = parts.slice(0, partsAboveBody).findIndex(({ role }) => !HEAD_ROLES.has(role));
  const headEnd = firstBehind < 0 ? partsAboveBody : firstBehind;
  const head = parts.slice(0, Math.min(partsAboveBody, headEnd + 1));
  const titleAt = head.findIndex(({ role }) => role === 'title');
  const recognised = head.some((part) => tellsLetter(part, head, text, elements));
  const annexes = parts.findIndex(({ role }) => role === 'annex');
  const bodyEnd =
    parts.slice(0, annexes < 0 ? parts.length : annexes).findLastIndex(({ role }) => BODY_ROLES.has(role)) + 1;
  const split: LetterPart[] = [];
  parts.forEach((part, at) => {
    const words = text.slice(part.start, part.end);
    const isAddressed = part.role === 'addressee' && at === headEnd && (recognised || at === 0);
    const role = isAddressed
      ? 'addressee'
      : at < headEnd
        ? isJoint(parts, at, text)
          ? 'letterhead'
          : headRole(part, recognised, titleAt >= 0 && at > titleAt)
        : at < bodyEnd
          ? bodyRole(part)
          : endRole(part);
    const last = split.at(-1);
    // What the page sets alike is one paragraph, as it was written.
    if (role === 'paragraph' && last?.role === 'paragraph' && last.line === part.line) {
      const start = parts[at - 1]?.end ?? part.start;
      last.text += text.slice(start, part.end);
    } else split.push({ role, text: words, line: part.line });
  });
  return { parts: split, recognised };
}

/** A longer line above the addressee is a web page's own head. */
const LONGEST_MARK = 28;

/** A message on a website that only greets its writer bears no red head: an addressee by itself must be named as letters do. */
function tellsLetter({ role, start, end }: Part, head: readonly Part[], text: string, elements: Elements): boolean {
  if (role === 'title' || role === 'number') return true;
  const words = bare(text.slice(start, end));
  if (role !== 'addressee' || !elements.addressees.some((name) => words.includes(bare(name)))) return false;
  if (head.some((part) => part.role === 'mark' && part.end - part.start > LONGEST_MARK)) return false;
  return /[：:]$/.test(words) || head.some((part) => part.role === 'letterhead');
}

/** Names of further offices that write the letter together: they stand right beside the first one's, above number and title. */
function isJoint(parts: readonly Part[], at: number, text: string): boolean {
  const part = parts[at];
  if (part?.role !== 'mark' || !looksLikeOffice(bare(text.slice(part.start, part.end)))) return false;
  const near = (step: 1 | -1): boolean => {
    for (let place = at + step; ; place += step) {
      const next = parts[place];
      if (next?.role === 'letterhead') return true;
      if (next?.role !== 'mark' || !looksLikeOffice(bare(text.slice(next.start, next.end)))) return false;
    }
  };
  return near(1) || near(-1);
}

function headRole({ role }: Part, recognised: boolean, isUnderTitle: boolean): PartRole {
  if (!recognised) return 'paragraph';
  switch (role) {
    case 'letterhead':
    case 'mark':
    case 'number':
    case 'title':
    case 'subtitle':
      return role;
    default:
      return isUnderTitle ? 'subtitle' : 'mark';
  }
}

/** In the body, and where more of it follows, everything keeps its place: the page has no other for it. */
function bodyRole({ role, level }: Part): PartRole {
  switch (role) {
    case 'table':
      return 'row';
    case 'annexNote':
      return 'attachments';
    case 'heading':
      return level === 1 ? 'heading1' : level === 2 ? 'heading2' : 'paragraph';
    default:
      return 'paragraph';
  }
}

function endRole(part: Part): PartRole {
  switch (part.role) {
    case 'signature':
    case 'date':
    case 'cc':
    case 'annex':
    case 'annexTitle':
      return part.role;
    case 'imprint':
      return 'printed';
    case 'heading':
    case 'text':
    case 'table':
      return bodyRole(part);
    case 'annexNote':
      return 'attachments';
    default:
      return 'note';
  }
}
