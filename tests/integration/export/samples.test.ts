/** docs/samples has one of each export; the command that makes them still does, and each is what its ending says. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/engine.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SAMPLES = join(ROOT, 'docs/samples');
const MAGIC: Record<string, string> = {
  '.pdf': '%PDF-',
  '.xlsx': 'PK\u0003\u0004',
  '.zip': 'PK\u0003\u0004',
  '.csv': '\u00ef\u00bb\u00bf',
};

test('npm run samples makes each file that lies there, and the page there names each', { timeout: 240_000 }, () => {
  const out = join(temporaryFolder(), 'samples');
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'tools/export-samples.ts'), '--out', out], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const made = readdirSync(out).toSorted();
  const page = readFileSync(join(SAMPLES, 'README.md'), 'utf8');
  expect(
    readdirSync(SAMPLES)
      .filter((name) => name !== 'README.md')
      .toSorted(),
  ).toEqual(made);
  for (const name of made) {
    expect(page).toContain(`(${name})`);
    for (const folder of [out, SAMPLES]) {
      const bytes = readFileSync(join(folder, name));
      expect(bytes.toString('latin1')).toMatch(new RegExp(`^${MAGIC[extname(name)] ?? 'no such ending'}`));
    }
  }
});
