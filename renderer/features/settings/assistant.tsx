/** The assistant of the first run: where the archive is, numbers, backups, accounts; each with a wise default, none of it a must. */
import { Button, Modal, Steps } from 'antd';
import { useRef, useState } from 'react';
import { keep } from '../../app/kept.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useSession } from '../../app/session.tsx';
import { BackupForm, RefCodeForm, useSettings } from './archive-settings.tsx';
import styles from './settings.module.css';
import { words } from './words.ts';

export function Assistant({ onClose }: { onClose: () => void }) {
  const { info } = useSession();
  const { go } = useNavigation();
  const settings = useSettings();
  const [step, setStep] = useState(0);
  const unsaved = useRef<(() => Promise<boolean>) | null>(null);
  // What was typed is saved on the way on; where that fails one stays and sees why.
  const move = async (by: 1 | -1): Promise<void> => {
    if (unsaved.current === null || (await unsaved.current())) setStep(step + by);
  };
  const close = (): void => {
    keep({ welcomed: true });
    onClose();
  };
  const last = words.assistantSteps.length - 1;
  return (
    <Modal
      open
      title={words.assistant}
      width="min(92vw, 760px)"
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>{words.assistantLater}</Button>
          {step > 0 && <Button onClick={() => void move(-1)}>{words.assistantBack}</Button>}
          {step < last ? (
            <Button type="primary" onClick={() => void move(1)}>
              {words.assistantNext}
            </Button>
          ) : (
            <Button
              type="primary"
              onClick={() => {
                close();
                go({ view: 'desk' });
              }}
            >
              {words.assistantDone}
            </Button>
          )}
        </>
      }
    >
      <Steps size="small" current={step} items={words.assistantSteps.map((title) => ({ title }))} />
      <div className={styles['assistant']}>
        {step === 0 && (
          <>
            <p>{words.assistantPlace}</p>
            <strong>{info?.archive}</strong>
          </>
        )}
        {step === 1 && settings.value && <RefCodeForm saved={settings.value.ref_code} unsaved={unsaved} />}
        {step === 2 && settings.value && <BackupForm saved={settings.value.backup} unsaved={unsaved} />}
        {step === 3 && (
          <>
            <p>{words.assistantAccounts}</p>
            <Button
              onClick={() => {
                close();
                go({ view: 'settings' });
              }}
            >
              {words.assistantToAccounts}
            </Button>
          </>
        )}
      </div>
    </Modal>
  );
}
