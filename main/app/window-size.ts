/** The size of the window as a person left it, kept beside his data. Where it stood is left to the system: a screen may be gone. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface WindowSize {
  width: number;
  height: number;
  maximized: boolean;
}

export const LEAST = { width: 900, height: 600 } as const;
/** A window in which one letter is read. */
export const LETTER_SIZE: WindowSize = { width: 1000, height: 780, maximized: false };
const USUAL: WindowSize = { width: 1366, height: 820, maximized: false };
/** No screen is wider or higher: what says so was not written by this program. */
const MOST = 16_384;

function side(value: unknown, least: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= MOST ? value : undefined;
}

/** Reads what was kept; anything odd gives the usual size. */
export function parseWindowSize(json: string): WindowSize {
  try {
    const found: unknown = JSON.parse(json);
    if (typeof found !== 'object' || found === null) return USUAL;
    const { width, height, maximized } = found as Record<string, unknown>;
    const [wide, high] = [side(width, LEAST.width), side(height, LEAST.height)];
    if (wide === undefined || high === undefined) return USUAL;
    return { width: wide, height: high, maximized: maximized === true };
  } catch {
    return USUAL;
  }
}

/** @param file in the user's data folder */
export function readWindowSize(file: string): WindowSize {
  try {
    return parseWindowSize(readFileSync(file, 'utf8'));
  } catch {
    return USUAL;
  }
}

/** A size that cannot be kept is no reason to hold the window's end up. */
export function keepWindowSize(file: string, size: WindowSize): void {
  try {
    writeFileSync(file, JSON.stringify(size), { mode: 0o600 });
  } catch {
    return;
  }
}
