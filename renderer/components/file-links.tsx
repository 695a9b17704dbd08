/** Files that were written, by name, one a line: each is shown in its folder by a click. */
import { Button } from 'antd';
import { call } from '../archive/client.ts';
import { fileName } from '../archive/files.ts';
import { useReport } from '../app/report.tsx';
import layout from './layout.module.css';

export function FileLinks({ files }: { files: readonly string[] }) {
  const report = useReport();
  return files.map((path) => (
    <div key={path}>
      <Button
        type="link"
        className={layout['bare'] ?? ''}
        title={path}
        onClick={() => void call('shell.reveal', { path }).catch(report)}
      >
        {fileName(path)}
      </Button>
    </div>
  ));
}
