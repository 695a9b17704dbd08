/** What the window may never do: reach a network, ask for a permission, go elsewhere, open another window, load a plug-in. */
import { app, protocol } from 'electron';
import type { Session } from 'electron';
import { APP_PAGE, APP_SCHEME, mayLoad } from './app-url.ts';
import { SILENT_SWITCHES } from './silent-switches.ts';

/** Switches by which another program could look into or steer the window. */
const REMOTE_CONTROL = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-allow-origins', 'load-extension'];

/** Steps that only count before the app is ready. Throws where an installed app was started under remote control. */
export function hardenProcess(): void {
  app.enableSandbox();
  // Office machines have all kinds of graphics drivers; text needs none of them.
  app.disableHardwareAcceleration();
  for (const [name, value] of SILENT_SWITCHES) {
    if (value === '') app.commandLine.appendSwitch(name);
    else app.commandLine.appendSwitch(name, value);
  }
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  const found = app.isPackaged ? REMOTE_CONTROL.find((name) => app.commandLine.hasSwitch(name)) : undefined;
  if (found !== undefined) throw new Error(`refusing to start with --${found}`);
}

/** Closes a session: every request but those for the app's own files is cancelled, every permission denied. */
export function lockSession(session: Session): void {
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !mayLoad(details.url) }));
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
}

/** Every page that ever comes to be stays where it is. */
export function lockNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      if (event.url !== APP_PAGE) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
