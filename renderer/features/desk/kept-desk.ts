/** The desk from start to start: its files by the main process, what was made of their readings by the window itself. */
import { useEffect } from 'react';
import { call } from '../../archive/client.ts';
import { keep, useKept, type DeskWork } from '../../app/kept.ts';
import { useReport } from '../../app/report.tsx';
import { workOf, type DeskReading, type Draft, type Work } from './queue.ts';

/** Whether a draft is there again after a start of the window: what was pasted is on no disk, further files are not kept. */
export function isKept({ source, state }: Draft): boolean {
  return 'path' in source && (state.status !== 'ready' || state.work.attachments.length === 0);
}

/** A file that bears a mark of secrecy is named nowhere. */
const isSecret = ({ state }: Draft): boolean => state.status === 'failed' && state.error.code === 'SECRET_REFUSED';

/** What of the work at the desk is worth keeping, by the names of the files. Work on files that are not read yet stays. */
export function worksOf(
  drafts: readonly Draft[],
  before: Readonly<Record<string, DeskWork>>,
): Record<string, DeskWork> {
  return Object.fromEntries(
    drafts.flatMap(({ name, state }): [string, DeskWork][] => {
      if (state.status !== 'ready') return before[name] === undefined ? [] : [[name, before[name]]];
      const { reading, work } = state;
      const untouched = workOf(reading);
      const { elements, seen, text } = work;
      if (seen.size === 0 && text === untouched.text && JSON.stringify(elements) === JSON.stringify(untouched.elements))
        return [];
      return [
        [name, { read: reading.elements, elements, seen: [...seen], ...(text === reading.text ? {} : { text }) }],
      ];
    }),
  );
}

/** What was made of this reading before the window was closed; nothing where the file reads otherwise now. */
export function workKeptFor(reading: DeskReading): Partial<Work> | undefined {
  const kept = useKept.getState().desk[reading.file];
  if (kept === undefined || JSON.stringify(kept.read) !== JSON.stringify(reading.elements)) return undefined;
  const { elements, seen, text = reading.text } = kept;
  return { elements, seen: new Set(seen), text };
}

/**
 * Keeps the desk as it is now.
 * @param ready what was kept before is at the desk already
 */
export function useKeptDesk(drafts: readonly Draft[], ready: boolean): void {
  const report = useReport();
  const handles = drafts.flatMap((draft) => ('path' in draft.source && !isSecret(draft) ? [draft.source.path] : []));
  const key = ready ? JSON.stringify(handles) : null;
  useEffect(() => {
    if (key !== null) call('shell.keepDesk', { handles: JSON.parse(key) as string[] }).catch(report);
  }, [key, report]);
  useEffect(() => {
    if (!ready) return;
    const before = useKept.getState().desk;
    const desk = worksOf(drafts, before);
    if (JSON.stringify(desk) !== JSON.stringify(before)) keep({ desk });
  }, [drafts, ready]);
}
