/** An export of letters as a job: single files, volumes or both, in threads where there are many, going on where an earlier run stopped. */
import { catalogueOrder } from './file-catalogue.ts';
import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportPdfResult, ParsedInput } from '../../../shared/contract/index.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import { beijingTime } from '../../../shared/text/dates.ts';
import type { Host } from '../host/host.ts';
import { showLetter } from '../letters/catalogue.ts';
import { diffLetters } from '../letters/diff.ts';
import { archiveStamp } from '../letters/ref-code.ts';
import { revisionTable } from '../letters/revision-table.ts';
import { readHistory } from '../letters/versions.ts';
import type { ArchiveStamp } from '../print/archive-stamp.ts';
import { makeOutputFolder } from '../print/new-file.ts';
import type { Report } from '../print/report.ts';
import type { Typesetting } from '../print/typesetting.ts';
import { isBatchBegun, typesettingForBatch } from '../print/typesetting-batch.ts';
import { iterateBytes } from '../storage/content.ts';
import { targetError } from '../storage/failures.ts';
import { withNames } from '../storage/letter-names.ts';
import { archiveIdOf } from '../storage/meta.ts';
import type { ReadableDb } from '../storage/types.ts';
import { withActorNames } from '../trust/accounts/actor-names.ts';
import { auditTip } from '../trust/audit.ts';
import { logHeadRows } from '../trust/log-head.ts';
import type { LongWork } from '../work/long-work.ts';
import { attachedWarnings } from './attached-pages.ts';
import { readWordsOf } from './attached-words.ts';
import { openJournal, requestKey, type ExportLog, type LoggedLine } from './export-journal.ts';
import { exportPdf, type ExportedFiles, type PdfLetter } from './export-pdf.ts';
import type { BoundLetter } from './bound-letter.ts';
import { writeVolumes, type WrittenVolume } from './export-volume.ts';
import { textDiffersOf } from './text-differs.ts';
import { newestHash, sourcePages } from './page-counts.ts';

/** From so many letters on, starting threads for them is worth while. */
const MANY_LETTERS = 12;

type Input = ParsedInput<'export.pdf'>;

export interface ExportedLetters extends ExportedFiles {
  volumes: ExportPdfResult['volumes'];
  /** Version and archive number of each letter that was printed. */
  printed: Map<string, Pick<Letter, 'version' | 'ref_code'>>;
  /** Warnings of letters that stand in a volume alone, and of what an earlier run left. */
  warnings: Warning[];
}

/** What is said of a letter that stands in a volume alone: what its pages print, and which attachments are not behind it. */
const boundWarnings = (
  name: string,
  { warnings, attached = [] }: Pick<ExportedFiles['files'][number], 'warnings' | 'attached'>,
): Warning[] =>
  [...warnings.filter(({ code }) => code === 'PDF_TEXT_DIFFERS'), ...attachedWarnings(attached)].map(
    ({ code, message }) => ({ code, message: `《${name}》：${message}` }),
  );

/** The stamp of a letter; a file with pages of its own says how many. */
function stampOf(db: ReadableDb, id: string): ArchiveStamp {
  const pages = sourcePages(db, id);
  return { ...archiveStamp(db, id), ...(pages === 0 ? {} : { pages }) };
}

/**
 * A folder that only this export uses, in the target folder so that a finished file needs no copying. Where something else has its name (a
 * link that leads elsewhere), it gets another.
 */
function workFolder(out: string, key: string): string {
  const folder = join(out, `.fuhan-volume-${key}`);
  try {
    const there = lstatSync(folder, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) return folder;
    const free = there === undefined ? folder : `${folder}-${randomBytes(8).toString('hex')}`;
    mkdirSync(free);
    return free;
  } catch (thrown) {
    throw targetError(thrown, folder);
  }
}

/** The log keeps the hash of each finished line: whoever may write in the target folder cannot make one. */
function exportLog(host: Host): ExportLog {
  return {
    lines: (request) => {
      const rows = host.db.read.all<{ detail: string }>("SELECT detail FROM audit WHERE action = 'export.pdf_part'");
      const ours = rows.map(({ detail }) => readRecord(detail)).filter((detail) => detail['export'] === request);
      return new Set(ours.flatMap(({ files }) => (files as LoggedLine[]).map(({ line }) => line)));
    },
    put: (request, files) => host.record('export.pdf_part', null, { export: request, files }),
  };
}

/**
 * @returns what was written; single files are none where only volumes were wanted
 * @throws ArchiveError as exportPdf and writeVolumes
 */
