/** A mail: its head, its words, and what is attached to it. */
import { Alert } from 'antd';
import type { PreviewOf } from '../../../shared/model/preview.ts';
import { formatSize } from '../../components/format.ts';
import styles from './preview.module.css';
import { words } from './words.ts';

export function MailPage({ shown }: { shown: PreviewOf<'mail'> }) {
  const { name, head, body, files } = shown;
  return (
    <div className={styles['frame']}>
      {shown.cut && <Alert type="info" showIcon title={words.cut} />}
      <article className={styles['mail']} aria-label={words.paper(name)}>
        <dl className={styles['head']}>
          {head.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div className={styles['words']}>{body}</div>
        {files.length > 0 && (
          <footer className={styles['mailFiles']}>
            <strong>{words.files(files.length)}</strong>
            <ul>
              {files.map((file, at) => (
                <li key={at}>
                  {file.name}（{formatSize(file.size)}）
                </li>
              ))}
            </ul>
          </footer>
        )}
      </article>
    </div>
  );
}
