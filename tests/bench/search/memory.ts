/** Prints the resident bytes of a process that opens the index of a bench folder and answers both query sets. */
import { join } from 'node:path';
import { SearchService } from '../../../main/archive/search/service.ts';
import { request } from '../../unit/search/letters.ts';
import { LetterFile } from './letter-file.ts';
import { firstSet, secondSet } from './queries.ts';

const folder = process.argv[2] ?? '.';
const source = new LetterFile(join(folder, 'letters.jsonl'));
const search = await SearchService.open(join(folder, 'index'), source);
for (const make of [firstSet, secondSet]) {
  const { typed, pasted } = make((n) => source.at(n), source.count());
  for (const query of [...typed, ...pasted]) await search.query(request(query));
}
console.log(process.memoryUsage.rss());
await search.close();
source.close();
