/**
 * `npm run linux:installer [-- FILE.deb] [--write]`: the deb in a fresh Debian of its own: installed, used by a clerk's account,
 * upgraded, removed; then one with a window, on a display. With --write the table goes into docs/platforms.md.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../build.mjs';
import type { Row } from '../windows/compare.ts';
import { writeRows } from '../windows/table.ts';
import { tryCommandLine, type Expect } from './command-line.ts';
import { freshDebian, whyNot, type FreshDebian } from './fresh-debian.ts';
import { tryWindow } from './window.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});
const deb = positionals[0] ?? newestDeb();
const reason = whyNot();
if (deb === undefined || reason !== null) {
  say(`需要 root 和先做好的 deb：npm run pack -- linux-x64。${reason ?? 'First: npm run pack -- linux-x64'}`);
  process.exit(1);
}
await build();
const rows: Row[] = [];
const expectRun: Expect = (what, ran, code = 0, holds = () => true) => {
  const ok = ran.code === code && holds(ran.text);
  rows.push({ what, ok, detail: ok ? '' : `exit ${ran.code}: ${ran.text.slice(0, 300)}` });
  say(`${ok ? '✓' : '✗'} ${what}${ok ? '' : `: exit ${ran.code}: ${ran.text.slice(0, 600)}`}`);
};

await within('minimal', (debian) => tryCommandLine(debian, deb, expectRun));
await within('desktop', (debian) => tryWindow(debian, expectRun));
const failed = rows.filter(({ ok }) => !ok).length;
if (values.write) {
  const size = (fs.statSync(deb).size / 1e6).toFixed(1);
  writeRows('linux-installer', `Debian 12 (fresh, no network), ${path.basename(deb)}, ${size} MB`, rows);
}
process.stdout.write(`${rows.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

async function within(kind: 'minimal' | 'desktop', work: (debian: FreshDebian) => Promise<void>): Promise<void> {
  const debian = freshDebian(kind);
  try {
    await work(debian);
  } finally {
    debian.remove();
  }
}

function newestDeb(): string | undefined {
  const folder = path.join(ROOT, 'release');
  const found = fs.globSync('*_amd64*.deb', { cwd: folder }).map((name) => path.join(folder, name));
  return found.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
}
