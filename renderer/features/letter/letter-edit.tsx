/** Changes a letter's elements and text into a new version, with a reason; a conflict loses nothing. */
import { SaveIcon } from '../../components/icons.tsx';
import { Alert, App, Button, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { ArchiveError } from '../../../shared/errors.ts';
import { ELEMENT_LABELS } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { asArchiveError, call } from '../../archive/client.ts';
import { useKeys } from '../../app/keys.ts';
import { useNavigation, useUnsaved } from '../../app/navigation.tsx';
import { Page } from '../../app/page.tsx';
import { changedElements } from '../../components/element-text.ts';
import { controlId, ElementsForm, hasBadChanges } from '../../components/elements-form.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import styles from './letter.module.css';
import { changedParts, rebase, type Content, type ContentPart } from './rebase.ts';
import { words } from './words.ts';

interface Props {
  letter: Letter;
  onDone: () => void;
}

const PREFIX = 'edit';

function labelsOf(parts: readonly ContentPart[]): string {
  return parts.map((part) => (part === 'text' ? words.text : ELEMENT_LABELS[part])).join('、');
}

export function LetterEdit({ letter, onDone }: Props) {
  const { message, modal } = App.useApp();
  const { go, setQuestion } = useNavigation();
  const [base, setBase] = useState(letter);
  const [content, setContent] = useState<Content>({ elements: letter.elements, text: letter.text });
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ArchiveError>();
  const [rebased, setRebased] = useState<readonly ContentPart[] | null>(null);
  const reasonBox = useRef<InputRef>(null);

  const changed = changedParts(base, content);
  const bad = hasBadChanges(base.elements, content.elements);
  const noReason = reason.trim() === '';
  useUnsaved(changed.length > 0, words.unsaved);

  const save = (): void => {
    setAsked(true);
    if (noReason) reasonBox.current?.focus();
    if (noReason || bad || busy || changed.length === 0) return;
    setBusy(true);
    setError(undefined);
    call('letters.edit', {
      id: base.id,
      base_version: base.version,
      set: changedElements(base.elements, content.elements),
      ...(changed.includes('text') ? { text: content.text } : {}),
      reason: reason.trim(),
    })
      .then(({ version }) => {
        void message.success(words.edited(version));
        onDone();
      })
      .catch((thrown: unknown) => {
        setError(asArchiveError(thrown));
        setBusy(false);
      });
  };
  const cancel = (): void => {
    if (changed.length === 0) {
      onDone();
      return;
    }
    modal.confirm({ title: words.lost, okText: words.cancel, focusable: { autoFocusButton: 'cancel' }, onOk: onDone });
  };
  const takeNewest = (): void => {
    call('letters.show', { id: base.id })
      .then((newest) => {
        const next = rebase(base, content, newest);
        setBase(newest);
        setContent(next.content);
        setRebased(next.both);
        setError(undefined);
      })
      .catch((thrown: unknown) => setError(asArchiveError(thrown)));
  };
  const lookAtNewest = (): void => {
    setQuestion(null);
    onDone();
    go({ view: 'letter', id: base.id });
  };
  useKeys({ 'Ctrl+Enter': save, Escape: cancel });
  useEffect(() => document.getElementById(controlId(PREFIX, 'title'))?.focus(), []);

  return (
    <Page title={words.editTitle(base.version)} flush ownFocus>
      <div className={styles['edit']}>
        <div className={styles['notices']}>
          {error && (
            <ErrorNotice
              error={error}
              actions={
                error.code === 'VERSION_CONFLICT' && (
                  <>
                    <Button size="small" type="primary" onClick={takeNewest}>
                      {words.conflictTake}
                    </Button>
                    <Button size="small" onClick={lookAtNewest}>
                      {words.conflictLook}
                    </Button>
                  </>
                )
              }
            />
          )}
          {rebased && (
            <Alert
              type={rebased.length > 0 ? 'warning' : 'info'}
              showIcon
              title={rebased.length > 0 ? words.conflictBoth(labelsOf(rebased)) : words.conflictClean}
            />
          )}
        </div>
        <div className={styles['editSides']}>
          <div className={styles['editText']}>
            <Input.TextArea
              aria-label={words.text}
              value={content.text}
              onChange={(event) => setContent({ ...content, text: event.target.value })}
            />
          </div>
          <div className={styles['editForm']}>
            <ElementsForm
              prefix={PREFIX}
              value={content.elements}
              onChange={(elements) => setContent({ ...content, elements })}
            />
          </div>
        </div>
        <div className={styles['bar']}>
          <div className={styles['changes']} role="status">
            {changed.length === 0 ? words.noChange : words.changed(labelsOf(changed))}
          </div>
          <label htmlFor="edit-reason">{words.reason}</label>
          <Input
            id="edit-reason"
            ref={reasonBox}
            required
            maxLength={2000}
            value={reason}
            placeholder={asked && noReason ? words.reasonMissing : words.reasonHint}
            {...(asked && noReason ? { status: 'error' as const } : {})}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button
            type="primary"
            icon={<SaveIcon />}
            loading={busy}
            disabled={changed.length === 0 || bad}
            onClick={save}
          >
            {words.saveVersion}（{words.saveKeys}）
          </Button>
          <Button onClick={cancel}>{words.cancel}</Button>
        </div>
      </div>
    </Page>
  );
}
