/** Damages a file in the ways in which files are damaged, and in ways in which somebody may have made them on purpose. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Random } from '../bench/random.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Numbers at which counters and lengths break. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff];
const NUMBERS = ['0', '-1', '1e9', '99999999999', '2147483648', '-2147483649', 'NaN', ''];

const slice = (bytes: Uint8Array, from: number, to: number): Bytes => Uint8Array.from(bytes.subarray(from, to));

function join(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Bytes turned, cut out, doubled, cut off, put in. */
function damage(bytes: Uint8Array, random: Random): Bytes {
  const at = random.int(0, Math.max(0, bytes.length - 1));
  const to = Math.min(bytes.length, at + random.int(1, 64));
  switch (random.int(0, 5)) {
    case 0: {
      const out = Uint8Array.from(bytes);
      for (let count = random.int(1, 12); count > 0; count -= 1)
        out[random.int(0, Math.max(0, out.length - 1))] = random.chance(0.5) ? random.pick(EDGES) : random.int(0, 255);
      return out;
    }
    case 1:
      return join(slice(bytes, 0, at), slice(bytes, to, bytes.length));
    case 2:
      return join(
        slice(bytes, 0, to),
        ...new Array<Bytes>(random.int(1, 50)).fill(slice(bytes, at, to)),
        slice(bytes, to, bytes.length),
      );
    case 3:
      return slice(bytes, 0, at);
    case 4: {
      const out = Uint8Array.from(bytes);
      out.fill(0, at, to);
      return out;
    }
    default:
      return join(
        slice(bytes, 0, at),
        Uint8Array.from({ length: random.int(1, 64) }, () => random.int(0, 255)),
        slice(bytes, at, bytes.length),
      );
  }
}

/** Marks, attributes and numbers of an xml part changed, so that it mostly stays well formed. */
function damageMarkup(text: string, random: Random): string {
  const pieces = text.match(/<[^>]*>|[^<]+/g) ?? [];
  const at = random.int(0, Math.max(0, pieces.length - 1));
  const piece = pieces[at] ?? '';
  switch (random.int(0, 4)) {
    case 0:
      pieces[at] = piece.replace(/"-?\d+"/, `"${random.pick(NUMBERS)}"`);
      break;
    case 1:
      pieces.splice(at, 1);
      break;
    case 2:
      pieces.splice(at, 0, ...new Array<string>(random.int(1, 200)).fill(piece));
      break;
    case 3:
      pieces.splice(at, 0, random.pick(pieces));
      break;
    default:
      pieces[at] = piece.replace(/"[^"]*"/, (value) =>
        random.pick(['""', `"${'x'.repeat(5000)}"`, value.toUpperCase()]),
      );
  }
  return pieces.join('');
}

/** The same bytes at any time of day. */
const PACKED_AT = new Date(2020, 0, 1);

/** A zip of these entries. */
export function packed(entries: Record<string, Uint8Array>): Bytes {
  return Uint8Array.from(zipSync(entries, { mtime: PACKED_AT }));
}

/** One entry of a zip damaged and packed again, so that the fault is inside what opens. */
function damageEntry(bytes: Uint8Array, random: Random): Bytes | null {
  try {
    const entries = unzipSync(bytes);
    const name = random.pick(Object.keys(entries));
    const entry = entries[name] ?? new Uint8Array();
    const isMarkup = entry[0] === 0x3c;
    entries[name] =
      isMarkup && random.chance(0.7) ? strToU8(damageMarkup(strFromU8(entry), random)) : damage(entry, random);
    return packed(entries);
  } catch {
    return null;
  }
}

/** A damaged copy; the same random numbers make the same one. */
export function mutate(bytes: Uint8Array, random: Random): Bytes {
  let out: Bytes = Uint8Array.from(bytes);
  for (let count = random.int(1, 4); count > 0; count -= 1) {
    const isZip = out[0] === 0x50 && out[1] === 0x4b;
    const isMarkup = out[0] === 0x3c;
    const inside = isZip && random.chance(0.75) ? damageEntry(out, random) : null;
    if (inside !== null) out = inside;
    else if (isMarkup && random.chance(0.6)) out = Uint8Array.from(strToU8(damageMarkup(strFromU8(out), random)));
    else out = damage(out, random);
  }
  return out;
}
