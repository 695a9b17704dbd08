/** What can be done with several drafts at once: filing those without a question, putting back what could not be read, taking back the last. */
import { App, Button } from 'antd';
import { useCommands } from '../../app/commands/registry.ts';
import { hintOf } from '../../app/commands/table.ts';
import { startJob } from '../../app/jobs.ts';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import styles from './desk.module.css';
import { notesOf, openQuestions } from './questions.ts';
import { isKnown, type Draft } from './queue.ts';
import type { Desk } from './use-desk.ts';
import { words } from './words.ts';

/** Drafts about which there is nothing to ask. */
function sureOnes(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.filter(({ state }) => {
    if (state.status !== 'ready' || state.filing) return false;
    const { reading, work } = state;
    return (
      openQuestions(work.elements, reading.evidence, work.seen).length === 0 &&
      !isKnown(reading) &&
      notesOf(reading.elements, reading.evidence, reading.warnings).whole.length === 0
    );
  });
}

/** So many drafts are worth an act of their own. */
const MANY = 2;

export function QueueFoot({ desk }: { desk: Desk }) {
  const { message, modal } = App.useApp();
  const { readOnly } = useSession();
  const report = useReport();
  const { drafts, filed, filedCount } = desk.queue;
  const sure = sureOnes(drafts);
  const takeBack = (): void => {
    desk.takeBack().then((name) => {
      if (name !== null) void message.info(words.takenBack(name));
    }, report);
  };
  useCommands({
    'desk.takeBack': { run: takeBack, refused: filed.length === 0 ? words.nothingFiled : undefined },
  });
  const fileAll = (): void => {
    // None of those that go stands beside: each would be drawn anew as the one before it goes.
    const stays = drafts.find((draft) => !sure.includes(draft)) ?? sure.at(-1);
    if (stays !== undefined) desk.select(stays.key);
    startJob(words.filingAll, async ({ signal, onProgress }) => {
      const done = await desk.fileMany(
        sure,
        (count) => onProgress({ done: count, total: sure.length, message: '' }),
        signal,
      );
      return { words: words.filedAll(done) };
    });
  };
  const unread = drafts.flatMap((draft) =>
    draft.state.status === 'failed' ? [{ draft, reason: draft.state.error.message }] : [],
  );
  const putBackUnread = (): void => {
    modal.confirm({
      title: words.putBackUnread(unread.length),
      content: (
        <ul className={styles['reasons']}>
          {unread.map(({ draft, reason }) => (
            <li key={draft.key}>{reason}</li>
          ))}
        </ul>
      ),
      okText: words.discard,
      focusable: { autoFocusButton: 'cancel' },
      onOk: () => unread.forEach(({ draft }) => desk.discard(draft)),
    });
  };
  if (sure.length < MANY && unread.length < MANY && filed.length === 0) return null;
  return (
    <div className={styles['queueFoot']}>
      {sure.length >= MANY && (
        <>
          <p>{words.allSureCount(sure.length)}</p>
          <Button size="small" onClick={() => sure[0] && desk.select(sure[0].key)}>
            {words.seeSample}
          </Button>
          <Button size="small" disabled={readOnly} onClick={fileAll}>
            {words.fileAll}
          </Button>
        </>
      )}
      {unread.length >= MANY && (
        <p>
          {words.unread(unread.length)}{' '}
          <Button size="small" type="link" title={words.discardHint} onClick={putBackUnread}>
            {words.putBack}
          </Button>
        </p>
      )}
      {filed.length > 0 && (
        <p>
          {words.filedHere(filedCount)}{' '}
          <Button size="small" type="link" title={hintOf('desk.takeBack')} onClick={takeBack}>
            {words.takeBack}
          </Button>
        </p>
      )}
    </div>
  );
}
