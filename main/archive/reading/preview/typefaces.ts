/** The family of type that the name of a font means. Names of files go no further than this. Pure. */
import type { Typeface } from '../../../../shared/model/preview.ts';

const NAMES: readonly (readonly [RegExp, Typeface])[] = [
  [/标宋|biao ?song|xbs/i, 'title'],
  [/仿宋|fang ?song|^fs/i, 'fang'],
  [/楷|kai/i, 'kai'],
  [/黑|hei|dengxian|等线|yahei|gothic|sans|arial|helvetica/i, 'hei'],
  [/宋|song|sim ?sun|ming|serif/i, 'song'],
  [/^[\x20-\x7e]+$/, 'latin'],
];

/** @param name as the file gives it */
export function typefaceOf(name: string | undefined): Typeface | undefined {
  if (name === undefined || name === '') return undefined;
  return NAMES.find(([names]) => names.test(name))?.[1];
}
