/** A letter's text, paragraph by paragraph, with any kind of spans drawn over it. */
import { memo, useMemo, type ReactNode } from 'react';
import styles from './letter-text.module.css';
import { paragraphsOf, runsOf, spansWithin, type Span } from './spans.ts';
import { words } from './words.ts';

interface Props<T> {
  text: string;
  spans: readonly Span<T>[];
  /** Draws a run that at least one span covers; `key` is unique in the text. */
  draw: (run: { text: string; tags: T[]; key: string }) => ReactNode;
  label?: string;
  /** How each paragraph stands on the page, by its number; plain where left out. */
  roles?: readonly ('letterhead' | 'title' | 'right' | 'flush' | 'body')[];
}

/** Draws the text; runs under no span are plain. */
export function LetterText<T>({ text, spans, draw, label, roles }: Props<T>) {
  const paragraphs = useMemo(() => paragraphsOf(text), [text]);
  return (
    <div className={styles['text']} role="document" aria-label={label ?? words.textLabel}>
      {paragraphs.map((paragraph, index) => (
        <p key={paragraph.start} {...(roles === undefined ? {} : { className: styles[roles[index] ?? 'flush'] })}>
          {runsOf(paragraph.text, spansWithin(paragraph, spans)).map((run) =>
            run.tags.length === 0
              ? run.text
              : draw({ text: run.text, tags: run.tags, key: `${paragraph.start}+${run.start}` }),
          )}
        </p>
      ))}
    </div>
  );
}

interface MarkedProps {
  text: string;
  marks: Span<number>[];
  /** Number of the mark that the reader stands on. */
  now?: number;
  label?: string;
  roles?: Props<number>['roles'];
}

/** The text with the marks of a search; the one that the reader stands on is stronger. */
export const MarkedLetter = memo(function MarkedLetter({ text, marks, now, label, roles }: MarkedProps) {
  return (
    <LetterText
      text={text}
      spans={marks}
      {...(label === undefined ? {} : { label })}
      {...(roles === undefined ? {} : { roles })}
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
