/** Says that an old version is looked at, and what can be done with it. */
import { Alert, App, Button, Space } from 'antd';
import { useState } from 'react';
import type { Letter } from '../../../shared/model/letter.ts';
import { call } from '../../archive/client.ts';
import { useRights } from '../../app/rights.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useSession } from '../../app/session.tsx';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { tellOf } from './told.ts';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

export function OldVersion({ letter }: { letter: Letter }) {
  const { go } = useNavigation();
  const { message } = App.useApp();
  const { readOnly: readOnlyArchive } = useSession();
  const { may } = useRights();
  const readOnly = readOnlyArchive || !may('letters.restore');
  const [restoring, setRestoring] = useState(false);
  const { id, version, versions } = letter;
  const restore = async (reason: string): Promise<void> => {
    const made = await call('letters.restore', { id, version, base_version: versions, reason });
    tellOf(made);
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
              <Button onClick={() => go({ view: 'letter', id, tab: 'history', from: version, to: versions })}>
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
