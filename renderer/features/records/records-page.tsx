/** Putting the archive in order: bulk edit, gaps and repeats of numbers, retention, packages. */
import { Tabs } from 'antd';
import { useRights } from '../../app/gate.tsx';
import { Page } from '../../app/page.tsx';
import { Packages } from '../packages/packages.tsx';
import { words as packageWords } from '../packages/words.ts';
import { BulkEdit } from './bulk-edit.tsx';
import { Numbers } from './numbers.tsx';
import { Retention } from './retention.tsx';
import { words } from './words.ts';

export function RecordsPage() {
  const { may } = useRights();
  return (
    <Page title={words.title}>
      <Tabs
        destroyOnHidden={false}
        items={[
          ...(may('letters.editBulk') ? [{ key: 'bulk', label: words.bulk, children: <BulkEdit /> }] : []),
          { key: 'numbers', label: words.numbers, children: <Numbers /> },
          { key: 'retention', label: words.retention, children: <Retention /> },
          ...(may('export.package') ? [{ key: 'packages', label: packageWords.tab, children: <Packages /> }] : []),
        ]}
      />
    </Page>
  );
}
