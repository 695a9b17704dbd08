/** One draft under the archivist's eyes: the text with its evidence on one side, the elements on the other. */
import { CheckIcon, DeleteIcon, EditIcon, PaperClipIcon, UndoIcon } from '../../components/icons.tsx';
import { Alert, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import type { ElementName, Elements } from '../../../shared/model/elements.ts';
import { useKeys } from '../../app/keys.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { chooseFiles } from '../../components/choose-files.ts';
import { changedElements } from '../../components/element-text.ts';
import { elementProblems } from '../../components/elements-form.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatSize } from '../../components/format.ts';
import { RetentionSelect } from '../../components/retention-select.tsx';
import { RoleSelect } from '../../components/role-select.tsx';
import styles from './desk.module.css';
import { useDoubts } from './doubts.ts';
import { DraftText } from './draft-text.tsx';
import { ElementsSide } from './elements-side.tsx';
import type { DraftAttachment, ReadyState, Work } from './queue.ts';
import { words } from './words.ts';

interface Props {
  state: ReadyState;
  onWork: (change: Partial<Work>) => void;
  onFile: () => void;
  onDiscard: () => void;
}

const PREFIX = 'draft';
const NO_EVIDENCE = {};

export function DraftView({ state, onWork, onFile, onDiscard }: Props) {
  const { reading, work, filing } = state;
  const { readOnly } = useSession();
  const [editing, setEditing] = useState(false);
  const edited = work.text !== reading.text;
  const evidence = edited ? NO_EVIDENCE : reading.evidence;
  const bad = Object.keys(elementProblems(work.elements)).length > 0;

  const see = (names: readonly ElementName[]): void => {
    if (names.some((name) => !work.seen.has(name))) onWork({ seen: new Set([...work.seen, ...names]) });
  };
  const change = (elements: Elements): void => {
    const changed = Object.keys(changedElements(work.elements, elements)) as ElementName[];
    onWork({ elements, seen: new Set([...work.seen, ...changed]) });
  };
  const doubts = useDoubts(PREFIX, reading.evidence, work.seen, see);
  const { doubtful } = doubts;
  const file = (): void => {
    if (!filing && !bad && !readOnly) onFile();
  };
  useKeys({ 'Ctrl+Enter': file, F8: doubts.next });

  return (
    <div className={styles['draft']}>
      <Notices state={state} onWork={onWork} bad={bad} />
      <div className={styles['sides']}>
        <section className={styles['side']} aria-label={words.text}>
          <div className={styles['sideHead']}>
            <h2>{words.text}</h2>
            <span>{words.format(reading.format, formatSize(reading.size))}</span>
            <span className={styles['grow']} />
            {edited && (
              <Button size="small" icon={<UndoIcon />} onClick={() => onWork({ text: reading.text })}>
                {words.undoText}
              </Button>
            )}
            <Button size="small" icon={<EditIcon />} aria-pressed={editing} onClick={() => setEditing(!editing)}>
              {editing ? words.editTextDone : words.editText}
            </Button>
          </div>
          <div className={styles['scroll']}>
            {editing ? (
              <Input.TextArea
                aria-label={words.editText}
                autoFocus
                value={work.text}
                onChange={(event) => onWork({ text: event.target.value })}
              />
            ) : (
              <DraftText
                text={work.text}
                evidence={evidence}
                active={doubts.active}
                follow={doubts.hovered === null}
                onPick={doubts.focusField}
              />
            )}
          </div>
          <div className={styles['sideHead']}>{edited ? words.textEdited : words.textHint}</div>
        </section>
        <ElementsSide
          prefix={PREFIX}
          value={work.elements}
          onChange={change}
          evidence={reading.evidence}
          seen={work.seen}
          doubts={doubts}
        >
          <div className={styles['retention']}>
            <label htmlFor="draft-retention">{words.retention}</label>
            <RetentionSelect
              id="draft-retention"
              value={work.retention}
              disabled={filing}
              onChange={(retention) => onWork({ retention })}
            />
          </div>
          <Attachments attachments={work.attachments} onChange={(attachments) => onWork({ attachments })} />
        </ElementsSide>
      </div>
      <div className={styles['bar']}>
        <Button type="primary" icon={<CheckIcon />} loading={filing} disabled={bad || readOnly} onClick={file}>
          {words.confirm}（{words.confirmKeys}）
        </Button>
        {doubtful.length > 0 && <span>{words.doubtful(doubtful.length)}</span>}
        <span className={styles['grow']} />
        <Button icon={<DeleteIcon />} title={words.discardHint} onClick={onDiscard}>
          {words.discard}
        </Button>
      </div>
    </div>
  );
}

function Notices({ state, onWork, bad }: Pick<Props, 'state' | 'onWork'> & { bad: boolean }) {
  const { go } = useNavigation();
  const { reading, work, error } = state;
  return (
    <div className={styles['notices']}>
      {error && <ErrorNotice error={error} />}
      {bad && <Alert type="error" showIcon title={words.problems} />}
      {reading.duplicate_of.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={words.duplicate}
          description={
            <>
              {reading.duplicate_of.map(({ id, title }) => (
                <div key={id}>
                  {title ?? words.untitled}
                  <Button type="link" size="small" onClick={() => go({ view: 'letter', id })}>
                    {words.duplicateOpen}
                  </Button>
                </div>
              ))}
              <Checkbox
                checked={work.allowDuplicate}
                onChange={(event) => onWork({ allowDuplicate: event.target.checked })}
              >
                {words.allowDuplicate}
              </Checkbox>
            </>
          }
        />
      )}
      {reading.warnings.map((warning, index) => (
        <Alert key={`${warning.code}-${index}`} type="warning" showIcon title={warning.message} />
      ))}
    </div>
  );
}

interface AttachmentsProps {
  attachments: readonly DraftAttachment[];
  onChange: (attachments: readonly DraftAttachment[]) => void;
}

function Attachments({ attachments, onChange }: AttachmentsProps) {
  const report = useReport();
  const add = (): void => {
    chooseFiles(words.addAttachmentTitle)
      .then((chosen) => {
        const added = chosen.map((file) => ({ ...file, key: crypto.randomUUID(), role: 'ATTACHMENT' as const }));
        if (added.length > 0) onChange([...attachments, ...added]);
      })
      .catch(report);
  };
  return (
    <div className={styles['attachments']}>
      <h3>{words.attachments}</h3>
      <p>{words.original}</p>
      {attachments.map((attachment) => (
        <div key={attachment.key} className={styles['attachment']}>
          <PaperClipIcon />
          <span>{attachment.name}</span>
          <RoleSelect
            label={`${words.role}：${attachment.name}`}
            value={attachment.role}
            onChange={(role) =>
              onChange(attachments.map((other) => (other.key === attachment.key ? { ...other, role } : other)))
            }
          />
          <Button
            icon={<DeleteIcon />}
            aria-label={`${words.remove}：${attachment.name}`}
            onClick={() => onChange(attachments.filter((other) => other.key !== attachment.key))}
          />
        </div>
      ))}
      <Button icon={<PaperClipIcon />} onClick={add}>
        {words.addAttachment}
      </Button>
    </div>
  );
}
