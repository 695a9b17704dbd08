/** Carries values between Node and the page as text, with what structured clone has and JSON has not. */

export interface Codec {
  encode: (value: unknown) => string;
  decode: (text: string) => unknown;
}

/** Self-contained, because its source text is also sent into the page. Throws a TypeError on what cannot be cloned. */
export function makeCodec(): Codec {
  const TAG = '$type';
  const toBase64 = (bytes: Uint8Array): string => {
    let binary = '';
    for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(binary);
  };
  const pack = (value: unknown): unknown => {
    switch (typeof value) {
      case 'undefined':
        return { [TAG]: 'undefined' };
      case 'bigint':
        return { [TAG]: 'bigint', text: value.toString() };
      case 'number':
        return Number.isFinite(value) ? value : { [TAG]: 'number', text: String(value) };
      case 'function':
      case 'symbol':
        throw new TypeError('An object could not be cloned.');
      case 'object':
        break;
      default:
        return value;
    }
    if (value === null) return null;
    if (value instanceof Uint8Array) return { [TAG]: 'bytes', text: toBase64(value) };
    if (value instanceof ArrayBuffer) return { [TAG]: 'buffer', text: toBase64(new Uint8Array(value)) };
    if (value instanceof Date) return { [TAG]: 'date', text: value.toISOString() };
    if (Array.isArray(value)) return value.map(pack);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      throw new TypeError('An object could not be cloned.');
    const packed = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)]));
    return TAG in packed ? { [TAG]: 'object', entries: Object.entries(packed) } : packed;
  };
  const unpack = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(unpack);
    if (typeof value !== 'object' || value === null) return value;
    const { [TAG]: type, text, entries } = value as { [TAG]?: string; text?: string; entries?: [string, unknown][] };
    switch (type) {
      case undefined:
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
      case 'undefined':
        return undefined;
      case 'bigint':
        return BigInt(text ?? '0');
      case 'number':
        return Number(text);
      case 'date':
        return new Date(text ?? '');
      case 'bytes':
      case 'buffer': {
        const bytes = Uint8Array.from(atob(text ?? ''), (char) => char.charCodeAt(0));
        return type === 'bytes' ? bytes : bytes.buffer;
      }
      default:
        return Object.fromEntries((entries ?? []).map(([key, item]) => [key, unpack(item)]));
    }
  };
  return {
    encode: (value) => JSON.stringify(pack(value)),
    decode: (text) => unpack(JSON.parse(text)),
  };
}
