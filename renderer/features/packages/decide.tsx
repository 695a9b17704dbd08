/** A letter that this archive and a package have both changed: both sides, and the decision with its reason. */
import { App, Button, Modal, Space, Spin } from 'antd';
import { useState } from 'react';
import type { PackageChoice } from '../../../shared/model/package.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { Differences } from '../history/diff-view.tsx';
import { words } from './words.ts';

interface Props {
  /** The folder that was chosen: the package's, or one that holds it. */
  path: string;
  /** The letter's id in it. */
  id: string;
  /** The letter's id here. */
  own: string | undefined;
  onDecided: () => void;
}

/** A button that opens both sides; nothing once it is decided. */
export function DecideButton(props: Props) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  if (done) return null;
  const decided = (): void => {
    setDone(true);
    props.onDecided();
  };
  return (
    <>
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        {words.compare}
      </Button>
      {open && <Decide {...props} onDecided={decided} onClose={() => setOpen(false)} />}
    </>
  );
}

function Decide({ path, id, own, onDecided, onClose }: Props & { onClose: () => void }) {
  const { message } = App.useApp();
  const [choice, setChoice] = useState<PackageChoice | null>(null);
  const { value, error, reload } = useCall('package.compare', { path, id });
  const named = useCall('letters.rows', own === undefined ? null : { ids: [own] }).value?.letters[0]?.name;
  const choices: PackageChoice[] = value?.common === 0 ? ['local', 'package', 'apart'] : ['local', 'package'];
  const decide = async (reason: string): Promise<void> => {
    if (choice === null || value === undefined) return;
    const base_version = value.local.version;
    await call('package.decide', { path, id, take: choice, reason, base_version });
    void message.success(words.decided);
    onDecided();
    onClose();
  };
  return (
    <Modal
      open
      title={words.comparing}
      width="min(1100px, 94vw)"
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        <Space wrap>
          <Button onClick={onClose}>{words.close}</Button>
          {value !== undefined &&
            choices.map((one) => (
              <Button key={one} onClick={() => setChoice(one)}>
                {words.take(one)}
              </Button>
            ))}
        </Space>
      }
    >
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value === undefined ? (
        error === undefined && <Spin />
      ) : (
        <>
          {named !== undefined && <h3>{named}</h3>}
          <p>{words.common(value.common)}</p>
          <Differences diff={value.diff} heads={[words.here(value.local.version), words.there(value.packed.version)]} />
        </>
      )}
      {choice !== null && (
        <ReasonDialog
          title={words.take(choice)}
          okText={words.take(choice)}
          onCancel={() => setChoice(null)}
          onConfirm={decide}
        />
      )}
    </Modal>
  );
}
