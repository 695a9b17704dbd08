/** Answers the contract's calls on appraisal and disposal; the register's file is made in export/disposal. */
import type { DISPOSAL_CALLS } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { HandlersOf } from '../host/handlers.ts';
import type { Host } from '../host/host.ts';
import { executeInTables } from './execute.ts';
import { readDisposal } from './read.ts';
import { cancelDisposal, decideDisposal, giveOpinions, openDisposal, requireAccounts, signDisposal } from './steps.ts';
import { compactArchive, sweepCopies } from './sweep.ts';
import { disposalView, listDisposals, listExpiring } from './views.ts';

/**
 * @param live what the engine lends now: after the archive's file was written anew it is another
 * @param reopened closes the archive, lets the act write its file anew, and opens it again; who is signed in stays so
 */
export function disposalHandlers(
  live: () => Host,
  reopened: (act: () => Promise<void>) => Promise<void>,
): HandlersOf<Omit<typeof DISPOSAL_CALLS, 'export.disposal'>> {
  const { db } = live();
  const actor = (): string => live().actor;
  return {
    'disposal.expiring': (input) => listExpiring(db.read, input),
    'disposal.list': (input) => listDisposals(db.read, input),
    'disposal.show': ({ id }) => disposalView(db.read, id),
    'disposal.open': (input) => openDisposal(db, input, actor()),
    'disposal.opine': (input) => giveOpinions(db, input, actor()),
    'disposal.approve': (input) => decideDisposal(db, input, actor()),
    'disposal.sign': (input) => signDisposal(db, input, actor()),
    'disposal.cancel': (input) => cancelDisposal(db, input, actor()),
    'disposal.execute': async ({ id, places }, work) => {
      requireAccounts(db.read, actor());
      const { state } = readDisposal(db.read, id);
      if (state !== 'executing' && state !== 'done') executeInTables(db, id, actor());
      if (work.signal?.aborted === true) throw new ArchiveError('CANCELLED');
      const { disk, folder } = db;
      if (state !== 'done') {
        work.onProgress?.({ done: 0, total: 0, message: '清除档案库文件和索引中的残留' });
        await reopened(() => compactArchive(disk, folder));
      }
      await sweepCopies(live().db, { id, actor: actor(), more: places }, work);
      return disposalView(live().db.read, id);
    },
  };
}
