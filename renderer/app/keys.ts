/** Keyboard: strokes are named in one way and taken in one place, by the table of commands. */
import { useEffect, useEffectEvent } from 'react';
import type { CallName } from '../../shared/contract/index.ts';
import { commandHands } from './commands/registry.ts';
import { COMMAND_IDS, commandSpec, type CommandId } from './commands/table.ts';

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
  const held = stroke.ctrlKey || stroke.metaKey || stroke.altKey;
  const shift = stroke.shiftKey && (stroke.key.length > 1 || (held && /\p{L}/u.test(stroke.key)));
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
export function isDialogOpen(): boolean {
  return [...document.querySelectorAll('[role="dialog"]')].some((dialog) => dialog.getClientRects().length > 0);
}

/** Strokes that a field needs for itself while one types in it. */
const FIELD_STROKES = new Set(['Ctrl+A', 'Ctrl+C', 'Ctrl+Z', 'Enter']);

/** Whether a stroke is a command wherever the keyboard stands: a field (a list of choices takes each Enter) does not get it first. */
function isCommand(name: string): boolean {
  return /^(?:Ctrl|Alt)\+|^(?:Shift\+)?F\d+$/.test(name);
}

const BY_STROKE = new Map<string, CommandId[]>();
for (const id of COMMAND_IDS)
  for (const stroke of commandSpec(id).keys ?? []) BY_STROKE.set(stroke, [...(BY_STROKE.get(stroke) ?? []), id]);

/** Takes key strokes of the whole window, by the table of commands. @param may as the engine will decide */
export function useCommandKeys(may: (name: CallName) => boolean): void {
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (event.defaultPrevented || isComposingStroke(event) || isDialogOpen()) return;
    const name = strokeName(event);
    if (isCommand(name) !== (event.eventPhase === Event.CAPTURING_PHASE)) return;
    if (isTyping(event.target) && (FIELD_STROKES.has(name) || !isCommand(name))) return;
    // Enter belongs to the list or button that has the keyboard; they ask for the command themselves.
    if (name === 'Enter') return;
    const possible = (BY_STROKE.get(name) ?? []).filter((id) => {
      const { right } = commandSpec(id);
      return commandHands(id) !== undefined && (right === undefined || may(right));
    });
    const hands = possible.map((id) => commandHands(id));
    const hand = hands.find((one) => one?.refused === undefined) ?? hands[0];
    if (hand === undefined) return;
    event.preventDefault();
    if (isCommand(name)) event.stopPropagation();
    if (hand.refused === undefined) hand.run();
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

/** Escape, where the component that is shown has something to close and no list of choices takes it first. */
export function useEscape(run: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || isComposingStroke(event) || isDialogOpen()) return;
    if (event.target instanceof Element && event.target.ariaExpanded === 'true') return;
    event.preventDefault();
    // A dialog that this opens must not take the same stroke as its own end.
    event.stopPropagation();
    run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
