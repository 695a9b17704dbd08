/** The public version of one letter: what may have to be hidden, deciding, reviewing, making, publishing. A part of the reading pane. */
import { Alert, App, Button, Input, Select, Space, Table, Tag } from 'antd';
import { useMemo, useState, type Key } from 'react';
import type { PublicStatus } from '../../../shared/contract/index.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { GROUNDS, GROUND_HINTS, type Ground, type PublicItem } from '../../../shared/model/public-version.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useReport } from '../../app/report.tsx';
import { useRights } from '../../app/rights.ts';
import { useActorName, useSession } from '../../app/session.tsx';
import { formatTime } from '../../components/format.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { LetterText } from '../../components/letter-text.tsx';
import layout from '../../components/layout.module.css';
import reader from '../reader/reader.module.css';
import { PublicSteps } from './public-steps.tsx';
import { words } from './words.ts';

/** The ground that each item proposes. */
const SUGGESTED = 'suggested';

export function PublicTab({ letter }: { letter: Letter }) {
  const { id } = letter;
  const { value, error, reload } = useCall('public.show', { id });
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (value === undefined) return <div className={reader['nothing']} aria-busy />;
  return (
    <div className={reader['scroll']}>
      <Space orientation="vertical" size="middle" className={layout['wholeTight'] ?? ''}>
        <Standing status={value} />
        <Items status={value} onChanged={reload} />
        <PublicSteps status={value} onChanged={reload} />
        <Preview letter={letter} items={value.items} />
      </Space>
    </div>
  );
}

function Standing({ status }: { status: PublicStatus }) {
  const { state, undecided, due, review, publication, foreign, accounts } = status;
  const name = useActorName();
  return (
    <Space orientation="vertical" size={8} className={layout['whole'] ?? ''}>
      <div>{words.hint}</div>
      {!accounts && <Alert type="info" showIcon title={words.noAccounts} />}
      <Space wrap role="status">
        <Tag color={state === 'reviewed' ? 'green' : state === 'decided' ? 'blue' : 'orange'}>
          {words.state(state, undecided)}
        </Tag>
        {due !== null && <span>{words.due(due)}</span>}
        {review !== null && <span>{words.reviewed(review.agreed, name(review.by), review.reason)}</span>}
        {publication !== null && (
          <span>
            {publication.withdrawn === null
              ? words.published(publication.on)
              : words.withdrawn(publication.withdrawn.reason)}
          </span>
        )}
      </Space>
      {foreign.length > 0 && (
        <Alert
          type="info"
          showIcon
          title={words.foreign}
          description={foreign.map((act, at) => (
            <div key={at}>{words.foreignAct(act, formatTime(act.at))}</div>
          ))}
        />
      )}
    </Space>
  );
}

function Items({ status, onChanged }: { status: PublicStatus; onChanged: () => void }) {
  const { message } = App.useApp();
  const { may } = useRights();
  const { readOnly } = useSession();
  const report = useReport();
  const name = useActorName();
  const [chosen, setChosen] = useState<Key[]>([]);
  const [ground, setGround] = useState<Ground | typeof SUGGESTED>(SUGGESTED);
  const [mark, setMark] = useState('');
  const mayDecide = may('public.decide') && !readOnly;
  const decide = (decisions: Parameters<typeof call<'public.decide'>>[1]['decisions']): void => {
    call('public.decide', { id: status.id, base_version: status.version, decisions }).then(() => {
      setChosen([]);
      setMark('');
      void message.success(words.decided);
      onChanged();
    }, report);
  };
  const about = ground === SUGGESTED ? {} : { ground };
  const each = (verdict: 'hide' | 'keep'): void =>
    decide(chosen.map((item) => ({ item: String(item), verdict, ...(verdict === 'hide' ? about : {}) })));
  return (
    <>
      {readOnly && <div>{words.readOnly}</div>}
      <Table<PublicItem>
        aria-label={words.items}
        size="small"
        rowKey="item"
        pagination={false}
        dataSource={status.items}
        {...(mayDecide ? { rowSelection: { selectedRowKeys: chosen, onChange: setChosen } } : {})}
        columns={[
          {
            title: words.kind,
            width: '6em',
            render: (_, item) => <span title={item.reason}>{words.kindOf(item)}</span>,
          },
          {
            title: words.value,
            render: (_, item) => (
              <>
                <div className={layout['breakAnywhere'] ?? ''}>{words.value_(item)}</div>
                {item.places.length > 0 && <div className={layout['soft'] ?? ''}>{words.where(item)}</div>}
              </>
            ),
          },
          {
            title: words.decision,
            width: '38%',
            render: (_, item) => (
              <>
                <div>{words.verdict(item)}</div>
                {item.decided_by !== null && (
                  <div className={layout['soft'] ?? ''}>{words.decidedBy(name(item.decided_by))}</div>
                )}
              </>
            ),
          },
        ]}
      />
      {mayDecide && (
        <Space wrap className={layout['above8'] ?? ''}>
          <label htmlFor="public-ground">{words.ground}</label>
          <Select
            id="public-ground"
            popupMatchSelectWidth={false}
            value={ground}
            onChange={setGround}
            options={[
              { value: SUGGESTED, label: words.suggestedGround },
              ...(Object.keys(GROUNDS) as Ground[]).map((value) => ({
                value,
                label: `${GROUNDS[value]}：${GROUND_HINTS[value]}`,
              })),
            ]}
          />
          <Button disabled={chosen.length === 0} onClick={() => each('hide')}>
            {words.hide(chosen.length)}
          </Button>
          <Button disabled={chosen.length === 0} onClick={() => each('keep')}>
            {words.keep(chosen.length)}
          </Button>
          <label htmlFor="public-mark">{words.mark}</label>
          <Input
            id="public-mark"
            className={layout['em18'] ?? ''}
            value={mark}
            maxLength={2000}
            placeholder={words.markHint}
            onChange={(event) => setMark(event.target.value)}
          />
          <Button
            disabled={[...mark.trim()].length < 2}
            onClick={() => decide([{ mark: mark.trim(), verdict: 'hide', ...about }])}
          >
            {words.markHide}
          </Button>
        </Space>
      )}
    </>
  );
}

/** The letter with what will be hidden marked. */
function Preview({ letter, items }: { letter: Letter; items: readonly PublicItem[] }) {
  const spans = useMemo(
    () =>
      items
        .filter(({ verdict }) => verdict === 'hide')
        .flatMap(({ places, item }) =>
          places.filter(({ where }) => where === 'text').map(({ start, end }) => ({ start, end, tag: item })),
        ),
    [items],
  );
  return (
    <>
      <h3>{words.preview}</h3>
      <div className={reader['paper']}>
        <LetterText
          text={letter.text}
          spans={spans}
          label={words.preview}
          draw={({ text, key }) => <mark key={key}>{text}</mark>}
        />
      </div>
    </>
  );
}
