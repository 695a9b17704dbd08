/** How a list looks: two lines or a table, and which columns the table has. */
import { Button, Checkbox, Popover, Segmented } from 'antd';
import { memo } from 'react';
import { useCommands } from '../../app/commands/registry.ts';
import { keep, useKept, type ListView } from '../../app/kept.ts';
import { COLUMNS } from './columns.ts';
import { useSeenColumns } from './seen-columns.ts';
import styles from './tools.module.css';
import { words } from './words.ts';

export const ListTools = memo(function ListTools() {
  const listView = useKept((kept) => kept.listView);
  const chosen = useKept((kept) => kept.columns);
  const columns = useSeenColumns();
  useCommands({
    'view.list': { run: () => keep({ listView: 'lines' }) },
    'view.table': { run: () => keep({ listView: 'table' }) },
  });
  const toggle = (id: string): void =>
    keep({ columns: columns.includes(id) ? columns.filter((one) => one !== id) : [...columns, id] });
  return (
    <>
      <Segmented<ListView>
        size="small"
        aria-label={words.view}
        value={listView}
        onChange={(view) => keep({ listView: view })}
        options={[
          { value: 'lines', label: words.lines },
          { value: 'table', label: words.table },
        ]}
      />
      {listView === 'table' && (
        <Popover
          trigger="click"
          placement="bottomRight"
          arrow={false}
          content={
            <div className={styles['columns']} role="group" aria-label={words.columns}>
              {COLUMNS.map(({ id, label }) => (
                <Checkbox key={id} checked={columns.includes(id)} onChange={() => toggle(id)}>
                  {label}
                </Checkbox>
              ))}
              <Button size="small" disabled={chosen === null} onClick={() => keep({ columns: null })}>
                {words.usualColumns}
              </Button>
            </div>
          }
        >
          <Button size="small">{words.columns} ▾</Button>
        </Popover>
      )}
    </>
  );
});