export async function exportLetters(
  host: Host,
  selected: readonly string[],
  input: Input,
  work: LongWork,
): Promise<ExportedLetters> {
  const { out, list: _list, ...asked } = input;
  const db = host.db.read;
  // A volume is bound as letters lie in the archive: its first and last number are the lowest and the highest.
  const ids = input.volume === 'no' ? selected : catalogueOrder(db, selected);
  makeOutputFolder(out);
  const request = { archive: archiveIdOf(db), asked, ids };
  const apart = input.volume === 'no' ? undefined : workFolder(out, requestKey(request));
  const folder = input.volume === 'only' && apart !== undefined ? apart : out;
  const journal = openJournal(folder, request, exportLog(host));
  // A batch has processes of its own; a few letters go where pages are set anyway. Where pages of attachments are drawn the process that
  // sets must be able to make room for the one that draws.
  const isBatch = ids.length >= MANY_LETTERS || input.attachments_as_pages || isBatchBegun();
  const many = isBatch && ids.length > 0 && host.typesetting.width === 1;
  const typesetting = many ? typesettingForBatch(input.attachments_as_pages ? 1 : 2) : host.typesetting;
  const printed: ExportedLetters['printed'] = new Map();
  const load = (id: string): PdfLetter => {
    const letter = showLetter(db, id);
    printed.set(id, { version: letter.version, ref_code: letter.ref_code });
    return {
      letter,
      history: withActorNames(db, readHistory(db, id)),
      stamp: stampOf(db, id),
      warnings: textDiffersOf(db, letter),
      piecesOf: (sha256) => iterateBytes(db, sha256),
      ...(input.attachments_as_pages ? { wordsOf: readWordsOf(db, id) } : {}),
    };
  };
  const options = {
    cover: input.cover,
    // One head for all covers of an export: that of the log when it began.
    ...(input.cover ? { logHead: auditTip(db) } : {}),
    history: input.history,
    withAttachments: input.with_attachments && input.volume !== 'only',
    attachmentsAsPages: input.attachments_as_pages,
    stamp: input.stamp,
    stampOriginal: input.stamp_original && input.volume !== 'only',
  };
  try {
    const made = await exportPdf(
      ids.map((id) => ({ id, load: () => load(id) })),
      folder,
      options,
      { ...work, typesetting, journal },
    );
    // All letters are set: what that took is not held while volumes are bound.
    await typesetting.rest();
    const volumes =
      apart === undefined || made.files.length === 0
        ? []
        : await bind(host, made.files, input, apart, typesetting, work);
    journal.end();
    if (apart !== undefined) rmSync(apart, { recursive: true, force: true });
    // What is bound alone has no file to say it of.
    const alone =
      input.volume === 'only' ? made.files.filter(({ warnings, attached }) => warnings.length > 0 || attached) : [];
    const bound = withNames(db, alone).flatMap(({ name, ...file }) => boundWarnings(name, file));
    const told = [...journal.warnings, ...bound];
    return { ...made, files: input.volume === 'only' ? [] : made.files, volumes, printed, warnings: told };
  } finally {
    journal.leave();
    if (many) await typesetting.close();
  }
}

function bind(
  host: Host,
  files: ExportedFiles['files'],
  input: Input,
  folder: string,
  typesetting: Typesetting,
  work: LongWork,
): Promise<WrittenVolume[]> {
  const db = host.db.read;
  const tip = auditTip(db);
  const date = new Date();
  const bound = files.map(({ id, file, pages, attached }): BoundLetter => {
    const { ref_code, name, elements, version, attachments } = showLetter(db, id);
    const letter = { id, ref_code, name, elements, version, attachments };
    return {
      letter,
      file,
      pages,
      attached: attached ?? [],
      hash: newestHash(db, letter),
      revisions: input.revisions ? revisionsOf(db, id) : undefined,
    };
  });
  return writeVolumes(bound, input.out, folder, {
    ...work,
    typesetting,
    about: [
      ['档案库标识', archiveIdOf(db)],
      ['导出时间', beijingTime(date.toISOString())],
      ['导出人', host.actor],
      ...logHeadRows(tip),
    ],
    foot: `档案库 ${archiveIdOf(db)}　审计链第 ${tip.seq} 条`,
    date,
    embed: input.embed,
    piecesOf: (sha256) => iterateBytes(db, sha256),
  });
}

/** What was changed since a letter was filed; undefined where nothing was. */
function revisionsOf(db: ReadableDb, id: string): Report | undefined {
  const letter = showLetter(db, id);
  const history = withActorNames(db, readHistory(db, id));
  const first = history[0]?.version;
  if (first === undefined || first === letter.version) return undefined;
  return revisionTable(letter, diffLetters(showLetter(db, id, first), letter), history, false, auditTip(db));
}
