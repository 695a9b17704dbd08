/**
 * Tells the encoding of Chinese text by what its bytes can be, not by what a system calls its default. UTF-8, UTF-16 and
 * UTF-32 prove themselves by their structure; GB18030 and Big5 overlap, so their readings are weighed by how common the
 * characters are that each gives.
 */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' | 'gb18030' | 'big5';

export interface DecodedText {
  text: string;
  encoding: TextEncoding;
  bom: boolean;
  /** Bytes that no encoding could make sense of, shown as U+FFFD. */
  damaged: number;
}

/** The most frequent characters of official prose, simplified and traditional: the yardstick between GB18030 and Big5. */
const COMMON = new Set(
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严' +
    '這個國來時們說產種後學經進著電裡現實體當點從業開還應無係與關數問題條結變質氣長頭資邊圖統見計運農幾區強決戰則處隊給門即規熱領東導壓爭濟階術極聯認權證採轉單風帶場車務萬達積議聲報鬥類離華確張馬節話況傳許廣記觀織裝書復兒須際驗連斷難矿備辦習響約團歷構稱準號維劃選標寫親養層專狀廠識適屬圓調滿縣參紅細聽該鐵價嚴員會為過發動對' +
    '函复答提案局政协届关于建议办理委员代表街道社区市区县府厅部门会议一二三四五六七八九十〇零年月日号联系人电话主动公开抄送印发您收悉现如下',
);
/** The same by UTF-16 unit, for guesses over many bytes: 1 where it is among them. */
const COMMON_UNITS = new Uint8Array(0x10000);
for (const character of COMMON) COMMON_UNITS[character.charCodeAt(0)] = 1;

/** @param bytes the whole file. Never throws: what cannot be decoded is shown as U+FFFD and counted. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const marked = readBom(bytes);
  if (marked !== null) return decodeAs(bytes.subarray(marked.length), marked.encoding, true);
  const wide = (bytes.length % 4 === 0 ? guessUtf32(bytes) : null) ?? guessUtf16(bytes);
  if (wide !== null) return decodeAs(bytes, wide, false);
  const utf8 = tryDecode(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8', bom: false, damaged: 0 };
  return decodeMultibyte(bytes);
}

/** Names in zips without the UTF-8 flag: UTF-8 where the bytes are valid so, else GB18030 (or Big5). */
export function decodeLegacyName(bytes: Uint8Array): string {
  return tryDecode(bytes, 'utf-8') ?? decodeMultibyte(bytes).text;
}

/**
 * Decodes with a declared charset where the bytes agree with it, by their content where they do not.
 * @returns `declared` is false where the charset is not known here or the bytes are in another one
 */
export function decodeDeclared(bytes: Uint8Array, charset: string | null): DecodedText & { declared: boolean } {
  const declared = charset === null ? null : canonical(charset);
  if (declared === null || readBom(bytes) !== null) return { ...decodeText(bytes), declared: false };
  const text = tryDecode(bytes, declared);
  if (text === null) return { ...decodeText(bytes), declared: false };
  const said = { text, encoding: declared, bom: false, damaged: 0 };
  if (declared !== 'gb18030' && declared !== 'big5') return { ...said, declared: true };
  // Bytes of UTF-8 often are valid in the old charsets too, as other characters: common ones tell.
  const utf8 = isAscii(text) ? null : tryDecode(bytes, 'utf-8');
  if (utf8 === null || plausibility(sample(utf8)) <= plausibility(sample(text)) + 0.05)
    return { ...said, declared: true };
  return { text: utf8, encoding: 'utf-8', bom: false, damaged: 0, declared: false };
}

function sample(text: string): string {
  return text.slice(0, 100_000);
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

/** Whether the characters beyond ASCII are such as Chinese prose is made of. */
export function looksChinese(text: string): boolean {
  return plausibility(sample(text)) > 0.25;
}

function canonical(charset: string): TextEncoding | null {
  const name = charset.trim().toLowerCase();
  if (/^(gb2312|gbk|gb18030|x-gbk|gb_2312-80|cp936|ms936|windows-936)$/.test(name)) return 'gb18030';
  if (/^(big5|big5-hkscs|cp950|x-x-big5)$/.test(name)) return 'big5';
  if (/^(utf-?8)$/.test(name)) return 'utf-8';
  if (/^(utf-?16le|utf-?16|unicode)$/.test(name)) return 'utf-16le';
  if (/^(utf-?16be)$/.test(name)) return 'utf-16be';
  return null;
}

function readBom(bytes: Uint8Array): { encoding: TextEncoding; length: number } | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0 && bytes.length % 4 === 0)
    return { encoding: 'utf-32le', length: 4 };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { encoding: 'utf-32be', length: 4 };
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 };
  if (a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33) return { encoding: 'gb18030', length: 4 };
  return null;
}

