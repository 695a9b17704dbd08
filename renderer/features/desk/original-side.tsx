/** The left half at the desk: the page as it looks where the file has pages, else the text set as one; either can be asked for. */
import { Button, Input, Segmented } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ElementName, Evidence, Warning } from '../../../shared/model/elements.ts';
import type { PagePictureShown } from '../../../shared/model/page.ts';
import type { Preview } from '../../../shared/model/preview.ts';
import type { ArchiveError } from '../../../shared/errors.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { EditIcon, UndoIcon } from '../../components/icons.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { PageView } from '../../components/page-view.tsx';
import { ReadFile } from '../preview/read-file.tsx';
import styles from './desk.module.css';
import type { Doubts } from './doubts.ts';
import { DraftText } from './draft-text.tsx';
import { words } from './words.ts';

/** The pages of what is looked at, one at a time. */
export interface Pages {
  page: number;
  setPage: (page: number) => void;
  picture: PagePictureShown | undefined;
  error: ArchiveError | undefined;
  reload: () => void;
  /** Words of a scanned page are being read again. */
  reading?: boolean;
}

/** A file told in shapes of our own. */
export interface Paper {
  shown: Preview | undefined;
  error: ArchiveError | undefined;
  reload: () => void;
  setPage: (page: number) => void;
}

interface Props {
  /** What the file is, in words. */
  about: string;
  text: string;
  /** The text was changed by hand: the evidence does not stand where it stood. */
  edited: boolean;
  evidence: Evidence;
  doubts: Doubts;
  /** Undefined where the file has no pages to be drawn. */
  pages: Pages | undefined;
  /** A file that is shown as it looks without pictures of its pages; undefined where it cannot be. */
  paper: Paper | undefined;
  warnings: readonly Warning[];
  /** Undefined where the text cannot be changed here. */
  onText?: (text: string) => void;
  onUndo?: () => void;
  children?: ReactNode;
}

type Shown = 'page' | 'text' | 'edit';

export function OriginalSide({
  about,
  text,
  edited,
  evidence,
  doubts,
  pages,
  paper,
  warnings,
  onText,
  onUndo,
  children,
}: Props) {
  const looks = pages !== undefined || paper !== undefined;
  const [shown, setShown] = useState<Shown>(looks ? 'page' : 'text');
  const [all, setAll] = useState(false);
  return (
    <section className={styles['side']} aria-label={words.original0}>
      <div className={styles['sideHead']}>
        <Segmented<Shown>
          size="small"
          aria-label={words.showAs}
          value={shown}
          onChange={setShown}
          options={[
            ...(looks ? [{ value: 'page' as const, label: words.asPage }] : []),
            { value: 'text', label: words.asText },
          ]}
        />
        <span className={styles['about']} title={about}>
          {about}
        </span>
        <span className={styles['grow']} />
        {shown === 'page' && pages !== undefined && <PageSteps {...pages} />}
        {edited && onUndo && (
          <Button size="small" icon={<UndoIcon />} onClick={onUndo}>
            {words.undoText}
          </Button>
        )}
        {onText && shown !== 'page' && (
          <Button
            size="small"
            icon={<EditIcon />}
            aria-pressed={shown === 'edit'}
            onClick={() => setShown(shown === 'edit' ? 'text' : 'edit')}
          >
            {shown === 'edit' ? words.editTextDone : words.editText}
          </Button>
        )}
      </div>
      {warnings.length > 0 && (
        <div className={styles['warnings']} role="note">
          {(all ? warnings : warnings.slice(0, 1)).map((warning, at) => (
            <div key={`${warning.code}-${at}`}>{warning.message}</div>
          ))}
          {warnings.length > 1 && (
            <button type="button" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? words.foldUp : words.moreWarnings(warnings.length - 1)}
            </button>
          )}
        </div>
      )}
      <div className={shown === 'page' ? styles['deskTop'] : styles['scroll']} tabIndex={0}>
        {shown === 'edit' && onText ? (
          <Input.TextArea
            aria-label={words.editText}
            autoFocus
            value={text}
            onChange={(event) => onText(event.target.value)}
          />
        ) : shown === 'page' && pages !== undefined ? (
          <>
            {pages.error && <ErrorNotice error={pages.error} onRetry={pages.reload} />}
            {!pages.error && !pages.picture && <PageSkeleton label={words.waitingPage} />}
            {pages.picture && (
              <PageView
                picture={pages.picture}
                text={text}
                evidence={evidence}
                active={doubts.active}
                onPick={doubts.focusField}
                alt={words.pageAlt(pages.picture.name, pages.picture.page)}
              />
            )}
          </>
        ) : shown === 'page' && paper !== undefined ? (
          <>
            {paper.error && <ErrorNotice error={paper.error} onRetry={paper.reload} />}
            {!paper.error && !paper.shown && <PageSkeleton label={words.waitingPage} />}
            {paper.shown && (
              <ReadFile
                shown={paper.shown}
                onPage={paper.setPage}
                text={text}
                evidence={evidence}
                active={doubts.active}
                onPick={doubts.focusField}
              />
            )}
          </>
        ) : (
          <div className={styles['sheet']}>
            <DraftText
              text={text}
              evidence={evidence}
              active={doubts.active}
              follow={doubts.hovered === null}
              onPick={(name: ElementName) => doubts.focusField(name)}
            />
          </div>
        )}
      </div>
      {children}
    </section>
  );
}

function PageSteps({ page, setPage, picture, reading }: Pages) {
  const pages = picture?.pages ?? 1;
  return (
    <>
      {reading === true && <span>{words.readingWords}</span>}
      {pages > 1 && (
        <>
          <Button
            size="small"
            aria-label={words.pageBefore}
            title={words.pageBefore}
            disabled={page <= 1}
            onClick={() => setPage(page - 1)}
          >
            ‹
          </Button>
          <span role="status">{words.pageOf(page, pages)}</span>
          <Button
            size="small"
            aria-label={words.pageAfter}
            title={words.pageAfter}
            disabled={page >= pages}
            onClick={() => setPage(page + 1)}
          >
            ›
          </Button>
        </>
      )}
    </>
  );
}
