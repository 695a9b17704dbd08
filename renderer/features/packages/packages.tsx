/** Making a package of all letters, and checking one. */
import { failedItemsInWords } from '../../../shared/text/failed-items.ts';
import { Alert, Button, Checkbox, Input, Space, Typography } from 'antd';
import { useState } from 'react';
import { call } from '../../archive/client.ts';
import { useTask } from '../../archive/use-call.ts';
import { useRights } from '../../app/rights.ts';
import { useReport } from '../../app/report.tsx';
import { Card } from '../audit/card.tsx';
import layout from '../../components/layout.module.css';
import { words } from './words.ts';

export function Packages() {
  const { may } = useRights();
  return (
    <Space orientation="vertical" size="large" className={layout['whole'] ?? ''}>
      {may('export.package') && <Make />}
      {may('package.check') && <Check />}
    </Space>
  );
}

function Make() {
  const report = useReport();
  const [organization, setOrganization] = useState('');
  const [zip, setZip] = useState(false);
  const task = useTask(async (options) => {
    const { chosen } = await call('shell.chooseFolder', { title: words.makeFolder, use: 'write_folder' });
    if (chosen === null) return null;
    const named = organization.trim() === '' ? {} : { organization: organization.trim() };
    return call('export.package', { out: chosen.handle, zip, ...named }, options);
  });
  const { result } = task;
  return (
    <Card
      title={words.make}
      hint={words.makeHint}
      running={words.making}
      cancelled={words.makeCancelled}
      task={task}
      button={
        <Space wrap>
          <label htmlFor="package-organization">{words.organization}</label>
          <Input
            id="package-organization"
            maxLength={200}
            value={organization}
            placeholder={words.organizationHint}
            onChange={(event) => setOrganization(event.target.value)}
          />
          <Checkbox checked={zip} onChange={(event) => setZip(event.target.checked)}>
            {words.zip}
          </Checkbox>
          <Button disabled={task.running} onClick={task.start}>
            {words.make}
          </Button>
        </Space>
      }
    >
      {result && (
        <Alert
          type={result.unset.length > 0 || !result.inspected ? 'warning' : 'success'}
          showIcon
          role="status"
          title={words.made(result.letters, result.files)}
          description={
            <>
              <div>{words.inspected(failedItemsInWords(result.failed_items))}</div>
              {result.disposed > 0 && <div>{words.disposed(result.disposed)}</div>}
              {result.unset.length > 0 && <div>{words.unset(result.unset.length)}</div>}
              {result.unset.map(({ id, name, message }) => (
                <div key={id}>
                  《{name}》：{message}
                </div>
              ))}
              <Typography.Text type="secondary" className={layout['breakAnywhere'] ?? ''}>
                {words.sha256}：{result.sha256}
              </Typography.Text>
              <div>
                <Button
                  type="link"
                  className={layout['bare'] ?? ''}
                  onClick={() => void call('shell.reveal', { path: result.dir }).catch(report)}
                >
                  {words.reveal}
                </Button>
              </div>
            </>
          }
        />
      )}
    </Card>
  );
}

/** So many problems are shown; the command line prints them all. */
const MOST_SHOWN = 50;

function Check() {
  const task = useTask(async (options) => {
    const { chosen } = await call('shell.chooseFolder', { title: words.checkFolder, use: 'read' });
    return chosen === null ? null : call('package.check', { path: chosen.handle }, options);
  });
  const { result } = task;
  return (
    <Card
      title={words.check}
      hint={words.checkHint}
      running={words.checking}
      cancelled={words.checkCancelled}
      task={task}
      button={
        <Button disabled={task.running} onClick={task.start}>
          {words.check}
        </Button>
      }
    >
      {result && (
        <Alert
          type={result.ok ? 'success' : 'error'}
          showIcon
          role="status"
          title={
            result.ok
              ? words.checkOk(result.letters, result.versions, result.files)
              : words.checkBad(result.problems.length)
          }
          description={
            <>
              {result.problems.slice(0, MOST_SHOWN).map(({ code, path, message }, index) => (
                <div key={index} className={layout['breakAnywhere'] ?? ''} title={code}>
                  {path}：{message}
                </div>
              ))}
              {result.problems.length > MOST_SHOWN && <div>{words.more(result.problems.length - MOST_SHOWN)}</div>}
              <Typography.Text type="secondary" className={layout['breakAnywhere'] ?? ''}>
                {words.sha256}：{result.sha256}
              </Typography.Text>
            </>
          }
        />
      )}
    </Card>
  );
}
