/** Every call that writes files for people, tried at a place. */
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Engine } from '../../main/archive/engine.ts';
import { CALL_NAMES, CONTRACT, type Call, type CallInput, type CallName } from '../../shared/contract/index.ts';
import { fileText, openEngine, temporaryFile, temporaryFolder } from './engine.ts';
import { hotJournal } from './hot-journal.ts';
import { PLAIN_LETTER } from './letters.ts';

export const outputsOf = (name: CallName): readonly string[] => Object.keys((CONTRACT[name] as Call).outputs ?? {});
export const WRITING = CALL_NAMES.filter((name) => outputsOf(name).length > 0);

/** A recovery sheet, a public version and a register of what was disposed of need accounts: their tests write them. */
export const WITH_ACCOUNTS: readonly CallName[] = ['accounts.makeRecoverySheet', 'export.public', 'export.disposal'];

/** What each call is given beside a path, which has the extension .csv and is not there. */
function inputs(id: string, attachment: string, letter: string): { [N in CallName]?: (path: string) => CallInput<N> } {
  const selection = { ids: [id] };
  return {
    'letters.saveAttachment': (out) => ({ id, attachment, out }),
    'letters.printDiff': (out) => ({ id, from: 1, to: 2, out }),
    'letters.import': (report) => ({ paths: [letter], report }),
    'export.pdf': (out) => ({ selection, out, with_attachments: true }),
    'export.table': (out) => ({ selection, out }),
    'export.register': (out) => ({ out }),
    'export.package': (out) => ({ selection, out }),
    'export.public': (out) => ({ selection, out }),
    'export.disposal': (out) => ({ id, out }),
    'trust.inspect': (out) => ({ out }),
    'trust.checkSheet': (out) => ({ month: '2026-11', out }),
    'trust.exportAudit': (out) => ({ out }),
    'trust.backup': (to) => ({ to }),
    'accounts.makeRecoverySheet': (out) => ({ current: 'x', out }),
  };
}

export interface Prepared {
  engine: Engine;
  folder: string;
  attempt: (name: CallName, path: string) => Promise<unknown>;
}

/** An archive with a letter and an attachment; `attempt` lets a call write at a path. */
export async function prepared(): Promise<Prepared> {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const id = await fileText(engine, PLAIN_LETTER);
  const source = { name: '附件.bin', bytes: hotJournal(2) };
  const made = await engine.call('letters.attach', {
    id,
    attachments: [{ source, role: 'ATTACHMENT' }],
    reason: '来文附件',
  });
  const all = inputs(id, made.attachments.at(-1)?.id ?? '', temporaryFile('又一件.txt', `${PLAIN_LETTER}又一件\n`));
  expect(Object.keys(all).sort()).toEqual([...WRITING].sort());
  const attempt = (name: CallName, path: string): Promise<unknown> =>
    engine.call(name, (all[name] as (path: string) => CallInput<typeof name>)(path));
  return { engine, folder, attempt };
}
