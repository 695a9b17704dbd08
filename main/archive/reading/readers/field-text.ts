/**
 * What Word's fields show that hold no result: characters put into circles (EQ), symbols, boxes of forms. The same in docx,
 * doc and rtf.
 */
import { symbolText } from './symbol-fonts.ts';

/** What a form field holds. */
export interface FormField {
  checked?: boolean;
  /** The lines of a drop-down list, and which of them is chosen. */
  choices?: string[];
  chosen?: number;
}

/** Longer codes are no field that a person made. */
const LONGEST_CODE = 2000;

/**
 * @param code the field's code without its braces: `eq \o\ac(○,密)`
 * @returns the text that stands in the place of the field, '' where none can be told
 */
export function fieldText(code: string, form: FormField = {}): string {
  const text = code.slice(0, LONGEST_CODE).trim();
  const name = /^\w+/.exec(text)?.[0].toUpperCase() ?? '';
  const rest = text.slice(name.length).trim();
  switch (name) {
    case 'EQ':
      return equation(rest);
    case 'SYMBOL':
      return symbolField(rest);
    case 'MACROBUTTON':
    case 'GOTOBUTTON':
      return rest.replace(/^\S+\s*/, '');
    case 'QUOTE':
      return /^"([^"]*)"/.exec(rest)?.[1] ?? '';
    case 'FORMCHECKBOX':
      return form.checked === true ? '☑' : '□';
    case 'FORMDROPDOWN':
      return form.choices?.[form.chosen ?? 0] ?? '';
    default:
      return '';
  }
}

/** Whether Word counts while it shows this field, so that the file holds no number. */
export function isCountingField(code: string): boolean {
  return /^\s*(?:AUTONUM(?:LGL|OUT)?|LISTNUM)\b/i.test(code);
}

function symbolField(rest: string): string {
  const number = /^(?:0x([0-9a-f]+)|(\d+))/i.exec(rest);
  if (number === null) return /^[^\\\s]/u.exec(rest)?.[0] ?? '';
  const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
  const font = /\\f\s*(?:"([^"]*)"|(\S+))/i.exec(rest);
  if (/\\u\b/i.test(rest)) return code > 0x1f && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  return symbolText(font?.[1] ?? font?.[2] ?? '', code);
}

/** Phonetic guides are made so too, and are told by their switch: what is set above is no text of the line. */
function equation(code: string): string {
  const phonetic = /\\\*\s*jc\d/i.test(code);
  const plain = code.replaceAll(/\\\*\s*(?:"[^"]*"|\S+)/g, '');
  return new EqReader(phonetic ? plain.replaceAll(/\\s\s*\\up\s*\d*\s*\([^()]*\),?/gi, '') : plain).read();
}

/** Characters that are drawn round others. */
const ROUND = /^[○◯〇⭕ОO]$/u;
const OTHER_FRAME = /^[□△◇☐▢]$/u;

/** Reads the code of an EQ field (Word's switches \a \b \d \f \i \l \o \r \s \x) into one line. */
class EqReader {
  readonly #code: string;
  #at = 0;

  constructor(code: string) {
    this.#code = code;
  }

  read(): string {
    let out = '';
    // What stands behind a bracket too many is text all the same.
    while (this.#at < this.#code.length) {
      out += this.#sequence(0);
      this.#at++;
    }
    return out.trim();
  }

  /** Up to a separator or the closing bracket of a list; outside of lists these are text. */
  #sequence(depth: number): string {
    let out = '';
    while (this.#at < this.#code.length) {
      const char = this.#code[this.#at] ?? '';
      if (depth > 0 && /[,;，；)]/.test(char)) break;
      if (depth === 0 && char === ')') break;
      this.#at++;
      if (char !== '\\') out += char;
      else if (/[a-z]/i.test(this.#code[this.#at] ?? '')) out += this.#switch(depth);
      else out += this.#code[this.#at++] ?? '';
    }
    return out;
  }

  #switch(depth: number): string {
    const name = (this.#code[this.#at++] ?? '').toLowerCase();
    const brackets = this.#options(name);
    if (this.#code[this.#at] !== '(') return '';
    const list: string[] = [];
    while (this.#at < this.#code.length && this.#code[this.#at] !== ')' && depth < 32) {
      this.#at++;
      list.push(this.#sequence(depth + 1).trim());
    }
    this.#at++;
    return combine(name, list, brackets);
  }

  /** `\ac`, `\up8`, `\lc\{`: only the brackets of \b matter. */
  #options(name: string): { left: string; right: string } {
    const brackets = { left: '(', right: ')' };
    for (;;) {
      const option = /^\s*\\([a-z]{1,2})\s*-?\d*\s*/i.exec(this.#code.slice(this.#at, this.#at + 40));
      if (option === null) break;
      this.#at += option[0].length;
      if (name !== 'b' || !/^[lrb]c$/i.test(option[1] ?? '')) continue;
      const sign = /^\\?(.)/u.exec(this.#code.slice(this.#at, this.#at + 4));
      this.#at += sign?.[0].length ?? 0;
      if (!/^r/i.test(option[1] ?? '')) brackets.left = sign?.[1] ?? '(';
      if (!/^l/i.test(option[1] ?? '')) brackets.right = closing(sign?.[1] ?? ')');
    }
    this.#at += /^\s*/.exec(this.#code.slice(this.#at, this.#at + 40))?.[0].length ?? 0;
    return brackets;
  }
}

function closing(sign: string): string {
  return { '(': ')', '[': ']', '{': '}', '<': '>' }[sign] ?? sign;
}

function combine(name: string, list: readonly string[], brackets: { left: string; right: string }): string {
  switch (name) {
    case 'o': {
      const inside = list.filter((one) => !ROUND.test(one) && !OTHER_FRAME.test(one)).join('');
      if (inside === '') return list.join('');
      return list.some((one) => ROUND.test(one)) && list.length > 1 ? inCircle(inside) : inside;
    }
    case 'f':
      return list.join('/');
    case 'r':
      return list.length > 1 ? `${list[0] ?? ''}√${list.slice(1).join('')}` : `√${list.join('')}`;
    case 'l':
      return list.join(',');
    case 'a':
      return list.join(' ');
    case 'b':
      return `${brackets.left}${list.join('')}${brackets.right}`;
    case 'i':
      return `∫${list.filter((one) => one !== '').join(' ')}`;
    case 's':
    case 'x':
      return list.join('');
    default:
      return '';
  }
}

/** Numbers in circles have characters of their own; of anything else the circle is no part of the text. */
function inCircle(text: string): string {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : -1;
  if (number === 0) return '⓪';
  if (number >= 1 && number <= 20) return String.fromCodePoint(0x2460 + number - 1);
  if (number >= 21 && number <= 35) return String.fromCodePoint(0x3251 + number - 21);
  if (number >= 36 && number <= 50) return String.fromCodePoint(0x32b1 + number - 36);
  return text;
}
