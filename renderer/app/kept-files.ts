/** The files that lay at the desk when the window was closed, asked for once for each person. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { call } from '../archive/client.ts';
import type { DroppedItem } from '../archive/files.ts';
import { useReport } from './report.tsx';

/**
 * @param wanted whether the person works at the desk at all
 * @param onFound gets them, where there are any
 * @returns whether it is known by now
 */
export function useKeptFiles(wanted: boolean, onFound: (items: readonly DroppedItem[]) => void): boolean {
  const report = useReport();
  const [known, setKnown] = useState(false);
  // The frame is hidden and shown again when a session ends and goes on: its files are at the desk by then.
  const asked = useRef(false);
  const found = useEffectEvent(onFound);
  useEffect(() => {
    if (!wanted || asked.current) return;
    asked.current = true;
    call('shell.keptDesk', {})
      .then(({ chosen }) => {
        if (chosen.length > 0)
          found(chosen.map(({ handle, name, shown }) => ({ name, shown, source: { path: handle }, folder: false })));
      }, report)
      .finally(() => setKnown(true));
  }, [wanted, report]);
  return known;
}
