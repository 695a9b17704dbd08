/** A fresh Debian in a folder of its own: made once by mmdebstrap, as root, kept in the user's cache, unpacked anew for each try. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { aptInstall } from '../machine.mjs';

const SUITE = 'bookworm';
const CACHE = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'fuhan-archive/linux');
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

/** Says what is in the way of it on this machine, or null. */
export function whyNot(): string | null {
  if (process.platform !== 'linux') return 'only on Linux';
  if (process.getuid?.() !== 0) return 'needs root: it is a root folder of its own (chroot, mount)';
  return null;
}

export interface Ran {
  code: number | null;
  text: string;
}

export interface FreshDebian {
  folder: string;
  /** Runs a line of shell in it, as root or as the clerk, without a network. */
  run: (line: string, who?: 'root' | 'clerk') => Ran;
  remove: () => void;
}

/** @param kind `minimal`, or `desktop`: with a display, Chromium, and what looks at windows, entries and kinds of files */
export function freshDebian(kind: 'minimal' | 'desktop'): FreshDebian {
  const packed = kept(kind);
  const folder = fs.mkdtempSync(path.join(CACHE, 'try-'));
  if (spawnSync('tar', ['xf', packed, '-C', folder], { stdio: ['ignore', 2, 2] }).status !== 0)
    throw new Error(`${packed} could not be unpacked`);
  const run: FreshDebian['run'] = (line, who = 'root') => {
    const words = who === 'root' ? ['sh', '-c', line] : ['su', 'clerk', '-s', '/bin/sh', '-c', line];
    const script = `mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" && mount -t tmpfs shm "$0/dev/shm" && exec chroot "$0" "$@"`;
    // Programs that a line leaves behind end with it.
    const namespaces = ['--mount', '--net', '--pid', '--fork', '--kill-child'];
    const done = spawnSync('unshare', [...namespaces, 'sh', '-c', script, folder, ...words], {
      encoding: 'utf8',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', HOME: who === 'root' ? '/root' : '/home/clerk' },
    });
    return { code: done.status, text: `${done.stdout}${done.stderr}` };
  };
  run('useradd -m clerk');
  return { folder, run, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

const DESKTOP = [
  ...['chromium', 'chromium-sandbox', 'xvfb', 'x11-utils', 'xdotool', 'fonts-wqy-zenhei'],
  ...['desktop-file-utils', 'shared-mime-info', 'libglib2.0-bin', 'hicolor-icon-theme'],
  // What the deb itself asks for (installers/linux.ts).
  ...['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'libatspi2.0-0', 'libxss1', 'libxtst6', 'xdg-utils'],
];

function kept(kind: 'minimal' | 'desktop'): string {
  const file = path.join(CACHE, kind === 'minimal' ? `${SUITE}.tar` : `${SUITE}-${kind}.tar`);
  if (fs.existsSync(file)) return file;
  fs.mkdirSync(CACHE, { recursive: true });
  if (!fs.existsSync('/usr/bin/mmdebstrap') && !aptInstall(['mmdebstrap']))
    throw new Error('needs mmdebstrap (Debian’s package of that name)');
  say(`Debian ${SUITE} (${kind}) into ${file} …`);
  const include = kind === 'minimal' ? [] : [`--include=${DESKTOP.join(',')}`];
  const half = `${file}.half.tar`;
  const made = spawnSync('mmdebstrap', ['--variant=minbase', ...include, SUITE, half], { stdio: ['ignore', 2, 2] });
  if (made.status !== 0) throw new Error('mmdebstrap did not make it');
  fs.renameSync(half, file);
  return file;
}
