/**
 * Files a folder in a process of its own and prints what that took:
 *   node import-child.ts FOLDER ARCHIVE   ->  {"files", "filed", "ms", "cpuMs", "peakMb", "refused"}
 * The engine runs as behind the window, with its threads. Peak memory is the system's own count (VmHWM), 0 where it has none.
 */
import { readFileSync } from 'node:fs';
import { Engine } from '../../../main/archive/engine.ts';

const [folder = '', archive = ''] = process.argv.slice(2);
const engine = await Engine.open({ folder: archive, actor: 'bench', create: true });
const used = process.cpuUsage();
const began = performance.now();
const result = await engine.call('letters.import', { paths: [folder] });
const ms = performance.now() - began;
const { user, system } = process.cpuUsage(used);
await engine.close();
const peakKb = /VmHWM:\s*(\d+)/.exec(
  process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '',
)?.[1];
console.log(
  JSON.stringify({
    files: result.items.length,
    filed: result.filed,
    ms,
    cpuMs: (user + system) / 1000,
    peakMb: Number(peakKb ?? 0) / 1024,
    refused: result.items.filter((item) => item.status === 'refused'),
  }),
);
