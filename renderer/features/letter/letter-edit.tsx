/** Changes a letter's elements and text into a new version, with a reason; a conflict loses nothing. */
import { SaveIcon } from '../../components/icons.tsx';
import { Alert, App, Button, Checkbox, Input, type InputRef } from 'antd';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { ArchiveError } from '../../../shared/errors.ts';
import { ELEMENT_LABELS, type ElementName } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { asArchiveError, call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useCommands } from '../../app/commands/registry.ts';
import { useEscape } from '../../app/keys.ts';
import { keepEdit, useKept } from '../../app/kept.ts';
import { beforeClosing } from '../../app/typed.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { Page } from '../../app/page.tsx';
import { useSession } from '../../app/session.tsx';
import { changedElements } from '../../components/element-text.ts';
import { controlId, ElementsForm, FORM_ORDER, hasBadChanges } from '../../components/elements-form.tsx';
import { useResultOffer } from '../../components/result-offer.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime } from '../../components/format.ts';
import styles from './letter.module.css';
import { yearStays } from './archive-year.ts';
import { openInWords, type OpenInWords } from './open-doubts.ts';
import { changedParts, rebase, type Content, type ContentPart } from './rebase.ts';
import { tellOf } from './told.ts';
import { words } from './words.ts';

interface Props {
  letter: Letter;
  onDone: () => void;
}

const PREFIX = 'edit';
/** Typing has paused for so long when it is kept. */
const KEPT_AFTER_MS = 400;

function labelsOf(parts: readonly ContentPart[]): string {
  return parts.map((part) => (part === 'text' ? words.text : ELEMENT_LABELS[part])).join('、');
}

export function LetterEdit({ letter, onDone }: Props) {
  const { message, modal } = App.useApp();
  const { go } = useNavigation();
  const { refresh } = useSession();
  const [begun] = useState(() => useKept.getState().edits[letter.id]);
  const [taken, setTaken] = useState(begun !== undefined && begun.base === letter.version);
  const [base, setBase] = useState(letter);
  const [content, setContent] = useState<Content>(
    taken && begun ? { elements: begun.elements, text: begun.text } : { elements: letter.elements, text: letter.text },
  );
  const [reason, setReason] = useState(taken && begun ? begun.reason : '');
  const [reviewed, setReviewed] = useState(false);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ArchiveError>();
  const [rebased, setRebased] = useState<readonly ContentPart[] | null>(null);
  const reasonBox = useRef<InputRef>(null);

  const changed = changedParts(base, content);
  const bad = hasBadChanges(base.elements, content.elements);
  const noReason = reason.trim() === '';
  const isChanged = changed.length > 0;
  // What was begun is kept on this machine until it is saved or given up: closing the window loses nothing.
  useEffect(() => {
    const draft = { base: base.version, ...content, reason, at: new Date().toISOString() };
    const timer = setTimeout(() => keepEdit(base.id, isChanged ? draft : null), KEPT_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [base, content, reason, isChanged]);
  const end = (): void => {
    ended.current = true;
    keepEdit(base.id, null);
    onDone();
  };
  const ended = useRef(false);
  const keepNow = useEffectEvent((): void => {
    if (!ended.current && isChanged)
      keepEdit(base.id, { base: base.version, ...content, reason, at: new Date().toISOString() });
  });
  useEffect(() => {
    const leaveAlone = beforeClosing(() => keepNow());
    window.addEventListener('pagehide', keepNow);
    return () => {
      leaveAlone();
      window.removeEventListener('pagehide', keepNow);
      keepNow();
    };
  }, []);

  const onElements = (elements: Content['elements']): void => setContent({ ...content, elements });
  const result = useResultOffer(content.elements, base.elements.result_code, onElements);
  const waits = base.review === true;
  const open = useOpen(base, changed);
  const stays = yearStays(base, content.elements.issued_on);

  const save = (): void => {
    setAsked(true);
    if (noReason) reasonBox.current?.focus();
    if (noReason || bad || busy || changed.length === 0) return;
    result.ask(send);
  };
  const send = (): void => {
    setBusy(true);
    setError(undefined);
    call('letters.edit', {
      id: base.id,
      base_version: base.version,
      set: changedElements(base.elements, content.elements),
      ...(changed.includes('text') ? { text: content.text } : {}),
      reviewed: reviewed && waits,
      reason: reason.trim(),
    })
      .then((made) => {
        void message.success(words.edited(made.version));
        tellOf(made);
        refresh();
        end();
      })
      .catch((thrown: unknown) => {
        setError(asArchiveError(thrown));
        setBusy(false);
      });
  };
  const cancel = (): void => {
    if (changed.length === 0) {
      end();
      return;
    }
    modal.confirm({
      title: words.lost,
      okText: words.discard,
      okButtonProps: { type: 'default' },
      cancelText: words.goOn,
      cancelButtonProps: { type: 'primary' },
      focusable: { autoFocusButton: 'cancel' },
      onOk: end,
    });
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
    end();
    go({ view: 'letter', id: base.id });
  };
  useCommands({ 'letter.save': { run: save } });
  useEscape(cancel);
  useEffect(() => document.getElementById(controlId(PREFIX, 'title'))?.focus(), []);

  return (
    <Page
      title={words.editTitle(base.version)}
      tools={<span className={styles['edited'] ?? ''}>{base.name}</span>}
      flush
      ownFocus
    >
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
          {taken && begun && (
            <Alert
              type="info"
              showIcon
              title={words.draftFound(formatTime(begun.at))}
              action={
                <Button
                  size="small"
                  onClick={() => {
                    setContent({ elements: letter.elements, text: letter.text });
                    setReason('');
                    setTaken(false);
                  }}
                >
                  {words.draftForget}
                </Button>
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
              onChange={onElements}
              open={FORM_ORDER.filter((name) => open.at[name] !== undefined)}
              notes={open.at}
              actions={{
                result_code: result.action,
                ...(stays === null ? {} : { issued_on: words.yearStays(stays.refCode, stays.year) }),
              }}
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
          {waits && <ReviewedBox open={open} checked={reviewed} onChange={setReviewed} />}
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

const NOTHING_OPEN: OpenInWords = { at: {}, whole: [] };

/** What is open of a letter that waits for a review; what is being changed is settled by the change. */
function useOpen({ id, review, elements }: Letter, changed: readonly ContentPart[]): OpenInWords {
  const { value } = useCall('review.show', review === true ? { id, twins: false } : null);
  const settled = changed.filter((part): part is ElementName => part !== 'text').join(' ');
  return useMemo(
    () =>
      value === undefined
        ? NOTHING_OPEN
        : openInWords(value.doubts, elements, new Set(settled.split(' ').filter(Boolean) as ElementName[])),
    [value, elements, settled],
  );
}

interface ReviewedBoxProps {
  open: OpenInWords;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** The person says that nothing is open any more; what still is stands beside it. */
function ReviewedBox({ open: { at, whole }, checked, onChange }: ReviewedBoxProps) {
  const left = [...FORM_ORDER.filter((name) => at[name] !== undefined).map((name) => ELEMENT_LABELS[name]), ...whole];
  return (
    <div className={styles['reviewed']}>
      <Checkbox
        checked={checked}
        aria-describedby="edit-reviewed-hint"
        onChange={(event) => onChange(event.target.checked)}
      >
        {words.reviewedBox}
      </Checkbox>
      <span id="edit-reviewed-hint">{left.length === 0 ? words.reviewedWill : words.reviewedOpen(left)}</span>
    </div>
  );
}
