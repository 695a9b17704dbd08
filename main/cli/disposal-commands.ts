/** Commands of appraisal and disposal (鉴定与销毁): what has run out, opinions, approval, signatures, the execution, its register. */
import { resolve } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';
import type { CallOutput, DisposalView } from '../../shared/contract/index.ts';
import {
  APPRAISERS,
  COPY_KINDS,
  DISPOSAL_STATES,
  SUPERVISORS,
  VERDICTS_OF_APPRAISAL,
  type Appraisal,
} from '../../shared/model/disposal.ts';
import { RETENTIONS, RETENTION_LABELS, type Retention } from '../../shared/model/settings.ts';
import { beijingDay, beijingTime } from '../../shared/text/dates.ts';
import type { Engine } from '../archive/engine.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { longCall, reasonOf, required } from './common-options.ts';
import { isoDay } from './fields.ts';
import { letterIds } from './letters.ts';
import { withEngine } from './with-engine.ts';

const MANY = Number.MAX_SAFE_INTEGER;

interface Verdict {
  verdict: Appraisal;
  retention: Retention | null;
}

/** `keep`, `destroy` or a retention, by code or Chinese name. */
function verdictOf(word: string): Verdict {
  const retention = RETENTIONS.find((one) => one === word.toUpperCase() || RETENTION_LABELS[one] === word);
  if (retention !== undefined) return { verdict: 'change', retention };
  const verdict = (['keep', 'destroy'] as const).find((one) => one === word || VERDICTS_OF_APPRAISAL[one] === word);
  if (verdict === undefined)
    throw new ArchiveError(
      'USAGE',
      `意见须为 keep（续存）、destroy（拟销毁），或改为的保管期限（永久、30年）：${word}`,
    );
  return { verdict, retention: null };
}

/** What `--all` says of every letter, with the exceptions of `--letter ID=意见`. */
async function opinionsOf(engine: Engine, args: Arguments, letters: readonly string[]) {
  const all = args.text('all');
  const said = args.texts('letter').map((word) => {
    const at = word.lastIndexOf('=');
    if (at < 1) throw new ArchiveError('USAGE', `--letter 须写作 编号=意见：${word}`);
    return { letter: word.slice(0, at), verdict: verdictOf(word.slice(at + 1)) };
  });
  const ids = await letterIds(
    engine,
    said.map(({ letter }) => letter),
  );
  const own = new Map(said.map(({ letter, verdict }, at) => [ids[at] ?? letter, verdict]));
  for (const letter of own.keys())
    if (!letters.includes(letter)) throw new ArchiveError('NOT_FOUND', `本次鉴定中的函件 ${letter}`);
  const note = args.text('note') ?? '';
  return letters.map((letter) => {
    const verdict = own.get(letter) ?? (all === undefined ? undefined : verdictOf(all));
    if (verdict === undefined) throw new ArchiveError('USAGE', `函件 ${letter} 没有意见，请用 --letter 或 --all 写明`);
    return { letter, ...verdict, note };
  });
}

const standText = ({ id, state }: CallOutput<'disposal.open'>): string => `${id}  ${DISPOSAL_STATES[state]}\n`;

