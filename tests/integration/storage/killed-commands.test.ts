/** Imports and backups of the command line that are killed, nobody reaping them and their children left alive. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { verifyFolder } from '../../../main/archive/trust/verify.ts';
import { cliWork } from '../../faults/cli-work.ts';
import { killsOfOrphans } from '../../faults/orphans.ts';
import { emptyFolder } from '../../support/archive.ts';

const CLI = resolve(import.meta.dirname, '../../../dist/main/cli.js');

test.runIf(process.platform === 'linux')(
  'after an import or a backup that was killed at any moment the next one opens the archive, and it verifies',
  { timeout: 300_000 },
  async (context) => {
    if (!existsSync(CLI)) {
      process.stdout.write('skipped: the command line is not built\n');
      return context.skip();
    }
    const place = emptyFolder();
    const folder = join(place, 'archive');
    const found = await killsOfOrphans(folder, 8, { others: cliWork(CLI, folder, place) });
    expect(found.refused).toEqual([]);
    expect(found.lost).toEqual([]);
    expect(await verifyFolder(folder)).toMatchObject({ ok: true, problems: [] });
  },
);
