/** A password that nobody types keeps nobody else out of the archive (docs/spec/cli.md). */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { PEOPLE, office, openOffice } from '../../support/office.ts';

const CLI = resolve(import.meta.dirname, '../../../main/cli.ts');
/** Of util-linux: gives a program a terminal. */
const hasScript = spawnSync('script', ['--version']).status === 0;

test.skipIf(!hasScript)(
  'while somebody is asked for a password the archive is opened by others (needs the program script)',
  { timeout: 60_000 },
  async () => {
    const { folder } = await office();
    const words = [process.execPath, CLI, 'stats', '--archive', folder, '--user', PEOPLE.archivist.name];
    const env = { ...process.env, FUHAN_PASSWORD: '' };
    const asked = spawn('script', ['-qec', words.map((word) => `'${word}'`).join(' '), '/dev/null'], { env });
    const ended = once(asked, 'exit');
    let shown = '';
    for await (const piece of asked.stdout) {
      shown += String(piece);
      if (shown.includes('的密码：')) break;
    }
    expect(shown).toContain(PEOPLE.archivist.name);
    await (await openOffice(folder)).close();
    asked.kill('SIGTERM');
    await ended;
  },
);
