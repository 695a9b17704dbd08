/** Putting the archive in order: bulk edit, gaps and repeats of numbers, retention, publishing, packages. */
import { Tabs } from 'antd';
import { useRights } from '../../app/rights.ts';
import type { Route } from '../../app/navigation.tsx';
import { Page } from '../../app/page.tsx';
import { Packages } from '../packages/packages.tsx';
import { words as packageWords } from '../packages/words.ts';
import { PublicDays } from '../public/public-days.tsx';
import { words as publicWords } from '../public/words.ts';
import { BulkEdit } from './bulk-edit.tsx';
import { Numbers } from './numbers.tsx';
import { Retention } from './retention.tsx';
import { words } from './words.ts';

export function RecordsPage({ route }: { route: Extract<Route, { view: 'records' }> }) {
  const { may } = useRights();
  const bulk = may('letters.editBulk');
  return (
    <Page title={words.title}>
      <Tabs
        destroyOnHidden={false}
        defaultActiveKey={route.part ?? (bulk ? 'bulk' : 'numbers')}
        items={[
          ...(bulk
            ? [{ key: 'bulk', label: words.bulk, children: <BulkEdit key={route.ids?.join()} ids={route.ids} /> }]
            : []),
          { key: 'numbers', label: words.numbers, children: <Numbers /> },
          { key: 'retention', label: words.retention, children: <Retention /> },
          ...(may('public.due') ? [{ key: 'public', label: publicWords.daysTab, children: <PublicDays /> }] : []),
          ...(may('export.package') ? [{ key: 'packages', label: packageWords.tab, children: <Packages /> }] : []),
        ]}
      />
    </Page>
  );
}
