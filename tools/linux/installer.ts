/**
 * `npm run linux:installer [-- FILE.deb] [--write]`: the deb in a fresh Debian of its own (mmdebstrap, as root, kept in the user's cache):
 * installed, used by a clerk's account, upgraded, removed. With --write the table goes into docs/platforms.md.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Row } from '../windows/compare.ts';
import { writeRows } from '../windows/table.ts';
import { writeTestScans } from '../windows/scans.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SUITE = 'bookworm';
const CACHE = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'fuhan-archive/linux');
const FRESH = path.join(CACHE, `${SUITE}.tar`);
const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});
const deb = positionals[0] ?? newestDeb();
if (deb === undefined || process.getuid?.() !== 0 || process.platform !== 'linux') {
  say('需要 root 和先做好的 deb：npm run pack -- linux-x64。Needs root, and a deb: npm run pack -- linux-x64');
  process.exit(1);
}
if (!fs.existsSync(FRESH)) {
  fs.mkdirSync(CACHE, { recursive: true });
  say(`Debian ${SUITE} into ${FRESH} …`);
  const made = spawnSync('mmdebstrap', ['--variant=minbase', SUITE, `${FRESH}.half.tar`], { stdio: ['ignore', 2, 2] });
  if (made.status !== 0) throw new Error('mmdebstrap (Debian’s package of that name) did not make it');
  fs.renameSync(`${FRESH}.half.tar`, FRESH);
}
const machine = fs.mkdtempSync(path.join(CACHE, 'try-'));
const rows: Row[] = [];

interface Ran {
  code: number | null;
  text: string;
}

/** A line of shell in the machine, as root or as the clerk. */
function run(line: string, who: 'root' | 'clerk' = 'root'): Ran {
  const words = who === 'root' ? ['sh', '-c', line] : ['su', 'clerk', '-s', '/bin/sh', '-c', line];
  const script = `mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" && exec chroot "$0" "$@"`;
  const done = spawnSync('unshare', ['--mount', '--net', 'sh', '-c', script, machine, ...words], {
    encoding: 'utf8',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', HOME: who === 'root' ? '/root' : '/home/clerk' },
  });
  return { code: done.status, text: `${done.stdout}${done.stderr}` };
}

function expectRun(what: string, ran: Ran, code = 0, holds: (text: string) => boolean = () => true): void {
  const ok = ran.code === code && holds(ran.text);
  rows.push({ what, ok, detail: ok ? '' : `exit ${ran.code}: ${ran.text.slice(0, 300)}` });
  say(`${ok ? '✓' : '✗'} ${what}${ok ? '' : `: exit ${ran.code}: ${ran.text.slice(0, 600)}`}`);
}

try {
  if (spawnSync('tar', ['xf', FRESH, '-C', machine], { stdio: ['ignore', 2, 2] }).status !== 0) throw new Error('tar');
  fs.copyFileSync(deb, path.join(machine, 'fuhan.deb'));
  const samples = path.join(machine, 'srv/letters');
  fs.cpSync(path.join(ROOT, 'resources/samples'), samples, { recursive: true });
  await writeTestScans(samples);
  run('useradd -m clerk');
  expectRun('dpkg -i, without a network', run('dpkg -i /fuhan.deb'));
  expectRun(
    'all files are whole and belong to root',
    run('dpkg -V fuhan-archive && find /opt/fuhan-archive ! -user root | wc -l'),
    0,
    (text) => text.trim() === '0',
  );
  expectRun(
    'nobody else may change them',
    run('find /opt/fuhan-archive -perm /022 ! -type l | wc -l'),
    0,
    (text) => text.trim() === '0',
  );
  expectRun('fuhan --version, by a clerk', run('fuhan --version', 'clerk'), 0, (text) =>
    /^\d+\.\d+\.\d+\n$/.test(text),
  );
  expectRun(
    'letters are filed, a scan among them',
    run('fuhan import /srv/letters/*.docx /srv/letters/*.txt /srv/letters/scan.jpg --json', 'clerk'),
    0,
    (text) => text.includes('"filed": 9'),
  );
  expectRun('the scan was recognised', run('fuhan search 供水管网 --json', 'clerk'), 0, (text) =>
    text.includes('白水函'),
  );
  expectRun('a letter is typeset', run('fuhan export pdf --query 供水管网 --out ~/pdf --json', 'clerk'), 0, (text) =>
    text.includes('"failed": []'),
  );
  expectRun('wrong usage ends with 2', run('fuhan nosuch', 'clerk'), 2);
  expectRun('an archive that is not there ends with 3', run('fuhan stats --archive /srv/nowhere', 'clerk'), 3);
  expectRun(
    '--encoding gbk, through a pipe',
    run('fuhan stats --encoding gbk | iconv -f gbk -t utf-8', 'clerk'),
    0,
    (text) => text.includes('函件 9'),
  );
  expectRun(
    'the archive is its owner’s alone',
    run('stat -c %a ~/.config/fuhan-archive/archive', 'clerk'),
    0,
    (text) => text.trim() === '700',
  );
  expectRun('an upgrade', run('dpkg -i /fuhan.deb'));
  expectRun('verify', run('fuhan verify', 'clerk'));
  expectRun(
    'removed',
    run('dpkg -P fuhan-archive && ls /opt /usr/bin/fuhan'),
    2,
    (text) => !text.includes('fuhan-archive\n/'),
  );
  expectRun('the archive stays', run('ls ~/.config/fuhan-archive/archive/archive.sqlite', 'clerk'));
} finally {
  fs.rmSync(machine, { recursive: true, force: true });
}
const failed = rows.filter(({ ok }) => !ok).length;
if (values.write) {
  const size = (fs.statSync(deb).size / 1e6).toFixed(1);
  writeRows('linux-installer', `Debian 12 (fresh, minimal, no network), ${path.basename(deb)}, ${size} MB`, rows);
}
process.stdout.write(`${rows.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

function newestDeb(): string | undefined {
  const folder = path.join(ROOT, 'release');
  const found = fs.globSync('*_amd64*.deb', { cwd: folder }).map((name) => path.join(folder, name));
  return found.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
}
