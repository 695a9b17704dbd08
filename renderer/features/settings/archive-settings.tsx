/** What the archive itself is set to: archive numbers, retention, backups. The change is an act of the log. */
import { App, Button, Checkbox, Input, InputNumber, Select, Space } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { RETENTIONS, RETENTION_LABELS, type Settings, type SettingsChange } from '../../../shared/model/settings.ts';
import type { Chosen } from '../../../shared/contract/index.ts';
import type { ArchiveError } from '../../../shared/errors.ts';
import { asArchiveError, call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import styles from './settings.module.css';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

const NOTHING = {};

export function ArchiveSettings() {
  const { value, error, reload } = useCall('settings.show', NOTHING);
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (value === undefined) return null;
  return (
    <>
      <RefCodeForm saved={value.ref_code} />
      <BackupForm saved={value.backup} />
    </>
  );
}

interface SectionProps {
  title: string;
  /** What would be sent; equal to what is there where nothing was changed. */
  next: SettingsChange;
  changed: boolean;
  children: ReactNode;
}

function Section({ title, next, changed, children }: SectionProps) {
  const { message } = App.useApp();
  const { readOnly } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ArchiveError>();
  const save = (): void => {
    setBusy(true);
    setError(undefined);
    call('settings.change', next)
      .then(() => message.success(words.saved))
      .catch((thrown: unknown) => setError(asArchiveError(thrown)))
      .finally(() => setBusy(false));
  };
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <div className={styles['form']}>{children}</div>
      {error && <ErrorNotice error={error} />}
      <Button type="primary" loading={busy} disabled={readOnly || !changed} onClick={save}>
        {words.save}
      </Button>
    </section>
  );
}

function Row({ label, hint, children }: { label: string; hint?: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <div>
        {children(id)}
        {hint !== undefined && <div className={styles['hint']}>{hint}</div>}
      </div>
    </>
  );
}

export function RefCodeForm({ saved }: { saved: Settings['ref_code'] }) {
  const [form, setForm] = useState(saved);
  const text = (key: 'fonds' | 'category' | 'office' | 'pattern') => (id: string) => (
    <Input id={id} value={form[key]} onChange={(event) => setForm({ ...form, [key]: event.target.value })} />
  );
  return (
    <Section title={words.refCode} next={{ ref_code: form }} changed={JSON.stringify(form) !== JSON.stringify(saved)}>
      <Row label={words.fonds}>{text('fonds')}</Row>
      <Row label={words.category}>{text('category')}</Row>
      <Row label={words.office}>{text('office')}</Row>
      <Row label={words.pattern} hint={words.patternHint}>
        {text('pattern')}
      </Row>
      <Row label={words.retention}>
        {(id) => (
          <Select
            id={id}
            className={layout['em8'] ?? ''}
            value={form.retention}
            options={RETENTIONS.map((value) => ({ value, label: RETENTION_LABELS[value] }))}
            onChange={(retention) => setForm({ ...form, retention })}
          />
        )}
      </Row>
    </Section>
  );
}

export function BackupForm({ saved }: { saved: Settings['backup'] }) {
  const report = useReport();
  const { to: before, ...rest } = saved;
  const [form, setForm] = useState(rest);
  /** Another folder than the one that is set; that one is not sent back. */
  const [to, setTo] = useState<Chosen>();
  const choose = (): void => {
    call('shell.chooseFolder', { title: words.backupChooseTitle, use: 'write_folder' })
      .then(({ chosen }) => chosen !== null && setTo(chosen))
      .catch(report);
  };
  const count = (key: 'daily' | 'weekly' | 'monthly') => (
    <label key={key}>
      {words[key]}{' '}
      <InputNumber
        min={1}
        max={1000}
        precision={0}
        className={layout['em5'] ?? ''}
        value={form[key]}
        onChange={(value) => setForm({ ...form, [key]: value ?? saved[key] })}
      />
    </label>
  );
  return (
    <Section
      title={words.backup}
      next={{ backup: { ...form, ...(to && { to: to.handle }) } }}
      changed={to !== undefined || JSON.stringify(form) !== JSON.stringify(rest)}
    >
      <Row label={words.backupTo}>
        {(id) => (
          <Space wrap>
            <output id={id}>{to?.shown ?? before ?? words.backupNone}</output>
            <Button size="small" onClick={choose}>
              {words.backupChoose}
            </Button>
          </Space>
        )}
      </Row>
      <Row label={words.backupAt} hint={words.backupAtHint}>
        {(id) => (
          <Input
            id={id}
            className={layout['em7'] ?? ''}
            maxLength={5}
            value={form.at ?? ''}
            onChange={(event) => setForm({ ...form, at: event.target.value === '' ? null : event.target.value })}
          />
        )}
      </Row>
      <Row label={words.keep}>{() => <Space wrap>{(['daily', 'weekly', 'monthly'] as const).map(count)}</Space>}</Row>
      <Row label="">
        {(id) => (
          <Checkbox
            id={id}
            checked={form.incremental}
            onChange={(event) => setForm({ ...form, incremental: event.target.checked })}
          >
            {words.incremental}
          </Checkbox>
        )}
      </Row>
    </Section>
  );
}
