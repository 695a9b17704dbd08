/** Where a user's archive lies when nobody says otherwise; the window and the command line must agree on it. */
import os from 'node:os';
import path from 'node:path';

const FOLDER = 'fuhan-archive';

interface Surroundings {
  platform: NodeJS.Platform;
  home: string;
  env: NodeJS.ProcessEnv;
}

const here = (): Surroundings => ({ platform: process.platform, home: os.homedir(), env: process.env });

/** The user's data folder: `FUHAN_DATA`, or the place where the system keeps such data. */
export function userDataFolder({ platform, home, env }: Surroundings = here()): string {
  const given = env['FUHAN_DATA'];
  if (given !== undefined && given !== '') return path.resolve(given);
  switch (platform) {
    case 'win32':
      return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), FOLDER);
    case 'darwin':
      return path.join(home, 'Library', 'Application Support', FOLDER);
    default:
      return path.join(env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), FOLDER);
  }
}

/** The archive's folder: `FUHAN_ARCHIVE`, or `archive` in the user's data folder. */
export function archiveFolder(surroundings: Surroundings = here()): string {
  const given = surroundings.env['FUHAN_ARCHIVE'];
  return given !== undefined && given !== '' ? path.resolve(given) : path.join(userDataFolder(surroundings), 'archive');
}
