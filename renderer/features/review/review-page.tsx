/** The review queue: what the import was not sure of, the most doubtful first; one key confirms and moves on, one takes it back. */
import { App, Button, Space } from 'antd';
import { useEffect, useState } from 'react';
import type { ReviewItem, ReviewRow } from '../../../shared/model/intake.ts';
import type { Elements } from '../../../shared/model/elements.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useCommands } from '../../app/commands/registry.ts';
import { hintOf } from '../../app/commands/table.ts';
import { Page } from '../../app/page.tsx';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { useCurrentInSight } from '../../components/current-in-sight.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import desk from '../desk/desk.module.css';
import { ReviewView } from './review-view.tsx';
import { words } from './words.ts';

/** So many letters are listed at a time; more come as these are confirmed. */
const LISTED = 200;
const REQUEST = { limit: LISTED, offset: 0 };

/** @param first the letter that is shown first */
export function ReviewPage({ first }: { first: string | undefined }) {
  const { message } = App.useApp();
  const report = useReport();
  const { refresh } = useSession();
  const list = useCall('review.list', REQUEST);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  /** Confirmed on this page, newest first, without those that were taken back. */
  const [done, setDone] = useState<readonly { id: string; name: string }[]>([]);
  const [chosen, setChosen] = useState(first ?? null);
  const [busy, setBusy] = useState(false);
  const letters = (list.value?.letters ?? []).filter(({ id }) => !gone.has(id));
  // One that was asked for may wait behind those that are listed.
  const isBehind =
    chosen !== null &&
    chosen === first &&
    !gone.has(chosen) &&
    (list.value?.total ?? 0) > LISTED &&
    letters.every(({ id }) => id !== chosen);
  const selected = isBehind ? chosen : (letters.find(({ id }) => id === chosen) ?? letters[0])?.id;
  const item = useCall('review.show', selected === undefined ? null : { id: selected });
  const left = (list.value?.total ?? 0) - gone.size;
  const { reload } = list;
  const exhausted = letters.length === 0 && left > 0 && !list.loading;
  useEffect(() => {
    if (!exhausted) return;
    setGone(new Set());
    reload();
  }, [exhausted, reload]);

  const next = (after: string): void => {
    const at = letters.findIndex(({ id }) => id === after);
    setChosen((letters[at + 1] ?? letters[0])?.id ?? null);
  };
  const confirm = (of: ReviewItem, set: Partial<Elements>): void => {
    if (busy) return;
    setBusy(true);
    call('review.confirm', { id: of.letter.id, base_version: of.letter.version, set })
      .then(() => {
        next(of.letter.id);
        setGone((before) => new Set([...before, of.letter.id]));
        const name = letters.find(({ id }) => id === of.letter.id)?.name ?? of.file;
        setDone((before) => [{ id: of.letter.id, name }, ...before]);
        refresh();
      })
      .catch((thrown: unknown) => {
        report(thrown);
        item.reload();
      })
      .finally(() => setBusy(false));
  };

  const [last] = done;
  const takeBack = (): void => {
    if (last === undefined || busy) return;
    setBusy(true);
    call('review.reopen', { id: last.id })
      .then(() => {
        setDone((before) => before.filter(({ id }) => id !== last.id));
        // Once the list was asked for anew, it does not have the letter any more.
        if (gone.has(last.id)) setGone((before) => new Set([...before].filter((id) => id !== last.id)));
        else reload();
        setChosen(last.id);
        refresh();
        void message.info(words.takenBack(last.name));
      })
      .catch(report)
      .finally(() => setBusy(false));
  };
  useCommands({
    'desk.takeBack': { run: takeBack, refused: last === undefined ? words.nothingDone : undefined },
  });

  return (
    <Page
      title={words.title}
      tools={
        last !== undefined && (
          <Space>
            <span>{words.done(done.length)}</span>
            <Button title={hintOf('desk.takeBack')} disabled={busy} onClick={takeBack}>
              {words.takeBack}
            </Button>
          </Space>
        )
      }
      flush
      ownFocus={letters.length > 0}
    >
      <div className={desk['desk']}>
        {list.error && <ErrorNotice error={list.error} onRetry={list.reload} />}
        {list.value === undefined ? (
          <ProgressLine label={words.title} progress={undefined} />
        ) : letters.length === 0 ? (
          <div className={desk['empty']}>
            <div className={desk['drop']}>
              <h2>{words.empty}</h2>
              <p>{words.emptyHint}</p>
            </div>
          </div>
        ) : (
          <div className={desk['columns']}>
            <Queue letters={letters} left={left} selected={selected ?? null} onSelect={setChosen} />
            {item.error && <ErrorNotice error={item.error} onRetry={item.reload} />}
            {item.value && item.value.letter.id === selected && (
              <ReviewView
                key={`${item.value.letter.id}@${item.value.letter.version}`}
                item={item.value}
                busy={busy}
                onConfirm={confirm}
                onSkip={() => next(selected)}
              />
            )}
          </div>
        )}
      </div>
    </Page>
  );
}

interface QueueProps {
  letters: readonly ReviewRow[];
  left: number;
  selected: string | null;
  onSelect: (id: string) => void;
}

function Queue({ letters, left, selected, onSelect }: QueueProps) {
  const list = useCurrentInSight<HTMLUListElement>(selected ?? '');
  return (
    <div className={desk['queue']}>
      <h2>{words.count(left)}</h2>
      <ul ref={list} className={desk['list']} aria-label={words.queue}>
        {letters.map((letter) => (
          <li key={letter.id}>
            <button
              type="button"
              className={desk['entry']}
              aria-current={letter.id === selected}
              onClick={() => onSelect(letter.id)}
            >
              {letter.name}
              <small data-tone="doubt">
                {letter.doubtful.length > 0
                  ? words.doubts(letter.doubtful.length)
                  : letter.warnings > 0
                    ? words.warnings(letter.warnings)
                    : words.asked}
              </small>
            </button>
          </li>
        ))}
      </ul>
      {left > letters.length && <p className={desk['note']}>{words.more(letters.length, left)}</p>}
      <p className={desk['note']}>{words.hint}</p>
    </div>
  );
}
