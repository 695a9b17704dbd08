/** Sets a report as PDF/A-2a by Typst; words reach it as data only. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { FontRole } from './fonts.ts';
import { breakCellRuns } from './long-runs.ts';
import { PrintableText } from './printable.ts';
import type { Report, ReportBlock } from './report.ts';
import { resourcePath } from '../work/resources.ts';
import { describeTypstError, startTypesetter } from './typesetter.ts';

const ROLE_OF: Record<ReportBlock['kind'], FontRole> = {
  heading: 'heiti',
  text: 'songti',
  pairs: 'songti',
  table: 'songti',
  signatures: 'heiti',
};

function printableBlock(block: ReportBlock, printable: PrintableText): ReportBlock {
  const printWhole = (text: string): string => printable.print(ROLE_OF[block.kind], text);
  const print = (text: string): string => (block.kind === 'table' ? breakCellRuns(printWhole(text)) : printWhole(text));
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
          row.map((cell, at) =>
            typeof cell === 'string'
              ? block.whole?.includes(at) === true
                ? printWhole(cell)
                : print(cell)
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
      date: [
        report.date.getUTCFullYear(),
        report.date.getUTCMonth() + 1,
        report.date.getUTCDate(),
        report.date.getUTCHours(),
        report.date.getUTCMinutes(),
        report.date.getUTCSeconds(),
      ],
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
