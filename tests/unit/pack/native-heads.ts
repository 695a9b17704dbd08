/** Smallest files with the head of a native one, made by the book: PE32+ with its imports, ELF of 64 bits with its needs. */

const PE_MACHINES = { x64: 0x8664, arm64: 0xaa64, ia32: 0x14c };
const ELF_MACHINES = { x64: 0x3e, arm64: 0xb7 };

/** One section that begins at this address and at this place of the file. */
const ADDRESS = 0x1000;
const OFFSET = 0x200;

/** Texts one after another, each closed by a zero; `at` tells where each lies. */
function texts(words: readonly string[]): { bytes: Buffer; at: (word: string) => number } {
  const starts = new Map<string, number>();
  let bytes = Buffer.alloc(1);
  for (const word of words) {
    starts.set(word, bytes.length);
    bytes = Buffer.concat([bytes, Buffer.from(`${word}\0`)]);
  }
  return { bytes, at: (word) => starts.get(word) ?? 0 };
}

export function peFile(options: {
  machine?: keyof typeof PE_MACHINES;
  imports?: readonly string[];
  later?: readonly string[];
}): Buffer {
  const [imports, later] = [options.imports ?? [], options.later ?? []];
  const file = Buffer.alloc(OFFSET);
  file.write('MZ');
  file.writeUInt32LE(0x40, 0x3c);
  file.write('PE\0\0', 0x40);
  file.writeUInt16LE(PE_MACHINES[options.machine ?? 'x64'], 0x44);
  file.writeUInt16LE(1, 0x46);
  file.writeUInt16LE(240, 0x54);
  const optional = 0x58;
  file.writeUInt16LE(0x20b, optional);
  file.writeUInt32LE(16, optional + 108);
  const laterAt = (imports.length + 1) * 20;
  const namesAt = laterAt + (later.length + 1) * 32;
  const names = texts([...imports, ...later]);
  if (imports.length > 0) file.writeUInt32LE(ADDRESS, optional + 112 + 8);
  if (later.length > 0) file.writeUInt32LE(ADDRESS + laterAt, optional + 112 + 13 * 8);
  const section = Buffer.alloc(namesAt + names.bytes.length);
  imports.forEach((name, index) => section.writeUInt32LE(ADDRESS + namesAt + names.at(name), index * 20 + 12));
  later.forEach((name, index) => section.writeUInt32LE(ADDRESS + namesAt + names.at(name), laterAt + index * 32 + 4));
  names.bytes.copy(section, namesAt);
  const head = optional + 240;
  file.writeUInt32LE(section.length, head + 8);
  file.writeUInt32LE(ADDRESS, head + 12);
  file.writeUInt32LE(section.length, head + 16);
  file.writeUInt32LE(OFFSET, head + 20);
  return Buffer.concat([file, section]);
}

export function elfFile(options: {
  machine?: keyof typeof ELF_MACHINES;
  needs?: readonly string[];
  /** Versions of symbols, all asked of the first library. */
  versions?: readonly string[];
}): Buffer {
  const [needs, versions] = [options.needs ?? [], options.versions ?? []];
  const names = texts([...needs, ...versions]);
  const entries: [bigint, bigint][] = needs.map((name) => [1n, BigInt(names.at(name))]);
  const verneed = Buffer.alloc(versions.length === 0 ? 0 : 16 + versions.length * 16);
  if (versions.length > 0) {
    verneed.writeUInt16LE(1, 0);
    verneed.writeUInt16LE(versions.length, 2);
    verneed.writeUInt32LE(16, 8);
    versions.forEach((name, index) => {
      verneed.writeUInt32LE(names.at(name), 16 + index * 16 + 8);
      verneed.writeUInt32LE(index + 1 < versions.length ? 16 : 0, 16 + index * 16 + 12);
    });
    entries.push([0x6ffffffen, BigInt(ADDRESS)], [0x6fffffffn, 1n]);
  }
  entries.push([5n, BigInt(ADDRESS + verneed.length)], [0n, 0n]);
  const dynamic = Buffer.alloc(entries.length * 16);
  entries.forEach(([tag, value], index) => {
    dynamic.writeBigUInt64LE(tag, index * 16);
    dynamic.writeBigUInt64LE(value, index * 16 + 8);
  });
  const content = Buffer.concat([verneed, names.bytes, dynamic]);
  const file = Buffer.alloc(OFFSET);
  file.write('\x7fELF', 0, 'latin1');
  file.set([2, 1, 1], 4);
  file.writeUInt16LE(ELF_MACHINES[options.machine ?? 'x64'], 18);
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(2, 56);
  const part = (at: number, type: number, offset: number, size: number): void => {
    file.writeUInt32LE(type, at);
    file.writeBigUInt64LE(BigInt(OFFSET + offset), at + 8);
    file.writeBigUInt64LE(BigInt(ADDRESS + offset), at + 16);
    file.writeBigUInt64LE(BigInt(size), at + 32);
  };
  part(64, 1, 0, content.length);
  part(120, 2, verneed.length + names.bytes.length, dynamic.length);
  return Buffer.concat([file, content]);
}
