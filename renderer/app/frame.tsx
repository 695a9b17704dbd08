/** The frame of the window: bar at the top, places at the side, the place that is shown, the line at the foot. */
import { Alert } from 'antd';
import { Activity, lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { ErrorNotice } from '../components/error-notice.tsx';
import { SearchPlace } from '../features/search/search-place.tsx';
import { keepSearch, searchStep, takeUpSearch } from '../features/search/store.ts';
import { TodayPage } from '../features/today/today-page.tsx';
import { TYPE_SIZES, type Appearance, type Look } from './appearance.ts';
import { useCommands } from './commands/registry.ts';
import { useHelp } from './commands/palette.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import styles from './frame.module.css';
import { useCommandKeys } from './keys.ts';
import { useRights } from './rights.ts';
import { AcknowledgeRestore } from './rolled-back.tsx';
import { seesAudit, useBeforeClose, useNavigation, type Route } from './navigation.tsx';
import { useReport, useUncaught } from './report.tsx';
import { useSession } from './session.tsx';
import { SideNavigation } from './side-navigation.tsx';
import { StatusLine } from './status-line.tsx';
import { TopBar } from './top-bar.tsx';
import { useDropTarget } from './drop-target.ts';
import { useKeptFiles } from './kept-files.ts';
import { takeFiles, type DroppedItem } from '../archive/files.ts';
import { words } from './words.ts';

// Each place is a piece of the program of its own: the first page needs none of them.
const DeskPage = lazy(() => import('../features/desk/desk-page.tsx').then((m) => ({ default: m.DeskPage })));
const AllPlace = lazy(() => import('../features/all/all-place.tsx').then((m) => ({ default: m.AllPlace })));
const LetterPage = lazy(() => import('../features/letter/letter-page.tsx').then((m) => ({ default: m.LetterPage })));
const ReviewPage = lazy(() => import('../features/review/review-page.tsx').then((m) => ({ default: m.ReviewPage })));
const RecordsPage = lazy(() =>
  import('../features/records/records-page.tsx').then((m) => ({ default: m.RecordsPage })),
);
const StatsPage = lazy(() => import('../features/stats/stats-page.tsx').then((m) => ({ default: m.StatsPage })));
const AuditPage = lazy(() => import('../features/audit/audit-page.tsx').then((m) => ({ default: m.AuditPage })));
const SettingsPage = lazy(() =>
  import('../features/settings/settings-page.tsx').then((m) => ({ default: m.SettingsPage })),
);

/** Brought while nothing else is to do, so that it is there when it is asked for. */
function bringTheList(): () => void {
  const waiting = requestIdleCallback(() => void import('../features/all/all-place.tsx'));
  return () => cancelIdleCallback(waiting);
}

const Assistant = lazy(() => import('../features/settings/assistant.tsx').then((m) => ({ default: m.Assistant })));

interface Props {
  appearance: Appearance;
  onAppearance: (appearance: Appearance) => void;
}

export function Frame({ appearance, onAppearance }: Props) {
  const { route, go, back, canGoBack } = useNavigation();
  const { info, error, refresh, readOnly } = useSession();
  const [drafts, setDrafts] = useState(0);
  const [lost, setLost] = useState(false);
  const noteDrafts = useCallback((count: number, unkept: boolean): void => {
    setDrafts(count);
    setLost(unkept);
  }, []);
  const [assisted, setAssisted] = useState(false);
  const [dropped, setDropped] = useState<readonly DroppedItem[]>([]);
  // Places that keep their state while another is shown, from the first time on that they were.
  const [visited, setVisited] = useState<ReadonlySet<Route['view']>>(new Set([route.view]));
  const [allRoute, setAllRoute] = useState<Extract<Route, { view: 'all' }>>({ view: 'all' });
  const { may, session } = useRights();
  const report = useReport();
  const help = useHelp();
  useUncaught();
  useBeforeClose(lost, words.drafts);
  useEffect(takeUpSearch, [session?.name]);
  useEffect(() => {
    window.addEventListener('pagehide', keepSearch);
    return () => window.removeEventListener('pagehide', keepSearch);
  }, []);
  useEffect(bringTheList, []);
  useCommandKeys(may);

  const { view } = route;
  useEffect(() => setVisited((before) => (before.has(view) ? before : new Set([...before, view]))), [view]);
  useEffect(() => {
    if (route.view === 'all') setAllRoute(route);
  }, [route]);
  useEffect(() => {
    if (route.view !== 'search') return;
    if (route.query !== undefined || route.filters !== undefined)
      searchStep({ step: 'asked', query: route.query ?? '', filters: route.filters ?? {} });
  }, [route]);

  const over = useDropTarget((files) => {
    takeFiles(files).then(({ items, failures }) => {
      failures.forEach(({ error: failed }) => report(failed));
      if (items.length === 0 || !may('desk.read')) return;
      setDropped((before) => [...before, ...items]);
      go({ view: 'desk' });
    }, report);
  });

  const readsAtDesk = may('desk.read');
  const restored = useKeptFiles(readsAtDesk, (items) => {
    setDropped((before) => [...items, ...before]);
    setDrafts((before) => before + items.length);
  });

  const look = (to: Look) => ({ run: () => onAppearance({ ...appearance, look: to }) });
  const size = TYPE_SIZES.indexOf(appearance.size);
  const sized = (by: 1 | -1) => {
    const next = TYPE_SIZES[size + by];
    return {
      run: () => next !== undefined && onAppearance({ ...appearance, size: next }),
      refused: next === undefined ? (by === 1 ? words.largest : words.smallest) : undefined,
    };
  };
  useCommands({
    'go.today': { run: () => go({ view: 'today' }) },
    'go.desk': { run: () => go({ view: 'desk' }) },
    'go.review': { run: () => go({ view: 'review' }) },
    'go.all': { run: () => go({ view: 'all' }) },
    'go.search': { run: () => go({ view: 'search' }) },
    'go.stats': { run: () => go({ view: 'stats' }) },
    'go.records': { run: () => go({ view: 'records' }) },
    'go.audit': {
      run: () => go({ view: 'audit' }),
      refused: seesAudit(may) ? undefined : words.noAudit,
    },
    'go.settings': { run: () => go({ view: 'settings' }) },
    'audit.log': { run: () => go({ view: 'audit', place: 'log' }) },
    'audit.checks': { run: () => go({ view: 'audit', place: 'checks' }) },
    'audit.backups': { run: () => go({ view: 'audit', place: 'backups' }) },
    'audit.sheet': { run: () => go({ view: 'audit', place: 'sheet' }) },
    'go.back': { run: back, refused: canGoBack ? undefined : words.noBack },
    palette: { run: help.openPalette },
    'help.keys': { run: help.openKeys },
    'help.elements': { run: help.openConventions },
    'help.assistant': { run: () => setAssisted(true) },
    'view.light': look('light'),
    'view.dark': look('dark'),
    'view.high': look('high'),
    'view.system': look('system'),
    'view.larger': sized(1),
    'view.smaller': sized(-1),
  });

  const kept = (of: Route['view']): 'visible' | 'hidden' => (view === of ? 'visible' : 'hidden');
  return (
    <div className={styles['frame']}>
      <TopBar onPalette={help.openPalette} />
      <SideNavigation drafts={drafts} />
      <main className={styles['main']}>
        <div className={styles['notices']}>
          {error && <ErrorNotice error={error} onRetry={refresh} />}
          {readOnly && <Alert banner type="warning" title={words.readOnlyHint} />}
          {session?.notices.map((notice) => (
            <Alert key={notice} banner closable type="error" title={notice} />
          ))}
          {info?.warnings.map((warning) => (
            <Alert key={warning} banner closable type="warning" title={warning} />
          ))}
          {info?.rolled_back.map(({ seq, message }) => (
            <Alert
              key={seq}
              banner
              type="warning"
              title={message}
              action={<AcknowledgeRestore seq={seq} onActed={refresh} />}
            />
          ))}
        </div>
        <div className={styles['page']}>
          <ErrorBoundary>
            <Suspense fallback={null}>
              {/* Desk, search and the list of all keep their state (queue, place in the list) while another place is shown. */}
              {may('desk.read') && (visited.has('desk') || view === 'desk') && (
                <Activity mode={kept('desk')}>
                  <DeskPage
                    onDrafts={noteDrafts}
                    dropped={dropped}
                    onTaken={() => setDropped([])}
                    restored={restored}
                  />
                </Activity>
              )}
              {may('search.query') && (visited.has('search') || view === 'search') && (
                <Activity mode={kept('search')}>
                  <SearchPlace />
                </Activity>
              )}
              {may('letters.list') && (visited.has('all') || view === 'all') && (
                <Activity mode={kept('all')}>
                  <AllPlace route={route.view === 'all' ? route : allRoute} />
                </Activity>
              )}
              <OtherPlace route={route} appearance={appearance} onAppearance={onAppearance} drafts={drafts} />
            </Suspense>
          </ErrorBoundary>
        </div>
        {over && may('desk.read') && <div className={styles['over']}>{words.dropHere}</div>}
      </main>
      <StatusLine />
      {help.shown}
      {assisted && (
        <Suspense fallback={null}>
          <Assistant onClose={() => setAssisted(false)} />
        </Suspense>
      )}
    </div>
  );
}

function OtherPlace({ route, appearance, onAppearance, drafts }: Props & { route: Route; drafts: number }) {
  switch (route.view) {
    case 'today':
      return <TodayPage drafts={drafts} />;
    case 'letter':
      return (
        <LetterPage key={`${route.id}@${route.version ?? ''}${route.edit === true ? ' edit' : ''}`} route={route} />
      );
    case 'stats':
      return <StatsPage />;
    case 'records':
      return <RecordsPage route={route} />;
    case 'review':
      return <ReviewPage first={route.id} />;
    case 'audit':
      return <AuditPage route={route} />;
    case 'settings':
      return <SettingsPage appearance={appearance} onAppearance={onAppearance} />;
    case 'desk':
    case 'search':
    case 'all':
      return null;
  }
}
