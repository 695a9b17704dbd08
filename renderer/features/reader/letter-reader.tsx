/** One letter in the reading pane: its parts as tabs, its elements beside, and what can be done with it. */
import { App, Button, Tag } from 'antd';
import { lazy, memo, Suspense, useEffect, useEffectEvent, useState } from 'react';
import { isOriginal, type Letter } from '../../../shared/model/letter.ts';
import { RETENTION_LABELS } from '../../../shared/model/settings.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { CommandMenu } from '../../app/commands/command-menu.tsx';
import { lookUp, useCommands } from '../../app/commands/registry.ts';
import { hintOf } from '../../app/commands/table.ts';
import { useRights } from '../../app/rights.ts';
import { startJob } from '../../app/jobs.ts';
import { keep, useKept, type OpenTab } from '../../app/kept.ts';
import { READER_TABS, useNavigation, type ReaderTab } from '../../app/navigation.tsx';
import { OWN_LETTER } from '../../app/own-window.ts';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { copyText } from '../../components/copy-text.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime } from '../../components/format.ts';
import { ArrowDownIcon, ArrowUpIcon, EditIcon, FilePdfIcon } from '../../components/icons.tsx';
import { ExportDialog, exportLines } from '../export/export-dialog.tsx';
import { useActiveList } from '../list/active-list.ts';
import { Fields } from '../letter/fields.tsx';
import { LetterStrips } from '../letter/review-strip.tsx';
import { forgetAsked, takeAsked, useComing, WHEN_THERE } from './coming.ts';
import { LetterPaper } from './letter-paper.tsx';
import { copyWithSource } from './source.ts';
import styles from './reader.module.css';
import { TAB_WORDS, words } from './words.ts';

const AttachmentsTab = lazy(() => import('./attachments-tab.tsx').then((m) => ({ default: m.AttachmentsTab })));
const OriginalTab = lazy(() => import('./original-tab.tsx').then((m) => ({ default: m.OriginalTab })));
const HistoryTab = lazy(() => import('../history/history-tab.tsx').then((m) => ({ default: m.HistoryTab })));
const PublicTab = lazy(() => import('../public/public-tab.tsx').then((m) => ({ default: m.PublicTab })));
const Related = lazy(() => import('../letter/related.tsx').then((m) => ({ default: m.Related })));

interface Props {
  target: OpenTab;
  /** The part that is shown first. */
  tab?: ReaderTab | undefined;
  /** Versions to be compared in the history. */
  versions?: { from: number | undefined; to: number | undefined } | undefined;
  onRead?: () => void;
}

export function LetterReader({ target, tab, versions, onRead }: Props) {
  const { id, version } = target;
  const { value, error, reload, loading } = useCall('letters.show', version === undefined ? { id } : { id, version });
  // The letter before stays as it is until the next is there: walking a list must not flicker.
  const [settled, setSettled] = useState(target);
  const isThere = value?.id === id && (version === undefined || value.version === version);
  if (isThere && settled !== target) setSettled(target);
  // Until then nothing can be done with the letter before: it is no longer the one that the list stands on.
  const coming = useComing();
  const waits = coming || settled.id !== id || value === undefined;
  useCommands(waits && error === undefined ? WHEN_THERE : {});
  const { may } = useRights();
  const { message } = App.useApp();
  const doAsked = useEffectEvent((): void => {
    const command = takeAsked();
    if (command === undefined) return;
    const { run, refused } = lookUp(command, may);
    if (refused === undefined) run();
    else void message.info(refused);
  });
  useEffect(() => {
    if (error !== undefined) forgetAsked();
    else if (!waits) doAsked();
  }, [waits, error]);
  if (error) {
    return (
      <div className={styles['nothing']}>
        <ErrorNotice error={error} onRetry={reload} />
      </div>
    );
  }
  if (value === undefined) return <div className={styles['nothing']} aria-busy={loading} />;
  return (
    <div className={styles['pane']} data-waits={waits || undefined}>
      <LetterView
        letter={value}
        query={settled.query ?? ''}
        attachment={settled.attachment}
        first={tab ?? (settled.attachment === undefined ? 'read' : 'attachments')}
        versions={versions}
        onChanged={reload}
        {...(onRead === undefined ? {} : { onRead })}
      />
    </div>
  );
}

