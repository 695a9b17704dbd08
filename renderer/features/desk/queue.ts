/** The desk's queue of drafts as plain data and pure steps: what is read, what waits, what was filed. */
import type { CallOutput, FileSource, Progress } from '../../../shared/contract/index.ts';
import type { ArchiveError } from '../../../shared/errors.ts';
import type { ElementName, Elements } from '../../../shared/model/elements.ts';
import type { AttachmentRole } from '../../../shared/model/letter.ts';
import type { Retention } from '../../../shared/model/settings.ts';

export type DeskReading = CallOutput<'desk.read'>;

export interface DraftAttachment {
  key: string;
  name: string;
  source: FileSource;
  role: AttachmentRole;
}

/** What the archivist has made of a reading so far. */
export interface Work {
  elements: Elements;
  text: string;
  /** Doubtful elements that the archivist has visited or changed. */
  seen: ReadonlySet<ElementName>;
  attachments: readonly DraftAttachment[];
  /** null: as the settings say. */
  retention: Retention | null;
  allowDuplicate: boolean;
}

export type DraftState =
  | { status: 'waiting' }
  | { status: 'reading'; progress: Progress | undefined }
  | { status: 'failed'; error: ArchiveError }
  | { status: 'ready'; reading: DeskReading; work: Work; filing: boolean; error: ArchiveError | undefined };

export interface Draft {
  key: string;
  name: string;
  source: FileSource;
  state: DraftState;
}
export type ReadyState = Extract<DraftState, { status: 'ready' }>;

export interface Filed {
  id: string;
  title: string;
  refCode: string | null;
}

export interface Queue {
  drafts: readonly Draft[];
  selected: string | null;
  /** Newest first. */
  filed: readonly Filed[];
}

export const EMPTY_QUEUE: Queue = { drafts: [], selected: null, filed: [] };
/** How many of the letters filed last the desk lists. */
const FILED_SHOWN = 20;

export type Step =
  | { step: 'added'; drafts: readonly { key: string; name: string; source: FileSource }[] }
  | { step: 'selected'; key: string }
  | { step: 'waiting'; key: string }
  | { step: 'reading'; key: string; progress?: Progress }
  | { step: 'read'; key: string; reading: DeskReading }
  | { step: 'failed'; key: string; error: ArchiveError }
  | { step: 'worked'; key: string; change: Partial<Work> }
  | { step: 'filing'; key: string }
  | { step: 'fileFailed'; key: string; error: ArchiveError }
  | { step: 'filed'; key: string; filed: Filed }
  | { step: 'takenBack'; id: string }
  | { step: 'removed'; key: string };

/** A reading as nobody has touched it yet. */
export function workOf(reading: DeskReading): Work {
  return {
    elements: reading.elements,
    text: reading.text,
    seen: new Set(),
    attachments: [],
    retention: null,
    allowDuplicate: false,
  };
}

function withState(queue: Queue, key: string, next: (state: DraftState) => DraftState): Queue {
  const drafts = queue.drafts.map((draft) => (draft.key === key ? { ...draft, state: next(draft.state) } : draft));
  return { ...queue, drafts };
}

function whenReady(queue: Queue, key: string, next: (state: ReadyState) => DraftState): Queue {
  return withState(queue, key, (state) => (state.status === 'ready' ? next(state) : state));
}

/** Takes a draft out; where it was selected, the one behind it (else the one before) is selected. */
function without(queue: Queue, key: string): Queue {
  const at = queue.drafts.findIndex((draft) => draft.key === key);
  if (at < 0) return queue;
  const drafts = queue.drafts.toSpliced(at, 1);
  const neighbour = drafts[at] ?? drafts[at - 1];
  return { ...queue, drafts, selected: queue.selected === key ? (neighbour?.key ?? null) : queue.selected };
}

/** The queue after one step. A step for a draft that has gone meanwhile changes nothing. */
export function stepQueue(queue: Queue, action: Step): Queue {
  switch (action.step) {
    case 'added': {
      const added = action.drafts.map((draft): Draft => ({ ...draft, state: { status: 'waiting' } }));
      return {
        ...queue,
        drafts: [...queue.drafts, ...added],
        selected: queue.selected ?? added[0]?.key ?? null,
      };
    }
    case 'selected':
      return { ...queue, selected: action.key };
    case 'waiting':
      return withState(queue, action.key, () => ({ status: 'waiting' }));
    case 'reading':
      // A progress event that arrives behind the answer must not undo it.
      return withState(queue, action.key, (state) =>
        state.status === 'ready' || state.status === 'failed'
          ? state
          : { status: 'reading', progress: action.progress },
      );
    case 'read': {
      const { reading } = action;
      return withState(queue, action.key, () => ({
        status: 'ready',
        reading,
        work: workOf(reading),
        filing: false,
        error: undefined,
      }));
    }
    case 'failed':
      return withState(queue, action.key, () => ({ status: 'failed', error: action.error }));
    case 'worked':
      return whenReady(queue, action.key, (state) => ({ ...state, work: { ...state.work, ...action.change } }));
    case 'filing':
      return whenReady(queue, action.key, (state) => ({ ...state, filing: true, error: undefined }));
    case 'fileFailed':
      return whenReady(queue, action.key, (state) => ({ ...state, filing: false, error: action.error }));
    case 'filed':
      return { ...without(queue, action.key), filed: [action.filed, ...queue.filed].slice(0, FILED_SHOWN) };
    case 'takenBack':
      return { ...queue, filed: queue.filed.filter(({ id }) => id !== action.id) };
    case 'removed':
      return without(queue, action.key);
  }
}
