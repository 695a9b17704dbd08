/** Commands as items of a menu of antd: label, key, and grey with the reason where one is not possible now. */
import type { MenuProps } from 'antd';
import type { CommandNow } from './registry.ts';
import { commandSpec, keyOf, type CommandId } from './table.ts';
import styles from './commands.module.css';

export type MenuItems = NonNullable<MenuProps['items']>;

/** @param ids commands in order; null is a line between groups */
export function commandItems(ids: readonly (CommandId | null)[], now: (id: CommandId) => CommandNow): MenuItems {
  return ids.map((id, at) => {
    if (id === null) return { type: 'divider' as const, key: `line-${at}` };
    const { run, refused } = now(id);
    return {
      key: id,
      disabled: refused !== undefined,
      ...(refused === undefined ? {} : { title: refused }),
      label: (
        <span className={styles['item']}>
          <span>{commandSpec(id).label}</span>
          {keyOf(id) !== '' && <kbd>{keyOf(id)}</kbd>}
        </span>
      ),
      onClick: run,
    };
  });
}
