/** Answers the call that makes a package. */
import type { Inspection } from '../../../../shared/model/inspection.ts';
import type { CallOutput, PACKAGE_CALLS } from '../../../../shared/contract/index.ts';
import type { HandlersOf } from '../../host/handlers.ts';
import type { Host } from '../../host/host.ts';
import { auditTip } from '../../trust/audit.ts';
import { allStubs } from '../../trust/disposed/records.ts';
import { readSettings } from '../../trust/settings.ts';
import { catalogueOrder } from '../file-catalogue.ts';
import { writePackage } from './write-package.ts';

export function exportPackageHandlers(host: Host): HandlersOf<Pick<typeof PACKAGE_CALLS, 'export.package'>> {
  const { db } = host;
  return {
    'export.package': async (input, work): Promise<CallOutput<'export.package'>> => {
      const among = input.selection === undefined ? undefined : await host.select(input.selection);
      host.settleReading();
      const request = {
        ids: catalogueOrder(db.read, among),
        out: input.out,
        zip: input.zip,
        eep: input.eep,
        organization: input.organization ?? `全宗 ${readSettings(db.read).ref_code.fonds}`,
        actor: host.actor,
        tip: auditTip(db.read),
      };
      const { inspection, ...made } = await writePackage(db, request, host.typesetting, work);
      host.record('export.package', null, {
        ...{ name: made.name, letters: made.letters, files: made.files, bytes: made.bytes, sha256: made.sha256 },
        failed: made.unset.map(({ id }) => id),
        // What was handed over must be kept for some years.
        ids: request.ids,
      });
      // Letters that were disposed of are not handed over; who hands over all hears of them.
      const disposed = among === undefined ? allStubs(db.read).length : 0;
      return {
        ...made,
        inspected: inspection.ok,
        failed_items: failedItems(inspection),
        disposed,
        audit_tip: auditTip(db.read),
      };
    },
  };
}

function failedItems({ items, findings }: Inspection): { code: string; name: string; letters: number }[] {
  return items
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ code, name }) => {
      const letters = findings.filter((finding) => finding.code === code && finding.id !== '').map(({ id }) => id);
      return { code, name, letters: new Set(letters).size };
    });
}
