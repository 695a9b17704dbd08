/** Rows of the log as sentences: who did what to which letter, in words. Pure. */
import type { AuditRow, CallOutput } from '../../../shared/contract/index.ts';
import { auditActionName } from '../../../shared/model/audit.ts';
import { elementLabel } from '../../../shared/model/elements.ts';
import { RETENTION_LABELS, type Retention } from '../../../shared/model/settings.ts';
import { COMMAND_IDS, commandSpec } from '../../app/commands/table.ts';
import { fileName } from '../../archive/files.ts';
import { valueToText } from '../../components/element-text.ts';
import { formatSize } from '../../components/format.ts';

export type Told = CallOutput<'letters.told'>[number];

/** A piece of a sentence: words, or a letter that can be opened. */
export type Part = string | { letter: string; name: string };

export interface Sentence {
  parts: readonly Part[];
  /** What stands at the right: a reason, a size. */
  note: string;
  /** Something that a person should look at. */
  alarm: boolean;
}

/** Acts whose subject is a letter, which can be opened from the log. */
const LETTER_ACTION = /^(letter|attachment|public)\.|^report\.revisions$/;

/** The version that a row is about, where it changed the letter. */
const CHANGES = new Set(['letter.edit', 'letter.restore', 'batch.undo']);

const ALARMS = new Set([
  ...['session.sign_in_failed', 'session.refused', 'secret.refused', 'clock.set_back', 'disk.full', 'backup.failed'],
  ...['archive.accounts_missing', 'archive.quarantine', 'account.recover'],
]);

