/** Which lines of a list are chosen and on which one the keyboard stands. Pure. */

export interface Selection {
  /** The line with the keyboard; -1 for none. */
  active: number;
  /** Where a range began. */
  anchor: number;
  /** Chosen letters; empty where only the active one is meant. */
  ids: ReadonlySet<string>;
}

export const NOTHING_CHOSEN: Selection = { active: -1, anchor: -1, ids: new Set() };

/** Moves to a line; a choice of several is given up. */
export function stepTo(index: number): Selection {
  return { active: index, anchor: index, ids: new Set() };
}

/** Takes a line into the choice or out of it. The line that stood alone before belongs to the choice. */
export function toggled(before: Selection, index: number, id: string, activeId: string | undefined): Selection {
  const ids = new Set(before.ids);
  if (ids.size === 0 && activeId !== undefined && before.active !== index) ids.add(activeId);
  if (ids.has(id)) ids.delete(id);
  else ids.add(id);
  return { active: index, anchor: index, ids };
}

/** Chooses all lines between where the range began and a line. */
export function ranged(before: Selection, index: number, idAt: (index: number) => string | undefined): Selection {
  const anchor = before.anchor < 0 ? Math.max(0, before.active) : before.anchor;
  const [from, to] = anchor < index ? [anchor, index] : [index, anchor];
  const ids = new Set<string>();
  for (let at = from; at <= to; at += 1) {
    const id = idAt(at);
    if (id !== undefined) ids.add(id);
  }
  return { active: index, anchor, ids };
}

/** Where a key leads; null for a key that leads nowhere. @param page lines of one screen */
export function movedTo(key: string, active: number, total: number, page: number): number | null {
  if (total === 0) return null;
  const within = (index: number): number => Math.min(total - 1, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return within(active + 1);
    case 'ArrowUp':
      return within(active - 1);
    case 'PageDown':
      return within(Math.max(0, active) + page);
    case 'PageUp':
      return within(active - page);
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return null;
  }
}
