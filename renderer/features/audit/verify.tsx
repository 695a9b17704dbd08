/** The check of the whole archive: what it found, what is to be told, and what an auditor may accept of it. */
import { Alert, Button, Checkbox, Space, Table } from 'antd';
import { useState } from 'react';
import type { VerifyResult } from '../../../shared/contract/index.ts';
import { VALUE_PROBLEM } from '../../../shared/model/stored.ts';
import { call } from '../../archive/client.ts';
import { useTask } from '../../archive/use-call.ts';
import { useRights } from '../../app/rights.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { SafetyCertificateIcon } from '../../components/icons.tsx';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { Card } from './card.tsx';
import { words } from './words.ts';

export function Verify({ onActed }: { onActed: () => void }) {
  const [deep, setDeep] = useState(false);
  const task = useTask(async (options) => {
    const result = await call('trust.verify', { deep }, options);
    onActed();
    return result;
  });
  return (
    <Card
      title={words.verify}
      hint={words.verifyHint}
      running={words.verifying}
      cancelled={words.verifyCancelled}
      task={task}
      button={
        <Space wrap>
          <Button type="primary" icon={<SafetyCertificateIcon />} disabled={task.running} onClick={task.start}>
            {words.verify}
          </Button>
          <Checkbox checked={deep} disabled={task.running} onChange={(event) => setDeep(event.target.checked)}>
            {words.verifyDeep}
          </Checkbox>
        </Space>
      }
    >
      {task.result && <Outcome result={task.result} onActed={onActed} />}
    </Card>
  );
}

function Outcome({ result, onActed }: { result: VerifyResult; onActed: () => void }) {
  const { ok, checked, problems } = result;
  const counts = words.checked(checked.letters, checked.versions, checked.blobs, checked.audit);
  const notes = <Notes notes={result.notes} />;
  if (ok) {
    const description = (
      <>
        {counts}
        {notes}
      </>
    );
    return <Alert type="success" showIcon role="status" title={words.verifyOk} description={description} />;
  }
  const isUndamaged = problems.every(({ kind }) => kind === VALUE_PROBLEM);
  return (
    <>
      <Alert
        type={isUndamaged ? 'warning' : 'error'}
        showIcon
        role="alert"
        title={words.verifyBad(problems.length)}
        description={
          <>
            {isUndamaged ? words.verifyValues : words.verifyAdvice}
            {counts}。{notes}
          </>
        }
      />
      <Problems problems={problems} onActed={onActed} />
    </>
  );
}

function Notes({ notes }: { notes: VerifyResult['notes'] }) {
  return notes.map(({ message }) => <div key={message}>{message}</div>);
}

type Problem = VerifyResult['problems'][number];

/** Kinds of problems whose id is a letter's. */
const OF_LETTERS = new Set(['letter', 'version', 'content', 'index', VALUE_PROBLEM]);
/** As letters have them; content that belongs to none is named by its hash. */
const LETTER_ID = /^[0-9A-Z]{26}$/u;

function Problems({ problems, onActed }: { problems: readonly Problem[]; onActed: () => void }) {
  const { go } = useNavigation();
  return (
    <Table
      size="small"
      dataSource={problems.map((problem, key) => ({ ...problem, key }))}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        { title: words.problem, dataIndex: 'message' },
        { title: words.kind, dataIndex: 'kind' },
        {
          title: words.letter,
          render: (_, { kind, id }) => {
            if (id === undefined) return null;
            if (kind === 'head') return <Accept seq={Number(id)} onActed={onActed} />;
            return (
              OF_LETTERS.has(kind) &&
              LETTER_ID.test(id) && (
                <Button type="link" size="small" onClick={() => go({ view: 'letter', id })}>
                  {words.open}
                </Button>
              )
            );
          },
        },
      ]}
    />
  );
}

/** A kept head that did not fit when the archive was opened: whoever has looked into it takes the log as it is, with a reason. */
function Accept({ seq, onActed }: { seq: number; onActed: () => void }) {
  const { may } = useRights();
  const [asking, setAsking] = useState(false);
  const [accepted, setAccepted] = useState(false);
  if (accepted) return words.headAccepted;
  if (!may('trust.acceptHead')) return null;
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {words.headAccept}
      </Button>
      {asking && (
        <ReasonDialog
          title={words.headAcceptTitle}
          okText={words.headAccept}
          onCancel={() => setAsking(false)}
          onConfirm={async (reason) => {
            await call('trust.acceptHead', { seq, reason });
            setAsking(false);
            setAccepted(true);
            onActed();
          }}
        >
          <p>{words.headAcceptAsk}</p>
        </ReasonDialog>
      )}
    </>
  );
}
