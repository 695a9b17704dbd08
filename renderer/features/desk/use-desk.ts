/** The desk at work: reads one file after the other, files drafts, throws drafts away. */
import { useReducer, useRef } from 'react';
import type { FileSource } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { letterName } from '../../../shared/model/letter-name.ts';
import { asArchiveError, call, isCancelled } from '../../archive/client.ts';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { tellOf } from '../letter/told.ts';
import { workKeptFor } from './kept-desk.ts';
import { EMPTY_QUEUE, stepQueue, type Begun, type DeskReading, type Draft, type Queue, type Work } from './queue.ts';
import { words } from './words.ts';

export interface NewFile {
  name: string;
  source: FileSource;
}
export interface Desk {
  queue: Queue;
  add: (files: readonly NewFile[]) => void;
  select: (key: string) => void;
  /** The same by what the engine calls the draft. */
  show: (draftId: string) => void;
  retry: (draft: Draft) => void;
  work: (key: string, change: Partial<Work>) => void;
  /**
   * @param review filed as it stands, to be looked at later
   * @param begun the letter whose next version it becomes, where it is the whole file of that
   */
  file: (draft: Draft, review?: boolean, begun?: Begun) => void;
  /** Files several, one after the other; answers how many. */
  fileMany: (drafts: readonly Draft[], onProgress: (done: number) => void, signal: AbortSignal) => Promise<number>;
  /** Takes the letter that was filed last back into the review queue. */
  takeBack: () => Promise<string | null>;
  /** Makes a draft an attachment of another one. */
  attachTo: (draft: Draft, draftId: string) => void;
  discard: (draft: Draft) => void;
}

/** Why a draft is not filed before the archivist has said that it is to stand beside what is there. */
function refusedUnasked({ duplicate_of, begun }: DeskReading, { allowDuplicate }: Work): ArchiveError | null {
  if (allowDuplicate || duplicate_of.length + begun.length === 0) return null;
  const error = new ArchiveError(duplicate_of.length > 0 ? 'DUPLICATE' : 'LONGER_COPY');
  error.message = duplicate_of.length > 0 ? words.duplicateFirst : words.begunFirst;
  return error;
}

