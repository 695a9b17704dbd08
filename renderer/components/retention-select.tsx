/** 保管期限 of what is filed: as the settings say, or another. */
import { Select } from 'antd';
import { RETENTIONS, RETENTION_LABELS, type Retention } from '../../shared/model/settings.ts';
import { useCall } from '../archive/use-call.ts';
import layout from './layout.module.css';

const NOTHING = {};
const AS_SET = 'as-set';

interface Props {
  id: string;
  /** null: as the settings say. */
  value: Retention | null;
  disabled?: boolean;
  onChange: (value: Retention | null) => void;
}

export function RetentionSelect({ id, value, disabled = false, onChange }: Props) {
  const settings = useCall('settings.show', NOTHING);
  const usual = settings.value?.ref_code.retention;
  const asSet = usual === undefined ? '按设置' : `按设置（${RETENTION_LABELS[usual]}）`;
  return (
    <Select
      id={id}
      className={layout['em11'] ?? ''}
      disabled={disabled}
      value={value ?? AS_SET}
      options={[
        { value: AS_SET, label: asSet },
        ...RETENTIONS.map((kind) => ({ value: kind, label: RETENTION_LABELS[kind] })),
      ]}
      onChange={(next: Retention | typeof AS_SET) => onChange(next === AS_SET ? null : next)}
    />
  );
}
