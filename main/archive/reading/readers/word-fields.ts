/** Fields of Word files while they are read: what stands before their separator is code, what follows is what they show. */
import { fieldText, isCountingField, type FormField } from './field-text.ts';

interface Field {
  code: string;
  /** Text that was met where code stands, and is no code as far as the file says. */
  swallowed: string;
  inCode: boolean;
  /** Something of its result has been shown. */
  shown: boolean;
  form: FormField;
}

/** Fields deeper in one another than this are counted only. */
const DEEPEST = 100;

export class FieldStack {
  readonly #open: Field[] = [];
  #beyond = 0;

  /** What the form field that was opened last holds, to be filled in. */
  get form(): FormField | undefined {
    return this.#open.at(-1)?.form;
  }

  /** @param code the whole code, where the file gives it in one piece: what follows then is the result */
  begin(code?: string): void {
    if (this.#open.length >= DEEPEST) this.#beyond++;
    else this.#open.push({ code: code ?? '', swallowed: '', inCode: code === undefined, shown: false, form: {} });
  }

  addCode(text: string): void {
    const field = this.#open.at(-1);
    if (field?.inCode === true) field.code += text;
  }

  separate(): void {
    if (this.#beyond > 0) return;
    const field = this.#open.at(-1);
    if (field !== undefined) field.inCode = false;
  }

  /** Whether text that comes now is shown. Where it is not, it is part of a field's code. */
  shows(text: string): boolean {
    if (this.#open.length === 0) return true;
    const holder = this.#open.findLast((field) => field.inCode);
    if (holder !== undefined) {
      holder.code += text;
      holder.swallowed += text;
      return false;
    }
    if (text.trim() !== '') for (const field of this.#open) field.shown = true;
    return true;
  }

  /** Ends the field that was opened last: the text that it shows without a result in the file. */
  end(): { text: string; counting: boolean } {
    if (this.#beyond > 0) {
      this.#beyond--;
      return { text: '', counting: false };
    }
    const field = this.#open.pop();
    if (field === undefined || field.shown) return { text: '', counting: false };
    return { text: fieldText(field.code, field.form), counting: isCountingField(field.code) };
  }

  /** At a paragraph's end: beginnings without an end are no fields, and hide no text. Gives what they have swallowed. */
  abandon(): string {
    let text = '';
    while (this.#open.at(-1)?.inCode === true) text = (this.#open.pop()?.swallowed ?? '') + text;
    return text;
  }
}
