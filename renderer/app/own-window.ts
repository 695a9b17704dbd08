/** Whether this window shows one letter and nothing else: the main process says so in its address (main/app/windows.ts). */

export interface OwnLetter {
  id: string;
  version: number | undefined;
}

/** The letter that an address names. Pure. @param search the part of the address behind the question mark */
export function letterOfAddress(search: string): OwnLetter | null {
  const words = new URLSearchParams(search);
  const id = words.get('letter');
  if (id === null || id === '' || id.length > 64) return null;
  const version = Number(words.get('version'));
  return { id, version: Number.isInteger(version) && version > 0 ? version : undefined };
}

/** The letter of this window; null in the main one. */
export const OWN_LETTER = typeof location === 'undefined' ? null : letterOfAddress(location.search);
