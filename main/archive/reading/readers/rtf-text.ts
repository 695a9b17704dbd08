/** Reads the groups of rich text into lines: what is shown where, and what is not shown. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { append } from './office-text.ts';
import { LIMITS } from './reader.ts';
import { RtfFonts } from './rtf-fonts.ts';
import { RtfLists } from './rtf-lists.ts';
import { RtfPicture } from './rtf-picture.ts';
import { RtfPlaces } from './rtf-places.ts';
import { rtfTokens } from './rtf-tokens.ts';
import { RtfUnseen, isUnseen } from './rtf-unseen.ts';
import {
  CHARACTERS,
  DESTINATIONS,
  FIRST_GROUP,
  FORMATTING,
  MARGINS,
  OWN_PLACE,
  PACKED,
  SILENT,
  TWICE_SHOWN,
  WANTED,
  WRITTEN,
  type Destination,
  type Ending,
  type Group,
} from './rtf-words.ts';
import { formWord } from './rtf-forms.ts';
import { FieldStack } from './word-fields.ts';
import type { Section } from './page-margins.ts';
import type { EmbeddedFile } from '../types.ts';
import type { WordLosses } from './word-losses.ts';

export class RtfText {
  readonly #places = new RtfPlaces();
  readonly out = this.#places.out;
  readonly notes: string[] = [];
  /** Pictures of kinds that can be looked at, for the question of secrecy. */
  readonly pictures: EmbeddedFile[] = [];
  readonly sections: Section[] = [];
  readonly #source: string;
  readonly #fileName: string;
  readonly #losses: WordLosses;
  readonly #fonts: RtfFonts;
  readonly #fields = new FieldStack();
  readonly #lists = new RtfLists();
  readonly #outer: Group[] = [];
  #group: Group = { ...FIRST_GROUP };
  #section: Section = { end: 0, sides: new Map(), titlePage: null };
  #margin = '';
  #standardFont = 0;
  #tableFont = -1;
  #bytes: number[] = [];
  #toSkip = 0;
  /** The number that stands before the paragraph in hand; null where there is none. */
  #label: string | null = null;
  #gathered = '';
  #shapeProperty = '';
  #picture = new RtfPicture();
  #propertyName = '';
  #unseen = new RtfUnseen();

  constructor(source: string, fileName: string, losses: WordLosses) {
    this.#source = source;
    this.#fileName = fileName;
    this.#losses = losses;
    const named = /\\ansicpg(\d{3,5})/.exec(source.slice(0, 4096))?.[1];
    this.#fonts = new RtfFonts(named === undefined ? null : Number(named));
  }

  /** @throws ArchiveError BAD_FILE (groups that do not close) */
  read(): void {
    // A group has just begun, with \* where it is starred.
    let begins = false;
    let starred = false;
    for (const token of rtfTokens(this.#source)) {
      const first: boolean = begins;
      begins = false;
      switch (token.kind) {
        case 'open':
          this.#open();
          begins = true;
          starred = false;
          break;
        case 'close':
          this.#close();
          if (this.#outer.length === 0) {
            this.#finish();
            return;
          }
          break;
        case 'byte':
          if (this.#toSkip > 0) this.#toSkip--;
          else this.#byte(token.byte);
          break;
        case 'text':
          if (first && token.text.trim() === '') begins = true;
          this.#text(token.text);
          break;
        case 'binary':
          if (this.#group.sink === 'picture') this.#picture.binary += token.bytes;
          else if (isUnseen(this.#group)) this.#unseen.binary(token.bytes);
          break;
        case 'word':
          this.#word(token.word, token.value, first, starred);
          starred = false;
          break;
        case 'symbol':
          if (token.symbol === '*') {
            // In the middle of a group it means nothing.
            starred = first;
            begins = first;
          } else this.#symbol(token.symbol);
          break;
      }
    }
    if (this.#outer.length > 0) throw new ArchiveError('BAD_FILE', this.#fileName, 'groups are not closed');
    this.#finish();
  }

  #open(): void {
    this.#flush();
    this.#toSkip = 0;
    if (this.#outer.length >= LIMITS.nesting * 16)
      throw new ArchiveError('BAD_FILE', this.#fileName, 'nested too deeply');
    this.#outer.push(this.#group);
    const child: Group = { ...this.#group, ending: 'nothing', twice: false };
    if (this.#group.twice) {
      child.sink = 'silent';
      this.#group.twice = false;
    }
    this.#group = child;
  }

  #close(): void {
    this.#flush();
    this.#toSkip = 0;
    const { ending } = this.#group;
    this.#end(ending);
    this.#group = this.#outer.pop() ?? this.#group;
  }

  #end(ending: Ending): void {
    switch (ending) {
      case 'box':
        this.#places.leave();
        this.out.closeBox();
        break;
      case 'margin': {
        this.#places.leave();
        const lines = this.out.closeHolder();
        this.#section.sides.set(this.#margin, lines);
        this.out.note(lines.join('\n'));
        break;
      }
      case 'note':
        this.#places.leave();
        append(
          this.notes,
          this.out.closeHolder().filter((line) => line.trim() !== ''),
        );
        break;
      case 'comment':
        this.#places.leave();
        this.out.note(this.out.closeHolder().join('\n'));
        break;
      case 'field': {
        const { text, counting } = this.#fields.end();
        if (counting) this.#losses.numbers = true;
        this.#show(text);
        break;
      }
      case 'property':
        this.out.note(this.#propertyName === '' ? this.#gathered : `${this.#propertyName}：${this.#gathered}`);
        this.#propertyName = '';
        break;
      case 'name':
        this.#shapeProperty = this.#gathered.trim();
        this.#propertyName = this.#shapeProperty;
        break;
      case 'value':
        if (this.#shapeProperty === 'gtextUNICODE' && this.#gathered.trim() !== '') this.out.push([this.#gathered]);
        else if (/^wz(?:Name|Description)$/.test(this.#shapeProperty)) this.out.note(this.#gathered);
        this.#propertyName = '';
        break;
      case 'choice': {
        const { form } = this.#fields;
        if (form !== undefined) (form.choices ??= []).push(this.#gathered);
        break;
      }
      case 'label':
        this.#label = this.#group.deleted || this.#group.hidden ? null : this.#gathered.trimStart();
        break;
      case 'picture':
        this.#picture = this.#picture.endIn(this.pictures);
        break;
      case 'packed':
      case 'unseen':
      case 'certain':
        for (const text of this.#unseen.texts(ending)) this.out.note(text);
        break;
      case 'nothing':
        break;
    }
  }

  #word(word: string, value: number | null, first: boolean, starred: boolean): void {
    const group = this.#group;
    if (word !== 'u') this.#toSkip = 0;
    if (first && this.#destination(word, value, starred)) return;
    switch (word) {
      case 'u':
        if (value !== null) this.#unicode(value);
        return;
      case 'uc':
        group.skip = value ?? 1;
        return;
      case 'f':
        this.#flush();
        if (group.sink === 'fonts') this.#tableFont = value ?? -1;
        else group.font = value ?? this.#standardFont;
        return;
      case 'deff':
        this.#standardFont = value ?? 0;
        return;
      case 'fcharset':
        if (group.sink === 'fonts') this.#fonts.font(this.#tableFont).charset = value;
        return;
      case 'cpg':
        if (group.sink === 'fonts') this.#fonts.font(this.#tableFont).codePage = value;
        return;
      case 'v':
        this.#flush();
        group.hidden = value !== 0;
        return;
      case 'deleted':
        this.#flush();
        group.deleted = value !== 0;
        return;
      case 'pngblip':
      case 'jpegblip':
        if (group.sink === 'picture') this.#picture.extension = word === 'pngblip' ? 'png' : 'jpg';
        return;
      case 'plain':
        this.#flush();
        group.hidden = false;
        group.deleted = false;
        group.font = -1;
        return;
      default:
        if (group.sink === 'lists') this.#lists.word(word, value);
        else if (group.sink === 'text') this.#structure(word, value);
        else if (group.sink === 'unseen' && word === 'par') this.#write('\n');
        else this.#character(word);
        formWord(this.#fields.form, word, value);
    }
  }

  /** A word at the head of a group that says what the group is. False where it is an ordinary word. */
  #destination(word: string, value: number | null, starred: boolean): boolean {
    const group = this.#group;
    if (isUnseen(group)) return false;
    if (group.sink === 'lists') {
      this.#lists.word(word, value);
      return true;
    }
    const unknown = starred && !WANTED.has(word) && !FORMATTING.has(word);
    if (SILENT.has(word) || unknown || /^m\w+Pr$/.test(word)) {
      this.#enterUnseen(word, unknown && !SILENT.has(word));
      return true;
    }
    const side = MARGINS.get(word);
    if (side !== undefined) this.#margin = side;
    const known = side === undefined ? DESTINATIONS.get(word) : { ending: 'margin' as const };
    if (known !== undefined) {
      this.#enter(word, known);
      return true;
    }
    if (word === 'docvar' || (group.sink === 'property' && WRITTEN.has(word))) {
      this.#enter(word, { sink: 'property', ending: word === 'propname' ? 'name' : 'property' });
      return true;
    }
    formWord(this.#fields.form, word, value);
    return false;
  }

  /** What no page shows is asked for marks: all of a group that is not known, of one that is only a mark that is sure. */
  #enterUnseen(word: string, unknown: boolean): void {
    const group = this.#group;
    group.sink = TWICE_SHOWN.has(word) ? 'silent' : PACKED.has(word) ? 'packed' : 'unseen';
    if (group.sink === 'silent') return;
    group.ending = group.sink === 'packed' ? 'packed' : unknown ? 'unseen' : 'certain';
    this.#unseen = new RtfUnseen();
  }

  #enter(word: string, { sink, ending }: Destination): void {
    const group = this.#group;
    group.ending = ending ?? 'nothing';
    if (sink !== undefined) {
      group.sink = sink;
      this.#gathered = '';
    }
    if (word === 'pict') this.#losses.pictures++;
    else if (word === 'object') this.#losses.embedded++;
    else if (word === 'annotation') this.#losses.comments = true;
    else if (word === 'upr') group.twice = true;
    else if (word === 'field') this.#fields.begin();
    else if (word === 'fldrslt') this.#fields.separate();
    if (!OWN_PLACE.has(group.ending)) return;
    group.sink = 'text';
    group.inTable = false;
    group.depth = 0;
    group.hidden = false;
    this.#places.open();
  }

  /** Paragraphs, tables and sections. */
  #structure(word: string, value: number | null): void {
    const group = this.#group;
    switch (word) {
      case 'par':
        this.#endParagraph();
        break;
      case 'pard':
        group.inTable = false;
        group.depth = 0;
        group.list = 0;
        group.level = 0;
        break;
      case 'intbl':
        group.inTable = value !== 0;
        break;
      case 'itap':
        group.depth = value ?? 0;
        break;
      case 'ls':
        group.list = value ?? 0;
        break;
      case 'ilvl':
        group.level = value ?? 0;
        break;
      case 'cell':
        this.#endCell(1);
        break;
      case 'nestcell':
        this.#endCell(Math.max(group.depth, 2));
        break;
      case 'row':
        this.#endRow(1);
        break;
      case 'nestrow':
        this.#endRow(Math.max(group.depth, 2));
        break;
      case 'sect':
        this.#endParagraph();
        this.#endSection();
        break;
      case 'titlepg':
        this.#section.titlePage = value === 0 ? null : true;
        break;
      default:
        this.#character(word);
    }
  }

  #character(word: string): void {
    const character = CHARACTERS.get(word);
    if (character !== undefined) this.#write(character);
  }

  #symbol(symbol: string): void {
    this.#toSkip = 0;
    if (symbol === '~') this.#write('\u00a0');
    else if (symbol === '_') this.#write('-');
    else if (symbol === '\n' || symbol === '\r') {
      if (this.#group.sink === 'text') this.#endParagraph();
    } else if (symbol !== '-' && symbol !== ':' && symbol !== '|') this.#write(symbol);
  }

  #unicode(value: number): void {
    this.#write(this.#fonts.show(String.fromCharCode(value & 0xffff), this.#font));
    this.#toSkip = this.#group.skip;
  }

  get #font(): number {
    return this.#group.font < 0 ? this.#standardFont : this.#group.font;
  }

  #byte(byte: number): void {
    if (!['silent', 'packed', 'picture'].includes(this.#group.sink)) this.#bytes.push(byte);
  }

  #text(text: string): void {
    const plain = text.slice(Math.min(this.#toSkip, text.length));
    this.#toSkip = Math.max(0, this.#toSkip - text.length);
    if (this.#group.sink === 'silent') return;
    if (this.#group.sink === 'packed') {
      this.#unseen.hex(plain);
      return;
    }
    if (this.#group.sink === 'picture') {
      this.#picture.hex.push(plain);
      return;
    }
    // Raw bytes of the code page, as some old programs write them, or the second half of a character.
    for (let at = 0; at < plain.length; at++) this.#bytes.push(plain.charCodeAt(at));
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    const bytes = this.#bytes;
    this.#bytes = [];
    const { sink } = this.#group;
    const font = sink === 'text' || sink === 'label' ? this.#font : -1;
    this.#put(this.#fonts.decode(bytes, font));
  }

  #write(text: string): void {
    this.#flush();
    this.#put(text);
  }

  #put(text: string): void {
    switch (this.#group.sink) {
      case 'text':
        this.#show(text);
        break;
      case 'code':
        this.#fields.addCode(text);
        break;
      case 'fonts':
        this.#fonts.font(this.#tableFont).name += text.split(';', 1)[0] ?? '';
        break;
      case 'unseen':
        this.#unseen.words(text);
        break;
      case 'silent':
      case 'packed':
      case 'picture':
        break;
      default:
        this.#gathered += text;
    }
  }

  #show(text: string): void {
    if (text === '' || this.#group.sink === 'silent') return;
    const { hidden, deleted } = this.#group;
    if (!hidden && !deleted) {
      if (this.#fields.shows(text)) this.out.add(text);
      return;
    }
    if (!this.#fields.shows('')) return;
    if (deleted) this.#losses.deleted = true;
    else if (text.trim() !== '') this.#losses.hidden = true;
    this.out.addUnseen(text);
  }

  #endParagraph(): void {
    this.#flush();
    const { inTable, depth, hidden, deleted } = this.#group;
    const label = this.#takeLabel();
    if (deleted) this.#losses.deleted = true;
    this.#places.endParagraph(inTable || depth > 1 ? Math.max(depth, 1) : 0, label, hidden || deleted);
  }

  #endCell(depth: number): void {
    this.#flush();
    this.#places.endCell(depth, this.#takeLabel());
  }

  /** The number of the paragraph that ends here. */
  #takeLabel(): string {
    const { list, level } = this.#group;
    if (list > 0 && this.#label === null && !this.out.paragraphIsEmpty) this.#losses.numbers = true;
    const label = this.#lists.shown(this.#label ?? '', list, level);
    this.#label = null;
    return label;
  }

  #endRow(depth: number): void {
    this.#flush();
    this.#places.endRow(depth);
  }

  #endSection(): void {
    this.#places.leaveTables(0);
    this.#section.end = this.out.lines.length;
    this.sections.push(this.#section);
    this.#section = { end: 0, sides: new Map(), titlePage: null };
  }

  #finish(): void {
    this.#flush();
    if (!this.out.paragraphIsEmpty) this.#endParagraph();
    this.out.dropParagraph();
    this.#places.leaveTables(0);
    this.out.end();
    this.#endSection();
  }
}
