/** One box that answers as one types, the result with its marks, and the counts to narrow it. */
import { SearchIcon } from '../../components/icons.tsx';
import { Alert, App, Button, Checkbox, Input, Pagination, Segmented, Tooltip, type InputRef } from 'antd';
import { useEffect, useReducer, useRef, useState, type KeyboardEvent } from 'react';
import type { SearchAnswer, SearchHit } from '../../../shared/model/search.ts';
import { call } from '../../archive/client.ts';
import { fileName } from '../../archive/files.ts';
import { useCall, useTask } from '../../archive/use-call.ts';
import { isComposingStroke } from '../../app/keys.ts';
import { useNavigation, type Route } from '../../app/navigation.tsx';
import { useRights } from '../../app/gate.tsx';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ExportDialog } from '../export/export-dialog.tsx';
import { Facets } from './facets.tsx';
import { HitList, hitId, NewestList } from './hits.tsx';
import { KeptSearches, SaveSearch } from './kept.tsx';
import styles from './search.module.css';
import {
  keptRequest,
  PAGE_SIZE,
  START,
  stepSearch,
  suggestionPrefix,
  suggestionQuery,
  type SearchState,
  type SearchStep,
  type Sort,
} from './state.ts';
import { SUGGESTION_KINDS, words } from './words.ts';

interface Props {
  /** Counts up each time the box is asked to take the keyboard. */
  focusRequest: number;
}

