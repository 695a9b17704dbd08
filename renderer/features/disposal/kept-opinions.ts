/** Opinions that a person has begun and not given yet, while this window is open: of one disposal at a time, for who gave them alone. */
import type { Retention } from '../../../shared/model/settings.ts';

export type Choice = 'keep' | 'destroy' | Retention;

export interface Said {
  choice: Choice | undefined;
  note: string;
}

/** By the letter. */
export type Opinions = Readonly<Record<string, Said>>;

let kept: { person: string; disposal: string; said: Opinions } | null = null;

export function keptOpinions(person: string, disposal: string): Opinions {
  return kept?.person === person && kept.disposal === disposal ? kept.said : {};
}

export function keepOpinions(person: string, disposal: string, said: Opinions): void {
  kept = Object.keys(said).length === 0 ? null : { person, disposal, said };
}
