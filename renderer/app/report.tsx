/** Failures that no page shows itself: a notice over the page, so that nothing is swallowed. */
import { App } from 'antd';
import { createElement, useCallback, useEffect } from 'react';
import { asArchiveError, isCancelled } from '../archive/client.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { words } from './words.ts';

/** Shows anything thrown, except that somebody cancelled. */
export function useReport(): (thrown: unknown) => void {
  const { notification } = App.useApp();
  return useCallback(
    (thrown: unknown): void => {
      if (isCancelled(thrown)) return;
      notification.error({
        title: words.unexpected,
        description: createElement(ErrorNotice, { error: asArchiveError(thrown) }),
        duration: 0,
        placement: 'bottomRight',
        style: { width: 480 },
      });
    },
    [notification],
  );
}

/** Catches what escaped every handler. */
export function useUncaught(): void {
  const report = useReport();
  useEffect(() => {
    const onRejection = (event: PromiseRejectionEvent): void => report(event.reason);
    // A ResizeObserver that runs over one frame is announced as an error event without an error; it is none.
    const onError = (event: ErrorEvent): void => {
      if (event.error !== null && event.error !== undefined) report(event.error);
    };
    window.addEventListener('unhandledrejection', onRejection);
    window.addEventListener('error', onError);
    return () => {
      window.removeEventListener('unhandledrejection', onRejection);
      window.removeEventListener('error', onError);
    };
  }, [report]);
}
