/** What a Linux desktop knows of the program: its entry in the menu, its icon, and what kind of file an archive is. */
import fs from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The program's name among a desktop's programs. package.json tells Electron the same, which names its window by it. */
export function desktopId(): string {
  const { desktopName } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    desktopName: string;
  };
  return desktopName.replace(/\.desktop$/, '');
}

/**
 * The entry in the menu (freedesktop's "Desktop Entry Specification"). It opens no files: an archive is a folder that the program
 * itself knows, and letters are filed in the window.
 * @param program the installed program's path
 */
export const desktopEntry = (program: string): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Fuhan Archive',
    'Name[zh_CN]=复函档案',
    'Comment=Offline archive of government reply letters',
    'Comment[zh_CN]=离线的政府复函档案库',
    `Exec=${program}`,
    `Icon=${desktopId()}`,
    'Terminal=false',
    'Categories=Office;',
    `StartupWMClass=${desktopId()}`,
    '',
  ].join('\n');

/**
 * What archive.sqlite is (freedesktop's "Shared MIME-info Database"): an SQLite database with this program's number in its head
 * (docs/spec/archive-file.md). By its content, so that no other file is taken for one.
 */
export const mimeTypes = (): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">',
    '  <mime-type type="application/x-fuhan-archive">',
    '    <comment>Fuhan archive</comment>',
    '    <comment xml:lang="zh_CN">复函档案库</comment>',
    '    <sub-class-of type="application/vnd.sqlite3"/>',
    `    <icon name="${desktopId()}"/>`,
    '    <magic priority="90">',
    '      <match type="string" offset="0" value="SQLite format 3\\0">',
    '        <match type="big32" offset="68" value="0x46484152"/>',
    '      </match>',
    '    </magic>',
    '  </mime-type>',
    '</mime-info>',
    '',
  ].join('\n');

/** @returns the icon in all its sizes: what is copied, and below usr/share/icons where to */
export function iconFiles(): { from: string; to: string }[] {
  const made = path.join(ROOT, 'dist/resources/icons');
  const pictures = fs.readdirSync(made).filter((name) => /^\d+x\d+\.png$/.test(name));
  return [
    ...pictures.map((name) => ({ from: name, to: `${path.parse(name).name}/apps/${desktopId()}.png` })),
    { from: 'icon.svg', to: `scalable/apps/${desktopId()}.svg` },
  ].map(({ from, to }) => ({ from: path.join(made, from), to: path.join('hicolor', to) }));
}
