/** Another person signs in beside who acts, where that takes two. */
import { Button, Input, Modal, Space } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { ArchiveError } from '../../shared/errors.ts';
import { ErrorNotice } from './error-notice.tsx';
import layout from './layout.module.css';
import { words } from './words.ts';

export interface Who {
  name: string;
  password: string;
}

interface Props {
  /** What is asked, and of whom. */
  asks: { title: string; hint: string; name: string; password: string; agree: string };
  busy: boolean;
  /** Why it takes two, or why the last try failed. */
  error: ArchiveError | undefined;
  onAgree: (who: Who) => void;
  onCancel: () => void;
}

export function SecondPerson({ asks, busy, error, onAgree, onCancel }: Props) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const id = useId();
  const ready = name.trim() !== '' && password !== '' && !busy;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready) return;
    onAgree({ name: name.trim(), password });
    setPassword('');
  };
  return (
    <Modal open footer={null} title={asks.title} mask={{ closable: false }} closable={!busy} onCancel={onCancel}>
      <form onSubmit={submit}>
        <Space orientation="vertical" size={14} className={layout['whole'] ?? ''}>
          {error && <ErrorNotice error={error} />}
          <span>{asks.hint}</span>
          <label htmlFor={`${id}-name`}>{asks.name}</label>
          <Input id={`${id}-name`} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
          <label htmlFor={`${id}-password`}>{asks.password}</label>
          <Input.Password
            id={`${id}-password`}
            autoComplete="off"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <Space>
            <Button type="primary" htmlType="submit" loading={busy} disabled={!ready}>
              {asks.agree}
            </Button>
            <Button disabled={busy} onClick={onCancel}>
              {words.cancel}
            </Button>
          </Space>
        </Space>
      </form>
    </Modal>
  );
}
