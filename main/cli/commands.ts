/** Every command: its words, what it asks of the engine, and how its answer reads. */
import { extname, resolve } from 'node:path';
import { ArchiveError, reportError } from '../../shared/errors.ts';
import type { ParsedInput } from '../../shared/contract.ts';
import { attachmentRoleSchema, ATTACHMENT_ROLES } from '../../shared/model/letter.ts';
import { RETENTIONS, RETENTION_LABELS, type Retention } from '../../shared/model/settings.ts';
import { Engine, extractReading } from '../archive/engine.ts';
import { readRaw } from '../archive/reading/read-raw.ts';
import type { OptionKind, Words } from './arguments.ts';
import { parseFields } from './fields.ts';
import {
  printDiff,
  printElements,
  printHistory,
  printImport,
  printLetter,
  printRelated,
  printSearch,
} from './print.ts';
import { INTAKE_COMMANDS } from './intake-commands.ts';
import { TRUST_COMMANDS } from './trust-commands.ts';
import { USER_COMMANDS } from './user-commands.ts';
import { longCall, reasonOf, required, selectionOf, sortOf } from './shared-words.ts';
import { systemUser, withEngine } from './with-engine.ts';

export interface CommandResult {
  /** Printed with --json. */
  value: unknown;
  /** Printed without. */
  text: string;
  exit?: number;
}

export interface CommandContext {
  signal: AbortSignal;
  /** A line of progress or a warning, on stderr. */
  note: (line: string) => void;
}

export interface Command {
  usage: string;
  does: string;
  options: Readonly<Record<string, OptionKind>>;
  /** Fewest and most positional words. */
  arity: readonly [number, number];
  run: (words: Words, context: CommandContext) => Promise<CommandResult>;
}

const MANY = Number.MAX_SAFE_INTEGER;

/** A role by its code or its Chinese name. */
function roleOf(words: Words): keyof typeof ATTACHMENT_ROLES {
  const named = words.text('role') ?? 'ATTACHMENT';
  const byName = Object.entries(ATTACHMENT_ROLES).find(([, label]) => label === named)?.[0];
  const parsed = attachmentRoleSchema.safeParse(byName ?? named.toUpperCase());
  if (!parsed.success) throw new ArchiveError('USAGE', `--role 须为 ${Object.values(ATTACHMENT_ROLES).join('、')}`);
  return parsed.data;
}

/** A 保管期限 by its code or its Chinese name. */
function retentionOf(words: Words): Retention | undefined {
  const named = words.text('retention');
  if (named === undefined) return undefined;
  const found = RETENTIONS.find((one) => one === named.toUpperCase() || RETENTION_LABELS[one] === named);
  if (found === undefined)
    throw new ArchiveError('USAGE', `--retention 须为 ${Object.values(RETENTION_LABELS).join('、')}`);
  return found;
}

function filtersOf(words: Words): ParsedInput<'search.query'>['filters'] {
  const filters: ParsedInput<'search.query'>['filters'] = {};
  const from = words.text('from');
  const to = words.text('to');
  if (from !== undefined) filters.from = from;
  if (to !== undefined) filters.to = to;
  const year = words.number('year');
  if (year !== undefined) filters.year = [year];
  const kind = words.text('kind');
  if (kind !== undefined) filters.reply_kind = [kind];
  const result = words.text('result');
  if (result !== undefined) filters.result_code = [result];
  const openness = words.text('openness');
  if (openness !== undefined) filters.openness = [openness];
  const issuer = words.text('issuer');
  if (issuer !== undefined) filters.issuer = [issuer];
  return filters;
}

