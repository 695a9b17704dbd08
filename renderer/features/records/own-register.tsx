/** A register with columns of the office's own: which, in which order, under which title; kept under a name for the next time. */
import { App, Button, Input, Popconfirm, Select, Space } from 'antd';
import { useState } from 'react';
import { COLUMN_KEYS, registerColumn, type ColumnKey, type RegisterLayout } from '../../../shared/model/registers.ts';
import { useReport } from '../../app/report.tsx';
import { useRights } from '../../app/rights.ts';
import { useSession } from '../../app/session.tsx';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

export type OwnRegisterColumns = Pick<RegisterLayout, 'title' | 'columns'>;

const COLUMNS = COLUMN_KEYS.map((value) => ({ value, label: registerColumn(value).label }));
const MOST_COLUMNS = 30;

interface Props {
  value: OwnRegisterColumns;
  onChange: (value: OwnRegisterColumns) => void;
  disabled: boolean;
}

export function OwnRegister({ value, onChange, disabled }: Props) {
  const { message } = App.useApp();
  const { may } = useRights();
  const { readOnly } = useSession();
  const report = useReport();
  const { value: settings, reload } = useCall('settings.show', {});
  const [name, setName] = useState('');
  const layouts = settings?.registers.layouts ?? [];
  const isKept = layouts.some((one) => one.name === name);
  const writable = may('settings.change') && !readOnly;
  const take = (chosen: string): void => {
    const kept = layouts.find((one) => one.name === chosen);
    if (kept === undefined) return;
    setName(kept.name);
    onChange({ title: kept.title, columns: kept.columns });
  };
  /** Reads what is kept now: another window may have kept one meanwhile. */
  const keep = async (kept: RegisterLayout | null): Promise<void> => {
    const { registers } = await call('settings.show', {});
    const others = registers.layouts.filter((one) => one.name !== name);
    await call('settings.change', { registers: { layouts: kept === null ? others : [...others, kept] } });
    void message.success(kept === null ? words.layoutRemoved(name) : words.layoutSaved(name));
    if (kept === null) setName('');
    reload();
  };
  const save = (): void => void keep({ name: name.trim(), ...value }).catch(report);
  return (
    <Space orientation="vertical" className={layout['whole'] ?? ''}>
      <Space wrap>
        <label htmlFor="register-layout">{words.layout}</label>
        <Select
          id="register-layout"
          popupMatchSelectWidth={false}
          className={layout['em12'] ?? ''}
          placeholder={layouts.length === 0 ? words.noLayout : words.chooseLayout}
          value={isKept ? name : null}
          disabled={disabled || layouts.length === 0}
          options={layouts.map((one) => ({ value: one.name, label: one.name }))}
          onChange={take}
        />
        <label htmlFor="register-title">{words.registerTitle}</label>
        <Input
          id="register-title"
          className={layout['em12'] ?? ''}
          maxLength={80}
          value={value.title}
          disabled={disabled}
          onChange={(event) => onChange({ ...value, title: event.target.value })}
        />
      </Space>
      <div>
        <label htmlFor="register-columns" hidden>
          {words.columns}
        </label>
        <Select
          id="register-columns"
          mode="multiple"
          className={layout['whole'] ?? ''}
          placeholder={words.chooseColumns}
          optionFilterProp="label"
          maxCount={MOST_COLUMNS}
          value={value.columns}
          disabled={disabled}
          options={COLUMNS}
          onChange={(columns: ColumnKey[]) => onChange({ ...value, columns })}
        />
      </div>
      {writable && (
        <Space wrap>
          <label htmlFor="register-layout-name">{words.layoutName}</label>
          <Input
            id="register-layout-name"
            className={layout['em12'] ?? ''}
            maxLength={40}
            value={name}
            disabled={disabled}
            onChange={(event) => setName(event.target.value)}
          />
          <Button disabled={disabled || name.trim() === '' || !isWhole(value)} onClick={save}>
            {words.saveLayout}
          </Button>
          <Popconfirm
            title={words.removeLayoutAsk(name)}
            okText={words.removeLayout}
            cancelText={words.cancel}
            onConfirm={() => void keep(null).catch(report)}
          >
            <Button danger disabled={disabled || !isKept}>
              {words.removeLayout}
            </Button>
          </Popconfirm>
        </Space>
      )}
    </Space>
  );
}

/** Whether a register can be made of it. */
export const isWhole = ({ title, columns }: OwnRegisterColumns): boolean => title.trim() !== '' && columns.length > 0;
