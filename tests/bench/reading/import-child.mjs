/**
 * Files a folder with the built program in a process of its own and prints what that took:
 *   node import-child.mjs FOLDER ARCHIVE   ->  {"files", "filed", "ms", "cpuMs", "peakMb", "refused"}
 * Peak memory is the system's own count of this process and the most that its reading process was seen to have, added up (0
 * where the system tells none). No TypeScript here: what strips its types would be counted too, once for every thread.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '', archive = ''] = process.argv.slice(2);
const told = [];
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (text) => told.push(text) > 0;
process.argv.splice(2, 2, 'import', folder, '--archive', archive, '--json');
const LOOK_MS = 200;
let childKb = 0;
const peakOf = (pid) => Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
const look = setInterval(() => {
  try {
    const pids = readdirSync('/proc/self/task').flatMap((task) =>
      readFileSync(`/proc/self/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean),
    );
    childKb = Math.max(
      childKb,
      pids.reduce((sum, pid) => sum + peakOf(pid), 0),
    );
  } catch {
    return; // it ended meanwhile, or this is no Linux
  }
}, LOOK_MS);
look.unref();
const used = process.cpuUsage();
const began = performance.now();
await import(join(import.meta.dirname, '../../../dist/main/cli.js'));
const ms = performance.now() - began;
const { user, system } = process.cpuUsage(used);
const result = JSON.parse(told.join(''));
clearInterval(look);
const peakKb = process.platform === 'linux' ? peakOf('self') + childKb : 0;
write(
  JSON.stringify({
    files: result.items.length,
    filed: result.filed,
    ms,
    cpuMs: (user + system) / 1000,
    peakMb: peakKb / 1024,
    refused: result.items.filter((item) => item.status !== 'filed'),
  }),
);
// A refused file ends the command with 1: here that is a result like any other.
process.exitCode = 0;
