/** The one way a failure is shown: what happened in words, its code, and the details to copy on demand. */
import { Alert, Button, Input, Space } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import type { ArchiveError } from '../../shared/errors.ts';
import { words } from './words.ts';
import layout from './layout.module.css';

/** The text that a user hands to a maintainer: code, message, details. */
export function errorAsText(error: ArchiveError): string {
  return `${words.code}：${error.code}\n${error.message}\n\n${error.details ?? words.noDetails}`;
}

interface Props {
  error: ArchiveError;
  onClose?: () => void;
  onRetry?: () => void;
  /** Ways out that only the caller knows. */
  actions?: ReactNode;
}

export function ErrorNotice({ error, onClose, onRetry, actions }: Props) {
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  const area = useRef<TextAreaRef>(null);

  // The async clipboard needs a permission that the window refuses everything; copying a selection does not.
  const copy = (): void => {
    const element = area.current?.resizableTextArea?.textArea;
    element?.select();
    setCopied(document.execCommand('copy'));
  };

  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={error.message}
      {...(onClose === undefined ? {} : { closable: { onClose, 'aria-label': words.close } })}
      description={
        <Space orientation="vertical" size={6} className={layout['whole'] ?? ''}>
          <Space wrap>
            <span>
              {words.code}：<code>{error.code}</code>
            </span>
            {onRetry && (
              <Button size="small" onClick={onRetry}>
                {words.retry}
              </Button>
            )}
            {actions}
            <Button size="small" type="link" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? words.hideDetails : words.showDetails}
            </Button>
          </Space>
          {open && (
            <>
              <Input.TextArea ref={area} readOnly aria-label={words.showDetails} rows={6} value={errorAsText(error)} />
              <Button size="small" onClick={copy}>
                {copied ? words.copied : words.copyDetails}
              </Button>
            </>
          )}
        </Space>
      }
    />
  );
}
