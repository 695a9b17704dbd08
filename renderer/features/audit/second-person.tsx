/** A security administrator signs in beside who restores, where that takes two persons. */
import { Button, Input, Modal, Space } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { ArchiveError } from '../../../shared/errors.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import styles from './audit.module.css';
import { words } from './words.ts';

export interface Who {
  name: string;
  password: string;
}

interface Props {
  busy: boolean;
  /** Why it takes two, or why the last try failed. */
  error: ArchiveError | undefined;
  onAgree: (who: Who) => void;
  onCancel: () => void;
}

export function SecondPerson({ busy, error, onAgree, onCancel }: Props) {
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
    <Modal open footer={null} title={words.takesTwo} mask={{ closable: false }} closable={!busy} onCancel={onCancel}>
      <form onSubmit={submit}>
        <div className={styles['stack']}>
          {error && <ErrorNotice error={error} />}
          <span>{words.takesTwoHint}</span>
          <label htmlFor={`${id}-name`}>{words.takesTwoName}</label>
          <Input id={`${id}-name`} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
          <label htmlFor={`${id}-password`}>{words.takesTwoPassword}</label>
          <Input.Password
            id={`${id}-password`}
            autoComplete="off"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <Space>
            <Button type="primary" htmlType="submit" loading={busy} disabled={!ready}>
              {words.takesTwoAgree}
            </Button>
            <Button disabled={busy} onClick={onCancel}>
              {words.cancel}
            </Button>
          </Space>
        </div>
      </form>
    </Modal>
  );
}
