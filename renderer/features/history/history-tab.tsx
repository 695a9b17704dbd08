/** All versions of one letter: who, when, why, what; compare any two, look at one, restore one. A part of the reading pane. */
import { App, Alert, Button, Radio, Tag } from 'antd';
import { useState } from 'react';
import { elementLabel } from '../../../shared/model/elements.ts';
import type { Letter, VersionRow } from '../../../shared/model/letter.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useRights } from '../../app/rights.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { OWN_LETTER } from '../../app/own-window.ts';
import { useActorName, useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime } from '../../components/format.ts';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { DiffView } from './diff-view.tsx';
import styles from './history.module.css';
import { tellOf } from '../letter/told.ts';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

interface Pair {
  from?: number | undefined;
  to?: number | undefined;
}

/** The two versions to compare at first: what was asked for, else the newest and the one before it. */
export function firstPair(asked: Pair, newest: number): { from: number; to: number } {
  const to = asked.to ?? newest;
  return { from: asked.from ?? Math.max(1, to - 1), to };
}

/** The Chinese word of what a version changed. */
function changeLabel(change: string): string {
  if (change === 'text') return words.text;
  if (change === 'attachments') return words.attachments;
  return elementLabel(change);
}

interface Props {
  letter: Letter;
  versions: Pair | undefined;
  onChanged: () => void;
}

export function HistoryTab({ letter, versions, onChanged }: Props) {
  const { id } = letter;
  const { may } = useRights();
  const { go } = useNavigation();
  const history = useCall('letters.history', { id });
  const changed = (): void => {
    history.reload();
    onChanged();
  };
  return (
    <div className={styles['tab']}>
      <div className={styles['tools']}>
        <FinalSwitch id={id} final={letter.final} newest={letter.versions} onChanged={changed} />
        {may('trust.audit') && OWN_LETTER === null && (
          <Button onClick={() => go({ view: 'audit', place: 'log', subject: id })}>{words.inLog}</Button>
        )}
        {letter.final && <Alert type="info" showIcon title={words.isFinal} />}
      </div>
      {history.error && <ErrorNotice error={history.error} onRetry={history.reload} />}
      {history.value !== undefined && (
        <Versions
          key={history.value.length}
          id={id}
          pair={versions ?? {}}
          rows={history.value}
          final={letter.final}
          onChanged={changed}
        />
      )}
    </div>
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
  id: string;
  pair: Pair;
  rows: readonly VersionRow[];
  /** 定稿: nothing can be restored until it is unlocked. */
  final: boolean;
  onChanged: () => void;
}

function Versions({ id, pair: asked, rows, final, onChanged }: VersionsProps) {
  const { go } = useNavigation();
  const { message } = App.useApp();
  const { readOnly: readOnlyArchive } = useSession();
  const { may } = useRights();
  const readOnly = readOnlyArchive || final;
  const newest = Math.max(...rows.map((row) => row.version));
  const actorName = useActorName();
  const [pair, setPair] = useState(() => firstPair(asked, newest));
  const [restoring, setRestoring] = useState<number | null>(null);
  const restore = async (version: number, reason: string): Promise<void> => {
    const made = await call('letters.restore', { id, version, base_version: newest, reason });
    setRestoring(null);
    tellOf(made);
    void message.success(words.restored(made.version));
    onChanged();
  };

  return (
    <>
      <ol className={styles['versions']} aria-label={words.versions}>
        {[...rows]
          .sort((a, b) => b.version - a.version)
          .map((row) => (
            <li
              key={row.version}
              data-version={row.version}
              data-compared={row.version === pair.from || row.version === pair.to}
            >
              <div className={styles['what']}>
                <strong>{words.version(row.version)}</strong>
                {row.version === newest && <Tag color="blue">{words.newest}</Tag>}
                {row.version === 1 && <Tag>{words.first}</Tag>}
                <span>
                  {row.reason}
                  {row.origin && <div title={row.origin.sha256}>{words.origin(row.origin.name)}</div>}
                  {row.joined?.map(({ name, sha256, versions }) => (
                    <div key={sha256} title={sha256}>
                      {words.joined(name, versions)}
                    </div>
                  ))}
                </span>
                <span className={styles['changes']} title={`${words.sha256} ${row.sha256}`}>
                  {row.changes.map(changeLabel).join('、')}
                </span>
              </div>
              <div className={styles['who']}>
                <span>
                  {formatTime(row.at)} · {actorName(row.actor)}
                </span>
                <div className={styles['acts']}>
                  {rows.length > 1 && (
                    <>
                      <Radio
                        name="from"
                        aria-label={words.leftOf(row.version)}
                        checked={pair.from === row.version}
                        onChange={() => setPair({ ...pair, from: row.version })}
                      >
                        {words.left}
                      </Radio>
                      <Radio
                        name="to"
                        aria-label={words.rightOf(row.version)}
                        checked={pair.to === row.version}
                        onChange={() => setPair({ ...pair, to: row.version })}
                      >
                        {words.right}
                      </Radio>
                    </>
                  )}
                  {row.version !== newest && (
                    <Button
                      size="small"
                      aria-label={words.viewOf(row.version)}
                      onClick={() => go({ view: 'letter', id, version: row.version })}
                    >
                      {words.view}
                    </Button>
                  )}
                  {row.version !== newest && may('letters.restore') && (
                    <Button
                      size="small"
                      disabled={readOnly}
                      aria-label={words.restoreOf(row.version)}
                      onClick={() => setRestoring(row.version)}
                    >
                      {words.restore}
                    </Button>
                  )}
                </div>
              </div>
            </li>
          ))}
      </ol>
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
