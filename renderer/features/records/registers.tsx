/** Registers of all letters, to be bound or handed over: which, in which format, of a free one with which columns. */
import { Alert, Button, Select, Space } from 'antd';
import { useState } from 'react';
import { REGISTER_FORMS, REGISTER_KINDS, type RegisterKind } from '../../../shared/model/registers.ts';
import { call } from '../../archive/client.ts';
import { useTask } from '../../archive/use-call.ts';
import { FileLinks } from '../../components/file-links.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { isWhole, OwnRegister, type OwnRegisterColumns } from './own-register.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

const FORMATS = ['xlsx', 'csv', 'pdf'] as const;
type Format = (typeof FORMATS)[number];
const KINDS = Object.keys(REGISTER_KINDS) as RegisterKind[];

export function Registers() {
  const [kind, setKind] = useState<RegisterKind>('catalogue');
  const [wanted, setFormat] = useState<Format>('xlsx');
  const [own, setOwn] = useState<OwnRegisterColumns>({ title: REGISTER_KINDS.free, columns: [] });
  const isFree = kind === 'free';
  const formats: readonly Format[] = REGISTER_FORMS.includes(kind) ? ['pdf'] : FORMATS;
  const format = formats.includes(wanted) ? wanted : 'pdf';
  const name = isFree && own.title.trim() !== '' ? own.title.trim() : REGISTER_KINDS[kind];
  const task = useTask(async (options) => {
    const { chosen } = await call('shell.chooseSave', {
      title: words.registerExport(name),
      name: words.registerFile(name, format),
    });
    if (chosen === null) return null;
    const made = await call('export.register', { out: chosen.handle, kind, ...(isFree ? own : {}) }, options);
    return { ...made, name };
  });
  return (
    <>
      <Space wrap className={layout['below10'] ?? ''}>
        <label htmlFor="register-kind">{words.register}</label>
        <Select
          id="register-kind"
          popupMatchSelectWidth={false}
          value={kind}
          disabled={task.running}
          options={KINDS.map((value) => ({ value, label: REGISTER_KINDS[value] }))}
          onChange={setKind}
        />
        <label htmlFor="register-format">{words.registerFormat}</label>
        <Select
          id="register-format"
          className={layout['em7'] ?? ''}
          value={format}
          disabled={task.running}
          options={formats.map((value) => ({ value, label: value }))}
          onChange={setFormat}
        />
        <Button loading={task.running} disabled={isFree && !isWhole(own)} onClick={task.start}>
          {words.registerExport(name)}
        </Button>
      </Space>
      {isFree && <OwnRegister value={own} onChange={setOwn} disabled={task.running} />}
      {task.running && (
        <ProgressLine label={words.registerExport(name)} progress={task.progress} onCancel={task.cancel} />
      )}
      {task.error && <ErrorNotice error={task.error} onClose={task.reset} />}
      {task.result && (
        <Alert
          type="success"
          showIcon
          role="status"
          className={layout['below10'] ?? ''}
          title={words.registerDone(task.result.name, task.result.rows)}
          description={
            <FileLinks files={[task.result.file, ...(task.result.list === undefined ? [] : [task.result.list])]} />
          }
        />
      )}
      {task.result?.warnings.map(({ code, message: text }) => (
        <Alert key={code} type="warning" showIcon title={text} />
      ))}
    </>
  );
}
