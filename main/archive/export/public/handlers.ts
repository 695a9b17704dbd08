/** Answers the call that writes public versions. */
import type { PUBLIC_CALLS } from '../../../../shared/contract/index.ts';
import type { HandlersOf } from '../../host/handlers.ts';
import type { Host } from '../../host/host.ts';
import { auditTip } from '../../trust/audit.ts';
import { exportPublic } from './export-public.ts';

export function exportPublicHandlers(host: Host): HandlersOf<Pick<typeof PUBLIC_CALLS, 'export.public'>> {
  return {
    'export.public': async (input, work) => {
      const ids = await host.select(input.selection);
      host.settleReading();
      const { files, failed } = await exportPublic(host, ids, input, work);
      host.record('export.public', null, {
        files: files.map(({ id, version, sha256 }) => ({ id, version, sha256 })),
        failed: failed.map(({ id }) => id),
      });
      return {
        files: files.map(({ version: _, ...made }) => made),
        failed,
        audit_tip: auditTip(host.db.read),
      };
    },
  };
}
