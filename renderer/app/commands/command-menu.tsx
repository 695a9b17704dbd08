/** A menu of commands below a button or a place; its lines are made only while it is open. */
import { Dropdown, type MenuProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useRights } from '../rights.ts';
import { commandItems } from './items.tsx';
import { lookUp } from './registry.ts';
import type { CommandId } from './table.ts';
import styles from './commands.module.css';

interface Props {
  /** Commands in order; null is a line between groups. */
  ids: readonly (CommandId | null)[];
  /** Lines before the commands. */
  before?: NonNullable<MenuProps['items']>;
  /** Opened from outside, by a key. */
  open?: boolean;
  onOpen?: (open: boolean) => void;
  children: ReactElement;
}

const CLICK: ['click'] = ['click'];

export function CommandMenu({ ids, before = [], open, onOpen, children }: Props) {
  const { may } = useRights();
  const [own, setOwn] = useState(false);
  const shown = open ?? own;
  const setOpen = onOpen ?? setOwn;
  return (
    <Dropdown
      trigger={CLICK}
      open={shown}
      onOpenChange={setOpen}
      menu={{
        items: shown ? [...before, ...commandItems(ids, (id) => lookUp(id, may))] : [],
        onClick: () => setOpen(false),
      }}
      popupRender={(menu) => <div className={styles['pop']}>{menu}</div>}
    >
      {children}
    </Dropdown>
  );
}
