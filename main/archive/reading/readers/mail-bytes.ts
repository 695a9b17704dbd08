/**
 * Puts a mail's own bytes right before it is parsed: headers and texts in undeclared or wrongly declared charsets become
 * UTF-8, as the standard has it. Chinese mail programs have written raw GBK into headers and bodies for decades.
 */
import iconv from 'iconv-lite';
import { LIMITS } from './reader.ts';
import { decodeDeclared, decodeText, looksChinese } from './text-encoding.ts';

const LF = 0x0a;

/**
 * @param beside takes what stands in the mail beside its bodies: the head of each part, and words before, between and behind parts
 * @returns the same mail; what needs no change keeps its bytes
 */
export function plainMail(bytes: Uint8Array<ArrayBuffer>, beside: MailBeside = noBeside()): Uint8Array<ArrayBuffer> {
  let mail: Uint8Array = bytes;
  // Blank lines and a mark of the encoding before the head would end it before it begins.
  let start = mail[0] === 0xef && mail[1] === 0xbb && mail[2] === 0xbf ? 3 : 0;
  while (start < mail.length && [0x0a, 0x0d, 0x20, 0x09].includes(mail[start] ?? 0)) start++;
  mail = mail.subarray(start);
  const boundary = /^--([^\s-][^\r\n]{0,200}?)\s*\r?\n(?:content-|\r?\n)/i.exec(latin(mail.subarray(0, 400)))?.[1];
  if (boundary !== undefined) {
    // Its head was lost: the parts tell where they end.
    const head = Buffer.from(`Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n`, 'latin1');
    mail = Buffer.concat([head, mail]);
  }
  return Uint8Array.from(plainPart(mail, 0, beside));
}

export interface MailBeside {
  heads: string[];
  words: string[];
}

export const noBeside = (): MailBeside => ({ heads: [], words: [] });

