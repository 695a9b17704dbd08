/** A form of labelled boxes that does one act. */
import { Button, Input } from 'antd';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import type { ArchiveError } from '../../../shared/errors.ts';
import { passwordFault } from '../../../shared/text/password-rules.ts';
import { asArchiveError } from '../../archive/client.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import styles from './accounts.module.css';
import { words } from './words.ts';

interface FormProps {
  act: () => Promise<void>;
  children: ReactNode;
  button: string;
  disabled?: boolean;
  /** Not the act that one should do here. */
  secondary?: boolean;
  /** Further buttons beside the one that acts. */
  more?: ReactNode;
}

/** Shows the act's failure and keeps what was typed. */
export function ActForm({ act, children, button, disabled = false, secondary = false, more }: FormProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ArchiveError>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy || disabled) return;
    setBusy(true);
    setError(undefined);
    act()
      .catch((thrown: unknown) => setError(asArchiveError(thrown)))
      .finally(() => setBusy(false));
  };
  return (
    <form onSubmit={submit}>
      <div className={styles['form']}>
        {children}
        <div className={styles['buttons']}>
          <Button type={secondary ? 'default' : 'primary'} htmlType="submit" loading={busy} disabled={disabled}>
            {button}
          </Button>
          {more}
        </div>
      </div>
      {error && (
        <div className={styles['failed']}>
          <ErrorNotice error={error} />
        </div>
      )}
    </form>
  );
}

interface BoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  secret?: boolean;
  optional?: boolean;
}

export function Box({ label, value, onChange, secret = false, optional = false }: BoxProps) {
  const id = useId();
  const Control = secret ? Input.Password : Input;
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <Control
        id={id}
        required={!optional}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </>
  );
}

/** A password that is typed twice; a line says what it must be like, which rule it does not meet, and where the two differ. */
export function PasswordTwice({
  label,
  value,
  again,
  about = [],
  onChange,
  onAgain,
}: {
  label: string;
  value: string;
  again: string;
  /** Names that must not be in it. */
  about?: readonly string[];
  onChange: (value: string) => void;
  onAgain: (value: string) => void;
}) {
  const fault = value === '' ? null : passwordFault(value, about);
  const wrong = fault ?? (again !== '' && again !== value ? words.differ : null);
  return (
    <>
      <Box label={label} value={value} onChange={onChange} secret />
      <Box label={words.again} value={again} onChange={onAgain} secret />
      <span className={styles['note']}>
        {words.rule}
        {wrong !== null && (
          <span role="alert" className={styles['wrong']}>
            {' '}
            {wrong}
          </span>
        )}
      </span>
    </>
  );
}
