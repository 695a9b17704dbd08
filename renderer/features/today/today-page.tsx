/** The day's work: what waits, what changed, how the archive stands. Each line leads to what it counts. */
import { Button } from 'antd';
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import type { Today } from '../../../shared/contract/index.ts';
import { useCall } from '../../archive/use-call.ts';
import { useCommandNow } from '../../app/commands/registry.ts';
import { useRights } from '../../app/rights.ts';
import { useKept } from '../../app/kept.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { dayWords, formatSize, sinceWords } from '../../components/format.ts';
import { useSavedSearches } from '../search/saved.ts';
import { searchStep } from '../search/store.ts';
import { words } from './words.ts';
import styles from './today.module.css';

const YearChart = lazy(() => import('../stats/year-chart.tsx').then((m) => ({ default: m.YearChart })));
const NOTHING = {};

export function TodayPage({ drafts }: { drafts: number }) {
  const { value, error, reload } = useCall('letters.today', NOTHING);
  const { info } = useSession();
  // Counted once at the start, which takes a while with many letters; and again when there are more or fewer.
  const letters = info?.letters;
  const counted = useRef(letters);
  useEffect(() => {
    if (counted.current !== undefined && counted.current !== letters) reload();
    counted.current = letters;
  }, [letters, reload]);
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">{words.title}</h1>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value && (value.letters === 0 ? <Empty /> : <Cards today={value} drafts={drafts} />)}
    </div>
  );
}

function Empty() {
  const { go } = useNavigation();
  const { welcomed } = useKept();
  const now = useCommandNow();
  const { may } = useRights();
  return (
    <section className={styles['empty']}>
      <h2>{words.empty}</h2>
      <p>{words.emptyHint}</p>
      {may('desk.read') && (
        <Button type="primary" size="large" onClick={() => go({ view: 'desk' })}>
          {words.toDesk}
        </Button>
      )}
      {may('settings.change') && !welcomed && (
        <p>
          <Button type="link" onClick={now('help.assistant').run}>
            {words.assistant}
          </Button>
        </p>
      )}
    </section>
  );
}

function Cards({ today, drafts }: { today: Today; drafts: number }) {
  return (
    <div className={styles['cards']}>
      <div className={styles['column']}>
        <Work today={today} drafts={drafts} />
        <Recent recent={today.recent} />
      </div>
      <div className={styles['column']}>
        <section className={styles['card']} aria-label={words.results}>
          <h2>{words.results}</h2>
          <Suspense fallback={<div className={styles['chart']} />}>
            <YearChart years={today.years} />
          </Suspense>
        </section>
        <Standing today={today} />
      </div>
    </div>
  );
}

interface LineProps {
  text: ReactNode;
  note?: ReactNode;
  act?: string;
  onOpen?: () => void;
}

function Line({ text, note, act, onOpen }: LineProps) {
  const inside = (
    <>
      <span className={styles['text']}>{text}</span>
      {note !== undefined && <span className={styles['note']}>{note}</span>}
      {act !== undefined && onOpen !== undefined && <span className={styles['act']}>{act} →</span>}
    </>
  );
  return (
    <li>
      {onOpen === undefined ? (
        <div className={styles['line']}>{inside}</div>
      ) : (
        <button type="button" className={styles['line']} onClick={onOpen}>
          {inside}
        </button>
      )}
    </li>
  );
}

/** Missing numbers as people write them: 17、23–25. */
export function gapWords(missing: readonly (readonly [number, number])[], most = 4): string {
  const parts = missing.slice(0, most).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return missing.length > most ? `${parts.join('、')}…` : parts.join('、');
}

