/** What was done in the archive and the proofs that nothing was touched, in places of their own. */
import { useState, type ReactNode } from 'react';
import { useRights } from '../../app/rights.ts';
import { useNavigation, type Route } from '../../app/navigation.tsx';
import { useSession } from '../../app/session.tsx';
import { Disposal } from '../disposal/disposal-page.tsx';
import styles from './audit.module.css';
import { Backup, Reindex } from './checks.tsx';
import { AnchoredHead } from './anchored-head.tsx';
import { Log } from './log.tsx';
import { LogHead } from './log-head.tsx';
import { Past } from './past.tsx';
import { CheckSheet, Inspect } from './reports.tsx';
import { Restore } from './restore.tsx';
import { Secrecy } from './secrecy.tsx';
import { StateCards } from './state-cards.tsx';
import { Verify } from './verify.tsx';
import { AUDIT_PLACES, words, type AuditPlace } from './words.ts';

export function AuditPage({ route }: { route: Extract<Route, { view: 'audit' }> }) {
  const { may } = useRights();
  const { go } = useNavigation();
  const [round, setRound] = useState(0);
  const { refresh } = useSession();
  const onActed = (): void => {
    setRound((before) => before + 1);
    refresh();
  };
  const places: Readonly<Record<AuditPlace, ReactNode>> = {
    log: may('trust.audit') ? <Log key={`${round} ${route.subject ?? ''}`} subject={route.subject} /> : null,
    state: may('trust.tip') ? (
      <div className={styles['stack']}>
        <StateCards round={round} onPlace={(place) => go({ view: 'audit', place })} />
        <LogHead onActed={onActed} />
        {may('trust.checkHead') && <AnchoredHead onActed={onActed} />}
        {may('letters.secrecy') && <Secrecy onActed={onActed} />}
        {may('search.reindex') && <Reindex />}
      </div>
    ) : null,
    checks: may('trust.verify') ? (
      <div className={styles['stack']}>
        <Verify onActed={onActed} />
        {may('trust.inspect') && <Inspect onActed={onActed} />}
        {may('trust.audit') && (
          <Past
            key={round}
            title={words.pastChecks}
            actions={['archive.verify', 'report.inspection', 'secrecy.check']}
          />
        )}
      </div>
    ) : null,
    backups: may('trust.backup') ? (
      <div className={styles['stack']}>
        <Backup onActed={onActed} />
        {may('trust.restoreBackup') && <Restore onActed={onActed} />}
        {may('trust.audit') && (
          <Past
            key={round}
            title={words.pastBackups}
            actions={['backup.make', 'backup.failed', 'backup.restore', 'backup.undo_restore']}
          />
        )}
      </div>
    ) : null,
    sheet: may('trust.checkSheet') ? (
      <div className={styles['stack']}>
        <CheckSheet onActed={onActed} />
        {may('trust.audit') && <Past key={round} title={words.pastSheets} actions={['report.check_sheet']} />}
      </div>
    ) : null,
    disposal: may('disposal.expiring') ? <Disposal onActed={onActed} /> : null,
  };
  const shown = (Object.keys(places) as AuditPlace[]).filter((place) => places[place] !== null);
  const place = route.place !== undefined && shown.includes(route.place) ? route.place : (shown[0] ?? 'log');
  // Who may not read the log comes for the backups, or for the appraisals alone.
  const title = may('trust.audit') ? words.title : may('trust.backup') ? words.backupsTitle : AUDIT_PLACES.disposal;
  return (
    <section className={styles['page']}>
      <h1 className="visually-hidden">{title}</h1>
      <div className={styles['places']} role="tablist" aria-label={words.places}>
        {shown.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            aria-selected={one === place}
            className={styles['place']}
            onClick={() => go({ view: 'audit', place: one })}
          >
            {AUDIT_PLACES[one]}
          </button>
        ))}
      </div>
      <div className={styles['body']} role="tabpanel" aria-label={AUDIT_PLACES[place]}>
        {places[place]}
      </div>
    </section>
  );
}
