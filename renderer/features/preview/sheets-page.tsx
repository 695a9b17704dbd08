/** The sheets of a workbook as tables; only the lines in sight are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { Alert } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { PreviewOf } from '../../../shared/model/preview.ts';
import { runsOf, type Span } from '../../components/spans.ts';
import { cellKey, hitsInCells, type CellHits, type CellPlace } from './cell-hits.ts';
import type { Hits } from './hits.ts';
import styles from './preview.module.css';
import { words } from './words.ts';

const ROW_HEIGHT = 30;
/** Signs of a column's width: the widest of its cells within these. */
const [LEAST, MOST] = [4, 32];

interface Props {
  shown: PreviewOf<'sheets'>;
  hits?: Hits | undefined;
}

export function SheetsPage({ shown, hits }: Props) {
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<CellPlace | null>(null);
  const found = useMemo(() => hitsInCells(shown, hits), [shown, hits]);
  const hit = hits === undefined ? undefined : found.placeOf(hits.now);
  // The mark that the reader goes to brings its sheet and its cell along.
  const sought = hits === undefined || hit === undefined ? undefined : `${hits.now} ${cellKey(hit)}`;
  const [before, setBefore] = useState<string>();
  if (sought !== before) {
    setBefore(sought);
    if (hit !== undefined) {
      setAt(hit.sheet);
      setChosen(hit);
    }
  }
  const sheet = shown.sheets[at];
  const cell = chosen === null || chosen.sheet !== at ? undefined : sheet?.rows[chosen.row]?.[chosen.column];
  const now = hits?.now ?? -1;
  const isLost = hits !== undefined && hits.marks.length > 0 && hit === undefined;
  return (
    <div className={styles['sheets']}>
      {shown.cut && <Alert type="info" showIcon title={words.cut} />}
      {isLost && <p className={styles['lost']}>{words.hitNotShown}</p>}
      {cell !== undefined && chosen !== null && (
        <p className={styles['cell']} role="status" aria-label={words.cell}>
          <Marked text={cell} spans={found.cells.get(cellKey(chosen)) ?? []} now={now} />
        </p>
      )}
      {sheet === undefined || sheet.rows.length === 0 ? (
        <p className={styles['none']}>{words.emptySheet}</p>
      ) : (
        <Cells
          key={at}
          sheet={at}
          rows={sheet.rows}
          label={sheet.name}
          hits={found}
          now={now}
          chosen={chosen?.sheet === at ? chosen : null}
          onChoose={setChosen}
        />
      )}
      {shown.sheets.length > 1 && (
        <div className={styles['sheetTabs']} role="tablist" aria-label={words.sheets}>
          {shown.sheets.map(({ name }, index) => (
            <button key={index} type="button" role="tab" aria-selected={index === at} onClick={() => setAt(index)}>
              {name === '' ? words.sheet(index + 1) : name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

interface MarkedProps {
  text: string;
  spans: readonly Span<number>[];
  now: number;
}

function Marked({ text, spans, now }: MarkedProps) {
  if (spans.length === 0) return text;
  return runsOf(text, spans).map((run) =>
    run.tags.length === 0 ? (
      run.text
    ) : (
      <mark key={run.start} data-mark={run.tags[0]} data-now={run.tags.includes(now) || undefined}>
        {run.text}
      </mark>
    ),
  );
}

/** Signs, wide ones counted double. */
function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) width += sign > '\u2e7f' ? 2 : 1;
  return width;
}

interface CellsProps {
  sheet: number;
  rows: readonly (readonly string[])[];
  label: string;
  hits: CellHits;
  now: number;
  chosen: CellPlace | null;
  onChoose: (place: CellPlace) => void;
}

function Cells({ sheet, rows, label, hits, now, chosen, onChoose }: CellsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  // What is chosen comes into sight: its line first, then, once that is drawn, its column.
  const line = chosen?.row;
  useEffect(() => {
    if (line !== undefined) virtual.scrollToIndex(line, { align: 'auto' });
  }, [line, virtual]);
  useEffect(() => {
    if (chosen === null) return undefined;
    const frame = requestAnimationFrame(() =>
      scroller.current?.querySelector('[data-chosen]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    );
    return () => cancelAnimationFrame(frame);
  }, [chosen]);
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const widths = Array.from({ length: columns }, (_, column) =>
    rows.slice(0, 300).reduce((most, row) => Math.max(most, Math.min(MOST, widthOf(row[column] ?? ''))), LEAST),
  );
  const tracks = widths.map((signs) => `${signs * 0.6 + 1.4}em`).join(' ');
  return (
    <div className={styles['cells']} ref={scroller} tabIndex={0}>
      <div
        role="table"
        aria-label={label}
        aria-rowcount={rows.length}
        className={styles['grid']}
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            role="row"
            aria-rowindex={index + 1}
            className={styles['gridRow']}
            style={{ gridTemplateColumns: tracks, height: ROW_HEIGHT, transform: `translateY(${start}px)` }}
          >
            {widths.map((_, column) => {
              const [text, place] = [rows[index]?.[column] ?? '', { sheet, row: index, column }];
              return (
                <span
                  key={column}
                  role="cell"
                  title={text}
                  data-chosen={(chosen?.row === index && chosen.column === column) || undefined}
                  onClick={() => onChoose(place)}
                >
                  <Marked text={text} spans={hits.cells.get(cellKey(place)) ?? []} now={now} />
                </span>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
