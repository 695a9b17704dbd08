/** The fonts of rich text, which decide in what code page its characters stand. */
import iconv from 'iconv-lite';
import { withSymbols } from './symbol-fonts.ts';

/** Windows charset numbers of fonts -> code page (RTF 1.9.1, \fcharset). 1 is the file's own. */
const CHARSETS: Readonly<Record<number, string>> = {
  0: 'cp1252',
  77: 'macintosh',
  128: 'cp932',
  129: 'cp949',
  130: 'cp949',
  134: 'gb18030',
  136: 'big5',
  161: 'cp1253',
  162: 'cp1254',
  163: 'cp1258',
  177: 'cp1255',
  178: 'cp1256',
  186: 'cp1257',
  204: 'cp1251',
  222: 'cp874',
  238: 'cp1250',
  254: 'cp437',
  255: 'cp850',
};
const SYMBOL_CHARSET = 2;
const WESTERN = 0;

export interface RtfFont {
  name: string;
  charset: number | null;
  codePage: number | null;
}

export class RtfFonts {
  readonly #fonts = new Map<number, RtfFont>();
  /** The code page of the file. */
  readonly #standard: string;

  /** @param codePage as in \ansicpg; that of mainland China where the file names none */
  constructor(codePage: number | null) {
    this.#standard = pageName(codePage) ?? 'gb18030';
  }

  font(number: number): RtfFont {
    let font = this.#fonts.get(number);
    if (font === undefined) {
      font = { name: '', charset: null, codePage: null };
      this.#fonts.set(number, font);
    }
    return font;
  }

  /** Bytes in this font as characters. */
  decode(bytes: readonly number[], number: number): string {
    const buffer = Buffer.from(bytes);
    const font = this.#fonts.get(number);
    if (font?.charset === SYMBOL_CHARSET) return withSymbols(iconv.decode(buffer, 'latin1'), symbolName(font));
    return iconv.decode(buffer, this.#pageFor(bytes, font));
  }

  /** The same for characters that are Unicode already. */
  show(text: string, number: number): string {
    const font = this.#fonts.get(number);
    return withSymbols(text, font?.charset === SYMBOL_CHARSET ? symbolName(font) : font?.name.trim());
  }

  #pageFor(bytes: readonly number[], font: RtfFont | undefined): string {
    const named = pageName(font?.codePage ?? null);
    if (named !== null) return named;
    const charset = font?.charset ?? null;
    // Careless programs write Chinese in a font that they call western: pairs of high bytes, as no western word has them.
    if (charset === WESTERN && this.#standard !== 'cp1252' && isPaired(bytes)) return this.#standard;
    return (charset === null ? undefined : CHARSETS[charset]) ?? this.#standard;
  }
}

function symbolName({ name }: RtfFont): string {
  return name.trim() === '' ? 'Wingdings' : name.trim();
}

function isPaired(bytes: readonly number[]): boolean {
  let high = 0;
  for (const byte of bytes) {
    if (byte >= 0xa1) high++;
    else if (byte >= 0x80 || high % 2 !== 0) return false;
  }
  return high > 0 && high % 2 === 0;
}

function pageName(codePage: number | null): string | null {
  if (codePage === null || codePage === 0) return null;
  if (codePage === 936) return 'gb18030';
  if (codePage === 950) return 'big5';
  if (codePage === 65001) return 'utf8';
  if (codePage === 10000) return 'macintosh';
  return iconv.encodingExists(`cp${codePage}`) ? `cp${codePage}` : null;
}
