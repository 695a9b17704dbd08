/** Differences between two versions: fields, text (sentences, then characters), attachments. Pure. */
import { diffArrays, diffChars } from 'diff';
import { ELEMENT_NAMES } from '../../../shared/model/elements.ts';
import type { Letter, LetterDiff, TextOp } from '../../../shared/model/letter.ts';
import { diffLanes, loosen } from './diff-lanes.ts';

/** A sentence with its end mark, or a paragraph's end. */
const SENTENCE = /[^。！？；\n]*[。！？；\n]|[^。！？；\n]+$/gu;

/** Sentences changed into each other are compared by characters only up to this size; beyond, they are shown whole. */
const FINE_LIMIT = 4000;
/** The share of a changed passage that must stay equal for a comparison by characters to be worth reading. */
const FINE_WORTH = 0.3;

/** @param loose line wraps, blanks and the width of characters make no difference in the text */
export function diffLetters(from: Letter, to: Letter, loose = false): LetterDiff {
  const [before, after] = loose ? [loosen(from.text), loosen(to.text)] : [from.text, to.text];
  return {
    id: to.id,
    from: from.version,
    to: to.version,
    fields: ELEMENT_NAMES.filter((n) => JSON.stringify(from.elements[n]) !== JSON.stringify(to.elements[n])).map(
      (n) => ({
        field: n,
        from: from.elements[n],
        to: to.elements[n],
      }),
    ),
    text: diffText(before, after),
    lanes: diffLanes(from.text, to.text),
    attachments: diffAttachments(from, to),
  };
}

/** Operations that turn `from` into `to`: equal + delete = from, equal + insert = to. */
export function diffText(from: string, to: string): TextOp[] {
  if (from === to) return from === '' ? [] : [{ op: 'equal', text: from }];
  const parts = diffArrays(from.match(SENTENCE) ?? [], to.match(SENTENCE) ?? []);
  const ops: TextOp[] = [];
  for (let i = 0; i < parts.length; i += 1) {
    const part = parts[i];
    if (part === undefined) continue;
    const text = part.value.join('');
    const next = parts[i + 1];
    if (part.removed && next?.added) {
      ops.push(...diffPassage(text, next.value.join('')));
      i += 1;
    } else {
      ops.push({ op: part.added ? 'insert' : part.removed ? 'delete' : 'equal', text });
    }
  }
  return merge(ops);
}

function diffPassage(from: string, to: string): TextOp[] {
  const whole: TextOp[] = [
    { op: 'delete', text: from },
    { op: 'insert', text: to },
  ];
  if (from.length + to.length > FINE_LIMIT) return whole;
  const fine = diffChars(from, to).map((part): TextOp => ({
    op: part.added ? 'insert' : part.removed ? 'delete' : 'equal',
    text: part.value,
  }));
  const kept = fine.reduce((sum, op) => sum + (op.op === 'equal' ? op.text.length : 0), 0);
  return kept < FINE_WORTH * Math.min(from.length, to.length) ? whole : fine;
}

function merge(ops: TextOp[]): TextOp[] {
  const merged: TextOp[] = [];
  for (const op of ops) {
    const last = merged.at(-1);
    if (op.text === '') continue;
    if (last?.op === op.op) last.text += op.text;
    else merged.push({ ...op });
  }
  return merged;
}

function diffAttachments(from: Letter, to: Letter): LetterDiff['attachments'] {
  const before = new Map(from.attachments.map((a) => [a.id, a]));
  const after = new Set(to.attachments.map((a) => a.id));
  return [
    ...from.attachments.filter((a) => !after.has(a.id)).map((attachment) => ({ op: 'removed' as const, attachment })),
    ...to.attachments.map((attachment) => {
      const old = before.get(attachment.id);
      const op = old === undefined ? 'added' : old.role === attachment.role ? 'kept' : 'role';
      return { op, attachment } as const;
    }),
  ];
}
