/** Searches that a person kept, with what is new in them, and the latest queries; shown while the box is empty. */
import { DeleteIcon } from '../../components/icons.tsx';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import type { KeptRequest, SavedSearch } from '../../../shared/model/search.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { isComposingStroke } from '../../app/keys.ts';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import styles from './search.module.css';
import { words } from './words.ts';

/** Latest queries that are shown. */
const RECENT = 10;

interface Props {
  /** False while the box is not empty or the page is not shown: nothing is asked then. */
  shown: boolean;
  onLoad: (request: KeptRequest) => void;
  onAsk: (query: string) => void;
}

export function KeptSearches({ shown, onLoad, onAsk }: Props) {
  const saved = useCall('search.saved', shown ? {} : null);
  const history = useCall('search.history', shown ? { limit: RECENT } : null);
  const { readOnly } = useSession();
  const report = useReport();
  const open = ({ id, request }: SavedSearch): void => {
    onLoad(request);
    if (!readOnly) call('search.seen', { id }).catch(report);
  };
  const remove = ({ id }: SavedSearch): void => {
    call('search.unsave', { id }).then(saved.reload, report);
  };
  const forget = (): void => {
    call('search.forget', {}).then(history.reload, report);
  };
  if (!shown) return null;
  return (
    <>
      {saved.value !== undefined && saved.value.length > 0 && (
        <section className={styles['kept']} aria-label={words.saved}>
          <span>{words.saved}</span>
          {saved.value.map((search) => (
            <span key={search.id}>
              <Button size="small" onClick={() => open(search)} title={search.request.query}>
                {search.name}（{search.failed ? words.savedFailed : words.savedCount(search.total, search.fresh)}）
              </Button>
              <Button
                type="text"
                size="small"
                icon={<DeleteIcon />}
                disabled={readOnly}
                aria-label={words.unsave(search.name)}
                title={words.unsave(search.name)}
                onClick={() => remove(search)}
              />
            </span>
          ))}
        </section>
      )}
      {history.value !== undefined && history.value.length > 0 && (
        <section className={styles['kept']} aria-label={words.history}>
          <span>{words.history}</span>
          {history.value.map(({ query }) => (
            <Button key={query} type="text" size="small" onClick={() => onAsk(query)}>
              {query}
            </Button>
          ))}
          <Button type="link" size="small" disabled={readOnly} onClick={forget}>
            {words.forget}
          </Button>
        </section>
      )}
    </>
  );
}

/** Asks for a name and keeps the search under it. */
export function SaveSearch({ request }: { request: KeptRequest }) {
  const { message } = App.useApp();
  const { readOnly } = useSession();
  const report = useReport();
  const [name, setName] = useState<string | null>(null);
  const save = (): void => {
    const chosen = name?.trim() ?? '';
    if (chosen === '') return;
    call('search.save', { name: chosen, request }).then(() => {
      setName(null);
      void message.success(words.savedDone(chosen));
    }, report);
  };
  return (
    <>
      <Button size="small" disabled={readOnly} onClick={() => setName(request.query.trim().slice(0, 60))}>
        {words.save}
      </Button>
      <Modal
        open={name !== null}
        title={words.saveTitle}
        okText={words.save}
        okButtonProps={{ disabled: (name ?? '').trim() === '' }}
        onOk={save}
        onCancel={() => setName(null)}
        destroyOnHidden
      >
        <p>{words.saveHint}</p>
        <Input
          autoFocus
          aria-label={words.saveName}
          maxLength={60}
          value={name ?? ''}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !isComposingStroke(event.nativeEvent)) save();
          }}
        />
      </Modal>
    </>
  );
}