export function SearchPage({ focusRequest }: Props) {
  const [state, dispatch] = useReducer(stepSearch, START);
  const { go, route } = useNavigation();
  const { readOnly } = useSession();
  const report = useReport();
  const followed = useRef<Route | null>(null);
  const box = useRef<InputRef>(null);
  const { query, sort, filters, versions, page, active } = state;
  const asking = query.trim() !== '';
  const found = useCall(
    'search.query',
    asking ? { query, sort, filters, versions, limit: PAGE_SIZE, offset: page * PAGE_SIZE } : null,
  );
  const newest = useCall('letters.list', asking ? null : { limit: PAGE_SIZE, offset: page * PAGE_SIZE });

  useEffect(() => box.current?.focus({ cursor: 'all' }), [focusRequest]);
  useEffect(() => {
    // A link asks once; coming back to it later leaves what has been typed since.
    if (route.view !== 'search' || route.query === undefined || followed.current === route) return;
    followed.current = route;
    dispatch({ step: 'asked', query: route.query });
  }, [route]);

  const rows: readonly Opened[] = (asking ? found.value?.hits : newest.value?.letters) ?? [];
  const total = (asking ? found.value?.total : newest.value?.total) ?? 0;
  const open = ({ id, version, attachment }: Opened): void => {
    if (asking && !readOnly) call('search.remember', { query }).catch(report);
    go({
      view: 'letter',
      id,
      ...(asking ? { query } : {}),
      ...(asking && version !== undefined ? { version } : {}),
      ...(asking && attachment !== undefined ? { attachment: attachment.id } : {}),
    });
  };

  const onKey = (event: KeyboardEvent): void => {
    if (isComposingStroke(event.nativeEvent)) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 } as const;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      dispatch({ step: 'moved', by: moves[event.key], shown: rows.length, total });
    } else if (event.key === 'Enter') {
      // The list may still be the one of the keystroke before: opening from it would open the wrong letter.
      const row = rows[Math.max(0, active)];
      if (row !== undefined && !(asking ? found : newest).loading) open(row);
    } else if (event.key === 'Escape') {
      dispatch({ step: 'asked', query: '' });
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <section className={styles['page']}>
      <div className={styles['top']}>
        <h1 className="visually-hidden">{words.title}</h1>
        <Input
          ref={box}
          size="large"
          type="text"
          role="combobox"
          aria-label={words.box}
          aria-expanded={rows.length > 0}
          aria-controls="hits"
          aria-autocomplete="none"
          {...(active >= 0 ? { 'aria-activedescendant': hitId(active) } : {})}
          prefix={<SearchIcon />}
          suffix={
            <Tooltip title={words.syntax}>
              <span tabIndex={0} aria-label={words.syntax} className={styles['understood']}>
                {words.help}
              </span>
            </Tooltip>
          }
          placeholder={words.placeholder}
          spellCheck={false}
          autoComplete="off"
          value={state.typed}
          onChange={(event) =>
            dispatch({
              step: 'typed',
              text: event.target.value,
              composing: event.nativeEvent instanceof InputEvent && event.nativeEvent.isComposing,
            })
          }
          onCompositionStart={(event) => dispatch({ step: 'composition', on: true, text: event.currentTarget.value })}
          onCompositionEnd={(event) => dispatch({ step: 'composition', on: false, text: event.currentTarget.value })}
          onKeyDown={onKey}
        />
        <Suggestions query={query} onPick={(text) => dispatch({ step: 'asked', query: suggestionQuery(text) })} />
        {asking ? (
          <Status answer={found.value} state={state} dispatch={dispatch} />
        ) : (
          newest.value && newest.value.total > 0 && <div>{words.newestTotal(newest.value.total)}</div>
        )}
        <KeptSearches
          shown={!asking && route.view === 'search'}
          onLoad={(request) => dispatch({ step: 'loaded', request })}
          onAsk={(text) => dispatch({ step: 'asked', query: text })}
        />
      </div>
      {asking && found.value?.notice !== undefined && (
        <Alert type="warning" banner showIcon role="status" title={found.value.notice} />
      )}
      {asking && found.error && <Failure found={found} />}
      {!asking && newest.error && <ErrorNotice error={newest.error} onRetry={newest.reload} />}
      {asking && found.value && (
        <div className={styles['columns']}>
          <Facets
            facets={found.value.facets}
            filters={filters}
            onToggle={(facet, value) => dispatch({ step: 'toggled', facet, value })}
            onClear={() => dispatch({ step: 'unfiltered' })}
          />
          <div className={styles['results']}>
            {found.value.total === 0 ? (
              <Nothing answer={found.value} dispatch={dispatch} />
            ) : (
              <>
                {found.value.relaxed && <Relaxed relaxed={found.value.relaxed} dispatch={dispatch} />}
                <HitList rows={found.value.hits} active={active} stale={found.loading} onOpen={open} />
              </>
            )}
            <Pages total={total} state={state} dispatch={dispatch} />
          </div>
        </div>
      )}
      {!asking && newest.value && (
        <div className={styles['results']}>
          {newest.value.total === 0 ? (
            <div className={styles['message']}>
              <h2>{words.empty}</h2>
              <Button type="primary" onClick={() => go({ view: 'desk' })}>
                {words.toDesk}
              </Button>
            </div>
          ) : (
            <NewestList rows={newest.value.letters} active={active} onOpen={open} />
          )}
          <Pages total={total} state={state} dispatch={dispatch} />
        </div>
      )}
    </section>
  );
}

/** What opening a line of a list needs to know. */
type Opened = Pick<SearchHit, 'id'> & Partial<Pick<SearchHit, 'version' | 'attachment'>>;

interface StatusProps {
  answer: SearchAnswer | undefined;
  state: SearchState;
  dispatch: (step: SearchStep) => void;
}

function Status({ answer, state, dispatch }: StatusProps) {
  return (
    <div className={styles['status']}>
      <span role="status" aria-live="polite">
        {answer && <strong>{words.total(answer.total, answer.took_ms)}</strong>}
      </span>
      {answer && <span className={styles['understood']}>{words.understood(answer.explained)}</span>}
      <span className={styles['grow']} />
      <Checkbox checked={state.versions} onChange={(event) => dispatch({ step: 'versions', on: event.target.checked })}>
        {words.versions}
      </Checkbox>
      <SaveSearch request={keptRequest(state)} />
      {answer && answer.total > 0 && <ExportFound state={state} count={answer.total} />}
      <Segmented<Sort>
        size="small"
        aria-label={words.sort}
        value={state.sort}
        onChange={(sort) => dispatch({ step: 'sorted', sort })}
        options={[
          { value: 'relevance', label: words.byRelevance },
          { value: 'date', label: words.byDate },
        ]}
      />
    </div>
  );
}

