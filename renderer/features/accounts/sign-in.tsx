/** Asks who is there, where the archive has accounts; an expired or initial password is changed on the way. */
import { Button, Input, Space, type InputRef } from 'antd';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { ArchiveError } from '../../../shared/errors.ts';
import { asArchiveError, call } from '../../archive/client.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import styles from './accounts.module.css';
import { RecoverForm } from './recover-form.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

interface Props {
  /** Somebody was signed in before: the window still holds work. */
  ended: boolean;
  onSignedIn: () => void;
}

export function SignIn({ ended, onSignedIn }: Props) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [changing, setChanging] = useState(false);
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ArchiveError>();
  const [recovering, setRecovering] = useState(false);
  const nameBox = useRef<InputRef>(null);
  const id = useId();
  useEffect(() => nameBox.current?.focus(), []);

  const differ = changing && again !== '' && fresh !== again;
  const ready = name.trim() !== '' && password !== '' && (!changing || (fresh !== '' && fresh === again));

  const signIn = async (): Promise<void> => {
    if (changing) await call('accounts.changePassword', { name: name.trim(), current: password, password: fresh });
    await call('session.signIn', { name: name.trim(), password: changing ? fresh : password });
    onSignedIn();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    setError(undefined);
    signIn()
      .catch((thrown: unknown) => {
        const failed = asArchiveError(thrown);
        setError(failed);
        if (failed.code === 'PASSWORD_EXPIRED') setChanging(true);
      })
      .finally(() => setBusy(false));
  };

  if (recovering) {
    return (
      <main className={styles['gate']}>
        <RecoverForm onSignedIn={onSignedIn} onBack={() => setRecovering(false)} />
      </main>
    );
  }
  return (
    <main className={styles['gate']}>
      <form className={styles['card']} onSubmit={submit} aria-label={words.signIn}>
        <h1>{words.product}</h1>
        <p>{ended ? words.ended : words.signInHint}</p>
        <label htmlFor={`${id}-name`}>{words.name}</label>
        <Input
          id={`${id}-name`}
          ref={nameBox}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <label htmlFor={`${id}-password`}>{words.password}</label>
        <Input.Password
          id={`${id}-password`}
          autoComplete="off"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {changing && (
          <Space orientation="vertical" className={layout['whole'] ?? ''}>
            <strong>{words.expired}</strong>
            <span>{words.rule}</span>
            <label htmlFor={`${id}-fresh`}>{words.newPassword}</label>
            <Input.Password id={`${id}-fresh`} value={fresh} onChange={(event) => setFresh(event.target.value)} />
            <label htmlFor={`${id}-again`}>{words.again}</label>
            <Input.Password
              id={`${id}-again`}
              value={again}
              {...(differ ? { status: 'error' as const } : {})}
              onChange={(event) => setAgain(event.target.value)}
            />
            {differ && <span role="alert">{words.differ}</span>}
          </Space>
        )}
        {error && <ErrorNotice error={error} />}
        <Button type="primary" htmlType="submit" size="large" loading={busy} disabled={!ready}>
          {changing ? words.changeAndSignIn : words.signIn}
        </Button>
        <details>
          <summary>{words.forgot}</summary>
          <p>{words.forgotHint}</p>
          <Button size="small" onClick={() => setRecovering(true)}>
            {words.recover}
          </Button>
        </details>
      </form>
    </main>
  );
}
