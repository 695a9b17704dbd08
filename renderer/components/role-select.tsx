/** Chooses the role of an attachment. */
import { Select } from 'antd';
import { ATTACHMENT_ROLES, type AttachmentRole } from '../../shared/model/letter.ts';
import layout from './layout.module.css';

const OPTIONS = (Object.entries(ATTACHMENT_ROLES) as [AttachmentRole, string][]).map(([value, label]) => ({
  value,
  label,
}));

interface Props {
  value: AttachmentRole;
  onChange: (role: AttachmentRole) => void;
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
