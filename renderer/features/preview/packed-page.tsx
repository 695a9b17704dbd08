/** What lies in a zip: names and sizes, as its own list has them. */
import { Alert } from 'antd';
import type { PreviewOf } from '../../../shared/model/preview.ts';
import { formatSize, kindOf } from '../../components/format.ts';
import styles from './preview.module.css';
import { words } from './words.ts';

export function PackedPage({ shown: { name, files, total, cut } }: { shown: PreviewOf<'packed'> }) {
  return (
    <div className={styles['frame']}>
      {cut && <Alert type="info" showIcon title={words.cutList(files.length, total)} />}
      <article className={styles['packed']} aria-label={words.packed(name)}>
        <h3>{words.packedFiles(total)}</h3>
        <p>{words.packedHint}</p>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.file}</th>
              <th scope="col">{words.kind}</th>
              <th scope="col">{words.size}</th>
            </tr>
          </thead>
          <tbody>
            {files.map((file, at) => (
              <tr key={at}>
                <td>
                  {file.name}
                  {file.locked && words.locked}
                </td>
                <td>{kindOf(file.name)}</td>
                <td>{formatSize(file.size)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </article>
    </div>
  );
}
