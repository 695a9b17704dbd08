/** A list and the letter that it stands on, side by side: what is read is read where it was found. */
import { Button, Modal } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { call } from '../../archive/client.ts';
import { useCommands } from '../../app/commands/registry.ts';
import { keep, openTab, useKept } from '../../app/kept.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { CompareLetters } from '../history/compare-letters.tsx';
import { ExportDialog } from '../export/export-dialog.tsx';
import { useActiveList } from '../list/active-list.ts';
import { LetterList } from '../list/letter-list.tsx';
import type { ListRow, ListSource } from '../list/rows.ts';
import type { Rows } from '../list/use-rows.ts';
import { words as listWords } from '../list/words.ts';
import { setComing } from '../reader/coming.ts';
import { Reader } from '../reader/reader.tsx';
import styles from './workspace.module.css';
import { words } from './words.ts';

interface Props {
  /** The name under which the panes' widths are kept. */
  place: string;
  label: string;
  source: ListSource;
  rows: Rows;
  /** What is looked for: marked in the letters. */
  query?: string;
  snippets?: boolean;
  head: ReactNode;
  /** Stands between the head and the list. */
  above?: ReactNode;
  /** Stands in the list's place. */
  instead?: ReactNode;
  sorted?: { by: string; descending: boolean; onSort: (by: string) => void };
  /** A letter is being read. */
  onRead?: (row: ListRow) => void;
}

/** A list that has stood so long is looked at: its letter is brought. */
const SETTLED_MS = 120;

/** Below this width the letter takes the list's place. */
const NARROW = '(max-width: 1199px)';

function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const asked = window.matchMedia(NARROW);
      asked.addEventListener('change', changed);
      return () => asked.removeEventListener('change', changed);
    },
    () => window.matchMedia(NARROW).matches,
  );
}

