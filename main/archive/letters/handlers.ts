/** Answers the contract's calls on letters that are filed. */
import type { LETTER_CALLS, Role } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { HandlersOf } from '../host/handlers.ts';
import { indexed, type Host } from '../host/host.ts';
import { printReport } from '../print/print-report.ts';
import { drawPreview } from '../reading/readers/page-picture.ts';
import { readBytes, writeContentTo } from '../storage/content.ts';
import { hasAccounts } from '../trust/accounts/accounts.ts';
import { withActorNames } from '../trust/accounts/actor-names.ts';
import type { CurrentSession } from '../trust/accounts/current-session.ts';
import { requireOwnHands } from '../trust/accounts/own-hand.ts';
import { auditTip } from '../trust/audit.ts';
import { TimeSlicer } from '../work/time-slicer.ts';
import { readAttachments } from './attachment-text.ts';
import { findAttachment } from './attachments.ts';
import { editBulk, previewBulk, undoBulk } from './bulk.ts';
import { asRelated, letterRows, listIds, listLetters, showLetter } from './catalogue.ts';
import { diffLetters } from './diff.ts';
import { attachFiles, detachFile, editLetter, finaliseLetter, restoreVersion, unlockLetter } from './editing.ts';
import { findLetters } from './find.ts';
import { readNumberSeries } from './numbering.ts';
import { pageWords, shownPage } from './page-shown.ts';
import { listRetention, setRetention, shortens } from './retention.ts';
import { revisionTable } from './revision-table.ts';
import { lettersTheWiderRuleRefuses } from './secrecy-list.ts';
import { withNames } from '../storage/letter-names.ts';
import { archiveStats } from './stats.ts';
import { archiveToday } from './today.ts';
import { tellLetters } from './told.ts';
import { readHistory } from './versions.ts';

/** Who may agree that a retention is shortened: who may give an opinion in an appraisal. */
const AGREEING: readonly Role[] = ['archivist', 'reader', 'auditor'];

