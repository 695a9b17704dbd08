/** What a search finds: the list with its chips beside the letter that the list stands on. */
import { Alert, App, Button } from 'antd';
import { useMemo, useState } from 'react';
import type { SearchAnswer } from '../../../shared/model/search.ts';
import { asArchiveError, call } from '../../archive/client.ts';
import { fileName } from '../../archive/files.ts';
import { useCall } from '../../archive/use-call.ts';
import { CommandMenu } from '../../app/commands/command-menu.tsx';
import { useCommands } from '../../app/commands/registry.ts';
import { startJob } from '../../app/jobs.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useReport } from '../../app/report.tsx';
import { useRights } from '../../app/rights.ts';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ExportDialog } from '../export/export-dialog.tsx';
import { SORT_LABELS } from '../list/columns.ts';
import { rowOfHit, rowOfLetter, type ListRow, type ListSource } from '../list/rows.ts';
import { useRows } from '../list/use-rows.ts';
import { ListTools } from '../list/list-tools.tsx';
import { Workspace } from '../workspace/workspace.tsx';
import { Chips } from './chips.tsx';
import { SaveSearch } from './kept.tsx';
import styles from './search.module.css';
import { hasFilters, keptRequest, type SearchState, type Sort } from './state.ts';
import { searchStep, useSearch } from './store.ts';
import { whereOf } from './where.ts';
import { words } from './words.ts';

/** The lines that a search finds; of the first stretch the whole answer is told. */
function searchSource(state: SearchState, onAnswer: (answer: SearchAnswer) => void): ListSource {
  const request = keptRequest(state);
  return {
    key: `search ${JSON.stringify(request)}`,
    load: async (offset, limit, signal) => {
      const answer = await call('search.query', { ...request, offset, limit }, { signal });
      if (offset === 0 && !signal.aborted) onAnswer(answer);
      return { total: answer.total, rows: answer.hits.map((hit) => rowOfHit(hit, whereOf)) };
    },
    ids: async () => (await call('search.ids', request)).ids,
  };
}

const NEWEST: ListSource = {
  key: 'newest',
  load: async (offset, limit, signal) => {
    const { total, letters } = await call('letters.list', { offset, limit }, { signal });
    return { total, rows: letters.map(rowOfLetter) };
  },
  ids: async () => (await call('letters.listIds', {})).ids,
};

export function SearchPlace() {
  const state = useSearch();
  const { query, sort, descending, filters, versions } = state;
  const [answer, setAnswer] = useState<SearchAnswer>();
  const asking = query.trim() !== '' || hasFilters(filters);
  const source = useMemo(
    () =>
      asking
        ? searchSource({ typed: '', composing: false, query, sort, descending, filters, versions }, setAnswer)
        : NEWEST,
    [asking, query, sort, descending, filters, versions],
  );
  const rows = useRows(source);
  const report = useReport();
  const { readOnly } = useSession();
  const [saving, setSaving] = useState(false);
  const { message } = App.useApp();
  const request = keptRequest(state);
  const exportTable = (): void => {
    call('shell.chooseSave', { title: words.tableTitle, name: words.tableName }).then(({ chosen }) => {
      if (chosen === null) return;
      startJob(words.exportTable, async (options) => {
        const made = await call(
          'export.table',
          { selection: { query, filters, versions }, sort, descending, out: chosen.handle },
          options,
        );
        const done = words.tableDone(made.letters, made.list && fileName(made.list));
        const told = [done, ...made.warnings.map((warning) => warning.message)].join('；');
        void (made.warnings.length === 0 ? message.success(told) : message.warning(told));
        return { words: told, files: [made.file] };
      });
    }, report);
  };
  useCommands({
    'search.save': { run: () => setSaving(true), refused: asking && !readOnly ? undefined : words.nothingAsked },
    'search.table': { run: exportTable, refused: asking ? undefined : words.nothingAsked },
    'search.clear': {
      run: () => searchStep({ step: 'unfiltered' }),
      refused: hasFilters(filters) ? undefined : words.noFilters,
    },
  });
  const remember = (row: ListRow): void => {
    if (query.trim() !== '' && !readOnly && row.id !== '') call('search.remember', { query }).catch(report);
  };
  const sortBy = (by: string): void => searchStep({ step: 'sorted', sort: by as Sort });
  const shown = asking ? answer : undefined;
  const found = rows.total;
  return (
    <>
      <h1 className="visually-hidden">{words.title}</h1>
      <Workspace
        place="search"
        label={words.results}
        source={source}
        rows={rows}
        query={query}
        snippets={asking}
        {...(asking ? { sorted: { by: sort, descending, onSort: sortBy } } : {})}
        onRead={remember}
        head={
          <div className={styles['head']}>
            <div className={styles['status']}>
              <span role="status" aria-live="polite">
                {!asking ? (
                  found !== undefined && words.newestTotal(found)
                ) : shown !== undefined && rows.error === undefined ? (
                  <strong>{words.total(shown.total, shown.took_ms)}</strong>
                ) : null}
              </span>
              {shown && (
                <span className={styles['understood']} title={words.understood(shown.explained)}>
                  {words.understood(shown.explained)}
                </span>
              )}
              <span className={styles['grow']} />
              {asking && (
                <select
                  className={styles['chip']}
                  aria-label={words.sort}
                  value={sort}
                  onChange={(event) => sortBy(event.target.value)}
                >
                  <option value="relevance">{words.byRelevance}</option>
                  <option value="date">{words.byDate}</option>
                  {Object.entries(SORT_LABELS).map(([value, label]) => (
                    <option key={value} value={value}>
                      {words.byColumn(label)}
                    </option>
                  ))}
                </select>
              )}
              <ListTools />
              {asking && <MoreTools state={state} total={found ?? 0} />}
            </div>
            <Chips filters={filters} versions={versions} facets={answer?.facets} />
            {shown?.notice !== undefined && <Alert type="warning" banner showIcon role="status" title={shown.notice} />}
          </div>
        }
        instead={
          rows.error?.code.startsWith('QUERY_') === true ? (
            <Alert type="info" showIcon banner role="status" title={rows.error.message} />
          ) : asking && found === 0 && shown?.total === 0 ? (
            <Nothing answer={shown} state={state} />
          ) : !asking && found === 0 ? (
            <EmptyArchive />
          ) : undefined
        }
        above={shown?.relaxed !== undefined && shown.total > 0 ? <Relaxed relaxed={shown.relaxed} /> : undefined}
      />
      {saving && <SaveSearch request={request} onClose={() => setSaving(false)} />}
    </>
  );
}

