/** The places of the window, with what waits in them, and the searches that were kept. */
import { Dropdown } from 'antd';
import { useEffect } from 'react';
import { call } from '../archive/client.ts';
import { searchStep, useSearch } from '../features/search/store.ts';
import { keptRequest } from '../features/search/state.ts';
import { useSavedSearches } from '../features/search/saved.ts';
import { words as searchWords } from '../features/search/words.ts';
import { hintOf, type CommandId } from './commands/table.ts';
import { useCommandNow } from './commands/registry.ts';
import styles from './frame.module.css';
import { useRights, type Rights } from './rights.ts';
import { useNavigation, type Route } from './navigation.tsx';
import { useReport } from './report.tsx';
import { useSession } from './session.tsx';
import { words } from './words.ts';

const PLACES: readonly { view: Route['view']; command: CommandId }[] = [
  { view: 'today', command: 'go.today' },
  { view: 'desk', command: 'go.desk' },
  { view: 'review', command: 'go.review' },
  { view: 'all', command: 'go.all' },
  { view: 'search', command: 'go.search' },
  { view: 'stats', command: 'go.stats' },
  { view: 'records', command: 'go.records' },
  { view: 'audit', command: 'go.audit' },
  { view: 'settings', command: 'go.settings' },
];

const PLACE_WORDS: Partial<Record<Route['view'], string>> = {
  today: words.today,
  desk: words.desk,
  review: words.review,
  all: words.all,
  search: words.search,
  stats: words.stats,
  records: words.records,
  audit: words.audit,
  settings: words.settings,
};

/** The page is called by what a person comes for. */
function auditName(may: Rights['may']): string {
  if (may('trust.audit')) return words.audit;
  return may('trust.backup') ? words.backups : words.appraisal;
}

export function SideNavigation({ drafts }: { drafts: number }) {
  const { route } = useNavigation();
  const { info } = useSession();
  const { may } = useRights();
  const now = useCommandNow();
  const letters = info?.letters;
  const counts: Partial<Record<Route['view'], number | undefined>> = {
    desk: drafts,
    review: info?.review,
    all: letters,
  };
  return (
    <aside className={styles['side']}>
      <nav className={styles['nav']} aria-label={words.nav}>
        {PLACES.map(({ view, command }) => {
          const { run, refused } = now(command);
          if (refused !== undefined) return null;
          const count = counts[view] ?? 0;
          return (
            <button
              key={view}
              type="button"
              className={styles['item']}
              title={hintOf(command)}
              onClick={run}
              {...(route.view === view ? { 'aria-current': 'page' as const } : {})}
            >
              <span>{view === 'audit' ? auditName(may) : PLACE_WORDS[view]}</span>
              {count > 0 && (
                <small aria-hidden data-urgent={view === 'desk' || undefined}>
                  {count.toLocaleString('zh-CN')}
                </small>
              )}
            </button>
          );
        })}
      </nav>
      {may('search.saved') && <SavedSearches />}
    </aside>
  );
}

function SavedSearches() {
  const { searches, reload } = useSavedSearches();
  const { go, route } = useNavigation();
  const { readOnly, info } = useSession();
  const report = useReport();
  const asked = useSearch((state) => JSON.stringify(keptRequest(state)));
  useEffect(() => {
    if (info !== undefined) reload();
  }, [info, reload]);
  if (searches.length === 0) return null;
  return (
    <section className={styles['saved']} aria-label={searchWords.saved}>
      <h2>{searchWords.saved}</h2>
      {searches.map(({ id, name, request, total, fresh, failed }) => (
        <Dropdown
          key={id}
          trigger={['contextMenu']}
          menu={{
            items: [
              {
                key: 'unsave',
                label: searchWords.unsave(name),
                disabled: readOnly,
                onClick: () => void call('search.unsave', { id }).then(reload, report),
              },
            ],
          }}
        >
          <div className={styles['savedLine']}>
            <button
              type="button"
              className={styles['item']}
              title={`${request.query}（${failed ? searchWords.savedFailed : searchWords.savedCount(total, fresh)}）`}
              {...(route.view === 'search' && asked === JSON.stringify(request)
                ? { 'aria-current': 'page' as const }
                : {})}
              onClick={() => {
                searchStep({ step: 'loaded', request });
                go({ view: 'search' });
                if (!readOnly) call('search.seen', { id }).then(reload, report);
              }}
            >
              <span>{name}</span>
              <small>{fresh > 0 ? `+${fresh}` : total}</small>
            </button>
            <button
              type="button"
              className={styles['unsave']}
              aria-label={searchWords.unsave(name)}
              title={searchWords.unsave(name)}
              disabled={readOnly}
              onClick={() => void call('search.unsave', { id }).then(reload, report)}
            >
              ×
            </button>
          </div>
        </Dropdown>
      ))}
    </section>
  );
}
