/** A head of the log that was kept, in an exported file or on paper, is held against the log. */
import { Alert, Button, Input, Space } from 'antd';
import { useRef, useState } from 'react';
import { KEPT_HEAD_OUTCOMES, anchoredHeadSchema, type AnchoredHeadCheck } from '../../../shared/model/audit.ts';
import { call } from '../../archive/client.ts';
import { useTask } from '../../archive/use-call.ts';
import { Card } from './card.tsx';
import { words } from './words.ts';

export function AnchoredHead({ onActed }: { onActed: () => void }) {
  const [seq, setSeq] = useState('');
  const [hash, setHash] = useState('');
  const [typing, setTyping] = useState(false);
  const typed = anchoredHeadSchema.safeParse({ seq: Number(seq), hash });
  const byHand = useRef(false);
  const task = useTask(async (options) => {
    const input = byHand.current ? typed.success && { head: typed.data } : await chooseFile();
    if (input === false) return null;
    const found = await call('trust.checkHead', input, options);
    onActed();
    return found;
  });
  const check = (typedIn: boolean): void => {
    byHand.current = typedIn;
    task.start();
  };
  return (
    <Card
      title={words.kept}
      hint={words.keptHint}
      running={words.keptChecking}
      cancelled=""
      task={task}
      button={
        <Space wrap>
          <Button
            disabled={task.running}
            onClick={() => {
              setTyping(false);
              check(false);
            }}
          >
            {words.keptFile}
          </Button>
          <Button disabled={task.running} aria-expanded={typing} onClick={() => setTyping(!typing)}>
            {words.keptType}
          </Button>
        </Space>
      }
    >
      {typing && (
        <>
          <Input
            aria-label={words.keptSeq}
            placeholder={words.keptSeq}
            inputMode="numeric"
            value={seq}
            onChange={(event) => setSeq(event.target.value)}
          />
          <Input
            aria-label={words.keptHash}
            placeholder={words.keptHash}
            value={hash}
            onChange={(event) => setHash(event.target.value)}
          />
          <div>
            <Button disabled={task.running || !typed.success} onClick={() => check(true)}>
              {words.keptCheck}
            </Button>
          </div>
        </>
      )}
      {task.result && <Outcome found={task.result} />}
    </Card>
  );
}

async function chooseFile(): Promise<{ file: string } | false> {
  const [file] = (await call('shell.chooseFiles', { title: words.keptTitle, multiple: false })).chosen;
  return file === undefined ? false : { file: file.handle };
}

const MOST_FAULTS = 20;

function Outcome({ found: { outcome, kept, faults } }: { found: AnchoredHeadCheck }) {
  return (
    <Alert
      type={outcome === 'same' ? 'success' : 'error'}
      showIcon
      role={outcome === 'same' ? 'status' : 'alert'}
      title={words.keptOutcome(kept.seq, KEPT_HEAD_OUTCOMES[outcome])}
      description={faults.slice(0, MOST_FAULTS).map((fault) => (
        <div key={fault}>{fault}</div>
      ))}
    />
  );
}
