/** The native open dialog as new attachments or new drafts: names and sources. */
import type { FileSource } from '../../shared/contract/index.ts';
import { call } from '../archive/client.ts';
import { chosenSource } from '../archive/files.ts';

/** Asks for files; empty where the user cancelled. */
export async function chooseFiles(title: string): Promise<{ name: string; source: FileSource }[]> {
  const { chosen } = await call('shell.chooseFiles', { title, multiple: true });
  return chosen.map(chosenSource);
}
