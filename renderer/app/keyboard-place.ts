/**
 * Where the keyboard stands. What lies over the page (dialogs, menus, the palette) takes the keyboard and leaves it nowhere when it
 * goes: then it stands again where it stood before.
 */
import { useEffect } from 'react';
import { isDialogOpen } from './keys.ts';

/** Marks what lies over the page though it stands in it. */
export const OVER = 'data-over';

/** Places that are remembered: a dialog over a dialog over a menu is as deep as it gets. */
const MOST_PLACES = 16;
/** Where the keyboard goes when every place of before is gone: the list of the place that is shown, else its heading. */
const INSTEAD = ['main [role="listbox"]', 'main h1[tabindex]', 'main [tabindex="0"]'];

const isInSight = (element: Element): element is HTMLElement =>
  element instanceof HTMLElement && element.isConnected && element.checkVisibility({ visibilityProperty: true });

/** Remembers where the keyboard stands and gives it back when what lay over the page has gone. Answers how to end that. */
function watchKeyboard(page: HTMLElement): () => void {
  let places: HTMLElement[] = [];
  /** The place, where it is in what lies over the page: it cannot be asked any more once it was taken out. */
  let over: HTMLElement | undefined;

  const giveBack = (): void => {
    const last = places.at(-1);
    if (document.activeElement !== document.body || last === undefined || isInSight(last)) return;
    // A place in the page itself went with its page, which puts the keyboard somewhere itself.
    if (last !== over) return;
    places = places.filter((place) => place.isConnected);
    const inDialog = isDialogOpen();
    const stood = places.findLast(
      (place) => isInSight(place) && (!inDialog || place.closest('[role="dialog"]') !== null),
    );
    if (stood !== undefined) stood.focus({ preventScroll: true });
    else if (!inDialog)
      INSTEAD.flatMap((place) => [...document.querySelectorAll(place)])
        .find(isInSight)
        ?.focus({ preventScroll: true });
  };
  const onFocus = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement) || target === document.body) return;
    over = page.contains(target) && target.closest(`[${OVER}]`) === null ? undefined : target;
    // A place that was taken out never comes back, and would hold the whole page that it stood in.
    places = [...places.filter((place) => place !== target && place.isConnected), target].slice(-MOST_PLACES);
  };
  const onLoss = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget === null) setTimeout(giveBack);
  };
  // What lies over the page stands beside it in the body. What is taken out tells nobody that the keyboard was in it.
  const taken = new MutationObserver(giveBack);
  taken.observe(document.body, { childList: true });
  document.addEventListener('focusin', onFocus);
  document.addEventListener('focusout', onLoss);
  return () => {
    taken.disconnect();
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('focusout', onLoss);
  };
}

export function useKeyboardPlace(): void {
  useEffect(() => {
    const page = document.getElementById('root');
    return page === null ? undefined : watchKeyboard(page);
  }, []);
}
