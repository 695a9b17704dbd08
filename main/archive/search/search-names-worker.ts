/** Thread entry: holds the names. In a heap of its own, so that its size never delays the text index. */
import { answerCalls } from '../work/answer-calls.ts';
import { compactNow } from '../work/memory.ts';
import { NameIndex, type Suggestion } from './names.ts';
import type { NamesRequest } from './names-port.ts';

const names = new NameIndex();

/** Once the names have come, what their coming has cost beside them is given back. */
const QUIET_MS = 1000;
let quiet: NodeJS.Timeout | undefined;
let added = 0;
const MANY = 1000;
function noteAdded(count: number): void {
  added += count;
  clearTimeout(quiet);
  if (added < MANY) return;
  quiet = setTimeout(() => {
    added = 0;
    compactNow();
  }, QUIET_MS).unref();
}

answerCalls<NamesRequest, Suggestion[]>((request) => {
  if ('prefix' in request) return names.suggest(request.prefix, request.limit);
  names.add(request.add);
  noteAdded(request.add.length);
  return [];
});
