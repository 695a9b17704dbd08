/** Two letters side by side, the earlier left: what an office said this year and last. */
import { Modal, Spin } from 'antd';
import type { RelatedLetter } from '../../../shared/model/search.ts';
import { useCall } from '../../archive/use-call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Differences } from './diff-view.tsx';
import styles from './history.module.css';
import { words } from './words.ts';

interface Props {
  id: string;
  other: string;
  onClose: () => void;
}

const nameOf = ({ issued_on, doc_number, name }: RelatedLetter): string =>
  [issued_on, name, doc_number].filter((part) => part !== null).join('　');

export function CompareLetters({ id, other, onClose }: Props) {
  const { value, error, reload } = useCall('letters.compare', { id, other });
  return (
    <Modal open title={words.compareLetters} width="min(96vw, 1200px)" footer={null} onCancel={onClose}>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value === undefined && !error && <Spin />}
      {value && (
        <section className={styles['diff']} aria-label={words.compareLetters}>
          <Differences diff={value.diff} heads={[nameOf(value.before), nameOf(value.after)]} />
        </section>
      )}
    </Modal>
  );
}
