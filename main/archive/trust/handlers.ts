/** Answers the contract's calls by which an archive is proved and kept, and those on its settings. */
import { resolve } from 'node:path';
import type { ARCHIVE_CALLS, CallOutput, ParsedInput, TRUST_CALLS } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { HandlersOf } from '../host/handlers.ts';
import type { Host } from '../host/host.ts';
import { printReport } from '../print/print-report.ts';
import { TimeSlicer } from '../work/time-slicer.ts';
import { hasAccounts } from './accounts/accounts.ts';
import type { CurrentSession } from './accounts/current-session.ts';
import { auditTip, readAudit } from './audit.ts';
import { withoutContent } from './audit-without-content.ts';
import { exportAudit } from './audit-export.ts';
import type { KeptBackups } from './kept-backups.ts';
import { backupHeads, cutShortNotes, listBackups, loggedPlaces, placesNotes } from './backup-list.ts';
import { differingBackups } from './backup-rows.ts';
import { checkSheet } from './check-sheet.ts';
import { mayCall } from './accounts/rights.ts';
import { inspectArchive, withoutNames } from './inspection.ts';
import { writeInspection } from './inspection-report.ts';
import { checkAnchoredHead, readAnchoredHead } from './anchored-head.ts';
import { bringBackup, bringKept, discard, putInPlace, whyTwo, type Incoming, type RestoreResult } from './restore.ts';
import { acceptHead } from './kept-heads.ts';
import { acknowledgeRestore } from './rolled-back.ts';
import { changeSettings, readSettings } from './settings.ts';
import { aboutPlace, verifyArchive } from './verify.ts';

type TrustHandlers = HandlersOf<typeof TRUST_CALLS> & HandlersOf<Omit<typeof ARCHIVE_CALLS, 'archive.info'>>;

/**
 * @param session in which a second person agrees to a restore
 * @param exchanged closes the archive, lets the act exchange its file, and opens what is there then
 */
export function trustHandlers(
  host: Host,
  backups: KeptBackups,
  session: CurrentSession,
  exchanged: <T>(act: () => Promise<T>) => Promise<T>,
): TrustHandlers {
  const { db, folder } = host;
  /** All that can be refused is asked while the archive is open and everybody is still signed in. */
  const exchange = async (
    incoming: Incoming,
    second: ParsedInput<'trust.undoRestore'>['second'],
  ): Promise<RestoreResult> => {
    const { actor } = host;
    try {
      const why = await whyTwo(db, incoming);
      if (why.length > 0 && second === undefined) throw new ArchiveError('SECOND_PERSON_REQUIRED', why.join('，'));
      const asked = second !== undefined && hasAccounts(db.read);
      const approver = asked ? await session.agree(second, 'secadmin') : undefined;
      return await exchanged(() => putInPlace(incoming, folder, { actor, approver, migrations: db.migrations }));
    } finally {
      discard(incoming, db.disk);
    }
  };
  /** Where backups go by the settings; where they went else the archive's folder notes. */
  const places = (): string[] => {
    const { to } = readSettings(db.read).backup;
    return to === null ? [] : [to];
  };
  const seesLetters = (): boolean => !hasAccounts(db.read) || mayCall(session.caller.roles, 'letters.show');
  return {
    'settings.show': () => readSettings(db.read),
    'settings.change': (input) => changeSettings(db, host.actor, input),

    'trust.verify': async ({ deep }, work) => {
      const result = await verifyArchive(db, {
        ...work,
        deep,
        backupHeads: () => backupHeads(db, places()),
        searchCheck: host.checkIndex(deep, work.signal),
      });
      host.record('archive.verify', null, { ok: result.ok, problems: result.problems.length });
      const cutShort = cutShortNotes(db, places());
      const differing = [...(await differingBackups(db))]
        .filter(([file]) => !cutShort.some(({ id }) => resolve(id) === file))
        .map(([file, message]) => ({ kind: 'backup', id: file, message: `备份“${file}”${message}` }));
      const aboutPlaces = placesNotes(db).map((message) => ({ kind: 'place', message }));
      return { ...result, notes: [...result.notes, ...cutShort, ...differing, ...aboutPlaces, ...aboutPlace(db)] };
    },
    'trust.audit': (input) => {
      const rows = readAudit(db.read, input);
      if (seesLetters()) return rows;
      // What a row does not show is not found by it either.
      return rows.map(withoutContent).filter(({ subject }) => input.subject === undefined || subject === input.subject);
    },
    'trust.tip': () => auditTip(db.read),
    'trust.checkHead': async (input, work) => {
      const slicer = new TimeSlicer(work);
      const found = 'file' in input ? await readAnchoredHead(input.file, slicer) : { head: input.head };
      const checked = await checkAnchoredHead(db.read, found, slicer);
      host.record('audit.check_head', null, { seq: found.head.seq, ok: checked.outcome === 'same' });
      return checked;
    },
    'trust.acceptHead': ({ seq, reason }) => {
      acceptHead(db, host.actor, seq, reason);
      return { seq };
    },
    'trust.acknowledgeRestore': ({ seq, reason }) => {
      acknowledgeRestore(db, host.actor, seq, reason);
      return { seq };
    },
    'trust.inspect': async (input, work): Promise<CallOutput<'trust.inspect'>> => {
      // Who may not see letters neither finds them by their words nor hears what they are called.
      const sees = seesLetters();
      if (!sees && input.selection !== undefined && 'query' in input.selection)
        throw new ArchiveError('FORBIDDEN', '按内容选取函件');
      const ids = input.selection === undefined ? undefined : await host.select(input.selection);
      const inspected = await inspectArchive(db, { ...work, ids });
      const found = sees ? inspected : withoutNames(inspected);
      const files = input.out === undefined ? [] : await writeInspection(found, input.out, host.typesetting);
      const failed = found.items.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code);
      // What letters were asked for by words is a search: the log has the words.
      const asked =
        input.selection === undefined || !('query' in input.selection) ? {} : { query: input.selection.query };
      host.record('report.inspection', null, { ok: found.ok, letters: found.letters, failed, ...asked });
      return { ...found, files };
    },
    'trust.checkSheet': async (input) => {
      const sheet = checkSheet(db.read, input.month);
      const printed = await printReport(sheet, input.out, `档案库校验单 ${input.month}`, host.typesetting);
      host.record('report.check_sheet', null, { month: input.month, sha256: printed.sha256 });
      return printed;
    },
    'trust.exportAudit': (input) => {
      const written = exportAudit(db.read, input.out);
      host.record('export.audit', null, { rows: written.rows, sha256: written.sha256 });
      return written;
    },
    'trust.backup': (input, work) => backups.make(host.actor, input, work),
    'trust.backups': async (input) => {
      const differing = await differingBackups(db);
      const more = [...(input.in === undefined ? [] : [input.in]), ...places(), ...loggedPlaces(db.read)];
      return listBackups(db.disk, folder, more).map((one) => {
        const differs = differing.get(resolve(one.file));
        return differs === undefined ? one : { ...one, differs };
      });
    },
    'trust.restoreBackup': async (input, work) =>
      exchange(await bringBackup(input.file, folder, { ...work, migrations: db.migrations }), input.second),
    'trust.undoRestore': async (input, work) => {
      const incoming = await bringKept(db, input.kept, { ...work, migrations: db.migrations });
      return { kept: (await exchange(incoming, input.second)).kept ?? '' };
    },
  };
}
