/** Looks for words inside the open letter: how many, which one, next and previous. */
import { ArrowDownIcon, ArrowUpIcon, CloseIcon } from '../../components/icons.tsx';
import { Button, Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useCommands } from '../../app/commands/registry.ts';
import { isComposingStroke } from '../../app/keys.ts';
import styles from './letter.module.css';
import { words } from './words.ts';

interface Props {
  query: string;
  onQuery: (query: string) => void;
  /** Number of marks, or undefined while it is not known. */
  count: number | undefined;
  now: number;
  onMove: (by: 1 | -1) => void;
}

export function FindBar({ query, onQuery, count, now, onMove }: Props) {
  const [composing, setComposing] = useState<string | null>(null);
  const box = useRef<InputRef>(null);
  const some = count !== undefined && count > 0;
  useCommands({
    'letter.nextMark': { run: () => onMove(1) },
    'letter.previousMark': { run: () => onMove(-1) },
    'letter.find': { run: () => box.current?.focus({ cursor: 'all' }) },
  });
  return (
    <div className={styles['find']} role="search">
      <Input
        ref={box}
        size="small"
        aria-label={words.find}
        placeholder={words.find}
        value={composing ?? query}
        spellCheck={false}
        onChange={(event) => (composing === null ? onQuery(event.target.value) : setComposing(event.target.value))}
        onCompositionStart={(event) => setComposing(event.currentTarget.value)}
        onCompositionEnd={(event) => {
          setComposing(null);
          onQuery(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (isComposingStroke(event.nativeEvent)) return;
          if (event.key === 'Enter') onMove(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') onQuery('');
        }}
      />
      <span role="status" aria-live="polite">
        {query.trim() !== '' && count !== undefined && (some ? words.findAt(now + 1, count) : words.findNone)}
      </span>
      <Button
        size="small"
        disabled={!some}
        icon={<ArrowUpIcon />}
        aria-label={words.previous}
        title={words.previous}
        onClick={() => onMove(-1)}
      />
      <Button
        size="small"
        disabled={!some}
        icon={<ArrowDownIcon />}
        aria-label={words.next}
        title={words.next}
        onClick={() => onMove(1)}
      />
      {query !== '' && (
        <Button
          size="small"
          type="text"
          icon={<CloseIcon />}
          aria-label={words.clear}
          title={words.clear}
          onClick={() => onQuery('')}
        />
      )}
    </div>
  );
}