function plainPart(bytes: Uint8Array, depth: number, beside: MailBeside): Uint8Array {
  const { head, body } = parted(bytes);
  const fields = decodeHead(head);
  if (fields !== '') beside.heads.push(fields);
  const type = field(fields, 'content-type') ?? 'text/plain';
  const kind = /^[\w.+-]+\/[\w.+-]+/.exec(type.trim())?.[0].toLowerCase() ?? 'text/plain';
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(type);
  const packing = field(fields, 'content-transfer-encoding')?.trim().toLowerCase() ?? '';
  if (depth < LIMITS.nesting) {
    if (kind.startsWith('multipart/') && boundary !== null) {
      return joined(fields, plainParts(body, boundary[1] ?? boundary[2] ?? '', depth, beside));
    }
    if (kind === 'message/rfc822' && !/base64|quoted/.test(packing))
      return joined(fields, plainPart(body, depth + 1, beside));
    // A text that is attached is a file: its bytes are kept.
    const attached = /^\s*attachment\b/i.test(field(fields, 'content-disposition') ?? '');
    if (/^text\/(?:plain|html)$/.test(kind) && !attached) return plainText(fields, body, type, packing);
    // The parser takes what is not packed line by line, and would write other line ends.
    if (!/base64|quoted/.test(packing) && !/^(?:multipart|message)\//.test(kind)) return packed(fields, body);
  }
  return joined(fields, body);
}

/** Head and body, at the first empty line. */
function parted(bytes: Uint8Array): { head: Uint8Array; body: Uint8Array } {
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    const next = bytes[at + 1] === 0x0d ? at + 2 : at + 1;
    if (bytes[next] === LF) return { head: bytes.subarray(0, at + 1), body: bytes.subarray(next + 1) };
  }
  // A part without an empty line is all head where it begins like one.
  return /^[!-9;-~]+:/.test(latin(bytes.subarray(0, 200)))
    ? { head: bytes, body: new Uint8Array(0) }
    : { head: new Uint8Array(0), body: bytes };
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function decodeHead(head: Uint8Array): string {
  return decodeText(head).text.replace(/\r?\n$/, '');
}

/** The value of the first header of this name, unfolded. */
function field(head: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\n)${name}[ \\t]*:([^\\n]*(?:\\n[ \\t][^\\n]*)*)`, 'i').exec(head);
  return found?.[1]?.replaceAll(/\r?\n[ \t]/g, ' ');
}

function joined(head: string, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(head === '' ? '\r\n' : `${head}\r\n\r\n`), body]);
}

/** The parts between boundary lines, each put right; what stands before the first and behind the last stays. */
function plainParts(body: Uint8Array, boundary: string, depth: number, beside: MailBeside): Uint8Array {
  const outside = (bytes: Uint8Array): Uint8Array => {
    if (bytes.length > 0) beside.words.push(decodeText(bytes).text);
    return bytes;
  };
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const mark = Buffer.from(`--${boundary}`);
  const out: Uint8Array[] = [];
  let kept = 0;
  let inPart = false;
  for (let at = buffer.indexOf(mark); at >= 0; at = buffer.indexOf(mark, at + mark.length)) {
    if (at > 0 && buffer[at - 1] !== LF) continue;
    const end = buffer.indexOf(LF, at);
    const line = buffer
      .subarray(at + mark.length, end < 0 ? buffer.length : end)
      .toString('latin1')
      .trim();
    if (line !== '' && line !== '--') continue;
    const before = buffer.subarray(kept, at);
    out.push(inPart ? plainPart(before, depth + 1, beside) : outside(before));
    if (inPart && out.at(-1)?.at(-1) !== LF) out.push(Buffer.from('\r\n'));
    kept = end < 0 ? buffer.length : end + 1;
    out.push(buffer.subarray(at, kept));
    inPart = line === '';
  }
  const rest = buffer.subarray(kept);
  out.push(inPart && rest.length > 0 ? plainPart(rest, depth + 1, beside) : outside(rest));
  return Buffer.concat(out);
}

/** A text as UTF-8 that says so. */
function plainText(head: string, body: Uint8Array, type: string, packing: string): Uint8Array {
  const bytes = unpacked(body, packing);
  const charset = /charset\s*=\s*["']?\s*([\w.:+-]+)/i.exec(type)?.[1] ?? null;
  const text = decodeMailText(bytes, charset);
  const said = type.replaceAll(/;\s*charset\s*=\s*(?:"[^"]*"|[^\s;]*)/gi, '').trim();
  const rest = without(head, 'content-type|content-transfer-encoding');
  const own = `Content-Type: ${said}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit`;
  return joined(withField(rest, own), Buffer.from(text));
}

/** A file as base64, byte for byte; the line end before the boundary is no part of it. */
function packed(head: string, body: Uint8Array): Uint8Array {
  const end = body.at(-1) === LF ? (body.at(-2) === 0x0d ? 2 : 1) : 0;
  const content = Buffer.from(body.subarray(0, body.length - end)).toString('base64');
  const fields = withField(without(head, 'content-transfer-encoding'), 'Content-Transfer-Encoding: base64');
  return joined(fields, Buffer.from(content.replaceAll(/.{76}/g, '$&\r\n')));
}

function without(head: string, names: string): string {
  return head.replaceAll(
    new RegExp(`(?:^|(?<=\\n))(?:${names})[ \\t]*:[^\\n]*(?:\\n[ \\t][^\\n]*)*(?:\\n|$)`, 'gi'),
    '',
  );
}

function withField(head: string, own: string): string {
  return head.trim() === '' ? own : `${head.replace(/\r?\n$/, '')}\r\n${own}`;
}

function unpacked(body: Uint8Array, packing: string): Uint8Array<ArrayBuffer> {
  if (packing.includes('base64')) return Uint8Array.from(Buffer.from(latin(body), 'base64'));
  if (!packing.includes('quoted')) return Uint8Array.from(body);
  const text = latin(body)
    .replaceAll(/[ \t]+(?=\r?\n)/g, '')
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

/** Labels that mail programs put on what they did not look at. */
const MEANS_NOTHING = /^(?:us-ascii|ascii|iso-?8859-1|latin-?1|windows-1252|unknown.*|x-unknown|default|8bit)$/i;

function decodeMailText(bytes: Uint8Array<ArrayBuffer>, charset: string | null): string {
  if (charset !== null && /^hz/i.test(charset)) return decodeHz(bytes);
  if (charset === null || MEANS_NOTHING.test(charset)) {
    const guessed = decodeText(bytes);
    // A letter in French is no Chinese because its accents could be.
    if (charset === null || guessed.encoding === 'utf-8' || looksChinese(guessed.text)) return guessed.text;
    return new TextDecoder('windows-1252').decode(bytes);
  }
  const known = decodeDeclared(bytes, charset);
  if (known.declared) return known.text;
  return iconv.encodingExists(charset) && !looksChinese(known.text)
    ? iconv.decode(Buffer.from(bytes), charset)
    : known.text;
}

/** HZ (RFC 1843): GB2312 in seven bits between ~{ and ~}. */
function decodeHz(bytes: Uint8Array<ArrayBuffer>): string {
  const raised = latin(bytes).replaceAll(/~\{([^]*?)(?:~\}|$)/g, (_, pairs: string) =>
    pairs.replaceAll(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) | 0x80)),
  );
  return iconv.decode(
    Buffer.from(
      raised.replaceAll(/~(?:~|\r?\n)/g, (sign) => (sign === '~~' ? '~' : '')),
      'latin1',
    ),
    'gbk',
  );
}
