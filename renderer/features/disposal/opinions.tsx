/** One person's opinions of all letters, given at once. */
import { App, Button, Input, Select, Space, Table } from 'antd';
import { useState } from 'react';
import type { DisposalItemView, DisposalView } from '../../../shared/contract/index.ts';
import { RETENTIONS, RETENTION_LABELS, type Retention } from '../../../shared/model/settings.ts';
import { call } from '../../archive/client.ts';
import { useReport } from '../../app/report.tsx';
import layout from '../../components/layout.module.css';
import { words } from './words.ts';

type Choice = 'keep' | 'destroy' | Retention;
interface Said {
  choice: Choice | undefined;
  note: string;
}

/** RETENTIONS begins with the longest: only a longer one than the letter has can be asked for. */
const choicesOf = ({ retention }: DisposalItemView): Choice[] => [
  'destroy',
  'keep',
  ...RETENTIONS.slice(0, RETENTIONS.indexOf(retention)),
];

export function Opinions({ view, onGiven }: { view: DisposalView; onGiven: () => void }) {
  const { message } = App.useApp();
  const report = useReport();
  const [said, setSaid] = useState<Readonly<Record<string, Said>>>({});
  const of = (letter: string): Said => said[letter] ?? { choice: undefined, note: '' };
  const say = (letter: string, part: Partial<Said>): void =>
    setSaid((before) => ({ ...before, [letter]: { ...(before[letter] ?? { choice: undefined, note: '' }), ...part } }));
  const isWhole = view.items.every(({ letter }) => of(letter).choice !== undefined);
  const give = (): void => {
    const opinions = view.items.map(({ letter }) => {
      const { choice = 'keep', note } = of(letter);
      const isWord = choice === 'keep' || choice === 'destroy';
      return { letter, note, verdict: isWord ? choice : ('change' as const), retention: isWord ? null : choice };
    });
    call('disposal.opine', { id: view.id, opinions }).then(() => {
      void message.success(words.opined);
      onGiven();
    }, report);
  };
  return (
    <section aria-label={words.mine}>
      <Table<DisposalItemView>
        size="small"
        rowKey="letter"
        pagination={false}
        dataSource={[...view.items]}
        columns={[
          { title: words.refCode, dataIndex: 'ref_code' },
          { title: words.letter, dataIndex: 'name' },
          { title: words.retention, render: (_, { retention }) => RETENTION_LABELS[retention] },
          { title: words.expires, dataIndex: 'expires' },
          {
            title: words.mine,
            render: (_, item) => (
              <Select<Choice>
                aria-label={`${words.mine}：${item.name}`}
                className={layout['em11'] ?? ''}
                value={of(item.letter).choice ?? null}
                onChange={(choice) => say(item.letter, { choice })}
                options={choicesOf(item).map((value) => ({ value, label: words.verdict(value) }))}
              />
            ),
          },
          {
            title: words.note,
            render: (_, { letter, name }) => (
              <Input
                aria-label={`${words.note}：${name}`}
                maxLength={500}
                value={of(letter).note}
                onChange={(event) => say(letter, { note: event.target.value })}
              />
            ),
          },
        ]}
      />
      <Space wrap>
        <Button onClick={() => view.items.forEach(({ letter }) => say(letter, { choice: 'destroy' }))}>
          {words.allDestroy}
        </Button>
        <Button type="primary" disabled={!isWhole} onClick={give}>
          {words.opine}
        </Button>
      </Space>
    </section>
  );
}
