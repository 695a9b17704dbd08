/** Asks for the reason that an act needs, does the act, and shows its failure without losing what was typed. */
import { Input, Modal, type InputRef } from 'antd';
import { useId, useRef, useState, type ReactNode } from 'react';
import type { Progress } from '../../shared/contract/index.ts';
import { asArchiveError, isCancelled, type CallOptions } from '../archive/client.ts';
import type { ArchiveError } from '../../shared/errors.ts';
import { isComposingStroke } from '../app/keys.ts';
import { ErrorNotice } from './error-notice.tsx';
import { ProgressLine } from './progress-line.tsx';
import { words } from './words.ts';
import layout from './layout.module.css';

interface Props {
  title: string;
  okText: string;
  onCancel: () => void;
  /** Does the act; the dialog stays open with the error where it fails. An act that may take long tells how far it is, and can be stopped. */
  onConfirm: (reason: string, options: CallOptions) => Promise<void>;
  /** What goes on, of an act that may take long. */
  doing?: string;
  children?: ReactNode;
  suggested?: string;
}

export function ReasonDialog({ title, okText, onCancel, onConfirm, doing, children, suggested = '' }: Props) {
  const [reason, setReason] = useState(suggested);
  const [error, setError] = useState<ArchiveError>();
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState<Progress>();
  const stop = useRef<AbortController>(null);
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
    const abort = new AbortController();
    stop.current = abort;
    onConfirm(reason.trim(), { signal: abort.signal, onProgress: setProgress })
      .catch((thrown: unknown) => {
        if (abort.signal.aborted && isCancelled(thrown)) onCancel();
        else setError(asArchiveError(thrown));
      })
      .finally(() => {
        stop.current = null;
        setBusy(false);
        setProgress(undefined);
      });
  };
  // What is under way is stopped where it can be; the dialog goes when it is known how that ended.
  const cancel = (): void => {
    if (stop.current === null) onCancel();
    else stop.current.abort();
  };

  return (
    <Modal
      open
      title={title}
      okText={okText}
      cancelText={words.cancel}
      onOk={confirm}
      onCancel={cancel}
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
      {busy && doing !== undefined && (
        <div className={layout['above12'] ?? ''}>
          <ProgressLine label={doing} progress={progress} />
        </div>
      )}
      {error && (
        <div className={layout['above12'] ?? ''}>
          <ErrorNotice error={error} />
        </div>
      )}
    </Modal>
  );
}
