/** Reports to be printed and signed: the four-property inspection and the monthly check sheet. */
import { Alert, Button, Input, Space, Table } from 'antd';
import { useState } from 'react';
import {
  OUTCOMES,
  type Inspection,
  type InspectionFinding,
  type InspectionItem,
} from '../../../shared/model/inspection.ts';
import { beijingDay } from '../../../shared/text/dates.ts';
import { call } from '../../archive/client.ts';
import { useTask } from '../../archive/use-call.ts';
import { FileLinks } from '../../components/file-links.tsx';
import { useNavigation } from '../../app/navigation.tsx';
import { useRights } from '../../app/rights.ts';
import { Card } from './card.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

export function Inspect({ onActed }: { onActed: () => void }) {
  const task = useTask(async (options) => {
    const { chosen } = await call('shell.chooseFolder', { title: words.inspectFolder, use: 'write_folder' });
    if (chosen === null) return null;
    const result = await call('trust.inspect', { out: chosen.handle }, options);
    onActed();
    return result;
  });
  return (
    <Card
      title={words.inspect}
      hint={words.inspectHint}
      running={words.inspecting}
      cancelled={words.inspectCancelled}
      task={task}
      button={
        <Button disabled={task.running} onClick={task.start}>
          {words.inspect}
        </Button>
      }
    >
      {task.result && <Outcome found={task.result} files={task.result.files} />}
    </Card>
  );
}

function Outcome({ found, files }: { found: Inspection; files: readonly string[] }) {
  const failed = found.items.filter(({ outcome }) => outcome === 'fail').length;
  return (
    <>
      <Alert
        type={found.ok ? 'success' : 'error'}
        showIcon
        role="status"
        title={found.ok ? words.inspectOk(found.letters) : words.inspectBad(failed)}
        description={<FileLinks files={files} />}
      />
      <Table<InspectionItem>
        size="small"
        rowKey="code"
        dataSource={found.items}
        pagination={false}
        columns={[
          { title: words.code, dataIndex: 'code', width: '5em' },
          { title: words.item, dataIndex: 'name' },
          {
            title: words.outcome,
            dataIndex: 'outcome',
            width: '5em',
            render: (outcome: InspectionItem['outcome']) => OUTCOMES[outcome],
          },
          { title: words.note, dataIndex: 'note' },
        ]}
      />
      <Findings findings={found.findings} />
    </>
  );
}

/** What was found of single letters, each leading to its letter. */
function Findings({ findings }: { findings: readonly InspectionFinding[] }) {
  const { go } = useNavigation();
  const { may } = useRights();
  if (findings.length === 0) return null;
  return (
    <Table<InspectionFinding>
      size="small"
      rowKey={({ code, id, message }) => `${code} ${id} ${message}`}
      dataSource={[...findings]}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        { title: words.code, dataIndex: 'code', width: '5em' },
        {
          title: words.letter,
          render: (_, { id, name, title }) =>
            id === '' ? (
              words.wholeArchive
            ) : may('letters.show') ? (
              <Button type="link" size="small" onClick={() => go({ view: 'letter', id })}>
                {name ?? title ?? words.about('')}
              </Button>
            ) : (
              (name ?? title ?? words.about(''))
            ),
        },
        { title: words.problem, dataIndex: 'message' },
      ]}
    />
  );
}

/** This month as people write it in a file's name. */
const thisMonth = (): string => beijingDay(new Date().toISOString()).slice(0, 7);

export function CheckSheet({ onActed }: { onActed: () => void }) {
  const [month, setMonth] = useState(thisMonth);
  const task = useTask(async (options) => {
    const { chosen } = await call('shell.chooseFolder', { title: words.sheetFolder, use: 'write_folder' });
    if (chosen === null) return null;
    const made = await call('trust.checkSheet', { month, out: chosen.handle }, options);
    onActed();
    return made;
  });
  return (
    <Card
      title={words.sheet}
      hint={words.sheetHint}
      running={words.sheetMaking}
      cancelled=""
      task={task}
      button={
        <Space wrap>
          <label htmlFor="sheet-month">{words.sheetMonth}</label>
          <Input
            id="sheet-month"
            className={layout['em7'] ?? ''}
            maxLength={7}
            value={month}
            onChange={(event) => setMonth(event.target.value)}
          />
          <Button disabled={task.running || !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)} onClick={task.start}>
            {words.sheetMake}
          </Button>
        </Space>
      }
    >
      {task.result && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={words.sheetMade(task.result.pages)}
          description={<FileLinks files={[task.result.file]} />}
        />
      )}
    </Card>
  );
}
