/** Commands for public versions (公开版): what is to be hidden, deciding, reviewing, publishing, and the days for it. */
import { resolve } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';
import type { CallInput, CallOutput, PublicStatus } from '../../shared/contract/index.ts';
import {
  GROUNDS,
  PRIVATE_KINDS,
  PUBLIC_ACTS,
  PUBLIC_FIELDS,
  PUBLIC_STATES,
  groundSchema,
  kindSpec,
  type ForeignPublicAct,
  type Ground,
  type PublicItem,
} from '../../shared/model/public-version.ts';
import { holidayLines, parseHolidays } from '../../shared/text/holidays.ts';
import { beijingTime } from '../../shared/text/dates.ts';
import { readOrdinaryFile } from '../archive/storage/ordinary-file.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { reasonOf } from './common-options.ts';
import { letterId } from './letters.ts';
import { withEngine } from './with-engine.ts';

const MANY = Number.MAX_SAFE_INTEGER;
type Decisions = CallInput<'public.decide'>['decisions'];
type Kind = Exclude<keyof typeof PRIVATE_KINDS, 'whole'>;

/** A ground by its code, as GROUNDS has them. */
function groundOf(args: Arguments): Ground | undefined {
  const named = args.text('ground');
  if (named === undefined) return undefined;
  const byName = Object.entries(GROUNDS).find(([, label]) => label === named)?.[0];
  const parsed = groundSchema.safeParse(byName ?? named.toUpperCase());
  if (!parsed.success) throw new ArchiveError('USAGE', `--ground 须为 ${Object.keys(GROUNDS).join('、')}`);
  return parsed.data;
}

/** A kind by its code or its Chinese name. */
function kindOf(args: Arguments): Kind {
  const named = args.text('kind') ?? 'other';
  const found = Object.entries(PRIVATE_KINDS).find(([code, { label }]) => code === named || label === named)?.[0];
  if (found === undefined || found === 'whole')
    throw new ArchiveError(
      'USAGE',
      `--kind 须为 ${Object.entries(PRIVATE_KINDS)
        .flatMap(([code, { label }]) => (code === 'whole' ? [] : [label]))
        .join('、')}`,
    );
  return found as Kind;
}

function verdictOf(args: Arguments): 'hide' | 'keep' {
  if (args.flag('hide') === args.flag('keep'))
    throw new ArchiveError('USAGE', '请用 --hide 或 --keep 写明隐去还是保留');
  return args.flag('hide') ? 'hide' : 'keep';
}

function decisionsOf(args: Arguments, items: readonly string[]): Decisions {
  const verdict = verdictOf(args);
  const ground = groundOf(args);
  if (verdict === 'keep' && ground !== undefined) throw new ArchiveError('USAGE', '--ground 只用于 --hide');
  const marks = args.texts('mark');
  if (marks.length === 0 && args.text('kind') !== undefined) throw new ArchiveError('USAGE', '--kind 须与 --mark 同用');
  if (items.length === 0 && marks.length === 0)
    throw new ArchiveError('USAGE', '请给出项目（见 redact ID），或用 --mark 标出文字');
  const about = { verdict, ...(ground === undefined ? {} : { ground }) };
  return [
    ...items.map((item) => ({ item, ...about })),
    ...marks.map((mark) => ({ mark, kind: kindOf(args), ...about })),
  ];
}

function itemLine({
  item,
  kind,
  value,
  reason,
  places,
  verdict,
  ground,
  covered,
  required,
  suggested,
}: PublicItem): string {
  const said = covered
    ? '已含在别处隐去的内容中'
    : verdict === null
      ? required
        ? `待决定，建议${suggested.verdict === 'hide' ? '隐去' : '保留'}`
        : '保留（未另作决定）'
      : verdict === 'keep'
        ? '保留'
        : `隐去，${ground === null ? '' : GROUNDS[ground]}`;
  const where = [...new Set(places.map((place) => PUBLIC_FIELDS[place.where]))].join('、');
  const shown = kind === 'whole' ? '' : `  “${value}”  ${where} ${places.length} 处`;
  return `${item}  ${kindSpec(kind).label}${shown}  ${reason}  ${said}\n`;
}

