/** How many letters of what: charts, each with its table; a click opens the letters. */
import { useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { RETENTION_LABELS, type Retention } from '../../../shared/model/settings.ts';
import type { SearchFilters } from '../../../shared/model/search.ts';
import { useCall } from '../../archive/use-call.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatSize } from '../../components/format.ts';
import { ProgressLine } from '../../components/progress-line.tsx';
import { searchStep } from '../search/store.ts';
import { Chart } from './chart.tsx';
import styles from './stats.module.css';
import { words } from './words.ts';

type Stats = CallOutput<'letters.stats'>;
type Counted = Stats['year'];
const NOTHING = {};
/** Bars that a chart shows; the table shows all. */
const BARS = 12;

export function StatsPage() {
  const { value, error, reload } = useCall('letters.stats', NOTHING);
  const { go } = useNavigation();
  const open = (filters: SearchFilters): void => {
    searchStep({ step: 'asked', query: '', filters });
    go({ view: 'search' });
  };
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">{words.title}</h1>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value === undefined && !error && <ProgressLine label={words.loading} progress={undefined} />}
      {value && (
        <>
          <p role="status">
            {words.total(value.letters, value.versions, value.attachments)}，{formatSize(value.bytes)}；
            {words.state(value.review, value.final)}
          </p>
          {value.letters === 0 ? (
            <p>{words.none}</p>
          ) : (
            <div className={styles['cards']}>
              <Card
                title={words.byYear}
                counted={value.year}
                onOpen={(year) => open({ year: [Number(year)] })}
                keepsOrder
              />
              <Card
                title={words.byIssuer}
                counted={value.issuer}
                onOpen={(issuer) => open({ issuer: [issuer] })}
                lying
              />
              <Results results={value.result} onOpen={(code) => open({ result_code: [code] })} />
              <Card
                title={words.byKind}
                counted={value.reply_kind}
                onOpen={(kind) => open({ reply_kind: [kind] })}
                lying
              />
              <Card
                title={words.byOpenness}
                counted={value.openness}
                onOpen={(openness) => open({ openness: [openness] })}
                lying
              />
              <Card
                title={words.byRetention}
                counted={value.retention.map((one) => ({
                  ...one,
                  value: RETENTION_LABELS[one.value as Retention] ?? one.value,
                }))}
                lying
              />
            </div>
          )}
        </>
      )}
    </div>
  );
}

interface CardProps {
  title: string;
  counted: Counted;
  onOpen?: (value: string) => void;
  lying?: boolean;
  keepsOrder?: boolean;
}

function Card({ title, counted, onOpen, lying = false, keepsOrder = false }: CardProps) {
  const [all, setAll] = useState(false);
  const known = counted.filter((one): one is { value: string; count: number } => one.value !== null);
  const bars = keepsOrder ? known.slice(-BARS) : known.slice(0, BARS);
  const total = counted.reduce((sum, { count }) => sum + count, 0);
  const rows = all ? counted : counted.slice(0, BARS);
  return (
    <section className={styles['card']} aria-label={title}>
      <h2>{title}</h2>
      <Chart
        label={title}
        labels={bars.map(({ value }) => value)}
        series={[{ name: words.count, values: bars.map(({ count }) => count) }]}
        lying={lying}
        height={lying ? Math.max(90, bars.length * 26 + 40) : 220}
        {...(onOpen === undefined ? {} : { onPick: onOpen })}
      />
      {known.length > BARS && (
        <p className={styles['note']}>{keepsOrder ? words.lastYears(BARS) : words.mostOf(BARS)}</p>
      )}
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{words.value}</th>
            <th scope="col" className={styles['number']}>
              {words.count}
            </th>
            <th scope="col" className={styles['number']}>
              {words.share}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ value, count }) => (
            <tr key={value ?? ''}>
              <td>
                {value === null || onOpen === undefined ? (
                  (value ?? words.unknown)
                ) : (
                  <button
                    type="button"
                    className={styles['link']}
                    title={words.open(value)}
                    onClick={() => onOpen(value)}
                  >
                    {value}
                  </button>
                )}
              </td>
              <td className={styles['number']}>{count}</td>
              <td className={styles['number']}>{`${((100 * count) / Math.max(1, total)).toFixed(1)}%`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {counted.length > BARS && !all && (
        <button type="button" className={styles['link']} onClick={() => setAll(true)}>
          {words.other(counted.length - BARS)}
        </button>
      )}
    </section>
  );
}

function Results({ results, onOpen }: { results: Stats['result']; onOpen: (code: string) => void }) {
  return (
    <section className={styles['card']} aria-label={words.byResult}>
      <h2>{words.byResult}</h2>
      {results.length === 0 ? <p>{words.noResults}</p> : <ResultTable results={results} onOpen={onOpen} />}
    </section>
  );
}

function ResultTable({ results, onOpen }: { results: Stats['result']; onOpen: (code: string) => void }) {
  const codes = [...new Set(results.map(({ code }) => code))].sort();
  return (
    <>
      <Chart
        label={words.byResult}
        labels={codes}
        series={[
          {
            name: words.count,
            values: codes.map((code) =>
              results.filter((one) => one.code === code).reduce((sum, { count }) => sum + count, 0),
            ),
          },
        ]}
        height={180}
        onPick={onOpen}
      />
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{words.code}</th>
            <th scope="col">{words.meaning}</th>
            <th scope="col">{words.scheme}</th>
            <th scope="col" className={styles['number']}>
              {words.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ scheme, issuer, code, meaning, count }) => (
            <tr key={`${scheme ?? issuer ?? ''}${code}`}>
              <td>
                <button type="button" className={styles['link']} title={words.open(code)} onClick={() => onOpen(code)}>
                  {code}
                </button>
              </td>
              <td>{meaning ?? ''}</td>
              <td>{scheme ?? (issuer === null ? words.unknown : words.noScheme(issuer))}</td>
              <td className={styles['number']}>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
