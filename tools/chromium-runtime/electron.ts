/** What `import … from 'electron'` gives to the main script here: exactly the names that main/ uses. */
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { Menu, clipboard, dialog, shell } from './desktop.ts';
export { ipcMain } from './ipc-main.ts';
export { protocol, session } from './session.ts';
export { utilityProcess } from './utility-process.ts';
