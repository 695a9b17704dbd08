/**
 * Files a folder with the built program in a process of its own and prints what that took:
 *   node import-child.mjs FOLDER ARCHIVE   ->  {"files", "filed", "ms", "cpuMs", "peakMb", "refused"}
 * Peak memory is the system's own count of the whole process (0 where it has none). No TypeScript here: what strips its types
 * would be counted too, once for every thread.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '', archive = ''] = process.argv.slice(2);
const told = [];
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (text) => told.push(text) > 0;
process.argv.splice(2, 2, 'import', folder, '--archive', archive, '--json');
const used = process.cpuUsage();
const began = performance.now();
await import(join(import.meta.dirname, '../../../dist/main/cli.js'));
const ms = performance.now() - began;
const { user, system } = process.cpuUsage(used);
const result = JSON.parse(told.join(''));
const peakKb = /VmHWM:\s*(\d+)/.exec(
  process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '',
)?.[1];
write(
  JSON.stringify({
    files: result.items.length,
    filed: result.filed,
    ms,
    cpuMs: (user + system) / 1000,
    peakMb: Number(peakKb ?? 0) / 1024,
    refused: result.items.filter((item) => item.status === 'refused'),
  }),
);
