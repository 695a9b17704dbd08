/** One draft under the archivist's eyes: the original with boxes where elements were read on one side, the elements on the other. */
import { CheckIcon, DeleteIcon, PaperClipIcon } from '../../components/icons.tsx';
import { Alert, Button, Checkbox } from 'antd';
import { useEffect, useState } from 'react';
import type { ElementName, Elements } from '../../../shared/model/elements.ts';
import { ELEMENT_LABELS } from '../../../shared/model/elements.ts';
import { hasPreview } from '../../../shared/model/preview.ts';
import { useCall } from '../../archive/use-call.ts';
import { useCommands } from '../../app/commands/registry.ts';
import { hintOf } from '../../app/commands/table.ts';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { chooseFiles } from '../../components/choose-files.ts';
import { changedElements } from '../../components/element-text.ts';
import { useResultOffer } from '../../components/result-offer.tsx';
import { elementProblems } from '../../components/elements-form.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatSize } from '../../components/format.ts';
import { RetentionSelect } from '../../components/retention-select.tsx';
import { RoleSelect } from '../../components/role-select.tsx';
import { hasPages } from '../letter/attachment-page.tsx';
import styles from './desk.module.css';
import { useDoubts } from './doubts.ts';
import { ElementsSide, useFold } from './elements-side.tsx';
import { OriginalSide, type Pages, type Paper } from './original-side.tsx';
import { notesOf, openQuestions } from './questions.ts';
import { isKnown, type Begun, type DraftAttachment, type ReadyState, type Work } from './queue.ts';
import { BegunLetters } from './begun-letters.tsx';
import { Twins } from './twins.tsx';
import { words } from './words.ts';

interface Props {
  state: ReadyState;
  onWork: (change: Partial<Work>) => void;
  /**
   * @param review filed as it stands, to be looked at later
   * @param begun the letter whose next version it becomes
   */
  onFile: (review: boolean, begun?: Begun) => void;
  onDiscard: () => void;
  /** Goes on to the next draft without filing this one. */
  onNext: (() => void) | undefined;
  /** Takes another draft's place as one of its attachments. */
  onAttachTo: (draftId: string) => void;
  /** Goes to another draft. */
  onShow: (draftId: string) => void;
}

const PREFIX = 'draft';
const ALLOW = 'draft-allow-duplicate';
const NO_EVIDENCE = {};

export function DraftView({ state, onWork, onFile, onDiscard, onNext, onAttachTo, onShow }: Props) {
  const { reading, work, filing } = state;
  const { readOnly } = useSession();
  const [held, setHeld] = useState(false);
  const edited = work.text !== reading.text;
  const evidence = edited ? NO_EVIDENCE : reading.evidence;
  const bad = Object.keys(elementProblems(work.elements)).length > 0;
  const open = openQuestions(work.elements, reading.evidence, work.seen);
  const notes = notesOf(reading.elements, reading.evidence, reading.warnings);
  const fold = useFold(open);
  const pages = useDraftPages(reading);
  const paper = useDraftPaper(reading);

  const see = (names: readonly ElementName[]): void => {
    if (names.some((name) => !work.seen.has(name))) onWork({ seen: new Set([...work.seen, ...names]) });
  };
  const change = (elements: Elements): void => {
    const changed = Object.keys(changedElements(work.elements, elements)) as ElementName[];
    onWork({ elements, seen: new Set([...work.seen, ...changed]) });
  };
  const doubts = useDoubts(PREFIX, open, see, fold.reveal);
  const result = useResultOffer(work.elements, reading.elements.result_code, change);
  const settled = open.length === 0;
  const isCopy = reading.duplicate_of.length + reading.begun.length > 0;
  const alike = isKnown(reading) && !isCopy;
  useEffect(() => {
    if (settled) setHeld(false);
  }, [settled]);

  const file = (): void => {
    if (filing || bad || readOnly) return;
    if (settled && !alike) {
      // The same file again is told by the engine's words; the keyboard goes to what would allow it.
      if (isCopy && !work.allowDuplicate) document.getElementById(ALLOW)?.focus();
      result.ask(() => onFile(false));
      return;
    }
    // What is not settled is held: the keyboard goes to the first question, and filing it so is an act of its own.
    setHeld(true);
    if (open[0] !== undefined) doubts.focusField(open[0]);
  };
  const fileAsIs = (): void => {
    if (!filing && !bad && !readOnly) result.ask(() => onFile(!settled));
  };
  useCommands({
    'desk.file': { run: file },
    'desk.fileAsIs': { run: fileAsIs, refused: held ? undefined : words.notHeld },
    'desk.doubt': { run: doubts.next },
    'desk.next': { run: () => onNext?.(), refused: onNext === undefined ? words.noOther : undefined },
  });

  return (
    <div className={styles['draft']}>
      <Notices
        state={state}
        onWork={onWork}
        bad={bad}
        onAttachTo={onAttachTo}
        onDiscard={onDiscard}
        onShow={onShow}
        onComplete={bad || readOnly || filing ? undefined : (begun) => onFile(!settled, begun)}
      />
      <div className={styles['sides']}>
        <OriginalSide
          about={words.format(reading.file, formatSize(reading.size))}
          text={work.text}
          edited={edited}
          evidence={evidence}
          doubts={doubts}
          pages={pages}
          paper={paper}
          warnings={notes.whole}
          onText={(text) => onWork({ text })}
          onUndo={() => onWork({ text: reading.text })}
        >
          {edited && <div className={styles['sideHead']}>{words.textEdited}</div>}
        </OriginalSide>
        <ElementsSide
          prefix={PREFIX}
          value={work.elements}
          onChange={change}
          evidence={reading.evidence}
          seen={work.seen}
          doubts={doubts}
          notes={notes}
          fold={fold}
          actions={{ result_code: result.action }}
        >
          <Place work={work} filing={filing} onWork={onWork} />
          <Attachments attachments={work.attachments} onChange={(attachments) => onWork({ attachments })} />
        </ElementsSide>
      </div>
      {held && !settled && (
        <div className={styles['held']} role="alert">
          <strong>{words.held(open.map((name) => ELEMENT_LABELS[name]).join('、'))}</strong>
          <Button onClick={doubts.next} title={hintOf('desk.doubt')}>
            {words.nextDoubt}
          </Button>
          <Button onClick={fileAsIs} title={hintOf('desk.fileAsIs')}>
            {words.asIs}（Ctrl+Shift+Enter）
          </Button>
        </div>
      )}
      {held && settled && alike && (
        <div className={styles['held']} role="alert">
          <strong>{words.heldAlike}</strong>
          <Button onClick={fileAsIs} title={hintOf('desk.fileAsIs')}>
            {words.another}（Ctrl+Shift+Enter）
          </Button>
        </div>
      )}
      <div className={styles['bar']}>
        <Button type="primary" icon={<CheckIcon />} loading={filing} disabled={bad || readOnly} onClick={file}>
          {words.confirm}（{words.confirmKeys}）
        </Button>
        {onNext && (
          <Button title={hintOf('desk.next')} onClick={onNext}>
            {words.later}（F9）
          </Button>
        )}
        <span className={styles['grow']} />
        <Button icon={<DeleteIcon />} title={words.discardHint} onClick={onDiscard}>
          {words.discard}
        </Button>
      </div>
    </div>
  );
}