/** @param session in which a second person agrees that a retention is shortened */
export function letterHandlers(host: Host, session: CurrentSession): HandlersOf<typeof LETTER_CALLS> {
  const { db } = host;
  /** What each act on one letter is told of its call. */
  const act = <I extends { id: string; reason: string; base_version?: number | undefined }>(input: I) => ({
    id: input.id,
    actor: host.actor,
    reason: input.reason,
    baseVersion: input.base_version,
  });
  const indexAll = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) await host.index(id);
  };

  return {
    'letters.list': (input) => listLetters(db.read, input),
    'letters.listIds': (input) => ({ ids: listIds(db.read, input) }),
    'letters.rows': (input) => ({ letters: letterRows(db.read, input.ids) }),
    'letters.find': (input) => findLetters(db.read, input.words),
    'letters.told': (input) => tellLetters(db.read, input.letters),
    'letters.today': (_input, { signal }) => archiveToday(db.read, host.actor, { signal }),
    'letters.show': (input) => {
      const letter = showLetter(db.read, input.id, input.version);
      host.noteOpened(letter.id, letter.version);
      return letter;
    },
    'letters.edit': (input) =>
      indexed(
        host,
        editLetter(db, {
          ...act(input),
          set: input.set,
          text: input.text,
          reviewed: input.reviewed ? 'settled' : undefined,
        }),
      ),
    'letters.attach': async (input, work) => {
      const attachments = await readAttachments(input.attachments, work);
      return indexed(host, attachFiles(db, { ...act(input), attachments }));
    },
    'letters.detach': (input) => indexed(host, detachFile(db, { ...act(input), attachment: input.attachment })),
    'letters.attachmentPage': async (input) => {
      const { name, sha256 } = findAttachment(db.read, input.id, input.attachment);
      // Who looks at a letter's pages has seen the letter.
      host.noteOpened(input.id, showLetter(db.read, input.id).version);
      return shownPage({ name, bytes: Uint8Array.from(readBytes(db.read, sha256)) }, input.page);
    },
    'letters.preview': async (input) => {
      const { name, sha256 } = findAttachment(db.read, input.id, input.attachment);
      host.noteOpened(input.id, showLetter(db.read, input.id).version);
      return drawPreview({ name, bytes: Uint8Array.from(readBytes(db.read, sha256)) }, input.page);
    },
    'letters.pageWords': async (input, { signal }) => {
      const { name, sha256 } = findAttachment(db.read, input.id, input.attachment);
      host.noteOpened(input.id, showLetter(db.read, input.id).version);
      const file = { name, bytes: Uint8Array.from(readBytes(db.read, sha256)) };
      return { places: await pageWords(file, input.page, signal === undefined ? {} : { signal }) };
    },
    'letters.saveAttachment': (input) => {
      const found = findAttachment(db.read, input.id, input.attachment);
      writeContentTo(db.read, found.sha256, input.out);
      host.record('attachment.save', input.id, { attachment: input.attachment, sha256: found.sha256 });
      return found;
    },
    'letters.history': (input) => readHistory(db.read, input.id),
    'letters.diff': (input) =>
      diffLetters(showLetter(db.read, input.id, input.from), showLetter(db.read, input.id, input.to), input.loose),
    'letters.compare': (input) => {
      const [one, two] = [showLetter(db.read, input.id), showLetter(db.read, input.other)];
      const isEarlier = (one.elements.issued_on ?? '') < (two.elements.issued_on ?? '');
      const [before, after] = isEarlier ? [one, two] : [two, one];
      host.record('letter.compare', input.id, { other: input.other });
      return { before: asRelated(before), after: asRelated(after), diff: diffLetters(before, after, input.loose) };
    },
    'letters.printDiff': async (input) => {
      const letter = showLetter(db.read, input.id, input.to);
      const diff = diffLetters(showLetter(db.read, input.id, input.from), letter, input.loose);
      const history = withActorNames(db.read, readHistory(db.read, input.id));
      const report = revisionTable(letter, diff, history, input.loose, auditTip(db.read));
      const name = letter.elements.doc_number ?? letter.name;
      const stem = `修改对照表 ${name} 第${input.from}版至第${input.to}版`;
      const printed = await printReport(report, input.out, stem, host.typesetting);
      host.record('report.revisions', input.id, { from: input.from, to: input.to, sha256: printed.sha256 });
      return printed;
    },
    'letters.restore': (input) => indexed(host, restoreVersion(db, { ...act(input), version: input.version })),
    'letters.finalise': (input) => finaliseLetter(db, act(input)),
    'letters.unlock': (input) => unlockLetter(db, { id: input.id, actor: host.actor, reason: input.reason }),
    'letters.previewBulk': (input) => withNames(db.read, previewBulk(db.read, input.ids, input.set)),
    'letters.editBulk': async (input) => {
      const made = editBulk(db, { ...input, actor: host.actor });
      await indexAll(made.changed);
      return made;
    },
    'letters.undoBulk': async (input) => {
      const made = undoBulk(db, { ...input, actor: host.actor });
      await indexAll(made.undone);
      return made;
    },
    'letters.numbering': () => readNumberSeries(db.read),
    'letters.secrecy': async (_input, work) => {
      const result = await lettersTheWiderRuleRefuses(db.read, work);
      host.record('secrecy.check', null, { letters: result.letters.length, unread: result.unread });
      return result;
    },
    'letters.stats': (_input, work) => archiveStats(db.read, new TimeSlicer(work)),
    'letters.retention': (input) => {
      const listed = listRetention(db.read, input);
      return { ...listed, letters: withNames(db.read, listed.letters) };
    },
    'letters.setRetention': async (input) => {
      const { second, ...request } = input;
      const needed = hasAccounts(db.read) && shortens(db.read, request.ids, request.retention);
      if (needed && second === undefined) throw new ArchiveError('RETENTION_SECOND_PERSON');
      const { actor } = host;
      const approver = needed && second !== undefined ? await session.agree(second, ...AGREEING) : undefined;
      if (approver !== undefined) requireOwnHands(db.read, actor, approver);
      const changed = setRetention(db, { ...request, actor, approver });
      await indexAll(changed.map(({ id }) => id));
      return changed;
    },
  };
}
