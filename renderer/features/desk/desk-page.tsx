/** The desk: takes files in by drop, choice or paste, and walks through the drafts until all are filed. */
import { FileAddIcon, FolderOpenIcon } from '../../components/icons.tsx';
import { App, Button, Space } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';
import { takeFiles } from '../../archive/files.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { Page } from '../../app/page.tsx';
import { useReport } from '../../app/report.tsx';
import { chooseFiles } from '../../components/choose-files.ts';
import { doubtfulElements } from '../../components/elements-form.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import styles from './desk.module.css';
import { DraftView } from './draft-view.tsx';
import { ImportPanel, type Folder } from './import-panel.tsx';
import type { Draft, Filed } from './queue.ts';
import { useDesk, type Desk } from './use-desk.ts';
import { useWatch } from './watch-panel.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

interface Props {
  onDrafts: (count: number) => void;
}

export function DeskPage({ onDrafts }: Props) {
  const desk = useDesk();
  const report = useReport();
  const [folders, setFolders] = useState<readonly Folder[] | null>(null);
  const watch = useWatch();
  const { drafts } = desk.queue;
  const count = drafts.length;
  useEffect(() => onDrafts(count), [onDrafts, count]);

  const choose = (): void => {
    chooseFiles(words.chooseTitle).then(desk.add).catch(report);
  };
  const takeIn = (transfer: DataTransfer): void => {
    takeFiles(transfer)
      .then(({ items, failures }) => {
        failures.forEach(({ error }) => report(error));
        const dropped = items.flatMap(({ folder, source, shown }) =>
          folder && 'path' in source ? [{ handle: source.path, shown }] : [],
        );
        if (dropped.length > 0) setFolders(dropped);
        desk.add(items.filter(({ folder }) => !folder));
      })
      .catch(report);
  };
  const over = useDropTarget(takeIn);
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
        <Button icon={<FolderOpenIcon />} onClick={() => setFolders([])}>
          {words.importFolder}
        </Button>
      ) : (
        <Button onClick={() => setFolders(null)}>{words.toQueue}</Button>
      )}
    </Space>
  );

  return (
    <Page title={folders === null ? words.title : words.importTitle} tools={tools} flush ownFocus={count > 0}>
      <div className={styles['desk']}>
        {over && <div className={styles['over']}>{words.dropMore}</div>}
        {folders !== null ? (
          <ImportPanel folders={folders} onFolders={setFolders} watch={watch} />
        ) : count === 0 ? (
          <Empty filed={desk.queue.filed} onChoose={choose} />
        ) : (
          <Columns desk={desk} />
        )}
      </div>
    </Page>
  );
}

/** Whether something is being dragged over the window; hands on what is dropped anywhere in it. */
function useDropTarget(onDrop: (transfer: DataTransfer) => void): boolean {
  const [over, setOver] = useState(false);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const onDragOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    // Leaving the window has no element to go to; moving between elements inside it has.
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDropped = (event: DragEvent): void => {
      setOver(false);
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      drop(event.dataTransfer);
    };
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('dragleave', onDragLeave);
    document.addEventListener('drop', onDropped);
    return () => {
      setOver(false);
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('dragleave', onDragLeave);
      document.removeEventListener('drop', onDropped);
    };
  }, []);
  return over;
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

function Empty({ filed, onChoose }: { filed: readonly Filed[]; onChoose: () => void }) {
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

function Columns({ desk }: { desk: Desk }) {
  const { modal } = App.useApp();
  const { drafts, selected, filed } = desk.queue;
  const draft = drafts.find(({ key }) => key === selected) ?? drafts[0];

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
        <ul className={styles['list']} aria-label={words.queue}>
          {drafts.map((entry) => (
            <li key={entry.key}>
              <button
                type="button"
                className={styles['entry']}
                aria-current={entry.key === draft?.key}
                onClick={() => desk.select(entry.key)}
              >
                {entry.name}
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
      </div>
      {draft && <Selected key={draft.key} draft={draft} desk={desk} onFile={desk.file} onDiscard={discard} />}
    </div>
  );
}

function StatusLine({ draft: { state } }: { draft: Draft }) {
  switch (state.status) {
    case 'waiting':
      return <small>{words.waiting}</small>;
    case 'reading':
      return <small>{words.reading}</small>;
    case 'failed':
      return <small data-tone="bad">{words.failed}</small>;
    case 'ready': {
      const doubts = doubtfulElements(state.reading.evidence, state.work.seen).length;
      if (state.filing) return <small>{words.filing}</small>;
      return doubts > 0 ? <small data-tone="doubt">{words.doubts(doubts)}</small> : <small>{words.ready}</small>;
    }
  }
}

interface SelectedProps {
  draft: Draft;
  desk: Desk;
  onFile: (draft: Draft) => void;
  onDiscard: (draft: Draft) => void;
}

function Selected({ draft, desk, onFile, onDiscard }: SelectedProps) {
  const { state } = draft;
  switch (state.status) {
    case 'waiting':
    case 'reading':
      return (
        <div className={styles['center']}>
          <ProgressLine
            label={`${words.reading} ${draft.name}`}
            progress={state.status === 'reading' ? state.progress : undefined}
            onCancel={() => onDiscard(draft)}
          />
        </div>
      );
    case 'failed':
      return (
        <div className={styles['center']}>
          <Space orientation="vertical" className={layout['whole'] ?? ''}>
            <strong>{draft.name}</strong>
            <ErrorNotice
              error={state.error}
              onRetry={() => desk.retry(draft)}
              actions={
                <Button size="small" onClick={() => onDiscard(draft)}>
                  {words.discard}
                </Button>
              }
            />
          </Space>
        </div>
      );
    case 'ready':
      return (
        <DraftView
          state={state}
          onWork={(change) => desk.work(draft.key, change)}
          onFile={() => onFile(draft)}
          onDiscard={() => onDiscard(draft)}
        />
      );
  }
}
