/**
 * An installer with a window under Wine. Electron's place is taken by Node's program with Electron's fuses in it: what is looked at is
 * what the pack and the installer do to that program and around it (icon, name, checksum of app.asar, fuses, signatures, shortcuts),
 * not what it shows.
 */
import fs from 'node:fs';
import path from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { VERSION } from '../../shared/version.ts';
import { ICO_SIZES } from '../icons.mjs';
import { packFolder } from '../pack/folder.ts';
import { makeSetup } from '../pack/installers/windows.ts';
import { signFolder, tellSignatures } from '../pack/signing.ts';
import { makeStandInElectron } from '../pack/stand-in-electron.ts';
import { TARGETS } from '../pack/targets.ts';
import { makeTree } from '../pack/tree.ts';
import { DRIVE, nodeExe } from './machine.ts';
import { makeOwnCertificate } from './own-certificate.ts';

interface Ran {
  code: number;
  text: string;
}
interface Trial {
  /** Folder that is Z:\work there. */
  work: string;
  /** Runs lines of a batch file; `%APP%` in them is the program's folder. */
  batch: (lines: readonly string[]) => Ran;
  /** The program's folder, below drive C:. */
  app: string;
  note: (what: string, ok: boolean, detail: string) => void;
}

const PROGRAM = 'fuhan-archive.exe';

export async function tryWindowInstaller({ work, batch, app, note }: Trial): Promise<void> {
  const target = TARGETS.find(({ name }) => name === 'win-x64');
  if (target === undefined) throw new Error('win-x64');
  const expectRun = (what: string, ran: Ran, code = 0): void =>
    note(what, ran.code === code, `exit ${ran.code}: ${ran.text}`);

  const place = path.join(work, 'window');
  const electron = path.join(place, 'electron');
  makeStandInElectron(target, electron, fs.readFileSync(nodeExe()));
  const folder = await packFolder(target, makeTree(target).folder, { electron, output: path.join(place, 'out') });
  const shown = whatIsInside(path.join(folder, PROGRAM));
  note('a program with a window: icon, name, checksum of app.asar in it', shown === '', shown);

  const bare = tellSignatures(folder, []);
  note('what is not signed is told', bare.length === 1 && bare[0]?.includes('未签名') === true, bare.join('; '));
  const { signer, holds } = makeOwnCertificate(path.join(work, 'certificate'));
  signFolder(signer, folder);
  const setup = path.join(work, 'window-setup.exe');
  makeSetup({ target, folder, version: VERSION, window: true }, setup, { quick: true, signer });
  const left = [...tellSignatures(folder, [setup]), ...(holds(setup) ? [] : ['the installer’s does not hold'])];
  note(
    'signed with a certificate of one’s own: every native file and the installer',
    left.length === 0,
    left.join('; '),
  );
  fs.rmSync(place, { recursive: true });

  const install = 'start /wait "" Z:\\work\\window-setup.exe /S /CurrentUser /D=%APP%';
  expectRun('installed silently', batch([install]));
  const installed = path.join(DRIVE, app.slice('C:\\'.length).replaceAll('\\', '/'));
  const unsigned = [PROGRAM, 'uninstall.exe'].filter((name) => !holds(path.join(installed, name)));
  note('the signatures of program and uninstaller hold where they lie', unsigned.length === 0, unsigned.join(', '));
  const menu = shortcuts();
  note(
    'shortcuts in the start menu and on the desktop',
    ['复函档案.lnk', '复函档案 命令行.lnk'].every((name) => menu.some((file) => file.endsWith(name))) &&
      menu.some((file) => /Desktop|桌面/.test(file)),
    menu.join(', '),
  );
  const holding = batch([
    `start /b "" "%APP%\\${PROGRAM}" -e "setTimeout(()=>{},60000)"`,
    'ping -n 4 127.0.0.1 > nul',
    install,
    'set CODE=%ERRORLEVEL%',
    `taskkill /f /im ${PROGRAM} > nul`,
    'exit /b %CODE%',
  ]);
  expectRun('while the window runs nothing is touched, and it says so (2)', holding, 2);
  expectRun('an upgrade in place', batch([install]));
  // As the list of programs starts it: it ends at once and works on from a copy of itself.
  const wait = 'for /l %%i in (1,1,60) do if exist "%APP%\\uninstall.exe" ping -n 2 127.0.0.1 > nul';
  expectRun('uninstalled', batch(['"%APP%\\uninstall.exe" /CurrentUser /S', wait, 'exit /b 0']));
  note('no shortcut is left', shortcuts().length === 0, shortcuts().join(', '));
  note(
    'no program is left',
    !fs.existsSync(installed),
    fs.existsSync(installed) ? fs.readdirSync(installed).join() : '',
  );
}

const shortcuts = (): string[] => fs.globSync('users/**/复函档案*.lnk', { cwd: DRIVE });

/** What is wrong with what the pack wrote into the program; empty where nothing is. */
function whatIsInside(file: string): string {
  const { entries } = NtExecutableResource.from(NtExecutable.from(fs.readFileSync(file)));
  const icons = Resource.IconGroupEntry.fromEntries(entries)[0]?.icons.map(({ width }) => (width === 0 ? 256 : width));
  const [version] = Resource.VersionInfo.fromEntries(entries);
  const language = version?.getAllLanguagesForStringValues()[0];
  const words = language === undefined ? {} : version?.getStringValues(language);
  const wrong = [
    JSON.stringify(icons) === JSON.stringify(ICO_SIZES) ? '' : `icons ${JSON.stringify(icons)}`,
    words?.['ProductName'] === '复函档案' && words['FileVersion'] === VERSION ? '' : JSON.stringify(words),
    entries.some(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR') ? '' : 'no checksum of app.asar',
  ];
  return wrong.filter((one) => one !== '').join('; ');
}
