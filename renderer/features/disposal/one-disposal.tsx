/** One disposal: its letters with what was said of them, who did what, and what the person may do next. */
import { Alert, Button, Descriptions, Table } from 'antd';
import type { DisposalItemView, DisposalView } from '../../../shared/contract/index.ts';
import { APPRAISERS, DISPOSAL_STATES, SUPERVISORS } from '../../../shared/model/disposal.ts';
import { RETENTION_LABELS } from '../../../shared/model/settings.ts';
import { useCall } from '../../archive/use-call.ts';
import { useRights } from '../../app/rights.ts';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Opinions } from './opinions.tsx';
import { ReadLetter } from './read-letter.tsx';
import { Steps } from './steps.tsx';
import layout from '../../components/layout.module.css';
import styles from './disposal.module.css';
import { words } from './words.ts';

interface Props {
  id: string;
  onBack: () => void;
  onActed: () => void;
}

export function OneDisposal({ id, onBack, onActed }: Props) {
  const { may, session } = useRights();
  const { readOnly } = useSession();
  const { value, error, reload } = useCall('disposal.show', { id });
  const changed = (): void => {
    reload();
    onActed();
  };
  const isMine = value?.appraisers.some(({ by }) => by === session?.name) === true;
  const mayOpine = value?.state === 'opinions' && may('disposal.opine') && !readOnly && !isMine && session !== null;
  return (
    <div className={styles['page']}>
      <Button onClick={onBack}>{words.back}</Button>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value && (
        <>
          <People view={value} />
          {mayOpine ? <Opinions view={value} onGiven={changed} /> : <Letters items={value.items} />}
          <Copies view={value} />
          <Steps view={value} onChanged={changed} />
        </>
      )}
    </div>
  );
}

function People({ view }: { view: DisposalView }) {
  const { state, reason, opened, appraisers, decided, supervisors, executed } = view;
  const names = (all: readonly { by: string }[], of: number): string =>
    `${all.length}/${of}　${all.map(({ by }) => by).join('、')}`;
  const rows = [
    [words.state, DISPOSAL_STATES[state]],
    [words.openedAt, `${opened.by}　${opened.at.slice(0, 10)}`],
    [words.reason, reason],
    [words.appraisers, names(appraisers, APPRAISERS)],
    [words.decided, decided === null ? '' : `${decided.by}　${decided.agreed ? '' : words.reject}${decided.reason}`],
    [words.supervisors, names(supervisors, SUPERVISORS)],
    [words.executed, executed === null ? '' : `${executed.by}　${executed.at.slice(0, 10)}`],
  ] as const;
  return (
    <Descriptions
      size="small"
      bordered
      column={4}
      items={rows.map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}

function Letters({ items }: { items: readonly DisposalItemView[] }) {
  return (
    <Table<DisposalItemView>
      size="small"
      rowKey="letter"
      pagination={false}
      dataSource={[...items]}
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
          title: words.opinions,
          render: (_, { opinions }) =>
            opinions.map(({ by, verdict, retention, note }) => (
              <div key={by} title={note}>
                {words.saidBy(by, verdict, retention)}
              </div>
            )),
        },
        {
          title: words.outcome,
          render: (_, { disposed, kept, outcome, new_retention, blocked }) =>
            disposed ? (
              words.disposed(kept)
            ) : (
              <>
                {outcome !== null && <div>{words.becomes(outcome, new_retention)}</div>}
                {blocked !== null && <div>{words.blocked(blocked.message)}</div>}
              </>
            ),
        },
      ]}
    />
  );
}

function Copies({ view: { rewritten, remaining } }: { view: DisposalView }) {
  const left = remaining ?? [];
  return (
    <>
      {rewritten.length > 0 && <span>{words.rewritten(rewritten.length)}</span>}
      {left.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={words.left(left.length)}
          description={left.map(({ what, why }) => (
            <div key={what}>{`${what}：${why}`}</div>
          ))}
        />
      )}
    </>
  );
}
