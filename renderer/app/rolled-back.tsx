/** A restore that took the archive back is told in a banner until a security administrator has acknowledged it, with a reason. */
import { Button } from 'antd';
import { useState } from 'react';
import { call } from '../archive/client.ts';
import { ReasonDialog } from '../components/reason-dialog.tsx';
import { useRights } from './rights.ts';
import { words } from './words.ts';

export function AcknowledgeRestore({ seq, onActed }: { seq: number; onActed: () => void }) {
  const { may } = useRights();
  const [asking, setAsking] = useState(false);
  if (!may('trust.acknowledgeRestore')) return null;
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {words.restoreAcknowledge}
      </Button>
      {asking && (
        <ReasonDialog
          title={words.restoreAcknowledgeTitle}
          okText={words.restoreAcknowledge}
          onCancel={() => setAsking(false)}
          onConfirm={async (reason) => {
            await call('trust.acknowledgeRestore', { seq, reason });
            setAsking(false);
            onActed();
          }}
        >
          <p>{words.restoreAcknowledgeAsk}</p>
        </ReasonDialog>
      )}
    </>
  );
}
