/** The desk's queue of drafts as plain data and pure steps: what is read, what waits, what was filed. */
import type { CallOutput, FileSource, Progress } from '../../../shared/contract/index.ts';
import type { ArchiveError } from '../../../shared/errors.ts';
import type { ElementName, Elements } from '../../../shared/model/elements.ts';
import type { GivenRole } from '../../../shared/model/letter.ts';
import type { Retention } from '../../../shared/model/settings.ts';
import { openQuestions } from './questions.ts';
import { words } from './words.ts';

export type DeskReading = CallOutput<'desk.read'>;

/** A filed letter whose original is the beginning of the draft's file. */
export type Begun = DeskReading['begun'][number];

type BesideKind = DeskReading['beside'][number]['kind'];

export interface DraftAttachment {
  key: string;
  name: string;
  source: FileSource;
  role: GivenRole;
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
  /** Those that need a person first. */
  drafts: readonly Draft[];
  selected: string | null;
  /** Newest first, the last of them. */
  filed: readonly Filed[];
  /** How many were filed since the window opened, without those that were taken back. */
  filedCount: number;
}

export const EMPTY_QUEUE: Queue = { drafts: [], selected: null, filed: [], filedCount: 0 };
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

/** Whether the letter may be in the archive already, or lie at the desk twice. */
export const isKnown = ({ duplicate_of, begun, twins, beside }: DeskReading): boolean =>
  duplicate_of.length + begun.length + twins.length + beside.length > 0;

/** Those that need a person first: what asks a question or could not be read, then what is sure, then what is not read yet. */
function rank({ state }: Draft): number {
  switch (state.status) {
    case 'failed':
      return 0;
    case 'ready':
      // As it was read: a letter does not leave its place while a person settles its questions.
      return openQuestions(state.reading.elements, state.reading.evidence, new Set()).length > 0 ||
        isKnown(state.reading)
        ? 0
        : 1;
    default:
      return 2;
  }
}

/** Within a rank as they came. */
const inOrder = (queue: Queue): Queue => ({
  ...queue,
  drafts: queue.drafts.toSorted((one, other) => rank(one) - rank(other)),
});

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

/** The readings of others change where they lie beside a draft. */
function tellBeside(
  queue: Queue,
  draftId: string,
  next: (reading: DeskReading, kind: BesideKind) => DeskReading,
): Queue {
  const drafts = queue.drafts.map((draft): Draft => {
    const { state } = draft;
    if (state.status !== 'ready') return draft;
    const found = state.reading.beside.find(({ draft_id }) => draft_id === draftId);
    return found === undefined ? draft : { ...draft, state: { ...state, reading: next(state.reading, found.kind) } };
  });
  return { ...queue, drafts };
}

const apart = (reading: DeskReading, draftId: string): DeskReading => ({
  ...reading,
  beside: reading.beside.filter(({ draft_id }) => draft_id !== draftId),
});

/** What was read of a draft, where it is read. */
const readingOf = (queue: Queue, key: string): DeskReading | undefined => {
  const state = queue.drafts.find((draft) => draft.key === key)?.state;
  return state?.status === 'ready' ? state.reading : undefined;
};

/** Of two drafts that are alike each tells of the other. */
function likeEachOther(queue: Queue, { draft_id, file, beside }: DeskReading): Queue {
  const kinds = new Map(beside.map((other) => [other.draft_id, other.kind]));
  const drafts = queue.drafts.map((draft): Draft => {
    const { state } = draft;
    const kind = state.status === 'ready' ? kinds.get(state.reading.draft_id) : undefined;
    if (state.status !== 'ready' || kind === undefined) return draft;
    const reading = { ...state.reading, beside: [...state.reading.beside, { draft_id, file, kind }] };
    return { ...draft, state: { ...state, reading } };
  });
  return { ...queue, drafts };
}

/** A draft was filed: who lay beside it has a twin in the archive from then on. */
function filedBeside(queue: Queue, draftId: string, { id, title }: Filed): Queue {
  return tellBeside(queue, draftId, (reading, kind) => {
    const rest = apart(reading, draftId);
    const known = { id, title, name: title };
    if (kind === 'file') return { ...rest, duplicate_of: [...rest.duplicate_of, known] };
    const likeness = kind === 'text' ? 1 : 0;
    return { ...rest, twins: [...rest.twins, { ...known, kind, likeness, reason: words.filedJustNow }] };
  });
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
      return inOrder(withState(queue, action.key, () => ({ status: 'waiting' })));
    case 'reading':
      // A progress event that arrives behind the answer must not undo it.
      return withState(queue, action.key, (state) =>
        state.status === 'ready' || state.status === 'failed'
          ? state
          : { status: 'reading', progress: action.progress },
      );
    case 'read': {
      const { reading } = action;
      const read = withState(likeEachOther(queue, reading), action.key, () => ({
        status: 'ready',
        reading,
        work: workOf(reading),
        filing: false,
        error: undefined,
      }));
      return inOrder(read);
    }
    case 'failed':
      return inOrder(withState(queue, action.key, () => ({ status: 'failed', error: action.error })));
    case 'worked':
      return whenReady(queue, action.key, (state) => ({ ...state, work: { ...state.work, ...action.change } }));
    case 'filing':
      return whenReady(queue, action.key, (state) => ({ ...state, filing: true, error: undefined }));
    case 'fileFailed':
      return whenReady(queue, action.key, (state) => ({ ...state, filing: false, error: action.error }));
    case 'filed': {
      const draftId = readingOf(queue, action.key)?.draft_id;
      const rest = without(queue, action.key);
      const told = draftId === undefined ? rest : filedBeside(rest, draftId, action.filed);
      const filed = [action.filed, ...queue.filed].slice(0, FILED_SHOWN);
      return { ...told, filed, filedCount: queue.filedCount + 1 };
    }
    case 'takenBack':
      return {
        ...queue,
        filed: queue.filed.filter(({ id }) => id !== action.id),
        filedCount: queue.filedCount - 1,
      };
    case 'removed': {
      const draftId = readingOf(queue, action.key)?.draft_id;
      const rest = without(queue, action.key);
      return draftId === undefined ? rest : tellBeside(rest, draftId, (reading) => apart(reading, draftId));
    }
  }
}
