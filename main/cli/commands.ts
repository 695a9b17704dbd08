/** Every command: its words, what it asks of the engine, and how its answer reads. */
import { resolve } from 'node:path';
import { ArchiveError, reportError } from '../../shared/errors.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import { elementLabel } from '../../shared/model/elements.ts';
import { ATTACHMENT_ROLES, givenRoleSchema, roleLabel, type GivenRole } from '../../shared/model/letter.ts';
import { Engine } from '../archive/engine.ts';
import { extractReading } from '../archive/intake/extract.ts';
import { stopReading } from '../archive/reading/process/read-apart.ts';
import { readRaw } from '../archive/reading/read-raw.ts';
import type { Arguments } from './arguments.ts';
import type { Command, CommandResult } from './command.ts';
import { parseFields } from './fields.ts';
import { printDiff, printElements, printHistory, printLetter, printRelated, printSearch } from './print.ts';
import { IMPORT_COMMAND } from './import-command.ts';
import { filtersOf } from './filters.ts';
import { DISPOSAL_COMMANDS } from './disposal-commands.ts';
import { EXPORT_COMMANDS } from './export-commands.ts';
import { INTAKE_COMMANDS } from './intake-commands.ts';
import { PACKAGE_COMMANDS } from './package-commands.ts';
import { PUBLIC_COMMANDS } from './public-commands.ts';
import { TRUST_COMMANDS } from './trust-commands.ts';
import { USER_COMMANDS } from './user-commands.ts';
import { longCall, reasonOf, required, sortOf } from './common-options.ts';
import { attachmentOf, letterId, letterIds } from './letters.ts';
import { systemUser, withEngine } from './with-engine.ts';
import { forLines, inLine } from './visible.ts';

const MANY = Number.MAX_SAFE_INTEGER;

/** A role by its code or its Chinese name. */
function roleOf(args: Arguments): GivenRole {
  const named = args.text('role') ?? 'ATTACHMENT';
  const byName = Object.entries(ATTACHMENT_ROLES).find(([, label]) => label === named)?.[0];
  const parsed = givenRoleSchema.safeParse(byName ?? named.toUpperCase());
  if (!parsed.success)
    throw new ArchiveError('USAGE', `--role 须为 ${givenRoleSchema.options.map(roleLabel).join('、')}`);
  return parsed.data;
}

/** The answer of a change, with what is to be known of it. */
function changed(made: CallOutput<'letters.edit'>, done: string): CommandResult {
  return { value: made, text: `${done}\n${made.warnings.map(({ message }) => `注意：${message}\n`).join('')}` };
}

/** What the letter had and no longer has after a restore. */
function leftInWords({ attachments, elements }: CallOutput<'letters.restore'>['left'], version: number): string {
  const files = attachments.map(({ name }) => name).join('”、“');
  const labels = elements.map(elementLabel).join('、');
  return (
    (files === '' ? '' : `\n附件“${files}”不再在此函件中，内容留在历史中。`) +
    (labels === '' ? '' : `\n要素改回第 ${version} 版的内容：${labels}；后来所填的留在历史中。`)
  );
}

