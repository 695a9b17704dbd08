/** Every command: its words, what it asks of the engine, and how its answer reads. */
import { readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ArchiveError, reportError } from '../../shared/errors.ts';
import type { ParsedInput } from '../../shared/contract/index.ts';
import { attachmentRoleSchema, ATTACHMENT_ROLES } from '../../shared/model/letter.ts';
import { RETENTIONS, RETENTION_LABELS, type Retention } from '../../shared/model/settings.ts';
import { Engine } from '../archive/engine.ts';
import { extractReading } from '../archive/intake/extract.ts';
import { beginReading, stopReading } from '../archive/reading/process/read-apart.ts';
import { readRaw } from '../archive/reading/read-raw.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { isoDay, parseFields } from './fields.ts';
import {
  printDiff,
  printElements,
  printHistory,
  printImport,
  printLetter,
  printRelated,
  printSearch,
} from './print.ts';
import { DISPOSAL_COMMANDS } from './disposal-commands.ts';
import { EXPORT_COMMANDS } from './export-commands.ts';
import { INTAKE_COMMANDS } from './intake-commands.ts';
import { PACKAGE_COMMANDS } from './package-commands.ts';
import { PUBLIC_COMMANDS } from './public-commands.ts';
import { TRUST_COMMANDS } from './trust-commands.ts';
import { USER_COMMANDS } from './user-commands.ts';
import { longCall, reasonOf, required, sortOf } from './common-options.ts';
import { systemUser, withEngine } from './with-engine.ts';

const MANY = Number.MAX_SAFE_INTEGER;

/** A role by its code or its Chinese name. */
function roleOf(args: Arguments): keyof typeof ATTACHMENT_ROLES {
  const named = args.text('role') ?? 'ATTACHMENT';
  const byName = Object.entries(ATTACHMENT_ROLES).find(([, label]) => label === named)?.[0];
  const parsed = attachmentRoleSchema.safeParse(byName ?? named.toUpperCase());
  if (!parsed.success) throw new ArchiveError('USAGE', `--role 须为 ${Object.values(ATTACHMENT_ROLES).join('、')}`);
  return parsed.data;
}

/** A 保管期限 by its code or its Chinese name. */
function retentionOf(args: Arguments): Retention | undefined {
  const named = args.text('retention');
  if (named === undefined) return undefined;
  const found = RETENTIONS.find((one) => one === named.toUpperCase() || RETENTION_LABELS[one] === named);
  if (found === undefined)
    throw new ArchiveError('USAGE', `--retention 须为 ${Object.values(RETENTION_LABELS).join('、')}`);
  return found;
}

function filtersOf(args: Arguments): ParsedInput<'search.query'>['filters'] {
  const filters: ParsedInput<'search.query'>['filters'] = {};
  const from = args.text('from');
  const to = args.text('to');
  if (from !== undefined) filters.from = isoDay(from);
  if (to !== undefined) filters.to = isoDay(to);
  const year = args.number('year');
  if (year !== undefined) filters.year = [year];
  const kind = args.text('kind');
  if (kind !== undefined) filters.reply_kind = [kind];
  const result = args.text('result');
  if (result !== undefined) filters.result_code = [result];
  const openness = args.text('openness');
  if (openness !== undefined) filters.openness = [openness];
  const issuer = args.text('issuer');
  if (issuer !== undefined) filters.issuer = [issuer];
  return filters;
}

/** So many names of a folder tell what it holds. */
const LOOKED_AT = 50;

