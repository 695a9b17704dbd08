/**
 * Prints the resident bytes of a process that holds nothing but the text index of a bench folder and answers the
 * queries of `queries.json` in it: what the index's own thread costs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobsHere } from '../../../main/archive/search/jobs.ts';
import { TextIndex } from '../../../main/archive/search/text-index.ts';
import { parseQuery } from '../../../shared/text/query.ts';

const folder = process.argv[2] ?? '.';
const queries = JSON.parse(readFileSync(join(folder, 'queries.json'), 'utf8')) as string[];
const index = new TextIndex({ folder: join(folder, 'index'), archiveId: 'bench', readOnly: true, jobs: jobsHere });
for (const words of queries) {
  index.search({ query: parseQuery(words), filters: {}, sort: 'relevance', offset: 0, limit: 20 });
}
console.log(process.memoryUsage.rss());
