/** An attached file as it looks: a Word file, an OFD, a mail, a workbook, the list of a zip. What is drawn are shapes of our own, never the file's code. */
import { useState, type ReactNode } from 'react';
import type { Preview } from '../../../shared/model/preview.ts';
import { useCall } from '../../archive/use-call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { DocumentPage } from './document-page.tsx';
import { DrawnPage } from './drawn-page.tsx';
import type { Hits } from './hits.ts';
import { MailPage } from './mail-page.tsx';
import { PackedPage } from './packed-page.tsx';
import styles from './preview.module.css';
import { ShownHits } from './shown-hits.tsx';
import { SheetsPage } from './sheets-page.tsx';

interface Props {
  id: string;
  attachment: string;
  /** What is shown of a file that cannot be shown so. */
  instead?: ReactNode;
  /** What is looked for in it. */
  hits?: Hits | undefined;
}

export function FilePreview({ id, attachment, instead, hits }: Props) {
  const [page, setPage] = useState(1);
  const { value, error, reload, loading } = useCall('letters.preview', { id, attachment, page });
  // The name promises what the file is not: what was read of it is shown, and nothing is wrong with it.
  if (error?.code === 'UNSUPPORTED_FORMAT' && instead !== undefined) return instead;
  if (error)
    return (
      <>
        <ErrorNotice error={error} onRetry={reload} />
        {instead}
      </>
    );
  if (value === undefined) return <div className={styles['frame']} aria-busy={loading} />;
  // The cells of a workbook mark themselves: those out of sight are not drawn.
  if (hits === undefined || hits.marks.length === 0 || value.kind === 'sheets')
    return <ShownFile shown={value} onPage={setPage} hits={hits} />;
  return (
    <ShownHits hits={hits} shown={value} onPage={setPage}>
      <ShownFile shown={value} onPage={setPage} />
    </ShownHits>
  );
}

interface ShownProps {
  shown: Preview;
  onPage: (page: number) => void;
  hits?: Hits | undefined;
}

export function ShownFile({ shown, onPage, hits }: ShownProps) {
  switch (shown.kind) {
    case 'document':
      return <DocumentPage shown={shown} />;
    case 'drawn':
      return <DrawnPage shown={shown} onPage={onPage} />;
    case 'mail':
      return <MailPage shown={shown} />;
    case 'sheets':
      return <SheetsPage shown={shown} hits={hits} />;
    case 'packed':
      return <PackedPage shown={shown} />;
  }
}
