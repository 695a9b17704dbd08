/** Commands on accounts. Who may do what is decided in the engine. */
import { resolve } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';
import { ROLES, ROLE_LABELS, type Account, type CallInput, type Role } from '../../shared/contract/index.ts';
import { missingAdministrators } from '../archive/trust/accounts/separation-of-duties.ts';
import type { Arguments } from './arguments.ts';
import type { Engine } from '../archive/engine.ts';
import { PRESENT_PASSWORD, RECOVERY_CODE, agreed, askNewPassword, askPassword } from './ask-password.ts';
import type { Command, CommandResult } from './command.ts';
import { withEngine } from './with-engine.ts';

/** Roles by their codes or Chinese names, each word one or several with commas between. */
function rolesOf(args: readonly string[]): Role[] {
  return args
    .flatMap((word) => word.split(/[,，、]/))
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => {
      const role = ROLES.find((one) => one === word.toLowerCase() || ROLE_LABELS[one] === word);
      if (role === undefined) {
        throw new ArchiveError('USAGE', `没有角色“${word}”，须为 ${Object.values(ROLE_LABELS).join('、')}`);
      }
      return role;
    });
}

function accountLine(account: Account): string {
  const roles = account.roles.map((role) => ROLE_LABELS[role]).join('、') || '无角色';
  const states = [
    ...(account.disabled ? ['已停用'] : []),
    ...(account.locked_until !== null && new Date(account.locked_until) > new Date() ? ['已锁定'] : []),
    ...(account.must_change ? ['须先改密码'] : []),
  ];
  const shown = account.display_name === account.name ? '' : `（${account.display_name}）`;
  return `${account.name}${shown}  ${roles}${states.length === 0 ? '' : `  [${states.join('，')}]`}\n`;
}

async function changed(
  args: Arguments,
  name: 'accounts.setDisabled' | 'accounts.setRoles' | 'accounts.unlock',
  input: CallInput<typeof name>,
): Promise<CommandResult> {
  const account = await withEngine(args, (engine) => engine.call(name, input));
  return { value: account, text: accountLine(account) };
}

/** What comes next, told once accounts have begun. */
const FIRST_STEPS = [
  '账户已启用：此后使用均须登录（--user），不能恢复为无账户。',
  '接着请用 user add NAME --role 档案员 建立档案员，用 user recovery-sheet 制作恢复单并封存。',
];

/**
 * The first account turns accounts on for ever: said before it is made, and asked where somebody sits at a terminal.
 * @throws ArchiveError CANCELLED
 */
async function sayBefore(engine: Engine, note: (line: string) => void): Promise<void> {
  if ((await engine.call('session.current', {})).accounts) return;
  note('这是第一个账户。建立后账户即启用：此后使用此档案库均须登录，不能恢复为无账户。');
  if (!(await agreed('确定启用账户吗？（输入 yes 继续）'))) throw new ArchiveError('CANCELLED', '未启用账户');
}

