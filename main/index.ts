/** The order of boot, nothing else. With command words the same executable is the command line and opens no window. */
import { app, Menu, protocol, session } from 'electron';
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { APP_SCHEME } from './app/app-url.ts';
import { commandArguments, runCommandLine } from './app/command-arguments.ts';
import { catchTheUncaught, reportPageGone } from './app/crash.ts';
import { DeskQueue } from './app/desk-queue.ts';
import { EngineClient } from './app/engine-client.ts';
import { Handles } from './app/handles.ts';
import { lendHelpers } from './app/helper-processes.ts';
import { registerIpc } from './app/ipc.ts';
import { LastWords } from './app/last-words.ts';
import { CHANNEL } from './app/channels.ts';
import { menuTemplate } from './app/menu.ts';
import { serveRenderer } from './app/protocol.ts';
import { hardenProcess, lockNavigation, lockSession } from './app/security.ts';
import { unpackedResources, useUnpackedResources } from './app/resources.ts';
import { Shell } from './app/shell.ts';
import { archiveFolder, userDataFolder } from './app/user-data.ts';
import { TypedWork } from './app/typed-work.ts';
import { openWindow } from './app/window.ts';
import { Windows } from './app/windows.ts';
import { silenceNativeCode } from './archive/work/silence.ts';

/** How long closing waits for the engine; what was acknowledged is safe on disk even if it never answers. */
const DRAIN_TIMEOUT_MS = 30_000;
/** dist/: the bundle puts this file flat into dist/main. */
const DIST = path.dirname(import.meta.dirname);

silenceNativeCode();
const words = commandArguments(process.argv, app.isPackaged, [import.meta.filename, path.dirname(DIST)]);
useUnpackedResources(DIST);
if (words !== undefined) app.exit(await runCommandLine(words, DIST));
else startWindow();

function startWindow(): void {
  catchTheUncaught();
  hardenProcess();
  if (!app.commandLine.hasSwitch('user-data-dir')) {
    mkdirSync(userDataFolder(), { recursive: true, mode: 0o700 });
    app.setPath('userData', userDataFolder());
  }
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  lockNavigation();
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(openArchive);
}

function openArchive(): void {
  lockSession(session.defaultSession);
  protocol.handle(APP_SCHEME, serveRenderer(path.join(DIST, 'renderer')));
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, !app.isPackaged)));

  const engine = new EngineClient({
    folder: archiveFolder(),
    actor: os.userInfo().username,
    onOpening: (progress) => door.noteOpening(progress),
    lendHelpers: (port) => lendHelpers(port, import.meta.dirname),
  });
  const handles = new Handles();
  const desk = new DeskQueue({
    file: path.join(app.getPath('userData'), 'desk.json'),
    archive: archiveFolder(),
    handles,
    engine,
  });
  const typed = new TypedWork({
    file: path.join(app.getPath('userData'), 'typed.json'),
    person: () => desk.person(),
  });
  const shell = new Shell(() => windows, handles, path.join(DIST, 'licences', 'licences.json'));
  const door = registerIpc({
    engine,
    shell,
    handles,
    desk,
    typed,
    isOurWindow: (id) => windows.byId(id) !== undefined,
    onPersonChanged: () => windows.closeLetters(),
    onClosed: (id) => {
      if (id === main.webContents.id) lastWords.answered();
    },
  });
  const common = {
    preload: path.join(DIST, 'preload', 'preload.cjs'),
    icon: path.join(unpackedResources(DIST) ?? path.join(DIST, 'resources'), 'icons', '256x256.png'),
    development: !app.isPackaged,
    onNavigated: (id: number) => {
      handles.forget(id);
      desk.release(id);
    },
  };
  const main = openWindow({
    ...common,
    onGone: (gone, reason) => {
      void reportPageGone(gone, reason).then((choice) => (choice === 'reopen' ? gone.reload() : app.quit()));
    },
  });
  // Windows of letters hold no work.
  const lastWords = new LastWords(main, () => main.webContents.send(CHANNEL.closing));
  const windows = new Windows(
    main,
    // A letter's window holds no work: where its page breaks it closes, and can be opened again.
    (address) => openWindow({ ...common, address, onGone: (gone) => gone.close() }),
    (id) => {
      handles.forget(id);
      desk.release(id);
    },
  );
  app.on('second-instance', () => {
    if (main.isMinimized()) main.restore();
    main.focus();
  });
  drainBeforeQuit(engine, lastWords);
}

/** The page hands over what is typed, the engine ends its running work and closes the archive before the process ends. */
function drainBeforeQuit(engine: EngineClient, lastWords: LastWords): void {
  let drained = false;
  app.on('before-quit', (event) => {
    if (drained) return;
    event.preventDefault();
    const timer = setTimeout(() => app.exit(1), DRAIN_TIMEOUT_MS);
    const closed = lastWords.heard().then(() => engine.close());
    void closed.finally(() => {
      clearTimeout(timer);
      drained = true;
      lastWords.letPass();
      app.quit();
    });
  });
}
