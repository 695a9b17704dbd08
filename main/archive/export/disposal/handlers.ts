/** Answers the call that writes a 销毁清册. */
import { basename } from 'node:path';
import type { CallOutput, DISPOSAL_CALLS } from '../../../../shared/contract/index.ts';
import { ArchiveError } from '../../../../shared/errors.ts';
import { beijingDay } from '../../../../shared/text/dates.ts';
import { readDisposal } from '../../disposal/read.ts';
import type { HandlersOf } from '../../host/handlers.ts';
import type { Host } from '../../host/host.ts';
import { archiveIdOf } from '../../storage/meta.ts';
import { auditTip } from '../../trust/audit.ts';
import { registerFormat, writeRegisterAsPdf, writeRegisterAsTable } from '../register-file.ts';
import { registerAbout } from '../register-rows.ts';
import { tableOrigin } from '../result-table.ts';
import { disposalRegister } from './register.ts';

export function exportDisposalHandlers(host: Host): HandlersOf<Pick<typeof DISPOSAL_CALLS, 'export.disposal'>> {
  const { db } = host;
  return {
    'export.disposal': async ({ id, out }): Promise<CallOutput<'export.disposal'>> => {
      const format = registerFormat(out, false);
      if (format === 'csv') throw new ArchiveError('BAD_VALUE', `销毁清册的扩展名须为 .xlsx 或 .pdf：${basename(out)}`);
      const { executed } = readDisposal(db.read, id);
      if (executed === null) throw new ArchiveError('NOT_FOUND', `鉴定 ${id} 没有执行销毁，销毁清册`);
      const { fonds } = registerAbout(db.read, '');
      const on = beijingDay(executed.at);
      const register = disposalRegister(executed.register, { id, on, sha256: executed.sha256, fonds });
      const tip = auditTip(db.read);
      const origin = tableOrigin(archiveIdOf(db.read), host.actor, tip);
      const foot = `档案库 ${archiveIdOf(db.read)}　审计链第 ${tip.seq} 条`;
      const written =
        format === 'pdf'
          ? await writeRegisterAsPdf(out, { kind: 'list', register, date: new Date(), foot }, host.typesetting)
          : writeRegisterAsTable(out, register, origin);
      const rows = register.rows.length;
      host.record('export.disposal', id, { letters: rows, sha256: written.sha256 });
      return { ...written, rows, audit_tip: auditTip(db.read) };
    },
  };
}
