/** The deb of a packed folder, for Debian and what descends from it: UOS, Kylin, deepin, Ubuntu. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NEWEST_GLIBC } from '../targets.ts';
import { desktopEntry, desktopId, iconFiles, mimeTypes } from './desktop.ts';
import { runTool } from './tool.ts';
import { filesBelow, type Packed } from './windows.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const HOME = 'opt/fuhan-archive';

/** Debian's names of the processors. */
export const debianCpu = (cpu: 'x64' | 'arm64'): string => (cpu === 'x64' ? 'amd64' : 'arm64');

/** What Electron asks of the system; the second names are those since Debian 13. */
const WINDOW_NEEDS = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libgbm1',
  'libasound2 | libasound2t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libxss1',
  'libxtst6',
  'xdg-utils',
];

/** The package's head (Debian Policy 5.3). `installedKb` as du counts it. */
export function controlFile({ target, version, window }: Omit<Packed, 'folder'>, installedKb: number): string {
  const needs = [`libc6 (>= ${NEWEST_GLIBC})`, 'libstdc++6 (>= 8)', ...(window ? WINDOW_NEEDS : [])];
  return [
    'Package: fuhan-archive',
    `Version: ${version}`,
    `Architecture: ${debianCpu(target.cpu)}`,
    'Maintainer: Fuhan Archive <nobody@fuhan-archive.invalid>',
    `Installed-Size: ${installedKb}`,
    `Depends: ${needs.join(', ')}`,
    'Section: office',
    'Priority: optional',
    'Homepage: https://fuhan-archive.invalid',
    'Description: 复函档案：离线的政府复函档案库',
    ' 归档、检索、版本、校验与导出政府复函，全部在本机完成，不使用网络。',
    ' 卸载本软件不会删除档案库。',
    '',
  ].join('\n');
}

/**
 * @param how.quick leaves everything uncompressed: for trying the deb
 * @throws MissingTool where dpkg-deb is not there
 */
export function makeDeb(packed: Packed, output: string, how: { quick?: boolean } = {}): void {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-deb-'));
  const put = (name: string, text: string, mode = 0o644): void => {
    fs.mkdirSync(path.join(work, path.dirname(name)), { recursive: true });
    fs.writeFileSync(path.join(work, name), text, { mode });
  };
  try {
    fs.cpSync(packed.folder, path.join(work, HOME), { recursive: true });
    const sandbox = path.join(work, HOME, 'chrome-sandbox');
    // Where users may make no namespaces (UOS, Kylin, hardened kernels) Chromium's sandbox needs this helper with root's rights.
    if (fs.existsSync(sandbox)) fs.chmodSync(sandbox, 0o4755);
    fs.mkdirSync(path.join(work, 'usr/bin'), { recursive: true });
    fs.symlinkSync(`/${HOME}/bin/fuhan`, path.join(work, 'usr/bin/fuhan'));
    fs.mkdirSync(path.join(work, 'usr/share/doc/fuhan-archive'), { recursive: true });
    fs.copyFileSync(path.join(ROOT, 'LICENSE'), path.join(work, 'usr/share/doc/fuhan-archive/copyright'));
    if (packed.window) {
      fs.symlinkSync(`/${HOME}/fuhan-archive`, path.join(work, 'usr/bin/fuhan-archive'));
      put(`usr/share/applications/${desktopId()}.desktop`, desktopEntry(`/${HOME}/fuhan-archive`));
      put('usr/share/mime/packages/fuhan-archive.xml', mimeTypes());
      for (const { from, to } of iconFiles()) {
        const file = path.join(work, 'usr/share/icons', to);
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.copyFileSync(from, file);
      }
    }
    openToAll(work);
    const files = filesBelow(work).filter((file) => !fs.lstatSync(path.join(work, file)).isSymbolicLink());
    const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(work, file)).size, 0);
    put('DEBIAN/control', controlFile(packed, Math.ceil(bytes / 1024)));
    const sum = (file: string): string =>
      createHash('md5')
        .update(fs.readFileSync(path.join(work, file)))
        .digest('hex');
    put('DEBIAN/md5sums', files.map((file) => `${sum(file)}  ${file}\n`).join(''));
    fs.chmodSync(path.join(work, 'DEBIAN'), 0o755);
    fs.rmSync(output, { force: true });
    // xz: the dpkg of UOS 20 and Kylin V10 knows no zstd.
    const words = ['--root-owner-group', how.quick === true ? '-Znone' : '-Zxz', '--build', work, output];
    runTool('dpkg-deb', words, 'part of Debian and of what descends from it');
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** Everybody may read what is installed, whatever umask it was packed under; only its owner may change it. */
function openToAll(folder: string): void {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) continue;
    const { mode } = fs.statSync(file);
    if (entry.isDirectory()) fs.chmodSync(file, 0o755);
    else if ((mode & 0o7000) === 0) fs.chmodSync(file, (mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}
