/** What was done of a kind before: when, by whom, with which result. Told from the log. */
import { Button } from 'antd';
import { useState } from 'react';
import { useCall } from '../../archive/use-call.ts';
import { useActorName } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime } from '../../components/format.ts';
import styles from './audit.module.css';
import { sentenceOf } from './sentences.ts';
import { words } from './words.ts';

/** Acts of each kind that are shown at first. */
const SHOWN = 10;
const NO_LETTERS = new Map();

export function Past({ title, actions }: { title: string; actions: readonly [string, ...string[]] }) {
  const actorName = useActorName();
  const [limit, setLimit] = useState(SHOWN);
  const ask = (action: string | undefined) => (action === undefined ? null : { action, limit, newest_first: true });
  // A hook for each kind: there are four at most.
  const found = [
    useCall('trust.audit', ask(actions[0])),
    useCall('trust.audit', ask(actions[1])),
    useCall('trust.audit', ask(actions[2])),
    useCall('trust.audit', ask(actions[3])),
  ];
  const rows = found
    .flatMap(({ value }) => value ?? [])
    .sort((a, b) => b.seq - a.seq)
    .slice(0, limit);
  const error = found.find((one) => one.error !== undefined)?.error;
  return (
    <section className={styles['card']} aria-label={title}>
      <h2>{title}</h2>
      {error && <ErrorNotice error={error} />}
      {rows.length === 0 && !error && <p>{words.noPast}</p>}
      <table className={styles['past']}>
        <tbody>
          {rows.map((row) => {
            const { parts, note } = sentenceOf(row, NO_LETTERS);
            return (
              <tr key={row.seq}>
                <td>{formatTime(row.at)}</td>
                <td>{actorName(row.actor)}</td>
                <td>{parts.map((part) => (typeof part === 'string' ? part : part.name)).join('')}</td>
                <td>{note}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length === limit && (
        <div>
          <Button size="small" onClick={() => setLimit(limit + 40)}>
            {words.more}
          </Button>
        </div>
      )}
    </section>
  );
}
