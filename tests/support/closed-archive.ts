/** Archives as a program leaves them that has ended. */
import { join } from 'node:path';
import { openArchiveDb } from '../../main/archive/storage/database.ts';
import { fileSample } from '../faults/acts.ts';
import { emptyFolder } from './archive.ts';

/** The folder of a closed archive with some letters in it, which goes with the test. */
export async function closedArchive(letters = 3): Promise<string> {
  const folder = join(emptyFolder(), 'archive');
  const db = await openArchiveDb(folder, { create: true });
  for (let i = 1; i <= letters; i++) fileSample(db, i, 5000);
  db.close();
  return folder;
}
