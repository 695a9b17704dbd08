// What this machine has for showing a window, and how to get what is missing. Only Node's own modules.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path of Electron's executable where its binary is present, otherwise null. */
export function findElectron(root) {
  if (process.env.FUHAN_NO_ELECTRON === '1') return null;
  const home = join(root, 'node_modules', 'electron');
  const named = join(home, 'path.txt');
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const name = existsSync(named)
    ? readFileSync(named, 'utf8').trim()
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron';
  const path = override ? join(override, name) : join(home, 'dist', name);
  return existsSync(path) ? path : null;
}

const CHROMIUMS = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
};

/** Where Windows has Edge (every Windows 10 and 11) and Chrome: for all users, in either programs' folder, or for one. */
export function windowsChromiums(env = process.env) {
  const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.ProgramW6432, env.LOCALAPPDATA];
  const below = [
    'Google\\Chrome\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
    'Chromium\\Application\\chrome.exe',
  ];
  return below.flatMap((file) => [...new Set(folders)].filter(Boolean).map((folder) => `${folder}\\${file}`));
}

/** Path of an installed Chromium (or FUHAN_CHROMIUM), otherwise null. */
export function findChromium() {
  const named = process.env.FUHAN_CHROMIUM;
  if (named) return existsSync(named) ? named : null;
  const places = process.platform === 'win32' ? windowsChromiums() : (CHROMIUMS[process.platform] ?? []);
  return places.find((path) => existsSync(path)) ?? null;
}

/**
 * What to add to the environment of a window's process: under a locale that is not UTF-8 (none is set in a bare shell or a
 * service), Chromium and Electron cannot name a file with Chinese in its name, and a drop of it never arrives.
 */
export function utf8Locale(env = process.env) {
  const inForce = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return process.platform !== 'linux' || /utf-?8/i.test(inForce) ? {} : { LC_ALL: 'C.UTF-8' };
}

export function hasChineseFont() {
  const asked = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return asked.status === 0 && asked.stdout.trim() !== '';
}

/** Installs Debian packages where that is allowed without asking; answers whether it worked. */
export function aptInstall(packages) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return false;
  const root = process.getuid?.() === 0;
  if (!root && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) return false;
  const apt = (...args) =>
    spawnSync(root ? 'apt-get' : 'sudo', root ? args : ['apt-get', ...args], {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const install = () => apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
  return (apt('update', '-qq') && install()) || install();
}

/** Starts a virtual display of its own; resolves when it takes windows. */
export function startDisplay() {
  return new Promise((resolve, reject) => {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    let number = '';
    server.on('error', reject);
    server.on('exit', () => reject(new Error('Xvfb ended before it was ready')));
    server.stdio[3].on('data', (bytes) => {
      number += String(bytes);
      if (number.includes('\n')) resolve({ name: `:${number.trim()}`, stop: () => server.kill() });
    });
  });
}
