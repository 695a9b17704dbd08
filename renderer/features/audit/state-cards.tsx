/** How the archive stands, in four cards that lead to where more is told. */
import { useCall } from '../../archive/use-call.ts';
import { useRights } from '../../app/rights.ts';
import { sinceWords } from '../../components/format.ts';
import styles from './audit.module.css';
import { sentenceOf } from './sentences.ts';
import { words, type AuditPlace } from './words.ts';

const NOTHING = {};

export function StateCards({ round, onPlace }: { round: number; onPlace: (place: AuditPlace) => void }) {
  const tip = useCall('trust.tip', NOTHING);
  return (
    <div className={styles['cards']} key={round}>
      <StateCard
        title={words.chain}
        text={tip.value === undefined ? '' : words.chainAt(tip.value.seq)}
        onOpen={() => onPlace('log')}
      />
      <LastCard title={words.verify} action="archive.verify" onOpen={() => onPlace('checks')} />
      <LastCard title={words.inspect} action="report.inspection" onOpen={() => onPlace('checks')} />
      <LastCard title={words.lastBackup} action="backup.make" onOpen={() => onPlace('backups')} />
    </div>
  );
}

function LastCard({ title, action, onOpen }: { title: string; action: string; onOpen: () => void }) {
  const { may } = useRights();
  const { value } = useCall('trust.audit', may('trust.audit') ? { action, limit: 1, newest_first: true } : null);
  const row = value?.[0];
  if (value === undefined) return <StateCard title={title} text="" onOpen={onOpen} />;
  if (row === undefined) return <StateCard title={title} text={words.never} onOpen={onOpen} />;
  const { parts } = sentenceOf(row, new Map());
  const said = parts.filter((part) => typeof part === 'string').join('');
  return <StateCard title={title} text={`${sinceWords(row.at)}　${said}`} onOpen={onOpen} />;
}

function StateCard({ title, text, onOpen }: { title: string; text: string; onOpen: () => void }) {
  return (
    <button type="button" className={styles['state']} onClick={onOpen}>
      <span>{title}</span>
      <strong>{text}</strong>
    </button>
  );
}
