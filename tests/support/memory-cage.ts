/**
 * Electron's V8 memory cage, for plain Node on Linux: native code may not lend memory to JavaScript (Node-API answers
 * napi_no_external_buffers_allowed), it must copy. Node's own functions cannot be put aside by another library, its program
 * comes first; so addons are made to ask for functions of another name, which a small library made here refuses, aloud.
 */
import fs from 'node:fs';

const CALLS = ['napi_create_external_buffer', 'napi_create_external_arraybuffer'] as const;
const REFUSED = 22;
/** What the library says on stderr at each refusal. */
export const REFUSAL = 'external memory refused\n';

const renamed = (name: string): string => name.replace('napi', 'nopi');

/** Makes an addon ask for the calls that are refused. @returns how many of them it uses */
export function cageAddon(file: string): number {
  const bytes = fs.readFileSync(file);
  let count = 0;
  for (const name of CALLS) {
    const at = bytes.indexOf(`\0${name}\0`);
    if (at < 0) continue;
    bytes.write(renamed(name), at + 1, 'latin1');
    count++;
  }
  // A file of its own: what lies here may be another's under a second name.
  fs.rmSync(file);
  fs.writeFileSync(file, bytes);
  return count;
}

/** The processor's words for: write(2, message), return 22. @param distance bytes from their beginning to the message */
function refusal(distance: number): Buffer {
  const length = REFUSAL.length;
  if (process.arch === 'arm64') {
    const words = [
      0xd2800808, // mov x8, 64 (write)
      0xd2800040, // mov x0, 2
      (0x10000001 | (((distance - 8) & 3) << 29) | (((distance - 8) >> 2) << 5)) >>> 0, // adr x1, message
      0xd2800002 | (length << 5), // mov x2, length
      0xd4000001, // svc 0
      0x52800000 | (REFUSED << 5), // mov w0, 22
      0xd65f03c0, // ret
    ];
    const code = Buffer.alloc(words.length * 4);
    words.forEach((word, at) => code.writeUInt32LE(word >>> 0, at * 4));
    return code;
  }
  const code = Buffer.from([
    ...[0xb8, 1, 0, 0, 0], // mov eax, 1 (write)
    ...[0xbf, 2, 0, 0, 0], // mov edi, 2
    ...[0x48, 0x8d, 0x35, 0, 0, 0, 0], // lea rsi, [rip + …]
    ...[0xba, length, 0, 0, 0], // mov edx, length
    ...[0x0f, 0x05], // syscall
    ...[0xb8, REFUSED, 0, 0, 0], // mov eax, 22
    0xc3, // ret
  ]);
  code.writeInt32LE(distance - 17, 13);
  return code;
}

const PAGE = 0x1000;
/** Where things lie in the library. */
const [HASH, SYMBOLS, STRINGS, MESSAGE, CODE] = [0x200, 0x300, 0x400, 0x500, 0x600] as const;

/** A library (ELF, System V ABI) with nothing in it but the refused calls. */
export function cageLibrary(): Buffer {
  const file = Buffer.alloc(PAGE + 0x100);
  const put64 = (value: number, at: number): void => void file.writeBigUInt64LE(BigInt(value), at);
  const names = CALLS.map(renamed);
  // Head.
  file.write('\x7fELF\x02\x01\x01', 0, 'latin1');
  file.writeUInt16LE(3, 16); // shared object
  file.writeUInt16LE(process.arch === 'arm64' ? 0xb7 : 0x3e, 18);
  file.writeUInt32LE(1, 20);
  put64(64, 32); // program headers
  file.writeUInt16LE(64, 52);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(3, 56);
  file.writeUInt16LE(64, 58);
  const segment = (index: number, type: number, flags: number, offset: number, size: number, align: number): void => {
    const at = 64 + index * 56;
    file.writeUInt32LE(type, at);
    file.writeUInt32LE(flags, at + 4);
    for (const [field, value] of [offset, offset, offset, size, size, align].entries())
      put64(value, at + 8 + field * 8);
  };
  segment(0, 1, 5, 0, PAGE, PAGE); // loaded, read and executed
  segment(1, 1, 6, PAGE, 0x100, PAGE); // loaded, read and written
  segment(2, 2, 6, PAGE, 0x100, 8); // dynamic
  // Names, symbols and one chain of hashes.
  let name = STRINGS + 1;
  file.writeUInt32LE(1, HASH);
  file.writeUInt32LE(names.length + 1, HASH + 4);
  file.writeUInt32LE(1, HASH + 8);
  names.forEach((one, index) => {
    const symbol = SYMBOLS + (index + 1) * 24;
    const code = CODE + index * 0x80;
    file.writeUInt32LE(name - STRINGS, symbol);
    file.writeUInt8(0x12, symbol + 4); // a global function
    file.writeUInt16LE(1, symbol + 6);
    put64(code, symbol + 8);
    put64(0x80, symbol + 16);
    file.writeUInt32LE(index + 1 < names.length ? index + 2 : 0, HASH + 12 + (index + 1) * 4);
    refusal(MESSAGE - code).copy(file, code);
    name += file.write(one, name, 'latin1') + 1;
  });
  file.write(REFUSAL, MESSAGE, 'latin1');
  const dynamic = [
    [4, HASH],
    [5, STRINGS],
    [6, SYMBOLS],
    [10, name - STRINGS],
    [11, 24],
    [0, 0],
  ] as const;
  dynamic.forEach(([tag, value], index) => {
    put64(tag, PAGE + index * 16);
    put64(value, PAGE + index * 16 + 8);
  });
  return file;
}