function Work({ today, drafts }: { today: Today; drafts: number }) {
  const { go } = useNavigation();
  const { may } = useRights();
  const saved = useSavedSearches((state) => state.searches).filter(({ fresh }) => fresh > 0);
  const { review, review_since, gaps, expired, no_date, no_issuer } = today;
  const lines = [
    drafts > 0 && may('desk.read') && (
      <Line key="desk" text={words.drafts(drafts)} act={words.goOn} onOpen={() => go({ view: 'desk' })} />
    ),
    review > 0 && (
      <Line
        key="review"
        text={words.review(review)}
        note={review_since === null ? undefined : words.since(sinceWords(review_since))}
        act={words.open}
        onOpen={() => go(may('review.list') ? { view: 'review' } : { view: 'all', only: 'review' })}
      />
    ),
    ...gaps.map(({ code, year, missing }) => (
      <Line
        key={`${code}${year}`}
        text={words.gap(code, year, gapWords(missing))}
        note={words.gapNote}
        act={words.look}
        onOpen={() => go({ view: 'records', part: 'numbers' })}
      />
    )),
    expired > 0 && (
      <Line
        key="expired"
        text={words.expired(expired)}
        act={words.look}
        onOpen={() => go({ view: 'all', only: 'expired' })}
      />
    ),
    no_date > 0 && (
      <Line
        key="no_date"
        text={words.noDate(no_date)}
        act={words.look}
        onOpen={() => go({ view: 'all', only: 'no_date' })}
      />
    ),
    no_issuer > 0 && (
      <Line
        key="no_issuer"
        text={words.noIssuer(no_issuer)}
        act={words.look}
        onOpen={() => go({ view: 'all', only: 'no_issuer' })}
      />
    ),
    ...saved.map(({ id, name, fresh, request }) => (
      <Line
        key={id}
        text={words.freshIn(name, fresh)}
        act={words.look}
        onOpen={() => {
          searchStep({ step: 'loaded', request });
          go({ view: 'search' });
        }}
      />
    )),
  ].filter((line) => line !== false);
  return (
    <section className={styles['card']} aria-label={words.work}>
      <h2>
        {words.work}
        <small>{dayWords(new Date())}</small>
      </h2>
      <ul>{lines.length > 0 ? lines : <Line text={words.nothing} />}</ul>
      <p className={styles['note']}>{words.changes(today.filed_today, today.filed_week, today.changed_week)}</p>
    </section>
  );
}

function Recent({ recent }: { recent: Today['recent'] }) {
  const { go } = useNavigation();
  return (
    <section className={styles['card']} aria-label={words.recent}>
      <h2>{words.recent}</h2>
      <ul>
        {recent.length === 0 && <Line text={words.noRecent} />}
        {recent.map(({ id, name, at }) => (
          <Line key={id} text={name} note={sinceWords(at)} onOpen={() => go({ view: 'letter', id })} />
        ))}
      </ul>
    </section>
  );
}

function Standing({ today }: { today: Today }) {
  const { go } = useNavigation();
  const { may } = useRights();
  const toChecks = may('trust.verify') ? () => go({ view: 'audit', place: 'checks' as const }) : undefined;
  const toBackups = may('trust.backup') ? () => go({ view: 'audit', place: 'backups' as const }) : undefined;
  const toList = (): void => go({ view: 'all' });
  const { verify, backup, inspection } = today;
  const open = (to: (() => void) | undefined) => (to === undefined ? {} : { onOpen: to });
  return (
    <section className={styles['card']} aria-label={words.archive}>
      <h2>{words.archive}</h2>
      <ul>
        <Line text={words.holds(today.letters, today.versions, formatSize(today.bytes))} onOpen={toList} />
        <Line
          text={verify === null ? words.noVerify : verify.ok ? words.verifyOk : words.verifyBad}
          note={verify === null ? undefined : sinceWords(verify.at)}
          {...open(toChecks)}
        />
        {inspection !== null && (
          <Line
            text={inspection.ok ? words.inspectionOk : words.inspectionBad}
            note={sinceWords(inspection.at)}
            {...open(toChecks)}
          />
        )}
        <Line
          text={backup === null ? words.noBackup : backup.ok ? words.backupOk : words.backupBad}
          note={backup === null ? undefined : sinceWords(backup.at)}
          {...open(toBackups)}
        />
      </ul>
    </section>
  );
}
