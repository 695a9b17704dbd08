/** Where a user's archive lies when nobody says otherwise; the window and the command line must agree on it. */
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const FOLDER = 'fuhan-archive';

interface Surroundings {
  platform: NodeJS.Platform;
  home: string;
  env: NodeJS.ProcessEnv;
  /** Whether a folder is there and holds anything. */
  isUsed: (folder: string) => boolean;
}

function isUsed(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

const here = (): Surroundings => ({ platform: process.platform, home: os.homedir(), env: process.env, isUsed });

/** The user's data folder: `FUHAN_DATA`, or the place where the system keeps such data. */
export function userDataFolder({ platform, home, env }: Omit<Surroundings, 'isUsed'> = here()): string {
  const given = env['FUHAN_DATA'];
  if (given !== undefined && given !== '') return path.resolve(given);
  switch (platform) {
    case 'win32':
      // Not the roaming folder: Windows would copy the archive over the network at each sign-in.
      return path.win32.join(env['LOCALAPPDATA'] ?? path.win32.join(home, 'AppData', 'Local'), FOLDER);
    case 'darwin':
      return path.join(home, 'Library', 'Application Support', FOLDER);
    default:
      return path.join(env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), FOLDER);
  }
}

/** Where the archive lay by default before: on Windows the roaming folder. */
function formerArchive({ platform, home, env }: Surroundings): string | undefined {
  if (platform !== 'win32' || (env['FUHAN_DATA'] ?? '') !== '') return undefined;
  return path.win32.join(env['APPDATA'] ?? path.win32.join(home, 'AppData', 'Roaming'), FOLDER, 'archive');
}

/**
 * The archive's folder: `FUHAN_ARCHIVE`, or `archive` in the user's data folder. An archive at the place that was the default
 * before stays in use as long as there is none at the new one.
 */
export function archiveFolder(surroundings: Surroundings = here()): string {
  const given = surroundings.env['FUHAN_ARCHIVE'];
  if (given !== undefined && given !== '') return path.resolve(given);
  const system = surroundings.platform === 'win32' ? path.win32 : path;
  const folder = system.join(userDataFolder(surroundings), 'archive');
  const former = formerArchive(surroundings);
  return former !== undefined && !surroundings.isUsed(folder) && surroundings.isUsed(former) ? former : folder;
}