/** Exports what was found, as it stands: the words, the filters, earlier versions or not; as PDF files or as a list. */
function ExportFound({ state: { query, filters, versions, sort }, count }: { state: SearchState; count: number }) {
  const [open, setOpen] = useState(false);
  const { may } = useRights();
  const { message } = App.useApp();
  const table = useTask(async (options) => {
    const { chosen } = await call('shell.chooseSave', { title: words.tableTitle, name: words.tableName });
    if (chosen === null) return null;
    const made = await call(
      'export.table',
      { selection: { query, filters, versions }, sort, out: chosen.handle },
      options,
    );
    void message.success(words.tableDone(made.letters, made.list && fileName(made.list)));
    return made;
  });
  if (!may('export.pdf')) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {words.exportFound}
      </Button>
      <Button size="small" loading={table.running} onClick={table.start}>
        {words.exportTable}
      </Button>
      {table.error && <ErrorNotice error={table.error} onClose={table.reset} />}
      {open && <ExportDialog selection={{ query, filters, versions }} count={count} onClose={() => setOpen(false)} />}
    </>
  );
}

function Suggestions({ query, onPick }: { query: string; onPick: (text: string) => void }) {
  const prefix = suggestionPrefix(query);
  const { value, error } = useCall('search.suggest', prefix === null ? null : { prefix, limit: 6 });
  if (error) return <ErrorNotice error={error} />;
  return (
    <div className={styles['suggestions']}>
      {prefix !== null && value !== undefined && value.length > 0 ? (
        <>
          <span>{words.suggestions}</span>
          {value.map(({ kind, text, count }) => (
            <Button key={`${kind}-${text}`} type="text" size="small" title={text} onClick={() => onPick(text)}>
              {SUGGESTION_KINDS[kind]}：{text}（{count}）
            </Button>
          ))}
        </>
      ) : (
        <span>{words.keys}</span>
      )}
    </div>
  );
}

/** A query that cannot be understood yet is part of typing: said plainly, without alarm. */
function Failure({ found }: { found: Pick<ReturnType<typeof useCall<'search.query'>>, 'error' | 'reload'> }) {
  if (found.error === undefined) return null;
  return found.error.code.startsWith('QUERY_') ? (
    <Alert type="info" showIcon banner role="status" title={found.error.message} />
  ) : (
    <ErrorNotice error={found.error} onRetry={found.reload} />
  );
}

function Nothing({ answer, dispatch }: { answer: SearchAnswer; dispatch: (step: SearchStep) => void }) {
  const { relaxed } = answer;
  return (
    <div className={styles['message']}>
      <h2>{words.nothing}</h2>
      <p>{words.tried(answer.explained)}</p>
      {relaxed === undefined ? <p>{words.relaxNone}</p> : <Relaxed relaxed={relaxed} dispatch={dispatch} />}
    </div>
  );
}

interface RelaxedProps {
  relaxed: NonNullable<SearchAnswer['relaxed']>;
  dispatch: (step: SearchStep) => void;
}

/** A query that finds more, offered and not mixed into what was found. */
function Relaxed({ relaxed, dispatch }: RelaxedProps) {
  return (
    <p>
      {words.relax(relaxed.explained, relaxed.total)}{' '}
      <Button type="primary" size="small" onClick={() => dispatch({ step: 'asked', query: relaxed.query })}>
        {words.relaxTry}
      </Button>
    </p>
  );
}

function Pages({
  total,
  state,
  dispatch,
}: {
  total: number;
  state: SearchState;
  dispatch: (step: SearchStep) => void;
}) {
  return (
    <Pagination
      className={styles['pages'] ?? ''}
      current={state.page + 1}
      pageSize={PAGE_SIZE}
      total={total}
      hideOnSinglePage
      showSizeChanger={false}
      showQuickJumper={total > PAGE_SIZE * 10}
      onChange={(page) => dispatch({ step: 'paged', page: page - 1 })}
    />
  );
}
