/** The sheets of a workbook as tables; only the lines in sight are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { Alert } from 'antd';
import { useRef, useState } from 'react';
import type { PreviewOf } from '../../../shared/model/preview.ts';
import styles from './preview.module.css';
import { words } from './words.ts';

const ROW_HEIGHT = 30;
/** Signs of a column's width: the widest of its cells within these. */
const [LEAST, MOST] = [4, 32];

export function SheetsPage({ shown }: { shown: PreviewOf<'sheets'> }) {
  const [at, setAt] = useState(0);
  const sheet = shown.sheets[at];
  return (
    <div className={styles['sheets']}>
      {shown.cut && <Alert type="info" showIcon title={words.cut} />}
      {sheet === undefined || sheet.rows.length === 0 ? (
        <p className={styles['none']}>{words.emptySheet}</p>
      ) : (
        <Cells key={at} rows={sheet.rows} label={sheet.name} />
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

/** Signs, wide ones counted double. */
function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) width += sign > '\u2e7f' ? 2 : 1;
  return width;
}

function Cells({ rows, label }: { rows: readonly (readonly string[])[]; label: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
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
            {widths.map((_, column) => (
              <span key={column} role="cell" title={rows[index]?.[column] ?? ''}>
                {rows[index]?.[column] ?? ''}
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