interface ViewProps {
  letter: Letter;
  query: string;
  attachment: string | undefined;
  first: ReaderTab;
  versions: Props['versions'];
  onChanged: () => void;
  onRead?: () => void;
}

const LetterView = memo(function LetterView({
  letter,
  query,
  attachment,
  first,
  versions,
  onChanged,
  onRead,
}: ViewProps) {
  const { id } = letter;
  const { message } = App.useApp();
  const { go } = useNavigation();
  const { may } = useRights();
  const { readOnly, refresh } = useSession();
  const elementsOpen = useKept((kept) => kept.elementsOpen);
  const elementsUnfolded = useKept((kept) => kept.elementsUnfolded);
  const report = useReport();
  const shown = `${id}@${letter.version}`;
  const [tab, setTab] = useState<ReaderTab>(first);
  const [exporting, setExporting] = useState(false);
  // Another letter begins as a fresh one would; what stands round it is not made anew, which costs more than the letter.
  const [before, setBefore] = useState(shown);
  if (before !== shown) {
    setBefore(shown);
    // A new version of the same letter comes of an act in one of its parts: who acted stays there.
    if (!before.startsWith(`${id}@`) || attachment !== undefined) setTab(first);
    setExporting(false);
  }
  const walked = useActiveList((state) => state.list !== null);
  const old = letter.version < letter.versions;
  const noEdit =
    OWN_LETTER !== null
      ? words.inMain
      : readOnly
        ? words.readOnly
        : !may('letters.edit')
          ? words.noRight
          : old
            ? words.isOld
            : letter.final
              ? words.isFinal
              : undefined;

  const copy = (text: string, told: string): void => {
    if (copyText(text)) void message.success(told);
  };
  const print = (): void => {
    call('shell.chooseFolder', { title: words.printFolder, use: 'write_folder' }).then(({ chosen }) => {
      if (chosen === null) return;
      startJob(words.printing, async (options) => {
        const made = await call('export.pdf', { selection: { ids: [id] }, out: chosen.handle, list: false }, options);
        const files = made.files.map(({ file }) => file);
        if (files[0] !== undefined) await call('shell.reveal', { path: files[0] });
        return { words: words.printed, files, lines: exportLines(made) };
      });
    }, report);
  };
  const reopen = (): void => {
    call('review.reopen', { id }).then(() => {
      refresh();
      onChanged();
    }, report);
  };
  const told = useEffectEvent(() => onRead?.());
  // Who stays with a letter, or looks at more of it, has read it.
  useEffect(() => {
    const timer = setTimeout(told, READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  useCommands({
    'letter.edit': { run: () => go({ view: 'letter', id, edit: true }), refused: noEdit },
    'letter.export': { run: () => setExporting(true), refused: old ? words.isOld : undefined },
    'letter.print': { run: print, refused: old ? words.isOld : undefined },
    'letter.copy': { run: () => copy(letter.text, words.copied) },
    'letter.copySource': { run: () => copy(copyWithSource(letter), words.copiedSource) },
    'letter.original': { run: () => setTab('original') },
    'letter.history': { run: () => setTab('history') },
    'letter.similar': { run: () => setTab('similar') },
    'letter.public': { run: () => setTab('public'), refused: old ? words.isOld : undefined },
    'letter.reopen': { run: reopen, refused: letter.review === true ? words.waitsAlready : noEdit },
    'view.elements': { run: () => keep({ elementsOpen: !elementsOpen, elementsUnfolded: !elementsOpen }) },
  });

  const files = letter.attachments.filter((file) => !isOriginal(file)).length;
  const counts: Partial<Record<ReaderTab, number>> = { attachments: files, history: letter.versions };
  return (
    <article className={styles['letter']} aria-label={letter.name}>
      <header className={styles['bar']}>
        <div className={styles['parts']} role="tablist" aria-label={words.parts}>
          {READER_TABS.filter((one) => !old || (one !== 'similar' && one !== 'public')).map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              aria-selected={tab === one}
              className={styles['part']}
              onClick={() => setTab(one)}
            >
              {TAB_WORDS[one]}
              {counts[one] !== undefined && counts[one] > 0 && <small> {counts[one]}</small>}
            </button>
          ))}
        </div>
        <span className={styles['grow']} />
        {walked && (
          <span className={styles['walk']}>
            <Button
              size="small"
              type="text"
              icon={<ArrowUpIcon />}
              aria-label={words.previousLetter}
              title={hintOf('letter.previous')}
              onClick={() => lookUp('letter.previous', may).run()}
            />
            <Button
              size="small"
              type="text"
              icon={<ArrowDownIcon />}
              aria-label={words.nextLetter}
              title={hintOf('letter.next')}
              onClick={() => lookUp('letter.next', may).run()}
            />
          </span>
        )}
        <Button
          size="small"
          icon={<EditIcon />}
          disabled={noEdit !== undefined}
          aria-label={words.edit}
          title={noEdit ?? hintOf('letter.edit')}
          onClick={() => go({ view: 'letter', id, edit: true })}
        >
          <span className={styles['word']}>{words.edit}</span>
        </Button>
        {may('export.pdf') && (
          <Button
            size="small"
            type="primary"
            icon={<FilePdfIcon />}
            disabled={old}
            aria-label={words.export}
            title={old ? words.isOld : hintOf('letter.export')}
            onClick={() => setExporting(true)}
          >
            <span className={styles['word']}>{words.export}</span>
          </Button>
        )}
        <CommandMenu
          ids={[
            ...(OWN_LETTER === null ? (['letter.window'] as const) : []),
            'letter.print',
            'letter.copy',
            'letter.copySource',
            null,
            'letter.reopen',
            'view.elements',
            'tab.close',
          ]}
        >
          <Button size="small">{words.more} ▾</Button>
        </CommandMenu>
      </header>
      <div className={styles['body']}>
        <div className={styles['main']} data-part={tab}>
          <Heading letter={letter} />
          <LetterStrips letter={letter} onChanged={onChanged} />
          <Suspense fallback={null}>
            {tab === 'read' && <LetterPaper letter={letter} query={query} />}
            {tab === 'original' && <OriginalTab key={shown} letter={letter} query={query} />}
            {tab === 'attachments' && (
              <AttachmentsTab key={shown} letter={letter} first={attachment} query={query} onChanged={onChanged} />
            )}
            {tab === 'history' && <HistoryTab key={shown} letter={letter} versions={versions} onChanged={onChanged} />}
            {tab === 'public' && <PublicTab key={id} letter={letter} />}
            {tab === 'similar' && (
              <div className={styles['scroll']}>
                <Related key={id} id={id} />
              </div>
            )}
          </Suspense>
        </div>
        {elementsOpen && (
          <aside
            key={shown}
            className={styles['side']}
            aria-label={words.elements}
            tabIndex={0}
            data-folded={!elementsUnfolded || undefined}
          >
            <h3>
              {words.elements}
              <button
                type="button"
                aria-expanded={elementsUnfolded}
                onClick={() => keep({ elementsUnfolded: !elementsUnfolded })}
              >
                {elementsUnfolded ? words.fold : words.unfold}
              </button>
            </h3>
            <Fields elements={letter.elements} />
            <Kept letter={letter} />
          </aside>
        )}
      </div>
      {exporting && <ExportDialog selection={{ ids: [id] }} name={letter.name} onClose={() => setExporting(false)} />}
    </article>
  );
});

/** A letter that is looked at for so long was read: its search is remembered. */
const READ_AFTER_MS = 1500;

/** How the letter is kept: its number, how long, since when. */
function Kept({ letter }: { letter: Letter }) {
  const { ref_code, retention, expires, filed_at } = letter;
  return (
    <div className={styles['kept']}>
      {ref_code !== null && <div>{`档号 ${ref_code}`}</div>}
      <div>{`保管期限 ${RETENTION_LABELS[retention]}${expires === null ? '' : `，至 ${expires}`}`}</div>
      <div>{`${formatTime(filed_at)} 入库`}</div>
    </div>
  );
}

const Heading = memo(function Heading({ letter }: { letter: Letter }) {
  const { elements, version, versions, final } = letter;
  const about = [elements.doc_number, elements.issuer, elements.issued_on].filter((part) => part !== null);
  return (
    <div className={styles['heading']}>
      <h2>{letter.name}</h2>
      {elements.title !== null && elements.title !== letter.name && <div>{elements.title}</div>}
      <div className={styles['soft']}>
        {final && <Tag color="red">{words.final}</Tag>}
        {about.length > 0 && <span>{about.join(' · ')}</span>}
        <span>{`第 ${version} 版，共 ${versions} 版`}</span>
      </div>
    </div>
  );
});
