/** One person's opinions of all letters, given at once. */
import { App, Button, Input, Select, Space, Table } from 'antd';
import { useEffect, useState } from 'react';
import type { DisposalItemView, DisposalView } from '../../../shared/contract/index.ts';
import { RETENTIONS, RETENTION_LABELS } from '../../../shared/model/settings.ts';
import { call } from '../../archive/client.ts';
import { useReport } from '../../app/report.tsx';
import { useRights } from '../../app/rights.ts';
import layout from '../../components/layout.module.css';
import styles from './disposal.module.css';
import { ReadLetter } from './read-letter.tsx';
import { keepOpinions, keptOpinions, type Choice, type Said } from './kept-opinions.ts';
import { words } from './words.ts';

/** RETENTIONS begins with the longest: only a longer one than the letter has can be asked for. */
const choicesOf = ({ retention }: DisposalItemView): Choice[] => [
  'destroy',
  'keep',
  ...RETENTIONS.slice(0, RETENTIONS.indexOf(retention)),
];

export function Opinions({ view, onGiven }: { view: DisposalView; onGiven: () => void }) {
  const { message } = App.useApp();
  const report = useReport();
  const person = useRights().session?.name ?? '';
  // Who looks at something else meanwhile finds his opinions again.
  const [said, setSaid] = useState(() => keptOpinions(person, view.id));
  useEffect(() => keepOpinions(person, view.id, said), [person, view.id, said]);
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
      setSaid({});
      void message.success(words.opined);
      onGiven();
    }, report);
  };
  return (
    <section aria-label={words.mine} className={styles['mine']}>
      <Table<DisposalItemView>
        size="small"
        rowKey="letter"
        pagination={false}
        dataSource={[...view.items]}
        columns={[
          { title: words.refCode, dataIndex: 'ref_code', className: layout['nowrap'] ?? '' },
          { title: words.letter, render: (_, item) => <ReadLetter item={item} /> },
          {
            title: words.retention,
            className: layout['nowrap'] ?? '',
            render: (_, { retention }) => RETENTION_LABELS[retention],
          },
          { title: words.expires, dataIndex: 'expires', className: layout['nowrap'] ?? '' },
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
