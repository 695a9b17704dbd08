/** Gaps and repeats of document numbers, per 机关代字 and year. */
import { Alert, Button, Space, Table } from 'antd';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { useCall } from '../../archive/use-call.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import layout from '../../components/layout.module.css';
import { words } from './words.ts';

type Series = CallOutput<'letters.numbering'>[number];
const NOTHING = {};

/** Numbers as people write them: `3、7—9`. */
export function gapsText(gaps: Series['gaps']): string {
  return gaps.map(([from, to]) => (from === to ? String(from) : `${from}—${to}`)).join('、');
}

/** Each stretch stays in one line. */
function Gaps({ gaps }: { gaps: Series['gaps'] }) {
  if (gaps.length === 0) return words.none;
  return gaps.map((gap, at) => (
    <span key={gap[0]} className={NOWRAP}>
      {gapsText([gap])}
      {at < gaps.length - 1 && '、'}
    </span>
  ));
}

const NOWRAP = layout['nowrap'] ?? '';

export function Numbers() {
  const { go } = useNavigation();
  const { value, error, reload } = useCall('letters.numbering', NOTHING);
  return (
    <>
      <p>{words.numbersHint}</p>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value?.length === 0 && <Alert type="info" showIcon title={words.noNumbers} />}
      {value !== undefined && value.length > 0 && (
        <Table<Series>
          size="small"
          rowKey={({ code, year }) => `${code} ${year}`}
          dataSource={value}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            { title: words.code, dataIndex: 'code', className: NOWRAP },
            { title: words.year, dataIndex: 'year', className: NOWRAP },
            { title: words.count, dataIndex: 'count', className: NOWRAP },
            { title: words.range, className: NOWRAP, render: (_, { first, last }) => gapsText([[first, last]]) },
            { title: words.gaps, render: (_, { gaps }) => <Gaps gaps={gaps} /> },
            {
              title: words.repeats,
              className: NOWRAP,
              render: (_, { repeats }) =>
                repeats.length === 0 ? (
                  words.none
                ) : (
                  <Space wrap size={4}>
                    {repeats.flatMap(({ number, ids }) =>
                      ids.map((id, index) => (
                        <Button key={id} type="link" size="small" onClick={() => go({ view: 'letter', id })}>
                          {`${number}（${index + 1}）`}
                        </Button>
                      )),
                    )}
                  </Space>
                ),
            },
          ]}
        />
      )}
    </>
  );
}
