/** What finds an attack: opening the archive, `verify`, `verify --deep`, a head that was written down, or nothing. */
import { Engine } from '../../main/archive/engine.ts';
import type { VerifyResult } from '../../shared/contract/index.ts';
import { reportError } from '../../shared/errors.ts';
import { KEPT_HEAD_OUTCOMES } from '../../shared/model/audit.ts';
import { AUDITOR, signInAs, type Sample } from './sample.ts';

export const FINDERS = {
  opening: 'opening',
  verify: '`verify`',
  note: '`verify`, as a note',
  deep: '`verify --deep`',
  head: 'a head kept elsewhere',
  restore: 'the restore',
  export: '`audit --verify`',
  notice: 'a notice at every sign-in',
  refused: 'the act is refused',
  nothing: '**nothing**',
} as const;
export type Finder = keyof typeof FINDERS;

export interface Found {
  by: Finder;
  /** The first thing that is said. */
  says: string;
}

export interface ExamineOptions {
  /** Whether somebody has the head of the log on paper; true where left out. */
  headOnPaper?: boolean;
}

/** Opens and checks the archive as its people would, until something is found. */
export async function examine(sample: Sample, { headOnPaper = true }: ExamineOptions = {}): Promise<Found> {
  let engine: Engine;
  try {
    engine = await Engine.open({ folder: sample.folder, actor: '王档案', inProcess: true });
  } catch (thrown) {
    return { by: 'opening', says: reportError(thrown).message };
  }
  try {
    const alarm = engine.alarms()[0];
    if (alarm !== undefined) return { by: 'opening', says: alarm };
    await signInAs(engine, AUDITOR);
    return (
      (await verified(engine)) ??
      (headOnPaper ? await againstHead(engine, sample) : undefined) ?? { by: 'nothing', says: '' }
    );
  } finally {
    await engine.close();
  }
}

async function verified(engine: Engine): Promise<Found | undefined> {
  const first = ({ problems: [problem] }: VerifyResult): string => `${problem?.kind ?? ''}: ${problem?.message ?? ''}`;
  const quick = await engine.call('trust.verify', {});
  if (!quick.ok) return { by: 'verify', says: first(quick) };
  // An archive that nobody has touched has none.
  const [note] = quick.notes;
  if (note !== undefined) return { by: 'note', says: `${note.kind}: ${note.message}` };
  const deep = await engine.call('trust.verify', { deep: true });
  return deep.ok ? undefined : { by: 'deep', says: first(deep) };
}

async function againstHead(engine: Engine, { head }: Sample): Promise<Found | undefined> {
  const { outcome } = await engine.call('trust.checkHead', { head });
  return outcome === 'same' ? undefined : { by: 'head', says: KEPT_HEAD_OUTCOMES[outcome] };
}
