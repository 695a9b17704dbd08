/** Commands that write letters out: PDF files, lists, registers. */
import { extname, resolve } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';
import type { Warning } from '../../shared/model/elements.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { longCall, required, selectionOf, sortOf } from './common-options.ts';
import { withEngine } from './with-engine.ts';

const MANY = Number.MAX_SAFE_INTEGER;

/** The table that --out and --format name: the extension says the format, or the format gives the extension (xlsx by default). */
function tableFile(args: Arguments): string {
  const out = resolve(required(args, 'out', '请用 --out 指定输出文件'));
  const format = args.text('format');
  if (format !== undefined && format !== 'xlsx' && format !== 'csv')
    throw new ArchiveError('USAGE', '--format 须为 xlsx 或 csv');
  const extension = extname(out).toLowerCase();
  if (extension !== '.xlsx' && extension !== '.csv') return `${out}.${format ?? 'xlsx'}`;
  if (format !== undefined && extension !== `.${format}`)
    throw new ArchiveError('USAGE', '--format 与输出文件的扩展名不一致');
  return out;
}

/** The list that an export wrote beside its files. */
const listLine = (list: string | undefined): string => (list === undefined ? '' : `清单：${list}\n`);

const warningLines = (warnings: readonly Warning[]): string =>
  warnings.map(({ message }) => `  ! ${message}\n`).join('');

export const EXPORT_COMMANDS: Readonly<Record<string, Command>> = {
  'export pdf': {
    usage: '[ID…] | --query Q, --out DIR [--with-attachments] [--cover] [--history] [--stamp] [--no-list]',
    does: '导出 PDF（公文信函格式）',
    options: {
      query: 'text',
      out: 'text',
      'with-attachments': 'flag',
      cover: 'flag',
      history: 'flag',
      stamp: 'flag',
      'no-list': 'flag',
    },
    arity: [0, MANY],
    run: async (args, context) => {
      const selection = selectionOf(args);
      const out = resolve(required(args, 'out', '请用 --out 指定输出文件夹'));
      const result = await withEngine(args, (engine) =>
        engine.call(
          'export.pdf',
          {
            selection,
            out,
            with_attachments: args.flag('with-attachments'),
            cover: args.flag('cover'),
            history: args.flag('history'),
            stamp: args.flag('stamp'),
            list: !args.flag('no-list'),
          },
          longCall(context),
        ),
      );
      const text =
        result.files
          .map(({ file, pages, warnings }) => `${file}  ${pages} 页\n${warningLines(warnings)}`)
          .join('') +
        warningLines(result.warnings) +
        listLine(result.list) +
        result.failed.map((item) => `${item.id}  [${item.code}] ${item.message}\n`).join('');
      for (const { file, warnings } of result.files)
        for (const { message } of warnings) context.note(`${file}: ${message}`);
      for (const { message } of result.warnings) context.note(message);
      for (const item of result.failed) context.note(`${item.id}: [${item.code}] ${item.message}`);
      return { value: result, text, exit: result.failed.length > 0 ? 1 : 0 };
    },
  },

  'export table': {
    usage: '[ID…] | --query Q, --out FILE [--sort relevance|date]',
    does: '把检索结果导出为清单（xlsx 或 csv）',
    options: { query: 'text', out: 'text', sort: 'text' },
    arity: [0, MANY],
    run: async (args, context) => {
      const selection = selectionOf(args);
      const out = resolve(required(args, 'out', '请用 --out 指定输出文件'));
      const sort = sortOf(args);
      const made = await withEngine(args, (engine) =>
        engine.call('export.table', { selection, sort, out }, longCall(context)),
      );
      return { value: made, text: `已写成：${made.file}（${made.letters} 件）\n${listLine(made.list)}` };
    },
  },

  'export register': {
    usage: '[ID…] | --query Q, [--format xlsx|csv] --out FILE',
    does: '导出归档文件目录（DA/T 22）；不指定函件即全库',
    options: { query: 'text', format: 'text', out: 'text' },
    arity: [0, MANY],
    run: async (args, context) => {
      const everything = args.positionals.length === 0 && args.text('query') === undefined;
      const input = { ...(everything ? {} : { selection: selectionOf(args) }), out: tableFile(args) };
      const made = await withEngine(args, (engine) => engine.call('export.register', input, longCall(context)));
      return { value: made, text: `已写成：${made.file}（${made.rows} 件）\n${listLine(made.list)}` };
    },
  },
};
