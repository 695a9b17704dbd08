/** A page of an attached pdf or picture as it looks, with the marks of what is looked for and the way to the next. */
import { Button, Space, Spin } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { useCall } from '../../archive/use-call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { HitBoxes } from '../../components/hit-boxes.tsx';
import { boxesAt, pageLetters } from '../../components/page-boxes.ts';
import pageStyles from '../../components/page-view.module.css';
import { placedHits, useHitPage, type Hits } from '../preview/hits.ts';
import { words as previewWords } from '../preview/words.ts';
import styles from './letter.module.css';
import { words } from './words.ts';

/** Files that can be looked at page by page. */
export const hasPages = (name: string): boolean => /\.(?:pdf|png|jpe?g|tiff?|gif|webp)$/i.test(name);

interface Props {
  id: string;
  attachment: string;
  hits?: Hits | undefined;
  /** What is shown of a file whose name promises pages that it has not. */
  instead?: ReactNode;
}

const percent = (share: number): string => `${share * 100}%`;

export function AttachmentPage({ id, attachment, hits, instead }: Props) {
  const [page, setPage] = useState(1);
  const { value, error, loading, reload } = useCall('letters.attachmentPage', { id, attachment, page });
  const pages = value?.pages ?? 1;
  const isThere = value !== undefined && value.page === Math.min(page, value.pages);
  const isSearched = hits !== undefined && hits.marks.length > 0;
  // A page that is a picture tells no words: they are read again, only where something is looked for.
  const bare = isThere && isSearched && value.places.length === 0;
  const asked = bare ? { id, attachment, page: value.page } : null;
  const read = useCall('letters.pageWords', asked);
  const readPlaces = asked !== null && read.answers === JSON.stringify(asked) ? read.value?.places : undefined;
  const places = bare ? (readPlaces ?? (read.error === undefined ? undefined : NO_PLACES)) : value?.places;
  const known = isThere ? places : undefined;
  const letters = useMemo(() => (known === undefined ? undefined : pageLetters(known)), [known]);
  const shown = { page: value?.page ?? page, pages };
  const placed = useMemo(
    () =>
      isSearched && letters !== undefined ? placedHits(hits, { page: shown.page, pages }, letters.text) : undefined,
    [isSearched, hits, letters, shown.page, pages],
  );
  const isLost = useHitPage(hits, shown, placed, setPage);
  const boxes = useMemo(
    () =>
      placed === undefined || letters === undefined || known === undefined
        ? []
        : [...placed.places].flatMap(([mark, stretches]) =>
            stretches.flatMap((stretch) =>
              boxesAt(known, letters, stretch).map(({ x, y, width, height }) => ({
                mark,
                style: { left: percent(x), top: percent(y), width: percent(width), height: percent(height) },
              })),
            ),
          ),
    [placed, letters, known],
  );
  if (error?.code === 'UNSUPPORTED_FORMAT' && instead !== undefined) return instead;
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
      {loading && value === undefined && <Spin />}
      {bare && places === undefined && <span role="status">{previewWords.readingWords}</span>}
      {isLost && <span role="status">{previewWords.hitNotShown}</span>}
      {value && (
        <div className={pageStyles['frame']}>
          <img
            src={value.image}
            alt={words.pageAlt(value.name, value.page)}
            width={value.width}
            height={value.height}
          />
          <HitBoxes boxes={boxes} now={hits?.now ?? -1} />
        </div>
      )}
    </div>
  );
}

const NO_PLACES: readonly never[] = [];
