/** Answers the contract's calls on public versions; their files are made in export/public. */
import type { PUBLIC_CALLS } from '../../../../shared/contract/index.ts';
import type { HandlersOf } from '../../host/handlers.ts';
import type { Host } from '../../host/host.ts';
import { decidePublic, publishPublic, reviewPublic, withdrawPublic } from './deciding.ts';
import { listDue } from './due.ts';
import { publicFile } from './status.ts';

export function publicHandlers(host: Host): HandlersOf<Omit<typeof PUBLIC_CALLS, 'export.public'>> {
  const { db } = host;
  return {
    'public.show': ({ id }) => {
      const { status } = publicFile(db.read, id);
      // The list shows what stands in the letter.
      host.noteOpened(id, status.version);
      return status;
    },
    'public.decide': (input) => decidePublic(db, input, host.actor),
    'public.review': (input) => reviewPublic(db, input, host.actor),
    'public.publish': (input) => publishPublic(db, input, host.actor),
    'public.withdraw': (input) => withdrawPublic(db, input, host.actor),
    'public.due': (input) => listDue(db.read, input),
  };
}
