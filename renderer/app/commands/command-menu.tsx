/** A menu of commands below a button or a place; its lines are made only while it is open. */
import { Dropdown, type MenuProps, type MenuRef } from 'antd';
import {
  cloneElement,
  useImperativeHandle,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
  type Ref,
} from 'react';
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
      autoFocus
      open={shown}
      onOpenChange={setOpen}
      menu={{
        items: shown ? [...before, ...commandItems(ids, (id) => lookUp(id, may))] : [],
        onClick: () => setOpen(false),
      }}
      popupRender={(menu) => <Pop>{menu}</Pop>}
    >
      {children}
    </Dropdown>
  );
}

/** The menu's sheet. It takes the keyboard when it opens, so that arrows walk the menu and not what lies below it. */
function Pop({ ref, children }: { ref?: Ref<{ focus: () => void }>; children: ReactNode }) {
  const menu = useRef<MenuRef>(null);
  useImperativeHandle(ref, () => ({ focus: () => menu.current?.focus({ preventScroll: true }) }));
  return (
    <div className={styles['pop']}>{cloneElement(children as ReactElement<{ ref: Ref<MenuRef> }>, { ref: menu })}</div>
  );
}
