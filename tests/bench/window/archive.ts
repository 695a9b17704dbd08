/** An archive of synthetic letters, filed as the import files them, for the bench of the window. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileIn } from '../../../main/archive/letters/filing.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { ARCHIVE_NAME } from '../../../main/archive/storage/open-checks.ts';
import { sha256OfBytes } from '../../../main/archive/reading/load-file.ts';
import { Engine } from '../../../main/archive/engine.ts';
import { Synthetic } from '../search/synthetic.ts';

/** Letters filed in one transaction. */
const AT_ONCE = 500;
/** Mean length of a letter in characters. */
const LENGTH = 1500;

/** Makes the archive in a folder, with its index; does nothing where it is there already. */
export async function makeArchive(folder: string, letters: number): Promise<void> {
  if (existsSync(join(folder, ARCHIVE_NAME))) return;
  const synthetic = new Synthetic({ seed: 7, length: LENGTH });
  const db = await openArchiveDb(folder, { create: true });
  try {
    for (let from = 0; from < letters; from += AT_ONCE) {
      db.transaction((tx) => {
        for (let number = from; number < Math.min(letters, from + AT_ONCE); number += 1) {
          const { elements, text } = synthetic.letter(number);
          const bytes = new TextEncoder().encode(text);
          const name = `${number}.txt`;
          fileIn(tx, 'bench', {
            elements,
            text,
            original: { name, bytes },
            originalSha256: sha256OfBytes(bytes),
            source: {
              fileName: name,
              format: 'txt',
              rawText: text,
              map: [{ clean: 0, raw: 0, length: text.length }],
              pages: [],
              evidence: {},
              warnings: [],
            },
            attachments: [],
            reason: '归档',
            nearKey: new Uint8Array(),
            review: number % 500 === 0,
          });
        }
      });
      if (from % 10_000 === 0) console.log(`  filed ${from}`);
    }
  } finally {
    db.close();
  }
  const engine = await Engine.open({ folder, actor: 'bench', inProcess: true });
  await engine.close();
}
