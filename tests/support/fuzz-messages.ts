/** What the fuzz of the window sends: every call of the contract and names that are none, each with an input of the right shape to be spoilt. */
import { CALL_NAMES, SHELL_CONTRACT, type CallName } from '../../shared/contract/index.ts';
import { DEFAULT_SETTINGS } from '../../shared/model/settings.ts';
import { placeTries } from './place-tries.ts';

/** What ends the archive without accounts, and what takes the worker away for long; tests of their own have them. */
const LEFT_OUT: readonly CallName[] = [
  'accounts.add',
  'accounts.enable',
  'letters.watch',
  'trust.restoreBackup',
  'trust.undoRestore',
];
export const FUZZ_NAMES: readonly string[] = [
  ...CALL_NAMES.filter((name) => !LEFT_OUT.includes(name)),
  ...Object.keys(SHELL_CONTRACT),
  'archive.destroy',
  '__proto__',
  'constructor',
  '',
];

export interface Known {
  letter: string;
  attachment: string;
  /** By use, of what was chosen. */
  handles: readonly string[];
}

/** An input of the right shape for each call, where it takes more than an id. */
export function inputFor(name: string, { letter, attachment, handles }: Known): unknown {
  const tries = placeTries({ letter, attachment, draft: 'x', readable: handles[0] ?? '' }).filter(
    (one) => one.name === name,
  );
  const [first] = tries;
  // With a handle of the use that it takes, or of another.
  if (first !== undefined) return first.input(handles[name.length % handles.length] ?? '');
  switch (name) {
    case 'letters.edit':
      return { id: letter, set: { result_code: 'A' }, reason: '更正' };
    case 'search.query':
      return { query: '公交' };
    case 'search.marks':
      return { id: letter, query: '公交' };
    case 'search.save':
      return { name: '公交', request: { query: '公交' } };
    case 'settings.change':
      return { backup: { ...DEFAULT_SETTINGS.backup, daily: 9 } };
    case 'session.signIn':
      return { name: '某人', password: 'x' };
    case 'shell.chooseFolder':
      return { title: '选', use: 'read' };
    case 'shell.chooseSave':
      return { title: '存', name: 'x' };
    case 'shell.chooseFiles':
      return { title: '选' };
    case 'shell.reveal':
      return { path: '/etc/passwd' };
    default:
      return { id: letter, reason: '理由', version: 1, from: 1, to: 1, name: 'x', limit: 5 };
  }
}
