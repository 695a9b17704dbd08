/** A thread for the tests of the caller: does what it is told. */
import { ArchiveError } from '../../../shared/errors.ts';
import { answerCalls } from '../../../main/archive/work/answer-calls.ts';

export type EchoCall =
  { say: string } | { count: number } | { fail: true } | { die: number } | { silent: true } | { until: 'cancelled' };

const conversation = answerCalls<EchoCall, string, number, string>((call, { part, signal }) => {
  if ('say' in call) return call.say;
  if ('count' in call) {
    for (let i = 1; i <= call.count; i++) part(i);
    return `${call.count} parts`;
  }
  if ('fail' in call) throw new ArchiveError('BAD_FILE', '甲.txt');
  if ('die' in call) process.exit(call.die);
  if ('silent' in call) return new Promise<string>(() => undefined);
  return new Promise<string>((resolve) => {
    signal.addEventListener('abort', () => resolve('cancelled'));
  });
});
conversation.note('started');
