/** What the installers are made of, as far as it can be looked at without making one. */
import { describe, expect, test } from 'vitest';
import { controlFile } from '../../../tools/pack/installers/linux.ts';
import { installerNames } from '../../../tools/pack/installers/make.ts';
import { topFilesScript } from '../../../tools/pack/installers/windows.ts';
import { LINUX_LAUNCHER, WINDOWS_LAUNCHER } from '../../../tools/pack/launchers.ts';
import { TARGETS, type Target } from '../../../tools/pack/targets.ts';
import { findElectronFor } from '../../../tools/pack/electron-program.ts';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { electronZipName } from '../../../tools/pack/electron-program.ts';

const target = (name: Target['name']): Target => TARGETS.find((one) => one.name === name) as Target;

describe('the command of an installed app', () => {
  test('is read by cmd in any code page, and hands on its exit code', () => {
    expect(WINDOWS_LAUNCHER).toMatch(/^[\r\n\x20-\x7e]+$/);
    expect(WINDOWS_LAUNCHER.replaceAll('\r\n', '')).not.toContain('\n');
    expect(WINDOWS_LAUNCHER).toContain('%*\r\nexit /b %ERRORLEVEL%');
  });

  test('obeys no orders to Node from its surroundings', () => {
    expect(WINDOWS_LAUNCHER).toContain('set "NODE_OPTIONS="');
    expect(LINUX_LAUNCHER).toContain('unset NODE_OPTIONS');
  });
});

describe('an installer’s name', () => {
  const of = (name: Target['name'], window: boolean, trial: boolean): string[] =>
    installerNames({ target: target(name), version: '1.2.3', window }, trial);

  test('tells system, processor and version', () => {
    expect(of('win-x64', true, false)).toEqual([
      'fuhan-archive-1.2.3-win-x64-setup.exe',
      'fuhan-archive-1.2.3-win-x64-portable.zip',
    ]);
    expect(of('linux-arm64', true, false)).toEqual(['fuhan-archive_1.2.3_arm64.deb']);
  });

  test('tells what is not whole', () => {
    expect(of('win-x64', false, true)[0]).toBe('fuhan-archive-1.2.3-win-x64-command-line-trial-setup.exe');
    expect(of('linux-x64', false, false)).toEqual(['fuhan-archive_1.2.3_amd64-command-line.deb']);
  });
});

describe('the deb', () => {
  const control = (window: boolean): string =>
    controlFile({ target: target('linux-x64'), version: '1.2.3', window }, 1000);

  test('asks for the libraries of a window only where there is one', () => {
    expect(control(true)).toContain('libgtk-3-0 | libgtk-3-0t64');
    expect(control(false)).not.toContain('libgtk');
    expect(control(false)).toContain('libc6 (>= 2.28)');
  });
});

test('what the uninstaller takes away at the top is named file by file', () => {
  expect(topFilesScript(['fuhan-archive.exe', 'a$b.pak'])).toBe(
    'Delete "$INSTDIR\\fuhan-archive.exe"\nDelete "$INSTDIR\\a$$b.pak"\n',
  );
});

test('an Electron that lies in a cache is found for the target it is for', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-cache-'));
  const before = process.env['ELECTRON_CACHE'];
  process.env['ELECTRON_CACHE'] = folder;
  try {
    const arm = target('win-arm64');
    expect(findElectronFor(arm)).toBeNull();
    fs.mkdirSync(path.join(folder, 'ab12'));
    const zip = path.join(folder, 'ab12', electronZipName(arm));
    fs.writeFileSync(zip, '');
    expect(findElectronFor(arm)).toBe(zip);
    expect(findElectronFor(target('win-x64'))).toBeNull();
  } finally {
    if (before === undefined) delete process.env['ELECTRON_CACHE'];
    else process.env['ELECTRON_CACHE'] = before;
    fs.rmSync(folder, { recursive: true });
  }
});
