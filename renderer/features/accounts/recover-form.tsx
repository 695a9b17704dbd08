/** The way in for a security administrator who has lost his password: by the code of the recovery sheet. */
import { Button } from 'antd';
import { useState } from 'react';
import { call } from '../../archive/client.ts';
import { ActForm, Box, PasswordTwice } from './act-form.tsx';
import styles from './accounts.module.css';
import { words } from './words.ts';

export function RecoverForm({ onSignedIn, onBack }: { onSignedIn: () => void; onBack: () => void }) {
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const ready = name.trim() !== '' && code.trim() !== '' && password !== '' && password === again;
  const recover = async (): Promise<void> => {
    await call('accounts.recover', { name: name.trim(), code: code.trim(), password });
    await call('session.signIn', { name: name.trim(), password });
    onSignedIn();
  };
  return (
    <section className={`${styles['card']} ${styles['wide']}`} aria-label={words.recover}>
      <h1>{words.recover}</h1>
      <p>{words.recoverHint}</p>
      <ActForm
        act={recover}
        button={words.recoverAndSignIn}
        disabled={!ready}
        more={<Button onClick={onBack}>{words.cancel}</Button>}
      >
        <Box label={words.name} value={name} onChange={setName} />
        <Box label={words.sheetCode} value={code} onChange={setCode} />
        <PasswordTwice
          label={words.newPassword}
          value={password}
          again={again}
          onChange={setPassword}
          onAgain={setAgain}
        />
      </ActForm>
    </section>
  );
}
