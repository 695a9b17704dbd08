/** The pure parts of the main process: what the words of a start mean, folders, fonts, the menu, what may be shown. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandArguments } from '../../../main/app/command-arguments.ts';
import { exportedPaths } from '../../../main/app/exported-paths.ts';
import { menuTemplate } from '../../../main/app/menu.ts';
import { fontFolders, officialFontsIn } from '../../../main/app/official-fonts.ts';
import { redact } from '../../../main/app/redact.ts';
import { unpackedResources } from '../../../main/app/resources.ts';
import { archiveFolder, userDataFolder } from '../../../main/app/user-data.ts';
import { parseWindowSize } from '../../../main/app/window-size.ts';

describe('the words of a start', () => {
  const scripts = [path.resolve('/app/dist/main/index.js'), path.resolve('/app')];
  test('none, or switches alone, mean the window', () => {
    expect(commandArguments(['fuhan-archive'], true, scripts)).toBeUndefined();
    expect(commandArguments(['fuhan-archive', '--user-data-dir=/x'], true, scripts)).toBeUndefined();
    expect(commandArguments(['electron', '/app'], false, scripts)).toBeUndefined();
    expect(commandArguments(['node', '/app/dist/main/index.js', '--user-data-dir=/x'], false, scripts)).toBeUndefined();
    expect(commandArguments(['electron', '-r', 'loader.js', '/app', '--x'], false, scripts)).toBeUndefined();
  });
  test('words mean the command line, and all of them are passed on', () => {
    expect(commandArguments(['fuhan-archive', 'import', '/in', '--json'], true, scripts)).toEqual([
      'import',
      '/in',
      '--json',
    ]);
    expect(commandArguments(['electron', '--inspect=0', '/app', 'search', '村改居'], false, scripts)).toEqual([
      'search',
      '村改居',
    ]);
    expect(commandArguments(['fuhan-archive', '--help'], true, scripts)).toEqual(['--help']);
  });
});

describe('the size of the window', () => {
  test('is as it was left; anything odd gives the usual one', () => {
    expect(parseWindowSize('{"width":1500,"height":900,"maximized":true}')).toEqual({
      width: 1500,
      height: 900,
      maximized: true,
    });
    const usual = parseWindowSize('');
    expect(
      ['null', '{}', '{"width":10,"height":900}', '{"width":1e9,"height":900}', '{"width":"1500","height":900}'].map(
        parseWindowSize,
      ),
    ).toEqual(Array(5).fill(usual));
  });
});

describe('the data folder', () => {
  const home = '/home/u';
  test('is where the system keeps such data, under an ASCII name', () => {
    expect(userDataFolder({ platform: 'linux', home, env: {} })).toBe('/home/u/.config/fuhan-archive');
    expect(userDataFolder({ platform: 'linux', home, env: { XDG_CONFIG_HOME: '/c' } })).toBe('/c/fuhan-archive');
    expect(userDataFolder({ platform: 'darwin', home, env: {} })).toBe(
      '/home/u/Library/Application Support/fuhan-archive',
    );
  });
  test('FUHAN_DATA moves it, FUHAN_ARCHIVE moves the archive alone', () => {
    const linux = { platform: 'linux', home, isUsed: () => false } as const;
    expect(archiveFolder({ ...linux, env: { FUHAN_DATA: '/d' } })).toBe(path.join('/d', 'archive'));
    expect(archiveFolder({ ...linux, env: { FUHAN_DATA: '/d', FUHAN_ARCHIVE: '/a' } })).toBe('/a');
    expect(archiveFolder({ ...linux, env: { FUHAN_ARCHIVE: '' } })).toBe('/home/u/.config/fuhan-archive/archive');
  });
  test('on Windows stays on this computer; an archive at the former, roaming place stays in use', () => {
    const env = { LOCALAPPDATA: 'C:\\Users\\李\\AppData\\Local', APPDATA: 'C:\\Users\\李\\AppData\\Roaming' };
    const [now, former] = Object.values(env).map((folder) => `${folder}\\fuhan-archive\\archive`);
    const at = (...used: unknown[]): string =>
      archiveFolder({ platform: 'win32', home: 'C:\\Users\\李', env, isUsed: (folder) => used.includes(folder) });
    expect([at(), at(now), at(former), at(now, former)]).toEqual([now, now, former, now]);
    const bare = { platform: 'win32', home: 'D:\\u', env: {} } as const;
    expect(userDataFolder(bare)).toBe('D:\\u\\AppData\\Local\\fuhan-archive');
    expect(archiveFolder({ ...bare, env: { FUHAN_DATA: '/d' }, isUsed: () => true })).toMatch(/archive$/);
  });
});

test('resources of a packed app lie beside app.asar', () => {
  expect(unpackedResources(['', 'opt', 'x', 'app.asar', 'dist'].join(path.sep))).toBe(
    path.join(path.sep, 'opt', 'x', 'app.asar.unpacked', 'dist', 'resources'),
  );
  expect(unpackedResources(['', 'src', 'dist'].join(path.sep))).toBeUndefined();
});

describe('official typefaces', () => {
  test('are known by their file names, in the order of the standard', () => {
    expect(officialFontsIn(['a/SimHei.ttf', 'STFANGSO.TTF', 'win/方正小标宋简体.ttf', 'arial.ttf'])).toEqual([
      '方正小标宋',
      '仿宋',
      '黑体',
    ]);
    expect(officialFontsIn([])).toEqual([]);
  });
  test('are looked for in the system and the user folders', () => {
    expect(fontFolders('linux', '/home/u', {})).toContain('/home/u/.local/share/fonts');
    expect(fontFolders('win32', 'C:\\Users\\u', { SystemRoot: 'D:\\Win', LOCALAPPDATA: 'C:\\L' })).toEqual([
      'D:\\Win\\Fonts',
      'C:\\L\\Microsoft\\Windows\\Fonts',
    ]);
  });
});

describe('the menu', () => {
  const flat = (platform: NodeJS.Platform, development: boolean) =>
    menuTemplate(platform, development).flatMap((menu) =>
      Array.isArray(menu.submenu) ? [menu, ...menu.submenu] : [menu],
    );
  test.each(['win32', 'linux', 'darwin'] as const)('on %s every entry has a Chinese label', (platform) => {
    const entries = flat(platform, true).filter((entry) => entry.type !== 'separator');
    expect(entries.length).toBeGreaterThan(12);
    for (const entry of entries) expect(entry.label).toMatch(/\p{Script=Han}/u);
  });
  test('developer tools and reload are not in an installed app', () => {
    const roles = flat('win32', false).map((entry) => entry.role);
    expect(roles).not.toContain('toggleDevTools');
    expect(roles).not.toContain('reload');
    expect(flat('win32', true).map((entry) => entry.role)).toContain('toggleDevTools');
  });
});

describe('technical details of a crash', () => {
  test('tell neither the home folder, nor the user, nor a word of a letter', () => {
    const text = redact('Error: 张三来信 at /home/zhangsan/档案/x.ts:3 (user zhangsan)', '/home/zhangsan', 'zhangsan');
    expect(text).toBe('Error: … at ~/…/x.ts:3 (user <user>)');
  });
});

describe('what may be shown in the file manager', () => {
  test('the files that an export wrote, and its folder', () => {
    const value = { files: [{ id: '1', file: '/out/a.pdf', pages: 1, sha256: '' }, { file: 'b.pdf' }], failed: [] };
    expect(exportedPaths('export.pdf', { out: '/out' }, value)).toEqual(
      ['/out', '/out/a.pdf', '/out/b.pdf'].map((file) => path.resolve(file)),
    );
    expect(exportedPaths('trust.backup', { to: '/b' }, { file: '/b/x.zip' })).toEqual([path.resolve('/b/x.zip')]);
    expect(exportedPaths('letters.saveAttachment', { out: '/s/附件.docx' }, { name: 'n' })).toEqual([
      path.resolve('/s/附件.docx'),
    ]);
  });
  test('nothing that a call only read or named', () => {
    expect(
      exportedPaths('letters.import', { paths: ['/etc'], out: '/etc' }, { items: [{ file: '/etc/passwd' }] }),
    ).toEqual([]);
    expect(exportedPaths('letters.show', { out: '/etc' }, { files: [{ file: '/etc/passwd' }] })).toEqual([]);
  });
});
