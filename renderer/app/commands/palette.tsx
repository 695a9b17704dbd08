/** The palette: every command by a few letters of its name, and the list of all keys. Both come from the one table. */
import { Command } from 'cmdk';
import { Modal, Segmented } from 'antd';
import { useState } from 'react';
import { words } from '../words.ts';
import styles from './commands.module.css';
import { CONVENTIONS } from './conventions.ts';
import { useCommandNow } from './registry.ts';
import { COMMAND_IDS, commandSpec, keyOf, MENUS, strokeWords, type MenuName } from './table.ts';

const MENU_NAMES = Object.keys(MENUS) as MenuName[];

export function Palette({ onClose }: { onClose: () => void }) {
  const now = useCommandNow();
  return (
    <Modal open title={null} closable={false} footer={null} width={560} onCancel={onClose} aria-label={words.palette}>
      <Command className={styles['palette'] ?? ''} label={words.palette} loop>
        <Command.Input autoFocus placeholder={words.paletteHint} />
        <Command.List label={words.palette}>
          <Command.Empty>{words.paletteNone}</Command.Empty>
          {MENU_NAMES.map((menu) => (
            <Command.Group key={menu} heading={MENUS[menu]}>
              {COMMAND_IDS.filter((id) => commandSpec(id).menu === menu && id !== 'palette').map((id) => {
                const { run, refused } = now(id);
                return (
                  <Command.Item
                    key={id}
                    value={`${commandSpec(id).label} ${id}`}
                    disabled={refused !== undefined}
                    onSelect={() => {
                      onClose();
                      // What the command opens comes after the palette has gone.
                      setTimeout(run);
                    }}
                  >
                    <span>{commandSpec(id).label}</span>
                    {refused !== undefined && <span className={styles['soft']}>{refused}</span>}
                    {keyOf(id) !== '' && <kbd>{keyOf(id)}</kbd>}
                  </Command.Item>
                );
              })}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Modal>
  );
}

/** Strokes that lists and boxes take themselves. */
const MORE_KEYS: readonly (readonly [string, string])[] = words.moreKeys;

const HELP_PAGES = { keys: words.keyList, elements: words.conventions } as const;
type HelpPage = keyof typeof HELP_PAGES;

export function Help({ first, onClose }: { first: HelpPage; onClose: () => void }) {
  const [page, setPage] = useState(first);
  return (
    <Modal open title={words.help} footer={null} width="min(92vw, 860px)" onCancel={onClose}>
      <Segmented<HelpPage>
        aria-label={words.helpPages}
        value={page}
        onChange={setPage}
        options={(Object.keys(HELP_PAGES) as HelpPage[]).map((value) => ({ value, label: HELP_PAGES[value] }))}
      />
      <div className={styles['help']} tabIndex={0}>
        {page === 'keys' ? <KeyTables /> : <Conventions />}
      </div>
    </Modal>
  );
}

function Conventions() {
  return (
    <dl className={styles['conventions']}>
      {CONVENTIONS.map(([element, rules]) => (
        <div key={element}>
          <dt>{element}</dt>
          {rules.map((rule) => (
            <dd key={rule}>{rule}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

/** All keys, by menu: also for the settings. */
export function KeyTables() {
  return (
    <div className={styles['columns']}>
      {MENU_NAMES.map((menu) => {
        const ids = COMMAND_IDS.filter((id) => commandSpec(id).menu === menu && commandSpec(id).keys !== undefined);
        if (ids.length === 0) return null;
        return (
          <KeyTable
            key={menu}
            head={MENUS[menu]}
            rows={ids.map((id) => [commandSpec(id).label, (commandSpec(id).keys ?? []).map(strokeWords).join('、')])}
          />
        );
      })}
      <KeyTable head={words.moreKeysHead} rows={MORE_KEYS} />
    </div>
  );
}

function KeyTable({ head, rows }: { head: string; rows: readonly (readonly [string, string])[] }) {
  return (
    <table className={styles['keys']}>
      <thead>
        <tr>
          <th scope="col" colSpan={2}>
            {head}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, key]) => (
          <tr key={label}>
            <td>{label}</td>
            <td>
              <kbd>{key}</kbd>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What is open of both; one at a time. */
export function useHelp() {
  const [open, setOpen] = useState<'palette' | HelpPage | null>(null);
  const close = (): void => setOpen(null);
  return {
    openPalette: () => setOpen('palette'),
    openKeys: () => setOpen('keys'),
    openConventions: () => setOpen('elements'),
    shown: open === 'palette' ? <Palette onClose={close} /> : open && <Help key={open} first={open} onClose={close} />,
  };
}
