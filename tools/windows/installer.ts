/**
 * `npm run windows:installer [-- SETUP.exe | --quick] [--write]`: the installer under Wine (with --quick one that is made uncompressed from
 * release/win-unpacked), for one user and for all, into a folder with blanks and
 * Chinese in its name; the command line from there; an upgrade, a program in use, the uninstaller; then one with a window. With --write the table goes
 * into docs/platforms.md.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { VERSION } from '../../shared/version.ts';
import { makeSetup } from '../pack/installers/windows.ts';
import { TARGETS } from '../pack/targets.ts';
import { CACHE, cleanDrive, inside, isReady } from './machine.ts';
import { tryWindowInstaller } from './installer-window.ts';
import { writeRows } from './table.ts';
import type { Row } from './compare.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
});
const setup = values.quick ? quickSetup() : (positionals[0] ?? newestSetup());
if (!isReady() || setup === undefined) {
  say(
    '先运行 npm run windows:setup 和 npm run pack -- win-x64 --trial。First: npm run windows:setup, npm run pack -- win-x64 --trial',
  );
  process.exit(1);
}

const APP = 'C:\\fuhan\\Program Files\\复函 档案';
const work = fs.mkdtempSync(path.join(CACHE, 'installer-'));
const rows: Row[] = [];
cleanDrive();
fs.copyFileSync(setup, path.join(work, 'setup.exe'));
const sample = fs.globSync('*.txt', { cwd: path.join(ROOT, 'resources/samples') })[0] ?? '';
fs.copyFileSync(path.join(ROOT, 'resources/samples', sample), path.join(work, 'letter.txt'));

interface Ran {
  code: number;
  out: Buffer;
  text: string;
}

let count = 0;
/** Runs lines of a batch file; what they print is taken as bytes. Names with Chinese come in by variables: cmd reads the file by its code page. */
function batch(lines: readonly string[], app = APP): Ran {
  const name = `t${++count}`;
  const text = [
    '@echo off',
    ...lines.map((line) => line.replace('@OUT', `> Z:\\work\\${name}.out 2> Z:\\work\\${name}.err`)),
  ];
  fs.writeFileSync(path.join(work, `${name}.cmd`), [...text, 'exit /b %ERRORLEVEL%', ''].join('\r\n'));
  const env = { APP: app, FUHAN_ARCHIVE: 'C:\\fuhan\\档案库' };
  const ended = inside(['wine', 'cmd', '/c', `Z:\\work\\${name}.cmd`], { work, timeoutMs: 900_000, env });
  const read = (kind: string): Buffer => {
    const file = path.join(work, `${name}.${kind}`);
    return fs.existsSync(file) ? fs.readFileSync(file) : Buffer.alloc(0);
  };
  return {
    code: ended.code ?? -1,
    out: read('out'),
    text: read('out').toString('utf8') + read('err').toString('utf8'),
  };
}

function note(what: string, ok: boolean, detail: string): void {
  rows.push({ what, ok, detail: ok ? '' : detail.slice(0, 300) });
  say(`${ok ? '✓' : '✗'} ${what}${ok ? '' : `: ${detail.slice(0, 600)}`}`);
}

function expectRun(what: string, ran: Ran, code: number, holds: (ran: Ran) => boolean = () => true): void {
  note(what, ran.code === code && holds(ran), `exit ${ran.code}: ${ran.text}`);
}

