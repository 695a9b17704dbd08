/**
 * The command `fuhan` of an installed app: starts the Node that lies in the app's resources. On Windows the app's own program
 * cannot be it: it belongs to no console, so that cmd does not wait for it, its exit code is lost and nothing can be typed.
 */

/** Below the app's folder; the launchers lie in `bin`, which holds nothing else and may stand in the PATH. */
const NODE = 'resources/node/node';
const SCRIPT = 'resources/app.asar.unpacked/dist/main/cli.js';

const backslashed = (file: string): string => file.replaceAll('/', '\\');

/** ASCII alone, because cmd reads it in the console's code page. Orders to Node from the surroundings are not obeyed. */
export const WINDOWS_LAUNCHER = [
  '@echo off',
  'setlocal DisableDelayedExpansion',
  'set "NODE_OPTIONS="',
  'if defined LOCALAPPDATA set "NODE_COMPILE_CACHE=%LOCALAPPDATA%\\fuhan-archive\\compiled"',
  `"%~dp0..\\${backslashed(NODE)}.exe" "%~dp0..\\${backslashed(SCRIPT)}" %*`,
  'exit /b %ERRORLEVEL%',
  '',
].join('\r\n');

export const LINUX_LAUNCHER = [
  '#!/bin/sh',
  'here=$(dirname -- "$(readlink -f -- "$0")")',
  'unset NODE_OPTIONS',
  'cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}',
  'if [ -n "$cache" ]; then export NODE_COMPILE_CACHE="$cache/fuhan-archive/compiled"; fi',
  `exec "$here/../${NODE}" "$here/../${SCRIPT}" "$@"`,
  '',
].join('\n');
