/** Which page the window shows: a small stack of routes, and the question before unsaved work is left. */
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { App } from 'antd';
import type { CallName } from '../../shared/contract/index.ts';
import type { LetterGroup } from '../../shared/model/letter.ts';
import type { SearchFilters } from '../../shared/model/search.ts';
import { useRights } from './rights.ts';
import type { AuditPlace } from '../features/audit/words.ts';
import { keep, useKept } from './kept.ts';
import { OWN_LETTER } from './own-window.ts';
import { words } from './words.ts';

/** What of a letter is shown. */
export const READER_TABS = ['read', 'original', 'attachments', 'history', 'similar', 'public'] as const;
export type ReaderTab = (typeof READER_TABS)[number];

export type Route =
  | { view: 'today' }
  | { view: 'desk' }
  | { view: 'review'; id?: string }
  | { view: 'all'; only?: LetterGroup; ids?: readonly string[]; title?: string }
  | { view: 'search'; query?: string; filters?: SearchFilters }
  | {
      view: 'letter';
      id: string;
      version?: number | undefined;
      query?: string;
      attachment?: string;
      tab?: ReaderTab;
      from?: number;
      to?: number;
      edit?: true;
    }
  | { view: 'stats' }
  | { view: 'records'; ids?: readonly string[]; part?: 'numbers' }
  | { view: 'audit'; place?: AuditPlace; /** The log's rows of this letter alone. */ subject?: string }
  | { view: 'settings' };

export interface Navigation {
  route: Route;
  canGoBack: boolean;
  go: (route: Route) => void;
  back: () => void;
  /** Used by `useUnsaved`: the question to ask before leaving, or null. */
  setQuestion: (question: string | null) => void;
}

const NavigationContext = createContext<Navigation | null>(null);

/** The deepest stack that `back` remembers. */
const DEPTH = 50;

/** The stack after going to a route: going where one already is changes nothing. */
export function pushRoute(stack: readonly Route[], route: Route): readonly Route[] {
  const top = stack.at(-1);
  if (top !== undefined && JSON.stringify(top) === JSON.stringify(route)) return stack;
  return [...stack, route].slice(-DEPTH);
}

/** The page that a person meets first: the first that his roles let him use. */
export function firstRoute(may: (name: CallName) => boolean): Route {
  if (may('letters.today')) return { view: 'today' };
  return seesAudit(may) ? { view: 'audit' } : { view: 'settings' };
}

/** Whether the page of the log, the checks, the backups and the appraisals has something for a person. */
export function seesAudit(may: (name: CallName) => boolean): boolean {
  return may('trust.audit') || may('trust.backup') || may('disposal.expiring');
}

/** The place where a person was when he left, where his roles still let him use it. */
export function keptRoute(place: string, may: (name: CallName) => boolean): Route {
  if (place === 'desk' && may('desk.read')) return { view: 'desk' };
  if (place === 'review' && may('review.list')) return { view: 'review' };
  if (place === 'all' && may('letters.list')) return { view: 'all' };
  if (place === 'search' && may('search.query')) return { view: 'search' };
  return firstRoute(may);
}

export function NavigationProvider({ children }: { children: ReactNode }) {
  const { may } = useRights();
  const [stack, setStack] = useState<readonly Route[]>(() => [
    OWN_LETTER === null ? keptRoute(useKept.getState().place, may) : { view: 'letter', ...OWN_LETTER },
  ]);
  const question = useRef<string | null>(null);
  const { modal } = App.useApp();

  const leaveThen = useCallback(
    (move: () => void): void => {
      if (question.current === null) {
        move();
        return;
      }
      modal.confirm({
        title: words.leaveTitle,
        content: question.current,
        okText: words.leave,
        cancelText: words.stay,
        focusable: { autoFocusButton: 'cancel' },
        onOk: () => {
          question.current = null;
          move();
        },
      });
    },
    [modal],
  );

  const setQuestion = useCallback((next: string | null): void => {
    question.current = next;
  }, []);
  const go = useCallback(
    (route: Route): void => leaveThen(() => setStack((before) => pushRoute(before, route))),
    [leaveThen],
  );
  const back = useCallback(
    (): void => leaveThen(() => setStack((before) => (before.length > 1 ? before.slice(0, -1) : before))),
    [leaveThen],
  );

  const navigation = useMemo<Navigation>(
    () => ({ route: stack.at(-1) ?? { view: 'settings' }, canGoBack: stack.length > 1, go, back, setQuestion }),
    [stack, go, back, setQuestion],
  );
  const { view } = navigation.route;
  useEffect(() => {
    if (view !== 'letter') keep({ place: view });
  }, [view]);
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (navigation === null) throw new Error('useNavigation outside NavigationProvider');
  return navigation;
}

/**
 * Asks before the page or the window is left while there is unsaved work.
 * @param unsaved whether there is any
 * @param question what would be lost, in words
 */
export function useUnsaved(unsaved: boolean, question: string): void {
  const { setQuestion } = useNavigation();
  useEffect(() => {
    if (!unsaved) return undefined;
    setQuestion(question);
    return () => setQuestion(null);
  }, [unsaved, question, setQuestion]);
  useBeforeClose(unsaved, question);
}

/**
 * Asks before the window is closed while `unsaved` holds. Electron gives up closing without a word when a page objects, so
 * the page itself asks, and closes the window where the person says so.
 */
export function useBeforeClose(unsaved: boolean, question: string): void {
  const { modal } = App.useApp();
  useEffect(() => {
    if (!unsaved) return undefined;
    let leaving = false;
    const ask = (event: BeforeUnloadEvent): void => {
      if (leaving || event.defaultPrevented) return;
      event.preventDefault();
      modal.confirm({
        title: words.closeTitle,
        content: question,
        okText: words.closeAnyway,
        cancelText: words.stay,
        focusable: { autoFocusButton: 'cancel' },
        onOk: () => {
          leaving = true;
          window.close();
        },
      });
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsaved, question, modal]);
}
