/** The application menu, in Chinese. Only what the system gives by role: the archive's own acts are in the window. */
import type { MenuItemConstructorOptions } from 'electron';

/**
 * @param platform as process.platform
 * @param development adds reload and developer tools, which an installed app does not have
 */
export function menuTemplate(platform: NodeJS.Platform, development: boolean): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const appMenu: MenuItemConstructorOptions = {
    label: '复函档案',
    submenu: [
      { role: 'about', label: '关于复函档案' },
      separator,
      { role: 'hide', label: '隐藏复函档案' },
      { role: 'hideOthers', label: '隐藏其他' },
      { role: 'unhide', label: '全部显示' },
      separator,
      { role: 'quit', label: '退出复函档案' },
    ],
  };
  const helpMenu: MenuItemConstructorOptions = {
    label: '帮助(&H)',
    submenu: [{ role: 'about', label: '关于复函档案' }],
  };
  const developerItems: MenuItemConstructorOptions[] = [
    separator,
    { role: 'reload', label: '重新载入' },
    { role: 'toggleDevTools', label: '开发者工具' },
  ];
  const macWindowItems: MenuItemConstructorOptions[] = [
    { role: 'zoom', label: '缩放' },
    separator,
    { role: 'front', label: '前置全部窗口' },
  ];
  return [
    ...(mac ? [appMenu] : []),
    { label: '文件(&F)', submenu: [mac ? { role: 'close', label: '关闭窗口' } : { role: 'quit', label: '退出(&X)' }] },
    {
      label: '编辑(&E)',
      submenu: [
        { role: 'undo', label: '撤销' },
        { role: 'redo', label: '重做' },
        separator,
        { role: 'cut', label: '剪切' },
        { role: 'copy', label: '复制' },
        { role: 'paste', label: '粘贴' },
        { role: 'selectAll', label: '全选' },
      ],
    },
    {
      label: '视图(&V)',
      submenu: [
        { role: 'resetZoom', label: '实际大小' },
        { role: 'zoomIn', label: '放大' },
        { role: 'zoomOut', label: '缩小' },
        separator,
        { role: 'togglefullscreen', label: '全屏' },
        ...(development ? developerItems : []),
      ],
    },
    {
      label: '窗口(&W)',
      submenu: [{ role: 'minimize', label: '最小化' }, ...(mac ? macWindowItems : [])],
    },
    ...(mac ? [] : [helpMenu]),
  ];
}
