/** The top of the window: the brand, the menus that the table of commands gives, the box of the search, who is here. */
import { Button } from 'antd';
import { useReport } from './report.tsx';
import { useRights } from './rights.ts';
import { useSession } from './session.tsx';
import { CommandMenu } from './commands/command-menu.tsx';
import { COMMAND_IDS, commandSpec, MENUS, type CommandId, type MenuName } from './commands/table.ts';
import styles from './frame.module.css';
import { SearchBox } from '../features/search/box.tsx';
import { ROLE_LABELS } from '../../shared/contract/index.ts';
import { words } from './words.ts';

const MENU_NAMES = Object.keys(MENUS) as MenuName[];

export function TopBar({ onPalette }: { onPalette: () => void }) {
  const { may, session, signOut, accounts } = useRights();
  const { info } = useSession();
  const report = useReport();
  const idsOf = (menu: MenuName): CommandId[] =>
    COMMAND_IDS.filter((id) => {
      const { menu: of, right } = commandSpec(id);
      return of === menu && (right === undefined || may(right));
    });
  const who = session?.display_name ?? words.soleUser;
  const role = session?.roles.map((one) => ROLE_LABELS[one]).join('、');
  return (
    <header className={styles['top']}>
      <span className={styles['brand']}>{words.product}</span>
      <nav className={styles['menus']} aria-label={words.menus}>
        {MENU_NAMES.map((menu) => (
          <CommandMenu key={menu} ids={idsOf(menu)}>
            <Button type="text" size="small">
              {MENUS[menu]}
            </Button>
          </CommandMenu>
        ))}
      </nav>
      <div className={styles['boxPlace']}>{may('search.query') && <SearchBox onPalette={onPalette} />}</div>
      <div className={styles['who']}>
        <span title={info?.actor}>{role === undefined || role === '' ? who : `${who} · ${role}`}</span>
        {accounts && session && (
          <Button size="small" onClick={() => void signOut().catch(report)}>
            {words.signOut}
          </Button>
        )}
      </div>
    </header>
  );
}