const FUHAN = 'call "%APP%\\bin\\fuhan.cmd"';
const exists = (file: string): string => `if exist "${file}" (exit /b 0) else (exit /b 5)`;
try {
  expectRun(
    'silent, for one user, into a folder with blanks and Chinese',
    batch(['Z:\\work\\setup.exe /S /CurrentUser /D=%APP%']),
    0,
  );
  expectRun('its command line answers', batch([`${FUHAN} --version @OUT`]), 0, ({ text }) =>
    /^\d+\.\d+\.\d+\s*$/.test(text),
  );
  expectRun('wrong usage ends with 2', batch([`${FUHAN} nosuch @OUT`]), 2);
  expectRun('a letter is filed', batch([`${FUHAN} import Z:\\work\\letter.txt --json @OUT`]), 0, ({ text }) =>
    text.includes('"filed": 1'),
  );
  expectRun(
    'a letter is typeset',
    batch([`${FUHAN} export pdf --query 2 --out C:\\fuhan\\pdf --json @OUT`]),
    0,
    ({ text }) => text.includes('.pdf'),
  );
  expectRun(
    'an archive that cannot be opened ends with 3',
    batch([`${FUHAN} stats --archive C:\\fuhan\\nowhere @OUT`]),
    3,
  );
  const gbk = new TextDecoder('gbk', { fatal: true });
  const isGbk = ({ out }: Ran): boolean => gbk.decode(out).includes('函件');
  expectRun(
    '--encoding gbk prints what code page 936 reads',
    batch(['chcp 936 > nul', `${FUHAN} stats --encoding gbk @OUT`]),
    0,
    isGbk,
  );
  expectRun('so does FUHAN_ENCODING', batch(['set FUHAN_ENCODING=gbk', `${FUHAN} stats @OUT`]), 0, isGbk);
  expectRun(
    'through a pipe under code page 936',
    batch(['chcp 936 > nul', `(${FUHAN} stats --encoding gbk) | more @OUT`]),
    0,
    isGbk,
  );
  expectRun(
    'without a terminal a password is not waited for',
    batch([
      'set FUHAN_NEW_PASSWORD=Qing-He_2046_Lake',
      `${FUHAN} user add jia --role administrator > nul`,
      'set FUHAN_NEW_PASSWORD=',
      `${FUHAN} stats --archive C:\\fuhan\\nowhere --user jia < nul @OUT`,
    ]),
    3,
  );

  batch(['echo old> "%APP%\\resources\\old.txt"', 'echo mine> "%APP%\\mine.txt"']);
  const holding = batch([
    'start /b "" "%APP%\\resources\\node\\node.exe" -e "setTimeout(()=>{},60000)"',
    'ping -n 4 127.0.0.1 > nul',
    'start /wait "" Z:\\work\\setup.exe /S /CurrentUser /D=%APP%',
    'set CODE=%ERRORLEVEL%',
    'taskkill /f /im node.exe > nul',
    'exit /b %CODE%',
  ]);
  expectRun('while its command line runs nothing is touched, and it says so (2)', holding, 2);
  expectRun('the program is still there', batch([exists('%APP%\\resources\\node\\node.exe')]), 0);
  expectRun('an upgrade in place', batch(['Z:\\work\\setup.exe /S /CurrentUser /D=%APP%']), 0);
  expectRun('what the old version had is gone', batch([exists('%APP%\\resources\\old.txt')]), 5);
  expectRun('what somebody laid there stays', batch([exists('%APP%\\mine.txt')]), 0);
  expectRun('and its command line answers', batch([`${FUHAN} stats @OUT`]), 0, ({ text }) => text.includes('函件 1'));
  const key = 'Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\fuhan-archive';
  expectRun('it stands in the list of programs', batch([`reg query HKCU\\${key} /v QuietUninstallString @OUT`]), 0);
  expectRun('uninstalled, silently', batch(['"%APP%\\uninstall.exe" /CurrentUser /S _?=%APP%']), 0);
  expectRun('the program is gone', batch([exists('%APP%\\resources')]), 5);
  expectRun('what somebody laid there stays after that too', batch([exists('%APP%\\mine.txt')]), 0);
  expectRun('the archive stays', batch(['cd /d C:\\fuhan', 'dir /s /b archive.sqlite @OUT']), 0, ({ text }) =>
    text.includes('archive.sqlite'),
  );
  expectRun('silent, for all users', batch(['Z:\\work\\setup.exe /S /AllUsers']), 0);
  const all = 'C:\\Program Files\\fuhan-archive';
  expectRun('lies below Program Files and answers', batch([`${FUHAN} --version @OUT`], all), 0);
  expectRun('is known to all users', batch([`reg query HKLM\\${key} /v InstallLocation @OUT`]), 0);
  expectRun('uninstalled for all', batch(['"%APP%\\uninstall.exe" /AllUsers /S _?=%APP%'], all), 0);
  expectRun('nothing is left of it', batch([exists('%APP%\\resources')], all), 5);
  cleanDrive();
  await tryWindowInstaller({ work, app: APP, note, batch });
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
const failed = rows.filter(({ ok }) => !ok).length;
if (values.write) {
  const size = (fs.statSync(setup).size / 1e6).toFixed(1);
  const which = values.quick ? 'made without compression' : `${path.basename(setup)}, ${size} MB`;
  writeRows('windows-installer', `Wine 10 (Debian 13), ${which}`, rows);
}
process.stdout.write(`${rows.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

function newestSetup(): string | undefined {
  const folder = path.join(ROOT, 'release');
  const found = fs.globSync('*-win-x64*-setup.exe', { cwd: folder }).map((name) => path.join(folder, name));
  return found.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
}

function quickSetup(): string {
  const target = TARGETS.find(({ name }) => name === 'win-x64');
  const folder = path.join(ROOT, 'release/win-unpacked');
  if (target === undefined || !fs.existsSync(folder))
    throw new Error('first: npm run pack -- win-x64 --trial --folder');
  const output = path.join(CACHE, 'quick-setup.exe');
  const window = fs.existsSync(path.join(folder, 'fuhan-archive.exe'));
  makeSetup({ target, folder, version: VERSION, window }, output, { quick: true });
  return output;
}
