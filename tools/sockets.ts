/**
 * `npm run sockets [-- --write]`: a day's work of the command line under strace, with its helpers: every socket that any of them
 * asks the kernel for is told. With --write the result goes into docs/platforms.md.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { writeRows } from './windows/table.ts';
import { writeTestScans } from './windows/scans.ts';
import { readSockets, type Sockets } from './socket-trace.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
if (spawnSync('strace', ['-V'], { stdio: 'ignore' }).error !== undefined) {
  process.stderr.write('请先安装 strace。Please install: strace\n');
  process.exit(1);
}
await build();
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-sockets-'));
await writeTestScans(work);
const samples = path.join(ROOT, 'resources/samples');
const archive = ['--archive', path.join(work, 'archive')];
const DAY: readonly (readonly string[])[] = [
  ['init'],
  ['extract', path.join(work, 'scan.jpg'), path.join(work, 'fax.tif')],
  ['import', samples, path.join(work, 'scan.jpg')],
  ['search', '停车'],
  ['stats'],
  ['export', 'pdf', '--query', '提案', '--out', path.join(work, 'pdf'), '--cover', '--history'],
  ['export', 'register', '--out', path.join(work, '目录.xlsx')],
  ['backup', '--to', path.join(work, 'backup')],
  ['verify'],
  ['verify', '--deep', '--out', path.join(work, 'deep')],
  ['check-sheet', new Date().toISOString().slice(0, 7), '--out', path.join(work, 'sheet')],
  ['audit', '--out', path.join(work, 'audit.jsonl')],
  ['reindex'],
];
const all: Sockets = { local: 0, network: [], processes: new Set() };
const bad: string[] = [];
try {
  DAY.forEach((words, index) => {
    const trace = path.join(work, `trace${index}`);
    const what = [process.execPath, path.join(ROOT, 'dist/main/cli.js'), ...words, ...archive, '--json'];
    const done = spawnSync('strace', ['-f', '-qq', '-e', 'trace=%network', '-o', trace, ...what], { encoding: 'utf8' });
    const found = readSockets(fs.readFileSync(trace, 'utf8'));
    all.local += found.local;
    all.network.push(...found.network);
    found.processes.forEach((one) => all.processes.add(one));
    // 1 and 4 are ends as well: in part, and a check that found something in the samples.
    const ok = [0, 1, 4].includes(done.status ?? -1);
    process.stderr.write(
      `${ok && found.network.length === 0 ? '✓' : '✗'} ${words.slice(0, 2).join(' ')} (${found.local} local)\n`,
    );
    if (!ok) bad.push(`${words[0] ?? ''} ended with ${done.status}: ${done.stderr.slice(-200)}`);
  });
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
const rows = [
  { what: `${DAY.length} commands of a day ran to their end`, ok: bad.length === 0, detail: bad.join('; ') },
  {
    what: 'no socket of the network (AF_INET, AF_INET6, AF_NETLINK, AF_PACKET) was asked for',
    ok: all.network.length === 0,
    detail: all.network.join('; '),
  },
  {
    what: `local ones: ${all.local}, between the program and its helpers`,
    ok: true,
    detail: '',
  },
];
for (const { what, ok, detail } of rows) process.stdout.write(`${ok ? '✓' : '✗'} ${what} ${detail}\n`);
if (values.write) writeRows('sockets', `strace on Linux, Node ${process.versions.node}`, rows);
process.exit(rows.every(({ ok }) => ok) ? 0 : 1);
