/** The desk: takes files in by drop, choice or paste, and walks through the drafts until all are filed. */
import { FileAddIcon, FolderOpenIcon } from '../../components/icons.tsx';
import { App, Button, Space } from 'antd';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { fileName, takeFiles, type DroppedItem } from '../../archive/files.ts';
import { takenOf } from '../../archive/taken.ts';
import type { ArchiveError } from '../../../shared/errors.ts';
import { useCommands } from '../../app/commands/registry.ts';
import { hintOf } from '../../app/commands/table.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { Page } from '../../app/page.tsx';
import { useReport } from '../../app/report.tsx';
import { letterName } from '../../../shared/model/letter-name.ts';
import { chooseFiles } from '../../components/choose-files.ts';
import { useCurrentInSight } from '../../components/current-in-sight.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import styles from './desk.module.css';
import { DraftView } from './draft-view.tsx';
import { isKept, useKeptDesk } from './kept-desk.ts';
import { ImportPanel, type Folder } from './import-panel.tsx';
import { openQuestions } from './questions.ts';
import type { Begun, Draft, Filed } from './queue.ts';
import { QueueFoot } from './queue-foot.tsx';
import { useDesk, type Desk, type NewFile } from './use-desk.ts';
import { useWatch } from './watch-panel.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

interface Props {
  /** @param lost some of it would not be there again after a start of the window */
  onDrafts: (count: number, lost: boolean) => void;
  /** Files that were dropped anywhere in the window; told when they are taken. */
  dropped: readonly DroppedItem[];
  onTaken: () => void;
  /** It is known what lay here when the window was closed. */
  restored: boolean;
}

export function DeskPage({ onDrafts, dropped, onTaken, restored }: Props) {
  const desk = useDesk();
  const report = useReport();
  const [folders, setFolders] = useState<readonly Folder[] | null>(null);
  /** Folders and zips that came together with files: they wait behind the button. */
  const [waitingFolders, setWaiting] = useState<readonly Folder[]>([]);
  const watch = useWatch();
  const { drafts } = desk.queue;
  const count = drafts.length;
  const lost = drafts.some((draft) => !isKept(draft));
  const waiting = dropped.length > 0 || !restored;
  useEffect(() => {
    if (!waiting) onDrafts(count, lost);
  }, [onDrafts, count, lost, waiting]);
  useKeptDesk(drafts, !waiting);

  const take = (items: readonly TakenIn[]): void => {
    const [many, files] = parted(items);
    // Files that come while a folder's import is open are seen at once, in the queue.
    if (files.length > 0) setFolders(null);
    else if (many.length > 0) setFolders(many);
    if (many.length > 0) setWaiting(many);
    desk.add(files);
  };
  const choose = (): void => {
    chooseFiles(words.chooseTitle).then(take).catch(report);
  };
  const takeDropped = useEffectEvent((): void => {
    take(dropped);
    onTaken();
  });
  useEffect(() => {
    if (dropped.length > 0) takeDropped();
  }, [dropped]);
  const takeIn = (transfer: DataTransfer): void => {
    takeFiles(takenOf(transfer))
      .then(({ items, failures }) => {
        failures.forEach(({ error }) => report(error));
        take(items);
      })
      .catch(report);
  };
  const openImport = (): void => {
    setFolders(waitingFolders);
    setWaiting([]);
  };
  useCommands({
    'desk.choose': { run: choose },
    'desk.folder': { run: openImport },
  });
  usePaste(takeIn, (text) =>
    desk.add([{ name: words.pasted, source: { name: words.pasted, bytes: new TextEncoder().encode(text) } }]),
  );

  const tools = (
    <Space>
      {watch.task.running && <span>{words.watching(watch.folder?.shown ?? '')}</span>}
      <Button icon={<FileAddIcon />} onClick={choose}>
        {words.choose}
      </Button>
      {folders === null ? (
        <Button icon={<FolderOpenIcon />} onClick={openImport}>
          {words.importFolder}
          {waitingFolders.length > 0 && words.importWaiting(waitingFolders.map(({ shown }) => fileName(shown)))}
        </Button>
      ) : (
        <Button onClick={() => setFolders(null)}>{words.toQueue}</Button>
      )}
    </Space>
  );

  return (
    <Page title={folders === null ? words.title : words.importTitle} tools={tools} flush ownFocus={count > 0}>
      <div className={styles['desk']}>
        {folders !== null ? (
          <ImportPanel folders={folders} onFolders={setFolders} watch={watch} />
        ) : count === 0 ? (
          <Empty desk={desk} onChoose={choose} />
        ) : (
          <Columns desk={desk} />
        )}
      </div>
    </Page>
  );
}