/** What else can be done with what was found. */
function MoreTools({ state, total }: { state: SearchState; total: number }) {
  const [exporting, setExporting] = useState(false);
  const { query, filters, versions } = state;
  const exportFound = {
    key: 'export',
    label: words.exportFound,
    disabled: total === 0,
    onClick: () => setExporting(true),
  };
  return (
    <>
      <CommandMenu ids={['search.save', 'search.table', 'search.clear']} before={[exportFound]}>
        <Button size="small">{words.moreTools} ▾</Button>
      </CommandMenu>
      {exporting && (
        <ExportDialog selection={{ query, filters, versions }} count={total} onClose={() => setExporting(false)} />
      )}
    </>
  );
}

function EmptyArchive() {
  const { go } = useNavigation();
  const { may } = useRights();
  return (
    <div className={styles['message']}>
      <h2>{words.empty}</h2>
      {may('desk.read') && (
        <Button type="primary" onClick={() => go({ view: 'desk' })}>
          {words.toDesk}
        </Button>
      )}
    </div>
  );
}

/** Nothing found: what was tried, what narrows it, and what would find more. */
function Nothing({ answer, state }: { answer: SearchAnswer; state: SearchState }) {
  const { query, filters, versions } = state;
  const narrowed = hasFilters(filters) && query.trim() !== '';
  const wider = useCall('search.query', narrowed ? { query, versions, limit: 0 } : null);
  const { relaxed } = answer;
  return (
    <div className={styles['message']}>
      <h2>{words.nothing}</h2>
      <p>{words.tried(answer.explained)}</p>
      {wider.error && <ErrorNotice error={asArchiveError(wider.error)} />}
      {narrowed && (
        <p>
          {words.filtersOn} {wider.value !== undefined && words.withoutFilters(wider.value.total)}{' '}
          <Button type="primary" size="small" onClick={() => searchStep({ step: 'unfiltered' })}>
            {words.clearFilters}
          </Button>
        </p>
      )}
      {relaxed === undefined ? !narrowed && <p>{words.relaxNone}</p> : <Relaxed relaxed={relaxed} />}
    </div>
  );
}

/** A query that finds more, offered and not mixed into what was found. */
function Relaxed({ relaxed }: { relaxed: NonNullable<SearchAnswer['relaxed']> }) {
  return (
    <p>
      {words.relax(relaxed.explained, relaxed.total)}{' '}
      <Button
        size="small"
        onClick={() => searchStep({ step: 'asked', query: relaxed.query, filters: relaxed.filters })}
      >
        {words.relaxTry}
      </Button>
    </p>
  );
}
