/**
 * A deb with a window, on a Debian with a display (Xvfb) and without a network. Electron's place is taken by a script that starts the
 * Chromium stand-in on the installed files; everything around it is what is handed out: the entry in the menu, the icons, the kinds
 * of files, the rights of the sandbox's helper.
 */
import fs from 'node:fs';
import path from 'node:path';
import { layOutAsElectron } from '../../tests/support/packed-app.ts';
import { VERSION } from '../../shared/version.ts';
import { packFolder } from '../pack/folder.ts';
import { desktopId } from '../pack/installers/desktop.ts';
import { makeDeb } from '../pack/installers/linux.ts';
import { makeStandInElectron } from '../pack/stand-in-electron.ts';
import { TARGETS } from '../pack/targets.ts';
import { makeTree } from '../pack/tree.ts';
import type { Expect } from './command-line.ts';
import type { FreshDebian } from './fresh-debian.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Where the stand-in lies in the fresh Debian, apart from what the deb brings. */
const STAND_IN = 'srv/stand-in';

const PROGRAM = `#!/bin/sh
export NODE_OPTIONS="--require /${STAND_IN}/app/loader.cjs"
/opt/fuhan-archive/resources/node/node /${STAND_IN}/tools/chromium-runtime/start.mjs /${STAND_IN}/app/app.asar/dist/main/index.js "$@"
echo $? > "$HOME/ended"
`;

/** Starts the window as the menu does, waits for it and closes it as a person does. */
const OPEN = `
export DISPLAY=:9 XDG_RUNTIME_DIR=$HOME LANG=zh_CN.UTF-8
Xvfb :9 -screen 0 1440x900x24 -nolisten tcp & 
for i in $(seq 100); do xdpyinfo > /dev/null 2>&1 && break; sleep 0.2; done
gio launch /usr/share/applications/${desktopId()}.desktop > "$HOME/said" 2>&1 &
for i in $(seq 300); do id=$(xdotool search --onlyvisible --name 复函档案 2> /dev/null | head -1); [ -n "$id" ] && [ -e ~/.config/fuhan-archive/archive/archive.sqlite ] && break; sleep 0.2; done
xprop -id "$id" _NET_WM_NAME
xdotool windowfocus "$id" key ctrl+w
for i in $(seq 150); do [ -e ~/ended ] && break; sleep 0.2; done
echo "ended $(cat ~/ended)"; cat "$HOME/said"`;

export async function tryWindow(debian: FreshDebian, expectRun: Expect): Promise<void> {
  const { folder, run } = debian;
  await makeWindowDeb(path.join(folder, 'fuhan.deb'), path.join(folder, 'srv/work'));
  expectRun('a deb with a window: dpkg -i', run('dpkg -i /fuhan.deb'));
  const installed = path.join(folder, 'opt/fuhan-archive/resources');
  layOutAsElectron(installed, path.join(folder, STAND_IN, 'app'));
  for (const name of ['tools/chromium-runtime', 'tools/machine.mjs', 'package.json', 'node_modules/playwright-core'])
    fs.cpSync(path.join(ROOT, name), path.join(folder, STAND_IN, name), { recursive: true });
  const entry = `/usr/share/applications/${desktopId()}.desktop`;
  expectRun('its entry in the menu is valid', run(`desktop-file-validate ${entry}`), 0, (text) => text === '');
  expectRun(
    'the entry’s program and icon are there, in ten sizes and as a drawing',
    run(
      `test -x "$(sed -n 's/^Exec=//p' ${entry})" && find /usr/share/icons/hicolor -name "$(sed -n 's/^Icon=//p' ${entry}).*" | wc -l`,
    ),
    0,
    (text) => text.trim() === '11',
  );
  expectRun('started from the menu by a clerk, the window opens, and closes well', run(OPEN, 'clerk'), 0, (text) =>
    /_NET_WM_NAME.*复函档案[^]*ended 0/.test(text),
  );
  expectRun('the archive that it made is whole', run('fuhan verify', 'clerk'));
  expectRun('and closed', run('ls ~/.config/fuhan-archive/archive', 'clerk'), 0, (text) => !/lock|-wal/.test(text));
  const archive = '/home/clerk/.config/fuhan-archive/archive/archive.sqlite';
  const kind = (file: string): string => `gio info -a standard::content-type "${file}"`;
  expectRun('the desktop knows what an archive is', run(kind(archive), 'clerk'), 0, (text) =>
    text.includes('application/x-fuhan-archive'),
  );
  expectRun(
    'the helper of the sandbox is root’s, with root’s rights',
    run('stat -c "%a %U" /opt/fuhan-archive/chrome-sandbox'),
    0,
    (text) => text.trim() === '4755 root',
  );
  expectRun('removed, with the entry and the icons', run('dpkg -P fuhan-archive'));
  expectRun(
    'nothing is left of it but the archive',
    run(`find / -xdev -path /srv -prune -o -name '${desktopId()}*' -print -o -name 'fuhan-archive*' -print`),
    0,
    (text) =>
      text
        .trim()
        .split('\n')
        .every((line) => line.startsWith('/home/clerk/')),
  );
}

async function makeWindowDeb(deb: string, work: string): Promise<void> {
  const target = TARGETS.find(({ name }) => name === 'linux-x64');
  if (target === undefined) throw new Error('linux-x64');
  const electron = path.join(work, 'electron');
  makeStandInElectron(target, electron, Buffer.from(PROGRAM));
  fs.writeFileSync(path.join(electron, 'chrome-sandbox'), '');
  const packed = await packFolder(target, makeTree(target).folder, { electron, output: path.join(work, 'out') });
  makeDeb({ target, folder: packed, version: VERSION, window: true }, deb, { quick: true });
  fs.rmSync(work, { recursive: true });
}
