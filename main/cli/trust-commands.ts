/** Commands that prove, keep and count: checks, the log, backups, final letters, numbers, retention, statistics. */
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { isRecoverable, ArchiveError, reportError } from '../../shared/errors.ts';
import type { CallInput, CallOutput, VerifyResult } from '../../shared/contract/index.ts';
import { AUDIT_ACTIONS, KEPT_HEAD_OUTCOMES } from '../../shared/model/audit.ts';
import { beijingTime } from '../../shared/text/dates.ts';
import { OUTCOMES } from '../../shared/model/inspection.ts';
import { verifyAuditExport, verifyCutExport, type AuditExportCheck } from '../archive/trust/audit-export.ts';
import { readOrdinaryFile } from '../archive/storage/ordinary-file.ts';
import { backupsFor, placesMissing, recover } from '../archive/trust/recovery.ts';
import { verifyFolder } from '../archive/trust/verify.ts';
import type { Arguments } from './arguments.ts';
import { PRESENT_PASSWORD, SECOND_PASSWORD, askPassword } from './ask-password.ts';
import { isoDay } from './fields.ts';
import type { Command, CommandContext, CommandResult } from './command.ts';
import { printAudit, printStats } from './print.ts';
import { longCall, reasonOf, required, retentionNamed, selectionOf } from './common-options.ts';
import { chosenLetters, letterId, letterIds } from './letters.ts';
import { inLine, told } from './visible.ts';
import { systemUser, withEngine } from './with-engine.ts';

const MANY = Number.MAX_SAFE_INTEGER;

/** An archive that is too damaged to be worked with, or lost its accounts, is still checked, so that the damage gets a name. */
async function verifyWhatIsThere(args: Arguments, context: CommandContext): Promise<VerifyResult> {
  try {
    return await withEngine(args, (engine) => engine.call('trust.verify', {}, longCall(context)));
  } catch (thrown) {
    if (!['ARCHIVE_DAMAGED', 'ACCOUNTS_MISSING'].includes(reportError(thrown).code)) throw thrown;
    return told(args, await verifyFolder(resolve(args.archive), longCall(context)));
  }
}

/** One line of the list of backups; one that is cut short, or not what the log says, has a second. */
function backupLine({ at, kind, bytes, file, incomplete, differs }: CallOutput<'trust.backups'>[number]): string {
  const line = `${beijingTime(at)}  ${kind}  ${bytes} 字节  ${file}\n`;
  const told = incomplete ?? differs;
  return told === undefined ? line : `${line}  注意：${told}\n`;
}

function verifyText({ ok, checked, problems, notes }: VerifyResult): string {
  const line = (mark: string, { kind, id, message }: VerifyResult['problems'][number]): string =>
    `${mark}${kind} ${id ?? ''} ${message}\n`;
  return (
    `${ok ? '校验通过' : '校验发现问题'}：函件 ${checked.letters}，版本 ${checked.versions}，内容 ${checked.blobs}，审计 ${checked.audit}\n` +
    problems.map((problem) => line('  ', problem)).join('') +
    notes.map((note) => line('  说明 ', note)).join('')
  );
}

/** A text can hold no more. */
const MOST_LOG_BYTES = 512 * 1024 * 1024 - 1024;

function checkExportedLog(file: string): AuditExportCheck {
  const text = readOrdinaryFile(resolve(file), MOST_LOG_BYTES).toString('utf8');
  let log: unknown;
  try {
    log = JSON.parse(text);
  } catch {
    // The parser's own words would repeat what the file begins with.
    return verifyCutExport(text, basename(file));
  }
  return verifyAuditExport(log, text, basename(file));
}

/** Needs no archive: the auditor may sit at another computer. @param part a part of the log is enough */
function verifyExportedLog(file: string, part: boolean): CommandResult {
  const result = checkExportedLog(file);
  const ok = result.ok && (part || result.part === null);
  const outcome = !result.ok ? '校验发现问题' : ok ? '校验通过' : '所有的各条接得上，但不是完整的日志';
  const lines = [
    `${outcome}：${result.rows} 条`,
    ...(result.archive_id === null ? [] : [`档案库：${result.archive_id}`]),
    ...(result.part === null ? [] : [`部分，自第 ${result.part.from} 条起（${WHY_PART}）`]),
    ...(result.tip === null
      ? []
      : [`末端：第 ${result.tip.seq} 条  SHA-256 ${result.tip.hash}  SM3 ${result.tip.sm3}`]),
    ...result.problems.map(({ message }) => `  ${inLine(message)}`),
  ];
  return { value: { ...result, ok }, text: `${lines.join('\n')}\n`, exit: !result.ok ? 4 : ok ? 0 : 1 };
}

