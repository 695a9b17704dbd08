/** Every command: its words, what it asks of the engine, and how its answer reads. */
import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ArchiveError, reportError } from '../../shared/errors.ts';
import type { CallInput, CallOutput, ParsedInput, Progress, VerifyResult } from '../../shared/contract.ts';
import { OUTCOMES } from '../../shared/model/inspection.ts';
import { attachmentRoleSchema, ATTACHMENT_ROLES } from '../../shared/model/letter.ts';
import { Engine, extractReading } from '../archive/engine.ts';
import { readRaw } from '../archive/reading/read-raw.ts';
import { verifyAuditExport } from '../archive/trust/audit-export.ts';
import { isRecoverable } from '../archive/trust/recoverable.ts';
import { backupsFor, recover } from '../archive/trust/recovery.ts';
import { verifyFolder } from '../archive/trust/verify.ts';
import type { OptionKind, Words } from './arguments.ts';
import { PRESENT_PASSWORD, askPassword } from './ask-password.ts';
import { parseFields } from './fields.ts';
import { printAudit, printDiff, printElements, printHistory, printImport, printLetter, printSearch } from './print.ts';
import { INTAKE_COMMANDS } from './intake-commands.ts';
import { USER_COMMANDS } from './user-commands.ts';
import { systemUser, withEngine } from './with-engine.ts';

export interface CommandResult {
  /** Printed with --json. */
  value: unknown;
  /** Printed without. */
  text: string;
  exit?: number;
}

