/** A letter in two lines: what it is about, then its number, office and day; with what was found in a third. */
import { memo } from 'react';
import { MarkedLine } from '../../components/letter-text.tsx';
import styles from './list.module.css';
import { ResultTag } from './result-tag.tsx';
import type { ListRow } from './rows.ts';
import { words } from './words.ts';

export const LineRow = memo(function LineRow({ row, snippets }: { row: ListRow; snippets: boolean }) {
  const about = [row.doc_number, row.issuer, row.issued_on, row.addressees.slice(0, 2).join('、')];
  const { more } = row;
  return (
    <div className={styles['line']}>
      <div className={styles['top']}>
        <strong className={styles['name']} title={row.title ?? row.name}>
          <MarkedLine text={row.name} marks={row.nameMarks} />
        </strong>
        {more?.review === true && (
          <span className={styles['tag']} data-tone="middling">
            {words.review}
          </span>
        )}
        <ResultTag code={row.result_code} />
      </div>
      <div className={styles['about']}>
        {about.filter((part) => part !== null && part !== '').join(' · ')}
        {more?.files !== undefined && more.files > 0 && ` · ${words.withFiles(more.files)}`}
        {row.where !== undefined && row.where !== '' && ` · ${row.where}`}
      </div>
      {snippets && (
        <div className={styles['snippet']}>
          {row.snippet !== undefined && row.snippet !== '' && <MarkedLine text={row.snippet} marks={row.marks ?? []} />}
        </div>
      )}
    </div>
  );
});