export function useDesk(): Desk {
  const [queue, dispatch] = useReducer(stepQueue, EMPTY_QUEUE);
  const { refresh } = useSession();
  const report = useReport();
  // Reading runs as a chain of promises beside React: it goes on while another page is shown.
  const chain = useRef<Promise<void>>(Promise.resolve());
  const running = useRef(new Map<string, AbortController>());
  const filing = useRef(new Set<string>());

  const read = async (key: string, source: FileSource, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return;
    dispatch({ step: 'reading', key });
    try {
      const onProgress = (progress: { done: number; total: number; message: string }): void =>
        dispatch({ step: 'reading', key, progress });
      const reading = await call('desk.read', { source }, { signal, onProgress });
      running.current.delete(key);
      // The answer of a read that was given up just then: the engine must not keep its draft.
      if (signal.aborted) await call('desk.discard', { draft_id: reading.draft_id });
      else {
        dispatch({ step: 'read', key, reading });
        const work = workKeptFor(reading);
        if (work !== undefined) dispatch({ step: 'worked', key, change: work });
      }
    } catch (thrown) {
      running.current.delete(key);
      if (!signal.aborted || !isCancelled(thrown)) dispatch({ step: 'failed', key, error: asArchiveError(thrown) });
    }
  };

  const enqueue = (key: string, source: FileSource): void => {
    const controller = new AbortController();
    running.current.set(key, controller);
    chain.current = chain.current.then(() => read(key, source, controller.signal));
  };

  const file = async ({ key, name, source, state }: Draft, review = false, begun?: Begun): Promise<void> => {
    if (state.status !== 'ready' || filing.current.has(key)) return;
    const { reading, work } = state;
    const refused = begun === undefined ? refusedUnasked(reading, work) : null;
    if (refused !== null) {
      dispatch({ step: 'fileFailed', key, error: refused });
      return;
    }
    filing.current.add(key);
    dispatch({ step: 'filing', key });
    try {
      const made = await call('desk.file', {
        draft_id: reading.draft_id,
        elements: work.elements,
        ...(work.text === reading.text ? {} : { text: work.text }),
        attachments: work.attachments.map(({ source, role }) => ({ source, role })),
        ...(work.retention === null ? {} : { retention: work.retention }),
        allow_duplicate: work.allowDuplicate,
        ...(begun === undefined ? {} : { as_version: { id: begun.id, base_version: begun.version } }),
        review,
      });
      if (made.warnings !== undefined) tellOf({ ...made, warnings: made.warnings });
      const title = letterName(
        work.elements,
        () => work.text,
        () => name,
      );
      dispatch({ step: 'filed', key, filed: { id: made.id, title, refCode: made.ref_code } });
      refresh();
    } catch (thrown) {
      const error = asArchiveError(thrown);
      // The unfinished one was filed, or changed, since this was read: the letter as it stands now is asked for, the work stays.
      if (error.code === 'LONGER_COPY' || error.code === 'VERSION_CONFLICT') {
        const again = await call('desk.read', { source }).catch(() => undefined);
        if (again !== undefined) {
          dispatch({ step: 'read', key, reading: again });
          dispatch({ step: 'worked', key, change: work });
          call('desk.discard', { draft_id: reading.draft_id }).catch(report);
        }
      }
      dispatch({ step: 'fileFailed', key, error });
    } finally {
      filing.current.delete(key);
    }
  };

  return {
    queue,
    add: (files) => {
      const lying = new Map(queue.drafts.flatMap(({ source, key }) => ('path' in source ? [[source.path, key]] : [])));
      const isNew = ({ source }: NewFile): boolean => !('path' in source && lying.has(source.path));
      const drafts = files.filter(isNew).map((file) => ({ ...file, key: crypto.randomUUID() }));
      const [first] = files;
      // A file that lies there already is shown and not read a second time.
      if (drafts.length === 0 && first !== undefined && 'path' in first.source)
        dispatch({ step: 'selected', key: lying.get(first.source.path) ?? '' });
      dispatch({ step: 'added', drafts });
      drafts.forEach((draft) => enqueue(draft.key, draft.source));
    },
    select: (key) => dispatch({ step: 'selected', key }),
    show: (draftId) => {
      const other = queue.drafts.find(({ state }) => state.status === 'ready' && state.reading.draft_id === draftId);
      if (other !== undefined) dispatch({ step: 'selected', key: other.key });
    },
    retry: (draft) => {
      dispatch({ step: 'waiting', key: draft.key });
      enqueue(draft.key, draft.source);
    },
    work: (key, change) => dispatch({ step: 'worked', key, change }),
    file: (draft, review, begun) => void file(draft, review, begun),
    fileMany: async (drafts, onProgress, signal) => {
      let done = 0;
      for (const draft of drafts) {
        if (signal.aborted) break;
        await file(draft);
        done += 1;
        onProgress(done);
      }
      return done;
    },
    takeBack: async () => {
      const last = queue.filed[0];
      if (last === undefined) return null;
      await call('review.reopen', { id: last.id });
      dispatch({ step: 'takenBack', id: last.id });
      refresh();
      return last.title;
    },
    attachTo: (draft, draftId) => {
      const other = queue.drafts.find(({ state }) => state.status === 'ready' && state.reading.draft_id === draftId);
      if (other?.state.status !== 'ready') return;
      const added = { key: crypto.randomUUID(), name: draft.name, source: draft.source, role: 'ATTACHMENT' as const };
      dispatch({
        step: 'worked',
        key: other.key,
        change: { attachments: [...other.state.work.attachments, added] },
      });
      dispatch({ step: 'removed', key: draft.key });
      dispatch({ step: 'selected', key: other.key });
      if (draft.state.status === 'ready')
        call('desk.discard', { draft_id: draft.state.reading.draft_id }).catch(report);
    },
    discard: ({ key, state }) => {
      running.current.get(key)?.abort();
      running.current.delete(key);
      dispatch({ step: 'removed', key });
      if (state.status === 'ready') call('desk.discard', { draft_id: state.reading.draft_id }).catch(report);
    },
  };
}
