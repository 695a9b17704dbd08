/**
 * While the letter that is meant is not in sight yet: nothing is done with the one before, and what is asked of it by key, menu or button
 * is done when it is there. Whoever presses or clicks something else meanwhile has changed his mind.
 */
import { create } from 'zustand';
import type { Lent } from '../../app/commands/registry.ts';
import type { CommandId } from '../../app/commands/table.ts';

const useStore = create<{ coming: boolean }>()(() => ({ coming: false }));

/** Whether the list stands on another letter than the pane beside it still shows. */
export const useComing = (): boolean => useStore(({ coming }) => coming);

export function setComing(coming: boolean): void {
  if (useStore.getState().coming !== coming) useStore.setState({ coming });
}

let asked: CommandId | undefined;
const HELD = new Set(['Control', 'Shift', 'Alt', 'Meta']);

/** Takes back what was asked of a letter that is not there yet. */
export function forgetAsked(event?: Event): void {
  if (event instanceof KeyboardEvent && HELD.has(event.key)) return;
  asked = undefined;
  document.removeEventListener('keydown', forgetAsked, true);
  document.removeEventListener('pointerdown', forgetAsked, true);
}

function ask(command: CommandId): void {
  forgetAsked();
  asked = command;
  document.addEventListener('keydown', forgetAsked, true);
  document.addEventListener('pointerdown', forgetAsked, true);
}

/** What was asked of the letter that is there now, once. */
export function takeAsked(): CommandId | undefined {
  const command = asked;
  forgetAsked();
  return command;
}

/** What can be asked of a letter before it is there. */
const OF_THE_LETTER = [
  'letter.edit',
  'letter.export',
  'letter.print',
  'letter.copy',
  'letter.copySource',
  'letter.original',
  'letter.history',
  'letter.similar',
  'letter.public',
  'letter.reopen',
] as const satisfies readonly CommandId[];

export const WHEN_THERE: Partial<Record<CommandId, Lent>> = Object.fromEntries(
  OF_THE_LETTER.map((command) => [command, { run: () => ask(command) }]),
);
