/** 到期与鉴定: letters whose retention has ended, and the disposals with what each still needs. */
import { Alert, App, Button, Space, Table } from 'antd';
import { useState } from 'react';
import type { ExpiringRow } from '../../../shared/contract/index.ts';
import { DISPOSAL_STATES } from '../../../shared/model/disposal.ts';
import { RETENTION_LABELS } from '../../../shared/model/settings.ts';
import { call, type OutputOf } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useRights } from '../../app/rights.ts';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { OneDisposal } from './one-disposal.tsx';
import { tablePages } from '../../components/table-pages.ts';
import layout from '../../components/layout.module.css';
import styles from './disposal.module.css';
import { words } from './words.ts';

const PAGE = 50;

/** @param onActed is told when something was done, so that the log beside it is read anew */
export function Disposal({ onActed }: { onActed: () => void }) {
  const [shown, setShown] = useState<string | null>(null);
  if (shown !== null) return <OneDisposal id={shown} onBack={() => setShown(null)} onActed={onActed} />;
  return (
    <div className={styles['page']}>
      <span>{words.hint}</span>
      <Expiring
        onOpened={(id) => {
          onActed();
          setShown(id);
        }}
      />
      <Disposals onShow={setShown} />
    </div>
  );
}

function stateOf({ blocked, disposal, appraised }: ExpiringRow): string {
  if (disposal !== null) return words.inDisposal(disposal.state);
  if (blocked !== null) return words.blocked(blocked.message);
  return appraised === null ? '' : words.appraised(appraised.on, appraised.outcome);
}

function Expiring({ onOpened }: { onOpened: (id: string) => void }) {
  const { message } = App.useApp();
  const { go } = useNavigation();
  const { may } = useRights();
  const { readOnly } = useSession();
  const [page, setPage] = useState(1);
  const [chosen, setChosen] = useState<React.Key[]>([]);
  const [asking, setAsking] = useState(false);
  const { value, error, reload } = useCall('disposal.expiring', { limit: PAGE, offset: (page - 1) * PAGE });
  const mayOpen = may('disposal.open') && !readOnly && value?.accounts === true;
  const open = async (reason: string): Promise<void> => {
    const { id } = await call('disposal.open', { ids: chosen.map(String), reason });
    setAsking(false);
    void message.success(words.opened);
    onOpened(id);
  };
  return (
    <section aria-label={words.expiring}>
      <h2>{words.expiring}</h2>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value?.accounts === false && <Alert type="warning" showIcon title={words.noAccounts} />}
      <Space wrap>
        {value && <span role="status">{words.count(value.total)}</span>}
        {mayOpen && (
          <Button type="primary" disabled={chosen.length === 0} onClick={() => setAsking(true)}>
            {words.open(chosen.length)}
          </Button>
        )}
      </Space>
      <Table<ExpiringRow>
        size="small"
        rowKey="id"
        dataSource={value?.letters ?? []}
        locale={{ emptyText: words.none }}
        {...(mayOpen
          ? {
              rowSelection: {
                selectedRowKeys: chosen,
                onChange: setChosen,
                getCheckboxProps: ({ blocked, disposal, name }) => ({
                  disabled: blocked !== null || disposal !== null,
                  'aria-label': name,
                }),
              },
            }
          : {})}
        pagination={tablePages(page, PAGE, value?.total, setPage)}
        columns={[
          { title: words.refCode, dataIndex: 'ref_code', className: layout['nowrap'] ?? '' },
          {
            title: words.letter,
            render: (_, { id, name }) => (
              <Button
                type="link"
                size="small"
                className={styles['name'] ?? ''}
                onClick={() => go({ view: 'letter', id })}
              >
                {name}
              </Button>
            ),
          },
          {
            title: words.retention,
            className: layout['nowrap'] ?? '',
            render: (_, { retention }) => RETENTION_LABELS[retention],
          },
          { title: words.expires, dataIndex: 'expires', className: layout['nowrap'] ?? '' },
          { title: words.state, render: (_, row) => stateOf(row) },
        ]}
      />
      {asking && (
        <ReasonDialog
          title={words.openTitle}
          okText={words.openTitle}
          onCancel={() => setAsking(false)}
          onConfirm={open}
        />
      )}
    </section>
  );
}

type Line = OutputOf<'disposal.list'>['disposals'][number];

function Disposals({ onShow }: { onShow: (id: string) => void }) {
  const { value, error, reload } = useCall('disposal.list', { limit: PAGE });
  return (
    <section aria-label={words.disposals}>
      <h2>{words.disposals}</h2>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      <Table<Line>
        size="small"
        rowKey="id"
        dataSource={value?.disposals ?? []}
        pagination={false}
        locale={{ emptyText: words.noDisposals }}
        columns={[
          { title: words.openedAt, render: (_, { opened }) => `${opened.at.slice(0, 10)} ${opened.by}` },
          { title: words.reason, dataIndex: 'reason' },
          { title: words.letter, render: (_, { letters }) => words.letters(letters) },
          { title: words.state, render: (_, { state }) => DISPOSAL_STATES[state] },
          {
            title: '',
            render: (_, { id }) => (
              <Button type="link" size="small" onClick={() => onShow(id)}>
                {words.look}
              </Button>
            ),
          },
        ]}
      />
    </section>
  );
}
