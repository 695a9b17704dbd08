/** A letter of a disposal by its name: it is read in a window of its own, so that what was said of the others stays in sight. */
import { Button } from 'antd';
import type { DisposalItemView } from '../../../shared/contract/index.ts';
import { call } from '../../archive/client.ts';
import { useReport } from '../../app/report.tsx';
import { useRights } from '../../app/rights.ts';
import styles from './disposal.module.css';
import { words } from './words.ts';

export function ReadLetter({ item: { letter, name, disposed } }: { item: DisposalItemView }) {
  const report = useReport();
  const { may } = useRights();
  if (disposed || !may('letters.show')) return name;
  return (
    <Button
      type="link"
      size="small"
      className={styles['name'] ?? ''}
      title={words.readLetter}
      onClick={() => void call('shell.openLetter', { id: letter }).catch(report)}
    >
      {name}
    </Button>
  );
}
