/** The lines of a result or of the newest letters. */
import { useEffect, useRef } from 'react';
import { elementLabel } from '../../../shared/model/elements.ts';
import type { LetterRow } from '../../../shared/model/letter.ts';
import type { SearchHit } from '../../../shared/model/search.ts';
import { formatTime } from '../../components/format.ts';
import { MarkedLine } from '../../components/letter-text.tsx';
import styles from './search.module.css';
import { WHERE, words } from './words.ts';

/** The id of a hit's line, for the box's `aria-activedescendant`. */
export function hitId(index: number): string {
  return `hit-${index}`;
}

/** Where a hit matched, in words; nothing for the text itself, which the snippet shows. */
export function whereOf({ version, ...hit }: SearchHit): string {
  return version === undefined ? placeOf(hit) : `${placeOf(hit)}，${words.inVersion(version)}`;
}

function placeOf({ where, element, attachment }: Omit<SearchHit, 'version'>): string {
  if (where === 'attachment' && attachment !== undefined) return words.inAttachment(attachment.name, attachment.page);
  if (where === 'element' && element !== undefined) {
    return words.inElement(elementLabel(element));
  }
  return WHERE[where];
}

interface ListProps<T> {
  rows: readonly T[];
  active: number;
  stale?: boolean;
  onOpen: (row: T) => void;
}

export function HitList({ rows, active, stale = false, onOpen }: ListProps<SearchHit>) {
  return (
    <ResultList active={active} stale={stale}>
      {rows.map((hit, index) => (
        <Line key={hit.id} index={index} active={active === index} onOpen={() => onOpen(hit)}>
          <h3>
            <MarkedLine text={hit.title ?? words.untitled} marks={hit.title === null ? [] : hit.title_marks} />
          </h3>
          <Meta row={hit} last={whereOf(hit)} />
          {hit.snippet !== '' && (
            <div className={styles['snippet']}>
              <MarkedLine text={hit.snippet} marks={hit.marks} />
            </div>
          )}
        </Line>
      ))}
    </ResultList>
  );
}

export function NewestList({ rows, active, onOpen }: ListProps<LetterRow>) {
  return (
    <ResultList active={active} stale={false}>
      {rows.map((row, index) => (
        <Line key={row.id} index={index} active={active === index} onOpen={() => onOpen(row)}>
          <h3>{row.title ?? words.untitled}</h3>
          <Meta row={row} last={`${row.addressees.join('、')}　${formatTime(row.filed_at)}`} />
        </Line>
      ))}
    </ResultList>
  );
}

function ResultList({ children, active, stale }: { children: React.ReactNode; active: number; stale: boolean }) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <ul
      ref={list}
      id="hits"
      role="listbox"
      aria-label={words.results}
      className={stale ? `${styles['list']} ${styles['stale']}` : styles['list']}
    >
      {children}
    </ul>
  );
}

interface LineProps {
  index: number;
  active: boolean;
  onOpen: () => void;
  children: React.ReactNode;
}

function Line({ index, active, onOpen, children }: LineProps) {
  return (
    <li id={hitId(index)} role="option" aria-selected={active} className={styles['hit']} onClick={onOpen}>
      {children}
    </li>
  );
}

type MetaRow = Pick<SearchHit, 'doc_number' | 'issuer' | 'issued_on' | 'result_code' | 'openness'>;

function Meta({ row, last }: { row: MetaRow; last: string }) {
  const code = row.result_code;
  const parts = [row.doc_number, row.issuer, row.issued_on, code === null ? null : words.result(code), row.openness];
  return (
    <div className={styles['meta']}>
      {[...parts, last]
        .filter((part) => part !== null && part !== '')
        .map((part, index) => (
          <span key={index}>{part}</span>
        ))}
    </div>
  );
}
