/** A letter's text, paragraph by paragraph, with any kind of spans drawn over it. */
import { memo, useMemo, type ReactNode } from 'react';
import styles from './letter-text.module.css';
import { paragraphsOf, runsOf, spansWithin, type Block, type Paragraph, type Span } from './spans.ts';
import { words } from './words.ts';

interface Props<T> {
  text: string;
  spans: readonly Span<T>[];
  /** Draws a run that at least one span covers; `key` is unique in the text. */
  draw: (run: { text: string; tags: T[]; key: string }) => ReactNode;
  label?: string;
  /** How the text stands on the page, all of it in blocks; plain paragraphs where left out. */
  blocks?: readonly Block[];
}

/** Draws the text; runs under no span are plain. */
export function LetterText<T>({ text, spans, draw, label, blocks }: Props<T>) {
  const shown: readonly (Paragraph & Partial<Block>)[] = useMemo(() => blocks ?? paragraphsOf(text), [blocks, text]);
  const drawRuns = (piece: Paragraph): ReactNode[] =>
    runsOf(piece.text, spansWithin(piece, spans)).map((run) =>
      run.tags.length === 0 ? run.text : draw({ text: run.text, tags: run.tags, key: `${piece.start}+${run.start}` }),
    );
  return (
    <div className={styles['text']} role="document" aria-label={label ?? words.textLabel}>
      {shown.map((block) => (
        <p key={block.start} {...(block.look === undefined ? {} : { className: styles[block.look] })}>
          {block.heading !== undefined && (
            <span className={styles[`heading${block.heading.level}`]}>
              {drawRuns({ start: block.start, text: block.text.slice(0, block.heading.length) })}
            </span>
          )}
          {drawRuns(behindHeading(block))}
        </p>
      ))}
    </div>
  );
}

function behindHeading({ start, text, heading }: Paragraph & Partial<Block>): Paragraph {
  const length = heading?.length ?? 0;
  return { start: start + length, text: text.slice(length) };
}

interface MarkedProps {
  text: string;
  marks: Span<number>[];
  /** Number of the mark that the reader stands on. */
  now?: number;
  label?: string;
  blocks?: Props<number>['blocks'];
}

/** The text with the marks of a search; the one that the reader stands on is stronger. */
export const MarkedLetter = memo(function MarkedLetter({ text, marks, now, label, blocks }: MarkedProps) {
  return (
    <LetterText
      text={text}
      spans={marks}
      {...(label === undefined ? {} : { label })}
      {...(blocks === undefined ? {} : { blocks })}
      draw={({ text: part, tags, key }) => (
        <mark
          key={key}
          data-mark={tags[0]}
          {...(now !== undefined && tags.includes(now) ? { className: styles['now'], 'aria-current': true } : {})}
        >
          {part}
        </mark>
      )}
    />
  );
});

/** One line with marks: a title or a snippet of a search hit. */
export function MarkedLine({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) {
  const spans = marks.map(([start, end], tag) => ({ start, end, tag }));
  return runsOf(text, spans).map((run) => (run.tags.length === 0 ? run.text : <mark key={run.start}>{run.text}</mark>));
}
