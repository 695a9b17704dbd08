/** What one XML part holds that its letter does not show, for the question of secrecy. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { mayBeCertain, mentionsSecrecy } from '../secrecy.ts';
import { quotedMarks } from './quoted-marks.ts';
import { decodeDeclared } from './text-encoding.ts';
import { declaredEncoding, walkXml } from './xml.ts';

/** Elements that are a paragraph, or what stands for one: marks are often set in several runs of one. */
const PARAGRAPHS = /^(?:.*:)?(?:p|h|si|text|comment|threadedComment|txbxContent|property|Annot|Appearance)$/;
/** Elements whose words the reader of the format takes itself, hidden ones too. */
const READ = /^(?:w:(?:t|delText)|m:t|x:[vt]|text:.*|table:.*|draw:.*|office:.*|ofd:.*)$/;
/** Elements of which the reader takes none: small words over others, forms and scripts. */
const PASSED_OVER = /^(?:w:rt|x:rPh|text:ruby-text|office:(?:forms|scripts|settings))$/;
/** What stands elsewhere too, as other programs show it or where it was moved from: only a mark that is sure counts. */
const TWICE = /^(?:mc:Fallback|w:moveFrom)$/;
/** Choices of a field: only a mark that is sure counts, since a form may offer all levels. */
const CHOICES = /^(?:w:(?:listItem|listEntry)|form:(?:option|item))$/;
/** Of one part; a part with more pieces that name a level is no part of a letter. */
const MOST_PIECES = 20_000;
const TAGS = /<!--|-->|<!\[CDATA\[|\]\]>|<(?:[^<>"']|"[^"]*"|'[^']*')*>/g;
/** 密 as a numbered character. */
const NUMBERED = /&#(?:x0*(?:5bc6|5bbb|3299)|0*(?:23494|23483|12953))(?!\d)/i;

/**
 * What of a part is asked: values of attributes, comments, paragraphs, what stands outside of them, and a property beside its
 * name. Damaged parts are asked as the text between their tags.
 * @param isRead true for a part whose words its reader takes: then only what stands beside them is asked
 */
export function unseenOfXml(bytes: Uint8Array, fileName: string, isRead: boolean): string[] {
  if (!mayHoldMark(bytes, isRead)) return [];
  const pieces = new Pieces(isRead);
  try {
    walkXml(bytes, fileName, pieces);
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError)) throw thrown;
    const { text } = decodeDeclared(bytes, declaredEncoding(bytes));
    for (const piece of text.split(/<[^>]*>/)) pieces.add(piece);
  }
  return pieces.texts;
}

class Pieces {
  readonly texts: string[] = [];
  readonly #isRead: boolean;
  readonly #labels: string[] = [];
  readonly #paragraphs: string[] = [];
  readonly #taken: boolean[] = [];
  #passedOver = 0;
  #twice = 0;
  #loose = '';

  constructor(isRead: boolean) {
    this.#isRead = isRead;
  }

  add(text: string, onlyCertain = false): void {
    if (this.texts.length >= MOST_PIECES || !mentionsSecrecy(text)) return;
    if (!onlyCertain || mayBeCertain(text)) this.texts.push(text);
    this.texts.push(...quotedMarks(text));
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#finish();
    if (PASSED_OVER.test(name)) this.#passedOver++;
    if (this.#isRead && TWICE.test(name)) this.#twice++;
    this.#taken.push(this.#isRead && this.#passedOver + this.#twice === 0 && READ.test(name));
    let label = '';
    let value = '';
    for (const key in attributes) {
      const words = attributes[key] ?? '';
      this.add(words, CHOICES.test(name));
      if (/^(?:.*:)?name$/i.test(key)) label = words;
      else if (/^(?:.*:)?(?:val|value)$/i.test(key)) value = words;
    }
    if (label !== '' && value !== '') this.add(`${label}：${value}`);
    this.#labels.push(label);
    if (PARAGRAPHS.test(name)) this.#paragraphs.push('');
  }

  text(data: string): void {
    if (this.#taken.at(-1) === true) return;
    this.#loose += data;
    if (this.#paragraphs.length > 0) this.#paragraphs[this.#paragraphs.length - 1] += data;
  }

  comment(data: string): void {
    this.add(data);
  }

  close(name: string): void {
    this.#finish();
    this.#labels.pop();
    this.#taken.pop();
    if (PARAGRAPHS.test(name)) this.add(this.#paragraphs.pop() ?? '', this.#twice > 0);
    if (PASSED_OVER.test(name)) this.#passedOver--;
    if (this.#isRead && TWICE.test(name)) this.#twice--;
  }

  #finish(): void {
    if (this.#loose === '') return;
    const label = this.#labels.findLast((known) => known !== '');
    this.add(this.#loose, this.#twice > 0);
    if (label !== undefined) this.add(`${label}：${this.#loose}`);
    this.#loose = '';
  }
}

/** All words of a part of a file inside the file, a paragraph a line: as one text, so that lists of levels stay lists. */
export function wordsOfXml(bytes: Uint8Array, fileName: string): string {
  const lines: string[] = [];
  let line = '';
  const endLine = (): void => {
    if (line.trim() !== '') lines.push(line);
    line = '';
  };
  if (!mayHoldMark(bytes, false)) return '';
  try {
    walkXml(bytes, fileName, {
      text(data) {
        line += data;
      },
      close(name) {
        if (PARAGRAPHS.test(name) || name === 'x:c') endLine();
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError)) throw thrown;
  }
  endLine();
  return lines.join('\n');
}

/** Most parts are parsed for nothing: without 密 as UTF-8, a numbered character or another encoding there is no mark. */
function mayHoldMark(bytes: Uint8Array, isRead: boolean): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encoding = declaredEncoding(bytes);
  const plain = /^utf-?8$/i.test(encoding) && !/^(?:\xff\xfe|\xfe\xff)/.test(buffer.toString('latin1', 0, 2));
  const numbered = buffer.includes('&#') && NUMBERED.test(buffer.toString('latin1'));
  if (!plain || numbered) return true;
  if (!['密', '宻', '㊙'].some((sign) => buffer.includes(sign))) return false;
  if (!isRead) return true;
  const text = buffer.toString('utf8');
  return mentionsSecrecy(text) || mentionsSecrecy(text.replaceAll(TAGS, ''));
}
