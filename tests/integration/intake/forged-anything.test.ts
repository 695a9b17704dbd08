/** Whatever is changed in what a package says of a letter, with all hashes and lists made right: the archive verifies afterwards, and its backup too. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../main/archive/letters/ids.ts';
import { openEngine, temporaryFolder } from '../../support/engine.ts';
import { forge, rechain, rehash, setFiles, type AddContent, type Forged } from '../../support/forged-packages.ts';
import { filledArchive, rewrite } from '../../support/packages.ts';

const kept = mkdtempSync(join(tmpdir(), 'fuhan-forged-'));
let made: { dir: string; changed: string };

beforeAll(async () => {
  const { engine, changed } = await filledArchive(join(kept, 'archive'));
  const { dir } = await engine.call('export.package', {
    out: join(kept, '数据包'),
    selection: { ids: [changed] },
  });
  made = { dir, changed };
  await engine.close();
});
afterAll(() => rmSync(kept, { recursive: true, force: true }));

/** Another letter of another file, with a history that was joined to it. */
function another(packed: Forged, add: AddContent, number: number): void {
  packed.letter['id'] = newId();
  Object.assign(packed.letter, {
    item_no: 10 + number,
    ref_code: `Z001-WS·2023-D30-${String(10 + number).padStart(4, '0')}`,
  });
  const bytes = `原件 ${number}`;
  const sha256 = add(bytes);
  const ids = new Map<unknown, string>();
  for (const row of packed.versions)
    setFiles(row, (files) =>
      files.map((file) => {
        const id = ids.get(file['id']) ?? newId();
        ids.set(file['id'], id);
        const original = file['role'] === 'ORIGINAL' ? { sha256, size: Buffer.byteLength(bytes) } : {};
        return { ...file, id, ...original };
      }),
    );
  packed.letter['file_sha256'] = sha256;
  rechain(packed);
  const other = { ...packed.versions[1], reason: '另一处改的' };
  rehash(other);
  packed.branches = [{ package: { name: '另一个包', sha256: '1'.repeat(64) }, joined: 2, versions: [other] }];
}

/** Texts of a row that are JSON themselves. */
const JSON_TEXTS = new Set(['elements', 'attachments', 'text_map', 'pages', 'evidence', 'warnings']);

interface Place {
  owner: Record<string, unknown>;
  key: string;
  /** Writes a JSON text anew around the place. */
  close: () => void;
}

/** Every place of a value: of objects, lists and single values, in JSON texts as well. */
function placesIn(value: unknown, close: () => void = () => undefined): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const owner = value as Record<string, unknown>;
  return Object.keys(owner).flatMap((key) => {
    const inside = owner[key];
    const here: Place = { owner, key, close };
    if (!JSON_TEXTS.has(key) || typeof inside !== 'string') return [here, ...placesIn(inside, close)];
    const parsed: unknown = JSON.parse(inside);
    return [
      here,
      ...placesIn(parsed, () => {
        owner[key] = JSON.stringify(parsed);
        close();
      }),
    ];
  });
}

const ODD: readonly unknown[] = [
  ...[
    null,
    '',
    ' ',
    '--json',
    '昨天',
    '2023',
    'ORIGINAL',
    'Q',
    '[]',
    '{}',
    'garbage',
    '"',
    '\ud800',
    '甲\0乙',
    '王\n\u202e',
  ],
  ...[0, 1, 2, -1, 1.5, 999, 1e15, Number.MAX_SAFE_INTEGER, -9e15, 1e300, true, [], {}, [[]], ['A'], { a: 1 }],
  ...['0'.repeat(64), 'x'.repeat(70_000), '0001-01-01', '9999-12-31T23:59:59.999Z', '2023-06-27', newId()],
];

type Spoiling = { at: number } & ({ how: 'set'; value: unknown } | { how: 'drop' | 'copy' });

const spoiling: fc.Arbitrary<Spoiling> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ how: fc.constant('set' as const), at: fc.nat(), value: fc.constantFrom(...ODD) }),
  },
  fc.record({ how: fc.constantFrom('drop' as const, 'copy' as const), at: fc.nat() }),
);

function spoil(packed: Forged, one: Spoiling): void {
  const places = placesIn(packed);
  const place = places[one.at % places.length];
  if (place === undefined) return;
  const { owner, key, close } = place;
  if (one.how === 'set') owner[key] = structuredClone(one.value);
  else if (one.how === 'copy' && Array.isArray(owner)) owner.push(structuredClone(owner[key]));
  else if (Array.isArray(owner)) owner.splice(Number(key), 1);
  else delete owner[key];
  close();
}

/** Versions that follow each other again, where there still are any. */
function mended(packed: Forged): void {
  try {
    rechain(packed);
    for (const { versions } of packed.branches) versions.forEach(rehash);
  } catch {
    // Too little of it is left: the package is not whole.
  }
}

test('whatever a package says of a letter, the archive and its backups stay right', async () => {
  const engine = await openEngine();
  const seen = new Map<string, number>();
  let number = 0;
  const property = fc.asyncProperty(fc.array(spoiling, { maxLength: 2 }), async (all) => {
    const dir = join(kept, `包${++number}`);
    cpSync(made.dir, dir, { recursive: true });
    try {
      forge(
        dir,
        (packed, add) => {
          another(packed, add, number);
          for (const one of all) spoil(packed, one);
          mended(packed);
        },
        { rechain: false },
      );
      // No two packages are the same.
      rewrite(dir, 'bag-info.txt', (text) => `${text}External-Description: ${number}\n`);
      const { items } = await engine.call('letters.import', { paths: [dir] });
      for (const { status, code } of items) {
        const what = `${status} ${code ?? ''}`;
        seen.set(what, (seen.get(what) ?? 0) + 1);
        expect(['filed ', 'refused PACKAGE_BAD', 'duplicate DUPLICATE', 'differs PACKAGE_DIFFERS']).toContain(what);
      }
      expect((await engine.call('trust.verify', {})).problems).toEqual([]);
      for (const { id } of items) {
        if (id === undefined) continue;
        await engine.call('letters.show', { id });
        await engine.call('letters.history', { id });
      }
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
  await fc.assert(property, { numRuns: 60, seed: 15, endOnFailure: true });
  // Both ends were met: what is right is taken, what is not is refused.
  expect(seen.get('filed ')).toBeGreaterThan(5);
  expect(seen.get('refused PACKAGE_BAD')).toBeGreaterThan(10);
  const { file } = await engine.call('trust.backup', { to: temporaryFolder() });
  expect(await engine.call('trust.restoreBackup', { file })).toMatchObject({ verified: true });
}, 600_000);
