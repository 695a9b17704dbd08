/** Files that are dragged over the window: wherever they are let go they are taken in. */
import { useEffect, useEffectEvent, useState } from 'react';

/** While files are over the window a browser says so several times a second; longer silence means that they are gone. */
const STILL_OVER_MS = 1500;

/** Whether something is being dragged over the window; hands on what is dropped anywhere in it. */
export function useDropTarget(onDrop: (transfer: DataTransfer) => void): boolean {
  const [over, setOver] = useState(false);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      clearTimeout(timer);
      setOver(false);
    };
    // Accepted where files come over an element and while they are over it: what is let go between the two would be lost otherwise.
    const onDragOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
      clearTimeout(timer);
      timer = setTimeout(end, STILL_OVER_MS);
    };
    // Leaving the window has no element to go to; moving between elements inside it has.
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) end();
    };
    const onDropped = (event: DragEvent): void => {
      end();
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      drop(event.dataTransfer);
    };
    document.addEventListener('dragenter', onDragOver);
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('dragleave', onDragLeave);
    document.addEventListener('drop', onDropped);
    return () => {
      end();
      document.removeEventListener('dragenter', onDragOver);
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('dragleave', onDragLeave);
      document.removeEventListener('drop', onDropped);
    };
  }, []);
  return over;
}
