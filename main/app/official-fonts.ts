/** Which of the typefaces that GB/T 9704-2012 names for official letters this machine has. */
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** File names (lower case, without extension) under which the typefaces are installed by Windows, WPS, UOS and Kylin. */
const OFFICIAL: readonly { font: string; files: readonly string[] }[] = [
  {
    font: '方正小标宋',
    files: ['fzxbsjw', 'fzxbsk', 'fzxbs_gbk', '方正小标宋简体', '方正小标宋_gbk', '方正小标宋_gb18030'],
  },
  {
    font: '仿宋',
    files: ['simfang', 'stfangso', 'fangsong_gb2312', 'fsgb2312', '仿宋_gb2312', 'fzfsk', 'fzfangsong-z02'],
  },
  { font: '楷体', files: ['simkai', 'stkaiti', 'kaiti_gb2312', '楷体_gb2312', 'fzktk', 'fzkai-z03'] },
  { font: '黑体', files: ['simhei', 'stxihei', 'fzhtk', 'fzhei-b01'] },
  { font: '宋体', files: ['simsun', 'simsunb', 'stsong', 'fzssk', 'fzshusong-z01'] },
];

/** Where a system keeps its typefaces. */
export function fontFolders(platform: NodeJS.Platform, home: string, env: NodeJS.ProcessEnv): string[] {
  switch (platform) {
    case 'win32':
      return [
        path.win32.join(env['SystemRoot'] ?? 'C:\\Windows', 'Fonts'),
        ...(env['LOCALAPPDATA'] === undefined
          ? []
          : [path.win32.join(env['LOCALAPPDATA'], 'Microsoft', 'Windows', 'Fonts')]),
      ];
    case 'darwin':
      return ['/System/Library/Fonts', '/Library/Fonts', path.posix.join(home, 'Library/Fonts')];
    default:
      return [
        '/usr/share/fonts',
        '/usr/local/share/fonts',
        path.posix.join(home, '.local/share/fonts'),
        path.posix.join(home, '.fonts'),
      ];
  }
}

/** The official typefaces among font files, in the standard's order. */
export function officialFontsIn(files: readonly string[]): string[] {
  const names = new Set(files.map((file) => path.parse(path.basename(file)).name.toLowerCase()));
  return OFFICIAL.filter(({ files: known }) => known.some((name) => names.has(name))).map(({ font }) => font);
}

export async function installedOfficialFonts(): Promise<string[]> {
  const folders = fontFolders(process.platform, os.homedir(), process.env);
  const lists = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true }).catch(() => [])));
  return officialFontsIn(lists.flat());
}
