/** Answers the contract's calls that write letters out: PDF files and tables, each with its entry in the log and the head behind it. */
import { dirname } from 'node:path';
import type { CallOutput, EXPORT_CALLS } from '../../../shared/contract/index.ts';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import type { AuditAction, AuditTip } from '../../../shared/model/audit.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { REGISTER_KINDS } from '../../../shared/model/registers.ts';
import type { HandlersOf } from '../host/handlers.ts';
import type { Host } from '../host/host.ts';
import type { LongWork } from '../work/long-work.ts';
import { showLetter } from '../letters/catalogue.ts';
import { tableKind } from '../print/table-file.ts';
import { archiveIdOf } from '../storage/meta.ts';
import { breathe } from '../work/time-slicer.ts';
import { auditTip } from '../trust/audit.ts';
import { isFondsSet, readSettings } from '../trust/settings.ts';
import type { ReadableDb } from '../storage/types.ts';
import { catalogueOrder } from './file-catalogue.ts';
import { withDisposed } from './disposed-rows.ts';
import { publicRows } from './public/public-rows.ts';
import { layoutOf, registerAbout, registerRows } from './register-rows.ts';
import { registerFormat, writeRegisterAsPdf, writeRegisterAsTable } from './register-file.ts';
import { makeCovers, makeNotes, makeRegister } from './registers.ts';
import { exportLetters } from './export-letters.ts';
import { writeExportList, type ListedFile } from './manifest.ts';
import { TABLE_COLUMNS, tableOrigin, tableRow, writeLetterTable, type LetterTable } from './result-table.ts';

type WrittenTable = CallOutput<'export.table'>;

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
  /**
   * Read behind the entry of the export: whoever holds the list can prove that the log has not been cut before it. The files stand already:
   * where no room is left for their list, the answer still tells of them.
   */
  const writeList = (
    folder: string,
    tip: AuditTip,
    files: ListedFile[],
    failed: CallOutput<'export.pdf'>['failed'] = [],
  ): { list?: string; warnings: Warning[] } => {
    const list = {
      archive_id: archiveIdOf(db.read),
      exported_at: new Date().toISOString(),
      actor: host.actor,
      audit_tip: tip,
      files,
      failed,
    };
    try {
      return { list: writeExportList(folder, list), warnings: [] };
    } catch (thrown) {
      const { code, message } = reportError(thrown);
      const told = `导出的文件完整，只有导出清单没有写成（${code}）：${message}`;
      return { warnings: [{ code: 'LIST_NOT_WRITTEN', message: told }] };
    }
  };

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
    const beside =
      tableKind(written.file) === 'csv' ? writeList(dirname(written.file), tip, [written]) : { warnings: [] };
    return { ...written, audit_tip: tip, ...beside };
  };

  return {
    'export.pdf': async (input, context) => {
      const ids = await host.select(input.selection);
      host.settleReading();
      const result = await exportLetters(host, ids, input, context);
      host.record('export.pdf', null, {
        files: result.files.map((f) => ({ id: f.id, sha256: f.sha256 })),
        ...(result.volumes.length === 0
          ? {}
          : { volumes: result.volumes.map(({ letters, sha256 }) => ({ letters, sha256 })) }),
        failed: result.failed.map((f) => f.id),
      });
      const tip = auditTip(db.read);
      const warnings =
        input.cover || input.stamp || input.stamp_original || input.volume !== 'no' ? fondsWarnings(db.read) : [];
      const { printed, warnings: told, ...made } = result;
      const answer = { ...made, warnings: [...warnings, ...told], audit_tip: tip };
      const listed: ListedFile[] = [
        ...result.files.flatMap((file) => {
          const letter = printed.get(file.id);
          return letter === undefined ? [] : [{ ...letter, ...file }];
        }),
        ...result.volumes,
      ];
      if (!input.list || listed.length === 0) return answer;
      const beside = writeList(input.out, tip, listed, result.failed);
      return { ...answer, ...beside, warnings: [...answer.warnings, ...beside.warnings] };
    },

    'export.table': async (input, context) => {
      const ids = await host.select(input.selection, { sort: input.sort, descending: input.descending });
      const rows = await rowsOf(ids, '导出清单', context, tableRow);
      return writeOut(input.out, { name: '清单', columns: TABLE_COLUMNS, rows }, 'export.table');
    },

    'export.register': async (input, context) => {
      const { out, kind } = input;
      const isForm = kind === 'notes' || kind === 'cover';
      const format = registerFormat(out, isForm);
      const among = input.selection === undefined ? undefined : await host.select(input.selection);
      const ids = catalogueOrder(db.read, among);
      const layout = isForm ? undefined : layoutOf(db.read, input);
      const isPublic = kind === 'public';
      const living = isPublic ? publicRows(db.read, ids) : await registerRows(host, ids, context);
      // Lists of all letters say of those that were disposed of what became of them.
      const isWhole = among === undefined && (kind === 'catalogue' || kind === 'free');
      const rows = isWhole ? withDisposed(db.read, living) : living;
      const about = registerAbout(db.read, input.fonds_name);
      const tip = auditTip(db.read);
      // What is handed to the public says nothing of the archive; its list does, beside it.
      const origin = isPublic ? undefined : tableOrigin(archiveIdOf(db.read), host.actor, tip);
      const page = { date: new Date(), foot: isPublic ? '' : `档案库 ${archiveIdOf(db.read)}　审计链第 ${tip.seq} 条` };
      const written = isForm
        ? await writeRegisterAsPdf(
            out,
            {
              ...page,
              kind,
              title: REGISTER_KINDS[kind],
              forms: kind === 'cover' ? makeCovers(rows, about) : makeNotes(rows, about),
            },
            host.typesetting,
          )
        : format === 'pdf'
          ? await writeRegisterAsPdf(
              out,
              { ...page, kind: 'list', register: makeRegister(kind, rows, about, layout) },
              host.typesetting,
            )
          : writeRegisterAsTable(out, makeRegister(kind, rows, about, layout), origin);
      host.record('export.register', null, { kind, letters: rows.length, sha256: written.sha256 });
      const head = auditTip(db.read);
      const result = {
        ...written,
        warnings: [...(isPublic ? [] : fondsWarnings(db.read)), ...written.warnings],
        rows: rows.length,
        audit_tip: head,
      };
      if (format !== 'csv' && !isPublic) return result;
      const listed = { file: written.file, letters: rows.length, sha256: written.sha256 };
      const beside = writeList(dirname(written.file), head, [listed]);
      return { ...result, ...beside, warnings: [...result.warnings, ...beside.warnings] };
    },
  };
}