interface CommandContext {
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

/** Progress as at most one line a second. */
function progressNotes(note: (line: string) => void): (progress: Progress) => void {
  let last = 0;
  return (progress) => {
    const now = Date.now();
    if (now - last < 1000) return;
    last = now;
    note(`${progress.done}/${progress.total === 0 ? '?' : progress.total} ${progress.message}`);
  };
}

const longCall = (context: CommandContext) => ({ signal: context.signal, onProgress: progressNotes(context.note) });

function required(words: Words, name: string, message: string): string {
  const value = words.text(name);
  if (value === undefined || value.trim() === '') throw new ArchiveError('USAGE', message);
  return value;
}

function reasonOf(words: Words): string {
  const reason = words.text('reason');
  if (reason === undefined || reason.trim() === '') throw new ArchiveError('REASON_REQUIRED', '请用 --reason 写明');
  return reason;
}

/** A role by its code or its Chinese name. */
function roleOf(words: Words): keyof typeof ATTACHMENT_ROLES {
  const named = words.text('role') ?? 'ATTACHMENT';
  const byName = Object.entries(ATTACHMENT_ROLES).find(([, label]) => label === named)?.[0];
  const parsed = attachmentRoleSchema.safeParse(byName ?? named.toUpperCase());
  if (!parsed.success) throw new ArchiveError('USAGE', `--role 须为 ${Object.values(ATTACHMENT_ROLES).join('、')}`);
  return parsed.data;
}

function selectionOf(words: Words): CallInput<'export.pdf'>['selection'] {
  const query = words.text('query');
  if (query !== undefined && words.positionals.length > 0) throw new ArchiveError('USAGE', '编号与 --query 只能用一种');
  if (query !== undefined) return { query };
  if (words.positionals.length === 0) throw new ArchiveError('USAGE', '请给出函件编号，或用 --query');
  return { ids: words.positionals };
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

/** An archive that is too damaged to be worked with is still checked, so that the damage gets a name. */
async function verifyWhatIsThere(words: Words, context: CommandContext): Promise<VerifyResult> {
  try {
    return await withEngine(words, (engine) => engine.call('trust.verify', {}, longCall(context)));
  } catch (thrown) {
    if (reportError(thrown).code !== 'ARCHIVE_DAMAGED') throw thrown;
    return verifyFolder(resolve(words.archive), longCall(context));
  }
}

/** Needs no archive: the auditor may sit at another computer. */
function verifyExportedLog(file: string): CommandResult {
  let rows: unknown;
  try {
    rows = JSON.parse(readFileSync(resolve(file), 'utf8'));
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw new ArchiveError('BAD_FILE', file, thrown.message);
    throw new ArchiveError('BAD_PATH', file, thrown instanceof Error ? thrown.message : undefined);
  }
  const result = verifyAuditExport(rows);
  const tip =
    result.tip === null ? '' : `末端：第 ${result.tip.seq} 条  SHA-256 ${result.tip.hash}  SM3 ${result.tip.sm3}\n`;
  const text =
    `${result.ok ? '校验通过' : '校验发现问题'}：${result.rows} 条\n${tip}` +
    result.problems.map(({ message }) => `  ${message}\n`).join('');
  return { value: result, text, exit: result.ok ? 0 : 4 };
}

async function inspect(words: Words, context: CommandContext): Promise<CommandResult> {
  const out = words.text('out');
  const everything = words.positionals.length === 0 && words.text('query') === undefined;
  const input: CallInput<'trust.inspect'> = {
    ...(!everything && { selection: selectionOf(words) }),
    ...(out !== undefined && { out: resolve(out) }),
  };
  const { found, verified } = await withEngine(words, async (engine) => ({
    // The whole archive is checked as without --deep, so that the same keys are there.
    verified: everything ? await engine.call('trust.verify', {}, longCall(context)) : undefined,
    found: await engine.call('trust.inspect', input, longCall(context)),
  }));
  const ok = found.ok && (verified?.ok ?? true);
  const lines = found.items.map(
    ({ code, name, outcome, note }) => `  ${code}  ${OUTCOMES[outcome]}  ${name}：${note}\n`,
  );
  const findings = found.findings.map(({ code, id, message }) => `  ${code}  ${id}  ${message}\n`);
  const files = found.files.map((file) => `${file}\n`);
  const text = `四性检测 ${found.letters} 件\n${lines.join('')}${findings.length > 0 ? '明细\n' : ''}${findings.join('')}${files.join('')}`;
  return { value: { ...verified, ok, deep: found }, text, exit: ok ? 0 : 4 };
}

/** By the present archive's accounts where it opens, else by the backup's. */
async function restoreHere(
  words: Words,
  file: string,
  context: CommandContext,
): Promise<CallOutput<'trust.restoreBackup'>> {
  const folder = resolve(words.archive);
  try {
    return await withEngine(words, (engine) => engine.call('trust.restoreBackup', { file }, longCall(context)));
  } catch (thrown) {
    if (!isRecoverable(thrown) && reportError(thrown).code !== 'ARCHIVE_NOT_FOUND') throw thrown;
  }
  mkdirSync(folder, { recursive: true });
  const name = words.text('user');
  const password = name === undefined ? undefined : await askPassword(`${name} 的密码：`, PRESENT_PASSWORD);
  return recover(file, folder, { name, password, systemUser: systemUser() }, longCall(context));
}

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
    usage: 'PATH… [--dry-run] [--no-ocr] [--register TABLE] [--report FILE]',
    does: '归档文件、文件夹、压缩包',
    options: { 'dry-run': 'flag', 'no-ocr': 'flag', register: 'text', report: 'text' },
    arity: [1, MANY],
    run: async (words, context) => {
      const register = words.text('register');
      const report = words.text('report');
      const input = {
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
      'QUERY [--limit N] [--offset N] [--sort relevance|date] [--from DATE] [--to DATE] [--year Y] [--kind K] [--result R] [--openness O] [--issuer I]',
    does: '检索',
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
    },
    arity: [1, MANY],
    run: async (words, context) => {
      const sort = words.text('sort') ?? 'relevance';
      if (sort !== 'relevance' && sort !== 'date') throw new ArchiveError('USAGE', '--sort 须为 relevance 或 date');
      const answer = await withEngine(words, (engine) =>
        engine.call(
          'search.query',
          {
            query: words.positionals.join(' '),
            limit: words.number('limit') ?? 20,
            offset: words.number('offset') ?? 0,
            sort,
            filters: filtersOf(words),
          },
          context,
        ),
      );
      return { value: answer, text: printSearch(answer) };
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
    usage: 'ID A B',
    does: '比较两个版本',
    options: {},
    arity: [3, 3],
    run: async (words) => {
      const input = { id: words.word(0), from: words.version(1), to: words.version(2) };
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
    usage: '[ID…] | --query Q, --out DIR [--with-attachments] [--cover] [--history]',
    does: '导出 PDF（公文信函格式）',
    options: { query: 'text', out: 'text', 'with-attachments': 'flag', cover: 'flag', history: 'flag' },
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
          },
          longCall(context),
        ),
      );
      const text =
        result.files.map((file) => `${file.file}  ${file.pages} 页\n`).join('') +
        result.failed.map((item) => `${item.id}  [${item.code}] ${item.message}\n`).join('');
      for (const item of result.failed) context.note(`${item.id}: [${item.code}] ${item.message}`);
      return { value: result, text, exit: result.failed.length > 0 ? 1 : 0 };
    },
  },

  verify: {
    usage: '[--deep [--query Q | ID…] [--out DIR]]',
    does: '全库校验；--deep 另作四性检测（DA/T 70），--out 写出报告',
    options: { deep: 'flag', query: 'text', out: 'text' },
    arity: [0, MANY],
    run: async (words, context) => {
      if (words.flag('deep')) return inspect(words, context);
      if (words.positionals.length > 0 || words.text('query') !== undefined || words.text('out') !== undefined) {
        throw new ArchiveError('USAGE', '编号、--query 和 --out 只与 --deep 同用');
      }
      const result = await verifyWhatIsThere(words, context);
      const { checked } = result;
      const text =
        `${result.ok ? '校验通过' : '校验发现问题'}：函件 ${checked.letters}，版本 ${checked.versions}，内容 ${checked.blobs}，审计 ${checked.audit}\n` +
        result.problems.map((problem) => `  ${problem.kind} ${problem.id ?? ''} ${problem.message}\n`).join('');
      return { value: result, text, exit: result.ok ? 0 : 4 };
    },
  },

  audit: {
    usage: '[--from DATE] [--to DATE] [--actor NAME] [--action ACTION] | --tip | --out FILE | --verify FILE',
    does: '审计日志；--verify 只凭导出的文件核对，不需档案库',
    options: { from: 'text', to: 'text', actor: 'text', action: 'text', tip: 'flag', out: 'text', verify: 'text' },
    arity: [0, 0],
    run: async (words) => {
      const exported = words.text('verify');
      if (exported !== undefined) return verifyExportedLog(exported);
      if (words.flag('tip')) {
        const tip = await withEngine(words, (engine) => engine.call('trust.tip', {}));
        return { value: tip, text: `${tip.seq}  ${tip.at}  SHA-256 ${tip.hash}  SM3 ${tip.sm3}\n` };
      }
      const out = words.text('out');
      if (out !== undefined) {
        const made = await withEngine(words, (engine) => engine.call('trust.exportAudit', { out: resolve(out) }));
        return { value: made, text: `已导出 ${made.rows} 条：${made.file}\nSHA-256 ${made.sha256}\n` };
      }
      const filter: CallInput<'trust.audit'> = { limit: 100_000 };
      for (const name of ['from', 'to', 'actor', 'action'] as const) {
        const value = words.text(name);
        if (value !== undefined) filter[name] = value;
      }
      const rows = await withEngine(words, (engine) => engine.call('trust.audit', filter));
      return { value: rows, text: printAudit(rows) };
    },
  },

  backup: {
    usage: '[--to PATH] [--incremental]',
    does: '备份（写完后重新打开校验）；--incremental 只写以前备份没有的内容',
    options: { to: 'text', incremental: 'flag' },
    arity: [0, 0],
    run: async (words, context) => {
      const to = words.text('to');
      const input = {
        ...(to !== undefined && { to: resolve(to) }),
        ...(words.flag('incremental') && { incremental: true }),
      };
      const result = await withEngine(words, (engine) => engine.call('trust.backup', input, longCall(context)));
      const removed = result.removed.length === 0 ? '' : `按规则清理旧备份 ${result.removed.length} 个\n`;
      const state = result.verified ? '已备份并校验' : '已备份，但校验发现问题';
      const text = `${state}：${result.file}（${result.bytes} 字节，写入 ${result.written} 字节）\n${removed}`;
      return { value: result, text, exit: result.verified ? 0 : 4 };
    },
  },

  'restore-backup': {
    usage: 'FILE',
    does: '从备份恢复（现有档案库留存，可以撤回）',
    options: {},
    arity: [1, 1],
    run: async (words, context) => {
      const result = await restoreHere(words, resolve(words.word(0)), context);
      const kept = result.kept === null ? '' : `原档案库留存于：${result.kept}\n`;
      return { value: result, text: `已恢复：${result.file}\n${kept}` };
    },
  },

  'undo-restore': {
    usage: '[FOLDER]',
    does: '撤回最近一次（或指定留存文件夹的）恢复',
    options: {},
    arity: [0, 1],
    run: async (words) => {
      const kept = words.positionals[0];
      const input = kept === undefined ? {} : { kept: resolve(kept) };
      const result = await withEngine(words, (engine) => engine.call('trust.undoRestore', input));
      return { value: result, text: `已撤回恢复；撤下的档案库留存于：${result.kept}\n` };
    },
  },

  backups: {
    usage: '[--in DIR]',
    does: '列出可用于恢复的备份',
    options: { in: 'text' },
    arity: [0, 0],
    run: async (words) => {
      const place = words.text('in');
      const input = place === undefined ? {} : { in: resolve(place) };
      const found = await withEngine(words, (engine) => engine.call('trust.backups', input)).catch(
        (thrown: unknown) => {
          if (!isRecoverable(thrown)) throw thrown;
          return backupsFor(resolve(words.archive), input.in);
        },
      );
      return {
        value: found,
        text: found.map((one) => `${one.at}  ${one.kind}  ${one.bytes} 字节  ${one.file}\n`).join(''),
      };
    },
  },

  'check-sheet': {
    usage: 'MONTH --out DIR',
    does: '出具某月（2026-11）的校验单，供打印签名',
    options: { out: 'text' },
    arity: [1, 1],
    run: async (words) => {
      const input = { month: words.word(0), out: resolve(required(words, 'out', '请用 --out 指定文件夹')) };
      const result = await withEngine(words, (engine) => engine.call('trust.checkSheet', input));
      return { value: result, text: `已出具：${result.file}\n` };
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