function viewText(view: DisposalView): string {
  const { items, appraisers, decided, supervisors, executed, rewritten, remaining } = view;
  const people = (all: readonly { by: string }[], of: number): string =>
    `${all.length}/${of}${all.length === 0 ? '' : `（${all.map(({ by }) => by).join('、')}）`}`;
  const line = ({
    letter,
    ref_code,
    name,
    opinions,
    outcome,
    new_retention,
    disposed,
    kept,
    blocked,
  }: (typeof items)[number]): string => {
    const said = opinions.map(({ by, verdict }) => `${by}：${VERDICTS_OF_APPRAISAL[verdict]}`).join('，');
    const come = disposed
      ? `已销毁${kept === null || kept === 0 ? '' : `，${kept} 项内容为其他函件所用，保留`}`
      : outcome === null
        ? ''
        : `${VERDICTS_OF_APPRAISAL[outcome]}${new_retention === null ? '' : `为${RETENTION_LABELS[new_retention]}`}`;
    return `${letter}  ${ref_code ?? ''}  ${name}  ${said}  ${come}${blocked === null ? '' : `  ${blocked.message}`}\n`;
  };
  return (
    items.map(line).join('') +
    `${DISPOSAL_STATES[view.state]}；鉴定 ${people(appraisers, APPRAISERS)}；${decided === null ? '未批准' : `${decided.by}${decided.agreed ? '批准' : '不批准'}`}；监销 ${people(supervisors, SUPERVISORS)}\n` +
    (executed === null ? '' : `执行：${executed.by}，${beijingTime(executed.at)}\n`) +
    rewritten
      .map(({ file, kind, after }) => `${COPY_KINDS[kind]} ${file}：${after === null ? '已移除' : '已清除并重写'}\n`)
      .join('') +
    (remaining ?? []).map(({ what, why }) => `未能清除：${what}：${why}\n`).join('')
  );
}

/** Done in part where copies are left. */
const exitOf = ({ remaining }: DisposalView): number => ((remaining?.length ?? 0) > 0 ? 1 : 0);

const show = async (args: Arguments) => {
  const view = await withEngine(args, (engine) => engine.call('disposal.show', { id: args.word(0) }));
  return { value: view, text: viewText(view) };
};

