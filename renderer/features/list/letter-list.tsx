/** The one list of letters: thousands of lines, in two lines each or as a table, walked by keys, chosen singly or by the range. */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useEffectEvent,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
} from 'react';
import { isComposingStroke } from '../../app/keys.ts';
import { CommandMenu } from '../../app/commands/command-menu.tsx';
import { useCommands } from '../../app/commands/registry.ts';
import { useKept } from '../../app/kept.ts';
import { useReport } from '../../app/report.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useActiveList } from './active-list.ts';
import { lineOf, pickColumns, shownColumns } from './columns.ts';
import { LineRow } from './line-row.tsx';
import styles from './list.module.css';
import type { ListRow, ListSource } from './rows.ts';
import { movedTo, NOTHING_CHOSEN, ranged, stepTo, toggled, type Selection } from './selection.ts';
import { tellColumns } from './seen-columns.ts';
import { TableHead, TableRow } from './table-row.tsx';
import type { Rows } from './use-rows.ts';
import { words } from './words.ts';

export interface ListHandle {
  focus: () => void;
}

interface Props {
  label: string;
  source: ListSource;
  rows: Rows;
  /** Three lines a letter: with the words that were found. */
  snippets?: boolean;
  /** The letter that the list stands on changed. */
  onActive: (row: ListRow | undefined) => void;
  /** A letter is to have a tab of its own. */
  onOpen: (row: ListRow) => void;
  onChosen?: (ids: readonly string[]) => void;
  /** A letter was picked out by the pointer: that is reading it, walking past it is not. */
  onPick?: (row: ListRow) => void;
  /** How the table is sorted, where it can be sorted by its heads. */
  sorted?: { by: string; descending: boolean; onSort: (by: string) => void };
  /** Goes to the first letter by itself as soon as there is one. */
  startsAtFirst?: boolean;
  ref?: Ref<ListHandle>;
}

/** Height of a line in ems of the base size: two lines of text, or three with what was found. */
const LINE_EM = { table: 2.6, two: 4.1, three: 5.6 } as const;

/** The base size as the root sets it: what is computed of it would have to be asked of the whole page. */
function baseSize(): number {
  const set = Number.parseFloat(document.documentElement.style.getPropertyValue('--base-size'));
  return Number.isNaN(set) ? 14 : set;
}

