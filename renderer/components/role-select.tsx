/** Chooses the role of an attachment. */
import { Select } from 'antd';
import { givenRoleSchema, roleLabel, type GivenRole } from '../../shared/model/letter.ts';
import layout from './layout.module.css';

const OPTIONS = givenRoleSchema.options.map((value) => ({ value, label: roleLabel(value) }));

interface Props {
  value: GivenRole;
  onChange: (role: GivenRole) => void;
  label: string;
}

export function RoleSelect({ value, onChange, label }: Props) {
  return (
    <Select
      aria-label={label}
      className={layout['atLeast9'] ?? ''}
      value={value}
      options={OPTIONS}
      onChange={onChange}
    />
  );
}
