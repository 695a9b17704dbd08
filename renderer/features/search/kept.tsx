/** Asks for a name and keeps the search under it. */
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import type { KeptRequest } from '../../../shared/model/search.ts';
import { call } from '../../archive/client.ts';
import { isComposingStroke } from '../../app/keys.ts';
import { useReport } from '../../app/report.tsx';
import { useSavedSearches } from './saved.ts';
import { words } from './words.ts';

export function SaveSearch({ request, onClose }: { request: KeptRequest; onClose: () => void }) {
  const { message } = App.useApp();
  const report = useReport();
  const [name, setName] = useState(request.query.trim().slice(0, 60));
  const save = (): void => {
    const chosen = name.trim();
    if (chosen === '') return;
    call('search.save', { name: chosen, request }).then(() => {
      onClose();
      useSavedSearches.getState().reload();
      void message.success(words.savedDone(chosen));
    }, report);
  };
  return (
    <Modal
      open
      title={words.saveTitle}
      okText={words.save}
      okButtonProps={{ disabled: name.trim() === '' }}
      onOk={save}
      onCancel={onClose}
    >
      <p>{words.saveHint}</p>
      <Input
        autoFocus
        aria-label={words.saveName}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !isComposingStroke(event.nativeEvent)) save();
        }}
      />
    </Modal>
  );
}
