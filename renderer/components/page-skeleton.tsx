/** A sheet that is being drawn: nothing at first, its outline where it takes longer than the eye notices. */
import styles from './page-skeleton.module.css';

const LINES = 12;

export function PageSkeleton({ label }: { label: string }) {
  return (
    <div className={styles['sheet']} role="status" aria-busy aria-label={label}>
      {Array.from({ length: LINES }, (_, at) => (
        <span key={at} className={styles['line']} />
      ))}
    </div>
  );
}
