/** How long letters are kept: what runs out when, and changing it. */
import { App, Button, Select, Space, Table } from 'antd';
import { useState, type Key } from 'react';
import type { ArchiveError } from '../../../shared/errors.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { RETENTIONS, RETENTION_LABELS, type Retention as Kind } from '../../../shared/model/settings.ts';
import { asArchiveError, call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useRights } from '../../app/rights.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useSession } from '../../app/session.tsx';
import { parseDate } from '../../components/element-text.ts';
import { DateBox } from '../../components/elements-form.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { SecondPerson, type Who } from '../../components/second-person.tsx';
import { Registers } from './registers.tsx';
import { words } from './words.ts';
import { tablePages } from '../../components/table-pages.ts';
import layout from '../../components/layout.module.css';

type Row = CallOutput<'letters.retention'>['letters'][number];
const PAGE = 100;

export function Retention() {
  const { message } = App.useApp();
  const { go } = useNavigation();
  const { readOnly } = useSession();
  const { may } = useRights();
  const [until, setUntil] = useState<string | null>(null);
  const [page, setPage] = useState(1);
  const [chosen, setChosen] = useState<Key[]>([]);
  const [next, setNext] = useState<Kind>('Y');
  const [asking, setAsking] = useState(false);
  const date = until === null ? null : parseDate(until);
  const { value, error, reload } = useCall('letters.retention', {
    limit: PAGE,
    offset: (page - 1) * PAGE,
    ...(date === null ? {} : { until: date }),
  });
  const writable = may('letters.setRetention') && !readOnly;
  /** The change that waits for another person, who signs in beside it, and why his last try failed. */
  const [waiting, setWaiting] = useState<{ reason: string; error: ArchiveError; busy: boolean }>();
  const changeAs = async (reason: string, second?: Who): Promise<void> => {
    const input = { ids: chosen.map(String), retention: next, reason };
    const changed = await call('letters.setRetention', second === undefined ? input : { ...input, second });
    setAsking(false);
    setWaiting(undefined);
    setChosen([]);
    void message.success(words.changed(changed.length));
    reload();
  };
  const change = async (reason: string): Promise<void> => {
    try {
      await changeAs(reason);
    } catch (thrown) {
      const error = asArchiveError(thrown);
      if (error.code !== 'RETENTION_SECOND_PERSON') throw thrown;
      setAsking(false);
      setWaiting({ reason, error, busy: false });
    }
  };
  const changeByTwo = (reason: string, error: ArchiveError, who: Who): void => {
    setWaiting({ reason, error, busy: true });
    changeAs(reason, who).catch((thrown: unknown) =>
      setWaiting({ reason, error: asArchiveError(thrown), busy: false }),
    );
  };
  return (
    <>
      <p>{words.retentionHint}</p>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value && <p>{words.counts(value.counts.Y, value.counts.D30, value.counts.D10)}</p>}
      <Space wrap className={layout['below10'] ?? ''}>
        <label htmlFor="retention-until">{words.until}</label>
        <div className={layout['em18'] ?? ''}>
          <DateBox
            id="retention-until"
            value={until}
            onChange={(day) => {
              setUntil(day);
              setPage(1);
            }}
          />
        </div>
        {writable && (
          <>
            <label htmlFor="retention-next">{words.newRetention}</label>
            <Select
              id="retention-next"
              className={layout['em7'] ?? ''}
              value={next}
              options={RETENTIONS.map((kind) => ({ value: kind, label: RETENTION_LABELS[kind] }))}
              onChange={setNext}
            />
            <Button disabled={chosen.length === 0} onClick={() => setAsking(true)}>
              {words.change(chosen.length)}
            </Button>
          </>
        )}
      </Space>
      {may('export.register') && (
        <div>
          <Registers />
        </div>
      )}
      <Table<Row>
        size="small"
        rowKey="id"
        dataSource={value?.letters ?? []}
        {...(writable ? { rowSelection: { selectedRowKeys: chosen, onChange: setChosen } } : {})}
        pagination={tablePages(page, PAGE, value?.total, setPage)}
        columns={[
          { title: words.refCode, dataIndex: 'ref_code' },
          {
            title: words.letter,
            render: (_, { id, name }) => (
              <Button type="link" size="small" onClick={() => go({ view: 'letter', id })}>
                {name}
              </Button>
            ),
          },
          { title: words.retention, dataIndex: 'retention', render: (kind: Kind) => RETENTION_LABELS[kind] },
          { title: words.expires, dataIndex: 'expires', render: (day: string | null) => day ?? words.forever },
        ]}
      />
      {asking && (
        <ReasonDialog
          title={words.change(chosen.length)}
          okText={words.change(chosen.length)}
          onCancel={() => setAsking(false)}
          onConfirm={change}
        />
      )}
      {waiting && (
        <SecondPerson
          asks={words.takesTwo}
          busy={waiting.busy}
          error={waiting.error}
          onAgree={(who) => changeByTwo(waiting.reason, waiting.error, who)}
          onCancel={() => setWaiting(undefined)}
        />
      )}
    </>
  );
}
