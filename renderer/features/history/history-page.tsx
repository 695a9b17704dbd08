/** All versions of one letter: who, when, why, what; compare any two, look at one, restore one. */
import { App, Alert, Button, Radio, Space, Spin, Tag } from 'antd';
import { useState } from 'react';
import { elementLabel } from '../../../shared/model/elements.ts';
import type { VersionRow } from '../../../shared/model/letter.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useRights } from '../../app/gate.tsx';
import { useNavigation, type Route } from '../../app/navigation.tsx';
import { Page } from '../../app/page.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime } from '../../components/format.ts';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { DiffView } from './diff-view.tsx';
import styles from './history.module.css';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

type HistoryRoute = Extract<Route, { view: 'history' }>;

/** The two versions to compare at first: what the route names, else the newest and the one before it. */
export function firstPair(route: HistoryRoute, newest: number): { from: number; to: number } {
  const to = route.to ?? newest;
  return { from: route.from ?? Math.max(1, to - 1), to };
}

/** The Chinese word of what a version changed. */
function changeLabel(change: string): string {
  if (change === 'text') return words.text;
  if (change === 'attachments') return words.attachments;
  return elementLabel(change);
}

export function HistoryPage({ route }: { route: HistoryRoute }) {
  const { id } = route;
  const history = useCall('letters.history', { id });
  const letter = useCall('letters.show', { id });
  const { go } = useNavigation();
  const title = letter.value?.elements.title ?? words.untitled;
  const error = history.error ?? letter.error;
  return (
    <Page
      title={letter.value === undefined ? words.title : words.titleOf(title)}
      withBack
      tools={
        <Space wrap>
          {letter.value && (
            <FinalSwitch
              id={id}
              final={letter.value.final}
              newest={letter.value.versions}
              onChanged={() => {
                letter.reload();
                history.reload();
              }}
            />
          )}
          <Button onClick={() => go({ view: 'letter', id })}>{words.openLetter}</Button>
        </Space>
      }
    >
      {error && <ErrorNotice error={error} onRetry={history.reload} />}
      {letter.value?.final === true && (
        <Alert type="info" showIcon title={words.isFinal} className={layout['below12'] ?? ''} />
      )}
      {history.value === undefined ? (
        !error && <Spin />
      ) : (
        <Versions
          key={history.value.length}
          route={route}
          rows={history.value}
          final={letter.value?.final === true}
          onChanged={history.reload}
        />
      )}
    </Page>
  );
}

interface FinalProps {
  id: string;
  final: boolean;
  newest: number;
  onChanged: () => void;
}

/** 定稿 and its unlocking, each an act with a reason. */
function FinalSwitch({ id, final, newest, onChanged }: FinalProps) {
  const { message } = App.useApp();
  const { readOnly } = useSession();
  const { may } = useRights();
  const [asking, setAsking] = useState(false);
  if (!may('letters.finalise')) return null;
  const act = async (reason: string): Promise<void> => {
    if (final) await call('letters.unlock', { id, reason });
    else await call('letters.finalise', { id, base_version: newest, reason });
    setAsking(false);
    void message.success(final ? words.unlocked : words.finalised);
    onChanged();
  };
  const label = final ? words.unlock : words.finalise;
  return (
    <>
      <Button disabled={readOnly} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {asking && (
        <ReasonDialog title={label} okText={label} onCancel={() => setAsking(false)} onConfirm={act}>
          <p>{final ? words.unlockHint : words.finaliseHint}</p>
        </ReasonDialog>
      )}
    </>
  );
}

interface VersionsProps {
  route: HistoryRoute;
  rows: readonly VersionRow[];
  /** 定稿: nothing can be restored until it is unlocked. */
  final: boolean;
  onChanged: () => void;
}

