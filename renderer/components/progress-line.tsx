/** How far a long piece of work has come, with the way to stop it. */
import { Button, Progress as Bar } from 'antd';
import { useState } from 'react';
import type { Progress } from '../../shared/contract/index.ts';
import { words } from './words.ts';
import layout from './layout.module.css';

/** Whole per cent, or undefined where the total is not known yet. */
export function percentOf(progress: Progress | undefined): number | undefined {
  if (progress === undefined || progress.total <= 0) return undefined;
  return Math.min(100, Math.floor((100 * progress.done) / progress.total));
}

interface Props {
  progress: Progress | undefined;
  label: string;
  onCancel?: () => void;
}

export function ProgressLine({ progress, label, onCancel }: Props) {
  const [cancelling, setCancelling] = useState(false);
  const percent = percentOf(progress);
  return (
    <div role="status" className={layout['line'] ?? ''}>
      <span>{cancelling ? words.cancelling : label}</span>
      <div className={layout['rest'] ?? ''}>
        <Bar percent={percent ?? 0} status="active" showInfo={percent !== undefined} aria-label={label} size="small" />
      </div>
      <span>
        {progress === undefined || progress.total <= 0 ? '' : `${progress.done} / ${progress.total}`}{' '}
        {progress?.message}
      </span>
      {onCancel && (
        <Button
          size="small"
          disabled={cancelling}
          onClick={() => {
            setCancelling(true);
            onCancel();
          }}
        >
          {words.cancel}
        </Button>
      )}
    </div>
  );
}
