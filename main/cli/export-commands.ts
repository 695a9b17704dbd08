/** Commands that write letters out: PDF files, lists, registers. */
import { extname, resolve } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';
import {
  COLUMN_KEYS,
  REGISTER_FORMS,
  REGISTER_KINDS,
  columnOf,
  registerColumn,
  registerKindSchema,
  type ColumnKey,
  type RegisterKind,
} from '../../shared/model/registers.ts';
import { beginBatch, closeBegunBatch } from '../archive/print/typesetting-batch.ts';
import type { Arguments } from './arguments.ts';
import type { Command, CommandContext, CommandResult } from './command.ts';
import { longCall, required, selectionOf, sortOf } from './common-options.ts';
import { chosenLetters } from './letters.ts';
import { withEngine } from './with-engine.ts';

const MANY = Number.MAX_SAFE_INTEGER;

/** The file of a register: its extension by --format, or the other way round. */
function registerFile(args: Arguments, pdfOnly: boolean): string {
  const out = resolve(required(args, 'out', '请用 --out 指定输出文件'));
  const formats = pdfOnly ? ['pdf'] : ['xlsx', 'csv', 'pdf'];
  const format = args.text('format');
  if (format !== undefined && !formats.includes(format))
    throw new ArchiveError('USAGE', `--format 须为 ${formats.join('、')}`);
  const extension = extname(out).toLowerCase().slice(1);
  if (!['xlsx', 'csv', 'pdf'].includes(extension)) return `${out}.${format ?? formats[0] ?? ''}`;
  if (format !== undefined && extension !== format)
    throw new ArchiveError('USAGE', '--format 与输出文件的扩展名不一致');
  return out;
}

/** A kind by its code or its Chinese name. */
const kindWords = (): string =>
  Object.entries(REGISTER_KINDS)
    .map(([code, label]) => `${label}（${code}）`)
    .join('、');

function kindOf(args: Arguments, isFree: boolean): RegisterKind {
  const named = args.text('kind') ?? (isFree ? 'free' : 'catalogue');
  const byName = Object.entries(REGISTER_KINDS).find(([, label]) => label === named)?.[0];
  const parsed = registerKindSchema.safeParse(byName ?? named);
  if (!parsed.success) throw new ArchiveError('USAGE', `没有种类“${named}”，--kind 须为 ${kindWords()}`);
  if (isFree && parsed.data !== 'free') throw new ArchiveError('USAGE', '--columns、--layout 只用于 --kind free');
  return parsed.data;
}

const COLUMN_LABELS = COLUMN_KEYS.map((key) => registerColumn(key).label);

/** Columns by their keys or Chinese names. */
function columnsOf(args: Arguments): ColumnKey[] | undefined {
  return args
    .text('columns')
    ?.split(/[,，、]/u)
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => {
      const key = columnOf(word);
      if (key === undefined)
        throw new ArchiveError('UNKNOWN_FIELD', `--columns 没有“${word}”一栏（可写：${COLUMN_LABELS.join('、')}）`);
      return key;
    });
}

/** A query without a hit is no success: who scripts an export must not take an empty folder for one. */
const NOTHING_FOUND = '没有找到符合条件的函件，没有导出任何文件。请先用 search 检查检索词。';

/** The list that an export wrote beside its files. */
const listLine = (list: string | undefined): string => (list === undefined ? '' : `清单：${list}\n`);

/** Whether letters are bound, and whether single files are wanted beside the volumes. */
function volumeOf(args: Arguments): 'no' | 'only' | 'both' {
  const words = ['with-files', 'embed', 'revisions'].filter((name) => args.flag(name));
  if (!args.flag('volume')) {
    if (words.length > 0) throw new ArchiveError('USAGE', `--${words[0] ?? ''} 须与 --volume 同用`);
    return 'no';
  }
  return args.flag('with-files') ? 'both' : 'only';
}

/** What a public version must not have. */
const NOT_PUBLIC = [
  'with-attachments',
  'attachments-as-pages',
  'cover',
  'history',
  'stamp',
  'stamp-original',
  'volume',
  'with-files',
  'embed',
  'revisions',
  'no-list',
];

async function exportPublic(
  args: Arguments,
  selection: ReturnType<typeof selectionOf>,
  out: string,
  context: CommandContext,
): Promise<CommandResult> {
  const beside = NOT_PUBLIC.find((name) => args.flag(name));
  if (beside !== undefined) throw new ArchiveError('USAGE', `--${beside} 不能与 --public 同用`);
  const result = await withEngine(args, async (engine) =>
    engine.call('export.public', { selection: await chosenLetters(engine, selection), out }, longCall(context)),
  );
  for (const { file, warnings } of result.files)
    for (const { message } of warnings) context.note(`${file}: ${message}`);
  const text =
    result.files
      .map(({ file, pages, hidden, list }) => `${file}  ${pages} 页，隐去 ${hidden} 处\n脱敏清单：${list}\n`)
      .join('') + result.failed.map((item) => `${item.id}  [${item.code}] ${item.message}\n`).join('');
  return { value: result, text, exit: result.failed.length > 0 ? 1 : 0 };
}

