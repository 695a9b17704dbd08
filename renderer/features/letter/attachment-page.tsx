/** A page of an attached pdf or picture as it looks, with the way to the next. */
import { Button, Space, Spin } from 'antd';
import { useState } from 'react';
import { useCall } from '../../archive/use-call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import styles from './letter.module.css';
import { words } from './words.ts';

/** Files that can be looked at page by page. */
export const hasPages = (name: string): boolean => /\.(?:pdf|png|jpe?g|tiff?|gif|webp)$/i.test(name);

interface Props {
  id: string;
  attachment: string;
}

export function AttachmentPage({ id, attachment }: Props) {
  const [page, setPage] = useState(1);
  const { value, error, loading, reload } = useCall('letters.attachmentPage', { id, attachment, page });
  const pages = value?.pages ?? 1;
  return (
    <div className={styles['pageView']}>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {pages > 1 && (
        <Space>
          <Button size="small" disabled={page <= 1} onClick={() => setPage(page - 1)}>
            {words.pageBefore}
          </Button>
          <span role="status">{words.pageOf(page, pages)}</span>
          <Button size="small" disabled={page >= pages} onClick={() => setPage(page + 1)}>
            {words.pageAfter}
          </Button>
        </Space>
      )}
      {loading && <Spin />}
      {value && <img src={value.image} alt={words.pageAlt(value.name, value.page)} />}
    </div>
  );
}
