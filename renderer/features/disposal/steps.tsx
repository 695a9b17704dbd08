/** What comes after the opinions: approval, signatures, the execution, its register; and the giving up of it. */
import { App, Button, Space } from 'antd';
import { useState } from 'react';
import type { DisposalView } from '../../../shared/contract/index.ts';
import { call, type InputOf } from '../../archive/client.ts';
import { useTask } from '../../archive/use-call.ts';
import { useReport } from '../../app/report.tsx';
import { useRights } from '../../app/rights.ts';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { words } from './words.ts';

interface Props {
  view: DisposalView;
  onChanged: () => void;
}

export function Steps({ view, onChanged }: Props) {
  const { message, modal } = App.useApp();
  const { may, session } = useRights();
  const { readOnly } = useSession();
  const report = useReport();
  const isMe = ({ by }: { by: string }): boolean => by === session?.name;
  // Each step is another person's: the engine refuses what these buttons spare.
  const hasSaid = view.appraisers.some(isMe);
  const hasDecided = view.decided !== null && isMe(view.decided);
  const hasSigned = view.supervisors.some(isMe);
  const [asking, setAsking] = useState<'reject' | 'cancel' | null>(null);
  const { id, state } = view;
  const can = (name: 'disposal.approve' | 'disposal.sign' | 'disposal.cancel' | 'disposal.execute'): boolean =>
    may(name) && !readOnly;
  const told = (text: string) => (): void => {
    void message.success(text);
    onChanged();
  };
  const approve = (input: InputOf<'disposal.approve'>, text: string): Promise<void> =>
    call('disposal.approve', input).then(told(text));
  const sign = (): void => {
    void modal.confirm({
      title: words.sign,
      content: words.signAsk,
      okText: words.sign,
      cancelText: words.cancel,
      onOk: () => call('disposal.sign', { id }).then(told(words.signed), report),
    });
  };
  const confirmed = async (reason: string): Promise<void> => {
    if (asking === 'reject') await approve({ id, agreed: false, reason }, words.rejected);
    else await call('disposal.cancel', { id, reason }).then(told(words.cancelled));
    setAsking(null);
  };
  const isBefore = ['opinions', 'approval', 'signing', 'ready'].includes(state);
  return (
    <Space wrap>
      {state === 'approval' && can('disposal.approve') && (
        <>
          <Button
            type="primary"
            disabled={hasSaid}
            title={hasSaid ? words.another : ''}
            onClick={() => void approve({ id, agreed: true }, words.approved).catch(report)}
          >
            {words.approve}
          </Button>
          <Button disabled={hasSaid} onClick={() => setAsking('reject')}>
            {words.reject}
          </Button>
        </>
      )}
      {state === 'signing' && can('disposal.sign') && (
        <Button
          type="primary"
          disabled={hasSaid || hasDecided || hasSigned}
          title={hasSaid || hasDecided || hasSigned ? words.another : ''}
          onClick={sign}
        >
          {words.sign}
        </Button>
      )}
      {can('disposal.execute') && (
        <Execute view={view} isAnothers={state === 'ready' && (hasDecided || hasSigned)} onChanged={onChanged} />
      )}
      {isBefore && can('disposal.cancel') && (
        <Button onClick={() => setAsking('cancel')}>{words.cancelDisposal}</Button>
      )}
      {view.executed !== null && may('export.disposal') && <Register id={id} />}
      {asking !== null && (
        <ReasonDialog
          title={asking === 'reject' ? words.reject : words.cancelDisposal}
          okText={asking === 'reject' ? words.reject : words.cancelDisposal}
          onCancel={() => setAsking(null)}
          onConfirm={confirmed}
        />
      )}
    </Space>
  );
}

function Execute({ view, isAnothers, onChanged }: Props & { isAnothers: boolean }) {
  const { message, modal } = App.useApp();
  const { id, state, items, remaining } = view;
  const task = useTask(async (options) => {
    try {
      const { remaining: left } = await call('disposal.execute', { id }, options);
      if ((left?.length ?? 0) === 0) void message.success(words.done);
    } finally {
      onChanged();
    }
    return null;
  });
  const label =
    state === 'ready'
      ? words.execute
      : state === 'executing'
        ? words.goOn
        : (remaining?.length ?? 0) > 0
          ? words.again
          : null;
  if (label === null) return null;
  const going = items.filter(({ outcome }) => outcome === 'destroy').length;
  const start = (): void => {
    if (state !== 'ready') task.start();
    else
      void modal.confirm({
        title: words.execute,
        content: words.executeAsk(going),
        okText: words.execute,
        okButtonProps: { danger: true },
        cancelText: words.cancel,
        onOk: task.start,
      });
  };
  return (
    <>
      <Button danger disabled={task.running || isAnothers} title={isAnothers ? words.another : ''} onClick={start}>
        {label}
      </Button>
      {task.running && <ProgressLine label={words.executing} progress={task.progress} onCancel={task.cancel} />}
      {task.error && <ErrorNotice error={task.error} />}
    </>
  );
}

function Register({ id }: { id: string }) {
  const { message } = App.useApp();
  const report = useReport();
  const save = async (): Promise<void> => {
    const { chosen } = await call('shell.chooseSave', { title: words.registerTitle, name: words.registerName });
    if (chosen === null) return;
    const { file } = await call('export.disposal', { id, out: chosen.handle });
    void message.success(words.registered);
    await call('shell.reveal', { path: file });
  };
  return <Button onClick={() => void save().catch(report)}>{words.register}</Button>;
}