export const DISPOSAL_COMMANDS: Readonly<Record<string, Command>> = {
  appraise: {
    usage: '[--until DATE] [--limit N] [--offset N]',
    does: '保管期限届满、待鉴定的函件',
    example: 'appraise --until 2035-12-31',
    options: { until: 'text', limit: 'number', offset: 'number' },
    arity: [0, 0],
    run: async (args) => {
      const until = args.text('until');
      const found = await withEngine(args, (engine) =>
        engine.call('disposal.expiring', {
          ...(until === undefined ? {} : { until: isoDay(until) }),
          limit: args.number('limit') ?? 100,
          offset: args.number('offset') ?? 0,
        }),
      );
      const lines = found.letters.map(
        ({ id, ref_code, name, expires, blocked, disposal }) =>
          `${id}  ${ref_code ?? ''}  ${expires}  ${name}${disposal === null ? '' : `  鉴定 ${disposal.id} ${DISPOSAL_STATES[disposal.state]}`}${blocked === null ? '' : `  ${blocked.message}`}\n`,
      );
      return { value: found, text: `${lines.join('')}共 ${found.total} 件\n` };
    },
  },

  'appraise list': {
    usage: '[--limit N] [--offset N]',
    does: '列出各次鉴定和销毁',
    example: 'appraise list --limit 10',
    options: { limit: 'number', offset: 'number' },
    arity: [0, 0],
    run: async (args) => {
      const found = await withEngine(args, (engine) =>
        engine.call('disposal.list', { limit: args.number('limit') ?? 100, offset: args.number('offset') ?? 0 }),
      );
      const lines = found.disposals.map(
        ({ id, state, opened, letters, reason }) =>
          `${id}  ${beijingDay(opened.at)}  ${letters} 件  ${DISPOSAL_STATES[state]}  ${reason}\n`,
      );
      return { value: found, text: `${lines.join('')}共 ${found.total} 次鉴定\n` };
    },
  },

  'appraise show': {
    usage: 'APPRAISAL',
    does: '一次鉴定的意见、签字和结果',
    example: 'appraise show 01HZX3Q4M5N6P7R8S9T0V1W2X3',
    options: {},
    arity: [1, 1],
    run: show,
  },

  'appraise open': {
    usage: 'ID… --reason TEXT',
    does: '把到期的函件提出鉴定',
    example: 'appraise open 云民函〔2014〕12号 --reason 年度鉴定 --user 陈启明',
    options: { reason: 'text' },
    arity: [1, MANY],
    run: async (args) => {
      const reason = reasonOf(args);
      const made = await withEngine(args, async (engine) =>
        engine.call('disposal.open', { ids: await letterIds(engine, args.positionals), reason }),
      );
      return { value: made, text: standText(made) };
    },
  },

  'appraise opine': {
    usage: 'APPRAISAL [--all keep|destroy|Y|D30] [--letter ID=keep|destroy|Y|D30]… [--note TEXT]',
    does: '出具本人对各件的鉴定意见',
    example: 'appraise opine 01HZX3Q4M5N6P7R8S9T0V1W2X3 --all destroy --user 陈启明',
    options: { all: 'text', letter: 'texts', note: 'text' },
    arity: [1, 1],
    run: async (args) => {
      const id = args.word(0);
      const made = await withEngine(args, async (engine) => {
        const { items } = await engine.call('disposal.show', { id });
        const opinions = await opinionsOf(
          engine,
          args,
          items.map(({ letter }) => letter),
        );
        return engine.call('disposal.opine', { id, opinions });
      });
      return { value: made, text: standText(made) };
    },
  },

  'appraise approve': {
    usage: 'APPRAISAL [--reject --reason TEXT]',
    does: '由没有出具意见的人批准鉴定结果；--reject 不批准',
    example: 'appraise approve 01HZX3Q4M5N6P7R8S9T0V1W2X3 --user 罗文婧',
    options: { reject: 'flag', reason: 'text' },
    arity: [1, 1],
    run: async (args) => {
      const agreed = !args.flag('reject');
      const reason = agreed ? (args.text('reason') ?? '') : reasonOf(args);
      const made = await withEngine(args, (engine) =>
        engine.call('disposal.approve', { id: args.word(0), agreed, reason }),
      );
      return { value: made, text: standText(made) };
    },
  },

  'appraise cancel': {
    usage: 'APPRAISAL --reason TEXT',
    does: '撤销尚未执行的鉴定',
    example: 'appraise cancel 01HZX3Q4M5N6P7R8S9T0V1W2X3 --reason 范围有误 --user 陈启明',
    options: { reason: 'text' },
    arity: [1, 1],
    run: async (args) => {
      const reason = reasonOf(args);
      const made = await withEngine(args, (engine) => engine.call('disposal.cancel', { id: args.word(0), reason }));
      return { value: made, text: standText(made) };
    },
  },

  'dispose sign': {
    usage: 'APPRAISAL',
    does: '监销签字（须两人）',
    example: 'dispose sign 01HZX3Q4M5N6P7R8S9T0V1W2X3 --user 贺知秋',
    options: {},
    arity: [1, 1],
    run: async (args) => {
      const made = await withEngine(args, (engine) => engine.call('disposal.sign', { id: args.word(0) }));
      return { value: made, text: standText(made) };
    },
  },

  'dispose execute': {
    usage: 'APPRAISAL [--in DIR]…',
    does: '执行销毁，或继续、重新清查副本；--in 另指备份所在的文件夹',
    example: 'dispose execute 01HZX3Q4M5N6P7R8S9T0V1W2X3 --in ./备份 --user 陈启明',
    exits: { 1: '还有副本未能清除，或签字不全' },
    options: { in: 'texts' },
    arity: [1, 1],
    run: async (args, context) => {
      const places = args.texts('in').map((one) => resolve(one));
      const view = await withEngine(args, (engine) =>
        engine.call('disposal.execute', { id: args.word(0), places }, longCall(context)),
      );
      return { value: view, text: viewText(view), exit: exitOf(view) };
    },
  },

  'dispose register': {
    usage: 'APPRAISAL --out FILE',
    does: '把销毁清册写成 xlsx 或 PDF',
    example: 'dispose register 01HZX3Q4M5N6P7R8S9T0V1W2X3 --out 销毁清册.pdf --user 陈启明',
    options: { out: 'text' },
    arity: [1, 1],
    run: async (args) => {
      const out = resolve(required(args, 'out', '请用 --out 指定文件（.xlsx 或 .pdf）'));
      const made = await withEngine(args, (engine) => engine.call('export.disposal', { id: args.word(0), out }));
      return { value: made, text: `${made.file}  ${made.rows} 件\n` };
    },
  },
};
