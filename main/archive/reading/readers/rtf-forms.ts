/** Fields of forms in rich text. */
import type { FormField } from './field-text.ts';

/** What a word says of the field that was opened last: whether it is ticked, and which choice it has. */
export function formWord(form: FormField | undefined, word: string, value: number | null): void {
  if (form === undefined) return;
  // 25: as the field was at first.
  if (word === 'ffres' && value !== 25) {
    form.checked = value === 1;
    form.chosen = value ?? 0;
  } else if (word === 'ffdefres') {
    form.checked ??= value === 1;
    form.chosen ??= value ?? 0;
  }
}
