/** Who lends a command its hand now: components while they are shown; of several the last one that came. */
import { useEffect, useEffectEvent } from 'react';
import { create } from 'zustand';
import type { CallName } from '../../../shared/contract/index.ts';
import { useRights } from '../rights.ts';
import { commandSpec, type CommandId } from './table.ts';

interface Hand {
  run: () => void;
  /** Why it is not possible now; undefined where it is. */
  refused: string | undefined;
}

interface Hands {
  hands: ReadonlyMap<CommandId, readonly Hand[]>;
}

const useHands = create<Hands>()(() => ({ hands: new Map() }));

function lend(id: CommandId, hand: Hand): () => void {
  useHands.setState(({ hands }) => ({ hands: new Map(hands).set(id, [...(hands.get(id) ?? []), hand]) }));
  return () =>
    useHands.setState(({ hands }) => ({
      hands: new Map(hands).set(
        id,
        (hands.get(id) ?? []).filter((one) => one !== hand),
      ),
    }));
}

export interface Lent {
  run: () => void;
  /** Why it is not possible now, in words. */
  refused?: string | undefined;
}

/** Lends commands a hand while the component is shown. */
export function useCommands(lent: Partial<Record<CommandId, Lent>>): void {
  const run = useEffectEvent((id: CommandId): void => lent[id]?.run());
  const told = JSON.stringify(Object.entries(lent).map(([id, { refused }]) => [id, refused ?? null]));
  useEffect(() => {
    const ids = JSON.parse(told) as [CommandId, string | null][];
    const ends = ids.map(([id, refused]) => lend(id, { run: () => run(id), refused: refused ?? undefined }));
    return () => ends.forEach((end) => end());
  }, [told]);
}

export interface CommandNow {
  run: () => void;
  /** Why it is not possible now; undefined where it is. */
  refused: string | undefined;
}

type May = (name: CallName) => boolean;

/** Looks a command up as it is at this moment: for what is only asked when a menu opens or a button is pressed. */
export function lookUp(id: CommandId, may: May): CommandNow {
  const spec = commandSpec(id);
  const hand = useHands.getState().hands.get(id)?.at(-1);
  const right = spec.right === undefined || may(spec.right);
  const refused = !right ? NO_RIGHT : hand === undefined ? spec.idle || NO_HAND : hand.refused;
  return { run: () => refused === undefined && hand?.run(), refused };
}

/** The same for what is always in sight: drawn again whenever some command becomes possible or impossible. */
export function useCommandNow(): (id: CommandId) => CommandNow {
  useHands();
  const { may } = useRights();
  return (id) => lookUp(id, may);
}

const NO_RIGHT = '您没有此项权限';
const NO_HAND = '此处不可用';

/** The same outside of React: for the one listener of keys. */
export function commandHands(id: CommandId): Hand | undefined {
  return useHands.getState().hands.get(id)?.at(-1);
}