/** The table that --out and --format name: the extension says the format, or the format gives the extension (xlsx by default). */
function tableFile(words: Words): string {
  const out = resolve(required(words, 'out', '请用 --out 指定输出文件'));
  const format = words.text('format');
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

export const COMMANDS: Readonly<Record<string, Command>> = {
  init: {
    usage: '--archive DIR',
    does: '新建空档案库',
    options: {},
    arity: [0, 0],
    run: async (words) => {
      const existing = await Engine.open({ folder: resolve(words.archive), actor: systemUser(), inProcess: true }).then(
        async (engine) => {
          await engine.close();
          return true;
        },
        (thrown: unknown) => {
          if (reportError(thrown).code === 'ARCHIVE_NOT_FOUND') return false;
          throw thrown;
        },
      );
      if (existing) throw new ArchiveError('ARCHIVE_EXISTS', resolve(words.archive));
      const info = await withEngine(words, (engine) => engine.call('archive.info', {}), { create: true });
      return { value: { archive: info.archive, created: info.created }, text: `已新建档案库：${info.archive}\n` };
    },
  },

  extract: {
    usage: 'FILE… [--no-ocr]',
    does: '识别函件要素，不入库',
    options: { 'no-ocr': 'flag' },
    arity: [1, MANY],
    run: async (words, context) => {
      const items: object[] = [];
      let text = '';
      let failed = 0;
      for (const file of words.positionals) {
        try {
          const read = await extractReading({ source: { path: resolve(file) }, ocr: !words.flag('no-ocr') }, context);
          items.push({ ...read, file, ok: true });
          text += `${file}（${read.format}）\n${printElements(read.elements)}`;
          for (const warning of read.warnings) text += `  ! ${warning.message}\n`;
        } catch (thrown) {
          const error = reportError(thrown);
          failed += 1;
          items.push({ file, ok: false, error: { code: error.code, message: error.message } });
          text += `${file}\n  [${error.code}] ${error.message}\n`;
          context.note(`${file}: [${error.code}] ${error.message}`);
        }
      }
      return { value: items, text, exit: failed > 0 ? 1 : 0 };
    },
  },

  import: {
    usage: 'PATH… [--dry-run] [--no-ocr] [--retention Y|D30|D10] [--register TABLE] [--report FILE]',
    does: '归档文件、文件夹、压缩包',
    options: { 'dry-run': 'flag', 'no-ocr': 'flag', retention: 'text', register: 'text', report: 'text' },
    arity: [1, MANY],
    run: async (words, context) => {
      const register = words.text('register');
      const report = words.text('report');
      const retention = retentionOf(words);
      const input = {
        ...(retention === undefined ? {} : { retention }),
        ...(register === undefined ? {} : { register: resolve(register) }),
        ...(report === undefined ? {} : { report: resolve(report) }),
        paths: words.positionals.map((path) => resolve(path)),
        dry_run: words.flag('dry-run'),
        ocr: !words.flag('no-ocr'),
      };
      const result = await withEngine(words, (engine) => engine.call('letters.import', input, longCall(context)), {
        create: true,
      });
      return { value: result, text: printImport(result), exit: result.refused > 0 ? 1 : 0 };
    },
  },

  search: {
    usage:
      'QUERY [--limit N] [--offset N] [--sort relevance|date] [--from DATE] [--to DATE] [--year Y] [--kind K] [--result R] [--openness O] [--issuer I] [--versions]',
    does: '检索（--versions 连历史版本一起找）',
    options: {
      limit: 'number',
      offset: 'number',
      sort: 'text',
      from: 'text',
      to: 'text',
      year: 'number',
      kind: 'text',
      result: 'text',
      openness: 'text',
      issuer: 'text',
      versions: 'flag',
    },
    arity: [1, MANY],
    run: async (words, context) => {
      const sort = sortOf(words);
      const answer = await withEngine(words, (engine) =>
        engine.call(
          'search.query',
          {
            query: words.positionals.join(' '),
            limit: words.number('limit') ?? 20,
            offset: words.number('offset') ?? 0,
            sort,
            filters: filtersOf(words),
            versions: words.flag('versions'),
          },
          context,
        ),
      );
      return { value: answer, text: printSearch(answer) };
    },
  },

  similar: {
    usage: 'ID [--limit N]',
    does: '相似的函件及理由',
    options: { limit: 'number' },
    arity: [1, 1],
    run: async (words) => {
      const limit = words.number('limit') ?? 8;
      const found = await withEngine(words, (engine) => engine.call('search.similar', { id: words.word(0), limit }));
      return { value: found, text: printRelated(found) };
    },
  },

  'cited-by': {
    usage: 'ID [--limit N]',
    does: '引用这一件的函件',
    options: { limit: 'number' },
    arity: [1, 1],
    run: async (words) => {
      const limit = words.number('limit') ?? 50;
      const found = await withEngine(words, (engine) => engine.call('search.citedBy', { id: words.word(0), limit }));
      return { value: found, text: `共 ${found.total} 件\n${printRelated(found.letters)}` };
    },
  },

  show: {
    usage: 'ID [--version N]',
    does: '显示一件函件',
    options: { version: 'number' },
    arity: [1, 1],
    run: async (words) => {
      const version = words.number('version');
      const letter = await withEngine(words, (engine) =>
        engine.call('letters.show', { id: words.word(0), ...(version !== undefined && { version }) }),
      );
      return { value: letter, text: printLetter(letter) };
    },
  },

  edit: {
    usage: 'ID --reason TEXT [--set 字段=值]… [--text FILE]',
    does: '修改要素或正文，产生新版本',
    options: { set: 'texts', text: 'text', reason: 'text' },
    arity: [1, 1],
    run: async (words) => {
      const reason = reasonOf(words);
      const set = parseFields(words.texts('set'));
      const file = words.text('text');
      if (file === undefined && Object.keys(set).length === 0)
        throw new ArchiveError('USAGE', '请用 --set 或 --text 写明改什么');
      const text = file === undefined ? undefined : (await readRaw({ path: resolve(file) })).raw.text;
      const made = await withEngine(words, (engine) =>
        engine.call('letters.edit', { id: words.word(0), set, reason, ...(text !== undefined && { text }) }),
      );
      return { value: { id: made.id, version: made.version }, text: `已保存为第 ${made.version} 版\n` };
    },
  },

  attach: {
    usage: 'ID FILE… --reason TEXT [--role ROLE]',
    does: '添加附件，产生新版本',
    options: { role: 'text', reason: 'text' },
    arity: [2, MANY],
    run: async (words) => {
      const role = roleOf(words);
      const reason = reasonOf(words);
      const attachments = words.positionals.slice(1).map((file) => ({ source: { path: resolve(file) }, role }));
      const made = await withEngine(words, (engine) =>
        engine.call('letters.attach', { id: words.word(0), attachments, reason }),
      );
      return { value: made, text: `已保存为第 ${made.version} 版，附件 ${made.attachments.length} 个\n` };
    },
  },

  detach: {
    usage: 'ID ATTACHMENT --reason TEXT',
    does: '移除附件（内容留在历史中）',
    options: { reason: 'text' },
    arity: [2, 2],
    run: async (words) => {
      const reason = reasonOf(words);
      const made = await withEngine(words, (engine) =>
        engine.call('letters.detach', { id: words.word(0), attachment: words.word(1), reason }),
      );
      return { value: { id: made.id, version: made.version }, text: `已保存为第 ${made.version} 版\n` };
    },
  },

  attachment: {
    usage: 'ID ATTACHMENT --out FILE',
    does: '取出附件的原始字节',
    options: { out: 'text' },
    arity: [2, 2],
    run: async (words) => {
      const out = resolve(required(words, 'out', '请用 --out 指定输出文件'));
      const saved = await withEngine(words, (engine) =>
        engine.call('letters.saveAttachment', { id: words.word(0), attachment: words.word(1), out }),
      );
      return { value: saved, text: `已写出 ${saved.name}（${saved.size} 字节）\n` };
    },
  },

  history: {
    usage: 'ID',
    does: '版本历史',
    options: {},
    arity: [1, 1],
    run: async (words) => {
      const rows = await withEngine(words, (engine) => engine.call('letters.history', { id: words.word(0) }));
      return { value: rows, text: printHistory(rows) };
    },
  },

  diff: {
    usage: 'ID A B [--loose] [--print DIR]',
    does: '比较两个版本；--loose 不计换行和全角半角，--print 写出修改对照表（PDF）',
    options: { loose: 'flag', print: 'text' },
    arity: [3, 3],
    run: async (words) => {
      const input = { id: words.word(0), from: words.version(1), to: words.version(2), loose: words.flag('loose') };
      const out = words.text('print');
      if (out !== undefined) {
        const made = await withEngine(words, (engine) =>
          engine.call('letters.printDiff', { ...input, out: resolve(out) }),
        );
        return { value: made, text: `已写成：${made.file}\n` };
      }
      const diff = await withEngine(words, (engine) => engine.call('letters.diff', input));
      return { value: diff, text: printDiff(diff) };
    },
  },

  restore: {
    usage: 'ID N --reason TEXT',
    does: '以旧版本内容产生新版本',
    options: { reason: 'text' },
    arity: [2, 2],
    run: async (words) => {
      const input = { id: words.word(0), version: words.version(1), reason: reasonOf(words) };
      const made = await withEngine(words, (engine) => engine.call('letters.restore', input));
      return { value: { id: made.id, version: made.version }, text: `已恢复，保存为第 ${made.version} 版\n` };
    },
  },

  'export pdf': {
    usage: '[ID…] | --query Q, --out DIR [--with-attachments] [--cover] [--history] [--no-list]',
    does: '导出 PDF（公文信函格式）',
    options: {
      query: 'text',
      out: 'text',
      'with-attachments': 'flag',
      cover: 'flag',
      history: 'flag',
      'no-list': 'flag',
    },
    arity: [0, MANY],
    run: async (words, context) => {
      const selection = selectionOf(words);
      const out = resolve(required(words, 'out', '请用 --out 指定输出文件夹'));
      const result = await withEngine(words, (engine) =>
        engine.call(
          'export.pdf',
          {
            selection,
            out,
            with_attachments: words.flag('with-attachments'),
            cover: words.flag('cover'),
            history: words.flag('history'),
            list: !words.flag('no-list'),
          },
          longCall(context),
        ),
      );
      const text =
        result.files.map((file) => `${file.file}  ${file.pages} 页\n`).join('') +
        listLine(result.list) +
        result.failed.map((item) => `${item.id}  [${item.code}] ${item.message}\n`).join('');
      for (const item of result.failed) context.note(`${item.id}: [${item.code}] ${item.message}`);
      return { value: result, text, exit: result.failed.length > 0 ? 1 : 0 };
    },
  },

  'export table': {
    usage: '[ID…] | --query Q, --out FILE [--sort relevance|date]',
    does: '把检索结果导出为清单（xlsx 或 csv）',
    options: { query: 'text', out: 'text', sort: 'text' },
    arity: [0, MANY],
    run: async (words, context) => {
      const selection = selectionOf(words);
      const out = resolve(required(words, 'out', '请用 --out 指定输出文件'));
      const sort = sortOf(words);
      const made = await withEngine(words, (engine) =>
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
    run: async (words, context) => {
      const everything = words.positionals.length === 0 && words.text('query') === undefined;
      const input = { ...(everything ? {} : { selection: selectionOf(words) }), out: tableFile(words) };
      const made = await withEngine(words, (engine) => engine.call('export.register', input, longCall(context)));
      return { value: made, text: `已写成：${made.file}（${made.rows} 件）\n${listLine(made.list)}` };
    },
  },

  compare: {
    usage: 'ID OTHER',
    does: '比较两件函件（早的在前）',
    options: {},
    arity: [2, 2],
    run: async (words) => {
      const made = await withEngine(words, (engine) =>
        engine.call('letters.compare', { id: words.word(0), other: words.word(1) }),
      );
      return { value: made, text: printDiff(made.diff) };
    },
  },

  reindex: {
    usage: '',
    does: '重建检索索引',
    options: {},
    arity: [0, 0],
    run: async (words, context) => {
      const result = await withEngine(words, (engine) => engine.call('search.reindex', {}, longCall(context)));
      return { value: result, text: `已重建：${result.letters} 件\n` };
    },
  },

  ...INTAKE_COMMANDS,
  ...TRUST_COMMANDS,
  ...USER_COMMANDS,
};

export function helpText(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(
    ([name, command]) =>
      `  ${name.padEnd(width)}  ${command.does}\n  ${' '.repeat(width)}    fuhan ${name} ${command.usage}\n`,
  );
  return `复函档案命令行\n用法：fuhan 命令 … [--archive 文件夹] [--user 用户名] [--json]\n\n${lines.join('')}`;
}