export function LetterList({
  label,
  source,
  rows,
  snippets = false,
  onActive,
  onOpen,
  onChosen,
  onPick,
  sorted,
  startsAtFirst = false,
  ref,
}: Props) {
  const listView = useKept((kept) => kept.listView);
  const columns = useKept((kept) => kept.columns);
  const report = useReport();
  const listId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [selection, setSelection] = useState<Selection>(NOTHING_CHOSEN);
  /** Where the context menu is open. It is made only then: with each key it would be drawn again. */
  const [menuAt, setMenuAt] = useState<{ left: number; top: number } | null>(null);
  const total = rows.total ?? 0;
  const isTable = listView === 'table';
  const height = Math.round(baseSize() * (isTable ? LINE_EM.table : snippets ? LINE_EM.three : LINE_EM.two));
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const { want } = rows;
  useEffect(() => {
    if (total > 0) want(first, last);
  }, [first, last, total, want]);
  useEffect(() => virtual.measure(), [height, virtual]);

  // Another question begins at its first line.
  const question = useRef(source.key);
  useEffect(() => {
    if (question.current === source.key) return;
    question.current = source.key;
    setSelection(startsAtFirst ? stepTo(0) : NOTHING_CHOSEN);
    // Asked of the virtualizer and not of the page, which would have to be laid out for it.
    if ((virtual.scrollOffset ?? 0) !== 0) virtual.scrollToOffset(0);
  }, [source.key, virtual, startsAtFirst]);

  const active = rows.stale ? undefined : rows.at(selection.active);
  const tellActive = useEffectEvent(onActive);
  const activeKey = active === undefined ? '' : `${active.id}@${active.version ?? ''} ${source.key}`;
  const told = useRef('');
  // Between two questions, and while a line is on its way, the letter of before stays in sight.
  const waits = rows.stale || (active === undefined && selection.active >= 0 && total > 0);
  useEffect(() => {
    if (waits || told.current === activeKey) return;
    told.current = activeKey;
    tellActive(active);
  }, [waits, activeKey, active]);
  const tellChosen = useEffectEvent((ids: readonly string[]) => onChosen?.(ids));
  useEffect(() => tellChosen([...selection.ids]), [selection.ids]);
  const firstRow = rows.at(0);
  useEffect(() => {
    if (startsAtFirst && firstRow !== undefined && !rows.stale)
      setSelection((before) => (before.active < 0 ? stepTo(0) : before));
  }, [startsAtFirst, firstRow, rows.stale]);

  const goTo = (index: number, shift = false): void => {
    setSelection((before) => (shift ? ranged(before, index, (at) => rows.at(at)?.id) : stepTo(index)));
    const [top, seen] = [virtual.scrollOffset ?? 0, virtual.scrollRect?.height ?? 0];
    const inSight = index * height >= top && (index + 1) * height <= top + seen;
    if (!inSight) virtual.scrollToIndex(index, { align: 'auto' });
  };
  const chooseAll = (): void => {
    source.ids().then((ids) => setSelection((before) => ({ ...before, ids: new Set(ids) })), report);
  };
  const onKey = (key: string, shift: boolean): boolean => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const to = movedTo(key, selection.active, total, page);
    if (to === null) return false;
    goTo(to, shift);
    return true;
  };
  const openActive = (): void => {
    // The list may still be the one of the keystroke before: opening from it would open the wrong letter.
    const row = active ?? (rows.stale ? undefined : rows.at(0));
    if (row !== undefined) onOpen(row);
  };
  const lent = useEffectEvent(() => ({ onKey, openActive }));
  const elementId = selection.active < 0 ? undefined : `${listId}-${selection.active}`;
  useEffect(() => {
    useActiveList.setState({
      list: {
        onKey: (key, shift) => lent().onKey(key, shift),
        move: (by) => void lent().onKey(by === 1 ? 'ArrowDown' : 'ArrowUp', false),
        openActive: () => lent().openActive(),
        active: () => active,
        elementId,
      },
    });
    return () => useActiveList.setState({ list: null });
  }, [elementId, active]);
  useImperativeHandle(ref, () => ({ focus: () => list.current?.focus({ preventScroll: true }) }));
  useCommands({ 'list.all': { run: chooseAll, refused: total === 0 ? words.empty : undefined } });

  const belowActive = (): { left: number; top: number } => {
    const row = list.current?.querySelector('[data-active]') ?? list.current;
    const { left = 0, top = 0 } = row?.getBoundingClientRect() ?? {};
    return { left: left + 24, top: top + height / 2 };
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposingStroke(event.nativeEvent) || event.altKey) return;
    if (event.key === 'Enter') openActive();
    else if (event.key === ' ' && active !== undefined)
      setSelection((before) => toggled(before, before.active, active.id, undefined));
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) chooseAll();
    else if (event.key === 'Escape' && selection.ids.size > 0)
      setSelection((before) => ({ ...before, ids: new Set() }));
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) setMenuAt(belowActive());
    else if (!onKey(event.key, event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent, index: number, row: ListRow): void => {
    if (event.shiftKey) goTo(index, true);
    else if (event.ctrlKey || event.metaKey)
      setSelection((before) => toggled(before, index, row.id, rows.at(before.active)?.id));
    else {
      setSelection(stepTo(index));
      onPick?.(row);
    }
    list.current?.focus({ preventScroll: true });
  };
  const chosen = selection.ids;
  const width = virtual.scrollRect?.width ?? 0;
  const fitting = shownColumns(columns, width, baseSize())
    .map(({ id }) => id)
    .join();
  const shown = useMemo(() => pickColumns(fitting.split(',')), [fitting]);
  useEffect(() => {
    if (isTable) tellColumns(fitting.split(','));
  }, [isTable, fitting]);
  const line = useMemo(() => lineOf(shown), [shown]);

  return (
    <div
      className={styles['frame']}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenuAt({ left: event.clientX, top: event.clientY });
      }}
    >
      {menuAt !== null && (
        <CommandMenu ids={CONTEXT} open onOpen={(open) => !open && setMenuAt(null)}>
          <span className={styles['menuAt']} style={menuAt} />
        </CommandMenu>
      )}
      {rows.error && <ErrorNotice error={rows.error} onRetry={rows.reload} />}
      {/* The heads of a table are no lines of the list: the list itself is what lies below them. */}
      <div ref={scroller} className={styles['scroller']} data-stale={rows.stale || undefined}>
        {isTable && <TableHead columns={shown} line={line} sorted={sorted} />}
        <div
          ref={list}
          className={styles['sizer']}
          style={{ height: virtual.getTotalSize() }}
          tabIndex={0}
          role="listbox"
          id={listId}
          aria-label={label}
          aria-multiselectable
          {...(elementId === undefined ? {} : { 'aria-activedescendant': elementId })}
          onKeyDown={onKeyDown}
        >
          {items.map(({ index, start }) => {
            const row = rows.at(index);
            const isChosen = row !== undefined && (chosen.size > 0 ? chosen.has(row.id) : index === selection.active);
            return (
              <div
                key={index}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={isChosen}
                aria-posinset={index + 1}
                aria-setsize={total}
                data-active={index === selection.active || undefined}
                className={styles['row']}
                style={{ height, transform: `translateY(${start}px)` }}
                onClick={(event) => row !== undefined && onClick(event, index, row)}
                onDoubleClick={() => row !== undefined && onOpen(row)}
                onContextMenu={() => {
                  if (row !== undefined && !chosen.has(row.id)) setSelection(stepTo(index));
                }}
              >
                {row === undefined ? (
                  <span className={styles['skeleton']} />
                ) : isTable ? (
                  <TableRow row={row} columns={shown} line={line} />
                ) : (
                  <LineRow row={row} snippets={snippets} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The acts of a line's context menu. */
const CONTEXT = [
  'letter.open',
  'letter.window',
  'letter.edit',
  null,
  'letter.export',
  'letter.print',
  'letter.copySource',
  null,
  'letter.history',
  'letter.similar',
  'letter.compare',
  null,
  'list.bulk',
  'letter.reopen',
  'list.all',
] as const;