export const EXPORT_COMMANDS: Readonly<Record<string, Command>> = {
  'export pdf': {
    usage:
      '[ID…] | --query Q, --out DIR [--with-attachments] [--attachments-as-pages] [--cover] [--history] [--stamp] [--stamp-original] [--volume [--with-files] [--embed] [--revisions]] [--no-list] | --public',
    does: '导出 PDF（公文信函格式）；--volume 合订成册，--public 制作公开版',
    example: 'export pdf --query 养老 --out ./导出',
    exits: { 1: '没有找到函件，或有的未能导出' },
    options: {
      query: 'text',
      out: 'text',
      'with-attachments': 'flag',
      'attachments-as-pages': 'flag',
      cover: 'flag',
      history: 'flag',
      stamp: 'flag',
      'stamp-original': 'flag',
      volume: 'flag',
      'with-files': 'flag',
      embed: 'flag',
      revisions: 'flag',
      'no-list': 'flag',
      public: 'flag',
    },
    arity: [0, MANY],
    run: async (args, context) => {
      const selection = selectionOf(args);
      const out = resolve(required(args, 'out', '请用 --out 指定输出文件夹'));
      if (args.flag('public')) return exportPublic(args, selection, out, context);
      // Letters that are looked for are mostly many.
      if (args.text('query') !== undefined && !args.flag('attachments-as-pages')) beginBatch();
      const result = await withEngine(args, async (engine) =>
        engine.call(
          'export.pdf',
          {
            selection: await chosenLetters(engine, selection),
            out,
            with_attachments: args.flag('with-attachments'),
            attachments_as_pages: args.flag('attachments-as-pages'),
            cover: args.flag('cover'),
            history: args.flag('history'),
            stamp: args.flag('stamp'),
            stamp_original: args.flag('stamp-original'),
            volume: volumeOf(args),
            embed: args.flag('embed'),
            revisions: args.flag('revisions'),
            list: !args.flag('no-list'),
          },
          longCall(context),
        ),
      ).finally(closeBegunBatch);
      const text =
        result.files
          .map(
            ({ file, pages, stamped_original: copy }) =>
              `${file}  ${pages} 页\n${copy === undefined ? '' : `${copy.file}  ${copy.pages} 页，已加盖归档章\n`}`,
          )
          .join('') +
        result.volumes.map(({ file, letters, pages }) => `${file}  ${letters} 件  ${pages} 页\n`).join('') +
        listLine(result.list) +
        result.failed.map((item) => `${item.id}  [${item.code}] ${item.message}\n`).join('');
      for (const { file, warnings } of result.files)
        for (const { message } of warnings) context.note(`${file}: ${message}`);
      for (const { message } of result.warnings) context.note(message);
      const nothing = result.files.length + result.volumes.length + result.failed.length === 0;
      if (nothing) context.note(NOTHING_FOUND);
      return { value: result, text, exit: nothing || result.failed.length > 0 ? 1 : 0 };
    },
  },

  'export table': {
    usage: '[ID…] | --query Q, --out FILE [--sort relevance|date]',
    does: '把检索结果导出为清单（xlsx 或 csv）',
    example: 'export table --query 养老 --out 清单.xlsx',
    options: { query: 'text', out: 'text', sort: 'text' },
    arity: [0, MANY],
    run: async (args, context) => {
      const selection = selectionOf(args);
      const out = resolve(required(args, 'out', '请用 --out 指定输出文件'));
      const sort = sortOf(args);
      const made = await withEngine(args, async (engine) =>
        engine.call(
          'export.table',
          { selection: await chosenLetters(engine, selection), sort, out },
          longCall(context),
        ),
      );
      for (const { message } of made.warnings) context.note(message);
      return { value: made, text: `已写成：${made.file}（${made.letters} 件）\n${listLine(made.list)}` };
    },
  },

  'export register': {
    usage:
      '[ID…] | --query Q, [--kind 种类] [--columns 栏,栏 [--title 题目] [--keep 版式名]] [--layout 版式名] [--fonds-name 全宗名称] [--format xlsx|csv|pdf] --out FILE',
    does: `导出登记簿（${Object.values(REGISTER_KINDS).join('、')}）；不指定函件即全库`,
    example: 'export register --kind 归档文件目录 --out 目录.xlsx',
    options: {
      query: 'text',
      kind: 'text',
      columns: 'text',
      title: 'text',
      keep: 'text',
      layout: 'text',
      'fonds-name': 'text',
      format: 'text',
      out: 'text',
    },
    arity: [0, MANY],
    run: async (args, context) => {
      const selection =
        args.positionals.length === 0 && args.text('query') === undefined ? undefined : selectionOf(args);
      const columns = columnsOf(args);
      const layout = args.text('layout');
      const kind = kindOf(args, columns !== undefined || layout !== undefined);
      const title = args.text('title');
      const keep = args.text('keep');
      if (keep !== undefined && columns === undefined) throw new ArchiveError('USAGE', '--keep 须与 --columns 同用');
      const input = {
        out: registerFile(args, REGISTER_FORMS.includes(kind)),
        kind,
        ...(columns === undefined ? {} : { columns }),
        ...(layout === undefined ? {} : { layout }),
        ...(title === undefined ? {} : { title }),
        fonds_name: args.text('fonds-name') ?? '',
      };
      const made = await withEngine(args, async (engine) => {
        if (keep !== undefined && columns !== undefined) {
          const { layouts } = (await engine.call('settings.show', {})).registers;
          const others = layouts.filter(({ name }) => name !== keep);
          const kept = { name: keep, title: title ?? keep, columns };
          await engine.call('settings.change', { registers: { layouts: [...others, kept] } });
        }
        const chosen = selection === undefined ? {} : { selection: await chosenLetters(engine, selection) };
        return engine.call('export.register', { ...input, ...chosen }, longCall(context));
      });
      for (const { message } of made.warnings) context.note(message);
      return {
        value: made,
        text: `已写成：${made.file}（${made.rows} 件）\n${listLine(made.list)}`,
      };
    },
  },
};
