/** The frame of the window: navigation at the side, the archive's state at its foot, the page. */
import { AuditIcon, CheckIcon, InboxIcon, RecordsIcon, SearchIcon, SettingIcon } from '../components/icons.tsx';
import { Alert, Button } from 'antd';
import { Activity, useState, type ReactNode } from 'react';
import type { CallName } from '../../shared/contract/index.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { AuditPage } from '../features/audit/audit-page.tsx';
import { DeskPage } from '../features/desk/desk-page.tsx';
import { HistoryPage } from '../features/history/history-page.tsx';
import { LetterPage } from '../features/letter/letter-page.tsx';
import { RecordsPage } from '../features/records/records-page.tsx';
import { ReviewPage } from '../features/review/review-page.tsx';
import { SearchPage } from '../features/search/search-page.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import type { Appearance } from './appearance.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import styles from './frame.module.css';
import { useKeys } from './keys.ts';
import { useRights } from './gate.tsx';
import { seesAudit, useBeforeClose, useNavigation, type Route } from './navigation.tsx';
import { useReport, useUncaught } from './report.tsx';
import { useSession } from './session.tsx';
import { words } from './words.ts';

interface Props {
  appearance: Appearance;
  onAppearance: (appearance: Appearance) => void;
}

export function Frame({ appearance, onAppearance }: Props) {
  const { route, go, back } = useNavigation();
  const { info, error, refresh, readOnly } = useSession();
  const [drafts, setDrafts] = useState(0);
  const [searchFocus, setSearchFocus] = useState(0);
  const { may, session, signOut } = useRights();
  const report = useReport();
  useUncaught();
  useBeforeClose(drafts > 0, words.drafts);

  const visit = (to: Route, name: CallName): void => {
    if (may(name)) go(to);
  };
  const search = (): void => {
    if (!may('search.query')) return;
    go({ view: 'search' });
    setSearchFocus((before) => before + 1);
  };
  const audit = (): void => {
    if (seesAudit(may)) go({ view: 'audit' });
  };
  useKeys({
    'Ctrl+K': search,
    '/': search,
    'Alt+ArrowLeft': back,
    'Alt+1': () => visit({ view: 'desk' }, 'desk.read'),
    'Alt+2': search,
    'Alt+3': audit,
    'Alt+4': () => go({ view: 'settings' }),
    'Alt+5': () => visit({ view: 'review' }, 'review.list'),
  });

  const item = (
    view: 'desk' | 'review' | 'search' | 'records' | 'audit' | 'settings',
    icon: ReactNode,
    onClick: () => void,
    count = 0,
  ) => (
    <button
      type="button"
      className={styles['item']}
      onClick={onClick}
      {...(route.view === view ? { 'aria-current': 'page' as const } : {})}
    >
      {icon}
      {view === 'audit' && !may('trust.audit') ? words.backups : words[view]}
      {count > 0 && <span className={styles['count']}>{count}</span>}
    </button>
  );

  return (
    <div className={styles['frame']}>
      <aside className={styles['side']}>
        <div className={styles['brand']}>{words.product}</div>
        <nav className={styles['nav']} aria-label={words.nav}>
          {may('desk.read') && item('desk', <InboxIcon />, () => go({ view: 'desk' }), drafts)}
          {may('review.list') && item('review', <CheckIcon />, () => go({ view: 'review' }))}
          {may('search.query') && item('search', <SearchIcon />, search)}
          {may('letters.numbering') && item('records', <RecordsIcon />, () => go({ view: 'records' }))}
          {seesAudit(may) && item('audit', <AuditIcon />, audit)}
          {item('settings', <SettingIcon />, () => go({ view: 'settings' }))}
        </nav>
        {info && (
          <div className={styles['foot']}>
            <div>{words.letters(info.letters)}</div>
            <div>{session?.display_name ?? info.actor}</div>
            {session && (
              <Button size="small" onClick={() => void signOut().catch(report)}>
                {words.signOut}
              </Button>
            )}
            {readOnly && <strong title={words.readOnlyHint}>{words.readOnly}</strong>}
          </div>
        )}
      </aside>
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
        </div>
        <div className={styles['page']}>
          <ErrorBoundary>
            {/* Desk and search keep their state (queue, query, place in the list) while another page is open. */}
            {may('desk.read') && (
              <Activity mode={route.view === 'desk' ? 'visible' : 'hidden'}>
                <DeskPage onDrafts={setDrafts} />
              </Activity>
            )}
            {may('search.query') && (
              <Activity mode={route.view === 'search' ? 'visible' : 'hidden'}>
                <SearchPage focusRequest={searchFocus} />
              </Activity>
            )}
            <OtherPage route={route} appearance={appearance} onAppearance={onAppearance} />
          </ErrorBoundary>
        </div>
      </main>
    </div>
  );
}

function OtherPage({ route, appearance, onAppearance }: Props & { route: Route }) {
  switch (route.view) {
    case 'letter':
      return <LetterPage key={`${route.id}@${route.version ?? ''}`} route={route} />;
    case 'history':
      return <HistoryPage key={route.id} route={route} />;
    case 'records':
      return <RecordsPage />;
    case 'review':
      return <ReviewPage />;
    case 'audit':
      return <AuditPage />;
    case 'settings':
      return <SettingsPage appearance={appearance} onAppearance={onAppearance} />;
    case 'desk':
    case 'search':
      return null;
  }
}
