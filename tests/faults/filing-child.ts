/**
 * A process that files letters for ever and acknowledges each on stdout once the engine says that it is filed: what is
 * killed in the kill test. Arguments: the archive's folder, the number of the first letter.
 */
import { writeSync } from 'node:fs';
import { editLetter } from '../../main/archive/letters/editing.ts';
import { openArchiveDb } from '../../main/archive/storage/database.ts';
import { fileSample } from './acts.ts';

const [folder = '', first = '1'] = process.argv.slice(2);
const db = await openArchiveDb(folder, { create: true });
for (let number = Number(first); ; number++) {
  // Sizes from nothing to several pages of journal, so that kills also meet checkpoints.
  const id = fileSample(db, number, (number * 7919) % 150_000);
  writeSync(1, `${id} 1\n`);
  if (number % 3 === 0) {
    const made = editLetter(db, { id, actor: '李文书', reason: '更正', set: { title: `更正${number}` } });
    writeSync(1, `${id} ${made.version}\n`);
  }
}
