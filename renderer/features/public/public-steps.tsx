/** What comes after the decisions: a review by another, making the file, noting that it was published or taken back. */
import { App, Button, Space } from 'antd';
import { useState } from 'react';
import type { PublicStatus } from '../../../shared/contract/index.ts';
import { call } from '../../archive/client.ts';
import { useTask } from '../../archive/use-call.ts';
import { useReport } from '../../app/report.tsx';
import { useRights } from '../../app/rights.ts';
import { useSession } from '../../app/session.tsx';
import { parseDate } from '../../components/element-text.ts';
import { DateBox } from '../../components/elements-form.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

interface Props {
  status: PublicStatus;
  onChanged: () => void;
}

export function PublicSteps({ status, onChanged }: Props) {
  const { may } = useRights();
  const { readOnly } = useSession();
  return (
    <Space orientation="vertical">
      {may('public.review') && !readOnly && <Review status={status} onChanged={onChanged} />}
      {may('export.public') && <Make status={status} />}
      {may('public.publish') && !readOnly && <Publish status={status} onChanged={onChanged} />}
    </Space>
  );
}

function Review({ status, onChanged }: Props) {
  const { accounts } = useRights();
  const { message } = App.useApp();
  const report = useReport();
  const [asking, setAsking] = useState(false);
  const { id, version, state } = status;
  // Without accounts there is no other person: the notice above says so.
  const ready = accounts && (state === 'decided' || state === 'returned' || state === 'reviewed');
  const agree = (): void => {
    call('public.review', { id, base_version: version, agreed: true }).then(() => {
      void message.success(words.agreed);
      onChanged();
    }, report);
  };
  const sendBack = async (reason: string): Promise<void> => {
    await call('public.review', { id, base_version: version, agreed: false, reason });
    setAsking(false);
    void message.success(words.sentBack);
    onChanged();
  };
  return (
    <Space wrap>
      <Button disabled={!ready} onClick={agree}>
        {words.agree}
      </Button>
      <Button disabled={!ready} onClick={() => setAsking(true)}>
        {words.sendBack}
      </Button>
      {asking && (
        <ReasonDialog
          title={words.sendBack}
          okText={words.sendBack}
          onCancel={() => setAsking(false)}
          onConfirm={sendBack}
        />
      )}
    </Space>
  );
}

function Make({ status }: { status: PublicStatus }) {
  const { message } = App.useApp();
  const report = useReport();
  const task = useTask(async (options) => {
    const { chosen } = await call('shell.chooseFolder', { title: words.makeFolder, use: 'write_folder' });
    if (chosen === null) return null;
    const made = await call('export.public', { selection: { ids: [status.id] }, out: chosen.handle }, options);
    const [file] = made.files;
    if (file === undefined) return made.failed[0] ?? null;
    void message.success(words.makeDone(file.hidden));
    await call('shell.reveal', { path: file.file }).catch(report);
    return null;
  });
  return (
    <>
      <Button
        type="primary"
        disabled={status.state !== 'reviewed' || task.running}
        title={status.state === 'reviewed' ? undefined : words.makeNeeds}
        onClick={task.start}
      >
        {words.make}
      </Button>
      {task.running && <ProgressLine label={words.make} progress={task.progress} onCancel={task.cancel} />}
      {task.error && <ErrorNotice error={task.error} onClose={task.reset} />}
      {task.result && (
        <div role="alert">
          {task.result.message}（{task.result.code}）
        </div>
      )}
    </>
  );
}

function Publish({ status, onChanged }: Props) {
  const { message } = App.useApp();
  const report = useReport();
  const [day, setDay] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const { id, version, publication } = status;
  const isOut = publication !== null && publication.withdrawn === null;
  const on = day === null ? null : parseDate(day);
  const publish = (): void => {
    call('public.publish', { id, base_version: version, ...(on === null ? {} : { on }) }).then((made) => {
      void message.success(words.publishDone(made.on));
      onChanged();
    }, report);
  };
  const withdraw = async (reason: string): Promise<void> => {
    await call('public.withdraw', { id, reason });
    setAsking(false);
    void message.success(words.withdrawDone);
    onChanged();
  };
  return (
    <Space wrap>
      <label htmlFor="public-day">{words.publishDay}</label>
      <DateBox id="public-day" className={layout['em18'] ?? ''} value={day} onChange={setDay} />
      <Button disabled={status.state !== 'reviewed' || (isOut && publication.version === version)} onClick={publish}>
        {words.publish}
      </Button>
      <Button danger disabled={!isOut} onClick={() => setAsking(true)}>
        {words.withdraw}
      </Button>
      {asking && (
        <ReasonDialog
          title={words.withdraw}
          okText={words.withdraw}
          onCancel={() => setAsking(false)}
          onConfirm={withdraw}
        />
      )}
    </Space>
  );
}
