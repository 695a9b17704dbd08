/** Asks for the reason that an act needs, does the act, and shows its failure without losing what was typed. */
import { Input, Modal, type InputRef } from 'antd';
import { useId, useRef, useState, type ReactNode } from 'react';
import { asArchiveError } from '../archive/client.ts';
import type { ArchiveError } from '../../shared/errors.ts';
import { isComposingStroke } from '../app/keys.ts';
import { ErrorNotice } from './error-notice.tsx';
import { words } from './words.ts';
import layout from './layout.module.css';

interface Props {
  title: string;
  okText: string;
  onCancel: () => void;
  /** Does the act; the dialog stays open with the error where it fails. */
  onConfirm: (reason: string) => Promise<void>;
  children?: ReactNode;
  suggested?: string;
}

export function ReasonDialog({ title, okText, onCancel, onConfirm, children, suggested = '' }: Props) {
  const [reason, setReason] = useState(suggested);
  const [error, setError] = useState<ArchiveError>();
  const [busy, setBusy] = useState(false);
  const input = useRef<InputRef>(null);
  const id = useId();
  const missing = reason.trim() === '';

  const confirm = (): void => {
    if (missing || busy) {
      input.current?.focus();
      return;
    }
    setBusy(true);
    setError(undefined);
    onConfirm(reason.trim())
      .catch((thrown: unknown) => setError(asArchiveError(thrown)))
      .finally(() => setBusy(false));
  };

  return (
    <Modal
      open
      title={title}
      okText={okText}
      cancelText={words.cancel}
      onOk={confirm}
      onCancel={onCancel}
      confirmLoading={busy}
      okButtonProps={{ disabled: missing }}
      mask={{ closable: false }}
      afterOpenChange={(open) => open && input.current?.focus()}
    >
      {children}
      <label htmlFor={id}>{words.reason}</label>
      <Input
        id={id}
        ref={input}
        value={reason}
        maxLength={2000}
        placeholder={words.reasonHint}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !isComposingStroke(event.nativeEvent)) confirm();
        }}
      />
      {error && (
        <div className={layout['above12'] ?? ''}>
          <ErrorNotice error={error} />
        </div>
      )}
    </Modal>
  );
}