/** Node knows no UTF-32. What is no character becomes U+FFFD. */
function decodeUtf32(bytes: Uint8Array, little: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, little);
    const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    out.push(isCharacter ? String.fromCodePoint(code) : '\uFFFD');
  }
  return out.join('');
}

function tryDecode(bytes: Uint8Array, encoding: TextEncoding): string | null {
  if (encoding === 'utf-32le' || encoding === 'utf-32be') {
    const text = decodeUtf32(bytes, encoding === 'utf-32le');
    return text.includes('\uFFFD') ? null : text;
  }
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function decodeAs(bytes: Uint8Array, encoding: TextEncoding, bom: boolean): DecodedText {
  const text =
    encoding === 'utf-32le' || encoding === 'utf-32be'
      ? decodeUtf32(bytes, encoding === 'utf-32le')
      : new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  return { text, encoding, bom, damaged: countDamaged(text) };
}

function countDamaged(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) count++;
  return count;
}

/** UTF-32 without a mark: of each four bytes the same two are zero, which nothing else has. */
export function guessUtf32(bytes: Uint8Array): 'utf-32le' | 'utf-32be' | null {
  const head = bytes.subarray(0, Math.min(4096, bytes.length - (bytes.length % 4)));
  if (head.length < 8) return null;
  let little = true;
  let big = true;
  for (let at = 0; at + 4 <= head.length && (little || big); at += 4) {
    little &&= head[at + 3] === 0 && (head[at + 2] ?? 9) <= 3 && (head[at] !== 0 || head[at + 1] !== 0);
    big &&= head[at] === 0 && (head[at + 1] ?? 9) <= 3 && (head[at + 3] !== 0 || head[at + 2] !== 0);
  }
  return little ? 'utf-32le' : big ? 'utf-32be' : null;
}

/**
 * UTF-16 without a mark: line ends, blanks and digits then have a zero byte on one side, which no other text encoding
 * ever has; a text of Han characters only shows by its values, which crowd into U+4E00–9FFF on the right side.
 */
function guessUtf16(bytes: Uint8Array): TextEncoding | null {
  if (bytes.length < 2 || bytes.length % 2 !== 0) return null;
  const head = bytes.subarray(0, 65_536);
  const seen = { le: 0, be: 0, zeroLow: 0, zeroHigh: 0, units: head.length >> 1 };
  for (let at = 0; at + 1 < head.length; at += 2) {
    const [first, second] = [head[at] ?? 0, head[at + 1] ?? 0];
    if (second === 0 && first !== 0) seen.zeroHigh++;
    if (first === 0 && second !== 0) seen.zeroLow++;
    seen.le += COMMON_UNITS[first | (second << 8)] ?? 0;
    seen.be += COMMON_UNITS[(first << 8) | second] ?? 0;
  }
  if (seen.zeroHigh + seen.zeroLow === 0) {
    // Valid UTF-8 explains itself better than a coincidence of common characters.
    if (Math.max(seen.le, seen.be) < seen.units * 0.4 || tryDecode(head.subarray(0, head.length - 4), 'utf-8') !== null)
      return null;
    return seen.le > seen.be ? 'utf-16le' : 'utf-16be';
  }
  const plausible = (zeros: number, others: number, common: number): boolean =>
    zeros > others * 4 && zeros + common > seen.units * 0.3;
  if (plausible(seen.zeroHigh, seen.zeroLow, seen.le)) return 'utf-16le';
  if (plausible(seen.zeroLow, seen.zeroHigh, seen.be)) return 'utf-16be';
  return null;
}

/** Weighs the readings of bytes that are not valid UTF-8: damaged UTF-8 takes part too. */
function decodeMultibyte(bytes: Uint8Array): DecodedText {
  const weighed = (encoding: TextEncoding, bonus: number): { reading: DecodedText; score: number } => {
    const reading = decodeAs(bytes, encoding, false);
    return { reading, score: plausibility(reading.text.slice(0, 100_000)) + bonus };
  };
  // GB18030 on a tie: it is the national standard, and short names give little to weigh.
  const rivals = [weighed('gb18030', 0.05), weighed('big5', 0), weighed('utf-8', 0)];
  return rivals.reduce((best, rival) => (rival.score > best.score ? rival : best)).reading;
}

/** 0..1: the share of characters that official prose uses all the time, less what is damaged or exotic. */
function plausibility(text: string): number {
  let wide = 0;
  let good = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) continue;
    wide++;
    if (COMMON.has(char)) good++;
    else if (code === 0xfffd) good -= 3;
    else if ((code >= 0xe000 && code <= 0xf8ff) || (code >= 0x3040 && code <= 0x30ff) || code < 0x2000) good -= 0.5;
  }
  return wide === 0 ? 0 : good / wide;
}