/** What comes in by drop, paste or choice. */
type TakenIn = NewFile & Partial<Pick<DroppedItem, 'folder' | 'shown'>>;

/** What holds many letters is imported, never read as one: folders, and zips, packages among them. */
function parted(items: readonly TakenIn[]): [Folder[], TakenIn[]] {
  const isMany = ({ name, source, folder }: TakenIn): boolean =>
    folder === true || ('path' in source && /\.zip$/i.test(name));
  const many = items.flatMap((item) =>
    isMany(item) && 'path' in item.source ? [{ handle: item.source.path, shown: item.shown ?? item.name }] : [],
  );
  return [many, items.filter((item) => !isMany(item))];
}

/** Takes a paste of files or of text that is not meant for a field. */
function usePaste(onFiles: (transfer: DataTransfer) => void, onText: (text: string) => void): void {
  const paste = useEffectEvent((event: ClipboardEvent): void => {
    const transfer = event.clipboardData;
    if (transfer === null || event.defaultPrevented) return;
    const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea') !== null;
    const text = transfer.getData('text/plain');
    if (transfer.files.length > 0) onFiles(transfer);
    else if (!typing && text.trim() !== '') onText(text);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: ClipboardEvent): void => paste(event);
    document.addEventListener('paste', listen);
    return () => document.removeEventListener('paste', listen);
  }, []);
}

function Empty({ desk, onChoose }: { desk: Desk; onChoose: () => void }) {
  const { filed } = desk.queue;
  return (
    <div className={styles['empty']}>
      <div className={styles['drop']}>
        <h2>{words.dropHere}</h2>
        <p>{words.dropHint}</p>
        <p>{words.dropSafe}</p>
        <Button type="primary" size="large" icon={<FileAddIcon />} onClick={onChoose}>
          {words.choose}
        </Button>
      </div>
      {filed.length > 0 && (
        <div className={styles['filed']}>
          <h2>{words.filedNow}</h2>
          <FiledList filed={filed} />
          <QueueFoot desk={desk} />
        </div>
      )}
    </div>
  );
}

