/** The drop-down of the box: what the words may mean by kind, searches that were kept, the latest ones. */
import { useEffect, useState, type KeyboardEvent } from 'react';
import type { SavedSearch } from '../../../shared/model/search.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import styles from './box.module.css';
import { suggestionPrefix, suggestionQuery } from './state.ts';
import { searchStep, useSearch } from './store.ts';
import { SUGGESTION_KINDS, words } from './words.ts';

/** The next key comes before this: nothing is asked for keys in between. */
const SETTLED_MS = 140;
const RECENT = 8;
const KINDS = Object.keys(SUGGESTION_KINDS) as (keyof typeof SUGGESTION_KINDS)[];

/** What was typed once it has stood for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

export function Suggestions({ onDone }: { onDone: () => void }) {
  const asked = useSearch((state) => state.query);
  const query = useSettled(asked);
  const typed = useSearch((state) => state.typed);
  const report = useReport();
  const { readOnly } = useSession();
  const empty = typed.trim() === '';
  const prefix = suggestionPrefix(query);
  const offered = useCall('search.suggest', empty || prefix === null ? null : { prefix, limit: 12 });
  const saved = useCall('search.saved', empty ? {} : null);
  const history = useCall('search.history', empty ? { limit: RECENT } : null);

  const ask = (text: string): void => {
    searchStep({ step: 'asked', query: text });
    onDone();
  };
  const load = ({ id, request }: SavedSearch): void => {
    searchStep({ step: 'loaded', request });
    if (!readOnly) call('search.seen', { id }).catch(report);
    onDone();
  };
  const onKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-suggestion]')];
    const at = all.findIndex((one) => one === document.activeElement);
    if (event.key === 'ArrowDown') all[at + 1]?.focus();
    else if (event.key === 'ArrowUp' && at > 0) all[at - 1]?.focus();
    else if (event.key === 'ArrowUp' || event.key === 'Escape') onDone();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const groups = KINDS.map((kind) => ({ kind, found: (offered.value ?? []).filter((one) => one.kind === kind) }));
  const nothing =
    groups.every(({ found }) => found.length === 0) &&
    (saved.value ?? []).length === 0 &&
    (history.value ?? []).length === 0;
  // Words that mean nothing but themselves need no drop-down: what was found lies under it.
  if (nothing && !empty && asked !== '') return null;
  return (
    <div className={styles['drop']} id="suggestions" role="group" aria-label={words.suggestions} onKeyDown={onKey}>
      {groups.map(
        ({ kind, found }) =>
          found.length > 0 && (
            <div key={kind} role="group" aria-label={SUGGESTION_KINDS[kind]}>
              <div className={styles['kind']}>{SUGGESTION_KINDS[kind]}</div>
              {found.map(({ text, count }) => (
                <button
                  key={text}
                  type="button"
                  data-suggestion
                  className={styles['choice']}
                  onClick={() => ask(suggestionQuery(text))}
                >
                  <span>{text}</span>
                  <small>{count}</small>
                </button>
              ))}
            </div>
          ),
      )}
      {saved.value !== undefined && saved.value.length > 0 && (
        <div role="group" aria-label={words.saved}>
          <div className={styles['kind']}>{words.saved}</div>
          {saved.value.map((search) => (
            <button
              key={search.id}
              type="button"
              data-suggestion
              className={styles['choice']}
              onClick={() => load(search)}
            >
              <span>{search.name}</span>
              <small>{search.failed ? words.savedFailed : words.savedCount(search.total, search.fresh)}</small>
            </button>
          ))}
        </div>
      )}
      {history.value !== undefined && history.value.length > 0 && (
        <div role="group" aria-label={words.history}>
          <div className={styles['kind']}>
            {words.history}
            <button
              type="button"
              className={styles['link']}
              disabled={readOnly}
              onClick={() => void call('search.forget', {}).then(history.reload, report)}
            >
              {words.forget}
            </button>
          </div>
          {history.value.map((one) => (
            <button
              key={one.query}
              type="button"
              data-suggestion
              className={styles['choice']}
              onClick={() => ask(one.query)}
            >
              <span>{one.query}</span>
            </button>
          ))}
        </div>
      )}
      <div className={styles['foot']}>
        {asked === '' && !empty ? words.waiting : nothing ? words.syntax : words.keys}
      </div>
    </div>
  );
}
