/** Which letters must be public by when, which are late, and the table of holidays by which the days are counted. */
import { Alert, App, Button, Checkbox, Input, Space, Table } from 'antd';
import { useState } from 'react';
import type { PublicDueRow } from '../../../shared/contract/index.ts';
import { PUBLIC_STATES } from '../../../shared/model/public-version.ts';
import { holidayLines, parseHolidays } from '../../../shared/text/holidays.ts';
import { asArchiveError, call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useReport } from '../../app/report.tsx';
import { useRights } from '../../app/rights.ts';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import layout from '../../components/layout.module.css';
import { tablePages } from '../../components/table-pages.ts';
import { words } from './words.ts';

const PAGE = 100;

export function PublicDays() {
  const { go } = useNavigation();
  const [overdue, setOverdue] = useState(false);
  const [page, setPage] = useState(1);
  const { value, error, reload } = useCall('public.due', { overdue, limit: PAGE, offset: (page - 1) * PAGE });
  return (
    <>
      <p>{words.daysHint}</p>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value !== undefined && value.years_without_holidays.length > 0 && (
        <Alert type="warning" showIcon title={words.unknownYears(value.years_without_holidays.join('、'))} />
      )}
      <Space wrap className={layout['around12'] ?? ''}>
        <Checkbox
          checked={overdue}
          onChange={(event) => {
            setOverdue(event.target.checked);
            setPage(1);
          }}
        >
          {words.overdueOnly}
        </Checkbox>
        {value && <span role="status">{words.counts(value.total, value.overdue)}</span>}
      </Space>
      <Table<PublicDueRow>
        size="small"
        rowKey="id"
        dataSource={value?.letters ?? []}
        locale={{ emptyText: value === undefined ? '' : overdue ? words.noneOverdue : words.noneDue }}
        pagination={tablePages(page, PAGE, value?.total, setPage)}
        columns={[
          {
            title: words.letter,
            render: (_, { id, name }) => (
              <Button type="link" size="small" onClick={() => go({ view: 'letter', id, tab: 'public' })}>
                {name}
              </Button>
            ),
          },
          { title: words.issuedOn, dataIndex: 'issued_on' },
          {
            title: words.dueOn,
            render: (_, { due, late }) => `${due ?? ''}${late > 0 ? `　${words.late(late)}` : ''}`,
          },
          {
            title: words.stateHead,
            render: (_, { state, publication }) =>
              publication === null
                ? PUBLIC_STATES[state]
                : publication.withdrawn === null
                  ? words.published(publication.on)
                  : words.withdrawn(publication.withdrawn.reason),
          },
        ]}
      />
      <Holidays onChanged={reload} />
    </>
  );
}

function Holidays({ onChanged }: { onChanged: () => void }) {
  const { message } = App.useApp();
  const { may } = useRights();
  const { readOnly } = useSession();
  const report = useReport();
  const { value, reload } = useCall('settings.show', {});
  const [typed, setTyped] = useState<string | null>(null);
  const kept = value === undefined ? '' : holidayLines(value.public.holidays);
  const writable = may('settings.change') && !readOnly;
  const save = (): void => {
    try {
      const holidays = parseHolidays(typed ?? kept);
      call('settings.change', { public: { holidays } }).then(() => {
        setTyped(null);
        void message.success(words.holidaysSaved(holidays.length));
        reload();
        onChanged();
      }, report);
    } catch (thrown) {
      report(asArchiveError(thrown));
    }
  };
  return (
    <section aria-label={words.holidays}>
      <h3>{words.holidays}</h3>
      <p>{words.holidaysHint}</p>
      {!writable && kept === '' && value !== undefined && <p>{words.noHolidays}</p>}
      {(writable || kept !== '') && (
        <Input.TextArea
          aria-label={words.holidays}
          rows={8}
          readOnly={!writable}
          value={typed ?? kept}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      {writable && (
        <Button className={layout['above8'] ?? ''} disabled={typed === null || typed === kept} onClick={save}>
          {words.holidaysSave}
        </Button>
      )}
    </section>
  );
}