function FiledList({ filed }: { filed: readonly Filed[] }) {
  const { go } = useNavigation();
  return (
    <ul className={styles['list']} aria-label={words.filedNow}>
      {filed.map(({ id, title, refCode }) => (
        <li key={id}>
          <button type="button" className={styles['entry']} onClick={() => go({ view: 'letter', id })}>
            {title}
            {refCode !== null && <small>{refCode}</small>}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What a draft is called: as the letter will be, once it is read. */
function draftName({ name, state }: Draft): string {
  if (state.status !== 'ready') return name;
  const { elements, text } = state.work;
  return letterName(
    elements,
    () => text,
    () => name,
  );
}

function nextOf(drafts: readonly Draft[], draft: Draft): Draft {
  const at = drafts.findIndex(({ key }) => key === draft.key);
  return drafts[(at + 1) % drafts.length] ?? draft;
}

function Columns({ desk }: { desk: Desk }) {
  const { modal } = App.useApp();
  const { drafts, selected, filed } = desk.queue;
  const draft = drafts.find(({ key }) => key === selected) ?? drafts[0];
  // What has been read is put in order, by which the draft in hand may move away.
  const isReading = drafts.some(({ state }) => state.status === 'waiting' || state.status === 'reading');
  const list = useCurrentInSight<HTMLUListElement>(`${draft?.key ?? ''} ${String(isReading)}`);

  const discard = (of: Draft): void => {
    if (of.state.status !== 'ready') {
      desk.discard(of);
      return;
    }
    modal.confirm({
      title: words.discard,
      content: words.discardAsk(of.name),
      okText: words.discard,
      focusable: { autoFocusButton: 'cancel' },
      onOk: () => desk.discard(of),
    });
  };

  return (
    <div className={styles['columns']}>
      <div className={styles['queue']}>
        <h2>{words.queueCount(drafts.length)}</h2>
        <ul ref={list} className={styles['list']} aria-label={words.queue}>
          {drafts.map((entry) => (
            <li key={entry.key}>
              <button
                type="button"
                className={styles['entry']}
                aria-current={entry.key === draft?.key}
                onClick={() => desk.select(entry.key)}
              >
                {draftName(entry)}
                <StatusLine draft={entry} />
              </button>
            </li>
          ))}
        </ul>
        {filed.length > 0 && (
          <>
            <h2>{words.filedNow}</h2>
            <FiledList filed={filed} />
          </>
        )}
        <QueueFoot desk={desk} />
      </div>
      {draft && (
        <Selected
          key={draft.key}
          draft={draft}
          desk={desk}
          onFile={desk.file}
          onDiscard={discard}
          onNext={drafts.length > 1 ? () => desk.select(nextOf(drafts, draft).key) : undefined}
        />
      )}
    </div>
  );
}

function StatusLine({ draft }: { draft: Draft }) {
  const { state } = draft;
  switch (state.status) {
    case 'waiting':
      return <small>{words.waiting}</small>;
    case 'reading':
      return <small>{words.reading}</small>;
    case 'failed':
      return <small data-tone="bad">{words.failed}</small>;
    case 'ready': {
      const { reading, work } = state;
      const doubts = openQuestions(work.elements, reading.evidence, work.seen).length;
      if (reading.duplicate_of.length > 0) return <small data-tone="doubt">{words.duplicateShort(draft.name)}</small>;
      if (reading.begun.length > 0) return <small data-tone="doubt">{words.begunShort(draft.name)}</small>;
      if (state.filing) return <small>{words.filing}</small>;
      if (doubts === 0 && reading.twins.length + reading.beside.length > 0)
        return <small data-tone="doubt">{words.nearShort(draft.name)}</small>;
      return doubts > 0 ? (
        <small data-tone="doubt">{words.doubtsOf(draft.name, doubts)}</small>
      ) : (
        <small>{words.readyOf(draft.name)}</small>
      );
    }
  }
}

interface SelectedProps {
  draft: Draft;
  desk: Desk;
  onFile: (draft: Draft, review: boolean, begun?: Begun) => void;
  onDiscard: (draft: Draft) => void;
  onNext: (() => void) | undefined;
}

function Selected({ draft, desk, onFile, onDiscard, onNext }: SelectedProps) {
  const { state } = draft;
  switch (state.status) {
    case 'waiting':
    case 'reading':
      return (
        <div className={styles['center']}>
          <ProgressLine
            label={`${state.status === 'waiting' ? words.waiting : words.reading} ${draft.name}`}
            progress={state.status === 'reading' ? state.progress : undefined}
            onCancel={() => onDiscard(draft)}
          />
        </div>
      );
    case 'failed':
      return (
        <Failed
          name={draft.name}
          error={state.error}
          onRetry={() => desk.retry(draft)}
          onDiscard={() => onDiscard(draft)}
          onNext={onNext}
        />
      );
    case 'ready':
      return (
        <DraftView
          state={state}
          onWork={(change) => desk.work(draft.key, change)}
          onFile={(review, begun) => onFile(draft, review, begun)}
          onDiscard={() => onDiscard(draft)}
          onNext={onNext}
          onAttachTo={(draftId) => desk.attachTo(draft, draftId)}
          onShow={desk.show}
        />
      );
  }
}

interface FailedProps {
  name: string;
  error: ArchiveError;
  onRetry: () => void;
  onDiscard: () => void;
  onNext: (() => void) | undefined;
}

/** A file that could not be read. It takes the keyboard, so that F9 goes on and Tab finds what can be done. */
function Failed({ name, error, onRetry, onDiscard, onNext }: FailedProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  useCommands({
    'desk.file': { run: () => undefined, refused: words.cannotFile },
    'desk.next': { run: () => onNext?.(), refused: onNext === undefined ? words.noOther : undefined },
  });
  return (
    <div className={styles['center']} ref={box} tabIndex={-1} aria-label={name} role="group">
      <Space orientation="vertical" className={layout['whole'] ?? ''}>
        <strong>{name}</strong>
        <ErrorNotice
          error={error}
          onRetry={onRetry}
          actions={
            <>
              <Button size="small" onClick={onDiscard}>
                {words.discard}
              </Button>
              {onNext && (
                <Button size="small" title={hintOf('desk.next')} onClick={onNext}>
                  {words.later}（F9）
                </Button>
              )}
            </>
          }
        />
      </Space>
    </div>
  );
}
