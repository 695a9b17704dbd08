/** A letter as a row of a table, and the heads over them. */
import { memo } from 'react';
import { MarkedLine } from '../../components/letter-text.tsx';
import type { Column, Line } from './columns.ts';
import styles from './list.module.css';
import { ResultTag } from './result-tag.tsx';
import type { ListRow } from './rows.ts';
import { words } from './words.ts';

interface HeadProps {
  columns: readonly Column[];
  line: Line;
  sorted: { by: string; descending: boolean; onSort: (by: string) => void } | undefined;
}

export function TableHead({ columns, line, sorted }: HeadProps) {
  return (
    <div className={styles['heads']} role="presentation" style={line}>
      {columns.map(({ id, label, sort }) => {
        const isBy = sorted !== undefined && sort === sorted.by;
        return sorted === undefined || sort === undefined ? (
          <span key={id}>{label}</span>
        ) : (
          <button
            key={id}
            type="button"
            className={styles['head']}
            aria-pressed={isBy}
            title={isBy ? words.sortedBy(label, sorted.descending) : words.sortBy(label)}
            onClick={() => sorted.onSort(sort)}
          >
            {label}
            {isBy && (sorted.descending ? ' ↓' : ' ↑')}
          </button>
        );
      })}
    </div>
  );
}

export const TableRow = memo(function TableRow({
  row,
  columns,
  line,
}: {
  row: ListRow;
  columns: readonly Column[];
  line: Line;
}) {
  return (
    <div className={styles['cells']} style={line}>
      {columns.map((column) => (
        <span key={column.id} className={styles['cell']} title={column.text(row)}>
          {column.id === 'name' ? (
            <MarkedLine text={row.name} marks={row.nameMarks} />
          ) : column.id === 'result_code' ? (
            <ResultTag code={row.result_code} />
          ) : (
            column.text(row)
          )}
        </span>
      ))}
    </div>
  );
});