/** The pages of the draft's file, where it has any that can be drawn. */
function useDraftPages(reading: ReadyState['reading']): Pages | undefined {
  const [page, setPage] = useState(1);
  const drawn = hasPages(reading.file);
  const { value, error, reload } = useCall('desk.page', drawn ? { draft_id: reading.draft_id, page } : null);
  return drawn && error?.code !== 'UNSUPPORTED_FORMAT' ? { page, setPage, picture: value, error, reload } : undefined;
}

/** The draft's file as it looks, where it is of a kind that is shown so. */
function useDraftPaper(reading: ReadyState['reading']): Paper | undefined {
  const [page, setPage] = useState(1);
  const drawn = hasPreview(reading.file);
  const { value, error, reload } = useCall('desk.preview', drawn ? { draft_id: reading.draft_id, page } : null);
  // What is something else than its name says is shown as it was read.
  return drawn && error?.code !== 'UNSUPPORTED_FORMAT' ? { shown: value, error, reload, setPage } : undefined;
}

/** Where the letter will stand: its number is proposed before it is given. */
function Place({ work, filing, onWork }: { work: Work; filing: boolean; onWork: Props['onWork'] }) {
  const { issued_on } = work.elements;
  const day = issued_on !== null && /^\d{4}-\d{2}-\d{2}$/.test(issued_on) ? issued_on : null;
  const { value } = useCall('desk.number', {
    issued_on: day,
    ...(work.retention === null ? {} : { retention: work.retention }),
  });
  return (
    <section className={styles['place']} aria-label={words.place}>
      <h3>{words.place}</h3>
      <div>
        {words.number} <strong>{value?.ref_code ?? ''}</strong>
        {value !== undefined && (day === null || Number(day.slice(0, 4)) !== value.year) && (
          <span> {day === null ? words.yearOfToday(value.year) : words.yearOfNone(value.year)}</span>
        )}
      </div>
      <div className={styles['retention']}>
        <label htmlFor="draft-retention">{words.retention}</label>
        <RetentionSelect
          id="draft-retention"
          value={work.retention}
          disabled={filing}
          onChange={(retention) => onWork({ retention })}
        />
      </div>
    </section>
  );
}

function Notices({
  state,
  onWork,
  bad,
  onAttachTo,
  onDiscard,
  onShow,
  onComplete,
}: Pick<Props, 'state' | 'onWork' | 'onAttachTo' | 'onDiscard' | 'onShow'> & {
  bad: boolean;
  onComplete: ((begun: Begun) => void) | undefined;
}) {
  const { reading, work, error } = state;
  const allow = (
    <Checkbox
      id={ALLOW}
      checked={work.allowDuplicate}
      onChange={(event) => onWork({ allowDuplicate: event.target.checked })}
    >
      {words.allowDuplicate}
    </Checkbox>
  );
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
              <Twins letters={reading.duplicate_of.map(({ id, name }) => ({ id, name, reason: '' }))} />
              {allow}
            </>
          }
        />
      )}
      {reading.begun.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={words.begun}
          description={
            <>
              <BegunLetters letters={reading.begun} onComplete={onComplete} />
              {reading.duplicate_of.length === 0 && allow}
            </>
          }
        />
      )}
      {reading.twins.length > 0 && (
        <Alert type="warning" showIcon title={words.twins} description={<Twins letters={reading.twins} />} />
      )}
      {reading.beside.map(({ draft_id, file, kind }) => (
        <Alert
          key={draft_id}
          type="warning"
          showIcon
          title={words.beside(file, words.besideKinds[kind])}
          action={
            <>
              <Button size="small" onClick={() => onShow(draft_id)}>
                {words.showOther}
              </Button>
              {kind !== 'file' && (
                <Button size="small" onClick={() => onAttachTo(draft_id)}>
                  {words.attachTo}
                </Button>
              )}
              <Button size="small" onClick={onDiscard}>
                {words.discard}
              </Button>
            </>
          }
        />
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
      <Button size="small" icon={<PaperClipIcon />} onClick={add}>
        {words.addAttachment}
      </Button>
    </div>
  );
}
