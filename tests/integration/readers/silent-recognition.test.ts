/** Recognition asks for no socket of a network, whatever its maker built into it: looked at from the kernel's side. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSockets } from '../../../tools/socket-trace.ts';
import { build } from '../../../tools/build.mjs';
import { SILENCE } from '../../../main/archive/work/silence.ts';
import { helperEnvironment } from '../../../main/archive/work/helper-process.ts';
import { temporaryFile, temporaryFolder } from '../../support/engine.ts';
import { LETTER_LINES, scan, typstPdf, typstText } from '../../unit/readers/make.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const strace = spawnSync('strace', ['-V']).status === 0;
if (!strace) process.stderr.write('strace is not here: that recognition is silent is not looked at\n');

test('helpers are told to keep silent', () => {
  expect(helperEnvironment('reading-worker')).toMatchObject(SILENCE);
});

test.skipIf(!strace)('a scan is recognised without any socket but local ones', { timeout: 240_000 }, async () => {
  await build({ only: ['main', 'resources'] });
  const page = typstPdf(`#set text(size: 15.75pt)\n${LETTER_LINES.map((line) => typstText(line)).join('\\\n')}`);
  const picture = temporaryFile('扫描件.jpg', await scan(page, { format: 'jpeg' }));
  const trace = join(temporaryFolder(), 'trace');
  const words = ['-f', '-qq', '-e', 'trace=%network', '-o', trace, process.execPath, join(ROOT, 'dist/main/cli.js')];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !(name in SILENCE)));
  const done = spawnSync('strace', [...words, 'extract', picture, picture, '--json'], { encoding: 'utf8', env });
  expect(done.stdout).toContain('供水管网');
  const { local, network } = readSockets(readFileSync(trace, 'utf8'));
  expect(network).toEqual([]);
  // The program speaks with its helper: what is traced is what runs.
  expect(local).toBeGreaterThan(0);
});
