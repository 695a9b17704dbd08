/**
 * Files that are let go anywhere over the window: taken from the page's first moment on, and kept until there is a frame to take them
 * up. Between the window's first picture and its frame the archive is opened, and perhaps somebody signs in.
 */
import { takenOf, type TakenFile } from '../archive/taken.ts';

type Taker = (files: readonly TakenFile[]) => void;

let waiting: readonly TakenFile[] = [];
let taker: Taker | undefined;

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** Whether files are dragged; then they may be let go there. */
export function acceptFiles(event: DragEvent): boolean {
  if (!hasFiles(event)) return false;
  event.preventDefault();
  return true;
}

function onDrop(event: DragEvent): void {
  if (!acceptFiles(event) || event.dataTransfer === null) return;
  const files = takenOf(event.dataTransfer);
  if (taker === undefined) waiting = [...waiting, ...files];
  else taker(files);
}

/** Takes what is dropped from now on. To be called before anything else of the page is loaded. */
export function keepDrops(page: Pick<Document, 'addEventListener'> = document): void {
  // Accepted where files come over an element and while they are over it: what is let go between the two would be lost otherwise.
  page.addEventListener('dragenter', acceptFiles);
  page.addEventListener('dragover', acceptFiles);
  page.addEventListener('drop', onDrop);
}

/** Hands on what was dropped so far, and what is dropped from now on. @returns ends that: what comes then is kept again */
export function takeDrops(take: Taker): () => void {
  taker = take;
  if (waiting.length > 0) {
    const files = waiting;
    waiting = [];
    take(files);
  }
  return () => {
    if (taker === take) taker = undefined;
  };
}
