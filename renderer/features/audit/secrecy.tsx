/** Letters that were filed before the rule on marks of secrecy was as wide as it is: looked for, and listed. */
import { Alert, Button, Table } from 'antd';
import type { MarkedLetters } from '../../../shared/contract/index.ts';
import { call } from '../../archive/client.ts';
import { useTask } from '../../archive/use-call.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { Card } from './card.tsx';
import { words } from './words.ts';

export function Secrecy({ onActed }: { onActed: () => void }) {
  const task = useTask(async (options) => {
    const result = await call('letters.secrecy', {}, options);
    onActed();
    return result;
  });
  return (
    <Card
      title={words.secrecy}
      hint={words.secrecyHint}
      running={words.secrecyRunning}
      cancelled={words.secrecyCancelled}
      task={task}
      button={
        <Button disabled={task.running} onClick={task.start}>
          {words.secrecy}
        </Button>
      }
    >
      {task.result && <Outcome result={task.result} />}
    </Card>
  );
}

function Outcome({ result: { checked, unread, letters } }: { result: MarkedLetters }) {
  const { go } = useNavigation();
  const counts = words.secrecyChecked(checked, unread);
  if (letters.length === 0)
    return <Alert type="success" showIcon role="status" title={words.secrecyNone} description={counts} />;
  return (
    <>
      <Alert
        type="warning"
        showIcon
        role="alert"
        title={words.secrecyFound(letters.length)}
        description={`${words.secrecyAdvice}${counts}。`}
      />
      <Table
        size="small"
        rowKey={({ id }) => id}
        dataSource={letters}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: words.secrecyWhere, render: (_, { where }) => words.secrecyPlaces[where] },
          {
            title: words.letter,
            render: (_, { id }) => (
              <Button type="link" size="small" onClick={() => go({ view: 'letter', id })}>
                {words.open}
              </Button>
            ),
          },
        ]}
      />
    </>
  );
}