/** An act by its code or its Chinese name; a code of a newer program is taken as it is. */
function actionOf(named: string): string {
  const found = Object.entries(AUDIT_ACTIONS).find(([, label]) => label === named)?.[0];
  if (found === undefined && !/^[a-z_.]+$/.test(named))
    throw new ArchiveError('USAGE', `--action 没有“${named}”；可用：${Object.values(AUDIT_ACTIONS).join('、')}`);
  return found ?? named;
}

const WHY_PART = '文件没有写明日志止于何处，或不是从第 1 条起；只需核对这一部分时用 --part';

/** @param kept a file, or number and hash as they stand on paper */
async function checkHead(args: Arguments, kept: string, context: CommandContext): Promise<CommandResult> {
  const [, seq, hash] = /^(\d{1,9}):([0-9a-fA-F]{64})$/.exec(kept) ?? [];
  // A file may be called so, but then it is there.
  const meant = /^(\d+)[:：](.*)$/.exec(kept);
  if (hash === undefined && meant !== null && !existsSync(resolve(kept)))
    throw new ArchiveError(
      'USAGE',
      `--against 的“${kept}”不是 序号:校验值：序号不超过 9 位，冒号是半角，校验值是 64 位十六进制（所写的是 ${[...(meant[2] ?? '')].length} 位），也没有这样名称的文件`,
    );
  const input: CallInput<'trust.checkHead'> =
    seq === undefined || hash === undefined ? { file: resolve(kept) } : { head: { seq: Number(seq), hash } };
  const found = await withEngine(args, (engine) => engine.call('trust.checkHead', input, longCall(context)));
  const text =
    `第 ${found.kept.seq} 条：${KEPT_HEAD_OUTCOMES[found.outcome]}\n` +
    found.faults.map((one) => `  ${one}\n`).join('');
  const ok = found.outcome === 'same';
  return { value: { ok, ...found }, text, exit: ok ? 0 : 4 };
}

async function inspect(args: Arguments, context: CommandContext): Promise<CommandResult> {
  const out = args.text('out');
  const everything = args.positionals.length === 0 && args.text('query') === undefined;
  const input: CallInput<'trust.inspect'> = {
    ...(out !== undefined && { out: resolve(out) }),
  };
  const selection = everything ? undefined : selectionOf(args);
  const { found, verified } = await withEngine(args, async (engine) => ({
    // The whole archive is checked as without --deep, and whatever takes long for all letters.
    verified: everything ? await engine.call('trust.verify', { deep: true }, longCall(context)) : undefined,
    found: await engine.call(
      'trust.inspect',
      { ...input, ...(selection !== undefined && { selection: await chosenLetters(engine, selection) }) },
      longCall(context),
    ),
  }));
  const ok = found.ok && (verified?.ok ?? true);
  const lines = found.items.map(
    ({ code, name, outcome, note }) => `  ${code}  ${OUTCOMES[outcome]}  ${name}：${note}\n`,
  );
  const findings = found.findings.map(({ code, id, message }) => `  ${code}  ${id}  ${message}\n`);
  const files = found.files.map((file) => `${file}\n`);
  const checked = verified === undefined ? '' : verifyText(verified);
  const text = `${checked}四性检测 ${found.letters} 件\n${lines.join('')}${findings.length > 0 ? '明细\n' : ''}${findings.join('')}${files.join('')}`;
  return { value: { ...verified, ok, deep: found }, text, exit: ok ? 0 : 4 };
}

/** Who agrees, where an act takes two: `--second-user`. */
async function secondPerson(args: Arguments): Promise<{ second?: { name: string; password: string } }> {
  const name = args.text('second-user');
  if (name === undefined) return {};
  return { second: { name, password: await askPassword(`${name} 的密码：`, SECOND_PASSWORD) } };
}

/** By the present archive's accounts where it opens, else by the backup's. */
async function restoreHere(
  args: Arguments,
  file: string,
  context: CommandContext,
): Promise<CallOutput<'trust.restoreBackup'>> {
  const folder = resolve(args.archive);
  // Only where the present archive cannot be opened do the backup's accounts decide, not where a restore into it fails.
  let opened = false;
  try {
    return await withEngine(args, async (engine) => {
      opened = true;
      return engine.call('trust.restoreBackup', { file, ...(await secondPerson(args)) }, longCall(context));
    });
  } catch (thrown) {
    if (opened || (!isRecoverable(thrown) && reportError(thrown).code !== 'ARCHIVE_NOT_FOUND')) throw thrown;
  }
  const name = args.text('user');
  const password = name === undefined ? undefined : await askPassword(`${name} 的密码：`, PRESENT_PASSWORD);
  return recover(file, folder, { name, password, systemUser: systemUser() }, longCall(context));
}

