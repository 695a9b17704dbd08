/** What was done in the archive, by whom and when, and the proofs that nothing was touched. */
import { Button, Input, Select, Space, Table } from 'antd';
import { useState, type FormEvent } from 'react';
import type { AuditRow, CallInput } from '../../../shared/contract/index.ts';
import { AUDIT_ACTIONS, auditActionName } from '../../../shared/model/audit.ts';
import { useCall } from '../../archive/use-call.ts';
import { useRights } from '../../app/gate.tsx';
import { useNavigation } from '../../app/navigation.tsx';
import { Page } from '../../app/page.tsx';
import { DateBox } from '../../components/elements-form.tsx';
import { parseDate, valueToText } from '../../components/element-text.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime } from '../../components/format.ts';
import styles from './audit.module.css';
import { Checks } from './checks.tsx';
import { DETAILS, words } from './words.ts';
import layout from '../../components/layout.module.css';

/** Rows a page of the log asks for; the list grows by as many. */
const STEP = 200;

interface Filter {
  from: string | null;
  to: string | null;
  actor: string;
  action: string;
}
const NO_FILTER: Filter = { from: null, to: null, actor: '', action: '' };

/** The log's question: only what was filled in. */
export function auditInput(filter: Filter, limit: number): CallInput<'trust.audit'> {
  const { from, to, actor, action } = filter;
  return {
    limit,
    newest_first: true,
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(actor.trim() === '' ? {} : { actor: actor.trim() }),
    ...(action.trim() === '' ? {} : { action: action.trim() }),
  };
}

export function AuditPage() {
  const [round, setRound] = useState(0);
  const { may } = useRights();
  return (
    <Page title={may('trust.audit') ? words.title : words.backupsTitle}>
      <Checks onActed={() => setRound((before) => before + 1)} />
      {may('trust.audit') && <Log key={round} />}
    </Page>
  );
}

function Log() {
  const [typed, setTyped] = useState(NO_FILTER);
  const [filter, setFilter] = useState(NO_FILTER);
  const [limit, setLimit] = useState(STEP);
  const { value, error, loading, reload } = useCall('trust.audit', auditInput(filter, limit));
  const bad = [typed.from, typed.to].some((date) => date !== null && parseDate(date) === null);
  const apply = (event: FormEvent): void => {
    event.preventDefault();
    if (bad) return;
    setLimit(STEP);
    setFilter(typed);
    reload();
  };
  const clear = (): void => {
    setTyped(NO_FILTER);
    setFilter(NO_FILTER);
    setLimit(STEP);
  };
  return (
    <section className={styles['log']} aria-label={words.log}>
      <h2>{words.log}</h2>
      <form className={styles['filters']} onSubmit={apply}>
        <div className={styles['filter']}>
          <label htmlFor="audit-from">{words.from}</label>
          <DateBox id="audit-from" value={typed.from} onChange={(from) => setTyped({ ...typed, from })} />
        </div>
        <div className={styles['filter']}>
          <label htmlFor="audit-to">{words.to}</label>
          <DateBox id="audit-to" value={typed.to} onChange={(to) => setTyped({ ...typed, to })} />
        </div>
        <div className={styles['filter']}>
          <label htmlFor="audit-actor">{words.actor}</label>
          <Input
            id="audit-actor"
            value={typed.actor}
            onChange={(event) => setTyped({ ...typed, actor: event.target.value })}
          />
        </div>
        <div className={styles['filter']}>
          <label htmlFor="audit-action">{words.action}</label>
          <Select
            id="audit-action"
            allowClear
            placeholder={words.all}
            value={typed.action === '' ? null : typed.action}
            options={Object.entries(AUDIT_ACTIONS).map(([value, label]) => ({ value, label }))}
            onChange={(action: string | null | undefined) => setTyped({ ...typed, action: action ?? '' })}
          />
        </div>
        <Space>
          <Button htmlType="submit" disabled={bad} loading={loading}>
            {words.apply}
          </Button>
          <Button onClick={clear}>{words.clear}</Button>
        </Space>
      </form>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value && <Rows rows={value} />}
      {value && value.length === limit && (
        <Button className={layout['above8'] ?? ''} loading={loading} onClick={() => setLimit(limit + STEP)}>
          {words.more}
        </Button>
      )}
    </section>
  );
}

/** Acts whose subject is a letter, which can be opened from the log. */
const LETTER_ACTION = /^(letter|attachment)\.|^report\.revisions$/;

/** The parts of a row's detail, each with its word; a row that cannot be read is shown as it is. */
export function detailParts(detail: string): [string, string][] {
  try {
    const parsed: unknown = JSON.parse(detail);
    if (typeof parsed !== 'object' || parsed === null) return [['', detail]];
    return Object.entries(parsed).map(([key, value]) => [DETAILS[key] ?? key, valueToText(value)]);
  } catch {
    return [['', detail]];
  }
}

function Detail({ detail }: { detail: string }) {
  return (
    <span className={styles['wrap']} title={detail}>
      {detailParts(detail).map(([label, value], index) => (
        <span key={index} className={styles['part']}>
          {label !== '' && <span className={styles['soft']}>{label} </span>}
          {value}
        </span>
      ))}
    </span>
  );
}

function Rows({ rows }: { rows: readonly AuditRow[] }) {
  const { go } = useNavigation();
  return (
    <>
      <div role="status">{rows.length === 0 ? words.none : words.shown(rows.length)}</div>
      <Table
        size="small"
        rowKey="seq"
        dataSource={rows}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: words.seq, dataIndex: 'seq', width: '5em' },
          { title: words.at, dataIndex: 'at', width: '13em', render: formatTime },
          { title: words.actor, dataIndex: 'actor', width: '9em' },
          {
            title: words.action,
            dataIndex: 'action',
            width: '10em',
            render: auditActionName,
          },
          {
            title: words.subject,
            dataIndex: 'subject',
            width: '9em',
            render: (subject: string | null, row) =>
              subject === null || !LETTER_ACTION.test(row.action) ? (
                subject
              ) : (
                <Button type="link" size="small" title={subject} onClick={() => go({ view: 'letter', id: subject })}>
                  {subject.slice(0, 10)}
                </Button>
              ),
          },
          {
            title: words.detail,
            dataIndex: 'detail',
            render: (detail: string) => <Detail detail={detail} />,
          },
          {
            title: words.hash,
            dataIndex: 'hash',
            width: '10em',
            render: (hash: string) => (
              <code className={styles['hash']} title={hash}>
                {hash.slice(0, 12)}
              </code>
            ),
          },
        ]}
      />
    </>
  );
}
