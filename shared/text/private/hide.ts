/** Takes places out of a text: what is hidden leaves a mark that is always as wide, and nothing of it. Pure. */
import { HIDDEN_MARK } from '../../model/public-version.ts';
import { SearchedText } from './places.ts';

export interface Place {
  start: number;
  end: number;
}

/** Places that touch or overlap become one: two marks would tell how many there were. */
export function joined(places: readonly Place[]): Place[] {
  const merged: Place[] = [];
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** Whether a place lies wholly inside others. */
export function isInside({ start, end }: Place, others: readonly Place[]): boolean {
  return joined(others).some((one) => one.start <= start && end <= one.end);
}

export function hidePlaces(text: string, places: readonly Place[]): string {
  let [shown, at] = ['', 0];
  for (const { start, end } of joined(places)) {
    shown += text.slice(at, start) + HIDDEN_MARK;
    at = end;
  }
  return shown + text.slice(at);
}

/** Hides values wherever they stand in a text. @param keys of valueKey */
export function hideValues(text: string, keys: readonly string[]): string {
  const searched = new SearchedText(text);
  return hidePlaces(
    text,
    keys.flatMap((key) => searched.places(key)),
  );
}
