/** Paths as Windows understands them, on every system. */
import { expect, test } from 'vitest';
import { newPlace, windowsPathFault } from '../../../main/archive/storage/windows-paths.ts';

test.each([
  'C:\\档案',
  'C:\\',
  'c:/档案/正斜杠',
  'D:\\文件 夹\\目录 (2).xlsx',
  '\\\\server\\share\\档案',
  '\\\\?\\C:\\档案',
  '\\\\?\\UNC\\server\\share\\档案',
  `C:\\${'超长文件夹名称'.repeat(60)}\\函.txt`,
  'C:\\CONTENT\\console.txt',
  'C:\\com10\\lpt.txt',
  'C:\\a.b\\.git\\..\\x',
  'C:\\尾空 .csv',
])('%s is taken as it stands', (path) => {
  expect(windowsPathFault(path)).toBeNull();
});

test.each([
  ['C:\\x\\CON', '保留名'],
  ['C:\\x\\nul.csv', '保留名'],
  ['C:\\x\\COM1.xlsx', '保留名'],
  ['C:\\x\\lpt¹', '保留名'],
  ['C:\\x\\aux\\y.csv', '保留名'],
  ['C:\\x\\con .txt', '保留名'],
  ['\\\\?\\C:\\x\\PRN', '保留名'],
  ['C:\\x\\a:b.csv', '冒号'],
  ['C:\\x\\尾点.', '句点'],
  ['C:\\x\\尾空 ', '空格'],
  ['C:\\x \\y.csv', '空格'],
  ['C:\\x\\y?.csv', '不允许'],
  ['C:\\x\\y\t.csv', '不可见'],
  ['\\\\.\\PhysicalDrive0', '设备'],
])('%s is refused, and it is said why', (path, why) => {
  expect(windowsPathFault(path)).toContain(why);
});

test('a new file or folder is refused on Windows alone', () => {
  expect(() => newPlace('/x/CON', 'win32')).toThrow(expect.objectContaining({ code: 'BAD_PATH' }));
  expect(newPlace('/x/CON', 'linux')).toMatch(/CON$/);
});
