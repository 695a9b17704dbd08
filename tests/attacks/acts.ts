/** Attacks by people who sign in, and on the folders beside the archive. */
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Engine } from '../../main/archive/engine.ts';
import { headPath } from '../../main/archive/storage/kept-head.ts';
import { verifyCutExport } from '../../main/archive/trust/audit-export.ts';
import { reportError } from '../../shared/errors.ts';
import type { Attack } from './attacks.ts';
import { examine, type Found } from './examine.ts';
import { AUDITOR, SYSADMIN, signInAs, type Sample } from './sample.ts';

async function opened(sample: Sample, act: (engine: Engine) => Promise<Found>): Promise<Found> {
  const engine = await Engine.open({ folder: sample.folder, actor: '王档案', inProcess: true });
  try {
    return await act(engine);
  } finally {
    await engine.close();
  }
}

/** Does what somebody must not get done. */
async function refused(act: Promise<unknown>): Promise<Found> {
  try {
    await act;
    return { by: 'nothing', says: '' };
  } catch (thrown) {
    return { by: 'refused', says: reportError(thrown).message };
  }
}

function linked(sample: Sample, name: string): void {
  const elsewhere = join(sample.place, 'elsewhere');
  mkdirSync(elsewhere);
  rmSync(join(sample.folder, name), { recursive: true, force: true });
  symlinkSync(elsewhere, join(sample.folder, name), 'junction');
}

export const ACTS: readonly Attack[] = [
  {
    on: 'the folder',
    what: 'the index made into a link to another folder',
    run: (s) => {
      linked(s, 'index');
      return examine(s);
    },
    by: 'note',
  },
  {
    on: 'the folder',
    what: 'the folder for backups made into a link, to get the next backup',
    run: (s) => {
      linked(s, 'backups');
      return opened(s, async (engine) => {
        await signInAs(engine, SYSADMIN);
        return refused(engine.call('trust.backup', { to: join(s.folder, 'backups') }));
      });
    },
    by: 'refused',
  },
  {
    on: 'the folder',
    what: 'the head beside the archive made into a link',
    run: (s) => {
      linked(s, headPath('archive.sqlite'));
      return examine(s);
    },
    by: 'opening',
  },
  {
    on: 'a person',
    what: 'a system administrator takes the archive back to an older backup, alone',
    run: (s) =>
      opened(s, async (engine) => {
        await signInAs(engine, SYSADMIN);
        await engine.call('trust.restoreBackup', { file: s.backup });
        await signInAs(engine, AUDITOR);
        const [notice] = (await engine.call('session.current', {})).session?.notices ?? [];
        return notice === undefined ? { by: 'nothing', says: '' } : { by: 'notice', says: notice };
      }),
    by: 'notice',
  },
  {
    on: 'a person',
    what: 'an account is made whose name reads as admin',
    run: (s) =>
      opened(s, async (engine) => {
        await signInAs(engine, SYSADMIN);
        return refused(engine.call('accounts.add', { name: 'adm\u0456n', password: 'Hetang-7-Yuese-nan' }));
      }),
    by: 'refused',
  },
  {
    on: 'an exported log',
    what: 'its end cut off in the middle of a line',
    run: (s) => {
      const text = readFileSync(s.exported, 'utf8');
      const { ok, problems } = verifyCutExport(text.slice(0, Math.floor(text.length / 2)));
      return ok ? { by: 'nothing', says: '' } : { by: 'export', says: problems[0]?.message ?? '' };
    },
    by: 'export',
  },
];
