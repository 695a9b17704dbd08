/** The verifier of packages by itself (resources/package/verifier.cjs): its own digests, and packages that are wrong in one way each. */
import { createHash, getHashes, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifier, type PackageSource } from '../../../main/archive/intake/package/verifier.ts';

const { checkPackage, sha256, sm3 } = verifier();

test('SHA-256 and SM3 are those of Node, however a content is cut into pieces', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 4096, 100_001]) {
    const bytes = randomBytes(length);
    for (const step of [1 + (length >> 3), 64, 77]) {
      const [own, national] = [sha256(), sm3()];
      for (let at = 0; at < length; at += step) {
        own.update(bytes.subarray(at, at + step));
        national.update(bytes.subarray(at, at + step));
      }
      expect(own.hex(), `${length} ${step}`).toBe(createHash('sha256').update(bytes).digest('hex'));
      const expected = getHashes().includes('sm3') ? createHash('sm3').update(bytes).digest('hex') : undefined;
      if (expected !== undefined) expect(national.hex(), `${length} ${step}`).toBe(expected);
    }
  }
});

test('SM3 gives what the standard prints (GB/T 32905-2016, A.1 and A.2)', () => {
  const of = (text: string): string => {
    const digest = sm3();
    digest.update(Buffer.from(text));
    return digest.hex();
  };
  expect(of('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  expect(of('abcd'.repeat(16))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
});

type Files = Record<string, string>;
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A bag as a source; `files` come on top of what a whole one has. */
function bag(payload: Files, tags: Files = {}): PackageSource {
  const list = (files: Files): string =>
    Object.entries(files)
      .map(([path, text]) => `${digest(text)}  ${path}\n`)
      .join('');
  const bytes = Object.values(payload).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const own: Files = {
    'bagit.txt': 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
    'bag-info.txt': `Payload-Oxum: ${bytes}.${Object.keys(payload).length}\n`,
    'manifest-sha256.txt': list(payload),
    ...tags,
  };
  return sourceOf({ ...payload, ...own, 'tagmanifest-sha256.txt': tags['tagmanifest-sha256.txt'] ?? list(own) });
}
function sourceOf(files: Files, extra: PackageSource['files'] = []): PackageSource {
  const listed = Object.entries(files).map(([path, text]) => ({ path, size: Buffer.byteLength(text) }));
  return { files: [...listed, ...extra], read: (path) => [Buffer.from(files[path] ?? '')] };
}

const codes = async (source: PackageSource): Promise<string[]> =>
  (await checkPackage(source)).problems.map(({ code, path }) => `${code} ${path}`);

const whole = { 'data/甲.txt': '甲', 'data/乙.txt': '乙' };

test('a bag that is whole has no problems', async () => {
  expect(await codes(bag(whole))).toEqual([]);
});

test.each<[string, PackageSource, string[]]>([
  [
    'a list that leads above it',
    bag(whole, { 'manifest-sha256.txt': `${digest('x')}  data/../../x\n` }),
    ['path data/../../x', 'added data/甲.txt', 'added data/乙.txt'],
  ],
  [
    'a list that names a drive',
    bag(whole, { 'manifest-sha256.txt': `${digest('x')}  C:/x\n` }),
    ['path C:/x', 'added data/甲.txt', 'added data/乙.txt'],
  ],
  [
    'a list that names the root',
    bag(whole, { 'manifest-sha256.txt': `${digest('x')}  /etc/passwd\n` }),
    ['path /etc/passwd', 'added data/甲.txt', 'added data/乙.txt'],
  ],
  [
    'a list that names a file twice',
    bag({ 'data/甲.txt': '甲' }, { 'manifest-sha256.txt': `${digest('甲')}  data/甲.txt\n`.repeat(2) }),
    ['manifest data/甲.txt'],
  ],
  [
    'a list that is none',
    bag({ 'data/甲.txt': '甲' }, { 'manifest-sha256.txt': `${digest('甲')}  data/甲.txt\n无\n` }),
    ['manifest manifest-sha256.txt'],
  ],
  [
    'another sum of its payload',
    bag({ 'data/甲.txt': '甲' }, { 'bag-info.txt': 'Payload-Oxum: 9.1\n' }),
    ['oxum bag-info.txt'],
  ],
  [
    'a newer BagIt',
    bag(whole, { 'bagit.txt': 'BagIt-Version: 1.1\nTag-File-Character-Encoding: UTF-8\n' }),
    ['newer bagit.txt'],
  ],
  ['no declaration', sourceOf(whole), ['missing bagit.txt']],
  ['a newer form', bag(whole, { 'bag-info.txt': 'Fuhan-Package-Form: 2\n' }), ['newer bag-info.txt']],
])('%s is named', async (_what, source, expected) => {
  expect(await codes(source)).toEqual(expected);
});

test('a link is never followed', async () => {
  const { files, read } = bag(whole);
  const source = { files: [...files, { path: 'data/link', size: 0, link: true }], read };
  expect(await codes(source)).toEqual(['path data/link']);
});

test('names that macOS writes in parts are the names of the lists', async () => {
  const name = 'data/é.txt';
  const { files, read } = bag({ [name.normalize('NFC')]: 'x' });
  const apart = files.map((file) => ({ ...file, path: file.path.normalize('NFD') }));
  expect(await codes({ files: apart, read: (path) => read(path.normalize('NFC')) })).toEqual([]);
});

test('a list that comes in several pieces of one buffer is read as it is', async () => {
  const { files, read } = bag(whole);
  const inPieces = function* (path: string): Iterable<Uint8Array> {
    const piece = Buffer.alloc(16);
    for (const all of read(path))
      for (let at = 0; at < all.length; at += 16) {
        const part = all.subarray(at, at + 16);
        piece.set(part);
        yield piece.subarray(0, part.length);
      }
  };
  expect(await codes({ files, read: inPieces })).toEqual([]);
});
