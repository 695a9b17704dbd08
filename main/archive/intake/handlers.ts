/** Answers the contract's calls by which letters come in. */
import type { INTAKE_CALLS } from '../../../shared/contract/index.ts';
import type { HandlersOf } from '../host/handlers.ts';
import { indexed, newVersion, type Host } from '../host/host.ts';
import { readSettings } from '../trust/settings.ts';
import { countFiles } from './count-files.ts';
import { Desk } from './desk.ts';
import { extractReading } from './extract.ts';
import { nearDuplicatesOf } from './near-duplicates.ts';
import { archiveYear, nextRefCode } from '../letters/ref-code.ts';
import { importPaths } from './package/import-paths.ts';
import { confirmReview, listReview, reopenReview, showReview } from './review.ts';
import { forgetWord, shownWords } from './vocabulary.ts';
import { watchFolder } from './watch.ts';

export function intakeHandlers(host: Host): HandlersOf<typeof INTAKE_CALLS> {
  const { db } = host;
  const desk = new Desk(db);
  const onFiled = (id: string): Promise<void> => host.index(id);
  return {
    'reading.extract': extractReading,
    'desk.read': (input, work) => desk.read(input.source, work),
    'desk.page': (input) => desk.page(input.draft_id, input.page),
    'desk.preview': (input) => desk.preview(input.draft_id, input.page),
    'desk.number': (input) => {
      const { code, year } = nextRefCode(
        db.read,
        archiveYear(input.issued_on, new Date().toISOString()),
        input.retention,
      );
      return { ref_code: code, year };
    },
    'review.reopen': (input) => reopenReview(db, input.id, host.actor),
    'desk.discard': (input) => {
      desk.discard(input.draft_id);
      return {};
    },
    'desk.clear': () => {
      desk.clear();
      return {};
    },
    'desk.file': async (input) => indexed(host, await desk.file(input, host.actor)),
    'letters.countFiles': (input, work) => countFiles(input.paths, db.folder, work),
    'letters.import': (input, work) =>
      importPaths(db, {
        ...work,
        actor: host.actor,
        paths: input.paths,
        dryRun: input.dry_run,
        ocr: input.ocr,
        allowDuplicates: input.allow_duplicates,
        asVersion: input.as_version,
        retention: input.retention,
        register: input.register,
        report: input.report,
        answerCancelled: input.answer_cancelled,
        onFiled,
      }),
    'letters.watch': (input, work) =>
      watchFolder(db, {
        ...work,
        actor: host.actor,
        folder: input.folder,
        ocr: input.ocr,
        intervalMs: input.interval_seconds * 1000,
        settleMs: input.settle_seconds * 1000,
        rounds: input.rounds,
        onFiled,
      }),
    'letters.nearDuplicates': (input) => nearDuplicatesOf(db, input.id),
    'reading.vocabulary': () => ({ words: shownWords(db.read), schemes: readSettings(db.read).reading.schemes }),
    'reading.forgetWord': (input) => {
      forgetWord(db, host.actor, input);
      return {};
    },
    'review.list': (input) => listReview(db.read, input.limit, input.offset),
    'review.show': (input) => showReview(db, input.id, input.twins),
    'review.confirm': (input) =>
      newVersion(
        host,
        confirmReview(db, { id: input.id, actor: host.actor, baseVersion: input.base_version, set: input.set }),
      ),
  };
}
