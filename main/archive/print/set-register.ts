/** Sets a register, or forms of one page each, as PDF/A-2a by Typst; words reach it as data only. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import { breakCellRuns, breakLongRuns } from './long-runs.ts';
import { PrintableText } from './printable.ts';
import { shownValue, type Register } from './register.ts';
import { registerWidths } from './register-widths.ts';
import { resourcePath } from '../work/resources.ts';
import { describeTypstError, startTypesetter } from './typesetter.ts';

/** A form of one page: 封面, 备考表. */
export interface RegisterForm {
  title: string;
  rows: [string, string][];
  /** A box with room to write in, and what stands there already. */
  note: { label: string; lines: string[] } | null;
  signatures: string[];
}

/** What is to be set, with what stands at the foot of each page and the time that the file bears. */
export type RegisterJob = { date: Date; foot: string } & (
  { kind: 'list'; register: Register } | { kind: 'cover' | 'notes'; title: string; forms: RegisterForm[] }
);

export interface SetRegister {
  pdf: Uint8Array;
  pages: number;
  warnings: Warning[];
}

/** @throws ArchiveError EXPORT_FAILED where Typst refuses the page */
export async function renderRegister(job: RegisterJob): Promise<SetRegister> {
  const { compiler, fonts } = await startTypesetter();
  const printable = new PrintableText(fonts);
  const print = (text: string): string => printable.print('songti', text);
  const heading = (text: string): string => printable.print('heiti', text);
  const title = job.kind === 'list' ? job.register.title : job.title;
  const { date } = job;
  const rows = job.kind === 'list' ? job.register.rows.map((row) => row.map((value) => print(shownValue(value)))) : [];
  const { widths, whole } =
    job.kind === 'list' ? registerWidths(job.register.columns, rows) : { widths: [], whole: [] };
  const content =
    job.kind === 'list'
      ? {
          subtitle: print(job.register.subtitle),
          columns: job.register.columns.map((column, at) => ({
            ...column,
            width: widths[at] ?? 0,
            label: heading(column.label),
          })),
          rows: rows.map((row) => row.map((value, at) => (whole.includes(at) ? value : breakCellRuns(value)))),
          totals: job.register.totals.map(print),
          signatures: job.register.signatures.map(heading),
        }
      : {
          forms: job.forms.map((form) => ({
            title: printable.print('xiaobiaosong', form.title),
            rows: form.rows.map(([label, value]) => [heading(label), breakLongRuns(print(value)).text]),
            note: form.note && { label: heading(form.note.label), lines: form.note.lines.map(print) },
            signatures: form.signatures.map(heading),
          })),
        };
  const data = {
    kind: job.kind,
    meta: {
      title: title.toWellFormed(),
      author: '复函档案',
      date: [
        date.getUTCFullYear(),
        date.getUTCMonth() + 1,
        date.getUTCDate(),
        date.getUTCHours(),
        date.getUTCMinutes(),
        date.getUTCSeconds(),
      ],
    },
    fonts: fonts.roles,
    foot: print(job.foot),
    ...content,
  };
  try {
    const result = compiler.compile({
      mainFilePath: resourcePath('typst', 'register.typ'),
      inputs: { register: JSON.stringify(data) },
    });
    const document = result.result;
    if (document === null)
      throw new ArchiveError('EXPORT_FAILED', title, JSON.stringify(result.takeDiagnostics()?.shortDiagnostics ?? []));
    const pdf = compiler.pdf(document, { pdfStandard: 'a-2a' });
    return {
      pdf: new Uint8Array(pdf.buffer, pdf.byteOffset, pdf.byteLength),
      pages: document.numOfPages,
      warnings: printable.warnings(),
    };
  } catch (thrown) {
    if (thrown instanceof ArchiveError) throw thrown;
    throw new ArchiveError('EXPORT_FAILED', title, describeTypstError(thrown));
  } finally {
    compiler.evictCache(0);
  }
}