const foreignLine = ({ act, version, at, actor, on, reason, package: from }: ForeignPublicAct): string =>
  `外库记录：第 ${version} 版  ${PUBLIC_ACTS[act]}${on === null ? '' : `（${on}）`}  ${actor}  ${beijingTime(at)}${reason === '' ? '' : `  ${reason}`}  随“${from.name}”收到，本库不因此公开或撤回\n`;

function statusText(status: PublicStatus): string {
  const { review, publication } = status;
  const reviewed =
    review === null
      ? ''
      : `复核：${review.by} ${review.agreed ? '同意' : `退回，${review.reason}`}  ${beijingTime(review.at)}\n`;
  const published =
    publication === null
      ? ''
      : `公开：第 ${publication.version} 版，${publication.on}${publication.withdrawn === null ? '' : `；已撤回，${publication.withdrawn.reason}`}\n`;
  return (
    status.items.map(itemLine).join('') +
    `第 ${status.version} 版  ${PUBLIC_STATES[status.state]}${status.undecided === 0 ? '' : `，${status.undecided} 项待决定`}${status.due === null ? '' : `  应于 ${status.due} 前公开`}\n` +
    reviewed +
    published +
    status.foreign.map(foreignLine).join('') +
    (status.accounts ? '' : '本档案库没有启用账户：可以作出决定，不能复核，也就不能制作公开版。\n')
  );
}

const stateText = ({ version, state, undecided }: CallOutput<'public.decide'>): string =>
  `第 ${version} 版  ${PUBLIC_STATES[state]}${undecided === 0 ? '' : `，${undecided} 项待决定`}\n`;

/** The version that the list shows is the one that is decided on. */
async function versionOf(
  args: Arguments,
  engine: Parameters<Parameters<typeof withEngine>[1]>[0],
  id: string,
): Promise<number> {
  return args.number('version') ?? (await engine.call('public.show', { id })).version;
}