export const USER_COMMANDS: Readonly<Record<string, Command>> = {
  'user add': {
    usage: 'NAME [--display NAME] [--role ROLE[,ROLE]]',
    does: '新建账户（第一个须为安全管理员，此后使用均须登录）',
    example: 'user add 陈启明 --role 档案员 --user 安管员',
    options: { display: 'text', role: 'texts' },
    arity: [1, 1],
    run: async (args, context) => {
      const name = args.word(0);
      const display = args.text('display');
      const roles = rolesOf(args.texts('role'));
      const account = await withEngine(args, async (engine) => {
        await sayBefore(engine, context.note);
        return engine.call('accounts.add', {
          name,
          password: await askNewPassword(name),
          ...(display !== undefined && { display_name: display }),
          ...(roles.length > 0 && { roles }),
        });
      });
      if (args.text('user') === undefined) FIRST_STEPS.forEach(context.note);
      return { value: account, text: `已新建账户：${accountLine(account)}` };
    },
  },

  'user list': {
    usage: '',
    does: '列出账户',
    example: 'user list --user 安管员',
    options: {},
    arity: [0, 0],
    run: async (args, context) => {
      const accounts = await withEngine(args, (engine) => engine.call('accounts.list', {}));
      if (accounts.length === 0) return { value: accounts, text: '库中没有账户（单用户，不须登录）\n' };
      const missing = missingAdministrators(accounts);
      if (missing.length > 0) context.note(`尚无可用的${missing.map((kind) => ROLE_LABELS[kind]).join('、')}`);
      return { value: accounts, text: accounts.map(accountLine).join('') };
    },
  },

  'user disable': {
    usage: 'NAME',
    does: '停用账户',
    example: 'user disable 陈启明 --user 安管员',
    options: {},
    arity: [1, 1],
    run: (args) => changed(args, 'accounts.setDisabled', { name: args.word(0), disabled: true }),
  },

  'user enable': {
    usage: 'NAME',
    does: '启用账户',
    example: 'user enable 陈启明 --user 安管员',
    options: {},
    arity: [1, 1],
    run: (args) => changed(args, 'accounts.setDisabled', { name: args.word(0), disabled: false }),
  },

  'user roles': {
    usage: 'NAME [ROLE…]',
    does: '改定账户的角色（不写角色即全部取消）',
    example: 'user roles 陈启明 档案员 --user 安管员',
    options: {},
    arity: [1, 1 + ROLES.length],
    run: (args) =>
      changed(args, 'accounts.setRoles', { name: args.word(0), roles: rolesOf(args.positionals.slice(1)) }),
  },

  'user unlock': {
    usage: 'NAME',
    does: '解除登录失败锁定',
    example: 'user unlock 陈启明 --user 安管员',
    options: {},
    arity: [1, 1],
    run: (args) => changed(args, 'accounts.unlock', { name: args.word(0) }),
  },

  'user recovery-sheet': {
    usage: '[--out DIR]',
    does: '制作恢复单（安全管理员忘记密码时用，一次有效，旧单作废）；--out 印成 PDF，不写则只显示一次',
    example: 'user recovery-sheet --out ./恢复单 --user 安管员',
    options: { out: 'text' },
    arity: [0, 0],
    run: async (args) => {
      const user = args.text('user');
      if (user === undefined) throw new ArchiveError('SIGN_IN_REQUIRED', '请用 --user 写明用户名');
      const out = args.text('out');
      const sheet = await withEngine(args, async (engine) => {
        const current = await askPassword(`${user} 的密码（再次确认）：`, PRESENT_PASSWORD);
        return engine.call('accounts.makeRecoverySheet', {
          current,
          ...(out !== undefined && { out: resolve(out) }),
        });
      });
      const where = sheet.file ?? `恢复码：${sheet.code ?? ''}（只显示这一次，请抄录封存）`;
      return { value: sheet, text: `恢复单第 ${sheet.number} 号，此前的恢复单作废\n${where}\n` };
    },
  },

  'user recover': {
    usage: 'NAME',
    does: '安全管理员忘记密码时，凭恢复单上的恢复码重设（恢复码取自 FUHAN_RECOVERY_CODE 或提示输入）',
    example: 'user recover 安管员',
    options: {},
    arity: [1, 1],
    run: async (args) => {
      const name = args.word(0);
      const account = await withEngine(
        args,
        async (engine) => {
          const code = await askPassword('恢复码：', RECOVERY_CODE);
          const password = await askNewPassword(name);
          return engine.call('accounts.recover', { name, code, password });
        },
        { signIn: false },
      );
      return { value: account, text: `已重设密码，恢复单已作废，请制作新的：${accountLine(account)}` };
    },
  },

  'user passwd': {
    usage: '[NAME]',
    does: '更改自己的密码；安全管理员可为他人重设',
    example: 'user passwd --user 陈启明',
    options: {},
    arity: [0, 1],
    run: async (args) => {
      const user = args.text('user');
      const name = args.positionals[0] ?? user;
      if (name === undefined) throw new ArchiveError('USAGE', '请写明用户名');
      const own = user === undefined || user === name;
      const account = await withEngine(
        args,
        async (engine) => {
          const current = own ? await askPassword(`${name} 的现有密码：`, PRESENT_PASSWORD) : undefined;
          const password = await askNewPassword(name);
          return engine.call('accounts.changePassword', { name, password, ...(own && { current }) });
        },
        // One's own may be too old to sign in with; the present password is shown to the change itself.
        { signIn: !own },
      );
      return { value: account, text: `已更改密码：${accountLine(account)}` };
    },
  },
};