async function twoLetters(engine: Engine, args: Arguments): Promise<{ id: string; other: string }> {
  const [id = '', other = ''] = await letterIds(engine, [args.word(0), args.word(1)]);
  return { id, other };
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  init: {
    usage: '--archive DIR',
    does: '新建空档案库',
    example: 'init --archive ./档案',
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
    example: 'extract 来件/复函.docx --json',
    exits: { 1: '有文件未能读出' },
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
          text += `${inLine(file)}（${read.format}）\n${printElements(forLines(read.elements))}`;
          for (const warning of read.warnings) text += `  ! ${inLine(warning.message)}\n`;
        } catch (thrown) {
          const error = reportError(thrown);
          failed += 1;
          items.push({ file, ok: false, error: { code: error.code, message: error.message } });
          text += `${inLine(file)}\n  [${error.code}] ${inLine(error.message)}\n`;
        }
      }
      // Nobody asks for more: without this the program would stay until the reading process has been idle long enough.
      await stopReading();
      return { value: items, text, exit: failed > 0 ? 1 : 0 };
    },
  },

  import: IMPORT_COMMAND,

  search: {
    usage:
      'QUERY [--limit N] [--offset N] [--sort relevance|date] [--from DATE] [--to DATE] [--year Y] [--kind K] [--result R] [--openness O] [--issuer I] [--versions]',
    does: '检索（--versions 连历史版本一起找）',
    example: "search '单位:民政局 养老' --from 2024-01-01 --archive ./档案",
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
    example: 'similar 云民函〔2024〕12号 --limit 5',
    options: { limit: 'number' },
    arity: [1, 1],
    run: async (args) => {
      const limit = args.number('limit') ?? 8;
      const found = await withEngine(args, async (engine) =>
        engine.call('search.similar', { id: await letterId(engine, args.word(0)), limit }),
      );
      return { value: found, text: printRelated(found) || '没有相似的函件\n' };
    },
  },

  'cited-by': {
    usage: 'ID [--limit N]',
    does: '引用这一件的函件',
    example: 'cited-by 云民函〔2024〕12号',
    options: { limit: 'number' },
    arity: [1, 1],
    run: async (args) => {
      const limit = args.number('limit') ?? 50;
      const found = await withEngine(args, async (engine) =>
        engine.call('search.citedBy', { id: await letterId(engine, args.word(0)), limit }),
      );
      return { value: found, text: `共 ${found.total} 件\n${printRelated(found.letters)}` };
    },
  },

  show: {
    usage: 'ID [--version N]',
    does: '显示一件函件',
    example: 'show 云民函〔2024〕12号 --version 1',
    options: { version: 'number' },
    arity: [1, 1],
    run: async (args) => {
      const version = args.number('version');
      const letter = await withEngine(args, async (engine) =>
        engine.call('letters.show', {
          id: await letterId(engine, args.word(0)),
          ...(version !== undefined && { version }),
        }),
      );
      return { value: letter, text: printLetter(letter) };
    },
  },

  edit: {
    usage: 'ID --reason TEXT [--set 字段=值]… [--text FILE] [--reviewed]',
    does: '修改要素或正文，产生新版本',
    example: 'edit 云民函〔2024〕12号 --set 成文日期=2024年5月6日 --reason 补录日期',
    options: { set: 'texts', text: 'text', reason: 'text', reviewed: 'flag' },
    arity: [1, 1],
    run: async (args) => {
      const reason = reasonOf(args);
      const set = parseFields(args.texts('set'));
      const file = args.text('text');
      if (file === undefined && Object.keys(set).length === 0)
        throw new ArchiveError('USAGE', '请用 --set 或 --text 写明改什么');
      const text = file === undefined ? undefined : (await readRaw({ path: resolve(file) }, { apart: true })).raw.text;
      const made = await withEngine(args, async (engine) =>
        engine.call('letters.edit', {
          id: await letterId(engine, args.word(0)),
          set,
          reason,
          reviewed: args.flag('reviewed'),
          ...(text !== undefined && { text }),
        }),
      );
      return changed(made, `已保存为第 ${made.version} 版`);
    },
  },

  attach: {
    usage: 'ID FILE… --reason TEXT [--role ROLE]',
    does: '添加附件，产生新版本',
    example: 'attach 云民函〔2024〕12号 会办意见.pdf --role 会办意见 --reason 补附会办意见',
    options: { role: 'text', reason: 'text' },
    arity: [2, MANY],
    run: async (args) => {
      const role = roleOf(args);
      const reason = reasonOf(args);
      const attachments = args.positionals.slice(1).map((file) => ({ source: { path: resolve(file) }, role }));
      const made = await withEngine(args, async (engine) =>
        engine.call('letters.attach', { id: await letterId(engine, args.word(0)), attachments, reason }),
      );
      return changed(made, `已保存为第 ${made.version} 版，附件 ${made.attachments.length} 个`);
    },
  },

  detach: {
    usage: 'ID ATTACHMENT --reason TEXT',
    does: '移除附件（内容留在历史中）；ATTACHMENT 为附件的编号或文件名',
    example: 'detach 云民函〔2024〕12号 会办意见.pdf --reason 附错文件',
    options: { reason: 'text' },
    arity: [2, 2],
    run: async (args) => {
      const reason = reasonOf(args);
      const made = await withEngine(args, async (engine) =>
        engine.call('letters.detach', { ...(await attachmentOf(engine, args)), reason }),
      );
      return changed(made, `已保存为第 ${made.version} 版`);
    },
  },

  attachment: {
    usage: 'ID ATTACHMENT --out FILE',
    does: '取出附件的原始字节；ATTACHMENT 为附件的编号或文件名',
    example: 'attachment 云民函〔2024〕12号 01HZX3Q4M5N6P7R8S9T0V1W2X3 --out 原件.docx',
    options: { out: 'text' },
    arity: [2, 2],
    run: async (args) => {
      const out = resolve(required(args, 'out', '请用 --out 指定输出文件'));
      const saved = await withEngine(args, async (engine) =>
        engine.call('letters.saveAttachment', {
          ...(await attachmentOf(engine, args)),
          out,
        }),
      );
      return { value: saved, text: `已写出 ${saved.name}（${saved.size} 字节）\n` };
    },
  },

  history: {
    usage: 'ID',
    does: '版本历史',
    example: 'history 云民函〔2024〕12号',
    options: {},
    arity: [1, 1],
    run: async (args) => {
      const rows = await withEngine(args, async (engine) =>
        engine.call('letters.history', { id: await letterId(engine, args.word(0)) }),
      );
      return { value: rows, text: printHistory(rows) };
    },
  },

  diff: {
    usage: 'ID A B [--loose] [--print DIR]',
    does: '比较两个版本；--loose 不计换行和全角半角，--print 写出修改对照表（PDF）',
    example: 'diff 云民函〔2024〕12号 1 2 --print ./对照表',
    options: { loose: 'flag', print: 'text' },
    arity: [3, 3],
    run: async (args) => {
      const versions = { from: args.version(1), to: args.version(2), loose: args.flag('loose') };
      const out = args.text('print');
      if (out !== undefined) {
        const made = await withEngine(args, async (engine) =>
          engine.call('letters.printDiff', {
            id: await letterId(engine, args.word(0)),
            ...versions,
            out: resolve(out),
          }),
        );
        return { value: made, text: `已写成：${made.file}\n` };
      }
      const diff = await withEngine(args, async (engine) =>
        engine.call('letters.diff', { id: await letterId(engine, args.word(0)), ...versions }),
      );
      return { value: diff, text: printDiff(diff) };
    },
  },

  restore: {
    usage: 'ID N --reason TEXT',
    does: '以旧版本内容产生新版本',
    example: 'restore 云民函〔2024〕12号 1 --reason 误改',
    options: { reason: 'text' },
    arity: [2, 2],
    run: async (args) => {
      const input = { version: args.version(1), reason: reasonOf(args) };
      const made = await withEngine(args, async (engine) =>
        engine.call('letters.restore', { id: await letterId(engine, args.word(0)), ...input }),
      );
      return changed(made, `已恢复，保存为第 ${made.version} 版${leftInWords(made.left, input.version)}`);
    },
  },

  ...EXPORT_COMMANDS,

  compare: {
    usage: 'ID OTHER',
    does: '比较两件函件（早的在前）',
    example: 'compare 云民函〔2023〕9号 云民函〔2024〕12号',
    options: {},
    arity: [2, 2],
    run: async (args) => {
      const made = await withEngine(args, async (engine) =>
        engine.call('letters.compare', await twoLetters(engine, args)),
      );
      return { value: made, text: printDiff(made.diff) };
    },
  },

  reindex: {
    usage: '',
    does: '重建检索索引',
    example: 'reindex --archive ./档案',
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
