/** One piece of long work as a card: what it is, its button, how far it is, what came of it. */
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import type { Task } from '../../archive/use-call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import styles from './audit.module.css';

interface CardProps<T> {
  title: string;
  hint: string;
  running: string;
  cancelled: string;
  task: Task<T>;
  button: ReactNode;
  children?: ReactNode;
}

export function Card<T>({ title, hint, running, cancelled, task, button, children }: CardProps<T>) {
  return (
    <div className={styles['card']} role="group" aria-label={title}>
      <h2>{title}</h2>
      <p>{hint}</p>
      <div>{button}</div>
      {task.running && <ProgressLine label={running} progress={task.progress} onCancel={task.cancel} />}
      {task.cancelled && <Alert type="info" showIcon title={cancelled} />}
      {task.error && <ErrorNotice error={task.error} onClose={task.reset} />}
      {children}
    </div>
  );
}
