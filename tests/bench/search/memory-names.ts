/** Prints the resident bytes of a process that holds the names of all letters of a bench folder: what their thread costs. */
import { join } from 'node:path';
import { NameIndex } from '../../../main/archive/search/names.ts';
import { nameRecord } from '../../../main/archive/search/service.ts';
import { LetterFile } from './letter-file.ts';

const source = new LetterFile(join(process.argv[2] ?? '.', 'letters.jsonl'));
const names = new NameIndex();
for (let number = 0; number < source.count(); number++) names.add([nameRecord(source.at(number))]);
for (const typed of ['li', 'zf', '民政', '电梯', 'jiaotong', '第1']) names.suggest(typed, 8);
console.log(process.memoryUsage.rss());
