/** The read text of a draft with the place of each element's evidence; a click leads to the field. */
import { useEffect, useMemo, useRef } from 'react';
import { ELEMENT_LABELS, SURE, type ElementName, type Evidence } from '../../../shared/model/elements.ts';
import { LetterText } from '../../components/letter-text.tsx';
import type { Span } from '../../components/spans.ts';
import styles from './desk.module.css';

interface Props {
  text: string;
  evidence: Evidence;
  active: ElementName | null;
  /** Whether the active field has the keyboard: only then the text scrolls to its evidence. */
  follow: boolean;
  onPick: (name: ElementName) => void;
}

/** Evidence as spans of the text. */
export function evidenceSpans(evidence: Evidence): Span<ElementName>[] {
  return (Object.entries(evidence) as [ElementName, Evidence[ElementName]][]).flatMap(([tag, found]) =>
    found === undefined ? [] : [{ start: found.start, end: found.end, tag }],
  );
}

export function DraftText({ text, evidence, active, follow, onPick }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const spans = useMemo(() => evidenceSpans(evidence), [evidence]);
  useEffect(() => {
    if (active === null || !follow) return;
    box.current?.querySelector('[data-now]')?.scrollIntoView({ block: 'center' });
  }, [active, follow]);

  const look = (tags: readonly ElementName[]): string | undefined => {
    const doubtful = tags.some((name) => (evidence[name]?.confidence ?? 1) < SURE);
    const classes = [doubtful ? styles['doubt'] : styles['evidence'], isNow(tags) && styles['now']];
    return classes.filter(Boolean).join(' ');
  };
  const isNow = (tags: readonly ElementName[]): boolean => active !== null && tags.includes(active);

  return (
    <div ref={box}>
      <LetterText
        text={text}
        spans={spans}
        draw={({ text: part, tags, key }) => {
          const inner = tags[0];
          return (
            <span
              key={key}
              className={look(tags)}
              title={tags.map((name) => ELEMENT_LABELS[name]).join('、')}
              data-evidence={tags.join(' ')}
              {...(isNow(tags) ? { 'data-now': true } : {})}
              onClick={() => inner !== undefined && onPick(inner)}
            >
              {part}
            </span>
          );
        }}
      />
    </div>
  );
}
