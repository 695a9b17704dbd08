/** Answers the contract's calls that write letters out: PDF files and tables, each with its entry in the log and the head behind it. */
import { dirname } from 'node:path';
import type { CallOutput, EXPORT_CALLS } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { AuditAction, AuditTip } from '../../../shared/model/audit.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import type { HandlersOf } from '../host/handlers.ts';
import type { Host } from '../host/host.ts';
import type { LongWork } from '../work/long-work.ts';
import { showLetter } from '../letters/catalogue.ts';
import { archiveStamp } from '../letters/ref-code.ts';
import { tableKind } from '../print/table-file.ts';
import { readHistory } from '../letters/versions.ts';
import { archiveIdOf } from '../storage/meta.ts';
import { readBytes } from '../storage/content.ts';
import { breathe } from '../work/time-slicer.ts';
import { withActorNames } from '../trust/accounts/actor-names.ts';
import { auditTip } from '../trust/audit.ts';
import { isFondsSet, readSettings } from '../trust/settings.ts';
import { openJournal } from './export-journal.ts';
import { makeOutputFolder } from '../print/new-file.ts';
import { typesettingThreads } from '../print/typesetting.ts';
import type { ReadableDb } from '../storage/types.ts';
import { exportPdf, type PdfLetter } from './export-pdf.ts';
import { CATALOGUE_HEADING, catalogueOrder, catalogueRow } from './file-catalogue.ts';
import { writeExportList, type ListedFile } from './manifest.ts';
import { TABLE_HEADING, tableOrigin, tableRow, writeLetterTable, type LetterTable } from './result-table.ts';

type WrittenTable = CallOutput<'export.table'>;

/** From so many letters on, starting threads for them is worth while. */
const MANY_LETTERS = 12;

/** What is printed of an archive whose fonds nobody has named. */
function fondsWarnings(db: ReadableDb): Warning[] {
  if (isFondsSet(db)) return [];
  const { fonds } = readSettings(db).ref_code;
  return [
    {
      code: 'FONDS_NOT_SET',
      message: `全宗号“${fonds}”是程序的初始值，没有人确认过。请先在“设置”的档号一栏填写本单位的全宗号，再打印、移交。`,
    },
  ];
}

export function exportHandlers(host: Host): HandlersOf<typeof EXPORT_CALLS> {
  const { db } = host;
  /** Read behind the entry of the export: whoever holds the list can prove that the log has not been cut before it. */
  const writeList = (
    folder: string,
    tip: AuditTip,
    files: ListedFile[],
    failed: CallOutput<'export.pdf'>['failed'],
  ): string =>
    writeExportList(folder, {
      archive_id: archiveIdOf(db.read),
      exported_at: new Date().toISOString(),
      actor: host.actor,
      audit_tip: tip,
      files,
      failed,
    });

  /** A row a letter, with progress; others have their turns meanwhile. */
  const rowsOf = async (
    ids: readonly string[],
    message: string,
    { signal, onProgress }: LongWork,
    row: (letter: Letter, number: number) => string[],
  ): Promise<string[][]> => {
    const rows: string[][] = [];
    for (const [at, id] of ids.entries()) {
      rows.push(row(showLetter(db.read, id), at + 1));
      if (at % 100 !== 99) continue;
      if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
      onProgress?.({ done: at + 1, total: ids.length, message });
      await breathe();
    }
    return rows;
  };
  /** A table with where it is from: on a second sheet of an xlsx, in a list beside a csv. */
  const writeOut = (out: string, table: LetterTable, action: AuditAction): WrittenTable => {
    const origin = tableOrigin(archiveIdOf(db.read), host.actor, auditTip(db.read));
    const written = { ...writeLetterTable(out, table, origin), letters: table.rows.length };
    host.record(action, null, { letters: written.letters, sha256: written.sha256 });
    const tip = auditTip(db.read);
    if (tableKind(written.file) === 'xlsx') return { ...written, audit_tip: tip };
    return { ...written, audit_tip: tip, list: writeList(dirname(written.file), tip, [written], []) };
  };

  return {
    'export.pdf': async (input, context) => {
      const ids = await host.select(input.selection);
      host.settleReading();
      const printed = new Map<string, Pick<Letter, 'version' | 'ref_code'>>();
      // A batch has threads of its own; a few letters go where pages are set anyway.
      const many = ids.length >= MANY_LETTERS && host.typesetting.width === 1;
      const typesetting = many ? typesettingThreads() : host.typesetting;
      const { out, list: _list, ...asked } = input;
      makeOutputFolder(out);
      const journal = openJournal(out, { archive: archiveIdOf(db.read), asked, ids });
      const result = await exportPdf(
        ids.map((id) => ({
          id,
          load: (): PdfLetter => {
            const letter = showLetter(db.read, id);
            printed.set(id, { version: letter.version, ref_code: letter.ref_code });
            return {
              letter,
              history: withActorNames(db.read, readHistory(db.read, id)),
              stamp: archiveStamp(db.read, id),
              bytesOf: (sha256) => readBytes(db.read, sha256),
            };
          },
        })),
        input.out,
        {
          cover: input.cover,
          history: input.history,
          withAttachments: input.with_attachments,
          stamp: input.stamp,
        },
        { ...context, typesetting, journal },
      ).finally(() => (many ? typesetting.close() : undefined));
      journal.end();
      const warnings = input.cover || input.stamp ? fondsWarnings(db.read) : [];
      host.record('export.pdf', null, {
        files: result.files.map((f) => ({ id: f.id, sha256: f.sha256 })),
        failed: result.failed.map((f) => f.id),
      });
      const tip = auditTip(db.read);
      if (!input.list || result.files.length === 0) return { ...result, warnings, audit_tip: tip };
      const files = result.files.flatMap((file) => {
        const letter = printed.get(file.id);
        return letter === undefined ? [] : [{ ...letter, ...file }];
      });
      return { ...result, warnings, audit_tip: tip, list: writeList(input.out, tip, files, result.failed) };
    },

    'export.table': async (input, context) => {
      const ids = await host.select(input.selection, input.sort);
      const rows = await rowsOf(ids, '导出清单', context, tableRow);
      return writeOut(input.out, { name: '清单', heading: TABLE_HEADING, rows }, 'export.table');
    },

    'export.register': async ({ selection, out }, context) => {
      const among = selection === undefined ? undefined : await host.select(selection);
      const ids = catalogueOrder(db.read, among);
      const rows = await rowsOf(ids, '归档文件目录', context, (letter, at) => catalogueRow(db.read, letter, at));
      const table = { name: '归档文件目录', heading: CATALOGUE_HEADING, rows };
      const { letters, ...written } = writeOut(out, table, 'export.register');
      return { ...written, rows: letters };
    },
  };
}
