/** `npm run windows:setup`: makes the Windows machine (machine.ts) where it is not there yet. */
import { CACHE, inside, nodeExe, setUp } from './machine.ts';
import fs from 'node:fs';
import path from 'node:path';

const say = (line: string): boolean => process.stderr.write(`${line}\n`);
setUp(say);
const work = fs.mkdtempSync(path.join(CACHE, 'try-'));
fs.copyFileSync(nodeExe(), path.join(work, 'node.exe'));
const told = inside(['wine', 'Z:\\work\\node.exe', '-p', 'process.version + " " + process.platform'], {
  work,
  timeoutMs: 120_000,
});
fs.rmSync(work, { recursive: true });
say(told.stdout.trim() === '' ? `Node did not start there: ${told.stderr}` : `ready: ${told.stdout.trim()}`);
process.exit(told.code ?? 1);