export const PUBLIC_COMMANDS: Readonly<Record<string, Command>> = {
  redact: {
    usage: 'ID',
    does: '列出公开版可能须隐去的内容和决定',
    example: 'redact 云民函〔2024〕12号',
    options: {},
    arity: [1, 1],
    run: async (args) => {
      const status = await withEngine(args, async (engine) =>
        engine.call('public.show', { id: await letterId(engine, args.word(0)) }),
      );
      return { value: status, text: statusText(status) };
    },
  },

  'redact decide': {
    usage: 'ID [ITEM…] --hide|--keep [--ground R14|R15|R16|R37|P28|P34] [--mark 文字 [--kind 类别]]… [--version N]',
    does: '决定隐去或保留；--mark 标出未列出的文字',
    example: 'redact decide 云民函〔2024〕12号 1 2 --hide --user 陈启明',
    options: { hide: 'flag', keep: 'flag', ground: 'text', mark: 'texts', kind: 'text', version: 'number' },
    arity: [1, MANY],
    run: async (args) => {
      const items = args.positionals.slice(1);
      const decisions = decisionsOf(args, items);
      const made = await withEngine(args, async (engine) => {
        const id = await letterId(engine, args.word(0));
        return engine.call('public.decide', { id, base_version: await versionOf(args, engine, id), decisions });
      });
      return { value: made, text: stateText(made) };
    },
  },

  'redact review': {
    usage: 'ID [--return --reason TEXT] [--version N]',
    does: '由另一个账户复核公开版的决定；--return 退回',
    example: 'redact review 云民函〔2024〕12号 --user 罗文婧',
    options: { return: 'flag', reason: 'text', version: 'number' },
    arity: [1, 1],
    run: async (args) => {
      const agreed = !args.flag('return');
      const reason = agreed ? (args.text('reason') ?? '') : reasonOf(args);
      const made = await withEngine(args, async (engine) => {
        const id = await letterId(engine, args.word(0));
        return engine.call('public.review', { id, base_version: await versionOf(args, engine, id), agreed, reason });
      });
      return { value: made, text: stateText(made) };
    },
  },

  'redact publish': {
    usage: 'ID [--on DATE] [--version N]',
    does: '登记公开版已经公开',
    example: 'redact publish 云民函〔2024〕12号 --on 2024-06-01',
    options: { on: 'text', version: 'number' },
    arity: [1, 1],
    run: async (args) => {
      const on = args.text('on');
      const made = await withEngine(args, async (engine) => {
        const id = await letterId(engine, args.word(0));
        const base_version = await versionOf(args, engine, id);
        return engine.call('public.publish', { id, base_version, ...(on === undefined ? {} : { on }) });
      });
      return { value: made, text: `已登记：第 ${made.version} 版于 ${made.on} 公开\n` };
    },
  },

  'redact withdraw': {
    usage: 'ID --reason TEXT',
    does: '撤回已公开的公开版',
    example: 'redact withdraw 云民函〔2024〕12号 --reason 内容有误',
    options: { reason: 'text' },
    arity: [1, 1],
    run: async (args) => {
      const reason = reasonOf(args);
      const made = await withEngine(args, async (engine) =>
        engine.call('public.withdraw', { id: await letterId(engine, args.word(0)), reason }),
      );
      return { value: made, text: `已登记撤回（第 ${made.version} 版）。请同时从公开的地方撤下。\n` };
    },
  },

  'redact due': {
    usage: '[--overdue] [--limit N] [--offset N]',
    does: '应主动公开的函件和期限；--overdue 只列逾期的',
    example: 'redact due --overdue',
    options: { overdue: 'flag', limit: 'number', offset: 'number' },
    arity: [0, 0],
    run: async (args, context) => {
      const found = await withEngine(args, (engine) =>
        engine.call('public.due', {
          overdue: args.flag('overdue'),
          limit: args.number('limit') ?? 100,
          offset: args.number('offset') ?? 0,
        }),
      );
      if (found.years_without_holidays.length > 0)
        context.note(
          `节假日表中没有 ${found.years_without_holidays.join('、')} 年，期限只按周末推算。用 holidays --set 填写。`,
        );
      const lines = found.letters.map(
        ({ id, name, due, late, state, publication }) =>
          `${id}  ${due ?? '（无日期）'}  ${late > 0 ? `逾期 ${late} 天  ` : ''}${publication === null ? PUBLIC_STATES[state] : publication.withdrawn === null ? `已于 ${publication.on} 公开` : '已撤回'}  ${name}\n`,
      );
      return { value: found, text: `${lines.join('')}共 ${found.total} 件，逾期 ${found.overdue} 件\n` };
    },
  },

  holidays: {
    usage: '[--set FILE]',
    does: '节假日表；--set 以文件（每行“2026-10-01 休 国庆节”或“2026-10-10 班”）替换',
    example: 'holidays --set 节假日.txt',
    options: { set: 'text' },
    arity: [0, 0],
    run: async (args) => {
      const file = args.text('set');
      const holidays = file === undefined ? undefined : parseHolidays(readHolidays(resolve(file)));
      const settings = await withEngine(args, (engine) =>
        holidays === undefined
          ? engine.call('settings.show', {})
          : engine.call('settings.change', { public: { holidays } }),
      );
      const { holidays: kept } = settings.public;
      return { value: { holidays: kept }, text: `${holidayLines(kept)}共 ${kept.length} 天\n` };
    },
  },
};

/** A table of a hundred years takes less. */
const MOST_HOLIDAY_BYTES = 1024 * 1024;

function readHolidays(path: string): string {
  return readOrdinaryFile(path, MOST_HOLIDAY_BYTES).toString('utf8');
}