function Versions({ route, rows, final, onChanged }: VersionsProps) {
  const { id } = route;
  const { go } = useNavigation();
  const { message } = App.useApp();
  const { readOnly: readOnlyArchive } = useSession();
  const { may } = useRights();
  const readOnly = readOnlyArchive || final || !may('letters.restore');
  const newest = Math.max(...rows.map((row) => row.version));
  const [pair, setPair] = useState(() => firstPair(route, newest));
  const [restoring, setRestoring] = useState<number | null>(null);
  const restore = async (version: number, reason: string): Promise<void> => {
    const made = await call('letters.restore', { id, version, base_version: newest, reason });
    setRestoring(null);
    void message.success(words.restored(made.version));
    onChanged();
  };

  return (
    <>
      <table className={styles['versions']}>
        <caption className="visually-hidden">{words.versions}</caption>
        <thead>
          <tr>
            <th scope="col" colSpan={2} className={styles['narrow']}>
              {words.compare}
            </th>
            <th scope="col" className={styles['narrow']}>
              {words.versions}
            </th>
            <th scope="col" className={styles['narrow']}>
              {words.at}
            </th>
            <th scope="col" className={styles['narrow']}>
              {words.actor}
            </th>
            <th scope="col">{words.reason}</th>
            <th scope="col">{words.changes}</th>
            <th scope="col" className={styles['narrow']} />
          </tr>
        </thead>
        <tbody>
          {[...rows]
            .sort((a, b) => b.version - a.version)
            .map((row) => (
              <tr
                key={row.version}
                data-version={row.version}
                data-compared={row.version === pair.from || row.version === pair.to}
              >
                <td className={styles['narrow']}>
                  <Radio
                    name="from"
                    aria-label={words.leftOf(row.version)}
                    checked={pair.from === row.version}
                    onChange={() => setPair({ ...pair, from: row.version })}
                  >
                    {words.left}
                  </Radio>
                </td>
                <td className={styles['narrow']}>
                  <Radio
                    name="to"
                    aria-label={words.rightOf(row.version)}
                    checked={pair.to === row.version}
                    onChange={() => setPair({ ...pair, to: row.version })}
                  >
                    {words.right}
                  </Radio>
                </td>
                <td className={styles['narrow']}>
                  {words.version(row.version)} {row.version === newest && <Tag color="red">{words.newest}</Tag>}
                  {row.version === 1 && <Tag>{words.first}</Tag>}
                </td>
                <td className={styles['narrow']}>{formatTime(row.at)}</td>
                <td className={styles['narrow']}>{row.actor}</td>
                <td>
                  {row.reason}
                  {row.origin && <div title={row.origin.sha256}>{words.origin(row.origin.name)}</div>}
                  {row.joined?.map(({ name, sha256, versions }) => (
                    <div key={sha256} title={sha256}>
                      {words.joined(name, versions)}
                    </div>
                  ))}
                </td>
                <td title={`${words.sha256} ${row.sha256}`}>{row.changes.map(changeLabel).join('、')}</td>
                <td className={styles['narrow']}>
                  <Space size={4}>
                    <Button
                      size="small"
                      aria-label={words.viewOf(row.version)}
                      onClick={() =>
                        go(
                          row.version === newest
                            ? { view: 'letter', id }
                            : { view: 'letter', id, version: row.version },
                        )
                      }
                    >
                      {words.view}
                    </Button>
                    {row.version !== newest && (
                      <Button
                        size="small"
                        disabled={readOnly}
                        aria-label={words.restoreOf(row.version)}
                        onClick={() => setRestoring(row.version)}
                      >
                        {words.restore}
                      </Button>
                    )}
                  </Space>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {rows.length < 2 ? (
        <Alert className={layout['above16'] ?? ''} type="info" showIcon title={words.onlyOne} />
      ) : (
        <DiffView id={id} from={pair.from} to={pair.to} />
      )}
      {restoring !== null && (
        <ReasonDialog
          title={words.restoreOf(restoring)}
          okText={words.restore}
          onCancel={() => setRestoring(null)}
          onConfirm={(reason) => restore(restoring, reason)}
        >
          <p>{words.restoreHint}</p>
        </ReasonDialog>
      )}
    </>
  );
}
