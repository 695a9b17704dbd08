/** What the archive itself is set to: archive numbers, retention, backups. The change is an act of the log. */
import { App, Button, Checkbox, Input, InputNumber, Select, Space } from 'antd';
import { create } from 'zustand';
import { useEffect, useId, useState, type ReactNode, type RefObject } from 'react';
import { RETENTIONS, RETENTION_LABELS, type Settings, type SettingsChange } from '../../../shared/model/settings.ts';
import type { Chosen } from '../../../shared/contract/index.ts';
import type { ArchiveError } from '../../../shared/errors.ts';
import { asArchiveError, call, type OutputOf } from '../../archive/client.ts';
import { useCall, type CallState } from '../../archive/use-call.ts';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import styles from './settings.module.css';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

const NOTHING = {};

export function ArchiveSettings() {
  const { value, error, reload } = useSettings();
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (value === undefined) return null;
  return (
    <>
      <RefCodeForm saved={value.ref_code} />
      <BackupForm saved={value.backup} />
    </>
  );
}

/** How often settings were saved in this window: what shows them reads them anew. */
const useSavedTimes = create<{ times: number }>()(() => ({ times: 0 }));

/** The settings, read anew whenever this window saved some. */
export function useSettings(): CallState<OutputOf<'settings.show'>> {
  const read = useCall('settings.show', NOTHING);
  const times = useSavedTimes((state) => state.times);
  const { reload } = read;
  useEffect(() => {
    if (times > 0) reload();
  }, [times, reload]);
  return read;
}

/** What is typed over what is saved. What was saved elsewhere meanwhile is taken over where nothing was typed. */
function useForm<T>(saved: T): { form: T; setForm: (form: T) => void; changed: boolean; settle: () => void } {
  const [form, setForm] = useState(saved);
  const [base, setBase] = useState(saved);
  const [seen, setSeen] = useState(saved);
  const changed = JSON.stringify(form) !== JSON.stringify(base);
  if (JSON.stringify(seen) !== JSON.stringify(saved)) {
    setSeen(saved);
    setBase(saved);
    if (!changed) setForm(saved);
  }
  return { form, setForm, changed, settle: () => setBase(form) };
}

/** Saves what was typed and not saved yet; answers whether it is saved. Null where there is nothing to save. */
export type Unsaved = RefObject<(() => Promise<boolean>) | null>;

interface SectionProps {
  title: string;
  /** Who saves in the place of the form's own button, as the assistant does when one goes on. */
  unsaved?: Unsaved | undefined;
  onSaved: () => void;
  /** What would be sent; equal to what is there where nothing was changed. */
  next: SettingsChange;
  changed: boolean;
  children: ReactNode;
}

function Section({ title, next, changed, unsaved, onSaved, children }: SectionProps) {
  const { message } = App.useApp();
  const { readOnly } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ArchiveError>();
  const save = async (): Promise<boolean> => {
    setBusy(true);
    setError(undefined);
    try {
      await call('settings.change', next);
      void message.success(words.saved);
      onSaved();
      useSavedTimes.setState(({ times }) => ({ times: times + 1 }));
      return true;
    } catch (thrown) {
      setError(asArchiveError(thrown));
      return false;
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    if (unsaved === undefined) return undefined;
    unsaved.current = changed && !readOnly ? save : null;
    return () => {
      unsaved.current = null;
    };
  });
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <div className={styles['form']}>{children}</div>
      {error && <ErrorNotice error={error} />}
      {unsaved === undefined && (
        <Button type="primary" loading={busy} disabled={readOnly || !changed} onClick={() => void save()}>
          {words.save}
        </Button>
      )}
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

export function RefCodeForm({ saved, unsaved }: { saved: Settings['ref_code']; unsaved?: Unsaved }) {
  const { form, setForm, changed, settle } = useForm(saved);
  const text = (key: 'fonds' | 'category' | 'office' | 'pattern') => (id: string) => (
    <Input id={id} value={form[key]} onChange={(event) => setForm({ ...form, [key]: event.target.value })} />
  );
  return (
    <Section title={words.refCode} next={{ ref_code: form }} changed={changed} unsaved={unsaved} onSaved={settle}>
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

export function BackupForm({ saved, unsaved }: { saved: Settings['backup']; unsaved?: Unsaved }) {
  const report = useReport();
  const { to: before, ...rest } = saved;
  const { form, setForm, changed, settle } = useForm(rest);
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
      changed={to !== undefined || changed}
      unsaved={unsaved}
      onSaved={() => {
        settle();
        setTo(undefined);
      }}
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
