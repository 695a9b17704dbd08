/** One letter at one version: the page to read, its elements and attachments, and what can be done with it. */
import { EditIcon, FilePdfIcon, HistoryIcon } from '../../components/icons.tsx';
import { Alert, App, Button, Space, Spin } from 'antd';
import { useMemo, useState } from 'react';
import type { Letter } from '../../../shared/model/letter.ts';
import { RETENTION_LABELS } from '../../../shared/model/settings.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useRights } from '../../app/gate.tsx';
import { useKeys } from '../../app/keys.ts';
import { useNavigation, type Route } from '../../app/navigation.tsx';
import { Page } from '../../app/page.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime } from '../../components/format.ts';
import { MarkedLetter } from '../../components/letter-text.tsx';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { ExportDialog } from '../export/export-dialog.tsx';
import { AttachmentPaper } from './attachment-paper.tsx';
import { Attachments } from './attachments.tsx';
import { Fields } from './fields.tsx';
import { FindBar } from './find-bar.tsx';
import { LetterEdit } from './letter-edit.tsx';
import { pageBlocks } from './page-blocks.ts';
import { Related } from './related.tsx';
import { useFind } from './use-find.ts';
import styles from './letter.module.css';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

type LetterRoute = Extract<Route, { view: 'letter' }>;

export function LetterPage({ route }: { route: LetterRoute }) {
  const { id, version } = route;
  const { value: letter, error, reload } = useCall('letters.show', version === undefined ? { id } : { id, version });
  const [editing, setEditing] = useState(false);
  if (error) {
    return (
      <Page title={words.untitled} withBack>
        <ErrorNotice error={error} onRetry={reload} />
      </Page>
    );
  }
  if (letter === undefined) {
    return (
      <Page title={words.loading} withBack>
        <Spin />
      </Page>
    );
  }
  const done = (): void => {
    setEditing(false);
    reload();
  };
  return editing ? (
    <LetterEdit letter={letter} onDone={done} />
  ) : (
    <LetterView
      letter={letter}
      query={route.query ?? ''}
      attachment={route.attachment}
      onEdit={() => setEditing(true)}
      onChanged={reload}
    />
  );
}

interface ViewProps {
  letter: Letter;
  query: string;
  /** The attachment whose text is shown first; the letter's own where undefined. */
  attachment: string | undefined;
  onEdit: () => void;
  onChanged: () => void;
}

function LetterView({ letter, query: asked, attachment, onEdit, onChanged }: ViewProps) {
  const { go } = useNavigation();
  const { readOnly: readOnlyArchive } = useSession();
  const { may } = useRights();
  const readOnly = readOnlyArchive || !may('letters.edit');
  const [exporting, setExporting] = useState(false);
  const [reading, setReading] = useState(attachment ?? null);
  const old = letter.version < letter.versions;
  const writable = !old && !readOnly;
  const edit = (): void => {
    if (writable) onEdit();
  };
  useKeys({ F2: edit });

  const title = letter.elements.title ?? words.untitled;
  return (
    <Page
      title={title}
      withBack
      flush
      tools={
        <Space wrap>
          {!old && (
            <Button
              icon={<EditIcon />}
              disabled={readOnly}
              title={readOnly ? words.readOnly : `${words.edit}（F2）`}
              onClick={edit}
            >
              {words.edit}
            </Button>
          )}
          <Button icon={<HistoryIcon />} onClick={() => go({ view: 'history', id: letter.id })}>
            {words.history}
          </Button>
          {!old && (
            <Button icon={<FilePdfIcon />} onClick={() => setExporting(true)}>
              {words.exportPdf}
            </Button>
          )}
        </Space>
      }
    >
      <div className={styles['columns']}>
        {reading === null ? (
          <LetterPaper letter={letter} query={asked} />
        ) : (
          <AttachmentPaper
            key={reading}
            letter={letter}
            attachment={reading}
            query={asked}
            onClose={() => setReading(null)}
          />
        )}
        <aside className={styles['side']}>
          <div className={styles['meta']}>
            <strong>{words.version(letter.version, letter.versions)}</strong>
            {letter.ref_code !== null && <span>{words.refCode(letter.ref_code)}</span>}
            <span>{words.retention(RETENTION_LABELS[letter.retention], letter.expires)}</span>
            <span>{words.filedAt(formatTime(letter.filed_at))}</span>
          </div>
          <h2>{words.elements}</h2>
          <Fields elements={letter.elements} />
          <Attachments letter={letter} writable={writable} onRead={setReading} onChanged={onChanged} />
          {!old && <Related id={letter.id} />}
        </aside>
      </div>
      {exporting && <ExportDialog selection={{ ids: [letter.id] }} name={title} onClose={() => setExporting(false)} />}
    </Page>
  );
}

/** The letter's own text with the marks of what is looked for. */
function LetterPaper({ letter, query }: { letter: Letter; query: string }) {
  const { id, version } = letter;
  const find = useFind({ id, version }, query);
  const blocks = useMemo(() => pageBlocks(letter.text, letter.elements), [letter]);
  return (
    <div className={styles['paperSide']} ref={find.box}>
      <FindBar {...find.bar} />
      {letter.version < letter.versions && <OldVersion letter={letter} />}
      <article className={styles['paper']}>
        {letter.text === '' ? (
          <p>{words.noText}</p>
        ) : (
          <MarkedLetter text={letter.text} marks={find.marks} now={find.bar.now} blocks={blocks} />
        )}
      </article>
    </div>
  );
}

function OldVersion({ letter }: { letter: Letter }) {
  const { go } = useNavigation();
  const { message } = App.useApp();
  const { readOnly: readOnlyArchive } = useSession();
  const { may } = useRights();
  const readOnly = readOnlyArchive || !may('letters.restore');
  const [restoring, setRestoring] = useState(false);
  const { id, version, versions } = letter;
  const restore = async (reason: string): Promise<void> => {
    const made = await call('letters.restore', { id, version, base_version: versions, reason });
    void message.success(words.restored(made.version));
    go({ view: 'letter', id });
  };
  return (
    <>
      <Alert
        type="warning"
        showIcon
        className={layout['readable'] ?? ''}
        title={words.oldTitle(version, versions)}
        description={
          <Space orientation="vertical">
            {words.oldHint}
            <Space wrap>
              <Button onClick={() => go({ view: 'letter', id })}>{words.toNewest}</Button>
              <Button onClick={() => go({ view: 'history', id, from: version, to: versions })}>
                {words.compareNewest}
              </Button>
              <Button disabled={readOnly} onClick={() => setRestoring(true)}>
                {words.restore}
              </Button>
            </Space>
          </Space>
        }
      />
      {restoring && (
        <ReasonDialog
          title={words.restoreTitle(version)}
          okText={words.restore}
          onCancel={() => setRestoring(false)}
          onConfirm={restore}
        >
          <p>{words.restoreHint}</p>
        </ReasonDialog>
      )}
    </>
  );
}