export function Workspace({
  place,
  label,
  source,
  rows,
  query = '',
  snippets = false,
  head,
  above,
  instead,
  sorted,
  onRead,
}: Props) {
  const { go } = useNavigation();
  const report = useReport();
  const { refresh } = useSession();
  const narrow = useNarrow();
  const panes = useKept((all) => all.panes);
  const listView = useKept((all) => all.listView);
  // A table wants more room than lines do.
  const kept = `${place} ${listView}`;
  const [active, setActive] = useState<ListRow>();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [exporting, setExporting] = useState(false);
  const [comparing, setComparing] = useState(false);
  // The letter is shown with the words by which it was found; the next words come with the next list.
  const [found, setFound] = useState(query);
  const target = useMemo(
    () =>
      active === undefined
        ? null
        : { id: active.id, name: active.name, version: active.version, attachment: active.attachment, query: found },
    [active, found],
  );
  const latest = useRef<() => void>(() => undefined);
  useEffect(() => {
    latest.current = () => active && onRead?.(active);
  });
  const read = useCallback(() => latest.current(), []);

  const question = useRef(source.key);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = (row: ListRow | undefined): void => {
    clearTimeout(waiting.current);
    const take = (): void => {
      setComing(false);
      setActive(row);
      setFound(query);
      // What the list stands on is in front again.
      if (row !== undefined && useKept.getState().tab !== null) keep({ tab: null });
    };
    const walked = question.current === source.key;
    question.current = source.key;
    // Who walks reads; who types looks at the list, and the next key is not to wait for a letter.
    if (walked) take();
    else {
      setComing(row?.id !== active?.id);
      waiting.current = setTimeout(take, SETTLED_MS);
    }
  };
  useEffect(
    () => () => {
      clearTimeout(waiting.current);
      setComing(false);
    },
    [],
  );
  const open = (row: ListRow): void => {
    onRead?.(row);
    const { id, name, version, attachment } = row;
    openTab({ id, name, version, attachment, query });
    if (narrow) go({ view: 'letter', id, version, query, ...(attachment === undefined ? {} : { attachment }) });
  };
  const openWindow = (): void => {
    // The letter that is read: the tab in front, else the one that the list stands on.
    const { tabs, tab } = useKept.getState();
    const shown = (narrow ? undefined : tabs.find(({ id }) => id === tab)) ?? active;
    if (shown !== undefined) call('shell.openLetter', { id: shown.id, version: shown.version }).catch(report);
  };
  const many = chosen.length > 1;
  const reopen = (): void => {
    if (active === undefined) return;
    call('review.reopen', { id: active.id }).then(() => {
      refresh();
      rows.reload();
    }, report);
  };
  useCommands({
    'letter.open': { run: () => active && open(active), refused: active === undefined ? words.none : undefined },
    'letter.window': { run: openWindow, refused: active === undefined ? words.none : undefined },
    'letter.next': { run: () => useActiveList.getState().list?.move(1) },
    'letter.previous': { run: () => useActiveList.getState().list?.move(-1) },
    ...(many ? { 'letter.export': { run: () => setExporting(true) } } : {}),
    'letter.compare': { run: () => setComparing(true), refused: chosen.length === 2 ? undefined : words.two },
    'list.bulk': {
      run: () => go({ view: 'records', ids: chosen.length > 0 ? chosen : active === undefined ? [] : [active.id] }),
      refused: chosen.length === 0 && active === undefined ? words.none : undefined,
    },
    // Where the letter stands beside the list it takes itself back, and tells so.
    ...(narrow ? { 'letter.reopen': { run: reopen, refused: active === undefined ? words.none : undefined } } : {}),
  });
  useEffect(() => setChosen([]), [source.key]);
  // Where nothing is found nothing stands beside it.
  const none = rows.total === 0;
  useEffect(() => {
    if (!none) return;
    clearTimeout(waiting.current);
    setActive(undefined);
  }, [none]);

  const list = (
    <div className={styles['list']}>
      {head}
      {above !== undefined && <div className={styles['above']}>{above}</div>}
      {chosen.length > 0 && (
        <div className={styles['chosen']} role="status">
          <strong>{listWords.chosen(chosen.length)}</strong>
          <Button size="small" onClick={() => setExporting(true)}>
            {listWords.exportMany(chosen.length)}
          </Button>
          <Button size="small" onClick={() => go({ view: 'records', ids: chosen })}>
            {listWords.bulkMany(chosen.length)}
          </Button>
          {chosen.length === 2 && (
            <Button size="small" onClick={() => setComparing(true)}>
              {words.compare}
            </Button>
          )}
        </div>
      )}
      {instead ?? (
        <LetterList
          label={label}
          source={source}
          rows={rows}
          snippets={snippets}
          onActive={show}
          onOpen={open}
          onChosen={setChosen}
          {...(onRead === undefined ? {} : { onPick: onRead })}
          startsAtFirst={!narrow}
          {...(sorted === undefined ? {} : { sorted })}
        />
      )}
    </div>
  );
  return (
    <>
      {narrow ? (
        list
      ) : (
        <Group
          key={listView}
          className={styles['panes'] ?? ''}
          {...(panes[kept] === undefined ? {} : { defaultLayout: panes[kept] })}
          onLayoutChanged={(layout) => keep({ panes: { ...useKept.getState().panes, [kept]: layout } })}
        >
          <Panel id="list" defaultSize={listView === 'table' ? '58%' : '36%'} minSize="260px">
            {list}
          </Panel>
          <Separator className={styles['handle'] ?? ''} aria-label={words.handle} />
          <Panel id="reader" minSize="380px">
            <Reader preview={target} onRead={read} />
          </Panel>
        </Group>
      )}
      {exporting && (
        <ExportDialog
          selection={{ ids: chosen.length > 0 ? [...chosen] : active === undefined ? [''] : [active.id] }}
          count={Math.max(1, chosen.length)}
          onClose={() => setExporting(false)}
        />
      )}
      {comparing && chosen[0] !== undefined && chosen[1] !== undefined && (
        <CompareLetters id={chosen[0]} other={chosen[1]} onClose={() => setComparing(false)} />
      )}
    </>
  );
}

/** Asks nothing more of a letter than that it is shown: for lists inside dialogs. */
export function PeekModal({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  return (
    <Modal open title={name} width="min(92vw, 900px)" footer={null} onCancel={onClose} destroyOnHidden>
      <div className={styles['peek']}>
        <Reader preview={{ id, name }} alone />
      </div>
    </Modal>
  );
}