/** Where a folder is named, its backups are listed whether there is an archive that opens or not. */
function isNotOpened(thrown: unknown): boolean {
  return ['ARCHIVE_NOT_FOUND', 'ARCHIVE_IN_USE', 'ARCHIVE_NEWER', 'ARCHIVE_LINKED'].includes(reportError(thrown).code);
}

export const TRUST_COMMANDS: Readonly<Record<string, Command>> = {
  verify: {
    usage: '[--deep [--query Q | ID…] [--out DIR]]',
    does: '全库校验；--deep 逐件核对检索索引等平时抽查的内容，另作四性检测（DA/T 70），--out 写出报告',
    example: 'verify --deep --out ./报告',
    exits: { 4: '发现损坏或篡改，或有今天不会收入的值' },
    options: { deep: 'flag', query: 'text', out: 'text' },
    arity: [0, MANY],
    run: async (args, context) => {
      if (args.flag('deep')) return inspect(args, context);
      if (args.positionals.length > 0 || args.text('query') !== undefined || args.text('out') !== undefined) {
        throw new ArchiveError('USAGE', '编号、--query 和 --out 只与 --deep 同用');
      }
      const result = await verifyWhatIsThere(args, context);
      return { value: result, text: verifyText(result), exit: result.ok ? 0 : 4 };
    },
  },

  audit: {
    usage:
      '[--from DATE] [--to DATE] [--actor NAME] [--action ACTION] | --tip | --out FILE | --verify FILE [--part] | --against FILE|SEQ:HASH | --accept-head SEQ --reason TEXT | --acknowledge-restore SEQ --reason TEXT',
    does: '审计日志；--verify 只凭导出的文件核对，不需档案库（--part 只有一部分也可）；--accept-head 认可与留存末端不符的现有日志；--acknowledge-restore 由安全管理员确认一次使库退回的恢复；--against 用旧的末端（导出清单、四性检测报告 JSON、出处表，或 序号:校验值）核对档案库',
    example: 'audit --from 2026-11-01 --action 修改函件',
    exits: { 1: '只有日志的一部分而未写 --part', 4: '日志或末端不符' },
    options: {
      from: 'text',
      to: 'text',
      actor: 'text',
      action: 'text',
      tip: 'flag',
      out: 'text',
      verify: 'text',
      part: 'flag',
      against: 'text',
      'accept-head': 'number',
      'acknowledge-restore': 'number',
      reason: 'text',
    },
    arity: [0, 0],
    run: async (args, context) => {
      const exported = args.text('verify');
      if (exported !== undefined) return verifyExportedLog(exported, args.flag('part'));
      if (args.flag('part')) throw new ArchiveError('USAGE', '--part 只与 --verify 同用');
      const accepted = args.number('accept-head');
      if (accepted !== undefined) {
        const input = { seq: accepted, reason: reasonOf(args) };
        const made = await withEngine(args, (engine) => engine.call('trust.acceptHead', input));
        return { value: made, text: `已认可现有审计链末端（第 ${made.seq} 条所记）\n` };
      }
      const acknowledged = args.number('acknowledge-restore');
      if (acknowledged !== undefined) {
        const input = { seq: acknowledged, reason: reasonOf(args) };
        const made = await withEngine(args, (engine) => engine.call('trust.acknowledgeRestore', input));
        return { value: made, text: `已确认这次恢复（第 ${made.seq} 条所记）\n` };
      }
      const against = args.text('against');
      if (against !== undefined) return checkHead(args, against, context);
      if (args.flag('tip')) {
        const tip = await withEngine(args, (engine) => engine.call('trust.tip', {}));
        return { value: tip, text: `${tip.seq}  ${beijingTime(tip.at)}  SHA-256 ${tip.hash}  SM3 ${tip.sm3}\n` };
      }
      const out = args.text('out');
      if (out !== undefined) {
        const made = await withEngine(args, (engine) => engine.call('trust.exportAudit', { out: resolve(out) }));
        return { value: made, text: `已导出 ${made.rows} 条：${made.file}\nSHA-256 ${made.sha256}\n` };
      }
      const filter: CallInput<'trust.audit'> = { limit: 100_000 };
      const { from, to, actor, action } = Object.fromEntries(
        ['from', 'to', 'actor', 'action'].map((name) => [name, args.text(name)]),
      );
      if (from !== undefined) filter.from = isoDay(from);
      if (to !== undefined) filter.to = isoDay(to);
      if (actor !== undefined) filter.actor = actor;
      if (action !== undefined) filter.action = actionOf(action);
      const rows = await withEngine(args, (engine) => engine.call('trust.audit', filter));
      return { value: rows, text: printAudit(rows) };
    },
  },

  'check-sheet': {
    usage: 'MONTH --out DIR',
    does: '出具某月（2026-11）的校验单，供打印签名',
    example: 'check-sheet 2026-11 --out ./校验单',
    options: { out: 'text' },
    arity: [1, 1],
    run: async (args) => {
      const input = { month: args.word(0), out: resolve(required(args, 'out', '请用 --out 指定文件夹')) };
      const result = await withEngine(args, (engine) => engine.call('trust.checkSheet', input));
      return { value: result, text: `已出具：${result.file}\n` };
    },
  },

  backup: {
    usage: '[--to PATH] [--incremental]',
    does: '备份（写完后重新打开校验）；--incremental 只写以前备份没有的内容',
    example: 'backup --to ./备份',
    exits: { 4: '备份校验发现问题' },
    options: { to: 'text', incremental: 'flag' },
    arity: [0, 0],
    run: async (args, context) => {
      const to = args.text('to');
      const input = {
        ...(to !== undefined && { to: resolve(to) }),
        ...(args.flag('incremental') && { incremental: true }),
      };
      const result = await withEngine(args, (engine) => engine.call('trust.backup', input, longCall(context)));
      const removed =
        result.removed.length === 0
          ? ''
          : `按规则清理旧备份 ${result.removed.length} 个：${result.removed.join('、')}\n`;
      const state = result.verified ? '已备份并校验' : '已备份，但校验发现问题';
      const warnings = result.warnings.map((one) => `注意：${one}\n`).join('');
      const text = `${state}：${result.file}（${result.bytes} 字节，写入 ${result.written} 字节）\n${removed}${warnings}`;
      return { value: result, text, exit: result.verified ? 0 : 4 };
    },
  },

  backups: {
    usage: '[--in DIR]',
    does: '列出可用于恢复的备份',
    example: 'backups --in ./备份',
    options: { in: 'text' },
    arity: [0, 0],
    run: async (args) => {
      const place = args.text('in');
      const input = place === undefined ? {} : { in: resolve(place) };
      let unknown: string | undefined;
      const found = await withEngine(args, (engine) => engine.call('trust.backups', input)).catch(
        async (thrown: unknown) => {
          if (!isRecoverable(thrown) && (place === undefined || !isNotOpened(thrown))) throw thrown;
          if (place === undefined) unknown = placesMissing(resolve(args.archive));
          return told(args, backupsFor(resolve(args.archive), input.in));
        },
      );
      return {
        value: found,
        text:
          (found.map(backupLine).join('') || '没有找到备份\n') + (unknown === undefined ? '' : `注意：${unknown}\n`),
      };
    },
  },

  'restore-backup': {
    usage: 'FILE [--second-user NAME]',
    does: '从备份恢复（现有档案库留存，可以撤回）；备份中的账户或日志与现有的不同时，须安全管理员以 --second-user 同时登录',
    example: 'restore-backup ./备份/复函档案.sqlite',
    options: { 'second-user': 'text' },
    arity: [1, 1],
    run: async (args, context) => {
      const result = await restoreHere(args, resolve(args.word(0)), context);
      const kept = result.kept === null ? '' : `原档案库留存于：${result.kept}\n`;
      return { value: result, text: `已恢复：${result.file}\n${kept}` };
    },
  },

  migrate: {
    usage: '',
    does: '把旧程序建立的档案库升到本程序的格式（打开时也会自动升级，先留副本）',
    example: 'migrate --archive ./档案',
    options: {},
    arity: [0, 0],
    run: async (args) => {
      const { archive, form, migrated } = await withEngine(args, (engine) => engine.call('archive.info', {}));
      const text =
        migrated === null
          ? `已是第 ${form} 版格式，无需升级\n`
          : `已从第 ${migrated.from} 版格式升到第 ${migrated.to} 版；升级前的副本：${migrated.backup}\n`;
      return { value: { archive, form, migrated }, text };
    },
  },

  'undo-restore': {
    usage: '[FOLDER] [--second-user NAME]',
    does: '撤回最近一次（或指定留存文件夹的）恢复；账户不同时同样须两人',
    example: 'undo-restore',
    options: { 'second-user': 'text' },
    arity: [0, 1],
    run: async (args, context) => {
      const kept = args.positionals[0];
      const result = await withEngine(args, async (engine) => {
        const input = { ...(kept !== undefined && { kept: resolve(kept) }), ...(await secondPerson(args)) };
        return engine.call('trust.undoRestore', input, longCall(context));
      });
      return { value: result, text: `已撤回恢复；撤下的档案库留存于：${result.kept}\n` };
    },
  },

  finalise: {
    usage: 'ID --reason TEXT',
    does: '定稿：此后不能修改，直至解除',
    example: 'finalise 云民函〔2024〕12号 --reason 已签发',
    options: { reason: 'text' },
    arity: [1, 1],
    run: async (args) => {
      const reason = reasonOf(args);
      const result = await withEngine(args, async (engine) =>
        engine.call('letters.finalise', { id: await letterId(engine, args.word(0)), reason }),
      );
      return { value: result, text: `已定稿：第 ${result.version} 版\n` };
    },
  },

  unlock: {
    usage: 'ID --reason TEXT',
    does: '解除定稿',
    example: 'unlock 云民函〔2024〕12号 --reason 发现错字',
    options: { reason: 'text' },
    arity: [1, 1],
    run: async (args) => {
      const reason = reasonOf(args);
      const result = await withEngine(args, async (engine) =>
        engine.call('letters.unlock', { id: await letterId(engine, args.word(0)), reason }),
      );
      return { value: result, text: `已解除定稿：第 ${result.version} 版\n` };
    },
  },

  numbering: {
    usage: '',
    does: '发文字号的缺号和重号',
    example: 'numbering',
    options: {},
    arity: [0, 0],
    run: async (args) => {
      const series = await withEngine(args, (engine) => engine.call('letters.numbering', {}));
      const lines = series.map(({ code, year, count, first, last, gaps, repeats }) => {
        const missing = gaps.map(([from, to]) => (from === to ? String(from) : `${from}—${to}`)).join('、');
        const twice = repeats.map(({ number, ids }) => `${number}（${ids.join('、')}）`).join('、');
        const range = first === last ? String(first) : `${first}—${last}`;
        return `${code}〔${year}〕${range}号，${count} 件${missing && `，缺 ${missing}`}${twice && `，重 ${twice}`}\n`;
      });
      return { value: series, text: lines.join('') || '库中没有可以编排的发文字号\n' };
    },
  },

  stats: {
    usage: '',
    does: '库中各有多少：年度、责任者、类别、办理结果（按分类方案分开）、公开属性、保管期限',
    example: 'stats',
    options: {},
    arity: [0, 0],
    run: async (args) => {
      const stats = await withEngine(args, (engine) => engine.call('letters.stats', {}));
      return { value: stats, text: printStats(stats) };
    },
  },

  'retention set': {
    usage: 'ID… --to Y|D30|D10 --reason TEXT [--second-user NAME]',
    does: '改定保管期限，并给新档号；库中有账户时，缩短须另一人（档案员、查阅或审计）以 --second-user 同时登录',
    example: 'retention set 云民函〔2024〕12号 --to Y --reason 重要 --user 陈启明',
    options: { to: 'text', reason: 'text', 'second-user': 'text' },
    arity: [1, MANY],
    run: async (args) => {
      const retention = retentionNamed(args.text('to'), 'to');
      if (retention === undefined) throw new ArchiveError('USAGE', '请用 --to 写明保管期限');
      const reason = reasonOf(args);
      const changed = await withEngine(args, async (engine) => {
        const ids = await letterIds(engine, args.positionals);
        return engine.call('letters.setRetention', { ids, retention, reason, ...(await secondPerson(args)) });
      });
      return { value: changed, text: changed.map(({ id, ref_code }) => `${id}  新档号 ${ref_code}\n`).join('') };
    },
  },

  retention: {
    usage: '[--until DATE] [--limit N] [--offset N]',
    does: '保管期限和到期日；--until 只列出在此日期前到期的',
    example: 'retention --until 2035-12-31',
    options: { until: 'text', limit: 'number', offset: 'number' },
    arity: [0, 0],
    run: async (args) => {
      const [until, limit, offset] = [args.text('until'), args.number('limit'), args.number('offset')];
      const input = {
        ...(until !== undefined && { until: isoDay(until) }),
        ...(limit !== undefined && { limit }),
        ...(offset !== undefined && { offset }),
      };
      const found = await withEngine(args, (engine) => engine.call('letters.retention', input));
      const lines = found.letters.map(
        (row) => `${row.expires ?? '永久'}  ${row.ref_code ?? ''}  ${row.id}  ${row.name}\n`,
      );
      return { value: found, text: `共 ${found.total} 件\n${lines.join('')}` };
    },
  },
};