/** A guess by name: whether a path is, or holds, what the reading process takes apart. Wrong, it costs a moment and no more. */
function holdsMoreThanText(path: string): boolean {
  try {
    const names = statSync(path).isDirectory() ? readdirSync(path).slice(0, LOOKED_AT) : [path];
    return names.some((name) => /\.[a-z0-9]{1,5}$/i.test(name) && !/\.(?:txt|csv|md)$/i.test(name));
  } catch {
    return false;
  }
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  init: {
    usage: '--archive DIR',
    does: '新建空档案库',
    options: {},
    arity: [0, 0],
    run: async (args) => {
      const existing = await Engine.open({ folder: resolve(args.archive), actor: systemUser(), inProcess: true }).then(
        async (engine) => {
          await engine.close();
          return true;
        },
        (thrown: unknown) => {
          if (reportError(thrown).code === 'ARCHIVE_NOT_FOUND') return false;
          throw thrown;
        },
      );
      if (existing) throw new ArchiveError('ARCHIVE_EXISTS', resolve(args.archive));
      const info = await withEngine(args, (engine) => engine.call('archive.info', {}), { create: true });
      return { value: { archive: info.archive, created: info.created }, text: `已新建档案库：${info.archive}\n` };
    },
  },

  extract: {
    usage: 'FILE… [--no-ocr]',
    does: '识别函件要素，不入库',
    options: { 'no-ocr': 'flag' },
    arity: [1, MANY],
    run: async (args, context) => {
      const items: object[] = [];
      let text = '';
      let failed = 0;
      for (const file of args.positionals) {
        try {
          const read = await extractReading({ source: { path: resolve(file) }, ocr: !args.flag('no-ocr') }, context);
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
      // Nobody asks for more: without this the program would stay until the reading process has been idle long enough.
      await stopReading();
      return { value: items, text, exit: failed > 0 ? 1 : 0 };
    },
  },

  import: {
    usage:
      'PATH… [--dry-run] [--no-ocr] [--allow-duplicates] [--retention Y|D30|D10] [--register TABLE] [--report FILE]',
    does: '归档文件、文件夹、压缩包、交接数据包（--allow-duplicates 库中已有的文件也入库）',
    options: {
      'dry-run': 'flag',
      'no-ocr': 'flag',
      'allow-duplicates': 'flag',
      retention: 'text',
      register: 'text',
      report: 'text',
    },
    arity: [1, MANY],
    run: async (args, context) => {
      const register = args.text('register');
      const report = args.text('report');
      const retention = retentionOf(args);
      const input = {
        ...(retention === undefined ? {} : { retention }),
        ...(register === undefined ? {} : { register: resolve(register) }),
        ...(report === undefined ? {} : { report: resolve(report) }),
        paths: args.positionals.map((path) => resolve(path)),
        dry_run: args.flag('dry-run'),
        ocr: !args.flag('no-ocr'),
        allow_duplicates: args.flag('allow-duplicates'),
      };
      if (input.paths.some(holdsMoreThanText)) beginReading();
      const result = await withEngine(args, (engine) => engine.call('letters.import', input, longCall(context)), {
        create: true,
      });
      const waiting = result.items.some(({ status }) => status === 'differs');
      return { value: result, text: printImport(result), exit: result.refused > 0 || waiting ? 1 : 0 };
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
    run: async (args, context) => {
      const sort = sortOf(args);
      const answer = await withEngine(args, (engine) =>
        engine.call(
          'search.query',
          {
            query: args.positionals.join(' '),
            limit: args.number('limit') ?? 20,
            offset: args.number('offset') ?? 0,
            sort,
            filters: filtersOf(args),
            versions: args.flag('versions'),
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
    run: async (args) => {
      const limit = args.number('limit') ?? 8;
      const found = await withEngine(args, (engine) => engine.call('search.similar', { id: args.word(0), limit }));
      return { value: found, text: printRelated(found) };
    },
  },

  'cited-by': {
    usage: 'ID [--limit N]',
    does: '引用这一件的函件',
    options: { limit: 'number' },
    arity: [1, 1],
    run: async (args) => {
      const limit = args.number('limit') ?? 50;
      const found = await withEngine(args, (engine) => engine.call('search.citedBy', { id: args.word(0), limit }));
      return { value: found, text: `共 ${found.total} 件\n${printRelated(found.letters)}` };
    },
  },

  show: {
    usage: 'ID [--version N]',
    does: '显示一件函件',
    options: { version: 'number' },
    arity: [1, 1],
    run: async (args) => {
      const version = args.number('version');
      const letter = await withEngine(args, (engine) =>
        engine.call('letters.show', { id: args.word(0), ...(version !== undefined && { version }) }),
      );
      return { value: letter, text: printLetter(letter) };
    },
  },

  edit: {
    usage: 'ID --reason TEXT [--set 字段=值]… [--text FILE]',
    does: '修改要素或正文，产生新版本',
    options: { set: 'texts', text: 'text', reason: 'text' },
    arity: [1, 1],
    run: async (args) => {
      const reason = reasonOf(args);
      const set = parseFields(args.texts('set'));
      const file = args.text('text');
      if (file === undefined && Object.keys(set).length === 0)
        throw new ArchiveError('USAGE', '请用 --set 或 --text 写明改什么');
      const text = file === undefined ? undefined : (await readRaw({ path: resolve(file) }, { apart: true })).raw.text;
      const made = await withEngine(args, (engine) =>
        engine.call('letters.edit', { id: args.word(0), set, reason, ...(text !== undefined && { text }) }),
      );
      return { value: { id: made.id, version: made.version }, text: `已保存为第 ${made.version} 版\n` };
    },
  },

  attach: {
    usage: 'ID FILE… --reason TEXT [--role ROLE]',
    does: '添加附件，产生新版本',
    options: { role: 'text', reason: 'text' },
    arity: [2, MANY],
    run: async (args) => {
      const role = roleOf(args);
      const reason = reasonOf(args);
      const attachments = args.positionals.slice(1).map((file) => ({ source: { path: resolve(file) }, role }));
      const made = await withEngine(args, (engine) =>
        engine.call('letters.attach', { id: args.word(0), attachments, reason }),
      );
      return { value: made, text: `已保存为第 ${made.version} 版，附件 ${made.attachments.length} 个\n` };
    },
  },

  detach: {
    usage: 'ID ATTACHMENT --reason TEXT',
    does: '移除附件（内容留在历史中）',
    options: { reason: 'text' },
    arity: [2, 2],
    run: async (args) => {
      const reason = reasonOf(args);
      const made = await withEngine(args, (engine) =>
        engine.call('letters.detach', { id: args.word(0), attachment: args.word(1), reason }),
      );
      return { value: { id: made.id, version: made.version }, text: `已保存为第 ${made.version} 版\n` };
    },
  },

  attachment: {
    usage: 'ID ATTACHMENT --out FILE',
    does: '取出附件的原始字节',
    options: { out: 'text' },
    arity: [2, 2],
    run: async (args) => {
      const out = resolve(required(args, 'out', '请用 --out 指定输出文件'));
      const saved = await withEngine(args, (engine) =>
        engine.call('letters.saveAttachment', { id: args.word(0), attachment: args.word(1), out }),
      );
      return { value: saved, text: `已写出 ${saved.name}（${saved.size} 字节）\n` };
    },
  },

  history: {
    usage: 'ID',
    does: '版本历史',
    options: {},
    arity: [1, 1],
    run: async (args) => {
      const rows = await withEngine(args, (engine) => engine.call('letters.history', { id: args.word(0) }));
      return { value: rows, text: printHistory(rows) };
    },
  },

  diff: {
    usage: 'ID A B [--loose] [--print DIR]',
    does: '比较两个版本；--loose 不计换行和全角半角，--print 写出修改对照表（PDF）',
    options: { loose: 'flag', print: 'text' },
    arity: [3, 3],
    run: async (args) => {
      const input = { id: args.word(0), from: args.version(1), to: args.version(2), loose: args.flag('loose') };
      const out = args.text('print');
      if (out !== undefined) {
        const made = await withEngine(args, (engine) =>
          engine.call('letters.printDiff', { ...input, out: resolve(out) }),
        );
        return { value: made, text: `已写成：${made.file}\n` };
      }
      const diff = await withEngine(args, (engine) => engine.call('letters.diff', input));
      return { value: diff, text: printDiff(diff) };
    },
  },

  restore: {
    usage: 'ID N --reason TEXT',
    does: '以旧版本内容产生新版本',
    options: { reason: 'text' },
    arity: [2, 2],
    run: async (args) => {
      const input = { id: args.word(0), version: args.version(1), reason: reasonOf(args) };
      const made = await withEngine(args, (engine) => engine.call('letters.restore', input));
      return { value: { id: made.id, version: made.version }, text: `已恢复，保存为第 ${made.version} 版\n` };
    },
  },

  ...EXPORT_COMMANDS,

  compare: {
    usage: 'ID OTHER',
    does: '比较两件函件（早的在前）',
    options: {},
    arity: [2, 2],
    run: async (args) => {
      const made = await withEngine(args, (engine) =>
        engine.call('letters.compare', { id: args.word(0), other: args.word(1) }),
      );
      return { value: made, text: printDiff(made.diff) };
    },
  },

  reindex: {
    usage: '',
    does: '重建检索索引',
    options: {},
    arity: [0, 0],
    run: async (args, context) => {
      const result = await withEngine(args, (engine) => engine.call('search.reindex', {}, longCall(context)));
      return { value: result, text: `已重建：${result.letters} 件\n` };
    },
  },

  ...INTAKE_COMMANDS,
  ...PACKAGE_COMMANDS,
  ...PUBLIC_COMMANDS,
  ...DISPOSAL_COMMANDS,
  ...TRUST_COMMANDS,
  ...USER_COMMANDS,
};

export function helpText(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(
    ([name, command]) =>
      `  ${name.padEnd(width)}  ${command.does}\n  ${' '.repeat(width)}    fuhan ${name} ${command.usage}\n`,
  );
  return `复函档案命令行\n用法：fuhan 命令 … [--archive 文件夹] [--user 用户名] [--json] [--encoding utf8|gbk|gb18030]\n\n${lines.join('')}`;
}
