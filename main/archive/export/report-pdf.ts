/** Prints reports (check sheets, inspections, tables of revisions) as PDF/A-2a by Typst; words reach it as data only. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { diskError } from '../storage/failures.ts';
import { safeFileName } from './file-names.ts';
import type { FontRole } from './fonts.ts';
import { describeTypstError, startTypesetter } from './letter-pdf.ts';
import { writeNewFile } from './new-file.ts';
import { PrintableText } from './printable.ts';
import { resourcePath } from './resources.ts';
import { typesettingHere, type Typesetting } from './typesetting.ts';

/** A cell of a table: plain, or what went and what came. */
export type ReportCell = string | { runs: { op: 'equal' | 'insert' | 'delete'; text: string }[] };

export type ReportBlock =
  | { kind: 'heading' | 'text'; text: string }
  | { kind: 'pairs'; rows: [string, string][] }
  /** `widths` are shares of the page's width, one a column. */
  | { kind: 'table'; columns: string[]; widths: number[]; rows: ReportCell[][] }
  | { kind: 'signatures'; labels: string[] };

export interface Report {
  title: string;
  subtitle: string;
  /** At the foot of every page: what ties it to the archive. */
  foot: string;
  /** The file's own date. */
  date: Date;
  blocks: ReportBlock[];
}

const ROLE_OF: Record<ReportBlock['kind'], FontRole> = {
  heading: 'heiti',
  text: 'songti',
  pairs: 'songti',
  table: 'songti',
  signatures: 'heiti',
};

function printableBlock(block: ReportBlock, printable: PrintableText): ReportBlock {
  const print = (text: string): string => printable.print(ROLE_OF[block.kind], text);
  switch (block.kind) {
    case 'heading':
    case 'text':
      return { ...block, text: print(block.text) };
    case 'pairs':
      return { ...block, rows: block.rows.map(([label, value]): [string, string] => [print(label), print(value)]) };
    case 'table':
      return {
        ...block,
        columns: block.columns.map(print),
        rows: block.rows.map((row) =>
          row.map((cell) =>
            typeof cell === 'string'
              ? print(cell)
              : { runs: cell.runs.map((run) => ({ ...run, text: print(run.text) })) },
          ),
        ),
      };
    case 'signatures':
      return { ...block, labels: block.labels.map(print) };
  }
}

/** @throws ArchiveError EXPORT_FAILED where Typst refuses the page */
export async function renderReport(report: Report): Promise<{ pdf: Uint8Array; pages: number }> {
  const { compiler, fonts } = await startTypesetter();
  const printable = new PrintableText(fonts);
  const data = {
    meta: {
      title: report.title,
      author: '复函档案',
      year: report.date.getFullYear(),
      month: report.date.getMonth() + 1,
      day: report.date.getDate(),
    },
    fonts: fonts.roles,
    title: printable.print('xiaobiaosong', report.title),
    subtitle: printable.print('songti', report.subtitle),
    foot: printable.print('songti', report.foot),
    signed: printable.print('songti', '签名　　　　　　　　　　　年　　月　　日'),
    blocks: report.blocks.map((block) => printableBlock(block, printable)),
  };
  try {
    const result = compiler.compile({
      mainFilePath: resourcePath('typst', 'report.typ'),
      inputs: { report: JSON.stringify(data) },
    });
    const document = result.result;
    if (document === null) {
      throw new ArchiveError(
        'EXPORT_FAILED',
        report.title,
        JSON.stringify(result.takeDiagnostics()?.shortDiagnostics ?? []),
      );
    }
    const pdf = compiler.pdf(document, { pdfStandard: 'a-2a' });
    return { pdf: new Uint8Array(pdf.buffer, pdf.byteOffset, pdf.byteLength), pages: document.numOfPages };
  } catch (thrown) {
    if (thrown instanceof ArchiveError) throw thrown;
    throw new ArchiveError('EXPORT_FAILED', report.title, describeTypstError(thrown));
  } finally {
    compiler.evictCache(2);
  }
}

/** Writes bytes into a folder, made where it is missing, under a name that is free. @throws ArchiveError as the disk says */
export function writeReportFile(
  folder: string,
  stem: string,
  extension: string,
  bytes: Uint8Array,
): { file: string; sha256: string } {
  try {
    mkdirSync(folder, { recursive: true });
    const { name } = writeNewFile(folder, safeFileName(stem, extension, '报告'), bytes);
    return { file: join(folder, name), sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (thrown) {
    throw diskError(thrown, folder);
  }
}

/** Prints a report into a folder; `typesetting` says where its pages are set. @throws ArchiveError EXPORT_FAILED, and as the disk says */
export async function printReport(
  report: Report,
  folder: string,
  stem: string,
  typesetting: Typesetting = typesettingHere,
): Promise<{ file: string; pages: number; sha256: string }> {
  const { pdf, pages } = await typesetting.report(report);
  return { ...writeReportFile(folder, stem, '.pdf', pdf), pages };
}
