/**
 * From no accounts to the first two, step by step: what changes and what comes next, who grants roles, who works with letters, a last
 * question, and the recovery sheet. Nothing is done before the last question; after it there is no way back.
 */
import { Alert, App, Button, Checkbox, Descriptions, Modal, Steps } from 'antd';
import { useState } from 'react';
import { passwordFault } from '../../../shared/text/password-rules.ts';
import { call } from '../../archive/client.ts';
import { useRights } from '../../app/rights.ts';
import { ActForm, Box, PasswordTwice } from './act-form.tsx';
import styles from './accounts.module.css';
import { MakeSheet } from './recovery-sheet.tsx';
import { enabling, words } from './words.ts';

interface Person {
  name: string;
  display: string;
  password: string;
  again: string;
}
const NOBODY_YET: Person = { name: '', display: '', password: '', again: '' };

const toInput = ({ name, display, password }: Person) => ({
  name: name.trim(),
  password,
  ...(display.trim() === '' ? {} : { display_name: display.trim() }),
});

const shown = ({ name, display }: Person): string =>
  display.trim() === '' ? name.trim() : `${name.trim()}（${display.trim()}）`;

export function EnableAccounts() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <p>{words.none}</p>
      <p>{words.enableHint}</p>
      <Button onClick={() => setOpen(true)}>{words.enable}</Button>
      {open && <Assistant onClose={() => setOpen(false)} />}
    </>
  );
}

function Assistant({ onClose }: { onClose: () => void }) {
  const [step, setStep] = useState(0);
  const [secadmin, setSecadmin] = useState(NOBODY_YET);
  const [archivist, setArchivist] = useState(NOBODY_YET);
  const next = (): void => setStep(step + 1);
  const back = <Button onClick={() => setStep(step - 1)}>{enabling.back}</Button>;
  const done = step === enabling.steps.length - 1;
  return (
    <Modal
      open
      width="min(56em, 94vw)"
      footer={null}
      title={words.enable}
      mask={{ closable: false }}
      keyboard={!done}
      closable={!done}
      onCancel={onClose}
    >
      <Steps
        size="small"
        current={step}
        items={enabling.steps.map((title) => ({ title }))}
        className={styles['steps'] ?? ''}
      />
      {step === 0 && <Explanation onNext={next} onClose={onClose} />}
      {step === 1 && (
        <PersonForm
          key="secadmin"
          hint={enabling.secadminHint}
          label={words.password}
          person={secadmin}
          onChange={setSecadmin}
          onNext={next}
          back={back}
        />
      )}
      {step === 2 && (
        <PersonForm
          key="archivist"
          hint={enabling.archivistHint}
          label={words.initialPassword}
          person={archivist}
          onChange={setArchivist}
          onNext={next}
          back={back}
        />
      )}
      {step === 3 && <LastQuestion secadmin={secadmin} archivist={archivist} onEnabled={next} back={back} />}
      {done && <Finish secadmin={secadmin} />}
    </Modal>
  );
}

function Explanation({ onNext, onClose }: { onNext: () => void; onClose: () => void }) {
  const [understood, setUnderstood] = useState(false);
  return (
    <>
      <Alert type="warning" showIcon title={enabling.noWayBack} />
      <ul className={styles['points']}>
        {enabling.changes.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Checkbox checked={understood} onChange={(event) => setUnderstood(event.target.checked)}>
        {enabling.understood}
      </Checkbox>
      <div className={styles['foot']}>
        <Button type="primary" disabled={!understood} onClick={onNext}>
          {enabling.next}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </div>
    </>
  );
}

interface PersonProps {
  hint: string;
  label: string;
  person: Person;
  onChange: (person: Person) => void;
  onNext: () => void;
  back: React.ReactNode;
}

function PersonForm({ hint, label, person, onChange, onNext, back }: PersonProps) {
  const set = (key: keyof Person) => (value: string) => onChange({ ...person, [key]: value });
  const names = [person.name.trim(), person.display.trim()];
  const ready =
    person.name.trim() !== '' && passwordFault(person.password, names) === null && person.password === person.again;
  const next = async (): Promise<void> => {
    await call('accounts.tryPassword', { password: person.password, names: names.filter((name) => name !== '') });
    onNext();
  };
  return (
    <>
      <p>{hint}</p>
      <ActForm act={next} button={enabling.next} disabled={!ready} more={back}>
        <Box label={words.name} value={person.name} onChange={set('name')} />
        <Box label={enabling.displayName} value={person.display} onChange={set('display')} optional />
        <PasswordTwice
          label={label}
          value={person.password}
          again={person.again}
          about={names}
          onChange={set('password')}
          onAgain={set('again')}
        />
      </ActForm>
    </>
  );
}

interface QuestionProps {
  secadmin: Person;
  archivist: Person;
  onEnabled: () => void;
  back: React.ReactNode;
}

function LastQuestion({ secadmin, archivist, onEnabled, back }: QuestionProps) {
  const { modal } = App.useApp();
  const ask = (): Promise<boolean> =>
    new Promise((resolve) => {
      modal.confirm({
        title: enabling.ask,
        content: enabling.noWayBack,
        okText: enabling.enableNow,
        cancelText: words.cancel,
        okButtonProps: { danger: true },
        focusable: { autoFocusButton: 'cancel' },
        onOk: () => resolve(true),
        onCancel: () => resolve(false),
      });
    });
  const enable = async (): Promise<void> => {
    if (!(await ask())) return;
    await call('accounts.enable', { secadmin: toInput(secadmin), archivist: toInput(archivist) });
    // The recovery sheet is the new security administrator's to make.
    await call('session.signIn', { name: secadmin.name.trim(), password: secadmin.password });
    onEnabled();
  };
  return (
    <>
      <Descriptions
        bordered
        size="small"
        column={1}
        items={[
          { key: 'secadmin', label: enabling.secadmin, children: shown(secadmin) },
          { key: 'archivist', label: enabling.archivist, children: shown(archivist) },
        ]}
      />
      <ul className={styles['points']}>
        {enabling.after.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <ActForm act={enable} button={words.enable} more={back}>
        {null}
      </ActForm>
    </>
  );
}

function Finish({ secadmin }: { secadmin: Person }) {
  const { refresh } = useRights();
  const [made, setMade] = useState(false);
  const finish = async (): Promise<void> => {
    await call('session.signOut', {});
    refresh();
  };
  return (
    <>
      <Alert type="success" showIcon title={enabling.enabled} />
      <p>{enabling.sheet}</p>
      <MakeSheet current={secadmin.password} onMade={() => setMade(true)} />
      <div className={styles['foot']}>
        <ActForm act={finish} button={made ? enabling.finish : enabling.finishWithout} secondary={!made}>
          {null}
        </ActForm>
      </div>
    </>
  );
}
