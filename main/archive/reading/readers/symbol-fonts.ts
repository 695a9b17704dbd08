/** Characters of symbol fonts, which stand in files as places of a private area, as the characters that they look like. */

const SYMBOL_LOW = ' !∀#∃%&∍()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼';
const SYMBOL_HIGH = '€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪□〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭';

/** Boxes, ticks, bullets and circled numbers, by font and the low byte of their place. */
const FONTS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  wingdings: {
    0x20: ' ',
    0x28: '☎',
    0x2a: '✉',
    0x46: '☞',
    ...row(0x6c, '●○■□□□□◆◆◆❖◆☒'),
    ...row(0x80, '⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿'),
    ...row(0x9e, '·•▪○○'),
    ...row(0xa4, '◉◎'),
    ...row(0xa7, '▪□'),
    ...row(0xaa, '✦★✶✴✹✵'),
    0xd8: '➢',
    ...row(0xdf, '←→↑↓↖↗↙↘'),
    ...row(0xef, '⇦⇨⇧⇩⬄⇳'),
    ...row(0xfb, '✗✓☒☑'),
  },
  'wingdings 2': {
    0x20: ' ',
    0x2a: '□',
    ...row(0x4f, '✗✓☒☑☒☒'),
    ...row(0x69, '⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿'),
    ...row(0x96, '•●'),
    0xa3: '□',
  },
  symbol: { ...row(0x20, SYMBOL_LOW), ...row(0xa0, SYMBOL_HIGH) },
  webdings: { 0x20: ' ', 0x61: '✓', 0x63: '□', 0x67: '■', 0x72: '✗' },
};

/** Characters one after another from a first place on. */
function row(first: number, characters: string): Record<number, string> {
  return Object.fromEntries([...characters].map((character, at) => [first + at, character]));
}

export function isSymbolFont(font: string): boolean {
  return Object.hasOwn(FONTS, font.toLowerCase());
}

/** A character of a symbol font as the character that it looks like; `□` where it is not known. */
export function symbolText(font: string, code: number): string {
  const low = code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code;
  const known = FONTS[font.toLowerCase()]?.[low];
  if (known !== undefined) return known;
  return low === code && code >= 0x20 && code <= 0x10ffff ? String.fromCodePoint(code) : '□';
}

const PRIVATE = /[\uf020-\uf0ff]/g;
const ANY_PRIVATE = /[\uf020-\uf0ff]/;
const PLAIN = /[\x21-\xff]/g;
const PLAIN_OR_PRIVATE = /[\x21-\xff\uf020-\uf0ff]/g;

/**
 * Text in which symbols stand as places of the private area (Word), or, where the font is a symbol font, as plain
 * characters.
 * @param font the font of these characters; where it is none of symbols or not known, private places are those of Wingdings,
 *   from which forms take their boxes and ticks
 */
export function withSymbols(text: string, font: string | undefined): string {
  if (font === undefined || !isSymbolFont(font)) return ANY_PRIVATE.test(text) ? guessed(text) : text;
  const own = FONTS[font.toLowerCase()] ?? {};
  // Words that somebody has only set in such a font stay words: plain letters are symbols where all of them are known.
  const plain = (text.match(PLAIN) ?? []).every((one) => own[one.charCodeAt(0)] !== undefined);
  return text.replaceAll(PLAIN_OR_PRIVATE, (one) => {
    if (one < '\u0100') return plain ? (own[one.charCodeAt(0)] ?? one) : one;
    return own[one.charCodeAt(0) - 0xf000] ?? '□';
  });
}

function guessed(text: string): string {
  return text.replaceAll(PRIVATE, (one) => {
    const low = one.charCodeAt(0) - 0xf000;
    return FONTS['wingdings']?.[low] ?? FONTS['symbol']?.[low] ?? '□';
  });
}
