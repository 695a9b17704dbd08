/** Files that are dragged over the window: wherever they are let go they are taken in. */
import { useEffect, useEffectEvent, useState } from 'react';
import type { TakenFile } from '../archive/taken.ts';
import { acceptFiles, takeDrops } from './drops.ts';

/** While files are over the window a browser says so several times a second; longer silence means that they are gone. */
const STILL_OVER_MS = 1500;

/** Whether files are being dragged over the window; hands on what is dropped anywhere in it, and what was dropped before. */
export function useDropTarget(onDrop: (files: readonly TakenFile[]) => void): boolean {
  const [over, setOver] = useState(false);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      clearTimeout(timer);
      setOver(false);
    };
    const onDragOver = (event: DragEvent): void => {
      if (!acceptFiles(event)) return;
      setOver(true);
      clearTimeout(timer);
      timer = setTimeout(end, STILL_OVER_MS);
    };
    // Leaving the window has no element to go to; moving between elements inside it has.
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) end();
    };
    document.addEventListener('dragenter', onDragOver);
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('dragleave', onDragLeave);
    document.addEventListener('drop', end);
    const leave = takeDrops((files) => drop(files));
    return () => {
      leave();
      end();
      document.removeEventListener('dragenter', onDragOver);
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('dragleave', onDragLeave);
      document.removeEventListener('drop', end);
    };
  }, []);
  return over;
}
