/** Keyboard: one way to name and take key strokes, so that no feature listens in its own fashion. */
import { useEffect, useEffectEvent } from 'react';

export type KeyName =
  | 'Ctrl+K'
  | 'Ctrl+F'
  | 'Ctrl+Enter'
  | 'Alt+ArrowLeft'
  | 'Alt+1'
  | 'Alt+2'
  | 'Alt+3'
  | 'Alt+4'
  | 'Alt+5'
  | 'F2'
  | 'F3'
  | 'Shift+F3'
  | 'F8'
  | 'F9'
  | 'Shift+F8'
  | 'Escape'
  | '/';

/** The part of a keyboard event that names it. */
export type Stroke = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'keyCode'
>;

/**
 * Whether a key stroke belongs to an input method that is composing (the Enter that ends a composition included).
 * Chromium reports such strokes with `isComposing` or with the key code 229.
 */
export function isComposingStroke(stroke: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return stroke.isComposing || stroke.keyCode === 229;
}

/** The name of a stroke, e.g. `Ctrl+Enter`; the Mac's command key counts as Ctrl. */
export function strokeName(stroke: Stroke): string {
  const key = stroke.key.length === 1 ? stroke.key.toUpperCase() : stroke.key;
  const shift = stroke.shiftKey && stroke.key.length > 1;
  return [
    ...(stroke.ctrlKey || stroke.metaKey ? ['Ctrl'] : []),
    ...(stroke.altKey ? ['Alt'] : []),
    ...(shift ? ['Shift'] : []),
    key,
  ].join('+');
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** Whether a dialog lies over the page: it owns the keyboard then. */
function isDialogOpen(): boolean {
  return [...document.querySelectorAll('[role="dialog"]')].some((dialog) => dialog.getClientRects().length > 0);
}

/** Whether a stroke is a command wherever the keyboard stands: a field (a list of choices takes each Enter) does not get it first. */
function isCommand(name: string): boolean {
  return /^(?:Ctrl|Alt)\+|^(?:Shift\+)?F\d+$/.test(name);
}

/**
 * Takes key strokes of the whole window while the component is shown.
 * @param handlers by stroke; a plain character is left to the field that is being typed in
 */
export function useKeys(handlers: Partial<Record<KeyName, () => void>>): void {
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (event.defaultPrevented || isComposingStroke(event) || isDialogOpen()) return;
    const name = strokeName(event);
    if (isCommand(name) !== (event.eventPhase === Event.CAPTURING_PHASE)) return;
    // An open list of choices takes Escape for itself.
    if (name === 'Escape' && event.target instanceof Element && event.target.ariaExpanded === 'true') return;
    const handler = (handlers as Record<string, (() => void) | undefined>)[name];
    if (handler === undefined || (name.length === 1 && isTyping(event.target))) return;
    event.preventDefault();
    if (isCommand(name)) event.stopPropagation();
    handler();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listen);
    document.addEventListener('keydown', listen, true);
    return () => {
      document.removeEventListener('keydown', listen);
      document.removeEventListener('keydown', listen, true);
    };
  }, []);
}