export function readDetail(detail: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(detail);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The letters that the rows speak of, with the versions that the rows made. */
export function lettersOf(rows: readonly AuditRow[]): { id: string; version?: number }[] {
  return rows.flatMap(({ subject, action, detail }) => {
    if (subject === null || !LETTER_ACTION.test(action)) return [];
    const { version } = readDetail(detail);
    return [{ id: subject, ...(CHANGES.has(action) && typeof version === 'number' ? { version } : {}) }];
  });
}

/** The key under which what was told of a letter is found again. */
export const toldKey = (id: string, version: number | null | undefined): string => `${id}@${version ?? ''}`;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number => (typeof value === 'number' ? value : 0);
const size = (value: unknown): number => (Array.isArray(value) ? value.length : count(value));

function changeWords(changes: Told['changes']): string {
  if (changes.length === 0) return '';
  const worded = changes.slice(0, 3).map(({ field, from, to }) => {
    if (field === 'text') return '正文';
    const label = elementLabel(field);
    if (from === '') return `${label}：补为 ${to}`;
    return `${label}：${from} → ${to === '' ? '（空）' : to}`;
  });
  return changes.length > 3 ? `${worded.join('；')}等 ${changes.length} 项` : worded.join('；');
}

/**
 * @param told what is known of the letters, by `toldKey`; a letter that is not there is spoken of without its name
 */
export function sentenceOf(row: AuditRow, told: ReadonlyMap<string, Told>): Sentence {
  const detail = readDetail(row.detail);
  const { action, subject } = row;
  const version = typeof detail['version'] === 'number' ? detail['version'] : undefined;
  const known =
    subject === null ? undefined : (told.get(toldKey(subject, version)) ?? told.get(toldKey(subject, undefined)));
  const letter: Part = subject === null ? '' : { letter: subject, name: known?.name ?? '一件函件' };
  const reason = text(detail['reason']) === '' ? '' : `理由：${text(detail['reason'])}`;
  const say = (parts: readonly Part[], note = reason): Sentence => ({ parts, note, alarm: ALARMS.has(action) });
  const plain = auditActionName(action);
  switch (action) {
    case 'letter.file':
      return say(['归档 ', letter, text(detail['ref_code']) === '' ? '' : `，档号 ${text(detail['ref_code'])}`], '');
    case 'letter.view':
      return say(['查看 ', letter, version === undefined ? '' : ` 第 ${version} 版`], '');
    case 'letter.review':
      return say(['核对 ', letter, '，无误'], '');
    case 'letter.reopen':
      return say(['把 ', letter, ' 退回待核对']);
    case 'letter.edit':
    case 'letter.restore': {
      const words = changeWords(known?.changes ?? []);
      const restored = detail['restored'];
      const act = action === 'letter.restore' ? `恢复为第 ${count(restored)} 版` : '';
      return say([
        action === 'letter.restore' ? '把 ' : '修改了 ',
        letter,
        act === '' ? '' : ` ${act}`,
        words === '' ? '' : ` 的${words}`,
        version === undefined ? '' : `（第 ${version} 版）`,
      ]);
    }
    case 'letter.attach':
    case 'letter.detach':
      return say([
        action === 'letter.attach' ? '给 ' : '从 ',
        letter,
        action === 'letter.attach' ? ' 添加附件 ' : ' 移除附件 ',
        names(detail['attachments']),
      ]);
    case 'letter.complete':
      return say(
        [
          '收到完整文件 ',
          text(detail['file']),
          '，作为 ',
          letter,
          version === undefined ? ' 的新版本' : ` 的第 ${version} 版`,
        ],
        '',
      );
    case 'letter.retention':
      return say([
        '把 ',
        letter,
        ` 的保管期限由 ${retention(detail['from'])} 改为 ${retention(detail['to'])}，档号 ${text(detail['ref_code'])}`,
      ]);
    case 'letter.compare':
      return say(['比较 ', letter, ' 与另一件'], '');
    case 'attachment.save':
      return say(['取出 ', letter, ' 的附件'], '');
    case 'search.query':
      return say([`检索“${text(detail['query'])}”，得 ${count(detail['total'])} 件`], '');
    case 'export.pdf':
      return say(
        [`导出 PDF ${size(detail['files'])} 件`],
        size(detail['failed']) > 0 ? `${size(detail['failed'])} 件未能导出` : '',
      );
    case 'export.pdf_part':
      return say([`导出 PDF，已写出 ${size(detail['files'])} 件`], '导出没有结束时先记下的部分');
    case 'archive.verify':
      return say(['全库校验', detail['ok'] === false ? `，发现 ${count(detail['problems'])} 个问题` : '，通过'], '');
    case 'report.inspection':
      return say(['四性检测', detail['ok'] === false ? '，有不通过的项' : '，没有不通过的项'], '');
    case 'report.check_sheet':
      return say([`出具 ${text(detail['month'])} 校验单`], '');
    case 'backup.make': {
      const file = fileName(text(detail['file']) || (subject ?? ''));
      return say(
        [file === '' ? '备份' : `备份到 ${file}`, detail['verified'] === false ? '，核对未通过' : '，打开核对通过'],
        detail['bytes'] === undefined ? '' : formatSize(count(detail['bytes'])),
      );
    }
    case 'session.sign_in':
      return say(['登录'], '');
    case 'session.sign_out':
      return say([detail['idle'] === true ? '久未操作，自动退出' : '退出登录'], '');
    case 'session.refused':
      return say([`越权被拒：${actOf(text(detail['call']))}`], '');
    default:
      return say(
        [
          plain,
          subject === null ? '' : ' ',
          LETTER_ACTION.test(action) ? letter : subject === null ? '' : fileName(subject),
        ],
        reason,
      );
  }
}

/** What a call is called where people see it: the command that needs it. */
function actOf(name: string): string {
  const command = COMMAND_IDS.find((id) => commandSpec(id).right === name);
  return command === undefined ? name : commandSpec(command).label;
}

function names(value: unknown): string {
  if (!Array.isArray(value)) return '';
  return value
    .map((one: unknown) => (typeof one === 'object' && one !== null && 'name' in one ? valueToText(one.name) : ''))
    .filter((name) => name !== '')
    .join('、');
}

function retention(value: unknown): string {
  return RETENTION_LABELS[value as Retention] ?? valueToText(value);
}
