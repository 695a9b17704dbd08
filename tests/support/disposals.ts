/** An office of six people who appraise, approve and supervise, with letters whose retention has ended; and what must not be found again. */
import type { Engine } from '../../main/archive/engine.ts';
import type { Role } from '../../shared/contract/index.ts';
import { passwordOf } from './accounts.ts';
import { openOffice, signInAs } from './office.ts';
import { keptOffice } from './kept-office.ts';

export { filesBelow, filesWith } from './traces.ts';

/** Beside 王档案, who brings letters in, gives the first opinion and executes. */
export const STAFF = {
  second: { name: '钱业务', word: 'qianyewu', roles: ['reader'] },
  third: { name: '冯审计', word: 'fengshenji', roles: ['auditor'] },
  leader: { name: '郑主任', word: 'zhengzhuren', roles: ['archivist'] },
  watcher: { name: '何监销', word: 'hejianxiao', roles: ['reader'] },
  witness: { name: '吕监销', word: 'lvjianxiao', roles: ['auditor'] },
} as const satisfies Readonly<Record<string, { name: string; word: string; roles: readonly Role[] }>>;
export type Staff = keyof typeof STAFF | 'archivist';

const { copy, closeLater, closeNow } = keptOffice(Object.values(STAFF));

export async function signInStaff(engine: Engine, who: Staff): Promise<void> {
  if (who === 'archivist') await signInAs(engine, 'archivist');
  else await engine.call('session.signIn', { name: STAFF[who].name, password: passwordOf(STAFF[who].word) });
}

export interface DisposalOffice {
  engine: Engine;
  folder: string;
  as: (who: Staff) => Promise<void>;
  /** Files a text with a retention of ten years. */
  file: (text: string, name?: string) => Promise<string>;
  /** Opens an appraisal of letters, as 王档案. */
  open: (...ids: string[]) => Promise<string>;
  /** Three opinions that all letters may go. */
  opine: (id: string) => Promise<void>;
  /** Opinions, approval and both signatures; signs 王档案 in again. */
  ready: (...ids: string[]) => Promise<string>;
  /** Closes the archive and opens it again, with 王档案 signed in. */
  reopen: () => Promise<Engine>;
}

export async function disposalOffice(): Promise<DisposalOffice> {
  return officeIn(await copy());
}

export async function officeIn(folder: string): Promise<DisposalOffice> {
  const open = async (): Promise<Engine> => {
    const engine = closeLater(await openOffice(folder));
    await signInAs(engine, 'archivist');
    return engine;
  };
  const made: DisposalOffice = {
    engine: await open(),
    folder,
    as: (who) => signInStaff(made.engine, who),
    file: async (text, name = '答复函.txt') => {
      const source = { name, bytes: new TextEncoder().encode(text) };
      const { draft_id, elements } = await made.engine.call('desk.read', { source });
      return (await made.engine.call('desk.file', { draft_id, elements, retention: 'D10' })).id;
    },
    open: async (...ids) => (await made.engine.call('disposal.open', { ids, reason: '保管期限届满' })).id,
    opine: async (id) => {
      for (const who of ['archivist', 'second', 'third'] as const) {
        await made.as(who);
        const { items } = await made.engine.call('disposal.show', { id });
        const opinions = items.map(({ letter }) => ({ letter, verdict: 'destroy' as const, note: '无继续保存价值' }));
        await made.engine.call('disposal.opine', { id, opinions });
      }
    },
    ready: async (...ids) => {
      const id = await made.open(...ids);
      await made.opine(id);
      await made.as('leader');
      await made.engine.call('disposal.approve', { id, agreed: true });
      for (const who of ['watcher', 'witness'] as const) {
        await made.as(who);
        await made.engine.call('disposal.sign', { id });
      }
      await made.as('archivist');
      return id;
    },
    reopen: async () => {
      await closeNow(made.engine);
      return (made.engine = await open());
    },
  };
  return made;
}
